"""Can the owner write topics of their own, see what they find, and have them work as the shipped ones do?"""

import os
import subprocess
import sys
from collections.abc import Mapping
from email.utils import format_datetime
from pathlib import Path

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Done, Installation, announced_urls

GREENS = """\
extends: shipped
without: [csto]
topics:
  greens:
    label: The Greens
    names:
      en:
        phrase: [Green Part*]
        acronym-needs-context: [GPA]
      ru:
        phrase: [парти* зелёных]
        weak: {stem: [зелён]}
    context:
      en: [coalition]
    vetoes:
      en: [grade point*]
"""
NEWS = {
    "ministers": (
        "Green Parties of four states meet by the river",
        "Members of the Green Parties of four states met on Monday to speak about the water of the river they share.",
    ),
    "water": (
        "Партии зелёных четырёх стран обсудили воду",
        "Представители партии зелёных из четырёх стран встретились в понедельник, чтобы поговорить о воде общей реки.",
    ),
    "grass": (
        "The lawns of the capital are green again",
        "Gardeners of the capital have finished the work on its lawns, which were closed to the public for two weeks.",
    ),
}


@pytest.fixture
def plain(tmp_path: Path) -> Installation:
    """An installation without feeds and without a database."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))}
    return Installation(tmp_path, {**inherited, "MONITOR_DATA_DIR": str(tmp_path / "data")})


def write(installation: Installation, text: str = GREENS, name: str = "topics.yaml") -> str:
    """Write a file of topics, and have it used."""
    path = installation.folder / name
    path.write_text(text, encoding="utf-8")
    installation.environment["MONITOR_TOPICS"] = str(path)
    return str(path)


def piped(installation: Installation, text: bytes, *arguments: str) -> Done:
    """Run a command that reads standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        env=installation.environment,
        cwd=installation.folder,
        input=text,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def bring(world: WorldThread, installation: Installation, news: Mapping[str, tuple[str, str]] = NEWS) -> dict[str, str]:
    """Put articles into a feed that is watched, and give their addresses."""
    addresses = {}
    items = ""
    for name, (title, text) in news.items():
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body>"
        addresses[name] = world.serve(f"/{name}.html", page)
        item = f"<title>{title}</title><link>{addresses[name]}</link><description>{text}</description>"
        items += f"<item>{item}<pubDate>{format_datetime(world.do(lambda w: w.now()))}</pubDate></item>"
    feed = f'<rss version="2.0"><channel><title>River</title>{items}</channel></rss>'
    url = world.serve("/river.xml", feed, content_type="application/rss+xml")
    installation.write_feeds(f"feeds:\n- name: river\n  url: {url}\n")
    return addresses


def test_a_topic_of_ones_own_is_found_listed_queried_and_announced_as_the_shipped_ones_are(
    world: WorldThread, installation: Installation
) -> None:
    write(installation)
    addresses = bring(world, installation)

    polled = installation.run("poll", "--all", "--json")

    assert polled.code == 0, polled.err
    listed = installation.run("articles", "list", "--topic", "greens", "--jsonl").lines()
    assert {(each["url"], *each["topics"]) for each in listed} == {
        (addresses["ministers"], "greens"),
        (addresses["water"], "greens"),
    }
    assert sorted(announced_urls(world.received)) == sorted((addresses["ministers"], addresses["water"]))
    stories = installation.run("stories", "--topic", "greens", "--jsonl").lines()
    assert {topic for story in stories for topic in story["topics"]} == {"greens"}
    exported = installation.run("evidence", "export", "topic:greens", "pack.zip")
    assert exported.code == 0, exported.err


def test_who_is_named_beside_a_topic_is_counted_and_can_be_asked_for(
    world: WorldThread, installation: Installation
) -> None:
    call = "Tokayev and Putin spoke about the CSTO", "Putin told Tokayev on Tuesday that the CSTO will meet in June."
    meeting = "CSTO ministers meet", "The ministers of the CSTO met on Friday, and heard a message of Tokayev there."
    addresses = bring(world, installation, {"call": call, "meeting": meeting})
    assert installation.run("poll", "--all").code == 0

    beside = installation.run("topics", "beside", "csto", "--kind", "person").out.splitlines()

    assert beside == ["person\ttokayev\t2\t3", "person\tputin\t1\t2"]
    with installation.service() as service:
        _, told = service.get("/api/v1/topics/csto/beside?kind=person&limit=1")
        _, found = service.get("/api/v1/articles?beside=putin")
        unknown = service.get("/api/v1/topics/nato/beside")
    (first,) = Done(0, told, "").json()["beside"]
    assert first == {"kind": "person", "name": "tokayev", "articles": 2, "mentions": 3}
    assert [each["url"] for each in Done(0, found, "").json()["articles"]] == [addresses["call"]]
    assert unknown[0] == 404
    assert installation.run("topics", "beside", "nato").code == 2


def test_whom_nobody_knows_is_asked_for_in_vain_and_capitals_do_not_matter(plain: Installation) -> None:
    unknown = "is called 'tokaev'. Did you mean 'tokayev'?"

    listed = plain.run("articles", "list", "--beside", "Tokaev")
    with plain.service() as service:
        refused = service.get("/api/v1/articles?beside=Tokaev")
        known = service.get("/api/v1/articles?beside=Tokayev")

    assert (listed.code, f"Invalid value for --beside: no state, person or body {unknown}" in listed.err) == (2, True)
    assert (refused[0], unknown in refused[1]) == (422, True)
    assert known[0] == 200
    assert plain.run("articles", "list", "--beside", "Tokayev").code == 0


def test_a_topic_that_was_taken_out_is_asked_for_in_vain(installation: Installation) -> None:
    write(installation)

    done = installation.run("articles", "list", "--topic", "csto")

    assert done.code == 2
    assert "no topic is called 'csto'; there are: kazakhstan, sco, greens." in done.err


def test_the_service_tells_its_topics_to_programs(installation: Installation) -> None:
    write(installation)

    with installation.service() as service:
        code, listed = service.get("/api/v1/topics")
        _, shown = service.get("/api/v1/topics/greens")
        missing = service.get("/api/v1/topics/csto")
        refused = service.get("/api/v1/articles?topic=csto")

    by_command = installation.run("topics", "list", "--json").json()
    assert code == 200
    assert Done(0, listed, "").json() == {"version": by_command["version"], "topics": by_command["topics"]}
    assert Done(0, shown, "").json() == installation.run("topics", "list", "greens", "--json").json()
    assert missing[0] == 404
    assert "there are: kazakhstan, sco, greens." in missing[1]
    assert refused[0] == 422
    assert "there are: kazakhstan, sco, greens." in refused[1]


# --- list -----------------------------------------------------------------------------------------


def test_the_list_counts_names_by_class_and_shows_those_of_one_topic(plain: Installation) -> None:
    write(plain)

    listed = {topic["id"]: topic for topic in plain.run("topics", "list", "--json").json()["topics"]}
    rows = [line.split("\t") for line in plain.run("topics", "list", "greens").out.splitlines()]

    assert list(listed) == ["kazakhstan", "sco", "greens"]
    assert listed["greens"] == {
        "id": "greens",
        "label": "The Greens",
        "names": 3,
        "weak": 1,
        "other": 0,
        "unsure": 0,
        "context": 1,
        "vetoes": 1,
        "languages": ["en", "ru"],
    }
    assert rows == [
        ["en", "phrase", "name", "", "Green Part*"],
        ["en", "acronym-needs-context", "name", "", "GPA"],
        ["en", "", "context", "", "coalition"],
        ["en", "", "veto", "", "grade point*"],
        ["ru", "phrase", "name", "", "парти* зелёных"],
        ["ru", "stem", "weak", "", "зелён"],
    ]


def test_an_unknown_topic_is_refused_with_the_nearest_there_is(plain: Installation) -> None:
    done = plain.run("topics", "list", "ctso")

    assert done.code == 1
    assert "No topic is called 'ctso'; there are: kazakhstan, csto, sco. Did you mean 'csto'?" in done.err


# --- check ----------------------------------------------------------------------------------------


def test_a_file_with_faults_is_told_all_of_them_and_ends_with_78(plain: Installation) -> None:
    text = GREENS.replace("[csto]", "[ctso]").replace("Green Part*", "Green (Part|ies)").replace("зелён]", "и]")
    (plain.folder / "new.yaml").write_text(text, encoding="utf-8")

    done = plain.run("topics", "check", "new.yaml")

    assert done.code == 78
    assert [line.partition(": ")[2].partition(" ")[0] for line in done.err.splitlines()] == ["new.yaml,"] * 3
    assert [line.split("line ")[1].split(":")[0] for line in done.err.splitlines()] == ["2", "8", "12"]
    assert "'ctso': No shipped topic is called so. Did you mean 'csto'?" in done.err
    assert "A name cannot hold '(': it is no regular expression." in done.err
    assert "'и': It is too general: it has 1 letters, a stem here needs 4." in done.err


def test_what_is_allowed_and_may_not_be_meant_is_a_warning(plain: Installation) -> None:
    text = """\
topics:
  one:
    label: One
    names:
      en: {stem: [Danube], acronym: [DNB], weak: {stem: [danubian]}}
      fr: {acronym-needs-context: [DNF]}
  two:
    label: Two
    names:
      en: {word: [danube], stem: {unsure: [Danubia, Istros]}, weak: {stem: [Istrosian]}}
  three:
    label: Three
    names:
      en: {weak: {stem: [riverine]}}
    context: {en: [water]}
"""
    path = write(plain, text)

    done = plain.run("topics", "check")

    assert (done.code, done.out) == (0, f"{path}: 3 topics, 9 names, 0 wrong, 6 warnings\n")
    told = [line.removeprefix(f"warning: {path}, line ") for line in done.err.splitlines()]
    assert [line[: line.index(": ", 5)] for line in told] == [
        "10: 'danube'",
        "5: 'DNB'",
        "6: 'DNF'",
        "10: 'Istros'",
        "7: 'two'",
        "11: 'three'",
    ]
    assert "It stands in one too (line 5)" in told[0]
    assert "There are no vetoes in en" in told[1]
    assert "There are no words of context in fr" in told[2]
    assert "It is part of weak names (Istrosian), and does not count where they stand." in told[3]
    assert "2 of its 4 names are marked unsure." in told[4]
    assert "no article can match it" in told[5]


def test_monitor_check_names_the_file_and_counts_its_names(installation: Installation) -> None:
    write(installation, "topics:\n  river:\n    label: River\n    names: {en: {stem: [Danube, Donau]}}\n", "mine.yaml")

    done = installation.run("check")

    assert (done.code, "topics: 1 in mine.yaml, 2 names: river (2 names)\n" in done.out) == (0, True)


# --- test -----------------------------------------------------------------------------------------


def test_a_text_is_tried_without_a_database_and_each_place_is_shown_with_its_reason(plain: Installation) -> None:
    write(plain)

    done = plain.run("topics", "test", "--lang", "en", "Green Parties formed a coalition; the GPA leads.")

    lines = done.out.splitlines()
    assert done.code == 0, done.err
    assert "     topics  greens" in lines
    assert "             >>Green Parties<< formed a coalition; the GPA leads." in lines
    assert "             Green Parties formed a coalition; the >>GPA<< leads." in lines
    assert not (plain.folder / "data").exists()


def test_what_does_not_count_is_told_with_the_reason(plain: Installation) -> None:
    path = write(plain)
    del plain.environment["MONITOR_TOPICS"]
    text = b"A pupil with a grade point average, or GPA, of four was let in at once."

    done = piped(plain, text, "topics", "test", "-", "--topics", path, "--lang", "en", "--json")

    found = done.json()
    assert (found["topics"], found["mentions"]) == ([], [])
    (rejected,) = found["rejected"]
    assert (rejected["topic"], rejected["name"], text[rejected["start"] : rejected["end"]]) == ("greens", "GPA", b"GPA")
    assert "grade point" in rejected["why"]


def test_the_language_of_a_text_is_told_from_it(plain: Installation) -> None:
    told = plain.run("topics", "test", "--title", "ОДКБ", "В Астане открылся саммит глав государств региона.", "--json")

    assert (told.json()["language"], told.json()["topics"]) == ("ru", ["csto"])


@pytest.mark.parametrize("text", [b"", b"\xff\xfe CSTO", b"\x00CSTO\x1b[31m", b"CSTO " * 100_000])
def test_whatever_is_piped_in_is_answered(plain: Installation, text: bytes) -> None:
    done = piped(plain, text, "topics", "test", "-", "--lang", "en")

    assert done.code == 0, done.err
    assert ("csto" in done.out) is (b"CSTO" in text)
    assert "\x1b" not in done.out
    assert len(done.out) < 2_000


def test_a_text_over_five_megabytes_is_refused(plain: Installation) -> None:
    done = piped(plain, b"x" * 5_000_001, "topics", "test", "-")

    assert (done.code, "over 5 MB" in done.err) == (1, True)
