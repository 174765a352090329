"""How do rows become the values that travel, and back?

Pure: mappings in, core.records out, and the other way round. Every module of store/ that gives values away uses it.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from monitor.core.prominence import tallies
from monitor.core.records.alerts import Delivery, DueDelivery, MessageKind, Urgency
from monitor.core.records.articles import Article, Basis, DueEntry, Extracted, SeenPage, Sighting
from monitor.core.records.feeds import Entry, FeedSpec, FeedType, Keep
from monitor.core.records.pages import Claim, Dropped
from monitor.core.records.polls import DueFeed, Health, HealthKind, Learned
from monitor.core.records.stories import Credit, Placement
from monitor.core.records.tags import CoMention, Companion, Mention, Part
from monitor.core.records.verdicts import Seed, Span, Verdict, VerdictKind

Row = RowMapping

_SPEC_FIELDS = frozenset(FeedSpec.__dataclass_fields__)
_LEARNED = TypeAdapter(Learned)
_CLAIMS = TypeAdapter(tuple[Claim, ...])
_DROPPED = TypeAdapter(tuple[Dropped, ...])
_CREDITS = TypeAdapter(tuple[Credit, ...])


def spec_to_json(spec: FeedSpec) -> dict[str, object]:
    """Give a feed's spec ready for JSON."""
    lists = {"tags": list(spec.tags), "headers": [list(pair) for pair in spec.headers], "ports": list(spec.ports)}
    return asdict(spec) | lists


def spec_from_json(given: Mapping[str, Any]) -> FeedSpec:  # Any: JSON
    """Read a feed's spec; what another version of the program wrote and we do not know is passed over."""
    known = {name: value for name, value in given.items() if name in _SPEC_FIELDS}
    return FeedSpec(
        **known
        | {
            "type": FeedType(given.get("type", FeedType.AUTO)),
            "keep": Keep(given.get("keep", Keep.ALL)),
            "tags": tuple(given.get("tags", ())),
            "headers": tuple((name, value) for name, value in given.get("headers", ())),
            "ports": tuple(given.get("ports", ())),
        }
    )


def learned_to_json(learned: Learned) -> dict[str, object]:
    """Give what polls taught us of a feed ready for JSON; what is as at first is left out."""
    given: dict[str, object] = _LEARNED.dump_python(learned, mode="json", exclude_defaults=True)
    return given


def learned_from_json(given: Mapping[str, Any]) -> Learned:  # Any: JSON
    """Read what polls taught us; what another version of the program wrote and we do not know is passed over."""
    return _LEARNED.validate_python(given) if given else Learned()


def health_of(row: Row) -> Health:
    """Read a feed's health."""
    return Health(HealthKind(row["health"]), row["health_since"], row["health_why"], row["health_advice"])


def due_feed(row: Row) -> DueFeed:
    """Read a claimed row of feed."""
    return DueFeed(
        row["id"],
        spec_from_json(row["spec"]),
        url=row["moved_url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        items=row["items"],
        failures=row["failures"],
        page_failures=row["page_failures"],
        polled_at=row["polled_at"],
        succeeded_at=row["succeeded_at"],
        learned=learned_from_json(row["learned"]),
        health=health_of(row),
    )


def due_entry(row: Row, spec: FeedSpec, seen: SeenPage | None = None) -> DueEntry:
    """Read a claimed row of entry."""
    entry = Entry(
        row["key"],
        row["url"],
        row["title"],
        summary_html=row["summary_html"],
        author=row["author"],
        language=row["language"],
        published_at=row["published_at"],
    )
    is_backlog = bool(row["is_backlog"])
    return DueEntry(row["id"], spec, entry, row["first_seen_at"], row["attempts"], seen, is_backlog=is_backlog)


def due_delivery(row: Row) -> DueDelivery:
    """Read a claimed row of delivery."""
    return DueDelivery(
        row["id"],
        row["key"],
        row["rule"],
        row["lane"],
        row["payload"],
        row["attempts"],
        row["queued_at"],
        row["first_seen_at"],
        row["put_off_since"],
    )


def delivery(row: Row) -> Delivery:
    """Read a row of delivery, or of a list, which lacks the payload."""
    same = ("id", "key", "rule", "story_id", "state", "attempts", "queued_at", "composed_at", "sent_at", "due_at")
    facts = {name: row[name] for name in (*same, "reason", "detail", "alerts", "headline", "language")}
    kind, urgency = MessageKind(row["kind"]), Urgency(row["urgency"])
    return Delivery(**facts, kind=kind, urgency=urgency, channel=row["lane"], payload=row.get("payload", {}))


def seed(row: Row) -> Seed:
    """Read a row of seed."""
    facts = {name: row[name] for name in ("name", "outlet", "title", "date", "url", "words", "exact", "text")}
    return Seed(sketch=tuple(row["sketch"]), authors=tuple(row["authors"]), **facts)


def extracted_to_json(given: Extracted) -> dict[str, object]:
    """Give what was read from a page beside its text, ready for the columns of article."""
    return {
        "modified_at": given.modified_at,
        "section": given.section,
        "image": given.image,
        "claims": _CLAIMS.dump_python(given.claims, mode="json", exclude_defaults=True),
        "dropped": _DROPPED.dump_python(given.dropped, mode="json"),
        "recurring": [list(span) for span in given.recurring],
    }


def credits_to_json(given: tuple[Credit, ...]) -> list[dict[str, object]]:
    """Give the agencies that a text credits, ready for JSON."""
    return [asdict(each) for each in given]


def credits_from_json(given: list[dict[str, Any]]) -> tuple[Credit, ...]:  # Any: JSON
    """Read the agencies that a text credits."""
    return _CREDITS.validate_python(given)


def placed_to_json(placement: Placement) -> dict[str, object]:
    """Give why an article is in its story, ready for JSON; the story has a column of its own."""
    given = asdict(placement) | {"shared": list(placement.shared)}
    return {name: value for name, value in given.items() if name != "story_id"}


def placed_from_json(story_id: int | None, given: Mapping[str, Any]) -> Placement | None:  # Any: JSON
    """Read why an article is in its story; None where nothing placed it."""
    return Placement(story_id, **{**given, "shared": tuple(given["shared"])}) if given else None


def article(
    row: Row,
    mentions: tuple[Mention, ...] = (),
    sightings: tuple[Sighting, ...] = (),
    *,
    co_mentions: tuple[CoMention, ...] = (),
    story_articles: int = 1,
) -> Article:
    """Read a row of article, or of a list, which lacks what belongs to the text.

    Args:
        story_articles: how many articles its story has, where the row does not say.
    """
    return Article(
        id=row["id"],
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        author=row["author"],
        language=row["language"],
        published_at=row["published_at"],
        first_seen_at=row["first_seen_at"],
        kept_at=row["kept_at"],
        basis=Basis(row["basis"]),
        verdict=verdict(row["verdict"], row["verdict_figures"]),
        topics=tuple(row["topics"]),
        feed=row["feed"],
        country=row.get("country") or "",
        mentions=mentions,
        co_mentions=co_mentions,
        versions=row["versions"],
        modified_at=row["modified_at"],
        section=row["section"],
        image=row["image"],
        withdrawn_at=row["withdrawn_at"],
        sightings=sightings,
        story_id=row["story_id"],
        story_articles=row.get("story_articles", story_articles),
        placement=placed_from_json(row["story_id"], row["story_figures"]),
        **_of_text(row),
    )


def _of_text(row: Row) -> dict[str, Any]:  # Any: JSON
    """Read what belongs to an article's text; nothing, where the row is a list's."""
    if "text" not in row:
        return {}
    return {
        "text": row["text"],
        "claims": _CLAIMS.validate_python(row["claims"]),
        "dropped": _DROPPED.validate_python(row["dropped"]),
        "recurring": tuple((start, end) for start, end in row["recurring"]),
        "credits": credits_from_json(row["credits"]),
        "tagged_by": row["tagged_by"],
    }


def mention(row: Row) -> Mention:
    """Read a row of mention."""
    given = {name: row[name] for name in Mention.__dataclass_fields__}
    return Mention(**{**given, "part": Part(row["part"])})


def mention_rows(mentions: tuple[Mention, ...], article_id: int) -> list[dict[str, object]]:
    """Give the rows of an article's mentions."""
    return [asdict(given) | {"article_id": article_id, "n": n} for n, given in enumerate(mentions)]


def topic_rows(mentions: tuple[Mention, ...], length: int, article_id: int) -> list[dict[str, object]]:
    """Give the rows of the topics that an article matches, given how long its text is."""
    return [asdict(given) | {"article_id": article_id} for given in tallies(mentions, length)]


def co_mention(row: Row) -> CoMention:
    """Read a row of co_mention."""
    return CoMention(Companion(row["kind"]), row["name"], row["count"])


def co_mention_rows(co_mentions: tuple[CoMention, ...], article_id: int) -> list[dict[str, object]]:
    """Give the rows of what an article names beside its topics."""
    return [asdict(given) | {"article_id": article_id} for given in co_mentions]


def figures(verdict: Verdict) -> dict[str, object]:
    """Give all of a verdict but its kind, ready for JSON."""
    spans = [[s.start, s.end, s.other_start, s.other_end] for s in verdict.spans]
    return {name: value for name, value in asdict(verdict).items() if name != "kind"} | {"spans": spans}


def verdict(kind: str, given: Mapping[str, Any]) -> Verdict:  # Any: JSON
    """Read a verdict of its kind and of all else, as figures() gave that."""
    spans = tuple(Span(*offsets) for offsets in given["spans"])
    return Verdict(VerdictKind(kind), **{**given, "spans": spans})
