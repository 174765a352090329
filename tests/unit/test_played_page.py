"""Does the page of a rule that was played say where it was not held against everything?"""

import html
import re

import pytest

from monitor.alert.backtest import Simulated
from monitor.core.records.alerts import Rule
from monitor.rehearsing import Rehearsed, Span
from monitor.web.pages import TEMPLATES
from tests.fakes import NOON

RULE = Rule("csto", "topic:csto")
NOTHING = Simulated(2, 0, (), 0, {}, {})


def page(**shown: object) -> str:
    """What the page says, without its tags, each gap one blank."""
    usual = {"root": "../", "rule": RULE, "query": "topic:csto", "since": "30d", "periods": ["30d"], "played": None}
    written = TEMPLATES.get_template("played.html").render({**usual, "messages": [], "problem": "", **shown})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", written)).split())


@pytest.mark.parametrize(
    ("played", "said"),
    [
        (Rehearsed(RULE, Span(NOON, (1, 2), 5_000), NOTHING), "It was held against the newest 5,000 articles only"),
        (Rehearsed(RULE, Span(NOON, (1, 2)), NOTHING, NOON), "only articles kept until 2026-11-22 12:00 were read"),
    ],
)
def test_what_was_left_out_is_said(played: Rehearsed, said: str) -> None:
    assert said in page(played=played)


def test_where_nothing_was_left_out_nothing_is_said_of_it() -> None:
    said = page(played=Rehearsed(RULE, Span(NOON, (1, 2)), NOTHING))

    assert "Of 2 articles first seen since 2026-11-22 12:00 it is about 0. It would have sent 0 messages." in said
    assert "newest" not in said
    assert "time ran out" not in said


def test_who_has_to_come_again_is_told_so() -> None:
    assert "Try again in a few seconds." in page(problem="Another rule is being played. Try again in a few seconds.")
