"""How do feeds look to programs, in JSON?

Pure: what the store and the inspection give in, dictionaries ready for JSON out. The names are a promise to users.
"""

from typing import TYPE_CHECKING

from monitor.core import public
from monitor.core.public import moment
from monitor.core.records.failures import Failed, Reason
from monitor.schedule.durations import spoken
from monitor.schedule.policy import Visit, interval_s

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.feeds import FeedSpec
    from monitor.inspecting.findings import Finding
    from monitor.inspecting.looking import Looked
    from monitor.inspecting.sampling import Sampled
    from monitor.store.feeds.feed_list import FeedHistory, FeedLine, PollLine


def listed(line: "FeedLine") -> dict[str, object]:
    """Give what a list shows of a feed; ``address`` is where it is asked for, ``url`` what feeds.yaml says."""
    return {
        "name": line.spec.name,
        "state": line.state,
        "since": moment(line.health.since),
        "why": line.health.why,
        "advice": line.health.advice,
        "address": line.address,
        "url": line.spec.url,
        "group": line.spec.group or None,
        "country": line.spec.country or None,
        "language": line.spec.language or None,
        "last_news_at": moment(line.learned.rhythm.news_at),
        "last_poll_at": moment(line.polled_at),
        "last_read_at": moment(line.succeeded_at),
        "next_poll_at": moment(line.due_at),
        "failures": line.failures,
    }


def shown(history: "FeedHistory", hint_cap_s: float, now: "datetime") -> dict[str, object]:
    """Give all of a feed: the list's facts, its interval and what led to it, its last polls and its history."""
    line = history.line
    return {
        **listed(line),
        "health": line.health.kind,
        "title": line.title,
        "enabled": line.spec.enabled,
        "paused_at": moment(line.paused_at),
        "reason": line.reason or None,
        "detail": line.detail or None,
        "page_failures": line.page_failures,
        "validators": {"etag": bool(line.etag), "last_modified": bool(line.last_modified)},
        "interval": _interval(line, hint_cap_s, now),
        "entries": dict(sorted(history.entries.items())),
        "polls": [_poll(poll) for poll in history.polls],
        "events": [
            {"at": moment(event.at), "kind": event.kind, "detail": event.detail, "number": event.number}
            for event in history.events
        ],
    }


def usual_s(line: "FeedLine", hint_cap_s: float, now: "datetime") -> float:
    """Give the interval at which a feed is polled as things are, in seconds."""
    failure = Failed(Reason(line.reason), line.detail) if line.reason else None
    has_validators = line.has_validators or line.polled_at is None
    visit = Visit(line.spec, now, line.learned, has_validators=has_validators, failure=failure)
    return interval_s(visit, hint_cap_s=hint_cap_s)


def looked(found: "Looked") -> dict[str, object]:
    """Give what an address holds."""
    answer, feed, failure = found.answer, found.feed, found.failure
    return {
        "url": found.spec.url,
        "usable": found.is_usable,
        "reason": failure.reason if failure else None,
        "detail": failure.detail if failure else None,
        "advice": found.advice or None,
        "format": feed.format if feed else None,
        "title": feed.title if feed else None,
        "language": (feed.language if feed else "") or None,
        "entries": len(feed.entries) if feed else None,
        "dropped": feed.dropped if feed else None,
        "newest_at": moment(found.newest_at),
        "final_url": answer.url if answer else None,
        "moved_to": (answer.moved_to if answer else "") or None,
        "status": answer.status if answer else (failure.status if failure else 0) or None,
        "content_type": (answer.content_type if answer else "") or None,
        "bytes": answer.received_bytes if answer else None,
        "ms": round((answer.took_s if answer else failure.took_s if failure else 0) * 1000),
        "validators": {
            "etag": bool(answer and answer.etag),
            "last_modified": bool(answer and answer.last_modified),
        },
        "hubs": list(feed.hubs) if feed else [],
    }


def sampled(found: "Sampled") -> dict[str, object]:
    """Give what would become of an entry; ``would_be`` is its fate in a word."""
    draft, failure = found.draft, found.failure
    article = draft.article if draft else None
    return {
        "title": article.title if article else found.entry.title,
        "url": (article.canonical_url if article else "") or found.entry.url,
        "entry_url": found.entry.url,
        "published_at": moment((article.published_at if article else None) or found.entry.published_at),
        "would_be": fate(found),
        "known_as": found.known_as or None,
        "robots": found.robots,
        "reason": failure.reason if failure else None,
        "detail": failure.detail if failure else None,
        "language": (article.language if article else "") or None,
        "outlet": (article.outlet if article else "") or None,
        "basis": article.basis if article else None,
        "characters": len(article.text) if article else 0,
        **(public.tagged(draft.tagged) if draft else {"topics": [], "mentions": [], "rejected": []}),
        "verdict": public.verdict(found.verdict) if found.verdict else None,
    }


def fate(found: "Sampled") -> str:
    """Say what would become of an entry: its verdict's kind, "seen again", or "nothing" where it cannot be read."""
    if found.verdict:
        return found.verdict.kind.value
    return "seen again" if found.known_as else "nothing"


def finding(found: "Finding") -> dict[str, object]:
    """Give one thing that is said against a feed."""
    return {
        "feed": found.feed,
        "kind": found.kind.value.replace(" ", "_"),
        "bad": found.kind.is_bad,
        "detail": found.detail,
        "advice": found.advice or None,
    }


def asked_for(spec: "FeedSpec") -> str:
    """Say what feeds.yaml says of a feed's pace, in a few words."""
    slowest_s = max(spec.slowest_s, spec.every_s)
    if slowest_s == spec.every_s:
        return every(spec.every_s)
    between = f"between {every(spec.every_s)} and {every(slowest_s)}, by its own rhythm"
    return between if spec.is_paced_by_owner else f"{between} (feeds.yaml says nothing)"


def every(seconds: float) -> str:
    """Say an interval: "every hour", "every 90 minutes"."""
    return f"every {spoken(seconds).removeprefix('1 ')}"


def _interval(line: "FeedLine", hint_cap_s: float, now: "datetime") -> dict[str, object]:
    spec, learned = line.spec, line.learned
    return {
        "seconds": round(usual_s(line, hint_cap_s, now)),
        "every_s": spec.every_s,
        "slowest_s": max(spec.slowest_s, spec.every_s),
        "paced_by_owner": spec.is_paced_by_owner,
        "obeys_hints": spec.obey_hints,
        "usual_gap_s": None if learned.rhythm.gap_s is None else round(learned.rhythm.gap_s),
        "longest_quiet_s": round(learned.rhythm.longest_s),
        "fresh_s": learned.fresh_s,
        "ttl_s": learned.hints.ttl_s,
        "update_s": learned.hints.update_s,
        "skip_hours": list(learned.hints.skip_hours),
        "skip_days": list(learned.hints.skip_days),
        "hurried_polls_left": learned.hurries,
        "pushed": learned.is_pushed,
    }


def _poll(poll: "PollLine") -> dict[str, object]:
    return {
        "at": moment(poll.started_at),
        "outcome": poll.outcome,
        "status": poll.status or None,
        "entries": poll.entries,
        "new": poll.new,
        "bytes": poll.received_bytes,
        "ms": round(poll.took_s * 1000),
        "reason": poll.reason or None,
        "detail": poll.detail or None,
    }
