"""Does a word diff give the other text exactly, read well, and end in time?"""

import random
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.records.versions import Edit
from monitor.revise.align import matching
from monitor.revise.diff import edits, word_spans


def applied(before: str, after: str) -> str:
    """Apply the edits to ``before``, taking from ``after`` only what they name."""
    parts, at = [], 0
    for edit in edits(before, after):
        parts += [before[at : edit.start], after[edit.other_start : edit.other_end]]
        at = edit.end
    return "".join([*parts, before[at:]])


def drawn(before: str, after: str) -> str:
    """Draw the edits into the text: [-removed-]{+added+}, and a paragraph mark for a line break."""
    parts, at = [], 0
    for edit in edits(before, after):
        removed, added = before[edit.start : edit.end], after[edit.other_start : edit.other_end]
        parts += [before[at : edit.start], f"[-{removed}-]" if removed else "", f"{{+{added}+}}" if added else ""]
        at = edit.end
    return "".join([*parts, before[at:]]).replace("\n", "¶")


# --- exact ------------------------------------------------------------------------------------------

_PIECES = st.sampled_from([
    "a", "the", "Казахстан", "қала", "中", "国", "ニュース", "서울", "خبر", "كِتَابٌ", "שלום", "हिन्दी", "26", "12:30",
    "1,234", "🇰🇿", "👩\u200d🚒", "👍🏽", "1️⃣", "é", "e\u0301", "\u200b", "\u00ad", "№", "㎏", "ﬁ", "İ",
    " ", " ", " ", "\u00a0", "\n", "\n", ".", ",", "«", "»",
])  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=60).map("".join))


@given(_TEXTS, _TEXTS)
@example("", "")
@example("", "one\ntwo")
@example("one\n", "\none")
@example("a\n\n\nb", "a\nb\n")
def test_applying_the_edits_gives_the_other_text(before: str, after: str) -> None:
    assert applied(before, after) == after


@given(st.lists(st.sampled_from(["one two three.", "four five.", "six", "", "七八九"]), max_size=12), st.randoms())
def test_moved_and_lost_paragraphs_give_the_other_text(lines: list[str], chance: random.Random) -> None:
    others = chance.sample(lines, chance.randint(0, len(lines)))

    assert applied("\n".join(lines), "\n".join(others)) == "\n".join(others)


@given(_TEXTS, _TEXTS)
def test_edits_rise_and_none_is_empty(before: str, after: str) -> None:
    at, other_at = 0, 0
    for edit in edits(before, after):
        assert at <= edit.start <= edit.end <= len(before)
        assert other_at <= edit.other_start <= edit.other_end <= len(after)
        assert before[edit.start : edit.end] != after[edit.other_start : edit.other_end]
        at, other_at = edit.end, edit.other_end


@given(st.lists(st.sampled_from("abcde")), st.lists(st.sampled_from("abcde")))
def test_pairs_are_equal_and_rise_on_both_sides(before: list[str], after: list[str]) -> None:
    pairs = matching(before, after)

    assert all(before[at] == after[other_at] for at, other_at in pairs)
    assert all(a < b and c < d for (a, c), (b, d) in pairwise(pairs))


@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), max_size=9))
def test_no_more_could_be_paired(before: list[str], after: list[str]) -> None:
    longest = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, one in enumerate(before):
        for j, other in enumerate(after):
            above, left = longest[i][j + 1], longest[i + 1][j]
            longest[i + 1][j + 1] = longest[i][j] + 1 if one == other else max(above, left)

    assert len(matching(before, after)) == longest[-1][-1]


# --- readable ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("At least 26 people died.", "At least 164 people died.", "At least [-26-]{+164+} people died."),
        ("the cat sat", "the big cat sat", "the {+big +}cat sat"),
        ("the big cat sat", "the cat sat", "the [-big -]cat sat"),
        ("He died.", "He died on Monday.", "He died{+ on Monday+}."),
        ("In Paris, France, it rains", "In Paris it rains", "In Paris[-, France,-] it rains"),
        ("He said it.", "He said, it.", "He said{+,+} it."),
        ("Updated at 12:30 today", "Updated at 12:45 today", "Updated at [-12:30-]{+12:45+} today"),
        ("worth 1,234.50 euro", "worth 1,235.50 euro", "worth [-1,234.50-]{+1,235.50+} euro"),
        ("cat", "cats", "[-cat-]{+cats+}"),
    ],
)
def test_words_are_compared_with_what_stands_around_them(before: str, after: str, shown: str) -> None:
    assert drawn(before, after) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Погибли 26 человек.", "Погибли 164 человека.", "Погибли [-26 человек-]{+164 человека+}."),
        ("Қаза тапқандар саны 26.", "Қаза тапқандар саны 164.", "Қаза тапқандар саны [-26-]{+164+}."),
        ("至少有26人死亡。", "至少有164人死亡，三人失踪。", "至少有[-26-]{+164+}人死亡{+，三人失踪+}。"),
        ("قُتل 26 شخصا في ألماتي", "قُتل 164 شخصا في ألماتي", "قُتل [-26-]{+164+} شخصا في ألماتي"),
        ("오늘 26명이 숨졌다", "오늘 164명이 숨졌다", "오늘 [-26-]{+164+}명이 숨졌다"),
        ("flag 🇰🇿 here", "flag 🇰🇬 here", "flag [-🇰🇿-]{+🇰🇬+} here"),
        ("hi 👩‍🚒!", "hi 👩!", "hi [-👩‍🚒-]{+👩+}!"),
        ("ok 👍🏽", "ok 👍", "ok [-👍🏽-]{+👍+}"),
    ],
)
def test_every_script_is_compared_by_its_words(before: str, after: str, shown: str) -> None:
    assert drawn(before, after) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("one two three", "uno two tres", "[-one two three-]{+uno two tres+}"),
        ("one two too three", "uno two too tres", "[-one two too three-]{+uno two too tres+}"),
        ("one a b c three", "uno a b c tres", "[-one-]{+uno+} a b c [-three-]{+tres+}"),
        ("天一地", "人一山", "[-天一地-]{+人一山+}"),
        ("one, two three", "one two three four", "one[-,-] two three{+ four+}"),
    ],
)
def test_one_or_two_words_between_edits_are_taken_into_them(before: str, after: str, shown: str) -> None:
    assert drawn(before, after) == shown


P, Q, R = "The first of three paragraphs.", "Another one stands here!", "And the last comes to an end."


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (f"{P}\n{Q}\n{R}", f"{P}\n{R}", f"{P}¶[-{Q}¶-]{R}"),
        (f"{P}\n{R}", f"{P}\n{Q}\n{R}", f"{P}¶{{+{Q}¶+}}{R}"),
        (f"{P}\n{Q}", P, f"{P}[-¶{Q}-]"),
        (P, f"{Q}\n{P}", f"{{+{Q}¶+}}{P}"),
        (f"{P}\n{R}", f"{Q}\n{R}", f"[-{P}-]{{+{Q}+}}¶{R}"),
        (f"{P}\n{Q}\n{R}", f"{Q}\n{R}\n{P}", f"[-{P}¶-]{Q}¶{R}{{+¶{P}+}}"),
        (f"{P}\n{R}", f"{P} {R}", f"[-{P}¶-]{{+{P} +}}{R}"),
    ],
)
def test_paragraphs_come_and_go_as_a_whole(before: str, after: str, shown: str) -> None:
    assert drawn(before, after) == shown


def test_an_edit_stays_in_its_paragraph() -> None:
    before = "Ten people came to the hall.\nTwenty people went home again."
    after = "Ten people came to the house.\nThirty people went home again."

    assert drawn(before, after) == (
        "Ten people came to the [-hall-]{+house+}.¶[-Twenty-]{+Thirty+} people went home again."
    )


def test_offsets_count_in_both_texts() -> None:
    found = edits("Almaty, the city: 26 dead", "In Almaty, the city: 164 dead")

    assert found == (Edit(0, 0, 0, 3), Edit(18, 20, 21, 24))


def test_a_number_is_one_word_with_its_points() -> None:
    text = "At 12:30 on 05.01.2022, 1,234 came."

    assert [text[a:b] for a, b in word_spans(text)] == ["At", "12:30", "on", "05.01.2022", "1,234", "came"]


# --- in time ----------------------------------------------------------------------------------------


def _words(count: int, of: int, *, seed: int, a_line: int = 80) -> str:
    chance = random.Random(seed)
    words = [f"w{chance.randrange(of)}" for _ in range(count)]
    return "\n".join(" ".join(words[at : at + a_line]) for at in range(0, count, a_line))


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


@pytest.mark.parametrize(
    ("make", "seconds"),
    [
        (lambda: (_words(20_000, 8_000, seed=1), _words(20_000, 8_000, seed=1).replace("w77 ", "x ", 1)), 0.2),
        (lambda: (_words(50_000, 8_000, seed=1), _words(50_000, 8_000, seed=2)), 2),
        (lambda: (_words(50_000, 8_000, seed=1), _words(50_000, 8_000, seed=1).upper()), 3),
        (lambda: (_words(50_000, 9, seed=1), _words(50_000, 9, seed=2)), 5),
        (lambda: (_one_line(_words(50_000, 9, seed=1)), _one_line(_words(50_000, 9, seed=2))), 3),
        (lambda: (_one_line(_words(50_000, 8_000, seed=1)), _one_line(_words(50_000, 8_000, seed=2))), 3),
        (lambda: (_words(30_000, 2, seed=1, a_line=1), _words(30_000, 2, seed=2, a_line=1)), 5),
    ],
    ids=["one word", "all different", "all capitals", "nine words", "nine words in a line", "one line", "two lines"],
)
def test_long_texts_are_compared_in_time(make: Callable[[], tuple[str, str]], seconds: float) -> None:
    before, after = make()
    started = time.process_time()

    edits(before, after)

    assert time.process_time() - started < seconds


def test_one_word_of_many_is_found_alone() -> None:
    before = _words(20_000, 8_000, seed=1)
    after = before.replace("w77 ", "x ", 1)
    at = before.index("w77 ")

    assert edits(before, after) == (Edit(at, at + 3, at, at + 1),)
