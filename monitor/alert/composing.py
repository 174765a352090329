"""Which messages are made of the alerts that wait for a channel?

Pure: takes what waits, and the moment. In: Waiting, as the store found it. Out: a Composition, which the store writes
in the transaction that claims messages: who is killed afterwards sends the same messages with the same keys.

In this order: withholding.py says what is not told, or not now. What is left is one message a story; where anything of
a story is told, all of it is that waits here. Of a rule that has had its messages of the hour, what is left is gathered
for a digest. More than BURST messages at once are one digest, and of what is urgent one of its own before it; and where
MOST_A_MINUTE were told within a minute, what comes then is gathered until the next full one.

Nothing is put off for ever: quiet hours end, a pause holds an alert once, and what a ceiling or a flood gathers is told
at the mark that it was put off to, whatever was told until then.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor.alert.message import payload_of
from monitor.alert.rules import Book
from monitor.alert.timing import next_mark
from monitor.alert.withholding import LONGEST, Hold, kept_for_good, kept_for_now, silencing
from monitor.core.alert_limits import BURST, MOST_A_MINUTE, SIFTED
from monitor.core.public import moment
from monitor.core.records.alerts import (
    AlertKind,
    Composition,
    Message,
    MessageKind,
    PutOff,
    QueuedAlert,
    Rule,
    StoryState,
    Urgency,
    Waiting,
)

_EASED_MIN, _URGENTLY_EASED_MIN = 60, 5  # until what is beyond a ceiling is told together

_Group = tuple[QueuedAlert, ...]  # of one story, or of one article without: one message


def composer(book: Callable[[], Book]) -> Callable[[Waiting], Composition]:
    """Give the function that composes by the rules that hold whenever it is called.

    An alert whose rule is gone is told as a rule without settings of its own would tell it.
    """
    return lambda waiting: _compose(waiting, book().by_name())


def compose(waiting: Waiting) -> Composition:
    """Make messages as if no rule had settings of its own."""
    return _compose(waiting, {})


@dataclass(frozen=True, slots=True)
class _Told:
    """What is to be told, and what not now, of the alerts that wait."""

    groups: tuple[_Group, ...]
    put_off: tuple[PutOff, ...]


def _compose(waiting: Waiting, rules: Mapping[str, Rule]) -> Composition:
    sifted = _sift(waiting, rules)
    woken = _woken(waiting)
    if not sifted.groups:
        return Composition((), sifted.put_off, woken)
    if waiting.gather:
        return _digested(waiting, sifted, woken)
    eased = _ease(waiting, rules, sifted)
    is_flood = waiting.more and len(eased.groups) > BURST  # then one digest takes also what was not given
    slowed = eased if is_flood else _slow(waiting, eased)
    if len(slowed.groups) > BURST:
        return _digested(waiting, slowed, woken)
    limited = _limit(waiting, rules, slowed)
    return Composition(tuple(_message(waiting, group) for group in limited.groups), limited.put_off, woken)


def _woken(waiting: Waiting) -> tuple[int, ...]:
    states = (state for state in waiting.stories.values() if state.snooze)
    return tuple(sorted(s.story_id for s in states if s.snooze and s.outlets >= s.snooze.outlets + s.snooze.grow_by))


# --- what is told now -----------------------------------------------------------------------------


def _sift(waiting: Waiting, rules: Mapping[str, Rule]) -> _Told:
    """Part what is told now from what is silenced, snoozed, or waits for quiet hours or a pause to end."""
    silences = silencing(waiting.silences, waiting.now)
    put_off: list[PutOff] = []
    left: list[QueuedAlert] = []
    for queued in waiting.alerts:
        kept = kept_for_good(queued, waiting, silences)
        put_off += [kept] if kept else []
        left += [] if kept else [queued]
    groups = []
    for group in _groups(left):
        kept_now = [kept_for_now(queued, _rule(queued, rules), waiting) for queued in group]
        told = [queued for queued, kept in zip(group, kept_now, strict=True) if kept is None]
        if waiting.gather:
            put_off += [kept for kept in kept_now if kept]
            groups += [tuple(told)] if told else []
        elif told:
            groups.append(group)  # a story's message has all that waits here
        else:
            put_off += [kept for kept in kept_now if kept]
    return _Told(tuple(groups), tuple(put_off))


def _groups(alerts: Iterable[QueuedAlert]) -> Iterator[_Group]:
    groups: dict[object, list[QueuedAlert]] = {}
    for queued in alerts:
        alert = queued.alert
        alone = alert.key if alert.kind is AlertKind.SPIKE else f"article {alert.article_id}"  # a spike has no story
        groups.setdefault(alert.story_id or alone, []).append(queued)
    return map(tuple, groups.values())


def _rule(queued: QueuedAlert, rules: Mapping[str, Rule]) -> Rule:
    return rules.get(queued.alert.rule) or Rule(queued.alert.rule)


# --- ceilings and floods --------------------------------------------------------------------------


def _ease(waiting: Waiting, rules: Mapping[str, Rule], sifted: _Told) -> _Told:
    """Put off the groups of which every rule has had its messages of the hour already."""
    return _beyond(waiting, rules, sifted, is_counting=False)


def _limit(waiting: Waiting, rules: Mapping[str, Rule], sifted: _Told) -> _Told:
    """Put off the groups by which every rule of theirs would come to more messages in the hour than it may."""
    return _beyond(waiting, rules, sifted, is_counting=True)


def _beyond(waiting: Waiting, rules: Mapping[str, Rule], sifted: _Told, *, is_counting: bool) -> _Told:
    told = Counter(waiting.told)
    groups, put_off = [], list(sifted.put_off)
    for group in sifted.groups:
        by_name = {queued.alert.rule: _rule(queued, rules) for queued in group}
        if all(_is_at_ceiling(queued, by_name[queued.alert.rule], told, waiting.now) for queued in group):
            put_off += _gathered(group, by_name, waiting.now)
            continue
        groups.append(group)
        told.update(list(by_name) if is_counting else ())
    return _Told(tuple(groups), tuple(put_off))


def _is_at_ceiling(queued: QueuedAlert, rule: Rule, told: Mapping[str, int], now: datetime) -> bool:
    is_held_too_long = now - queued.queued_at >= LONGEST
    return bool(rule.ceiling_per_h) and told.get(rule.name, 0) >= rule.ceiling_per_h and not is_held_too_long


def _gathered(group: _Group, rules: Mapping[str, Rule], now: datetime) -> list[PutOff]:
    """Put a story off to the digest of a rule: at the next full hour, or within five minutes where it is urgent."""
    until = next_mark(_URGENTLY_EASED_MIN if _urgency(group) is Urgency.URGENT else _EASED_MIN, "UTC", now)
    rule = rules[min(rules)]  # one for all: an article that several rules found is told once
    why = (
        f"{Hold.CEILING}: rule '{rule.name}' had its {rule.ceiling_per_h} messages of the hour; "
        f"the rest is told together at {moment(until)}."
    )
    return [PutOff(queued.id, until, why, rule.name) for queued in group]


def _slow(waiting: Waiting, eased: _Told) -> _Told:
    """Put off the groups that are beyond what is told within a minute, to the digest of the next full one."""
    lately, until = Counter(waiting.lately), next_mark(1, "UTC", waiting.now)
    why = f"{Hold.BURST}: too many were told within a minute; the rest is told together at {moment(until)}."
    groups, put_off = [], list(eased.put_off)
    for group in eased.groups:
        urgency = _urgency(group)
        if lately[urgency] >= MOST_A_MINUTE:
            put_off += [PutOff(queued.id, until, why, SIFTED) for queued in group]
            continue
        groups.append(group)
        lately[urgency] += 1
    return _Told(tuple(groups), tuple(put_off))


def _urgency(alerts: Iterable[QueuedAlert]) -> Urgency:
    return min((queued.alert.urgency for queued in alerts), key=lambda each: each.rank)


# --- digests --------------------------------------------------------------------------------------


def _digested(waiting: Waiting, sifted: _Told, woken: tuple[int, ...]) -> Composition:
    """Tell all in one digest; of a burst, in one of its own first what is urgent.

    Where more wait than were given, the last digest takes them too. But where there are silences or snoozes, they may
    keep back some of those: then all are looked at first, and told together at the next full minute.
    """
    if waiting.more and (waiting.silences or waiting.has_snoozed) and not waiting.gather.startswith(SIFTED):
        return _sifted(waiting, sifted, woken)
    alerts = [queued for group in sifted.groups for queued in group]
    urgent = [queued for queued in alerts if queued.alert.urgency is Urgency.URGENT]
    others = [queued for queued in alerts if queued.alert.urgency is not Urgency.URGENT]
    parts = [part for part in ((urgent, others) if waiting.gather in ("", SIFTED) else (alerts,)) if part]
    messages = [_digest(waiting, part) for part in parts[:-1]]
    return Composition((*messages, _digest(waiting, parts[-1], more=waiting.more)), sifted.put_off, woken)


def _sifted(waiting: Waiting, sifted: _Told, woken: tuple[int, ...]) -> Composition:
    until = next_mark(1, "UTC", waiting.now)
    why = f"{Hold.BURST}: with {waiting.more} more, it is told at {moment(until)}."
    gather = f"{SIFTED}{waiting.gather}"
    alerts = (queued for group in sifted.groups for queued in group)
    put_off = (PutOff(queued.id, until, why, gather) for queued in alerts)
    return Composition((), (*sifted.put_off, *put_off), woken)


# --- messages -------------------------------------------------------------------------------------


def _digest(waiting: Waiting, alerts: Sequence[QueuedAlert], *, more: int = 0) -> Message:
    message = _made(waiting, MessageKind.DIGEST, alerts, None, more)
    return replace(message, takes_rest=more > 0)


def _message(waiting: Waiting, alerts: _Group) -> Message:
    """Make the message of a story, in its thread where one was told before."""
    first = alerts[0].alert
    if first.kind is AlertKind.SPIKE:
        return _made(waiting, MessageKind.SPIKE, alerts, None)
    story = (waiting.stories.get(first.story_id) or StoryState(first.story_id)) if first.story_id else None
    if all(queued.alert.kind is AlertKind.CHANGE for queued in alerts):
        kind = MessageKind.CHANGE
    else:
        kind = MessageKind.UPDATE if story and story.thread else MessageKind.ARTICLE
    return _made(waiting, kind, alerts, story)


def _made(
    waiting: Waiting, kind: MessageKind, alerts: Sequence[QueuedAlert], story: StoryState | None, more: int = 0
) -> Message:
    key = _key(alerts)
    return Message(
        key,
        waiting.channel,
        kind,
        _urgency(alerts),
        tuple(dict.fromkeys(queued.alert.rule for queued in alerts)),
        story.story_id if story else None,
        story.thread if story else "",
        payload_of(key, kind, alerts, story=story, more=more),
        tuple(queued.id for queued in alerts),
    )


def _key(alerts: Sequence[QueuedAlert]) -> str:
    """Give a message's idempotency key: that of its alert, or sha256 (hex) of theirs."""
    keys = sorted(queued.alert.key for queued in alerts)
    return keys[0] if len(keys) == 1 else sha256("\n".join(keys).encode()).hexdigest()
