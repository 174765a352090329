"""Is what a stranger wrote never more than text, in whatever form it is shown?"""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from monitor.alert.rendering.forms import NO_ADDRESS, Form, address, escape
from monitor.alert.rendering.renderer import Rendered, Renderer
from tests.unit.alert_payloads import LABELS, PAGES, item, payload

RENDERER = Renderer(LABELS, PAGES)
HOSTILE = {
    "header": "Talks end\r\nBcc: victim@example.org\r\n\r\n<p>body",
    "right to left override": "safe \u202egnp.exe\u202c and \u2066isolated \u2067twice",
    "ten thousand characters": "Kazakhstan " * 910,
    "ten thousand letters": "а" * 10_000,
    "marks": "Z\u0335\u0321\u0327\u0328\u0322\u0323\u0324\u0325" * 200,
    "controls": "a\x00b\x07c\x1b[31md\x7fe\x85f\u2028g\u2029h",
    "unseen": "\u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0041",
    "half a pair": "\ud83d and \udc00",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "closes": '"></a></h1></title></body></html><iframe src="//evil.example">',
    "attribute": "' onmouseover='alert(1)' x=\" style=\"position:fixed",
    "comment": "<!-- --><![CDATA[x]]><?php x ?>",
    "entities": "&lt;script&gt; &#60;b&#62; &amp;amp; &copy;",
    "jinja": "{{7*7}} {{ cycler.__init__.__globals__ }} {% for x in range(9) %}x{% endfor %} {# gone #}",
    "slack calls": "<!channel> <!here|here> <@U012AB3CD> <#C1|general> @here @channel @everyone",
    "slack link": "<https://evil.example|Your bank> *bold* _it_ ~gone~ `code` ```block``` :fire:",
    "markdown link": "[click](javascript:alert(1)) ![x](https://evil.example/x.png) [ref]: https://evil.example",
    "markdown blocks": "# Heading",
    "markdown list": "1. one",
    "markdown quote": "> quoted **bold** __bold__ ~~gone~~ ||spoiler|| | table |",
    "markdown html": "\\<b>bold\\</b> <https://evil.example> \\",
    "discord": "@everyone <@123456789012345678> <@&1> <t:0:R> <a:x:1>",
    "telegram": '<a href="tg://user?id=1">x</a> <tg-spoiler>x</tg-spoiler> @durov <b>unclosed',
    "formula": '=HYPERLINK("https://evil.example")',
}
TITLES = pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
FORMS = pytest.mark.parametrize("form", list(Form))
SPECIAL = "<>&\"'`*_~|[](){}\\#+-=.!@:/\r\n\t\x00\u202e\u2066\u200b\u200d\ud800\u0301 aяك哈%;$^,0"
ANY_TITLE = st.one_of(st.text(SPECIAL, max_size=60), st.text(max_size=80), st.sampled_from(list(HOSTILE.values())))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(title: str, form: Form) -> Rendered:
    """Put a text wherever a message shows what strangers wrote."""
    told = item(
        title,
        sentence=f"{title} CSTO {title}",
        outlet=title,
        language=title,
        duplicate_of=title,
        topics=[title],
        change={"kind": "withdrawn", "detail": title},
    )
    return RENDERER.render(payload(told, item(title), rules=[title]), form)


def structure(body: str) -> list[tuple[str, tuple[str, ...]]]:
    """Give the elements of a page with the names of their attributes."""
    return [(each.tag, tuple(sorted(each.attrib))) for each in html.document_fromstring(body.encode()).iter()]


def is_one_plain_line(text: str) -> bool:
    return not any(unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") for each in text) and not re.search(
        "[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]", text
    )


def check_html(body: str) -> None:
    # A title that nothing is left of gives way to the address; the elements are the same then.
    assert structure(body) == structure(written("harmless", Form.HTML).body)
    page = html.document_fromstring(body.encode())
    assert {each.partition("://")[0] for each in page.xpath("//@href")} == {"https"}
    assert set(page.xpath("//@style")) == set(
        html.document_fromstring(written("harmless", Form.HTML).body.encode()).xpath("//@style")
    )


def check_slack(body: str) -> None:
    rest = re.sub(r"<https?://[^<>|\s]+\|[^<>|]+>", "", body)
    assert not set("<>") & set(re.sub("^>", "", rest, flags=re.MULTILINE))
    assert not re.search(r"&(?!amp;|lt;|gt;)", body)
    # Ours: three bold words or lines an article, one slanted line at the end.
    assert body.count("*") == written("harmless", Form.SLACK).body.count("*")
    assert body.count("_") == written("harmless", Form.SLACK).body.count("_")
    assert not set("~`") & set(body)


def check_telegram(body: str) -> None:
    tags = re.findall("<[^>]*>", body)
    assert all(re.fullmatch(r'</?[bi]>|</a>|<a href="https?://[^"<>\s]+">', tag) for tag in tags)
    shape = [re.sub(' href="[^"]*"', "", tag) for tag in tags]
    assert shape == [
        re.sub(' href="[^"]*"', "", tag) for tag in re.findall("<[^>]*>", written("x", Form.TELEGRAM).body)
    ]
    assert ">" not in re.sub("<[^>]*>", "", body)


def check_markdown(body: str) -> None:
    made = html.fragment_fromstring(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body), "div")
    harmless = MarkdownIt("commonmark").render(written("harmless", Form.MARKDOWN).body)
    assert [each.tag for each in made.iter()] == [each.tag for each in html.fragment_fromstring(harmless, "div").iter()]
    assert {each.partition("://")[0] for each in made.xpath("//@href")} == {"https"}
    assert not set("<~|`") & set(body)
    assert body.count("*") == written("harmless", Form.MARKDOWN).body.count("*")


def check_text(body: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", body)


CHECKS: dict[Form, Callable[[str], None]] = {
    Form.HTML: check_html,
    Form.SLACK: check_slack,
    Form.TELEGRAM: check_telegram,
    Form.MARKDOWN: check_markdown,
    Form.PLAIN: check_text,
    Form.LINE: check_text,
}


@FORMS
@TITLES
def test_a_hostile_text_stays_text(title: str, form: Form) -> None:
    message = written(title, form)

    CHECKS[form](message.body)
    assert len(message.body) <= form.longest
    message.body.encode()  # no half of a surrogate pair


@TITLES
def test_a_subject_is_one_line_whatever_the_title(title: str) -> None:
    subject = written(title, Form.PLAIN).subject

    assert is_one_plain_line(subject)
    assert len(subject) <= 150


@pytest.mark.parametrize("form", list(Form))
@QUICK
@given(title=ANY_TITLE)
def test_whatever_the_title_nothing_of_it_is_markup(form: Form, title: str) -> None:
    message = written(title, form)

    CHECKS[form](message.body)
    assert is_one_plain_line(message.subject)
    assert len(message.subject) <= 150


@FORMS
def test_a_template_in_a_headline_is_text(form: Form) -> None:
    body = RENDERER.render(payload(item("{{7*7}} {{ cycler.__init__.__globals__ }}")), form).body

    assert "7" in body.partition("{{")[2].partition("}}")[0]
    assert "49" not in body
    assert "cycler" in body


@FORMS
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>x</script>",
        "file:///etc/passwd",
        "//evil.example",
        "https://user:pass@evil.example/",
        "https://a.example/\r\nBcc: x",
        "https://a.example/ x",
        "",
        None,
    ],
)
def test_what_is_no_web_address_is_no_link(url: object, form: Form) -> None:
    body = RENDERER.render(payload(item(url=url), story=None), form).body

    assert "Source " not in body
    assert not re.search(r"(?:href=\"|<|\]\()(?!https://monitor\.example/story/881)\w+:", body)


@FORMS
def test_an_address_cannot_end_its_link(form: Form) -> None:
    hostile = "https://a.example/x)\">*|_`'<b>](https://evil.example)?q=1&copy;=2"
    shown = escape(form, address(hostile))

    assert shown.startswith("https://a.example/x%29%22%3E%2A%7C_%60%27%3Cb%3E%5D%28https://evil.example%29?q=1")


def test_an_address_is_written_in_ascii() -> None:
    assert address("https://қаз.example/жаңалық?a=б") == (
        "https://xn--80ao21a.example/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B?a=%D0%B1"
    )
    assert address("https://[::1]:8443/a%20b#c") == "https://[::1]:8443/a%20b#c"
    assert address("https://" + "ж" * 80 + ".example/") == NO_ADDRESS


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (Form.PLAIN, "a *b* _c_ <!channel> @here [d](e) & `f` ~g~ 3.5"),
        (Form.HTML, "a *b* _c_ &lt;!channel&gt; @here [d](e) &amp; `f` ~g~ 3.5"),
        (Form.TELEGRAM, "a *b* _c_ &lt;!channel&gt; @\u200bhere [d](e) &amp; `f` ~g~ 3.5"),
        (Form.SLACK, "a ∗b∗ ˍcˍ &lt;!channel&gt; @\u200bhere [d](e) &amp; ˋfˋ ∼g∼ 3.5"),
        (Form.MARKDOWN, "a ∗b∗ ˍcˍ ‹!channel› @\u200bhere \\[d\\](e) & ˋfˋ ∼g∼ 3.5"),
    ],
)
def test_each_form_escapes_in_its_own_way(form: Form, shown: str) -> None:
    assert escape(form, "a *b* _c_ <!channel> @here [d](e) & `f` ~g~ 3.5") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# a", "\u200b# a"),
        ("- a", "\u200b- a"),
        ("12. a", "\u200b12. a"),
        ("2026-11-22", "2026-11-22"),
        ("a - b", "a - b"),
    ],
)
def test_markdown_begins_no_block(text: str, shown: str) -> None:
    assert escape(Form.MARKDOWN, text) == shown
