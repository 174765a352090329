"""Is a letter's subject read as it was written?"""

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alert.channels.letters import Envelope, letter
from monitor.core.records.alerts import DueDelivery

DELIVERY = DueDelivery(
    id=1,
    key="a" * 64,
    payload={},
    channel="mail",
    rule="csto",
    attempts=0,
    queued_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    first_seen_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
)
ENVELOPE = Envelope(Address("monitor", "monitor", "example.org"), (Address("desk", "desk", "example.org"),), "mail")
WORDS = (
    "Лидеры",
    "ОДКБ",
    "встретились",
    "в",
    "Астане",
    "ҰҚШҰ",
    "басшылары",
    "上海合作组织",
    "峰会",
    "قمة",
    "CSTO,",
    "of",
)


def sent(subject: str) -> bytes:
    return letter(ENVELOPE, DELIVERY, subject, "text", "<p>text</p>")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join))
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    read = message_from_bytes(sent(subject), policy=default)

    assert read["Subject"] == subject[:200].rstrip()


@pytest.mark.parametrize(
    "subject", ["URGENT. " + "Саммит " * 20, "ҰҚШҰ басшылары Астанада кездесті", "plain " * 30, "x" * 190]
)
def test_a_subject_is_in_lines_that_servers_take_and_begins_on_the_first(subject: str) -> None:
    lines = sent(subject).partition(b"Subject:")[2].partition(b"Date:")[0].split(b"\r\n")

    assert lines[0].strip()
    assert all(len(line) <= 998 and line.isascii() for line in lines)
