"""What does a page that was read again say, beside what the archive has of it?

Pure. In: the archive's article with its text, mentions and claims, and the draft of what the page says now.
Out: a Revision: whether that is another version, and what changed. The store keeps it; alerts and people read it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from monitor.core.records.articles import Article, Basis, Draft
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import Mention
from monitor.core.records.versions import Edit, Revision
from monitor.core.words import folded, is_cjk
from monitor.revise.align import MOST_LINES, is_long, profile, resemblance
from monitor.revise.datelines import kind_of_edit, owned_up
from monitor.revise.diff import exact_edits, line_spans, word_spans
from monitor.revise.headlines import new_headline
from monitor.revise.noise import Known, Line, key_of, lines_of, visible

_NOTHING = Revision(is_version=False)
_FEED_S_OWN = frozenset({Basis.SUMMARY, Basis.LOGIN_WALL, Basis.BOT_WALL})
_PARTS = {
    Basis.SUMMARY: "the feed's summary",
    Basis.TEASER: "a teaser",
    Basis.LOGIN_WALL: "the feed's summary",
    Basis.BOT_WALL: "the feed's summary",
}
_SHRUNK = 0.30
_OWN_WORDS = 0.60
_ARTICLE_WORDS, _ARTICLE_SIGNS = 40, 80
_WEIGHED_LINES = 200
_SAMPLE = 4_000  # characters by which is seen what a text is counted in


def compare(before: Article, after: Draft, *, is_sure: bool = False) -> Revision:
    """Say whether a draft is another version of an article, and what changed.

    A **version** is what a reader would see as changed in the text (noise.py) or in the headline (headlines.py). Where
    only a part of the article was known before and all of it is now, that is COMPLETED, and neither an edit nor new
    mentions: the outlet changed nothing that we know of. Where less is known now, there is no version; nor where the
    feed's text and a page's teaser would be compared, which are two texts. Where a broken page is likelier than an edit
    (``_is_broken``), that is doubtful: it has to be found so twice.

    Args:
        before: as the archive has it.
        after: as its page was read now.
        is_sure: the look before found as little of the article as this one.
    """
    article = after.article
    is_known_whole, is_whole = before.basis is Basis.FULL, article.basis is Basis.FULL
    if not is_whole and (is_known_whole or (before.basis in _FEED_S_OWN) != (article.basis in _FEED_S_OWN)):
        return _NOTHING
    headline = new_headline(before.claims, article.claims, article.outlet)
    if is_whole and not is_known_whole:
        return Revision(is_version=True, changes=(_completed(before, article.text), *_of_headline(headline)))
    if not before.text:
        return _without_text(before, after, headline)
    changed = visible(before.text, article.text, _known(before, after)) if before.text != article.text else ()
    if article.basis is Basis.TEASER and _is_beginning(article.text, before.text):
        changed = ()  # how much a wall lets through is no change of the article
    if changed and is_whole and not is_sure and _is_broken(before, after):
        return Revision(is_version=False, is_doubtful=True)
    changes = [*_of_text(before, after, changed), *_of_headline(headline)]
    if not changes:
        return _NOTHING
    if not changed:
        dated = kind_of_edit(before.claims, article.claims)[1]
        changes = [Change(each.kind, f"{each.detail[:-1]}; {dated}." if dated else each.detail) for each in changes]
    mentions = _of_mentions(before, after, changed, is_renamed=headline is not None)
    return Revision(is_version=True, changes=(*changes, *mentions))


def _known(before: Article, after: Draft) -> Known:
    article = after.article
    dropped = frozenset(key_of(line.text) for line in (*before.dropped, *article.dropped))
    return Known(dropped, _named(before.text, before.mentions) | _named(article.text, after.tagged.mentions))


def _named(text: str, mentions: Iterable[Mention]) -> frozenset[str]:
    """Give the lines that name a topic."""
    spans = line_spans(text)
    starts = [start for start, _ in spans]
    places = [each.start for each in mentions if each.field == "text" and not (each.is_weak or each.is_recurring)]
    return frozenset(text[slice(*spans[at])] for at in {bisect_right(starts, place) - 1 for place in places})


# --- whether the page can be trusted ----------------------------------------------------------------


def _is_beginning(text: str, whole: str) -> bool:
    if is_long(whole):
        return whole.startswith(text.rstrip("….").rstrip())
    words = key_of(text)
    return key_of(whole)[: len(words)] == words


def _is_broken(before: Article, after: Draft) -> bool:
    """Whether a text shrank to under 30 % in a way that speaks against an edit.

    What is left must be an article still: 40 words (80 characters of Chinese), 60 % of them of the old text: else it is
    a consent layer, an error, or another page. And where its paragraphs are old ones without any edit, the page must
    say that it was changed: else a wall that we do not know, or a reader that lost its way in the page, is likelier.
    """
    if len(after.article.text) >= _SHRUNK * len(before.text):
        return False
    is_owned_up = owned_up(before.claims, after.article.claims)
    if is_long(before.text):
        return not is_owned_up
    old, new = key_of(before.text), key_of(after.article.text)
    if len(new) < (_ARTICLE_SIGNS if is_cjk(list(new)) else _ARTICLE_WORDS):
        return True
    if (Counter(new) & Counter(old)).total() < _OWN_WORDS * len(new):
        return True
    return not is_owned_up and not _has_edited(lines_of(before.text), lines_of(after.article.text))


def _has_edited(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether a paragraph is an old one with other words in it, rather than an old one or its beginning."""
    whole = "\n".join(" ".join(line.key) for line in lines[:_WEIGHED_LINES])
    altered = [profile(line.key) for line in others[:_WEIGHED_LINES] if " ".join(line.key) not in whole]
    known = [profile(line.key) for line in lines[:_WEIGHED_LINES]] if altered else []
    return any(resemblance(one, other) for one in altered for other in known)


# --- the text --------------------------------------------------------------------------------------


def _of_text(before: Article, after: Draft, changed: Sequence[Edit]) -> Iterator[Change]:
    if changed:
        kind, dated = kind_of_edit(before.claims, after.article.claims)
        told = _Extent.of(before.text, after.article.text, changed).in_words()
        yield Change(kind, f"{told}; {dated}." if dated else f"{told}.")


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much of a text changed."""

    changed: int
    added: int
    removed: int
    words_added: int
    words_removed: int
    unit: str

    @classmethod
    def of(cls, before: str, after: str, changed: Sequence[Edit]) -> "_Extent":
        """Count paragraphs, and words in them."""
        pairs = [(before[e.start : e.end], after[e.other_start : e.other_end]) for e in changed]
        lines = [(_count_lines(old), _count_lines(new)) for old, new in pairs]
        gone, come = _words_of(pairs)
        return cls(
            sum(min(pair) for pair in lines),
            sum(max(new - old, 0) for old, new in lines),
            sum(max(old - new, 0) for old, new in lines),
            come,
            gone,
            _unit("\n".join(chain.from_iterable(pairs))),
        )

    def in_words(self) -> str:
        """Say it to a person, as the beginning of a sentence."""
        counts = ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
        *rest, last = (f"{_several(count, 'paragraph')} {verb}" for count, verb in counts if count)
        paragraphs = f"{', '.join(rest)} and {last}" if rest else last
        words = [(self.words_removed, "removed"), (self.words_added, "added")]
        told = ", ".join(f"{_several(count, self.unit)} {verb}" for count, verb in words if count)
        return f"{paragraphs}: {told}" if told else paragraphs


def _words_of(pairs: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Count the words that went and that came; none where they are too many to be told from those that stayed."""
    whole = ("\n".join(old for old, _ in pairs), "\n".join(new for _, new in pairs))
    if max(text.count("\n") for text in whole) > MOST_LINES:
        return 0, 0
    if is_long(whole[0]) or is_long(whole[1]):
        pairs = [whole]
    found = [
        (old[edit.start : edit.end], new[edit.other_start : edit.other_end])
        for old, new in pairs
        for edit in exact_edits(old, new)
    ]
    gone, come = ([text[side] for text in found] for side in (0, 1))
    if is_long("\n".join(gone)) or is_long("\n".join(come)):
        return 0, 0
    return sum(len(word_spans(text)) for text in gone), sum(len(word_spans(text)) for text in come)


def _unit(text: str) -> str:
    return "character" if is_cjk(folded(text[:_SAMPLE])) else "word"


def _count(text: str) -> str:
    """Say how many words a text has; nothing where there are too many to count."""
    return "" if is_long(text) else f" ({_several(len(word_spans(text)), _unit(text))})"


def _completed(before: Article, text: str) -> Change:
    had = _count(before.text) if before.text else ""
    detail = f"Only {_PARTS[before.basis]} was known{had}; now the whole article was read{_count(text)}."
    return Change(ChangeKind.COMPLETED, detail)


def _of_headline(headline: tuple[str, str] | None) -> Iterator[Change]:
    if headline:
        yield Change(ChangeKind.HEADLINE, f"The headline “{headline[0]}” became “{headline[1]}”.")


# --- the topics --------------------------------------------------------------------------------------


def _of_mentions(before: Article, after: Draft, changed: Sequence[Edit], *, is_renamed: bool) -> Iterator[Change]:
    """Say of which topics there are more or fewer mentions.

    Counted is where the text changed, and the headline if it did: a mention elsewhere may come and go with the names
    that we look for. Adjectives do not count, nor do paragraphs that recur at the outlet.
    """
    old = Counter(_counted(before.mentions, [(e.start, e.end) for e in changed], with_title=is_renamed))
    places = [(e.other_start, e.other_end) for e in changed]
    new = Counter(_counted(after.tagged.mentions, places, with_title=is_renamed))
    everywhere = Counter(_counted(after.tagged.mentions, [(0, len(after.article.text))], with_title=True))
    for topic in sorted({*old, *new}):
        stayed = everywhere[topic] - new[topic]
        if old[topic] != new[topic]:
            yield _of_topic(topic, stayed + old[topic], stayed + new[topic])


def _counted(mentions: Iterable[Mention], places: Sequence[tuple[int, int]], *, with_title: bool) -> Iterator[str]:
    starts = [start for start, _ in places]
    for each in mentions:
        if each.is_weak or each.is_recurring:
            continue
        if with_title if each.field == "title" else _is_in(each.start, starts, places):
            yield each.topic


def _is_in(at: int, starts: Sequence[int], places: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(starts, at) - 1
    return place >= 0 and at < places[place][1]


def _of_topic(topic: str, was: int, now: int) -> Change:
    if now > was:
        detail = f"{_several(was, 'mention')} became {now}" if was else f"named {_times(now)}, and not before"
        return Change(ChangeKind.MENTION_ADDED, f"{topic}: {detail}.", topic)
    detail = f"{_several(was, 'mention')} became {now}" if now else f"named no more; before, {_times(was)}"
    return Change(ChangeKind.MENTION_REMOVED, f"{topic}: {detail}.", topic)


def _without_text(before: Article, after: Draft, headline: tuple[str, str] | None) -> Revision:
    """Compare where the text was not kept, because it named no topic."""
    named = Counter(each.topic for each in after.tagged.mentions if not (each.is_weak or each.is_recurring))
    added = [_of_topic(topic, 0, named[topic]) for topic in sorted(named) if topic not in before.topics]
    changes = (*_of_headline(headline), *added)
    return Revision(bool(changes), changes)


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _count_lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())
