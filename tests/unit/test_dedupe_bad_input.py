"""Does every text get a verdict with a reason, in bounded time, whatever it consists of?"""

from collections.abc import Callable
from random import Random
from time import process_time

import pytest

from monitor.core.records.verdicts import Neighbours, Verdict, VerdictKind
from monitor.core.words import folded
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from tests.unit.dedupe_texts import CANAL, CHINESE, HEADLINE, MARKET, RUSSIAN, judge, known, part, seed

ARABIC = """فتحت البلدة القناة التي أعيد بناؤها يوم الاثنين بعد عامين من فيضان حطم ضفافها القديمة.
وكسا المهندسون أربعة عشر كيلومترا من مجراها بالحجر ونقلوا البوابات إلى أعلى التل بعيدا عن محطة القطار.
وانتظر المزارعون على الضفة اليسرى أطول من غيرهم لأن مضخاتهم بقيت جافة في معظم الصيفين الماضيين.
ووعد رئيس البلدية بأن يصل الماء إلى كل حقل قبل نهاية مايو بثلث الثمن الذي دفع حتى الآن."""
NUMBERS = " ".join(str(n * n) for n in range(300))


# --- next to nothing --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n ", "one", "7", "😀", "\u200f\u200b", "-", "\u0301", "国"])
def test_a_text_of_next_to_nothing_is_new_beside_an_article(text: str) -> None:
    verdict = judge(text, known(CANAL), seed(CANAL, has_text=False))

    assert (verdict.kind, verdict.of) == (VerdictKind.NEW, "")
    assert verdict.why.endswith(".")


@pytest.mark.parametrize("text", ["", "one", "😀", "\u200f\u200b"])
def test_an_article_is_new_beside_a_text_of_next_to_nothing(text: str) -> None:
    assert judge(CANAL, known(text)).kind is VerdictKind.NEW


def test_a_text_without_words_says_so() -> None:
    assert judge("😀 - 😀", known(CANAL)).why == "It has no words that could be compared."
    assert judge("😀", known("😀\u200b")).why == "It has no words, and otherwise the same signs as article 7."


@pytest.mark.parametrize("other", ["😀😀", "🎉", "", "- -"])
def test_other_emoji_are_no_copy(other: str) -> None:
    assert judge("😀", known(other)).kind is VerdictKind.NEW


# --- digits only --------------------------------------------------------------------------------------


def test_the_same_table_of_numbers_with_one_more_is_a_copy_and_another_table_is_new() -> None:
    others = " ".join(str(n * n + 1) for n in range(300))

    assert judge(f"{NUMBERS} 17", known(NUMBERS)).kind is VerdictKind.COPY
    assert judge(others, known(NUMBERS)).kind is VerdictKind.NEW


# --- what is strewn in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CANAL, RUSSIAN, CHINESE, ARABIC], ids=["English", "Russian", "Chinese", "Arabic"])
@pytest.mark.parametrize("mark", ["\u200b", "\u200f", "\u2067", "\u00ad", "\ufeff"])
def test_marks_between_all_letters_hide_nothing(text: str, mark: str) -> None:
    assert judge(mark.join(text), known(text)).kind is VerdictKind.EXACT


TO_LATIN = str.maketrans("аеорсухкАВЕКМНОРСТХ", "aeopcyxkABEKMHOPCTX")
TO_CYRILLIC = str.maketrans("aeopcyxABEKMHOPCTX", "аеорсухАВЕКМНОРСТХ")


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        pytest.param(RUSSIAN, RUSSIAN.translate(TO_LATIN), id="Latin letters among Cyrillic ones"),
        pytest.param(RUSSIAN, RUSSIAN.replace("о", "ο").replace("А", "Α"), id="Greek letters among Cyrillic ones"),
        pytest.param(CANAL, CANAL.translate(TO_CYRILLIC), id="Cyrillic letters among Latin ones"),
        pytest.param(CANAL, CANAL.replace("o", "ο").replace("B", "Β"), id="Greek letters among Latin ones"),
    ],
)
def test_look_alike_letters_of_another_alphabet_hide_nothing(text: str, disguised: str) -> None:
    made, wanted = fingerprint(disguised), fingerprint(text)

    verdict = judge(disguised, known(text))

    assert disguised != text
    assert verdict.kind in (VerdictKind.COPY, VerdictKind.EXACT)
    assert verdict.in_other > 0.95
    assert len(set(made.sample) & set(wanted.sample)) > len(wanted.sample) / 2  # so it is found, too


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Кaзaxстaн", ["казахстан"]),  # Latin a, a, x, a
        ("Kаzakhstan", ["kazakhstan"]),  # Cyrillic а
        ("Astαna", ["astana"]),  # Greek α
        ("SCO ШОС", ["sco", "шос"]),
        ("TNF-α", ["tnf", "α"]),
        ("QazГаз", ["qazгаз"]),  # neither alphabet has all its letters
    ],
)
def test_words_are_read_in_one_alphabet_where_they_can_be(text: str, words: list[str]) -> None:
    assert folded(text) == words


def test_scripts_may_be_mixed_in_one_text() -> None:
    mixed = f"{CANAL}\n{CHINESE}\n{RUSSIAN}\n{ARABIC}"

    assert judge(mixed.upper(), known(f"{mixed}\nEnd")).kind is VerdictKind.COPY
    assert judge(f"{HEADLINE}\n{mixed}", known(MARKET)).kind is VerdictKind.NEW
    assert judge(CHINESE, known(mixed)).kind is VerdictKind.COPY


# --- repeated in itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CANAL, RUSSIAN, CHINESE], ids=["English", "Russian", "Chinese"])
@pytest.mark.parametrize("times", [2, 5])
def test_a_text_several_times_in_itself_is_a_copy_both_ways(text: str, times: int) -> None:
    repeated = "\n".join([text] * times)

    for verdict in (judge(repeated, known(text)), judge(text, known(repeated))):
        assert verdict.kind is VerdictKind.COPY
        assert verdict.in_other > 0.97
        assert verdict.of_other > 0.97


# --- without end ----------------------------------------------------------------------------------------

WORDS = [f"w{n % 70_000}" for n in range(1_000_000)]
FEW = ["alpha", "beta", "gamma", "delta", "epsilon"]


def chosen(vocabulary: list[str], number: int, chance: Random) -> str:
    return " ".join(chance.choice(vocabulary) for _ in range(number))


def misspelt(chance: Random) -> str:
    return " ".join(f"{word.title()}z" if chance.random() < 0.2 else word for word in WORDS[:6_000]) + "."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(lambda _: " ".join(WORDS), 1, id="a million words"),
        pytest.param(lambda _: "\n".join(WORDS[:100_000]), 1, id="a hundred thousand lines"),
        pytest.param(lambda _: "a" * 1_000_000, 2, id="one word of a million letters"),
        pytest.param(lambda _: "a " * 100_000, 2, id="one word again and again"),
        pytest.param(lambda _: "人民中国" * 20_000, 2, id="one phrase again and again"),
        pytest.param(lambda _: "\u200b".join(" ".join(WORDS[:50_000])), 2, id="a mark between all letters"),
        pytest.param(lambda chance: chosen(FEW, 20_000, chance), 5, id="five words in any order"),
        pytest.param(lambda chance: chosen(list("中国人民大会"), 20_000, chance), 5, id="six characters in any order"),
        pytest.param(misspelt, 5, id="every fifth word another name"),
    ],
)
def test_a_verdict_takes_bounded_time(text: Callable[[Random], str], number: int) -> None:
    chance = Random(7)
    new = text(chance)
    others = [known(f"{text(chance)} {n}", str(n)) for n in range(number)]
    made = fingerprint(new)
    before = process_time()

    verdict = decide(new, made, Neighbours(tuple(others)))

    assert process_time() - before < 0.15 * number + 0.3  # about 0.03 each
    assert verdict.why.endswith(".")


def test_a_million_words_are_found_again() -> None:
    verdict = judge(" ".join(WORDS), known(" ".join(WORDS[:60_000])))

    assert verdict.kind is VerdictKind.COPY


def test_a_verdict_on_broken_characters_is_a_verdict() -> None:
    broken = CANAL.replace("Engineers", "\ud800Engin\udfffeers\x00\ufffd")

    assert isinstance(judge(broken, known(CANAL)), Verdict)
    assert judge(broken, known(part(CANAL, 2, 8))).kind is VerdictKind.COPY
