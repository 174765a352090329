"""Is the promise "kept to sent within 60 s" measured of what may be told at once, and of nothing else?"""

from datetime import timedelta

import pytest

from monitor.core.records.alerts import DueDelivery, MessageKind
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from tests.fakes import NOON


def _sent(kind: MessageKind, *, might_s: float = 0) -> dict[str, float]:
    """Send a message 70 s after its article was kept, which might be told from ``might_s`` on; count those too late."""
    metrics = Metrics("1")
    delivery = DueDelivery(1, "key", "csto", "desk", {"kind": kind}, 0, NOON + timedelta(seconds=might_s), NOON)
    Journal(metrics).sent(delivery, NOON + timedelta(seconds=70))
    return {
        told: metrics.value("monitor_kept_to_sent_seconds_count", {"told": told})
        - metrics.value("monitor_kept_to_sent_seconds_bucket", {"told": told, "le": "60.0"})
        for told in ("at_once", "gathered")
    }


@pytest.mark.parametrize("kind", [MessageKind.ARTICLE, MessageKind.CHANGE, MessageKind.SPIKE])
def test_what_may_be_told_at_once_and_was_late_breaks_the_promise(kind: MessageKind) -> None:
    assert _sent(kind) == {"at_once": 1, "gathered": 0}


@pytest.mark.parametrize("kind", [MessageKind.DIGEST, MessageKind.UPDATE])
def test_what_is_gathered_on_purpose_is_not_late(kind: MessageKind) -> None:
    assert _sent(kind) == {"at_once": 0, "gathered": 1}


def test_what_had_to_wait_for_the_end_of_quiet_hours_is_late_from_then_on() -> None:
    assert _sent(MessageKind.ARTICLE, might_s=20) == {"at_once": 0, "gathered": 0}
    assert _sent(MessageKind.ARTICLE, might_s=5) == {"at_once": 1, "gathered": 0}


def test_messages_are_counted_by_channel_and_kind() -> None:
    metrics = Metrics("1")

    Journal(metrics).sent(DueDelivery(1, "key", "csto", "desk", {"kind": "digest"}, 0, NOON, NOON), NOON)

    assert metrics.value("monitor_messages_total", {"channel": "desk", "kind": "digest"}) == 1
