"""Is the end of a sentence known in each script, and behind what closes it?"""

from itertools import pairwise

import pytest

from monitor.core.sentences import ends, holds_end, is_ended


@pytest.mark.parametrize(
    "line",
    [
        "They left.", "Who left?", "They left…", "He said: “They left.”", "He said ('They left.')", "They left.[1]",
        "They left. [12]", "They left.¹", "They left. (Reuters)", "They left.) (AFP)", "They left the U.S.",
        "他们走了。", "他们走了！”", "他们走了。（新华社）", "वे चले गए।", "وہ چلے گئے۔", "Նրանք գնացին։",
        "ሄዱ።", "هل غادروا؟", "They left.  ",
    ],
)  # fmt: skip
def test_a_line_ends_as_a_sentence(line: str) -> None:
    assert is_ended(line)
    assert holds_end(line)


@pytest.mark.parametrize(
    "line", ["They left", "New airport opens (video)", "Related:", "New airport, new road", "K. Tokayev in Almaty", ""]
)
def test_a_line_ends_as_no_sentence(line: str) -> None:
    assert not is_ended(line)
    assert not holds_end(line)


def test_sentences_end_behind_what_closes_them() -> None:
    text = "K. Tokayev said “No.” He left.[1] 他走了。”她说：好 वे गए। Done"
    at = [0, *ends(text, 0, len(text)), len(text)]

    assert [text[a:b] for a, b in pairwise(at)] == [
        "K. Tokayev said “No.” ", "He left.[1] ", "他走了。”", "她说：好 वे गए। ", "Done",
    ]  # fmt: skip


def test_an_end_is_found_in_time_behind_many_brackets() -> None:
    assert not is_ended("(a) " * 100_000)
    assert not is_ended("." + "[1] (a) " * 100_000 + "b")
