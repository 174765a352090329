"""Do people and programs learn why a text matches its topics, and why not?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Done, Installation, Running

WIRE, ORCHESTRA, STORM = "en-wire", "en-orchestra", "en-storm"  # the SCO, another one, and no topic at all
CONCERT = "The Scottish Chamber Orchestra (SCO) plays on Friday. The SCO tours. Hear the SCO in Edinburgh."


@dataclass
class Archive:
    """Three articles; the outlet of the third keeps the texts of matching articles only."""

    world: WorldThread
    installation: Installation

    def run(self, *arguments: str, given: str = "") -> Done:
        return self.installation.run(*arguments, given=given)

    def number(self, article_id: str) -> int:
        """The number of an article of the world in the archive."""
        url = self.world.article_url(article_id)
        return next(int(article["id"]) for article in self.installation.articles() if article["url"] == url)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with WorldThread() as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("explained"))
        feeds = world.feeds_yaml("1m")
        steppe = "- name: steppe\n"
        assert steppe in feeds
        installation.write_feeds(feeds.replace(steppe, f"{steppe}  keep: matching\n"))
        for article_id in (WIRE, ORCHESTRA, STORM):
            world.publish(article_id)
        done = installation.run("poll", "--all")
        assert done.code == 0, done.err
        yield Archive(world, installation)


@pytest.fixture(scope="module")
def service(archive: Archive) -> Iterator[Running]:
    with archive.installation.service() as running:
        running.until("web.listening")
        yield running


# --- for people -------------------------------------------------------------------------------------


def test_a_text_from_standard_input_is_explained_with_what_does_not_count(archive: Archive) -> None:
    done = archive.run("explain", "-", given=CONCERT)

    (line,) = [line for line in done.out.splitlines() if line.startswith("not counted")]
    assert line.startswith("not counted  sco: SCO found 3 times, introduced as Scottish Chamber Orchestra, veto: ")
    assert line.endswith(" · text 32-35")


def test_an_article_is_explained_by_parts_and_with_the_tally_of_each_topic(archive: Archive) -> None:
    lines = archive.run("explain", str(archive.number(WIRE))).out.splitlines()

    (tally,) = [line for line in lines if line.startswith("      topic  sco: ")]
    assert "mentions, the first at 0, prominence 0." in tally
    (acronym,) = [line for line in lines if line.startswith("    mention  sco: SCO ")]
    assert "title 0-3, 2 times · headline, body" in acronym


def test_the_language_that_a_user_gives_counts_more_than_the_one_that_is_told(archive: Archive) -> None:
    shown = archive.run("explain", "-", "--lang", "kk-Latn", "--json", given=CONCERT).json()
    by_id = archive.run("explain", str(archive.number(WIRE)), "--lang", "de", "--json").json()
    (archive.installation.folder / "page.html").write_text(f"<p>{CONCERT * 5}</p>", encoding="utf-8")
    by_page = archive.run("explain", "page.html", "--lang", "fr", "--json").json()

    assert [shown["language"], by_id["language"], by_page["language"]] == ["kk", "de", "fr"]
    assert archive.run("explain", "-", "--json", given=CONCERT).json()["language"] == "en"


@pytest.mark.parametrize(
    ("arguments", "given", "code", "said"),
    [
        (("-", "--lang", "English!"), CONCERT, 2, "'English!' is no language"),
        (("-",), "", 1, "holds no text"),
        (("-",), " \n ", 1, "holds no text"),
        (("nowhere.txt",), "", 1, "is no file"),
        (("999",), "", 1, "999"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_a_reason(
    archive: Archive, arguments: tuple[str, ...], given: str, code: int, said: str
) -> None:
    done = archive.run("explain", *arguments, given=given)

    assert (done.code, said in done.err, "Traceback" in done.err) == (code, True, False)


def test_an_article_without_its_text_is_refused_with_a_reason(archive: Archive) -> None:
    number = archive.number(STORM)

    done = archive.run("explain", str(number))

    assert (done.code, f"The text of article {number} is not stored" in done.err) == (1, True)


# --- for programs -----------------------------------------------------------------------------------


def test_json_has_the_reasons_in_groups_and_one_by_one(archive: Archive) -> None:
    shown = archive.run("explain", "-", "--json", given=CONCERT).json()

    (reason,) = shown["reasons_against"]
    assert (reason["topic"], reason["name"], reason["count"], reason["start"]) == ("sco", "SCO", 3, 32)
    assert [each["start"] for each in shown["rejected"]] == [32, 58, 78]
    assert (shown["topics"], shown["reasons"], shown["tallies"]) == ([], [], [])


def test_the_api_explains_a_stored_text_by_the_rules_of_today(archive: Archive, service: Running) -> None:
    number = archive.number(ORCHESTRA)

    status, body = service.get(f"/api/v1/articles/{number}/explain")

    shown = json.loads(body)
    by_command = archive.run("explain", str(number), "--json").json()
    assert (status, shown["article"], shown["topics"]) == (200, number, [])
    assert shown["reasons_against"][0]["why"].startswith("no evidence; veto: ")
    for fact in ("mentions", "rejected", "reasons", "reasons_against", "tallies", "co_mentions", "tagged_by"):
        assert shown[fact] == by_command[fact]
    assert shown["stored"] == {"topics": [], "tagged_by": shown["tagged_by"]}


def test_the_api_gives_the_tallies_of_an_article_that_matches(archive: Archive, service: Running) -> None:
    shown = json.loads(service.get(f"/api/v1/articles/{archive.number(WIRE)}/explain")[1])

    stored = json.loads(service.get(f"/api/v1/articles/{archive.number(WIRE)}")[1])
    assert shown["stored"]["topics"] == shown["topics"] == ["kazakhstan", "sco"]
    assert (shown["tallies"], shown["mentions"]) == (stored["tallies"], stored["mentions"])


@pytest.mark.parametrize(
    ("which", "status", "said"),
    [("999", 404, "999"), ("storm", 409, "is not stored"), ("0", 422, ""), ("x", 422, "")],
)
def test_the_api_says_clearly_what_it_cannot_explain(
    archive: Archive, service: Running, which: str, status: int, said: str
) -> None:
    number = archive.number(STORM) if which == "storm" else which

    answer = service.get(f"/api/v1/articles/{number}/explain")

    assert (answer[0], said in answer[1]) == (status, True)
