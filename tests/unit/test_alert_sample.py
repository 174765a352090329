"""What does a sample say, and can nobody take it for news?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.alert.rendering.renderer import Form, Renderer
from monitor.alert.sample import sample
from monitor.core.records.articles import Article, Basis
from monitor.core.records.tags import Mention, Part
from monitor.core.records.verdicts import Verdict, VerdictKind
from tests.fakes import NOON

ARTICLE = Article(
    id=7,
    url="https://outlet.example/7",
    outlet="outlet.example",
    title="Leaders meet",
    author="",
    language="en",
    published_at=None,
    first_seen_at=NOON - timedelta(days=2),
    kept_at=NOON - timedelta(days=2),
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto",),
    feed="Outlet",
    text="The CSTO met.",
    mentions=(Mention("csto", "CSTO", "en", "text", 4, 8, "acronym", part=Part.LEAD),),
    story_id=3,
)


def only_item(payload: Mapping[str, object]) -> Any:  # Any: JSON
    items = payload["items"]
    assert isinstance(items, list)
    (item,) = items
    return item


def test_a_sample_tells_an_article_and_says_that_it_is_one() -> None:
    made = sample("desk", ARTICLE, NOON)

    payload = made.payload
    told = only_item(payload)
    assert (payload["kind"], payload["rules"], payload["count"], payload["thread"]) == ("sample", ["sample"], 1, None)
    assert (told["article"]["url"], told["matches"][0]["sentence"]) == (ARTICLE.url, "The CSTO met.")
    assert (made.channel, made.rule, made.id, made.attempts) == ("desk", "sample", 0, 0)
    assert (made.key, made.first_seen_at) == (payload["key"], ARTICLE.first_seen_at)


def test_where_there_is_no_article_one_is_made_up_that_names_a_topic_where_it_says() -> None:
    told = only_item(sample("desk", None, NOON).payload)

    (match,) = told["matches"]
    start, end = match["at"]
    assert match["sentence"][start:end] == match["name"] == "Kazakhstan"
    assert (told["article"]["id"], told["article"]["outlet"]) == (0, "outlet.example")
    assert told["article"]["first_seen_at"] == "2026-11-22T12:00:00Z"


def test_each_sample_has_a_key_of_its_own_and_no_alerts() -> None:
    moments = [NOON, NOON + timedelta(microseconds=1)]

    keys = {sample(channel, None, now).key for channel in ("desk", "log") for now in moments}

    assert len(keys) == 4
    assert {len(key) for key in keys} == {64}
    assert sample("desk", None, NOON) == sample("desk", None, NOON)


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.LINE])  # which has a subject beside it
@pytest.mark.parametrize(
    "article", [None, ARTICLE, replace(ARTICLE, text="", mentions=())], ids=["none", "one", "bare"]
)
def test_a_sample_can_be_written_in_every_form_and_says_what_it_is(form: Form, article: Article | None) -> None:
    rendered = Renderer({"csto": "CSTO", "kazakhstan": "Kazakhstan"}).render(sample("c", article, NOON).payload, form)

    assert "sample" in rendered.subject.casefold()
    assert "sample" in rendered.body.casefold()
