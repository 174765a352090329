"""How do our values look to programs: in JSON, on the command line and from the API?

Pure: records in, dictionaries ready for JSON out. The names here are a promise to users; cli/, web/ and
the alerts' messages share them.
"""

from datetime import UTC, datetime

from monitor.core.records.articles import Article, Mention, Rejected, Sighting, Tagged
from monitor.core.records.pages import Claim, Dropped
from monitor.core.records.verdicts import Verdict
from monitor.core.records.versions import Edit, RecordedChange, Version


def moment(at: datetime | None) -> str | None:
    """Write a moment as ISO 8601 in UTC with a Z, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def listed(article: Article) -> dict[str, object]:
    """Give what a list shows of an article; ``duplicate_of`` is "seed:NAME", an article's id, or null."""
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "language": article.language,
        "published_at": moment(article.published_at),
        "first_seen_at": moment(article.first_seen_at),
        "verdict": article.verdict.kind,
        "duplicate_of": article.verdict.of or None,
        "topics": list(article.topics),
        "basis": article.basis,
        "feed": article.feed,
        "story": {"id": article.story_id, "articles": article.story_articles} if article.story_id else None,
    }


def shown(article: Article) -> dict[str, object]:
    """Give all of an article: the list's facts, its text and what was left out of it, who says what, and the verdict.

    ``recurring`` are stretches of the text (start, end) that the outlet puts below many of its articles.
    """
    return {
        **listed(article),
        "author": article.author,
        "modified_at": moment(article.modified_at),
        "section": article.section,
        "image": article.image or None,
        "kept_at": moment(article.kept_at),
        "withdrawn_at": moment(article.withdrawn_at),
        "versions": article.versions,
        "text": article.text,
        "dropped": [dropped(line) for line in article.dropped],
        "recurring": [list(stretch) for stretch in article.recurring],
        "mentions": [mention(m) for m in article.mentions],
        "verdict_figures": verdict(article.verdict),
        "claims": [claim(each) for each in article.claims],
        "sightings": [sighting(each) for each in article.sightings],
    }


def claim(given: Claim) -> dict[str, object]:
    """Give what one witness says of an article; of one field at most one claim is chosen."""
    return {
        "field": given.field,
        "witness": given.witness,
        "value": given.value,
        "chosen": given.is_chosen,
        "note": given.note,
    }


def dropped(given: Dropped) -> dict[str, object]:
    """Give a line that was left out of a text; ``after`` lines of the text stand before its place."""
    return {"text": given.text, "why": given.why, "after": given.after}


def sighting(given: Sighting) -> dict[str, object]:
    """Give an entry of a feed that led to an article."""
    return {"feed": given.feed, "url": given.url, "title": given.title, "at": moment(given.at)}


def version(given: Version) -> dict[str, object]:
    """Give what an article said for a while, since ``at``; 1 is what was read first."""
    return {
        "version": given.n,
        "at": moment(given.at),
        "title": given.title,
        "basis": given.basis,
        "modified_at": moment(given.modified_at),
        "text": given.text,
    }


def edit(given: Edit) -> list[int]:
    """Give where two texts differ: start and end in the one, start and end in the other."""
    return [given.start, given.end, given.other_start, given.other_end]


def change(given: RecordedChange) -> dict[str, object]:
    """Give what happened to an article; ``topic`` is that of a mention, else null."""
    return {
        "id": given.id,
        "article": given.article_id,
        "at": moment(given.at),
        "version": given.version,
        "kind": given.change.kind,
        "topic": given.change.topic or None,
        "detail": given.change.detail,
    }


def verdict(given: Verdict) -> dict[str, object]:
    """Give a verdict with its figures and its agreeing spans (offsets in this text and in the other)."""
    return {
        "verdict": given.kind,
        "duplicate_of": given.of or None,
        "why": given.why,
        "in_other": round(given.in_other, 4),
        "of_other": round(given.of_other, 4),
        "numbers_kept": None if given.numbers_kept is None else round(given.numbers_kept, 4),
        "spans": [[s.start, s.end, s.other_start, s.other_end] for s in given.spans],
        "rules": given.rules,
    }


def mention(given: Mention) -> dict[str, object]:
    """Give a mention with its place and its reason."""
    return {
        "topic": given.topic,
        "name": given.name,
        "language": given.language,
        "field": given.field,
        "start": given.start,
        "end": given.end,
        "rule": given.rule,
        "evidence": given.evidence,
        "weak": given.is_weak,
        "recurring": given.is_recurring,
    }


def rejected(given: Rejected) -> dict[str, object]:
    """Give a name that was found but does not count, and why not."""
    return {
        "topic": given.topic,
        "name": given.name,
        "field": given.field,
        "start": given.start,
        "end": given.end,
        "why": given.why,
    }


def tagged(given: Tagged) -> dict[str, object]:
    """Give the topics of a text with every mention, and what was found but does not count."""
    return {
        "topics": list(given.topics),
        "mentions": [mention(m) for m in given.mentions],
        "rejected": [rejected(r) for r in given.rejected],
    }
