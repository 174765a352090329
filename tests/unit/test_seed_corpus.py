"""Are seeds told apart, and are their copies recognised in whatever form they come back?

By sketch alone, and by text. Seeds of our own (seed_texts.py) prove it everywhere. The texts of the five that come with
the service belong to their publishers and lie beside the repository where we test; elsewhere the tests that need them
are not collected.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from monitor.config.seeds import load_seeds
from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Neighbours, Seed, Verdict, VerdictKind
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import VERSION, fingerprint
from monitor.dedupe.seeds import Fate, SeedFacts, attach_texts, body_of, known_seed, make_seed
from tests.unit.seed_texts import EN, FORMS, SAMPLES, Sample

ROOT = Path(__file__).parents[2]
SEEDS = {seed.name: seed for seed in load_seeds(ROOT / "seeds")}
PAIRS = list(combinations(SEEDS, 2))
FILES = {
    "000": "scmp-2022-01-08",
    "001": "washingtontimes-2022-01-10",
    "002": "globaltimes-2022-01-07",
    "003": "breitbart-2022-01-10",
    "004": "scmp-2022-01-11",
}
TEXTS = {
    FILES[path.name[:3]]: path.read_text(encoding="utf-8")
    for path in (ROOT.parent / "shared/data/seeds").glob("*.txt")
    if path.name[:3] in FILES
}


def test_the_corpus_has_five_seeds_with_their_facts_and_no_text() -> None:
    assert sorted(SEEDS) == sorted(FILES.values())
    assert all(s.outlet and s.title and s.date and s.url and s.sketch for s in SEEDS.values())
    assert all(s.text == "" for s in SEEDS.values())


@pytest.mark.parametrize("name", SEEDS)
def test_a_sketch_is_about_one_in_eight_of_the_words(name: str) -> None:
    seed = SEEDS[name]

    assert seed.words / 12 < len(seed.sketch) < seed.words / 6
    assert all(h % 8 == 0 for h in seed.sketch)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_seeds_are_new_to_each_other_by_sketch(one: str, other: str) -> None:
    made = Fingerprint(SEEDS[one].exact, (), SEEDS[one].sketch, (), VERSION)

    verdict = decide("", made, Neighbours((known_seed(SEEDS[other]),)))

    assert verdict.kind is VerdictKind.NEW, verdict.why
    assert max(verdict.in_other, verdict.of_other) < 0.2


def judge(text: str, *seeds: Seed) -> Verdict:
    return decide(text, fingerprint(text), Neighbours(tuple(map(known_seed, seeds))))


# --- seeds of our own -----------------------------------------------------------------------------

Form = Callable[[str, Sample], str]
BY_TEXT = {language: make_seed(sample.text, SeedFacts(f"ferry-{language}")) for language, sample in SAMPLES.items()}
BY_SKETCH = {language: replace(seed, text="") for language, seed in BY_TEXT.items()}
BOTH_WAYS = pytest.mark.parametrize("corpus", [BY_SKETCH, BY_TEXT], ids=["by sketch", "by text"])
EVERY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


@BOTH_WAYS
@EVERY_FORM
@pytest.mark.parametrize("language", SAMPLES)
def test_a_seed_is_known_in_whatever_form_it_comes_back(corpus: dict[str, Seed], form: Form, language: str) -> None:
    sample = SAMPLES[language]

    verdict = judge(form(sample.text, sample), *corpus.values())

    assert verdict.kind in (VerdictKind.COPY, VerdictKind.EXACT), verdict.why
    assert (verdict.of, verdict.is_coverage) == (f"seed:ferry-{language}", False)


@BOTH_WAYS
@pytest.mark.parametrize("language", SAMPLES)
def test_an_article_that_quotes_the_same_statements_is_new(corpus: dict[str, Seed], language: str) -> None:
    verdict = judge(SAMPLES[language].report, *corpus.values())

    assert (verdict.kind, verdict.is_coverage) == (VerdictKind.NEW, True), verdict.why
    assert verdict.in_other > 0.05  # the statements do agree


@BOTH_WAYS
@pytest.mark.parametrize("language", SAMPLES)
def test_the_same_report_in_another_language_is_new(corpus: dict[str, Seed], language: str) -> None:
    others = [seed for name, seed in corpus.items() if name != language]

    assert judge(SAMPLES[language].text, *others).kind is VerdictKind.NEW


def test_a_verdict_by_text_shows_what_agrees_and_one_by_sketch_says_that_it_is_one() -> None:
    by_text, by_sketch = (judge(EN.text[:900], corpus["en"]) for corpus in (BY_TEXT, BY_SKETCH))

    (span,) = by_text.spans
    assert EN.text[:900][span.start : span.end] == EN.text[span.other_start : span.other_end]
    assert span.end - span.start > 850
    assert (by_sketch.spans, by_sketch.why.startswith("By sketch, ")) == ((), True)


# --- the five that come with the service ----------------------------------------------------------

if TEXTS:
    WITH_TEXT = {name: replace(SEEDS[name], text=body_of(text)) for name, text in TEXTS.items()}

    OF_THE_FIVE = pytest.mark.parametrize("corpus", [SEEDS, WITH_TEXT], ids=["by sketch", "by text"])
    STATEMENTS = {name: sorted(re.findall(r"[“\"][^”\"]{40,400}[”\"]", text), key=len) for name, text in TEXTS.items()}

    @OF_THE_FIVE
    @EVERY_FORM
    @pytest.mark.parametrize("name", TEXTS)
    def test_each_of_the_five_is_known_in_whatever_form_it_comes_back(
        corpus: dict[str, Seed], form: Form, name: str
    ) -> None:
        verdict = judge(form(TEXTS[name], EN), *corpus.values())

        assert verdict.kind in (VerdictKind.COPY, VerdictKind.EXACT), verdict.why
        assert (verdict.of, verdict.is_coverage) == (f"seed:{name}", False)

    @OF_THE_FIVE
    @pytest.mark.parametrize("name", [name for name, statements in STATEMENTS.items() if statements])
    def test_an_article_that_quotes_one_of_the_five_is_new(corpus: dict[str, Seed], name: str) -> None:
        statements = "\n".join(STATEMENTS[name][-2:])

        verdict = judge(f"{EN.report}\n{statements}", *corpus.values())

        assert (verdict.kind, verdict.is_coverage) == (VerdictKind.NEW, True), verdict.why

    @pytest.mark.parametrize(("one", "other"), PAIRS)
    def test_two_seeds_are_new_to_each_other_by_text(one: str, other: str) -> None:
        assert judge(TEXTS[one], WITH_TEXT[other]).kind is VerdictKind.NEW
        assert judge(TEXTS[other], WITH_TEXT[one]).kind is VerdictKind.NEW

    def test_each_text_is_attached_to_its_seed() -> None:
        corpus = attach_texts(tuple(SEEDS.values()), {f"{name}.txt": text for name, text in TEXTS.items()})

        assert {(p.file, p.seed, p.fate) for p in corpus.placed} == {
            (f"{name}.txt", name, Fate.ATTACHED) for name in TEXTS
        }
