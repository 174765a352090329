"""What does an article have of another's text, and whose text is it?

Pure. In: two texts; an article and its story's. Out: where the texts differ and how many words that is; facts.
diff.py and articles_show.py print them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.records.articles import Article
from monitor.core.records.stories import Carried, Family
from monitor.core.records.versions import Edit
from monitor.core.words import folded, is_cjk
from monitor.dedupe.agencies.known import name_of
from monitor.dedupe.direction import families
from monitor.revise.diff import edits, exact_edits, word_spans

_SAMPLE = 2_000  # characters by which a text's unit is known
_FEWER = 0.7  # of the words that differ line by line
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a text another has, in words, or characters where it is Chinese, Japanese or Korean.

    Args:
        words: of the first text.
        dropped: of them, so many are not in the other.
        added: so many of the other are not in the first.
    """

    words: int
    dropped: int
    added: int
    unit: str

    def in_words(self, one: str, other: str) -> str:
        """Say it to a person.

        Args:
            one: what the first article is called.
            other: what the second is called, to begin a sentence.
        """
        if not self.words:
            return f"{one[0].upper()}{one[1:]} has no words that {other[0].lower()}{other[1:]} could have kept."
        share = percent(max(0, self.words - self.dropped) / self.words)
        return f"{other} kept {share} of the {self.unit}s of {one}, dropped {self.dropped:,} and added {self.added:,}."


def aligned(before: str, after: str) -> tuple[tuple[Edit, ...], Kept]:
    """Say where two articles' texts differ, and how many words of the first the second kept.

    Reprints are often cut into other paragraphs. Where the texts agree much better without their line breaks, they are
    compared so: what differs is then words alone, and what is shown has the paragraphs of the first.
    """
    flat, other_flat = before.replace("\n", " "), after.replace("\n", " ")
    by_line, by_word = _counts(before, after), _counts(flat, other_flat)
    unit = "character" if is_cjk(folded(before[:_SAMPLE])) else "word"
    words = len(word_spans(before))
    differing = sum(by_line, start=0)
    if differing and sum(by_word, start=0) <= _FEWER * differing:
        return edits(flat, other_flat), Kept(words, *by_word, unit)
    return edits(before, after), Kept(words, *by_line, unit)


def origin(article: Article, members: Sequence[Carried]) -> Iterator[tuple[str, object]]:
    """Give whose text an article has, as the articles of its story tell, and whom it credits itself."""
    family = next((each for each in families(members) if article.id in _ids(each)), None)
    if family is None:
        yield from _by_verdict(article)
    elif article.id == family.original:
        yield from _of_first(article, family)
    else:
        reprint = next(each for each in family.reprints if each.article_id == article.id)
        yield (
            "text",
            f"{_reprint_of(f'article {reprint.of}', family.agency, (reprint.kept, reprint.added))}. {reprint.why}",
        )
    for credit in article.credits:
        yield "credit", f"{name_of(credit.agency)}, {credit.form}: {credit.text}"


def percent(share: float) -> str:
    """Write a share, rounded down, so that only the whole is 100 %."""
    return f"{int(share * 100 + 1e-9)} %"


def _of_first(article: Article, family: Family) -> Iterator[tuple[str, object]]:
    is_compared = bool(family.known) and article.verdict.of == family.known
    if is_compared:
        yield from _by_verdict(article, family.agency)
    if not family.reprints and (is_compared or not family.known):
        return
    whose = f" ({name_of(family.agency)})" if family.agency else ""
    ids = [str(each.article_id) for each in family.reprints]
    named = ", ".join(ids[:_LISTED]) + (", ..." if len(ids) > _LISTED else "")
    reprints = f"{len(ids)} reprint{'' if len(ids) == 1 else 's'}{f': {named}' if named else ''}"
    yield "text", f"{'First here' if family.known else 'Original'}{whose}, {reprints}. {family.why}"


def _by_verdict(article: Article, agency: str = "") -> Iterator[tuple[str, object]]:
    verdict = article.verdict
    if verdict.carries_another and verdict.of:
        of = f"the {verdict.of.replace(':', ' ', 1)}" if verdict.of.startswith("seed:") else f"article {verdict.of}"
        agency = agency or (article.credits[0].agency if article.credits else "")
        yield "text", f"{_reprint_of(of, agency, (verdict.of_other, 1.0 - verdict.in_other))}."


def _reprint_of(of: str, agency: str, shares: tuple[float, float]) -> str:
    whose = f" ({name_of(agency)})" if agency else ""
    return f"Reprint of {of}{whose}: kept {percent(shares[0])}, added {percent(shares[1])}"


def _ids(family: Family) -> set[int]:
    return {family.original, *(each.article_id for each in family.reprints)}


def _counts(before: str, after: str) -> tuple[int, int]:
    """Count the words that went, and those that came."""
    found = list(exact_edits(before, after))
    gone = sum(len(word_spans(before[edit.start : edit.end])) for edit in found)
    return gone, sum(len(word_spans(after[edit.other_start : edit.other_end])) for edit in found)
