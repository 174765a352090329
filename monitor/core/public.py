"""How do our values look to programs: in JSON, on the command line and from the API?

Pure: records in, dictionaries ready for JSON out. The names here are a promise to users; cli/, web/ and
the alerts' messages share them.
"""

from datetime import UTC, datetime

from monitor.core.records.articles import Article, Mention, Rejected, Tagged
from monitor.core.records.verdicts import Verdict


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
    }


def shown(article: Article) -> dict[str, object]:
    """Give all of an article: the list's facts, its text, its mentions and the verdict's figures."""
    return {
        **listed(article),
        "author": article.author,
        "kept_at": moment(article.kept_at),
        "versions": article.versions,
        "text": article.text,
        "mentions": [mention(m) for m in article.mentions],
        "verdict_figures": verdict(article.verdict),
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
