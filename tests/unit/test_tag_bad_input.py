"""Whatever a text holds, tagging it ends, with the right answer, in time that grows with its length and no faster."""

import gc
import time
import unicodedata
from collections.abc import Callable

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Spans, Tagged
from monitor.core.text import fold
from monitor.core.topics import Cue, Match, Name, Topic, Topics
from monitor.tag.match import Tagger

SHIPPED = Tagger(load_topics(default_topics_path()))
SMALL = Tagger(
    Topics.of(
        (
            Topic(
                "abc",
                "ABC",
                (
                    Name("Zedland", "en", Match.STEM),
                    Name("Alpha Beta Council", "en", Match.PHRASE),
                    Name("do Zedu", "pl", Match.PHRASE),
                    Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT),
                ),
                context=(Cue("summit*"),),
                vetoes=(Cue("orchestra*"),),
            ),
        )
    )
)
BESIDE = Tagger(SMALL.topics, default_lexicon())


def slices(tagged: Tagged, text: str) -> list[str]:
    return [text[m.start : m.end] for m in tagged.mentions]


def test_a_name_at_the_end_of_five_million_characters_is_found() -> None:
    text = "The river froze early, and Ярославль замёрз. " * 120_000 + "Zedland"

    assert slices(SMALL.tag("", text), text) == ["Zedland"]


def test_a_text_of_one_name_names_it_every_time() -> None:
    assert len(SMALL.tag("", "Zedland " * 200_000).mentions) == 200_000


def test_a_text_of_one_acronym_is_judged_every_time() -> None:
    assert len(SMALL.tag("", "ABC summit. " * 20_000).mentions) == 20_000
    assert len(SMALL.tag("", "ABC. " * 20_000).rejected) == 20_000


def test_normal_forms_may_be_mixed() -> None:
    text = "Қазақстаннан Й " + unicodedata.normalize("NFD", "Қазақстаннан Й ") + "Қ\u200bазақстаннан Й\u0306"

    assert len(slices(SHIPPED.tag("", text), text)) == 3


@pytest.mark.parametrize("around", ["\ud800", "\ue000", "\uf8ff", "\U0010ffff", "\x00", "\ufffe", "\u0301"])
def test_characters_that_are_no_text_are_passed_over(around: str) -> None:
    text = f"{around}{around} Zedland{' ' + around} ABC{around}"

    assert slices(SMALL.tag("", text), text)[0] == "Zedland"


def test_a_name_under_a_million_marks_is_one_name() -> None:
    text = f"x Zedland{chr(0x301) * 1_000_000} y"

    assert slices(SMALL.tag("", text), text) == [text[2:-2]]


def test_a_million_brackets_hide_no_name() -> None:
    text = "(" * 1_000_000 + "Zedland (ABC" + "(" * 1_000_000

    assert slices(SMALL.tag("", text), text)[0] == "Zedland"


HOSTILE = {
    "plain": "The river froze early. Зимой река замёрзла рано. ",
    "one name": "Zedland ",
    "one name without blanks": "Zedland",
    "small letters without blanks": "zedland",
    "one acronym": "ABC ",
    "an acronym and its context": "ABC summit ",
    "an acronym and its veto": "ABC orchestra ",
    "the first word of a phrase": "alpha ",
    "the beginning of a phrase": "alpha-beta ",
    "a short first word": "do ",
    "the anchor of a phrase": "do zed ",
    "blanks and hyphens": "alpha" + " -" * 40,
    "marks": "a" + "\u0301" * 2_000,
    "marks out of order": "\u0316\u0301\u0591\u05b0\u0f71\u0e38\u0e48",
    "decomposed": unicodedata.normalize("NFD", "Йай Ệ が 가 "),
    "parts of syllables": "\u1100\u1161",
    "soft hyphens": "Zed\u00adland ",
    "spelt out": "…№ßﷺ",
    "half surrogates": "\ud800",
    "private characters": "\ue000",
    "beyond the first plane": "\U0001d419\U0001f600",
    "opening brackets": "ABC (",
    "closing brackets": "ABC )",
    "apostrophes": "Zedland'",
    "two alphabets": "Aб",
    "two alphabets in a name": "Zеdland ",
    "han": "哈萨克斯坦",
    "arabic": "وبالكازاخستان",
    "thai": "ประเทศคำ",
    "states beside a name": "Zedland Russia and Putin ",
    "a state on every line": "Zedland\nRussia\n",
    "a name in an address": "https://Zedland.example.org/Russia",
    "a menu": "Zedland | Russia | ",
    "a list between commas": "Zedland, Russia, ",
    "a list under every paragraph": "The ministers met on Thursday and agreed on a timetable.\n" + "Zedland\n" * 14,
    "headlines under a label": "Read also\nZedland closes\n",
    "hashtags": "#Zedland #Russia ",
    "blank lines": "Zedland\n\n\n\n\n\n\n\n",
    "quotations": "“Zedland” said ‘Zedland’ and «Russia» ",
    "opening quotation marks": "“Zedland «Russia ",
    "straight quotation marks": '"Zedland ',
    "bylines": "By Jane Doe in Zedland\n",
    "outlets": "Zedland Today\n",
    "an outlet in brackets": "(Zedland Today ",
    "credits": "© 2022 Zedland Times\n",
    "pictures": "Photo: Zedland (Photo by Russia)\n",
}

#: Of a text of this many characters: what the outlet repeats.
RECURRING: dict[str, Callable[[int], Spans]] = {
    "nothing": lambda _: (),
    "every other word": lambda size: tuple((at, at + 5) for at in range(0, size, 11)),
    "one stretch in the other": lambda size: tuple((at, size - at) for at in range(0, size // 2, 5)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_sixteen_times_the_text_takes_no_more_than_about_sixteen_times_as_long(what: str) -> None:
    _is_linear(HOSTILE[what], RECURRING["nothing"])


@pytest.mark.parametrize("what", RECURRING)
def test_so_it_does_with_many_stretches_that_recur(what: str) -> None:
    _is_linear("Zedland Russia. ", RECURRING[what])


def _is_linear(piece: str, recurring: Callable[[int], Spans]) -> None:
    """Ask that sixteen times the text takes less than forty times as long: what is quadratic takes 256 times."""
    short = piece * (3_000 // len(piece))
    long = short * 16
    in_short, in_long = recurring(len(short)), recurring(len(long))

    assert _cpu_s(lambda: _tag(long, in_long)) < 40 * _cpu_s(lambda: _tag(short, in_short)) + 0.005


def _tag(text: str, recurring: Spans) -> None:
    BESIDE.tag(text[:1_000], text, "en", recurring)
    folded = fold(text)
    folded.span(0, max(1, len(folded.text)))


def _cpu_s(act: Callable[[], None]) -> float:
    """CPU seconds of one act, the best of three rounds: the machine may be busy, and the heap large to be collected."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    return best
