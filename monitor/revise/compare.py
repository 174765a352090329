"""What does a page that was read again say, beside what the archive has of it?

Pure. In: the archive's article with its text, mentions and claims, and the draft of what the page says now.
Out: a Revision: whether that is another version, and what changed. The store keeps it; alerts and people read it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.core.records.articles import Article, Basis, Draft, Mention
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.versions import Edit, Revision
from monitor.core.words import folded, is_cjk
from monitor.revise.align import profile, resemblance
from monitor.revise.datelines import kind_of_edit, owned_up
from monitor.revise.diff import edits, word_spans
from monitor.revise.headlines import new_headline
from monitor.revise.noise import Line, key_of, lines_of, visible

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
_WEIGHED_LINES = 400


def compare(before: Article, after: Draft) -> Revision:
    """Say whether a draft is another version of an article, and what changed.

    A **version** is what a reader would see as changed in the text (noise.py) or in the headline (headlines.py). Where
    only a part of the article was known before and all of it is now, that is COMPLETED, and neither an edit nor new
    mentions: the outlet changed nothing that we know of. Where less is known now, there is no version; nor where the
    feed's text and a page's teaser would be compared, which are two texts. Nor is there one where a broken page is
    likelier than an edit (``_is_broken``).
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
    known = frozenset(key_of(line.text) for line in (*before.dropped, *article.dropped))
    changed = visible(before.text, article.text, known=known)
    if article.basis is Basis.TEASER and _is_beginning(article.text, before.text):
        changed = ()  # how much a wall lets through is no change of the article
    if changed and is_whole and _is_broken(before, after):
        return _NOTHING
    changes = [*_of_text(before, after, changed), *_of_headline(headline)]
    if not changes:
        return _NOTHING
    if not changed:
        dated = kind_of_edit(before.claims, article.claims)[1]
        changes = [Change(each.kind, f"{each.detail[:-1]}; {dated}." if dated else each.detail) for each in changes]
    mentions = _of_mentions(before, after, changed, is_renamed=headline is not None)
    return Revision(is_version=True, changes=(*changes, *mentions))


# --- whether the page can be trusted ----------------------------------------------------------------


def _is_beginning(text: str, whole: str) -> bool:
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
    old, new = key_of(before.text), key_of(after.article.text)
    if len(new) < (_ARTICLE_SIGNS if is_cjk(list(new)) else _ARTICLE_WORDS):
        return True
    if (Counter(new) & Counter(old)).total() < _OWN_WORDS * len(new):
        return True
    return not owned_up(before.claims, after.article.claims) and not _has_edited(
        lines_of(before.text), lines_of(after.article.text)
    )


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
        gone, come = 0, 0
        for old, new in pairs:
            for edit in edits(old, new):
                gone += len(word_spans(old[edit.start : edit.end]))
                come += len(word_spans(new[edit.other_start : edit.other_end]))
        signs = is_cjk([word for pair in pairs for text in pair for word in folded(text)])
        return cls(
            sum(min(pair) for pair in lines),
            sum(max(new - old, 0) for old, new in lines),
            sum(max(old - new, 0) for old, new in lines),
            come,
            gone,
            "character" if signs else "word",
        )

    def in_words(self) -> str:
        """Say it to a person, as the beginning of a sentence."""
        counts = ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
        paragraphs = " and ".join(f"{_several(count, 'paragraph')} {verb}" for count, verb in counts if count)
        words = [(self.words_removed, "removed"), (self.words_added, "added")]
        told = ", ".join(f"{_several(count, self.unit)} {verb}" for count, verb in words if count)
        return f"{paragraphs}: {told}" if told else paragraphs


def _completed(before: Article, text: str) -> Change:
    of_now = len(word_spans(text))
    unit = "character" if is_cjk(folded(text)) else "word"
    detail = f"Only {_PARTS[before.basis]} was known"
    if before.text:
        detail += f" ({_several(len(word_spans(before.text)), unit)})"
    return Change(ChangeKind.COMPLETED, f"{detail}; now the whole article was read ({_several(of_now, unit)}).")


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
    for each in mentions:
        if each.is_weak or each.is_recurring:
            continue
        if with_title if each.field == "title" else any(start <= each.start < end for start, end in places):
            yield each.topic


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
