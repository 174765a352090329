"""Folding sets writing habits aside and never loses the way back."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Tagged
from monitor.core.text import fold, in_other_alphabet, script, tidy
from monitor.tag.match import Tagger

TAGGER = Tagger(load_topics(default_topics_path()))
UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff\u2060"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "Kazakhstan",
                "Казахстана",
                "Қазақстаннан",
                "哈萨克斯坦",
                "Qozogʻiston",
                "KAZAKİSTAN",
                "कज़ाखस्तान",
                "كازاخستان",
            ),
            *(
                "CSTO",
                "CSTO's",
                "ОДКБ-2022",
                "SCO",
                "(SCO)",
                "Shanghai",
                "Cooperation",
                "Organisation",
                "Kazakh",
                "ﬁ",
                "№",
            ),
            *(" ", "\n", "-", "…", "«", "summit", "orchestra", "e\u0301", "а\u0301", "가", "x", "\u00a0", "ß"),
        ]
    ),
    max_size=12,
).map("".join)


def facts(tagged: Tagged, title: str, text: str) -> list[tuple[object, ...]]:
    fields = {"title": title, "text": text}
    return [
        (m.topic, m.name, m.rule, m.is_weak, seen(m.evidence), seen(fields[m.field][m.start : m.end]))
        for m in tagged.mentions
    ]


def seen(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in text if c not in UNSEEN))


@settings(max_examples=150, deadline=None)
@given(title=PIECES, text=PIECES)
def test_every_mention_slices_to_what_matched(title: str, text: str) -> None:
    tagged = TAGGER.tag(title, text)

    for mention in tagged.mentions:
        original = title if mention.field == "title" else text
        first_word = mention.name.replace("-", " ").split()[0].rstrip("*")
        assert 0 <= mention.start < mention.end <= len(original)
        assert fold(original[mention.start : mention.end]).text.startswith(fold(first_word).text)


@settings(max_examples=150, deadline=None)
@given(text=PIECES, data=st.data())
def test_what_cannot_be_seen_changes_no_mention(text: str, data: st.DataObject) -> None:
    at = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)), reverse=True)
    noisy = text
    for place in at:
        noisy = noisy[:place] + data.draw(st.sampled_from(UNSEEN)) + noisy[place:]

    assert facts(TAGGER.tag("", noisy), "", noisy) == facts(TAGGER.tag("", text), "", text)


@settings(max_examples=150, deadline=None)
@given(text=PIECES)
def test_composed_and_decomposed_letters_give_the_same_mentions(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert facts(TAGGER.tag("", decomposed), "", decomposed) == facts(TAGGER.tag("", composed), "", composed)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_every_folded_character_knows_its_origin(text: str) -> None:
    folded = fold(text)

    origins = [folded.origin(i) for i in range(len(folded.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_folding_does_not_depend_on_the_normal_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ABC", "abc"),
        ("Straße", "strasse"),
        ("a\u00adb\u200bc", "abc"),
        ("Qozog`iston Qozogʻiston Qozog’iston", "qozog'iston qozog'iston qozog'iston"),
        ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
        ("Казахста\u0301н", "казахстан"),
        ("كتاب ي", "کتاب ی"),
        ("ﬁnal…", "final..."),
        ("CSТО", "csto"),
        ("кот cat", "кот cat"),
        ("\ud800", "\ufffd"),
        ("Казахста\u0300н", "казахстан"),
        ("a´b aʿb a׳b", "a'b a'b a'b"),
        ("，（２０２２）：\u3000Ｋ", ",(2022): k"),
        ("𝐊𝐚𝐳", "kaz"),
        ("№5 ½ և", "no5 1⁄2 եւ"),
        ("ड़ ड\u093c", "ड\u093c ड\u093c"),
        ("ОДКБ и EU", "одкб и eu"),
        ("Երևա՞նն", "երեւանն"),
    ],
)
def test_habits_of_writing_fold_to_one(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_each_character_folds_alike_whether_read_with_its_text_or_for_itself() -> None:
    differing = [
        hex(code)
        for code in range(0x10000)
        if fold(f"б{chr(code)} б").text != fold(f"б{chr(code)} б…").text.removesuffix("...")
    ]

    assert differing == []


def test_a_letter_with_more_marks_than_any_has_is_one_letter() -> None:
    text = "a" + "\u0316\u0301" * 50 + "b"

    folded = fold(text)

    assert folded.slice(0, 1) == text[:-1]
    assert folded.text.endswith("b")
    assert len(folded.text) < 40


def test_the_way_back_leads_past_what_is_dropped_and_spelt_out() -> None:
    text = "ß…\u00adKa\u200bza"

    folded = fold(text)

    assert folded.text == "ss...kaza"
    assert [folded.origin(index) for index in range(len(folded.text))] == [0, 0, 1, 1, 1, 3, 4, 6, 7]
    assert folded.slice(4, 7) == "…\u00adKa"


def test_a_span_covers_what_is_hidden_inside_it_and_nothing_behind_it() -> None:
    text = "…\u00adka\u00adza\u00ad x"

    folded = fold(text)
    start = folded.text.index("kaza")

    assert folded.slice(start, start + 4) == "ka\u00adza"


def test_tidying_keeps_the_capitals() -> None:
    assert tidy("C\u00adSTO’s") == "CSTO's"


def test_tidying_keeps_accents_however_they_are_written() -> None:
    assert tidy("KGAO\u0308 E\u0301") == "KGAÖ É"


@pytest.mark.parametrize(
    ("word", "other"),
    [("CSTO", "СЅТО"), ("НАТО", "HATO"), ("ОДКБ", ""), ("SCO2", ""), ("", "")],
)
def test_a_word_of_look_alikes_can_be_written_in_the_other_alphabet(word: str, other: str) -> None:
    assert in_other_alphabet(word) == other


def test_scripts_are_told_apart() -> None:
    assert [script(c) for c in "aжə哈ق가कאก"] == [
        *("latin", "cyrillic", "latin", "han", "arabic", "hangul", "devanagari", "hebrew", "thai")
    ]
