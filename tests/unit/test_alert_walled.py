"""Does one alert that nobody can compose stop the others?"""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.alert.composing import compose
from monitor.alert.message import item
from monitor.alert.outbox import walled
from monitor.core.alert_limits import BURST
from monitor.core.records.alerts import (
    Alert,
    AlertKind,
    AlertState,
    Composition,
    MessageKind,
    PutOff,
    QueuedAlert,
    Urgency,
    Waiting,
)
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from tests.fakes import NOON

ARTICLE = Article(
    id=1,
    url="https://outlet.example/1",
    outlet="outlet.example",
    title="CSTO meets",
    author="",
    language="en",
    published_at=None,
    first_seen_at=NOON,
    kept_at=NOON,
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto",),
    feed="Outlet",
)
LATER = NOON + timedelta(hours=1)
WHY = "It could not be composed (AttributeError); the log says more."


@pytest.fixture
def journal(logged: io.StringIO) -> Journal:
    return Journal(Metrics("test"))


def queued(number: int, *, story: int | None = None, gather: str = "", facts: object = None) -> QueuedAlert:
    """An alert; what ``facts`` gives in place of them was written by nobody we know."""
    found = facts or item("csto", AlertKind.ARTICLE, ARTICLE)
    kind, urgency = AlertKind.ARTICLE, Urgency.NORMAL
    alert = Alert(f"key {number}", "csto", "log", kind, urgency, number, story, found, NOON, gather)  # type: ignore[arg-type] # broken on purpose
    return QueuedAlert(number, alert, NOON, NOON)


def broken(number: int, *, gather: str = "") -> QueuedAlert:
    """An alert whose facts are a text: dict() of it, and so all composing, fails."""
    return queued(number, gather=gather, facts="no facts")


def waiting(*alerts: QueuedAlert, more: int = 0) -> Waiting:
    return Waiting("log", alerts[0].alert.gather, NOON, alerts, more)


def crashes(logged: io.StringIO) -> list[dict[str, object]]:
    lines = map(json.loads, logged.getvalue().splitlines())
    return [line for line in lines if line["event"] == "alert.composing_crashed"]


def test_where_nothing_crashes_the_composition_is_the_composers_own(journal: Journal, logged: io.StringIO) -> None:
    made = Composition()

    assert walled(lambda _: made, journal)(waiting(queued(1))) is made
    assert crashes(logged) == []


def test_an_alert_that_cannot_be_composed_waits_an_hour_and_the_others_are_told(
    journal: Journal, logged: io.StringIO
) -> None:
    composed = walled(compose, journal)(waiting(queued(1), broken(2), queued(3)))

    assert [message.alert_ids for message in composed.messages] == [(1,), (3,)]
    assert composed.put_off == (PutOff(2, LATER, WHY, state=AlertState.DUE),)
    together, alone = crashes(logged)
    assert (together["alerts"], together["level"], alone["alert"], alone["channel"]) == (3, "error", 2, "log")
    assert "AttributeError" in str(alone)


def test_the_others_are_put_together_as_if_the_broken_one_were_not_there(journal: Journal) -> None:
    stories = [queued(number, story=number) for number in range(2, BURST + 3)]  # one more than are told alone

    (digest,) = walled(compose, journal)(waiting(broken(1), *stories, more=5)).messages

    assert (digest.kind, digest.alert_ids, digest.takes_rest) == (
        MessageKind.DIGEST,
        tuple(each.id for each in stories),
        True,
    )


def test_a_broken_alert_of_a_digest_stays_one_of_that_digest(journal: Journal) -> None:
    composed = walled(compose, journal)(waiting(queued(1, gather="daily"), broken(2, gather="daily")))

    assert [(each.alert_id, each.gather) for each in composed.put_off] == [(2, "daily")]
    assert [message.alert_ids for message in composed.messages] == [(1,)]


def test_where_they_can_only_be_composed_alone_each_is(journal: Journal) -> None:
    composed = walled(_one_at_a_time(compose), journal)(waiting(queued(1), broken(2), queued(3)))

    assert [message.alert_ids for message in composed.messages] == [(1,), (3,)]
    assert [each.alert_id for each in composed.put_off] == [2]


def test_where_all_are_broken_all_wait(journal: Journal) -> None:
    composed = walled(compose, journal)(waiting(broken(1), broken(2)))

    assert composed == Composition(put_off=(PutOff(1, LATER, WHY), PutOff(2, LATER, WHY)))


def test_stories_that_woke_are_woken_once(journal: Journal) -> None:
    def waking(given: Waiting) -> Composition:
        """Say that story 3 woke, whatever is asked of it alone."""
        if len(given.alerts) > 1:
            raise AttributeError
        return Composition(woken=(3,))

    assert walled(waking, journal)(waiting(queued(1), queued(2))) == Composition(woken=(3,))


def _one_at_a_time(wrapped: Callable[[Waiting], Composition]) -> Callable[[Waiting], Composition]:
    def composing(given: Waiting) -> Composition:
        """Fail on several."""
        (_,) = given.alerts
        return wrapped(given)

    return composing
