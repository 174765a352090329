"""Does a fingerprint stay the same for the same words, and only for them?"""

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.words import cjk_share, folded, joined, read_lines, running
from monitor.dedupe.fingerprint import fingerprint, shingle_hashes

HUNDRED_WORDS = " ".join(f"word{n}" for n in range(100))
TEXTS = st.text(
    alphabet=st.sampled_from("ab Zя\u0301é한\u1112\u1161\u11ab国、½№ﬁİ\u200b\u00ad\u0640ш9.\n_-'’😀\ud7ff"), max_size=80
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nur-Sultan's  2,500 men", ["nur", "sultan", "s", "2", "500", "men"]),
        ("Straße ﬁve Ⅷ", ["strasse", "five", "viii"]),
        ("soft\u00adhy\u200bphen", ["softhyphen"]),
        ("哈萨克斯坦2022年", ["哈", "萨", "克", "斯", "坦", "2022", "年"]),
        ("カザフ 카자흐", ["カ", "ザ", "フ", "카", "자", "흐"]),
        ("ｶｻﾞﾌ", ["カ", "ザ", "フ"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("№5 … ½", ["no5", "1", "2"]),
        ("😀 — !", []),
        ("", []),
    ],
)
def test_a_text_is_read_as_these_words(text: str, words: list[str]) -> None:
    assert folded(text) == words


def test_a_hangul_syllable_is_one_word_even_in_parts_with_an_invisible_character_between() -> None:
    whole = "한국"
    parts = unicodedata.normalize("NFD", whole)

    assert folded(parts[:2] + "\u00ad" + parts[2:]) == folded(whole) == ["한", "국"]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "Ｋａｚａｋｈ \u200bsteppe\n\nﬁve"

    found = [(text[start:end], word) for line in read_lines(text) for word, start, end in line]

    assert found == [("Ｋａｚａｋｈ", "kazakh"), ("steppe", "steppe"), ("ﬁve", "five")]


@given(TEXTS)
def test_each_word_stands_at_its_offsets(text: str) -> None:
    for line in read_lines(text):
        for word, start, end in line:
            assert word in folded(text[start:end])


@pytest.mark.parametrize(
    "text", ["Straße, ﬁve Ⅷ", "哈萨克斯坦，2022年 и Кaзaxстан", "soft\u00adhy\u200bphen", "😀", ""]
)
def test_a_text_in_a_row_has_the_same_words(text: str) -> None:
    assert running(text) == joined(folded(text))


@pytest.mark.parametrize(("run", "share"), [("one two", 0.0), ("哈萨克 2022", 0.75), ("哈 one", 0.5), ("", 0.0)])
def test_the_share_of_characters_that_are_words_is_counted(run: str, share: float) -> None:
    assert cjk_share(run) == share


@given(TEXTS)
def test_words_come_in_order_and_do_not_overlap(text: str) -> None:
    places = [(start, end) for line in read_lines(text) for _, start, end in line]

    # One character may be written out as several words, which then share its place.
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(places))


@given(TEXTS)
def test_the_same_text_has_the_same_fingerprint(text: str) -> None:
    assert fingerprint(text) == fingerprint(text)


@pytest.mark.parametrize(
    "variant",
    [
        HUNDRED_WORDS.upper(),
        HUNDRED_WORDS.replace(" ", "\n\n"),
        HUNDRED_WORDS.replace("w", "w\u200b"),
        HUNDRED_WORDS.replace("word5", "wo\u00adrd5"),
        f"“{HUNDRED_WORDS}” …",
    ],
)
def test_case_layout_and_invisible_characters_do_not_change_it(variant: str) -> None:
    made, wanted = fingerprint(variant), fingerprint(HUNDRED_WORDS)

    assert (made.exact, made.sample, made.sketch) == (wanted.exact, wanted.sample, wanted.sketch)


def test_hashes_are_the_same_in_another_process() -> None:
    code = "from monitor.dedupe.fingerprint import fingerprint; print(fingerprint('one two three four five').sample)"

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert other.strip() == str(fingerprint("one two three four five").sample)


def test_hashes_are_those_that_the_archive_and_the_seeds_were_made_with() -> None:
    assert shingle_hashes(["one", "two", "three"]) == [7_274_879_177_180_986_167]


def test_hashes_fit_a_signed_64_bit_column() -> None:
    hashes = shingle_hashes(HUNDRED_WORDS.split())

    assert len(hashes) == 98
    assert all(-(2**63) <= h < 2**63 for h in hashes)
    assert min(hashes) < 0 < max(hashes)


def test_a_text_is_sampled_one_in_four_and_sketched_one_in_eight() -> None:
    hashes = shingle_hashes(HUNDRED_WORDS.split())

    made = fingerprint(HUNDRED_WORDS)

    assert made.sample == tuple(h for h in hashes if h % 4 == 0)
    assert made.sketch == tuple(h for h in hashes if h % 8 == 0)


def test_the_lead_is_what_is_sampled_of_the_first_24_words() -> None:
    of_lead = shingle_hashes(HUNDRED_WORDS.split()[:24])

    assert fingerprint(HUNDRED_WORDS).lead == tuple(h for h in of_lead if h % 4 == 0)


@pytest.mark.parametrize(
    ("text", "shingles"),
    [("one", 1), ("one two", 1), ("one two three", 1), ("a b c d", 2), (" ".join(HUNDRED_WORDS.split()[:30]), 28)],
)
def test_of_a_short_text_every_hash_is_kept(text: str, shingles: int) -> None:
    assert len(fingerprint(text).sample) == shingles


def test_texts_without_any_word_differ() -> None:
    assert fingerprint("😀").exact != fingerprint("😀😀").exact != fingerprint("").exact


def test_texts_without_any_word_are_the_same_whatever_is_strewn_in() -> None:
    assert fingerprint("😀\u200b 😀\ufe0f").exact == fingerprint("😀 😀").exact
    assert fingerprint("\u200f\u200b").exact == fingerprint("").exact


def test_each_line_that_is_not_blank_has_a_paragraph_hash() -> None:
    made = fingerprint("First line.\n\nSecond line.\nFIRST LINE")

    first, second, again = made.paragraphs
    assert first == again != second


def test_a_million_words_keep_a_bounded_sample() -> None:
    made = fingerprint(" ".join(map(str, range(1_000_000))))

    assert len(made.sample) < 13_000
    assert len(made.sketch) < 8_000
