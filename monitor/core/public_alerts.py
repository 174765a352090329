"""How do rules, alerts and messages look to programs: in JSON, on the command line and from the API?

Pure: records in, dictionaries ready for JSON out; the names here are a promise to users, as those of public.py.
A channel's address, and whatever else may be a secret, is in none of them.
"""

from collections.abc import Mapping

from monitor.core.public import moment
from monitor.core.records.alerts import AlertKind, ChannelSpec, Delivery, QueuedAlert, Rule, Silence, Snooze


def rule(given: Rule) -> dict[str, object]:
    """Give a rule with all its settings; ``channels`` is empty where it tells every channel."""
    return {
        "name": given.name,
        "origin": given.origin,
        "enabled": given.is_enabled,
        "on": given.on,
        "query": given.query,
        "channels": list(given.channels),
        "urgency": given.urgency,
        "every_min": given.every_min,
        "daily_at": given.daily_at or None,
        "quiet": list(given.quiet) or None,
        "zone": given.zone,
        "story_pause_min": given.story_pause_min,
        "ceiling_per_h": given.ceiling_per_h or None,
        "includes": sorted(given.includes),
        "changes": list(given.changes) if given.on is AlertKind.CHANGE else None,
        "spike": _spike(given),
        "template": given.template or None,
        "owner": given.owner or None,
    }


def _spike(given: Rule) -> dict[str, object] | None:
    if given.on is not AlertKind.SPIKE:
        return None
    return {"factor": given.spike.factor, "at_least": given.spike.at_least, "hours": given.spike.hours}


def tallied(given: Rule, tally: Mapping[str, int]) -> dict[str, object]:
    """Give a rule, and what became of the alerts that it brought in the last seven days: their number by state."""
    return {**rule(given), "last_7_days": dict(tally)}


def channel(given: ChannelSpec) -> dict[str, object]:
    """Give what may be shown of a channel: never where it leads."""
    return {"name": given.name, "kind": given.kind, "origin": given.origin}


def alert(given: QueuedAlert) -> dict[str, object]:
    """Give what one rule has to tell one channel, and what became of it; ``delivery`` is the message that has it."""
    told = given.alert
    return {
        "id": given.id,
        "key": told.key,
        "rule": told.rule,
        "channel": told.channel or None,
        "kind": told.kind,
        "urgency": told.urgency,
        "article": told.article_id,
        "story": told.story_id,
        "state": told.state,
        "why": told.why or None,
        "queued_at": moment(given.queued_at),
        "due_at": moment(told.due_at),
        "delivery": given.delivery_id,
        "facts": dict(told.facts),
    }


def delivery(given: Delivery) -> dict[str, object]:
    """Give what a list shows of a message in the outbox; ``reason`` and ``detail`` are of the last try that failed."""
    return {
        "id": given.id,
        "key": given.key,
        "kind": given.kind,
        "rules": given.rule.split(", ") if given.rule else [],
        "channel": given.channel,
        "urgency": given.urgency,
        "story": given.story_id,
        "state": given.state,
        "attempts": given.attempts,
        "alerts": given.alerts,
        "headline": given.headline,
        "language": given.language,
        "queued_at": moment(given.queued_at),
        "composed_at": moment(given.composed_at),
        "sent_at": moment(given.sent_at),
        "due_at": moment(given.due_at),
        "reason": given.reason or None,
        "detail": given.detail or None,
    }


def whole_delivery(given: Delivery) -> dict[str, object]:
    """Give a message with what it says."""
    return {**delivery(given), "payload": dict(given.payload)}


def silence(given: Silence) -> dict[str, object]:
    """Give what is not announced for a while; ``query`` "" is everything."""
    return {
        "id": given.id,
        "query": given.query,
        "until": moment(given.until),
        "by": given.by or None,
        "comment": given.comment or None,
        "created_at": moment(given.created_at),
        "ended_at": moment(given.ended_at),
    }


def snooze(given: Snooze) -> dict[str, object]:
    """Give a story of which nothing is told until it has ``until_outlets`` outlets."""
    return {
        "story": given.story_id,
        "at": moment(given.at),
        "outlets": given.outlets,
        "grow_by": given.grow_by,
        "until_outlets": given.outlets + given.grow_by,
        "by": given.by or None,
    }
