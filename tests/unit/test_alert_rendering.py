"""Does a message say in each form what a reader needs to decide?"""

import pytest

from monitor.alert.rendering.letters import clean, columns, cut, cut_front, wrap
from monitor.alert.rendering.moments import apart, moment
from monitor.alert.rendering.renderer import Form, Rendered, Renderer
from tests.unit.alert_payloads import LABELS, PAGES, TEXT, item, payload

RENDERER = Renderer(LABELS, PAGES)
FORMS = pytest.mark.parametrize("form", list(Form))
LONG_FORMS = pytest.mark.parametrize("form", [form for form in Form if form is not Form.LINE])


def plain(*items: dict[str, object], **more: object) -> Rendered:
    return RENDERER.render(payload(*items, **more), Form.PLAIN)  # type: ignore[arg-type] # kind among the rest


def test_a_plain_message_says_all_that_a_reader_needs_to_decide() -> None:
    message = plain(item())

    assert message.subject == "CSTO, Kazakhstan: Leaders meet in Astana (outlet.example)"
    assert message.body == (
        "New coverage: CSTO, Kazakhstan\n"
        "\n"
        "Leaders meet in Astana\n"
        "outlet.example, Kazakh (kk)\n"
        "\n"
        "In the text, CSTO:\n"
        "    Leaders of the *CSTO* met in Astana, the capital of Kazakhstan.\n"
        "\n"
        "Published  2026-11-22 09:30 UTC\n"
        "Seen       2026-11-22 10:04 UTC, 34 min later\n"
        "Verdict    partly new (known: wire-2026)\n"
        "Story      7 articles of 4 outlets\n"
        "Source     https://outlet.example/news/7\n"
        "Our page   https://monitor.example/story/881\n"
        "\n"
        "--\n"
        "Rule: csto-urgent\n"
        "Urgency: normal"
    )


@LONG_FORMS
def test_every_long_form_says_the_same(form: Form) -> None:
    body = RENDERER.render(payload(item()), form).body

    for said in (
        "Leaders meet in Astana",
        "outlet.example",
        "Kazakh (kk)",
        "2026-11-22 09:30 UTC",
        "34 min later",
        "CSTO",
        "met in Astana, the capital of Kazakhstan.",
        "partly new (known: wire-2026)",
        "7 articles of 4 outlets",
        "https://outlet.example/news/7",
        "https://monitor.example/story/881",
        "csto-urgent",
    ):
        assert said in body


@pytest.mark.parametrize(
    ("form", "marked"),
    [
        (Form.HTML, ">CSTO</b> met"),
        (Form.TELEGRAM, "<b>CSTO</b> met"),
        (Form.MARKDOWN, "**CSTO**\u200b met"),
        (Form.SLACK, "*CSTO*\u200b met"),
        (Form.PLAIN, "*CSTO* met"),
    ],
)
def test_a_topics_name_is_marked_where_it_stands_in_its_sentence(form: Form, marked: str) -> None:
    assert marked in RENDERER.render(payload(item()), form).body


def test_the_place_of_a_name_tells_which_of_two_is_marked() -> None:
    match = {"topic": "csto", "name": "CSTO", "field": "text", "sentence": "CSTO, not CSTO", "at": [10, 14]}

    assert "CSTO, not *CSTO*" in plain(item(matches=[match])).body


def test_a_name_in_the_headline_is_marked_there_in_an_email() -> None:
    match = {"topic": "sco", "name": "SCO", "field": "title", "sentence": "The SCO meets", "at": [4, 7]}
    told = payload(item("The SCO meets", matches=[match]))

    html = RENDERER.render(told, Form.HTML).body
    assert ">The <b " in html
    assert ">SCO</b> meets</a></h1>" in html
    assert "In the headline: SCO\n" in RENDERER.render(told, Form.PLAIN).body


IN_BOTH: dict[str, object] = {
    "topic": "csto",
    "name": "CSTO",
    "field": "text",
    "sentence": TEXT,
    "at": [15, 19],
    "in_headline": [10, 14],
}


def test_a_topic_in_headline_and_text_is_told_in_both_and_the_headline_stands_once() -> None:
    told = payload(item("Лидеры  ﻿ОДКБ в Астане", matches=[{**IN_BOTH, "in_headline": [9, 13]}]))

    body = RENDERER.render(told, Form.PLAIN).body
    assert body.count("Лидеры ОДКБ в Астане") == 1
    assert "In the headline: CSTO (ОДКБ)\n\nIn the text, CSTO:\n    Leaders of the *CSTO* met" in body
    assert ">ОДКБ</b> в Астане</a></h1>" in RENDERER.render(told, Form.HTML).body


@LONG_FORMS
def test_a_sentence_that_names_two_topics_stands_once_with_both(form: Form) -> None:
    other = {"topic": "kazakhstan", "name": "Kazakhstan", "field": "text", "sentence": TEXT, "at": [50, 60]}

    body = RENDERER.render(payload(item(matches=[IN_BOTH, other])), form).body

    assert body.count("the capital of") == 1
    assert "CSTO, Kazakhstan" in body.partition("Leaders of the")[0].splitlines()[-2]


@LONG_FORMS
def test_the_story_of_several_articles_is_said_once(form: Form) -> None:
    update = RENDERER.render(payload(item("One"), item("Two"), kind="update"), form).body
    first = RENDERER.render(payload(item("One"), item("Two")), form).body

    assert (update.count("7 articles of 4 outlets"), first.count("7 articles of 4 outlets")) == (1, 1)
    assert (update.count("/story/881"), first.count("/story/881")) == (1, 1)


@pytest.mark.parametrize(
    ("form", "marked"),
    [
        (Form.HTML, "CSTO</b> met in Astana, the capital of <b style="),
        (Form.TELEGRAM, "<b>CSTO</b> met in Astana, the capital of <b>Kazakhstan</b>.</i>"),
        (Form.MARKDOWN, "**CSTO**\u200b met in Astana, the capital of \u200b**Kazakhstan**\u200b."),
        (Form.SLACK, "*CSTO*\u200b met in Astana, the capital of \u200b*Kazakhstan*\u200b."),
        (Form.PLAIN, "*CSTO* met in Astana, the capital of *Kazakhstan*."),
    ],
)
def test_each_name_of_a_sentence_is_marked(form: Form, marked: str) -> None:
    other = {"topic": "kazakhstan", "name": "Kazakhstan", "field": "text", "sentence": TEXT, "at": [50, 60]}

    assert marked in RENDERER.render(payload(item(matches=[IN_BOTH, other])), form).body


def test_a_sentence_that_is_not_cut_stays_whole_wherever_its_name_stands() -> None:
    sentence = "CSTO " + "word " * 58 + "ends."  # 300 characters

    assert "ends." in plain(item(matches=[{**IN_BOTH, "sentence": sentence, "at": [0, 4]}])).body


def test_a_name_without_its_sentence_shows_no_empty_one() -> None:
    assert "In the text" not in plain(item(matches=[{**IN_BOTH, "sentence": "", "at": [0, 0]}])).body


@FORMS
def test_an_article_that_names_no_topic_says_how_it_begins(form: Form) -> None:
    bare = item(matches=[], topics=[], beginning="Snow <fell> on *Aktau*.")

    body = " ".join(RENDERER.render(payload(bare), form).body.split())

    assert {
        Form.HTML: "Snow &lt;fell&gt; on *Aktau*.</blockquote>",
        Form.TELEGRAM: "The text begins: <i>Snow &lt;fell&gt; on *Aktau*.</i>",
        Form.MARKDOWN: "The text begins: > Snow ‹fell› on ∗Aktau∗.",
        Form.SLACK: "The text begins: >Snow &lt;fell&gt; on ∗Aktau∗.",
        Form.PLAIN: "The text begins: Snow <fell> on *Aktau*.",
        Form.LINE: "Leaders meet in Astana (outlet.example): Snow <fell> on *Aktau*. https://outlet.example/news/7",
    }[form] in body


def test_one_line_has_headline_outlet_topics_and_address() -> None:
    assert RENDERER.render(payload(item()), Form.LINE).body == (
        "Leaders meet in Astana (outlet.example) [CSTO, Kazakhstan] https://outlet.example/news/7"
    )


@FORMS
def test_what_is_urgent_says_so_first(form: Form) -> None:
    message = RENDERER.render(payload(item(), urgency="urgent"), form)

    assert message.subject.startswith("URGENT: ")
    assert "URGENT" in message.body.partition("Leaders meet in Astana (")[0]


@LONG_FORMS
def test_an_update_says_that_its_story_was_told_before(form: Form) -> None:
    message = RENDERER.render(payload(item(), item(), item(), kind="update"), form)

    assert message.subject == "3 more: Leaders meet in Astana (outlet.example)"
    assert "3 more of this story: CSTO, Kazakhstan" in message.body
    assert "You were told of this story before: it has 7 articles of 4 outlets by now." in " ".join(
        message.body.split()
    )


@LONG_FORMS
def test_a_digest_lists_the_first_twenty_and_says_how_many_more(form: Form) -> None:
    items = [item(f"Headline {number:02}", url=f"https://a.example/{number:02}") for number in range(40)]
    message = RENDERER.render(payload(*items, kind="digest", count=40, more=17, story=None), form)

    assert message.subject == "Digest: 57 articles on CSTO, Kazakhstan"
    assert "Headline 19" in message.body
    assert "Headline 20" not in message.body
    assert "and 37 more" in message.body
    assert "https://monitor.example/" in message.body


@FORMS
def test_a_withdrawn_article_says_what_happened(form: Form) -> None:
    gone = item(kind="change", change={"kind": "withdrawn", "detail": "The page answers 404."})
    message = RENDERER.render(payload(gone, kind="change"), form)

    assert message.subject == "Withdrawn: Leaders meet in Astana (outlet.example)"
    assert "Withdrawn" in message.body
    assert form is Form.LINE or "The page answers 404." in message.body


@FORMS
def test_a_spike_gives_its_figures(form: Form) -> None:
    many = item(kind="spike", spike={"count": 41, "usual": 6.25, "hours": 1})
    message = RENDERER.render(payload(many, kind="spike", story=None), form)

    assert message.subject == "Spike: 41 articles in 1 hour; usual: 6.2, on CSTO, Kazakhstan"
    assert "41 articles in 1 hour; usual: 6.2" in message.body


@FORMS
def test_a_sample_says_that_it_is_one(form: Form) -> None:
    assert RENDERER.render(payload(item(), kind="sample"), form).subject.startswith("Sample: Leaders meet")


def test_without_pages_of_ours_no_link_leads_to_them() -> None:
    assert "Our page" not in Renderer(LABELS).render(payload(item()), Form.PLAIN).body


@FORMS
@pytest.mark.parametrize(
    "old",
    [
        {},
        {"schema": 1, "key": "k", "rule": "all", "article": item()["article"], "matches": []},
        {"items": [None, 3, {}], "count": -1, "more": "many", "kind": None, "rules": None, "story": 5},
        {"items": [{"article": {"title": 5, "topics": [1], "story": {"id": "x"}, "published_at": "soon"}}]},
        {"items": [{"matches": [{"sentence": "a", "name": "b", "at": [5, 2]}], "spike": {"usual": 10**400}}]},
        {"count": 10**5_000, "items": [item()]},
    ],
)
def test_an_old_or_broken_payload_is_still_written(old: dict[str, object], form: Form) -> None:
    message = RENDERER.render(old, form)

    assert message.subject
    assert message.body


def test_an_article_without_headline_date_or_language_is_still_told() -> None:
    body = plain(item("", published_at=None, language="", verdict="odd", story=None), story=None).body

    assert "https://outlet.example/news/7\noutlet.example, unknown language\n" in body
    assert "Published" not in body
    assert "Verdict" not in body


def test_plain_text_keeps_to_72_columns() -> None:
    chinese = "上海合作组织成员国元首理事会会议在阿斯塔纳举行，哈萨克斯坦总统托卡耶夫主持会议并发表讲话。" * 3
    russian = "Президент Казахстана заявил, что организация должна укреплять миротворческий потенциал. " * 3
    body = plain(item(chinese, sentence=chinese + " CSTO"), item(russian, sentence=russian + "CSTO")).body

    assert max(columns(line) for line in body.splitlines()) <= 72


def test_a_digest_shows_fewer_where_its_form_has_no_room_for_twenty() -> None:
    items = [item("Leaders meet in Astana " * 5, url="https://a.example/" + "a" * 90) for _ in range(20)]
    body = RENDERER.render(payload(*items, kind="digest"), Form.MARKDOWN).body

    assert "12. " not in body
    assert "6. " in body
    assert "and 14 more" in body
    assert len(body) <= 2_000  # what Discord takes


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.SLACK, Form.TELEGRAM, Form.HTML])
def test_a_message_fits_its_form_however_much_is_in_it(form: Form) -> None:
    long = "&<>*[_" * 2_000
    items = [
        item(
            long,
            sentence=long + "CSTO",
            url="https://a.example/" + "%3C" * 2_000,
            outlet=long,
            topics=[long] * 50,
            duplicate_of=long,
            change={"kind": long, "detail": long},
        )
        for _ in range(40)
    ]
    message = RENDERER.render(payload(*items, kind="digest", rules=[long] * 30), form)
    full = RENDERER.render(payload(*items[:3], rules=[long] * 30), form)

    assert len(message.body) <= form.longest
    assert len(full.body) <= form.longest
    assert len(message.subject) <= 150


@pytest.mark.parametrize(
    ("at", "said"),
    [("2026-11-22T09:30:00Z", "2026-11-22 09:30 UTC"), ("2026-11-22T12:30:00+05:00", "2026-11-22 07:30 UTC"), (3, "")],
)
def test_moments_are_in_utc(at: object, said: str) -> None:
    assert moment(at) == said


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("2026-11-22T09:30:40Z", "within a minute"),
        ("2026-11-22T11:00:00Z", "1 h 30 min later"),
        ("2026-11-23T10:30:00Z", "25 h later"),
        ("2026-11-25T10:30:00Z", "3 days later"),
        ("2026-11-22T09:10:00Z", "20 min before its own date"),
        ("soon", ""),
    ],
)
def test_how_long_after_publication_it_was_seen(seen: str, said: str) -> None:
    assert apart("2026-11-22T09:30:00Z", seen) == said


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("short", 5, "short"),
        ("one two three four", 12, "one two…"),
        ("onetwothreefour", 6, "onetw…"),
        ("哈萨克斯坦总统", 4, "哈萨克…"),
        ("abcde\u0301fgh", 6, "abcd…"),  # e with its accent stays whole
        ("abc👨\u200d👩\u200d👧xyz", 6, "abc…"),  # a family is one letter
        ("ab🇰🇿🇷🇺c", 6, "ab🇰🇿…"),  # a flag is two characters
        ("क\u094dषabc", 3, "…"),
        ("", 0, ""),
    ],
)
def test_a_cut_breaks_no_letter(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


def test_a_beginning_is_cut_off_between_two_words() -> None:
    assert cut_front("one two three four", 12) == "…three four"
    assert cut_front("哈萨克斯坦总统", 4) == "…坦总统"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nBcc: x\tb\u2028c\x00d", "a Bcc: x b c d"),
        ("\u202eevil\u202c \u2066x\u2069\u200e\u200f", "evil x"),
        ("he\u200bl\u00adl\u2060o\ufeff", "hello"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs the joiner
        ("a\u200db\u200c", "ab"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("e" + "\u0301" * 50 + "x", "e" + "\u0301" * 6 + "x"),
        ("\ud800x", "\ufffdx"),
        ("\u3164\u2800 ", " "),
    ],
)
def test_what_cannot_be_seen_is_not_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_wrapped_line_begins_with_no_closing_mark() -> None:
    assert wrap("哈萨克斯坦，总统", 10) == "哈萨克斯\n坦，总统"
    assert wrap("see https://a.example/a-very-long-address now", 20, "  ") == (
        "see\n  https://a.example/a-very-long-address\n  now"
    )
