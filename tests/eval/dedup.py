"""Are copies, parts and new texts told apart, by kind of edit, by strength and by language?

Not pure: reads texts, keeps articles in databases of its own, measures CPU time on this machine. In: our own pairs, and
those of the folder that the projects share, where they are. Out: tables, and every pair that was told wrongly; exit
code 1 where less is reached than is asked below. Thresholds were set on one half of the texts; the figures are of the
other half.
Run by: make eval-dedup
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from statistics import fmean

import click

from monitor.config.seeds import load_seeds
from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Neighbours, Seed, VerdictKind
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import VERSION, fingerprint
from monitor.dedupe.seeds import attach_texts, known_seed
from tests.eval.dedup_edits import STRENGTHS
from tests.eval.dedup_judging import Alone, candidates_found, documents_per_s, mean_characters, mixed, one_of_each
from tests.eval.dedup_pairs import own, shared
from tests.eval.dedup_records import Collection, Pair
from tests.eval.dedup_scoring import LABELS, Outcome, macro_f1, score, score_some

COPIES_EXACT, COPIES_FOUND, PARTS_F1, MACRO_F1 = 0.995, 0.995, 0.97, 0.99
CANDIDATES_OF_COPIES, CANDIDATES_OF_PARTS = 0.99, 0.95

_ROOT = Path(__file__).parents[2]
_SEED_TEXTS = _ROOT.parent / "shared" / "data" / "seeds"

Targets = list[tuple[str, bool]]


def main() -> int:
    """Measure and print; 1 where a target is missed, else 0."""
    targets = _seeds()
    others = shared()
    if others is None:
        click.echo("The projects' shared pairs are not there: passed over.")
    for collection in filter(None, (others, own())):
        targets += _measure(collection)
    click.echo("\nAsked:")
    for text, is_reached in targets:
        click.echo(f"  {'reached' if is_reached else 'MISSED ':<9}{text}")
    return 0 if all(is_reached for _, is_reached in targets) else 1


def _measure(collection: Collection) -> Targets:
    documents = collection.documents
    click.echo(
        f"\n{len(collection.pairs)} pairs of {len(documents)} documents: {collection.title}. In a second of one core, "
        f"{documents_per_s(collection):.0f} of them, {mean_characters(collection):.0f} characters long on average, "
        "get a fingerprint and a verdict."
    )
    targets = _ways(f"{collection.title}, alone", list(Alone(documents).outcomes(collection.pairs)))
    kept = mixed(collection)
    targets += _ways(f"{collection.title}, in an archive", kept.outcomes)
    in_ms = [each * 1_000 for each in kept.judged_s]
    click.echo(
        f"\n  {len(collection.archives)} archives of {fmean(map(len, collection.archives)):.0f} articles. "
        f"A verdict took {fmean(in_ms):.1f} ms, {max(in_ms):.0f} at most. Of {len(kept.masked)} pairs "
        "nothing was said, as another text had more of the same words."
    )
    return targets + _candidates(collection)


# --- tables -----------------------------------------------------------------------------------------


def _ways(title: str, outcomes: Sequence[Outcome]) -> Targets:
    """Print how well one way of judging did; give what is asked of it."""
    told = [each for each in outcomes if each.is_reported]
    click.echo(f"\n{title}\n")
    _head("by label")
    for label in LABELS:
        _row(label, told, [each for each in told if each.true == label])
    click.echo(f"  {'macro F1':<22}{'':>7}{'':>11}{'':>8}{macro_f1(told):>8.4f}")
    tuned = [each for each in outcomes if not each.is_reported]
    click.echo(f"  {'of the other half':<22}{'':>7}{'':>11}{'':>8}{macro_f1(tuned):>8.4f}")
    edits = [each for each in told if each.true != "distinct"]
    _groups("by kind", told, lambda each: each.pair.kind)
    _groups("copies, by strength", told, lambda each: str(each.pair.strength), [e for e in edits if e.true == "dup"])
    _groups("parts, by strength", told, lambda each: str(each.pair.strength), [e for e in edits if e.true == "partial"])
    _groups("by language", told, lambda each: f"{each.language}, {each.true}")
    _wrong(outcomes)
    copies, parts = score(told, "dup"), score(told, "partial")
    return [
        (f"{title}: copies, precision {copies.precision:.4f} ({COPIES_EXACT})", copies.precision >= COPIES_EXACT),
        (f"{title}: copies, recall {copies.recall:.4f} ({COPIES_FOUND})", copies.recall >= COPIES_FOUND),
        (f"{title}: parts, F1 {parts.f1:.4f} ({PARTS_F1})", parts.f1 >= PARTS_F1),
        (f"{title}: macro F1 {macro_f1(told):.4f} ({MACRO_F1})", macro_f1(told) >= MACRO_F1),
    ]


def _head(what: str) -> None:
    strengths = "".join(f"{f'recall {n}':>10}" for n in STRENGTHS)
    click.echo(f"\n  {what:<22}{'pairs':>7}{'precision':>11}{'recall':>8}{'F1':>8}{strengths}")


def _groups(
    what: str, outcomes: Sequence[Outcome], named: Callable[[Outcome], str], some: Sequence[Outcome] | None = None
) -> None:
    """Print a row for each group of outcomes of one label, as score_some() has it."""
    _head(what)
    groups: dict[tuple[int, str], list[Outcome]] = {}
    for each in outcomes if some is None else some:
        groups.setdefault((LABELS.index(each.true), named(each)), []).append(each)
    for (_, name), group in sorted(groups.items()):
        _row(name, outcomes, group)


def _row(name: str, outcomes: Sequence[Outcome], group: Sequence[Outcome]) -> None:
    if not group:
        return
    found = score_some(outcomes, group)
    cells = ""
    for strength in STRENGTHS:
        right = [each.is_right for each in group if each.pair.strength == strength]
        cells += f"{fmean(right):>10.3f}" if right else f"{'':>10}"
    click.echo(f"  {name:<22}{found.pairs:>7}{found.precision:>11.4f}{found.recall:>8.4f}{found.f1:>8.4f}{cells}")


def _wrong(outcomes: Sequence[Outcome]) -> None:
    """Name every pair that was told wrongly, of both halves."""
    wrong = [each for each in outcomes if not each.is_right]
    if wrong:
        click.echo(f"\n  told wrongly: {len(wrong)}")
    for each in sorted(wrong, key=lambda each: (not each.is_reported, each.true, each.pair.kind)):
        known, new = (each.pair.b, each.pair.a) if each.is_reversed else (each.pair.a, each.pair.b)
        half = "reported" if each.is_reported else "other"
        click.echo(
            f"    {half:<9}{each.pair.kind} {each.pair.strength}: {new} beside {known} is {each.true}, told {each.told}"
            f" ({each.verdict.in_other:.2f}, {each.verdict.of_other:.2f}: {each.verdict.why})"
        )


# --- candidates, seeds ------------------------------------------------------------------------------


def _candidates(collection: Collection) -> Targets:
    """Print how often the known text of a pair is among the candidates, either way round."""
    related = [pair for pair in collection.pairs if pair.label != "distinct"]
    found = {**candidates_found(collection, related), **candidates_found(collection, one_of_each(related))}
    targets: Targets = []
    for what, labels, asked in (
        ("copies", ("dup", "revision"), CANDIDATES_OF_COPIES),
        ("parts", ("partial",), CANDIDATES_OF_PARTS),
    ):
        some = {pair: is_found for pair, is_found in found.items() if pair.label in labels}
        share = fmean(some.values())
        targets.append((f"{collection.title}: candidates of {what}, {share:.4f} ({asked})", share >= asked))
        missed = [_name(pair) for pair, is_found in some.items() if not is_found]
        click.echo(
            f"  Candidates of {what} found: {share:.4f} of {len(some)}. Not found: {', '.join(missed) or 'none'}"
        )
    return targets


def _name(pair: Pair) -> str:
    return f"{pair.a} for {pair.b}"


def _seeds() -> Targets:
    """Judge every two seeds both ways, by sketch and, where they are, by text: all are new to one another."""
    by_sketch = load_seeds(_ROOT / "seeds")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(_SEED_TEXTS.glob("*.txt"))}
    by_text = [seed for seed in attach_texts(by_sketch, texts).seeds if seed.text]
    targets: Targets = []
    for way, seeds in (("by sketch", by_sketch), ("by text", by_text)):
        pairs = list(permutations(seeds, 2))
        known = [f"{one.name} beside {other.name}" for one, other in pairs if _is_known(one, other)]
        if pairs:
            said = f"{len(pairs) - len(known)} of {len(pairs)} are new ({', '.join(known) or 'all'})"
            targets.append((f"seeds beside one another {way}: {said}", not known))
    return targets


def _is_known(new: Seed, other: Seed) -> bool:
    made = fingerprint(new.text) if new.text else Fingerprint(new.exact, (), new.sketch, (), VERSION)
    return decide(new.text, made, Neighbours((known_seed(other),))).kind is not VerdictKind.NEW
