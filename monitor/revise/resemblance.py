"""Is another page still about the same article?

Pure. In: the article as it is kept, and a draft read at another address than before, or under an address that the page
only claims. Out: yes or no. The archive asks inside its transaction, so the cost is bounded.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from monitor.core.records.articles import Article, Draft
from monitor.core.records.pages import Claim, Field, Witness
from monitor.core.words import folded

_LONGEST = 12_000  # characters of each text
_SHINGLE = 3  # words: of these, unrelated reports of a language share hardly one in a hundred
_LEAST = 0.05  # of the shorter text's


def resembles(before: Article, after: Draft) -> bool:
    """Say whether two readings are of one article: a headline that both bear, or a twentieth of their wording.

    What the feed says of the page does not count: it says the same of whatever its link leads to by now. An article
    without its text (``keep: matching``) resembles whatever bears one of its headlines.
    """
    titles = {tuple(folded(each)) for each in (before.title, *_titles(before.claims))} - {()}
    shown = (claim for claim in after.article.claims if claim.witness is not Witness.FEED)
    if not titles.isdisjoint(tuple(folded(each)) for each in _titles(shown)):
        return True
    one, other = _shingles(before.text), _shingles(after.article.text)
    return bool(one and other) and len(one & other) >= _LEAST * min(len(one), len(other))


def _titles(claims: Iterable[Claim]) -> Iterator[str]:
    return (claim.value for claim in claims if claim.field is Field.TITLE)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = folded(text[:_LONGEST])
    return set(zip(*(islice(words, start, None) for start in range(_SHINGLE)), strict=False))
