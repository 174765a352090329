"""How do our values look to programs: in JSON, on the command line and from the API?

Pure: records in, dictionaries ready for JSON out. The names here are a promise to users; cli/, web/ and
the alerts' messages share them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from monitor.core.prominence import tallies
from monitor.core.reasons import Reason, reasons_against, reasons_for
from monitor.core.records.articles import Article, Sighting
from monitor.core.records.pages import Claim, Dropped
from monitor.core.records.stories import Carried, Credit, Family, Lag, Placement, Regrouping, Story
from monitor.core.records.tags import Beside, CoMention, Mention, Rejected, Tagged, Tally
from monitor.core.records.verdicts import Verdict
from monitor.core.records.versions import Edit, RecordedChange, Version

#: What is said of an article whose text cannot be explained.
NOT_KEPT = (
    "The text of article {0} is not stored: its feed keeps matching articles only. "
    "Its address can be explained: monitor explain URL"
)


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
        "country": article.country or None,
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
        "tallies": [tally(each) for each in tallies(article.mentions, len(article.text))],
        "co_mentions": [co_mention(each) for each in article.co_mentions],
        "tagged_by": article.tagged_by or None,
        "verdict_figures": verdict(article.verdict),
        "placement": placement(article.placement),
        "credits": [credit(each) for each in article.credits],
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
        "resemblance": round(given.resemblance, 4),
        "numbers_kept": None if given.numbers_kept is None else round(given.numbers_kept, 4),
        "spans": [[s.start, s.end, s.other_start, s.other_end] for s in given.spans],
        "rules": given.rules,
    }


def story(given: Story) -> dict[str, object]:
    """Give what a list shows of a story; ``known`` is what its articles carry where none brings anything new."""
    return {
        "id": given.id,
        "title": given.title,
        "lead": given.lead,
        "url": given.url,
        "outlet": given.outlet,
        "language": given.language,
        "articles": given.articles,
        "outlets": given.outlets,
        "languages": list(given.languages),
        "topics": list(given.topics),
        "first_seen_at": moment(given.first_seen_at),
        "last_at": moment(given.last_at),
        "known": given.known or None,
        "merged_into": given.merged_into,
    }


def whole_story(
    given: Story,
    members: Sequence[Carried],
    families: Sequence[Family],
    lags: Mapping[str, Sequence[Lag]],
    history: Sequence[Regrouping],
) -> dict[str, object]:
    """Give all of a story: its articles by first sight, who carried whose text, who was when, and who regrouped it."""
    return {
        **story(given),
        "beside": [beside(each) for each in given.beside],
        "members": [member(each) for each in members],
        "families": [family(each) for each in families],
        "lags": {name: [lag(each) for each in those] for name, those in lags.items()},
        "history": [regrouping(each) for each in history],
    }


def member(given: Carried) -> dict[str, object]:
    """Give an article of a story, and why it is in it; ``pinned`` where a person put it there."""
    return {
        "id": given.article_id,
        "url": given.url,
        "outlet": given.outlet,
        "country": given.country or None,
        "language": given.language,
        "title": given.title,
        "published_at": moment(given.published_at),
        "first_seen_at": moment(given.first_seen_at),
        "words": given.words,
        "verdict": given.verdict.kind,
        "duplicate_of": given.verdict.of or None,
        "why": given.verdict.why,
        "topics": list(given.topics),
        "credits": [credit(each) for each in given.credits],
        "placement": placement(given.placement),
        "pinned": given.is_pinned,
    }


def placement(given: Placement | None) -> dict[str, object] | None:
    """Give why the rules put an article into its story; null where nothing placed it."""
    if given is None:
        return None
    return {
        "why": given.why,
        "score": round(given.score, 4),
        "of": given.of or None,
        "shared": list(given.shared),
        "rules": given.rules,
    }


def credit(given: Credit) -> dict[str, object]:
    """Give a place where an article names the agency whose text it carries."""
    return {"agency": given.agency, "form": given.form, "text": given.text}


def family(given: Family) -> dict[str, object]:
    """Give an original and its reprints; ``known`` is who had the text before any article of the story, or null."""
    return {
        "original": given.original,
        "agency": given.agency or None,
        "known": given.known or None,
        "why": given.why,
        "reprints": [
            {
                "article": each.article_id,
                "of": each.of,
                "why": each.why,
                "kept": round(each.kept, 4),
                "added": round(each.added, 4),
            }
            for each in given.reprints
        ],
    }


def lag(given: Lag) -> dict[str, object]:
    """Give how long after the first an outlet, a language or a country had a story, in seconds."""
    return {
        "name": given.name,
        "article": given.article_id,
        "at": moment(given.at),
        "lag_s": round(given.lag_s),
        "claimed_at": moment(given.claimed_at),
        "claimed_lag_s": None if given.claimed_lag_s is None else round(given.claimed_lag_s),
        "articles": given.articles,
    }


def regrouping(given: Regrouping) -> dict[str, object]:
    """Give when articles came from one story to another; ``by`` is null where newer rules moved them."""
    return {
        "id": given.id,
        "at": moment(given.at),
        "kind": given.kind,
        "story": given.story_id,
        "to": given.to,
        "articles": list(given.articles),
        "by": given.by or None,
        "why": given.why,
        "undoes": given.undoes,
        "undone_by": given.undone_by,
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
        "part": given.part,
        "quoted": given.is_quoted,
        "weak": given.is_weak,
        "recurring": given.is_recurring,
    }


def tally(given: Tally) -> dict[str, object]:
    """Give how much of an article is about a topic; ``first`` is an offset in its text, ``prominence`` from 0 to 1."""
    return {"topic": given.topic, "count": given.count, "first": given.first, "prominence": given.prominence}


def co_mention(given: CoMention) -> dict[str, object]:
    """Give a state, a person or a body that an article names beside its topics."""
    return {"kind": given.kind, "name": given.name, "count": given.count}


def beside(given: Beside) -> dict[str, object]:
    """Give a state, a person or a body that articles name beside a topic: in how many of them, and how often in all."""
    return {"kind": given.kind, "name": given.name, "articles": given.articles, "mentions": given.mentions}


def rejected(given: Rejected) -> dict[str, object]:
    """Give a name that was found but does not count, and why not."""
    return {
        "topic": given.topic,
        "name": given.name,
        "field": given.field,
        "start": given.start,
        "end": given.end,
        "language": given.language,
        "rule": given.rule,
        "why": given.why,
    }


def tagged(given: Tagged) -> dict[str, object]:
    """Give the topics of a text with every mention, and what was found but does not count."""
    return {
        "topics": list(given.topics),
        "mentions": [mention(m) for m in given.mentions],
        "rejected": [rejected(r) for r in given.rejected],
        "co_mentions": [co_mention(each) for each in given.co_mentions],
        "tagged_by": given.rules or None,
    }


def explained(given: Tagged, length: int) -> dict[str, object]:
    """Give all that was found in a text, and in few words why it counts or not.

    Args:
        length: of the text, in characters.
    """
    return {
        **tagged(given),
        "tallies": [tally(each) for each in tallies(given.mentions, length)],
        "reasons": [_reason_for(each) for each in reasons_for(given.mentions)],
        "reasons_against": [_reason(each) for each in reasons_against(given.rejected)],
    }


def _reason(given: Reason) -> dict[str, object]:
    """Give why places with one name count or not; ``start`` and ``end`` are those of the first."""
    return {
        "topic": given.topic,
        "name": given.name,
        "language": given.language,
        "rule": given.rule,
        "why": given.why,
        "count": given.count,
        "field": given.field,
        "start": given.start,
        "end": given.end,
    }


def _reason_for(given: Reason) -> dict[str, object]:
    return {
        **_reason(given),
        "parts": dict(given.parts),
        "quoted": given.quoted,
        "weak": given.is_weak,
        "recurring": given.is_recurring,
    }


def explained_article(article: Article, today: Tagged) -> dict[str, object]:
    """Give what the rules of today say of an article's text, beside who tagged it as it is stored."""
    return {
        "article": article.id,
        "title": article.title,
        "language": article.language,
        "characters": len(article.text),
        **explained(today, len(article.text)),
        "stored": {"topics": list(article.topics), "tagged_by": article.tagged_by or None},
    }
