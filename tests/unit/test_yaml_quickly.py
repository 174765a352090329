"""Is what is read quickly read as the YAML library reads it, and is the rest left to that?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.bundle import bundled
from monitor.config.topics import default_topics_path
from monitor.config.yaml_lines import Mapping, Node, Scalar, Sequence, _parse
from monitor.config.yaml_quickly import read_quickly
from monitor.core.errors import BadConfiguration

SIGNS = [
    *("a", "b c", "key", "en fr", "哈", "x:y", "a's", "null", "~", "'q'", '"d"', "''", "=", "\\", "é"),
    *(": ", ":", ":\n", "\n", "\n  ", "\n    ", "\r\n", "\t", "  ", " "),
    *("- ", "-", "[", "]", ", ", ",", "{", "}", "'", '"', "#", " # c", " # c\n"),
    *("---", "...", "&a", "*", "|", ">", "?", "!", "%", "@", "`", "\u2028", "\ufeff"),
]
PLAIN = [
    *("a", "b c", "k", "哈", "'q'", '"d"', ": ", ":\n", "\n", "\n  ", "\n    ", "  ", "- ", "[", "]", ", ", "{", "}"),
    *(" # c\n", "a: [b, c]", "k: {s: [a]}", "k: v\n", "- i\n", "k:\n", "[a, b\n", "\n   c]", "x:y", "#"),
]


def by_library(text: str) -> Node | BadConfiguration:
    try:
        return _parse(text, "file")
    except BadConfiguration as error:
        return error


@given(st.lists(st.sampled_from(SIGNS), max_size=14) | st.lists(st.sampled_from(PLAIN), max_size=14))
def test_what_is_read_quickly_is_read_as_the_library_reads_it(signs: list[str]) -> None:
    text = "".join(signs)

    quickly = read_quickly(text)

    assert quickly is None or quickly == by_library(text)


@pytest.mark.parametrize("name", ["topics.yaml", "feeds.yaml"])
def test_the_files_that_are_shipped_are_read_quickly(name: str) -> None:
    text = (default_topics_path() if name == "topics.yaml" else bundled(name)).read_text(encoding="utf-8")

    quickly = read_quickly(text)

    assert quickly is not None
    assert quickly == by_library(text)


def plain(text: str, line: int) -> Scalar:
    return Scalar(line, text, is_plain=True)


def test_blocks_lists_and_braces_are_read_with_their_lines() -> None:
    text = """\
# names
one: [a b, "c, d", 'it''s']  # a comment
two:
  - x: {s: [1,
            2]}
    y:
"""
    quoted = Scalar(2, "c, d", is_plain=False), Scalar(2, "it's", is_plain=False)
    braces = Mapping(4, ((plain("s", 4), Sequence(4, (plain("1", 4), plain("2", 5)))),))
    block = Mapping(4, ((plain("x", 4), braces), (plain("y", 6), plain("", 6))))

    assert read_quickly(text) == Mapping(
        2, ((plain("one", 2), Sequence(2, (plain("a b", 2), *quoted))), (plain("two", 3), Sequence(4, (block,))))
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "# nothing", "a text", "a: b: c", "a: |\n  b", "a: b\n  c", 'a: "b\\n"', "a: [b", "a: [b: c]", "a: {b}"),
        *(
            "a: &x b",
            "a: *x",
            "a: !!str b",
            "---\na: b",
            "a: b\n...",
            "\ta: b",
            "a: \x00",
            "? a\n: b",
            "a:\n b: c\n  d: e",
        ),
        *("[" * 100, "- " * 100, "a: b\u2028c"),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert read_quickly(text) is None
