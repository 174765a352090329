"""Are the five seeds that come with the service told apart, and their copies recognised?

The texts belong to their publishers and lie beside the repository where we test; elsewhere the tests that need them
are not collected.
"""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from monitor.config.seeds import load_seeds
from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Neighbours, Seed, Verdict, VerdictKind
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import VERSION, fingerprint
from monitor.dedupe.seeds import Fate, attach_texts, body_of, known_seed

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


if TEXTS:
    WITH_TEXT = {name: replace(SEEDS[name], text=body_of(text)) for name, text in TEXTS.items()}

    @pytest.mark.parametrize("corpus", [SEEDS, WITH_TEXT], ids=["by sketch", "by text"])
    @pytest.mark.parametrize("name", TEXTS)
    @pytest.mark.parametrize("share", [1.0, 0.6, 0.3])
    def test_a_seed_is_recognised_whole_and_truncated(corpus: dict[str, Seed], name: str, share: float) -> None:
        text = TEXTS[name][: int(len(TEXTS[name]) * share)]

        verdict = judge(text, *corpus.values())

        assert verdict.kind in (VerdictKind.COPY, VerdictKind.EXACT), verdict.why
        assert verdict.of == f"seed:{name}"

    @pytest.mark.parametrize(("one", "other"), PAIRS)
    def test_two_seeds_are_new_to_each_other_by_text(one: str, other: str) -> None:
        assert judge(TEXTS[one], WITH_TEXT[other]).kind is VerdictKind.NEW
        assert judge(TEXTS[other], WITH_TEXT[one]).kind is VerdictKind.NEW

    def test_each_text_is_attached_to_its_seed() -> None:
        corpus = attach_texts(tuple(SEEDS.values()), {f"{name}.txt": text for name, text in TEXTS.items()})

        assert {(p.file, p.seed, p.fate) for p in corpus.placed} == {
            (f"{name}.txt", name, Fate.ATTACHED) for name in TEXTS
        }
