"""Are verdicts measured by figures that can be checked by hand, on texts that are what we say of them?"""

from collections import Counter
from itertools import chain

import pytest

from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.words import folded
from tests.eval.dedup_archives import archives
from tests.eval.dedup_edits import EDITS, STRENGTHS, chance_of, edited, passage, sentences
from tests.eval.dedup_judging import Alone, candidates_found, mixed, one_of_each
from tests.eval.dedup_pairs import is_reported, own
from tests.eval.dedup_records import Collection, Document, Label, Pair
from tests.eval.dedup_scoring import Outcome, Told, macro_f1, score, score_some, told_by
from tests.eval.dedup_texts import LANGUAGES, Article, own_texts

# --- the scorer -------------------------------------------------------------------------------------

SAID = Verdict(VerdictKind.NEW, "")


def outcome(label: Label, told: Told, kind: str = "") -> Outcome:
    return Outcome(Pair("a", "b", label, kind), told, SAID)


def test_precision_counts_what_was_told_and_recall_what_is_true() -> None:
    outcomes = [
        *[outcome("dup", "dup")] * 3,
        outcome("dup", "partial"),
        outcome("distinct", "dup"),
        outcome("distinct", "distinct"),
    ]

    found = score(outcomes, "dup")

    assert (found.pairs, found.precision, found.recall, found.f1) == (4, 0.75, 0.75, 0.75)  # 3 of 4 told, 3 of 4 true
    assert score(outcomes, "partial").precision == 0  # the only one told is a copy
    assert score(outcomes, "distinct").recall == 0.5


def test_a_revision_is_a_copy_by_its_text() -> None:
    assert outcome("revision", "dup").is_right
    assert not outcome("revision", "distinct").is_right


def test_each_label_weighs_the_same_however_often_it_occurs() -> None:
    outcomes = [*[outcome("dup", "dup")] * 8, outcome("partial", "distinct"), outcome("distinct", "distinct")]

    # dup 1; partial 0; distinct: precision 1/2, recall 1, so 2/3
    assert macro_f1(outcomes) == pytest.approx((1 + 0 + 2 / 3) / 3)


def test_a_kind_bears_its_share_of_its_labels_false_alarms() -> None:
    cut, wrapped = [outcome("dup", "dup", "cut")] * 3, [outcome("dup", "dup", "wrapped")] * 1
    outcomes = [*cut, *wrapped, *[outcome("distinct", "dup")] * 4]

    assert score(outcomes, "dup").precision == 0.5  # 4 of 8
    assert score_some(outcomes, cut).precision == 0.5  # 3 right, and 3 of the 4 false alarms
    assert score_some(outcomes, wrapped).precision == 0.5


@pytest.mark.parametrize(
    ("kind", "told"),
    [("new", "distinct"), ("partial", "partial"), ("copy", "dup"), ("exact", "dup"), ("version", "dup")],
)
def test_a_verdict_tells_one_of_three_labels(kind: str, told: Told) -> None:
    assert told_by(Verdict(VerdictKind(kind), "")) == told


# --- our texts --------------------------------------------------------------------------------------

TEXTS = {language: own_texts(language) for language in LANGUAGES}
ARTICLES = [article for texts in TEXTS.values() for article in texts.articles]


def test_there_are_twelve_articles_of_a_reports_length_in_each_language() -> None:
    for language, texts in TEXTS.items():
        lengths = [len(article.text) if language == "zh" else len(article.text.split()) for article in texts.articles]
        least, most = (300, 800) if language == "zh" else (150, 450)

        assert len(lengths) >= 12
        assert [length for length in lengths if not least <= length <= most] == []


def test_all_names_are_different() -> None:
    every = chain(ARTICLES, *(chain(texts.briefs, texts.reports, *texts.bulletins) for texts in TEXTS.values()))

    assert [name for name, number in Counter(article.name for article in every).items() if number > 1] == []


def test_briefs_share_their_closing_and_reports_a_quotation() -> None:
    for texts in TEXTS.values():
        assert len(texts.briefs) >= 4
        assert len({brief.text.split("\n")[-1] for brief in texts.briefs}) == 1
        assert len({brief.text.split("\n")[0] for brief in texts.briefs}) == len(texts.briefs)
        quoting = [
            sum(sentence.rstrip(".。") in report.text for sentence in texts.statement) for report in texts.reports
        ]
        assert min(quoting) >= 2


def test_both_halves_hold_articles_of_each_language() -> None:
    halves = Counter((article.language, is_reported(article.name)) for article in ARTICLES)

    assert min(halves[language, half] for language in LANGUAGES for half in (True, False)) >= 2


# --- edits ------------------------------------------------------------------------------------------

ARTICLE = ARTICLES[0]
PHRASES = TEXTS["en"].phrases


def words(kind: str, strength: int, article: Article = ARTICLE) -> list[str]:
    return folded(edited(kind, article, TEXTS[article.language].phrases, strength))


def test_chance_comes_of_names_and_is_the_same_on_every_machine() -> None:
    assert [chance_of("cut", "en/bank", 2).randrange(1_000) for _ in range(2)] == [177, 177]
    assert chance_of("cut", "en/bank", 3).random() != chance_of("cut", "en/bank", 2).random()


@pytest.mark.parametrize("kind", EDITS)
def test_every_edit_of_every_article_makes_another_text(kind: str) -> None:
    for article in ARTICLES:
        made = {edited(kind, article, TEXTS[article.language].phrases, strength) for strength in STRENGTHS}

        assert len(made | {article.text}) == 4, article.name
        assert all(made)


@pytest.mark.parametrize(("strength", "share"), [(1, 0.70), (2, 0.50), (3, 0.35)])
def test_a_truncated_text_is_the_beginning(strength: int, share: float) -> None:
    made = edited("truncated", ARTICLE, PHRASES, strength)

    kept = made.split("…")[0]
    assert ARTICLE.text.startswith(kept)
    assert len(kept) / len(ARTICLE.text) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("strength", STRENGTHS)
def test_paragraphs_blanks_and_signs_are_no_words(strength: int) -> None:
    same = folded(ARTICLE.text)

    assert words("reparagraphed", strength) == same
    assert words("typography", strength) == same
    assert Counter(words("reordered", strength)) == Counter(same)


@pytest.mark.parametrize("kind", ["boilerplate", "retitled", "wrapped", "agency"])
@pytest.mark.parametrize("strength", STRENGTHS)
def test_what_is_put_around_a_text_leaves_it_whole(kind: str, strength: int) -> None:
    assert ARTICLE.text in edited(kind, ARTICLE, PHRASES, strength)


@pytest.mark.parametrize(("kind", "shares"), [("light edit", (0.03, 0.06, 0.10)), ("ocr", (0.04, 0.08, 0.13))])
def test_the_stronger_an_edit_the_fewer_words_are_left(kind: str, shares: tuple[float, float, float]) -> None:
    lost = []
    for strength in STRENGTHS:
        before, after = (Counter[str](), Counter[str]())
        for article in TEXTS["en"].articles:
            before += Counter(folded(article.text))
            after += Counter(words(kind, strength, article))
        lost.append((before - after).total() / before.total())

    # A third of the light edits only put a word in; a misread character costs a word of six, a doubled blank none.
    assert lost == pytest.approx([0.67 * each if kind == "light edit" else each for each in shares], abs=0.02)


def test_a_new_lead_takes_the_first_paragraphs_place() -> None:
    first, *rest = ARTICLE.text.split("\n")

    assert edited("new lead", ARTICLE, PHRASES, 1).split("\n") == [ARTICLE.lead, *rest]
    assert first not in edited("new lead", ARTICLE, PHRASES, 3)


def test_a_revision_changes_a_figure_and_says_so() -> None:
    made = edited("revision", ARTICLE, PHRASES, 1).split("\n")

    assert made[-1] in PHRASES.updates
    differing = [(old, new) for old, new in zip(ARTICLE.text.split("\n"), made, strict=False) if old != new]
    assert len(differing) == 1
    assert len(differing[0][0].split()) == len(differing[0][1].split())


def test_sentences_end_at_their_signs() -> None:
    assert sentences('He left at 3.2 km. "Why?" she asked. Nobody knew.') == [
        "He left at 3.2 km.",
        '"Why?"',
        "she asked.",
        "Nobody knew.",
    ]
    assert sentences("他说：“好。”大家都笑了。雨停了！") == ["他说：“好。”", "大家都笑了。", "雨停了！"]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_a_passage_is_a_third_to_a_half_of_its_text(article: Article) -> None:
    for share in (0.52, 0.42, 0.34):
        lines = passage(article, share, chance_of(article.name))

        assert 0.28 <= sum(map(len, lines)) / len(article.text) <= 0.60


# --- archives and judging ---------------------------------------------------------------------------

OWN = own()


def document(name: str, base: str = "", text: str = "", host: str = "", donor: str = "") -> Document:
    return Document(name, base or name, "en", "", text, f"{name[0]}.example", host, donor)


def test_what_holds_a_part_is_kept_with_its_donor_and_without_its_host() -> None:
    known = [document("x"), document("y"), document("x1", "x"), document("p", host="y", donor="x")]
    pairs = [Pair("x", "x1", "dup", ""), Pair("x", "p", "partial", "")]

    found = archives({each.name: each for each in known}, pairs, [each.name for each in known])

    assert [names for names in found if "p" in names] in ([["x", "p"]], [["x", "x1", "p"]])
    assert sum("x1" in names for names in found) == 1
    assert any("y" in names for names in found)


def test_no_archive_of_ours_has_two_true_answers() -> None:
    for names in OWN.archives:
        kept = {OWN.documents[name].base for name in names}
        parts = [OWN.documents[name] for name in names if OWN.documents[name].host]

        assert len(parts) >= 20
        assert [part.name for part in parts if part.host in kept or part.donor not in kept] == []


def test_an_archive_answers_pairs_and_names_strangers() -> None:
    texts = TEXTS["en"].articles
    known = [
        document("a", text=texts[0].text),
        document("a-copied", "a", f"Other words first.\n{texts[0].text}"),
        document("b", text=texts[1].text),
        document("c-in-truth-b", text=texts[1].text),
    ]
    pairs = (Pair("a", "a-copied", "dup", "wrapped"), Pair("a", "b", "distinct", "other article"))
    collection = Collection("", {each.name: each for each in known}, pairs, (tuple(each.name for each in known),))

    found = {
        (each.pair.a, each.pair.b): (each.pair.kind, each.told, each.is_right) for each in mixed(collection).outcomes
    }

    assert found == {
        ("a", "a-copied"): ("wrapped", "dup", True),
        ("a", "b"): ("other article", "distinct", True),
        ("b", "c-in-truth-b"): ("stranger", "dup", False),
    }


def test_the_known_text_of_a_pair_is_looked_for_among_the_candidates() -> None:
    texts = TEXTS["en"].articles
    known = [document("a", text=texts[0].text), document("b", "a", texts[0].text), document("c", text=texts[1].text)]
    copied, stranger = Pair("a", "b", "dup", ""), Pair("a", "c", "distinct", "")
    collection = Collection("", {each.name: each for each in known}, (copied, stranger), ())

    assert candidates_found(collection, [copied, stranger]) == {copied: True, stranger: False}
    assert one_of_each([copied]) == [Pair("b", "a", "dup", "")]


def test_verdicts_on_our_own_pairs_do_not_fall_below_what_was_reached() -> None:
    outcomes = list(Alone(OWN.documents).outcomes(OWN.pairs[::4]))

    assert len(outcomes) > 1_000
    assert score(outcomes, "dup").precision >= 0.98
    assert score(outcomes, "dup").recall >= 0.98
    assert score(outcomes, "partial").f1 >= 0.90
    assert macro_f1(outcomes) >= 0.95
