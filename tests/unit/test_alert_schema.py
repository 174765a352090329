"""Is every message that can be made what docs/schemas/alert.schema.json promises to receivers?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from monitor.alert.channels.webhook import as_json, signature
from monitor.alert.message import item, payload_of
from monitor.alert.rendering.samples import PAYLOADS
from monitor.alert.sample import sample
from monitor.core.records.alerts import Alert, AlertKind, MessageKind, QueuedAlert, StoryState, Urgency
from monitor.core.records.articles import Article, Basis
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import Mention
from monitor.core.records.verdicts import Verdict, VerdictKind

SCHEMA = json.loads(Path("docs/schemas/alert.schema.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "Leaders of the CSTO met in Astana."
STORY = StoryState(3, articles=8, outlets=5, thread="ab" * 32)
WITHDRAWN = Change(ChangeKind.WITHDRAWN, "The page is gone (404).")


def article(number: int, **more: object) -> Article:
    values: dict[str, object] = {
        "id": number,
        "url": f"https://outlet.example/{number}",
        "outlet": "outlet.example",
        "title": "Лидеры ОДКБ собрались",
        "author": "",
        "language": "en",
        "published_at": NOW,
        "first_seen_at": NOW,
        "kept_at": NOW,
        "basis": Basis.FULL,
        "verdict": Verdict(VerdictKind.PARTIAL, "a third is known", of="seed:wire"),
        "topics": ("csto",),
        "feed": "Outlet",
        "text": TEXT,
        "mentions": (Mention("csto", "CSTO", "en", "text", 15, 19, "word"),),
        "story_id": 3,
        "story_articles": 8,
    } | more
    return Article(**values)  # type: ignore[arg-type] # the keywords are Article's own


def payload(
    kind: MessageKind, number: int = 1, *, story: StoryState | None = STORY, more: int = 0
) -> dict[str, object]:
    on = {MessageKind.CHANGE: AlertKind.CHANGE, MessageKind.SPIKE: AlertKind.SPIKE}.get(kind, AlertKind.ARTICLE)
    change = WITHDRAWN if on is AlertKind.CHANGE else None
    spike = {"count": 41, "usual": 6.5, "hours": 1} if on is AlertKind.SPIKE else None
    alerts = []
    for each in range(1, number + 1):
        told = item("csto", on, article(each), change=change, spike=spike)
        at = NOW + timedelta(seconds=each)
        alert = Alert(f"k{each}", "csto", "hook", on, Urgency.NORMAL, each, 3, told, at)
        alerts.append(QueuedAlert(each, alert, at, at))
    return payload_of("cd" * 32, kind, alerts, story=story, more=more)


def problems(given: dict[str, object]) -> list[str]:
    sent = json.loads(as_json(given))
    return [f"{each.json_path}: {each.message}" for each in Draft202012Validator(SCHEMA).iter_errors(sent)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", MessageKind)
def test_a_message_of_every_kind_is_as_promised(kind: MessageKind) -> None:
    assert problems(payload(kind)) == []


def test_a_digest_of_more_than_it_names_is_as_promised() -> None:
    given = payload(MessageKind.DIGEST, 250, story=None, more=9_750)

    assert problems(given) == []
    assert (given["count"], given["story"], given["thread"]) == (10_000, None, None)


def test_what_an_article_may_lack_may_be_missing() -> None:
    bare = article(1, published_at=None, language="", story_id=None, mentions=(), verdict=Verdict(VerdictKind.NEW, ""))
    alert = Alert(
        "k", "all", "hook", AlertKind.ARTICLE, Urgency.LOW, 1, None, item("all", AlertKind.ARTICLE, bare), NOW
    )

    assert problems(payload_of("ef" * 32, MessageKind.ARTICLE, [QueuedAlert(1, alert, NOW, NOW)])) == []


def test_a_topic_of_the_headline_is_as_promised() -> None:
    title = Mention("csto", "ОДКБ", "ru", "title", 7, 11, "word")
    told = item("csto", AlertKind.ARTICLE, article(1, mentions=(title,)))
    alert = Alert("k", "csto", "hook", AlertKind.ARTICLE, Urgency.LOW, 1, None, told, NOW)

    assert told["beginning"] == TEXT
    assert problems(payload_of("ef" * 32, MessageKind.ARTICLE, [QueuedAlert(1, alert, NOW, NOW)])) == []


def test_a_sample_is_as_promised() -> None:
    assert problems(sample("hook", None, NOW).payload) == []


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_templates_are_tried_by_messages_of_the_same_shape(number: int) -> None:
    ours = payload(MessageKind.ARTICLE)

    assert set(PAYLOADS[number]) <= set(ours)
    for tried in PAYLOADS[number]["items"]:  # type: ignore[attr-defined] # a list
        assert set(tried) == set(ours["items"][0])  # type: ignore[index] # as above


@pytest.mark.parametrize("missing", ["key", "kind", "items", "count", "thread"])
def test_a_message_without_a_promised_part_is_found_out(missing: str) -> None:
    given = payload(MessageKind.ARTICLE)
    del given[missing]

    assert problems(given) == [f"$: '{missing}' is a required property"]


def test_a_kind_that_receivers_were_not_told_of_is_found_out() -> None:
    assert len(problems(payload(MessageKind.ARTICLE) | {"kind": "rumour"})) == 1


def test_the_example_of_the_documentation_is_as_promised() -> None:
    told = Path("docs/alerts.md").read_text(encoding="utf-8").partition("## What a webhook gets")[2]
    example = told.partition("```json\n")[2].partition("```")[0]

    assert problems(json.loads(example)) == []


def test_the_example_that_checks_a_signature_takes_ours_and_no_other() -> None:
    told = Path("docs/alerts.md").read_text(encoding="utf-8").partition("## What a webhook gets")[2]
    named: dict[str, Any] = {}  # Any: a function that the text defines
    exec(told.partition("```python\n")[2].partition("```")[0], named)  # noqa: S102 - it is our own text
    is_from_monitor = named["is_from_monitor"]

    assert is_from_monitor(b"{}", signature(b"{}", b"secret"), b"secret")
    assert not is_from_monitor(b"{} ", signature(b"{}", b"secret"), b"secret")
