"""Does a message say what a reader needs, the same each time?"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert.message import item, payload_of
from monitor.core.alert_limits import MOST_ITEMS
from monitor.core.public import listed
from monitor.core.records.alerts import Alert, AlertKind, MessageKind, QueuedAlert, StoryState, Urgency
from monitor.core.records.articles import Article, Basis
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import Mention
from monitor.core.records.verdicts import Verdict, VerdictKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEXT = "The talks ended on Monday.\nLeaders of the CSTO met in Astana. They spoke of K. Tokayev and Kazakhstan."


def mention(topic: str, name: str, text: str = TEXT, *, field: str = "text", is_weak: bool = False) -> Mention:
    start = text.index(name)
    return Mention(topic, name, "en", field, start, start + len(name), "word", is_weak=is_weak)


ARTICLE = Article(
    id=7,
    url="https://outlet.example/a?id=1",
    outlet="outlet.example",
    title="Leaders meet",
    author="A. Writer",
    language="en",
    published_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    first_seen_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
    kept_at=datetime(2026, 11, 22, 10, 0, 5, tzinfo=UTC),
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.PARTIAL, "a third is known", of="seed:wire"),
    topics=("csto", "kazakhstan"),
    feed="Outlet",
    text=TEXT,
    mentions=(mention("kazakhstan", "Kazakhstan"), mention("csto", "CSTO")),
    story_id=3,
    story_articles=8,
)


def around(text: str, name: str) -> str:
    """The sentence that a match of a name shows."""
    return str(only(matches(replace(ARTICLE, text=text, mentions=(mention("csto", name, text),))))["sentence"])


def matches(article: Article) -> object:
    return item("csto", AlertKind.ARTICLE, article)["matches"]


def both(article: Article) -> list[dict[str, object]]:
    found = matches(article)
    assert isinstance(found, list)
    assert len(found) == 2
    return found


def headlined(title: str, name: str) -> Mention:
    """A mention of the topic of this name in a headline."""
    return mention(name.casefold(), name, title, field="title")


def only(items: object) -> dict[str, object]:
    assert isinstance(items, list)
    (one,) = items
    return dict(one)


def queued(*articles: Article, rule: str = "csto") -> list[QueuedAlert]:
    return [
        QueuedAlert(
            number,
            Alert(
                f"k{number}",
                rule,
                "log",
                AlertKind.ARTICLE,
                Urgency.NORMAL,
                article.id,
                article.story_id,
                item(rule, AlertKind.ARTICLE, article),
                article.kept_at,
            ),
            article.kept_at,
            article.first_seen_at,
        )
        for number, article in enumerate(articles)
    ]


def test_an_item_says_what_a_reader_needs() -> None:
    assert item("csto", AlertKind.ARTICLE, ARTICLE) == {
        "rule": "csto",
        "kind": "article",
        "change": None,
        "spike": None,
        "article": {
            "id": 7,
            "url": "https://outlet.example/a?id=1",
            "outlet": "outlet.example",
            "title": "Leaders meet",
            "language": "en",
            "published_at": "2026-11-22T09:30:00Z",
            "first_seen_at": "2026-11-22T10:00:00Z",
            "verdict": "partial",
            "duplicate_of": "seed:wire",
            "topics": ["csto", "kazakhstan"],
            "basis": "full",
            "feed": "Outlet",
            "country": None,
            "story": {"id": 3, "articles": 8},
        },
        "matches": [
            {
                "topic": "csto",
                "name": "CSTO",
                "field": "text",
                "sentence": "Leaders of the CSTO met in Astana.",
                "at": [15, 19],
                "in_headline": None,
            },
            {
                "topic": "kazakhstan",
                "name": "Kazakhstan",
                "field": "text",
                "sentence": "They spoke of K. Tokayev and Kazakhstan.",
                "at": [29, 39],
                "in_headline": None,
            },
        ],
        "beginning": "",
    }


def test_a_message_tells_its_items_and_its_story() -> None:
    payload = payload_of("k", MessageKind.UPDATE, queued(ARTICLE), story=StoryState(3, 8, 2, thread="first"))

    assert payload == {
        "schema": 2,
        "key": "k",
        "kind": "update",
        "rules": ["csto"],
        "urgency": "normal",
        "thread": "first",
        "story": {"id": 3, "articles": 8, "outlets": 2},
        "items": [item("csto", AlertKind.ARTICLE, ARTICLE)],
        "count": 1,
        "more": 0,
    }


def test_an_article_that_two_rules_found_is_one_item() -> None:
    alerts = [*queued(ARTICLE), *queued(ARTICLE, rule="kazakhstan")]

    payload = payload_of("k", MessageKind.ARTICLE, alerts)

    assert (payload["count"], payload["rules"]) == (1, ["csto", "kazakhstan"])


def test_a_message_shows_an_article_as_the_api_lists_it() -> None:
    new = replace(ARTICLE, verdict=Verdict(VerdictKind.NEW, "nothing like it"), published_at=None)

    facts = item("csto", AlertKind.ARTICLE, new)["article"]

    assert facts == listed(new)
    assert isinstance(facts, dict)
    assert (facts["duplicate_of"], facts["published_at"]) == (None, None)


def test_a_payload_goes_through_json_unchanged() -> None:
    payload = payload_of("k", MessageKind.ARTICLE, queued(ARTICLE))

    assert json.loads(json.dumps(payload)) == payload


def test_what_headline_and_text_name_shows_its_sentence_of_the_text_and_its_place_in_the_headline() -> None:
    in_both = replace(ARTICLE, title="A CSTO summit", mentions=(headlined("A CSTO summit", "CSTO"), *ARTICLE.mentions))

    csto, kazakhstan = both(in_both)

    assert (csto["field"], csto["sentence"]) == ("text", "Leaders of the CSTO met in Astana.")
    assert (csto["in_headline"], kazakhstan["in_headline"]) == ([2, 6], None)


def test_what_only_the_headline_names_shows_the_headline() -> None:
    title = "Kazakhstan\nhosts"
    in_title = replace(ARTICLE, title=title, mentions=(mention("csto", "CSTO"), headlined(title, "Kazakhstan")))

    assert both(in_title)[1] == {
        "topic": "kazakhstan",
        "name": "Kazakhstan",
        "field": "title",
        "sentence": "Kazakhstan hosts",
        "at": [0, 10],
        "in_headline": [0, 10],
    }


def test_the_headline_once_more_in_the_text_is_no_sentence_of_it() -> None:
    text = "CSTO  leaders meet.\nThey met. The CSTO said so."
    again = replace(
        ARTICLE,
        title="CSTO leaders meet",
        text=text,
        mentions=(
            headlined("CSTO leaders meet", "CSTO"),
            mention("csto", "CSTO", text),
            Mention("csto", "CSTO", "en", "text", 34, 38, "word"),
        ),
    )

    assert only(matches(again))["sentence"] == "The CSTO said so."


def test_a_name_is_given_as_the_article_writes_it() -> None:
    inflected = replace(
        ARTICLE, text="В Казахстане тепло.", mentions=(Mention("kazakhstan", "казахстан", "ru", "text", 2, 12, "stem"),)
    )

    assert only(matches(inflected))["name"] == "Казахстане"


# --- topics in one sentence -----------------------------------------------------------------------


def test_two_topics_in_one_sentence_have_the_same_words_of_it() -> None:
    text = "It rained. The  SCO met\tin Kazakhstan on Monday. It rained."
    names = (mention("kazakhstan", "Kazakhstan", text), mention("csto", "SCO", text))

    sco, kazakhstan = both(replace(ARTICLE, text=text, mentions=names))

    assert sco["sentence"] == kazakhstan["sentence"] == "The SCO met in Kazakhstan on Monday."
    assert (sco["at"], kazakhstan["at"]) == ([4, 7], [15, 25])


def test_two_topics_of_a_long_sentence_have_the_same_part_of_it() -> None:
    text = "x" * 500 + " CSTO " + "y" * 200 + " Kazakhstan " + "z" * 500
    names = (mention("csto", "CSTO", text), mention("kazakhstan", "Kazakhstan", text))

    for match in both(replace(ARTICLE, text=text, mentions=names)):
        sentence, at = str(match["sentence"]), match["at"]
        assert isinstance(at, list)

        assert (len(sentence), sentence[0], sentence[-1]) == (300, "…", "…")
        assert sentence[slice(*at)] == match["name"]


def test_two_topics_too_far_apart_have_parts_of_their_own() -> None:
    text = "CSTO " + "y" * 400 + " Kazakhstan"
    names = (mention("csto", "CSTO", text), mention("kazakhstan", "Kazakhstan", text))

    csto, kazakhstan = both(replace(ARTICLE, text=text, mentions=names))

    assert (str(csto["sentence"])[:6], str(kazakhstan["sentence"])[-6:]) == ("CSTO y", "khstan")
    assert csto["at"] == [0, 4]
    assert kazakhstan["at"] == [290, 300]


# --- beginnings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("  The talks\tended. More followed.", "The talks ended."),
        ("Leaders  MEET.\nThe talks ended.\nMore.", "The talks ended."),
        ("会谈结束。以后再谈。", "会谈结束。"),
        ("No stop", "No stop"),
        ("x" * 301, "x" * 299 + "…"),
        ("Leaders meet", ""),
        ("", ""),
        (" \n", ""),
    ],
)
def test_of_an_article_without_a_match_it_is_told_how_its_text_begins(text: str, beginning: str) -> None:
    told = item("kazakh", AlertKind.ARTICLE, replace(ARTICLE, text=text, mentions=(), topics=()))

    assert (told["matches"], told["beginning"]) == ([], beginning)


def test_where_only_the_headline_names_a_topic_it_is_told_how_the_text_begins() -> None:
    in_title = replace(ARTICLE, title="A CSTO summit", mentions=(headlined("A CSTO summit", "CSTO"),))

    assert item("csto", AlertKind.ARTICLE, in_title)["beginning"] == "The talks ended on Monday."


def test_weak_mentions_are_no_match() -> None:
    weak = replace(ARTICLE, mentions=(mention("csto", "CSTO"), mention("kazakhstan", "Kazakhstan", is_weak=True)))

    assert [match["topic"] for match in matches(weak)] == ["csto"]  # type: ignore[attr-defined] # a list of dicts


def test_a_text_that_was_not_kept_gives_an_empty_sentence() -> None:
    bare = replace(ARTICLE, text="")

    assert [match["sentence"] for match in matches(bare)] == ["", ""]  # type: ignore[attr-defined] # a list of dicts


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("One. Two Kazakhstan here! Three.", "Kazakhstan", "Two Kazakhstan here!"),
        ("U.S. envoys left Kazakhstan. More.", "Kazakhstan", "U.S. envoys left Kazakhstan."),
        ("В среду. Президент К. Токаев: «ОДКБ едина». Далее.", "ОДКБ", "Президент К. Токаев: «ОДКБ едина»."),
        ("第一句。上合组织峰会开幕。第三句。", "上合组织", "上合组织峰会开幕。"),
        ("A heading\nKazakhstan\nA text", "Kazakhstan", "Kazakhstan"),
        ("Kazakhstan's  own\tway", "Kazakhstan", "Kazakhstan's own way"),
        ("It grew by 4.5 % in Kazakhstan", "Kazakhstan", "It grew by 4.5 % in Kazakhstan"),
    ],
)
def test_the_sentence_around_a_mention(text: str, name: str, sentence: str) -> None:
    assert around(text, name) == sentence


@pytest.mark.parametrize("before", [0, 10, 149, 150, 290, 10_000])
@pytest.mark.parametrize("after", [0, 10, 149, 150, 290, 10_000])
def test_a_long_sentence_is_cut_around_its_mention(before: int, after: int) -> None:
    text = "x" * before + "CSTO" + "y" * after

    cut = around(text, "CSTO")

    assert len(cut) == min(300, len(text))
    assert "CSTO" in cut
    assert (cut.startswith("…"), cut.endswith("…")) == (
        len(text) > 300 and before > 296 - min(after, 148),
        len(text) > 300 and after > 296 - min(before, 148),
    )


def test_a_mention_that_fills_the_message_is_cut_itself() -> None:
    assert around("x" * 400, "x" * 400) == "x" * 300


@pytest.mark.parametrize(("start", "end"), [(5, 9), (-1, 2), (2, 2), (3, 1)])
def test_offsets_outside_the_text_give_an_empty_sentence(start: int, end: int) -> None:
    beyond = replace(ARTICLE, text="CSTO", mentions=(Mention("csto", "CSTO", "en", "text", start, end, "word"),))

    assert only(matches(beyond))["sentence"] == ""


# --- where the name stands ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name", "sentence", "at"),
    [
        ("Leaders of  the CSTO\nmet", "CSTO", "Leaders of the CSTO met", [15, 19]),
        ("CSTO", "CSTO", "CSTO", [0, 4]),
        ("«ОДКБ» едина", "ОДКБ", "«ОДКБ» едина", [1, 5]),
        ("x" * 400 + " CSTO", "CSTO", "…" + "x" * 294 + " CSTO", [296, 300]),
    ],
)
def test_a_match_says_where_in_its_sentence_the_name_stands(
    title: str, name: str, sentence: str, at: list[int]
) -> None:
    article = replace(ARTICLE, title=title, mentions=(mention("csto", name, title, field="title"),))

    match = only(matches(article))

    assert (match["sentence"], match["at"]) == (sentence, at)
    assert str(match["sentence"])[at[0] : at[1]] == name


def test_a_mention_beyond_the_title_shows_the_title_and_no_place() -> None:
    beyond = replace(ARTICLE, mentions=(Mention("csto", "CSTO", "en", "title", 90, 94, "word"),))

    match = only(matches(beyond))

    assert (match["sentence"], match["at"]) == ("Leaders meet", [0, 0])


# --- digests --------------------------------------------------------------------------------------


def hours_ago(hours: int) -> datetime:
    return NOON - timedelta(hours=hours)


def ids(payload: dict[str, object]) -> list[int]:
    items = payload["items"]
    assert isinstance(items, list)
    return [each["article"]["id"] for each in items]


def test_the_most_urgent_comes_first_then_the_oldest_and_a_story_stays_together() -> None:
    first, second, third, fourth = (replace(ARTICLE, id=n, story_id=n % 2) for n in (1, 2, 3, 4))
    alerts = queued(first, second, third, fourth)
    urgent = replace(alerts[3], alert=replace(alerts[3].alert, urgency=Urgency.URGENT))
    older, old = replace(alerts[2], queued_at=hours_ago(4)), replace(alerts[1], queued_at=hours_ago(3))

    payload = payload_of("k", MessageKind.DIGEST, [alerts[0], old, older, urgent])

    # Articles 2 and 4 have no story (0), so that each stands for itself; 1 and 3 are of story 1, and 3 is the oldest.
    assert ids(payload) == [4, 3, 1, 2]
    assert payload["urgency"] == "urgent"


def test_an_article_that_a_rule_found_twice_is_told_as_it_is_now() -> None:
    payload = payload_of("k", MessageKind.DIGEST, queued(ARTICLE, replace(ARTICLE, title="Corrected")))

    article = only(payload["items"])["article"]
    assert isinstance(article, dict)
    assert article["title"] == "Corrected"


def test_two_changes_of_an_article_are_two_items() -> None:
    first, second = queued(ARTICLE, ARTICLE)
    changes = [Change(ChangeKind.HEADLINE, "Another."), Change(ChangeKind.WITHDRAWN, "Gone.")]
    alerts = [
        replace(each, alert=replace(each.alert, facts=item("csto", AlertKind.CHANGE, ARTICLE, change=change)))
        for each, change in zip((first, second), changes, strict=True)
    ]

    payload = payload_of("k", MessageKind.CHANGE, alerts)

    assert payload["count"] == 2


def test_what_is_beyond_the_most_items_is_counted() -> None:
    articles = [replace(ARTICLE, id=n, story_id=None) for n in range(MOST_ITEMS + 3)]

    payload = payload_of("k", MessageKind.DIGEST, queued(*articles), more=40)

    assert (len(ids(payload)), payload["more"], payload["count"]) == (200, 43, 243)


def test_a_spike_says_its_figures() -> None:
    spike = {"count": 12, "usual": 2.5, "hours": 1}

    assert item("csto-spike", AlertKind.SPIKE, ARTICLE, spike=spike)["spike"] == spike
