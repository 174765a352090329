"""What keeps an alert from being told now?

Pure. In: an alert, its rule, and what waits with it. Out: a PutOff, or None where nothing keeps it. composing.py asks,
and tells what is left.

Silences and snoozes are what a person wants, and hold whatever is urgent too: who snoozes a story knows it. Quiet hours
let pass what is urgent. A story's pause holds an alert once, and never for longer than a day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from monitor.alert.silencing import FIELDS
from monitor.alert.timing import quiet_until
from monitor.core.counting import counted
from monitor.core.public import moment
from monitor.core.query.conditions import Subject
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.query.tree import Query
from monitor.core.records.alerts import AlertKind, AlertState, PutOff, QueuedAlert, Rule, Silence, Waiting
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind

#: How long a pause or a ceiling can keep an alert back at most, from when it was queued.
LONGEST = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# A spike is of many articles, though an alert on it names one: only a silence of its topic means it.
_OF_A_SPIKE = frozenset({"topic"})


class Hold(StrEnum):
    """What keeps an alert back; the sentence that says why begins with it and a colon."""

    SILENCE = "Silence"
    SNOOZE = "Snoozed"
    QUIET = "Quiet hours"
    PAUSE = "Story pause"
    CEILING = "Ceiling"
    BURST = "Burst"
    SCHEDULE = "Schedule"


@dataclass(frozen=True, slots=True)
class Silencing:
    """A silence with its query, read."""

    silence: Silence
    query: Query


def silencing(silences: Sequence[Silence], now: datetime) -> tuple[Silencing, ...]:
    """Read silences; one that cannot be read any more holds nothing: rather too much is told than too little."""
    return tuple(each for each in (_read(silence, now) for silence in silences) if each is not None)


def kept_for_good(queued: QueuedAlert, waiting: Waiting, silences: Sequence[Silencing]) -> PutOff | None:
    """Say whether a silence or a snooze keeps an alert back, until a person or the story's growth brings it back.

    A silence keeps back what came in while it held, however much later that would be told; what came before it did not,
    though it waits still. One that asks for what an alert does not say of its article, such as words of the text, keeps
    none.
    """
    if silence := _silence_of(queued, silences):
        said = f" ({silence.comment})" if silence.comment else ""
        why = f"{Hold.SILENCE}: number {silence.id} of {silence.by or 'somebody'}, to {moment(silence.until)}{said}."
        return PutOff(queued.id, None, why, queued.alert.gather, AlertState.SILENCED)
    state = waiting.stories.get(queued.alert.story_id) if queued.alert.story_id else None
    if state and state.snooze and state.outlets < (wanted := state.snooze.outlets + state.snooze.grow_by):
        has = f"has {counted(state.outlets, 'outlet')}"
        why = f"{Hold.SNOOZE}: story {state.story_id} {has}; it is told again with {wanted}."
        return PutOff(queued.id, None, why, queued.alert.gather, AlertState.HELD)
    return None


def kept_for_now(queued: QueuedAlert, rule: Rule, waiting: Waiting) -> PutOff | None:
    """Say whether an alert waits for the end of its rule's quiet hours, or of its story's pause."""
    gather = queued.alert.gather
    if until := quiet_until(rule, waiting.now):
        why = f"{Hold.QUIET}: rule '{rule.name}' tells nothing before {moment(until)}."
        return PutOff(queued.id, until, why, gather)
    state = waiting.stories.get(queued.alert.story_id) if queued.alert.story_id else None
    if gather or state is None or state.told_at is None or queued.alert.why.startswith(Hold.PAUSE):
        return None
    until = min(state.told_at + timedelta(minutes=rule.story_pause_min), queued.queued_at + LONGEST)
    if until <= waiting.now:
        return None
    why = f"{Hold.PAUSE}: story {state.story_id} was told at {moment(state.told_at)}; the next is at {moment(until)}."
    return PutOff(queued.id, until, why, gather)


# --- silences -------------------------------------------------------------------------------------


def _read(silence: Silence, now: datetime) -> Silencing | None:
    try:
        query = parse(silence.query, now=now)
    except BadQuery:
        return None
    return Silencing(silence, query)


def _silence_of(queued: QueuedAlert, silences: Sequence[Silencing]) -> Silence | None:
    at = queued.queued_at
    held = [each for each in silences if _held(each.silence, at)]
    if not held:
        return None
    answered = _OF_A_SPIKE if queued.alert.kind is AlertKind.SPIKE else FIELDS
    subject = Subject(_article(queued))
    found = (each for each in held if each.query.fields <= answered and each.query.holds(subject, at))
    return next((each.silence for each in found), None)


def _held(silence: Silence, at: datetime) -> bool:
    return silence.created_at <= at < min(silence.until, silence.ended_at or silence.until)


def _article(queued: QueuedAlert) -> Article:
    """Give what an alert says of its article, as an article: what it does not say is empty."""
    given = queued.alert.facts.get("article")
    facts: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    topics = facts.get("topics")
    return Article(
        id=queued.alert.article_id,
        url=_said(facts, "url"),
        outlet=_said(facts, "outlet"),
        title=_said(facts, "title"),
        author="",
        language=_said(facts, "language"),
        published_at=_moment(facts, "published_at"),
        first_seen_at=_moment(facts, "first_seen_at") or _LONG_AGO,
        kept_at=queued.queued_at,
        basis=Basis(_said(facts, "basis") or Basis.FULL),
        verdict=Verdict(VerdictKind(_said(facts, "verdict") or VerdictKind.NEW), ""),
        topics=tuple(map(str, topics)) if isinstance(topics, list | tuple) else (),
        feed=_said(facts, "feed"),
        country=_said(facts, "country"),
        story_id=queued.alert.story_id,
    )


def _said(facts: Mapping[str, object], name: str) -> str:
    given = facts.get(name)
    return given if isinstance(given, str) else ""


def _moment(facts: Mapping[str, object], name: str) -> datetime | None:
    said = _said(facts, name)
    return datetime.fromisoformat(said) if said else None
