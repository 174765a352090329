"""Do new feeds come into feeds.yaml, and does everything else stay as it was?"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from monitor.config.feed_file import added, append, to_yaml
from monitor.config.feeds import load_feeds, read_feeds
from monitor.config.yaml_lines import parse_yaml
from monitor.core.errors import BadConfiguration, TryAgainLater
from monitor.core.records.feeds import FeedSpec, FeedType, Keep


def feed(name: str = "New", host: str = "new", **settings: object) -> FeedSpec:
    pace = {"every_s": 3_600, "slowest_s": 86_400, "is_paced_by_owner": False}
    return FeedSpec(name, f"https://{host}.example/", **pace | settings)  # type: ignore[arg-type] # any field's type


def read(text: str) -> tuple[FeedSpec, ...]:
    feeds, problems = read_feeds(parse_yaml(text, file="feeds.yaml"), file="feeds.yaml")
    assert problems == ()
    return feeds


# --- how a feed is written ------------------------------------------------------------------------


def test_only_what_is_not_at_its_default_is_written() -> None:
    assert to_yaml([feed(), feed("Two", "two", every_s=900, slowest_s=0, is_paced_by_owner=True, enabled=False)]) == (
        "feeds:\n"
        "  - name: New\n"
        "    url: https://new.example/\n"
        "\n"
        "  - name: Two\n"
        "    url: https://two.example/\n"
        "    every: 15m\n"
        "    enabled: false\n"
    )


def test_a_feed_with_every_setting_is_written_as_one_would_write_it() -> None:
    full = FeedSpec(
        "24.kg: news",
        "https://24.example/rss?a=b&c=%22",
        type=FeedType.SITEMAP,
        every_s=90,
        slowest_s=86_400,
        language="ky",
        country="NO",
        group="Central Asia",
        tags=("state", "a, b", "yes"),
        user_agent="reader/1 (x; y)",
        accept="text/xml",
        headers=(("X-Key", 'say "hi" # \\'), ("X_Id", "007")),
        ports=(8_080, 8_443),
        fetch_article=False,
        look_again=False,
        obey_robots=False,
        obey_hints=False,
        keep=Keep.MATCHING,
        enabled=False,
    )

    assert to_yaml([full]) == (
        "feeds:\n"
        '  - name: "24.kg: news"\n'
        "    url: https://24.example/rss?a=b&c=%22\n"
        "    type: sitemap\n"
        "    every: 90s\n"
        "    slowest: 1d\n"
        "    language: ky\n"
        '    country: "NO"\n'
        "    group: Central Asia\n"
        '    tags: [state, "a, b", "yes"]\n'
        "    user_agent: reader/1 (x; y)\n"
        "    accept: text/xml\n"
        '    headers: {X-Key: "say \\"hi\\" # \\\\", X_Id: "007"}\n'
        "    ports: [8080, 8443]\n"
        "    fetch_article: false\n"
        "    look_again: false\n"
        "    obey_robots: false\n"
        "    obey_hints: false\n"
        "    keep: matching\n"
        "    enabled: false\n"
    )


def test_no_feeds_are_an_empty_list() -> None:
    assert to_yaml([]) == "feeds: []\n"


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=30
)


@st.composite
def specs(draw: st.DrawFn) -> FeedSpec:
    """A feed with a name, a group, tags and a header of any signs."""
    texts = [unicodedata.normalize("NFC", text).strip() for text in draw(st.lists(TEXT, min_size=4, max_size=4))]
    return feed(
        texts[0] or "x",
        group=texts[1],
        tags=tuple(dict.fromkeys(text for text in texts[2:] if text)),
        headers=(("X-A", draw(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=9)).strip()),),
    )


@given(specs())
def test_what_is_written_is_read_back_whatever_signs_it_holds(spec: FeedSpec) -> None:
    assert read(to_yaml([spec])) == (replace(spec, line=2),)


@given(specs())
def test_other_programs_read_texts_as_texts(spec: FeedSpec) -> None:
    found = YAML(typ="safe", pure=True).load(to_yaml([spec]))["feeds"][0]

    assert (found["name"], found.get("group", ""), tuple(found.get("tags", ()))) == (spec.name, spec.group, spec.tags)


@given(specs())
def test_a_list_in_brackets_takes_whatever_signs_there_are(spec: FeedSpec) -> None:
    text = added('feeds: [{name: Old, url: "https://old.example/"}]', [spec])

    assert [found.tags for found in read(text)] == [(), spec.tags]


# --- where it is put ------------------------------------------------------------------------------


def test_a_feed_is_put_behind_the_last_one_in_its_style() -> None:
    before = "# mine\nfeeds:\n- name: 'Old'   # quoted\n  url: \"https://old.example/\"\n"

    assert added(before + "- {name: B, url: 'https://b.example/'}\n", [feed()]) == (
        before + "- {name: B, url: 'https://b.example/'}\n- name: New\n  url: https://new.example/\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "feeds:\n    -   name: A\n        url: https://a.example/\n    -   name: B\n        url: https://b.example/\n",
            "feeds:\n    -   name: A\n        url: https://a.example/\n    -   name: B\n        url: https://b.example/\n"
            "    -   name: New\n        url: https://new.example/\n",
            id="wide",
        ),
        pytest.param(
            "feeds:\n- name: A\n  url: https://a.example/\n\n# b\n- name: B\n  url: https://b.example/\n",
            "feeds:\n- name: A\n  url: https://a.example/\n\n# b\n- name: B\n  url: https://b.example/\n"
            "\n- name: New\n  url: https://new.example/\n",
            id="an empty line between two",
        ),
        pytest.param(
            "feeds:\n- name: A\n  url: https://a.example/\n  # every: 1h\n\n# the end\n",
            "feeds:\n- name: A\n  url: https://a.example/\n  # every: 1h\n\n- name: New\n  url: https://new.example/\n"
            "\n# the end\n",
            id="behind the comments of the last, before those of the file",
        ),
        pytest.param(
            "feeds:\n- name: A\n  url: https://a.example/",
            "feeds:\n- name: A\n  url: https://a.example/\n\n- name: New\n  url: https://new.example/\n",
            id="no line break at the end",
        ),
        pytest.param(
            "feeds:\r\n- name: A\r\n  url: https://a.example/\r\n",
            "feeds:\r\n- name: A\r\n  url: https://a.example/\r\n\r\n- name: New\r\n  url: https://new.example/\r\n",
            id="lines of Windows",
        ),
        pytest.param(
            "feeds:\n- url: https://a.example/\n  name: |\n    A\n\n...\n",
            "feeds:\n- url: https://a.example/\n  name: |\n    A\n\n\n- name: New\n  url: https://new.example/\n...\n",
            id="before the end of the document",
        ),
        pytest.param(
            "feeds:\n  -\n    name: A\n    url: https://a.example/\n",
            "feeds:\n  -\n    name: A\n    url: https://a.example/\n\n  - name: New\n    url: https://new.example/\n",
            id="a dash on a line of its own",
        ),
        pytest.param("", "feeds:\n  - name: New\n    url: https://new.example/\n", id="an empty file"),
        pytest.param("# c", "# c\nfeeds:\n  - name: New\n    url: https://new.example/\n", id="only a comment"),
        pytest.param("feeds: # c\n", "feeds: # c\n  - name: New\n    url: https://new.example/\n", id="no list yet"),
        pytest.param(
            "feeds: []\n# c\n", "feeds:\n  - name: New\n    url: https://new.example/\n# c\n", id="empty list"
        ),
        pytest.param("feeds: ~", "feeds:\n  - name: New\n    url: https://new.example/\n", id="null"),
        pytest.param(
            "feeds: [{name: A, url: 'https://a.example/'},] # c\n",
            "feeds: [{name: A, url: 'https://a.example/'}, {name: New, url: \"https://new.example/\"},] # c\n",
            id="a list in brackets",
        ),
        pytest.param(
            "feeds: [\n  {name: A, url: 'https://a.example/'} # a\n]\n",
            "feeds: [\n  {name: A, url: 'https://a.example/'},\n  {name: New, url: \"https://new.example/\"} # a\n]\n",
            id="a list in brackets, a line a feed",
        ),
        pytest.param("{feeds: []}", '{feeds: [{name: New, url: "https://new.example/"}]}', id="all in brackets"),
        pytest.param("{feeds: ~}", '{feeds:  [{name: New, url: "https://new.example/"}]}', id="null in brackets"),
        pytest.param(
            "feeds: [ # c\n]", 'feeds: [{name: New, url: "https://new.example/"} # c\n]', id="a comment inside"
        ),
    ],
)
def test_each_way_to_write_a_list_is_kept(text: str, expected: str) -> None:
    assert added(text, [feed()]) == expected
    assert read(expected)[-1].name == "New"


def test_a_byte_order_mark_stays() -> None:
    assert added("\ufefffeeds: []", [feed()]).startswith("\ufefffeeds:\n  - name")


def test_feeds_in_the_list_are_passed_over() -> None:
    text = "feeds:\n- name: A\n  url: https://new.example/#top\n"

    assert added(text, [feed(), feed("Again")]) == text


def test_names_are_made_unique() -> None:
    text = to_yaml([feed("A", "a"), feed("A (2)", "b")])

    found = read(added(text, [feed("A", "c"), feed("A", "d"), feed("B", "e"), feed("B", "e")]))

    assert [spec.name for spec in found] == ["A", "A (2)", "A (3)", "A (4)", "B"]


def test_a_long_name_stays_within_bounds() -> None:
    text = to_yaml([feed("x" * 200, "a")])

    assert read(added(text, [feed("x" * 200)]))[1].name == "x" * 196 + " (2)"


@pytest.mark.parametrize("text", ["feed: []", "feeds: One", "feeds: []\nfeeds: []", "feeds: [", "- a", "---\n"])
def test_what_holds_no_list_of_feeds_is_refused(text: str) -> None:
    with pytest.raises(BadConfiguration):
        added(text, [feed()])


# --- the file -------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds.yaml"


def test_a_file_is_made(path: Path) -> None:
    assert append(path, [feed()]) == 1
    assert load_feeds(path)[0] == (feed(line=2),)


def test_every_byte_before_and_behind_stays(path: Path) -> None:
    before = b"# \xd0\x9f\r\nfeeds:\r\n- {name: \"A\", url: 'https://a.example/'} # a\r\n"
    behind = b"\r\n# the end\r\n"
    path.write_bytes(before + behind)

    append(path, [feed()])

    assert path.read_bytes() == before + b"\r\n- name: New\r\n  url: https://new.example/\r\n" + behind


def test_a_feed_with_a_mistake_does_not_hinder(path: Path) -> None:
    path.write_text("feeds:\n- name: A\n  url: https://a.example/\n  every: 1s\n", encoding="utf-8")

    assert append(path, [feed()]) == 1

    feeds, problems = load_feeds(path)
    assert ([spec.name for spec in feeds], [problem.line for problem in problems]) == (["New"], [4])


def test_without_a_new_feed_nothing_is_written(path: Path) -> None:
    assert append(path, []) == 0
    assert not path.exists()


def test_permissions_stay(path: Path) -> None:
    path.write_text("feeds: []", encoding="utf-8")
    path.chmod(0o640)

    append(path, [feed()])

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(path: Path) -> None:
    path.write_text("feeds: []", encoding="utf-8")
    os.chown(path, 12_345, 12_346)

    append(path, [feed()])

    assert (path.stat().st_uid, path.stat().st_gid) == (12_345, 12_346)


def test_what_somebody_else_writes_meanwhile_is_not_lost(path: Path) -> None:
    def slowly() -> Iterator[FeedSpec]:
        path.write_text("feeds: [] # theirs", encoding="utf-8")
        yield feed()

    path.write_text("feeds: []", encoding="utf-8")
    with pytest.raises(TryAgainLater, match="written by somebody else"):
        append(path, slowly())

    assert path.read_text(encoding="utf-8") == "feeds: [] # theirs"


def test_a_link_stays_a_link(path: Path) -> None:
    real = path.with_name("real.yaml")
    real.write_text("feeds: []", encoding="utf-8")
    path.symlink_to(real)

    append(path, [feed()])

    assert path.is_symlink()
    assert load_feeds(real)[0] == (feed(line=2),)


def test_what_would_not_read_as_meant_is_not_written(path: Path) -> None:
    path.write_text("feeds: [] # mine\n", encoding="utf-8")

    with pytest.raises(BadConfiguration, match="would not be read as they are meant"):
        append(path, [feed(), feed("Two", "two", every_s=10, is_paced_by_owner=True)])

    assert path.read_text(encoding="utf-8") == "feeds: [] # mine\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"feeds:\n- name: \xc2\xe5\n", "line 2: This is not UTF-8"),
        (b"feeds: [", "line 1: This is not YAML"),
        (b"- a", "The file has no such key"),
        (b"#" * 5_000_001, "It is over 5,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_kept(path: Path, content: bytes, told: str) -> None:
    path.write_bytes(content)

    with pytest.raises(BadConfiguration, match=told):
        append(path, [feed()])

    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(BadConfiguration, match="It cannot be written: No such file or directory"):
        append(path / "feeds.yaml", [feed()])


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    append(path, [feed()])
    with pytest.raises(BadConfiguration):
        append(path, [feed("Two", "two", every_s=10, is_paced_by_owner=True)])

    assert [found.name for found in path.parent.iterdir()] == ["feeds.yaml"]
