"""Does feeds.yaml give the feeds its owner meant, and a text to act on for the rest?"""

from pathlib import Path

import pytest

from monitor.config.feeds import load_feeds
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.feeds import FeedSpec, FeedType, Keep


def loaded(tmp_path: Path, text: str) -> tuple[tuple[FeedSpec, ...], tuple[Problem, ...]]:
    (tmp_path / "feeds.yaml").write_text(text, encoding="utf-8")
    return load_feeds(tmp_path / "feeds.yaml")


def one(tmp_path: Path, *lines: str) -> FeedSpec:
    feeds, problems = loaded(tmp_path, "\n  ".join(["feeds:\n- name: One", "url: https://one.example/", *lines]))
    assert problems == ()
    return feeds[0]


def problem(tmp_path: Path, *lines: str) -> Problem:
    feeds, problems = loaded(tmp_path, "\n  ".join(["feeds:\n- name: One", "url: https://one.example/", *lines]))
    assert (len(feeds), len(problems)) == (0, 1)
    return problems[0]


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(BadConfiguration) as caught:
        loaded(tmp_path, text)
    return str(caught.value).replace(str(tmp_path) + "/", "")


def test_a_feed_needs_only_a_name_and_an_address(tmp_path: Path) -> None:
    feed = one(tmp_path)

    assert feed == FeedSpec(
        "One", "https://one.example/", every_s=3_600, slowest_s=86_400, is_paced_by_owner=False, line=2
    )


def test_every_key_reaches_its_field(tmp_path: Path) -> None:
    feed = one(
        tmp_path,
        "type: sitemap",
        "every: 15m",
        "slowest: 6h",
        "language: kk",
        "country: kz",
        "group: kazakhstan",
        "tags: [state, agency, state]",
        "user_agent: reader/1",
        "accept: application/xml",
        "headers: {X-Key: abc}",
        "ports: [8080, 8443, 8080]",
        "fetch_article: false",
        "look_again: false",
        "obey_robots: false",
        "obey_hints: no",
        "keep: matching",
        "enabled: no",
    )

    assert feed == FeedSpec(
        name="One",
        url="https://one.example/",
        type=FeedType.SITEMAP,
        every_s=900,
        slowest_s=21_600,
        language="kk",
        country="KZ",
        group="kazakhstan",
        tags=("state", "agency"),
        user_agent="reader/1",
        accept="application/xml",
        headers=(("X-Key", "abc"),),
        ports=(8_080, 8_443),
        fetch_article=False,
        look_again=False,
        obey_robots=False,
        obey_hints=False,
        keep=Keep.MATCHING,
        enabled=False,
        line=2,
    )


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("60", 60), ("90s", 90), ("1m", 60), ("15 m", 900), ("1h", 3_600), ("1d", 86_400), ("31d", 2_678_400)],
)
def test_an_interval_is_a_number_and_a_unit(tmp_path: Path, written: str, seconds: int) -> None:
    assert one(tmp_path, f"every: {written}").every_s == seconds


@pytest.mark.parametrize(
    ("lines", "every_s", "slowest_s", "is_paced_by_owner"),
    [
        ([], 3_600, 86_400, False),
        (["every: 15m"], 900, 0, True),
        (["every: 15m", "slowest: 6h"], 900, 21_600, True),
        (["every: 15m", "slowest: 15m"], 900, 900, True),
        (["slowest: 6h"], 3_600, 21_600, True),
        (["slowest: 1h"], 3_600, 3_600, True),
        (["every:", "slowest: ~"], 3_600, 86_400, False),
    ],
)
def test_the_rhythm_is_the_feeds_own_unless_its_owner_chooses_one(
    tmp_path: Path, lines: list[str], every_s: int, slowest_s: int, *, is_paced_by_owner: bool
) -> None:
    feed = one(tmp_path, *lines)

    assert (feed.every_s, feed.slowest_s, feed.is_paced_by_owner) == (every_s, slowest_s, is_paced_by_owner)


@pytest.mark.parametrize(
    ("lines", "line", "what", "mend"),
    [
        (
            ["slowest: 15m", "every: 6h"],
            4,
            "This is 15m, and every: is 6h.",
            "Give slowest: as long as every:, or longer.",
        ),
        (
            ["slowest: 90s"],
            4,
            "This is 90s, and a feed without every: is polled once an hour at most.",
            "Give every: too, such as every: 15m",
        ),
    ],
)
def test_the_longest_interval_is_not_below_the_shortest(
    tmp_path: Path, lines: list[str], line: int, what: str, mend: str
) -> None:
    found = problem(tmp_path, *lines)

    assert (found.line, found.key, found.what, found.mend) == (line, "slowest", what, mend)


def test_a_bad_interval_is_told_once(tmp_path: Path) -> None:
    assert problem(tmp_path, "slowest: 15m", "every: 20s").key == "every"


def test_a_text_stays_what_was_written(tmp_path: Path) -> None:
    feeds, _ = loaded(tmp_path, "feeds: [{name: 24.10, url: https://one.example/, country: NO, group: 2026-01-01}]")

    assert (feeds[0].name, feeds[0].country, feeds[0].group) == ("24.10", "NO", "2026-01-01")


def test_a_key_without_a_value_is_as_good_as_absent(tmp_path: Path) -> None:
    assert one(tmp_path, "country:", "every: ~").every_s == 3_600


@pytest.mark.parametrize(
    ("line", "key", "what"),
    [
        ("every: 20s", "every", "This is 20 s, and a feed may be polled once a minute at most."),
        ("every: soon", "every", "'soon' is no interval."),
        ("every: 32d", "every", "This is over 31 days."),
        ("slowest: 20s", "slowest", "This is 20 s, and a feed may be polled once a minute at most."),
        ("slowest: never", "slowest", "'never' is no interval."),
        ("slowest: 32d", "slowest", "This is over 31 days."),
        ("obey_robots: maybe", "obey_robots", "'maybe' is neither true nor false."),
        ("obey_hints: 2", "obey_hints", "'2' is neither true nor false."),
        ("ports: 8080", "ports", "This is no list."),
        ("ports: [0]", "ports", "'0' is no port."),
        ("ports: [65536]", "ports", "'65536' is no port."),
        ("ports: [-1]", "ports", "'-1' is no port."),
        ("ports: [http]", "ports", "'http' is no port."),
        ("ports: [²]", "ports", "'²' is no port."),
        ("ports: [[8080]]", "ports", "This is a list, and a text is wanted."),
        ('group: "a\\uFFFE"', "group", "It holds a line break or a control character."),
        ("type: rss", "type", "'rss' is no choice."),
        ("keep: some", "keep", "'some' is no choice."),
        ("enabled: maybe", "enabled", "'maybe' is neither true nor false."),
        ("language: Kazakh!", "language", "'Kazakh!' is no language tag."),
        ("country: KAZ", "country", "'KAZ' is no country code."),
        ("tags: state", "tags", "This is no list."),
        ("group: [a]", "group", "This is a list, and a text is wanted."),
        ("group: " + "x" * 201, "group", "It is 201 characters long."),
        ('group: "a\\nb"', "group", "It holds a line break or a control character."),
        ("user_agent: Монитор", "user_agent", "A header holds ASCII characters only."),
        ("headers: X", "headers", "These are no keys with values."),
        ("headers: {X Y: a}", "headers", "'X Y' is no header's name."),
        ("headers: {Host: a}", "headers", "'Host' is set by the program itself."),
        ("headers: {X-A: a, x-a: b}", "headers", "'x-a' stands there twice."),
    ],
)
def test_a_bad_value_is_told_with_its_line_and_key(tmp_path: Path, line: str, key: str, what: str) -> None:
    found = problem(tmp_path, line)

    assert (found.line, found.key, found.what) == (4, key, what)
    assert found.mend


@pytest.mark.parametrize(
    "url", ["one.example/feed", "ftp://one.example/", "https://", "http://[::1", "https://one.example/a b", "[]"]
)
def test_an_address_is_absolute_http_or_https(tmp_path: Path, url: str) -> None:
    feeds, problems = loaded(tmp_path, f"feeds:\n- name: One\n  url: {url}")

    assert (feeds, problems[0].line, problems[0].key) == ((), 3, "url")


def test_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, "feeds:\n- name: One\n  url: https://me:hunter2@one.example/")

    assert "headers" in problems[0].mend
    assert "hunter2" not in str(problems[0])


def test_a_misspelt_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    found = problem(tmp_path, "evry: 1h")

    assert (found.line, found.key, found.mend) == (4, "evry", "Did you mean 'every'?")


def test_a_key_like_no_other_is_told_with_all_there_are(tmp_path: Path) -> None:
    assert "name, url, type, every" in problem(tmp_path, "zzz: 1").mend


def test_a_key_written_twice_is_told_with_the_other_line(tmp_path: Path) -> None:
    found = problem(tmp_path, "every: 1h", "every: 2h")

    assert (found.line, found.what) == (5, "It stands on line 4 already.")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("feeds:\n- url: https://one.example/", 2, "name"),
        ("feeds:\n- name: One", 2, "url"),
        ("feeds:\n- name: One\n  url:", 3, "url"),
        ('feeds:\n- name: ""\n  url: https://one.example/', 2, "name"),
    ],
)
def test_a_name_and_an_address_are_required(tmp_path: Path, text: str, line: int, key: str) -> None:
    _, problems = loaded(tmp_path, text)

    assert [(found.line, found.key) for found in problems] == [(line, key)]


def test_a_bad_feed_does_not_stop_the_others(tmp_path: Path) -> None:
    feeds, problems = loaded(
        tmp_path,
        """feeds:
- {name: One, url: https://one.example/}
- {name: Two, url: https://two.example/, every: 20s, country: XXX}
- https://three.example/
- {name: Four, url: https://four.example/}
""",
    )

    assert [feed.name for feed in feeds] == ["One", "Four"]
    assert [(found.line, found.key) for found in problems] == [(3, "every"), (3, "country"), (4, "")]


def test_a_repeated_name_is_told_with_the_other_line(tmp_path: Path) -> None:
    feeds, problems = loaded(
        tmp_path, "feeds:\n- {name: A, url: https://a.example/}\n- {name: A, url: https://b.example/}"
    )

    assert [feed.line for feed in feeds] == [2]
    assert (problems[0].line, problems[0].what) == (3, "'A' is the name of the feed on line 2 already.")


def test_a_repeated_address_is_told_with_the_other_line(tmp_path: Path) -> None:
    feeds, problems = loaded(
        tmp_path, "feeds:\n- {name: A, url: https://a.example/f}\n- {name: B, url: https://A.example/f#x}"
    )

    assert [feed.line for feed in feeds] == [2]
    assert (problems[0].line, problems[0].what) == (3, "The feed on line 2 has this address already.")


def test_a_problem_reads_as_a_sentence_with_its_mend(tmp_path: Path) -> None:
    text = str(problem(tmp_path, "every: 20s")).replace(str(tmp_path) + "/", "")

    assert text == (
        "feeds.yaml, line 4: 'every': This is 20 s, and a feed may be polled once a minute at most. "
        "Set every: 1m or more, then run: monitor check"
    )


def test_a_key_beside_the_list_is_told(tmp_path: Path) -> None:
    feeds, problems = loaded(tmp_path, "feed: []\nfeeds: []\n")

    assert (feeds, problems[0].line, problems[0].key) == ((), 1, "feed")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "feeds.yaml: It is empty."),
        ("# nothing\n", "feeds.yaml: It is empty."),
        ("- name: One", "feeds.yaml, line 1: 'feeds': The file has no such key."),
        ("feed: []", "feeds.yaml: 'feeds': The file has no such key."),
        ("feeds: One", "feeds.yaml, line 1: 'feeds': This is no list."),
        ("feeds: []\nfeeds: []", "feeds.yaml, line 2: 'feeds': It stands on line 1 already."),
        ("feeds:\n- name: a: b", "feeds.yaml, line 2: This is not YAML: mapping values are not allowed here."),
        ("feeds: [", "feeds.yaml, line 1: This is not YAML"),
        ("feeds: []\n---\nfeeds: []", "feeds.yaml, line 2: A second document begins here."),
        ("feeds:\n- !!str One", "feeds.yaml, line 2: Tags (!) are not read."),
        ("? [a]\n: b", "feeds.yaml, line 1: A key must be a text."),
        ("feeds: [\x07]", "feeds.yaml, line 1: It holds a character that YAML does not allow."),
        ("[" * 100_000, "feeds.yaml, line 1: It nests deeper than 20."),
    ],
)
def test_a_file_without_a_list_of_feeds_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert refusal(tmp_path, text).startswith(told)


def test_a_file_that_grows_by_aliases_is_refused(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
    )

    assert refusal(tmp_path, bomb).startswith("feeds.yaml, line 1: Anchors (&) and aliases (*) are not read.")


def test_a_file_over_five_megabytes_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "#" * 5_000_001).startswith("feeds.yaml: It is over 5,000,000 bytes.")


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_bytes("feeds:\n- name: Вести\n".encode("windows-1251"))

    with pytest.raises(BadConfiguration, match="line 2: This is not UTF-8"):
        load_feeds(tmp_path / "feeds.yaml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be read: No such file"):
        load_feeds(tmp_path / "feeds.yaml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    feeds, problems = loaded(tmp_path, "\ufefffeeds: [{name: A, url: https://a.example/}]")

    assert (len(feeds), problems) == (1, ())
