"""Can a template of the owner's do no more than write messages, and never stop one?"""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.alert.rendering.filters import FILTERS
from monitor.alert.rendering.renderer import Form, Renderer
from monitor.alert.rendering.view import Room, view_of
from tests.unit.alert_payloads import LABELS, PAGES, item, payload

ROOT = Path(__file__).resolve().parents[2]
MESSAGE = payload(item())
Write = Callable[[str, str], Renderer]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a template of the owner's."""

    def written(name: str, source: str) -> Renderer:
        (tmp_path / name).write_text(source, encoding="utf-8")
        return Renderer(LABELS, PAGES, tmp_path)

    return written


def test_an_owners_template_writes_the_message(write: Write) -> None:
    renderer = write("brief.slack", "{% for item in items %}*{{ item.headline|upper }}* {{ item.url }}{% endfor %}\n")

    assert renderer.check("brief", Form.SLACK) is None
    assert (
        renderer.render(MESSAGE, Form.SLACK, "brief").body == "*LEADERS MEET IN ASTANA* https://outlet.example/news/7"
    )


def test_a_form_without_a_file_of_its_own_gets_ours(write: Write) -> None:
    renderer = write("brief.html", "<p>{{ subject }}</p>")
    ours = Renderer(LABELS, PAGES)

    assert renderer.render(MESSAGE, Form.HTML, "brief").body.startswith("<p>CSTO, Kazakhstan: Leaders")
    assert renderer.render(MESSAGE, Form.PLAIN, "brief") == ours.render(MESSAGE, Form.PLAIN)
    assert renderer.render(MESSAGE, Form.PLAIN, "brief.html") == ours.render(MESSAGE, Form.PLAIN)


def test_a_changed_template_is_read_again(write: Write) -> None:
    renderer = write("brief.line", "one")
    first = renderer.render(MESSAGE, Form.LINE, "brief").body

    write("brief.line", "another")

    assert (first, renderer.render(MESSAGE, Form.LINE, "brief").body) == ("one", "another")


@pytest.mark.parametrize("form", list(Form))
def test_a_template_that_fails_gives_way_to_ours_and_says_so_in_the_last_line(form: Form, write: Write) -> None:
    renderer = write(f"brief.{form}", "{{ kind }}\n{{ artcle }}")
    body = renderer.render(MESSAGE, form, "brief").body

    assert "Leaders meet in Astana" in body
    text = body.partition("</div>")[0].replace("&#39;", "'")
    said = "The template brief failed, so this is ours. brief.X, line 2: 'artcle' is undefined"
    assert text.replace("\n", " ").rstrip().removesuffix("</p>").endswith(said.replace("X", form.value))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% for %}", "line 1: Expected an expression"),
        ("{{ items[0].headlin }}", "line 1: 'dict object' has no attribute 'headlin'"),
        ("\n\n{{ items }}", "line 3: only texts and figures can be printed"),
        ("{{ 1 / 0 }}", "line 1: division by zero"),
        ("{{ kind|shout }}", "No filter named 'shout'"),
        ("{% include 'other' %}", "cannot hold 'include'"),
        ("{% import 'other' as x %}", "cannot hold 'import'"),
        ("{% extends 'message.html' %}", "cannot hold 'extends'"),
        ("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}", "cannot hold 'macro'"),
        ("{% set x %}{{ kind }}{% endset %}", "cannot hold 'assignblock'"),
        ("{% set x = namespace() %}", "nothing can be called but range()"),
        ("{{ kind ~ kind }}", "cannot hold 'concat'"),
        ("{{ 10**10 }}", "cannot hold 'pow'"),
        ("{{ {} }}", "cannot hold 'dict'"),
        ("{% set a = [kind, kind] %}", "a list in a template holds texts and figures only"),
        ("{% for a in items recursive %}{% endfor %}", "a loop cannot be recursive"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, said: str, write: Write) -> None:
    assert said in str(write("t.plain", source).check("t", Form.PLAIN))


@pytest.mark.parametrize(
    "source",
    [
        "{{ cycler.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ items|map(attribute='__class__')|list|first }}",
        "{{ kind|attr('__class__') }}",
        "{{ kind.format }}",
        "{{ '{0.__class__}'.format(kind) }}",
        "{{ '%s'|format(kind) }}",
        "{{ items.clear() }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ _meter.steps }}",
        "{% set _meter = 1 %}",
        "{% for _meter in [1] %}{% endfor %}",
        "{% for x in items %}{{ loop._iterator }}{% endfor %}",
        "{% for x in items %}{{ loop.cycle(1) }}{% endfor %}",
        "{% for x in items %}{% set range = loop %}{{ range(1) }}{% endfor %}",
        "{{ lipsum }}",
        "{{ range.__self__ }}",
        "{{ kind|safe }}",
        "{{ undefined.__class__ }}",
        "{% for x in items|map('attr', '__class__') %}{{ x }}{% endfor %}",
    ],
)
def test_a_template_cannot_reach_beyond_its_values(source: str, write: Write) -> None:
    assert write("t.plain", source).check("t", Form.PLAIN) is not None


LOOP = "{% for a in range(1000) %}"
END = "{% endfor %}"


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(1000000000) %}x{% endfor %}",
        LOOP * 3 + END * 3,
        LOOP * 3 + "{% set x = a * a %}" + END * 3,
        "{% for a in range(1000) if a > 5000 %}{% endfor %}" * 300,
        "{% for a in range(1000)|map('for each', -1000000)|list %}" + LOOP * 2 + END * 3,
        "{% for a in items|map('for each', -10000000) %}{% for b in a %}{% endfor %}{% endfor %}" + LOOP * 3 + END * 3,
        LOOP + "x" * 10_000 + END,
        LOOP + "{{ items[0].headline|cut(9) }}" * 500 + END,
        LOOP + "{{ loop.length }}" + END + (LOOP + END) * 400,
        "{% set x = 9 %}" + "{% set x = x * x %}" * 900 + "{{ x }}",
        "{% set x = 'ab' * 1000000000 %}",
        "{% set x = [9]|join(kind) %}{% set x = range(900)|join('abcdefghijklmnop') %}",
        "{% set x = 'a' %}" + "{% set x = x|replace('a', 'aaaaaaaaaa') %}" * 30,
        "{{ 5|round(-1000000000000) }}{{ 1|round(999999999999) }}{{ nothing }}",
        "{{ '%999999999d' % 5 }}",
        "{{ kind|center(1000000000) }}",
        "{% set x = range(1000)|join('哈') %}" + "{{ x|wrap(2, 20) }}" * 500,
        "{{ " + "(" * 9_000 + "1" + ")" * 9_000 + " }}",
        "{{ " + "not " * 4_900 + "1 }}",
        "{{ kind" + ".x" * 9_000 + " }}",
        "{% if 1 %}" * 900 + "{% endif %}" * 900 + "{{ nothing }}",
        "x" * 20_001,
        "{{ " + "9" * 19_000 + " }}",
    ],
    ids=range(23),
)
def test_a_template_that_asks_for_much_ends_soon(source: str, write: Write) -> None:
    renderer = write("t.html", source)
    began = time.process_time()

    problem = renderer.check("t", Form.HTML)

    assert problem is not None
    assert time.process_time() - began < 5  # of the machine's own time; most take under 0.1 s


def test_a_template_may_loop_where_it_is_not_too_much(write: Write) -> None:
    renderer = write(
        "t.plain", "{% for a in range(3) %}{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor %}"
    )

    assert renderer.render(MESSAGE, Form.PLAIN, "t").body == "1, 2, 3"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.plain",
        "/etc/passwd",
        "..",
        ".",
        "",
        "a/b",
        "a\\b",
        "~root",
        "a\x00b",
        "-rf",
        ".hidden",
        "a" * 101,
        "out",
    ],
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.plain").write_text("secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "out.plain").symlink_to(tmp_path / "secret.plain")
    renderer = Renderer(LABELS, PAGES, folder)

    assert renderer.check(name, Form.PLAIN) is not None
    assert "secret" not in renderer.render(MESSAGE, Form.PLAIN, name).body.replace("../secret", "")


def test_a_file_that_is_no_template_is_never_sent(write: Write) -> None:
    renderer = write("alerts.yaml", "password: hunter2")
    write("token", "hunter2")

    assert "there is no alerts.yaml.plain" in str(renderer.check("alerts.yaml", Form.PLAIN))
    assert "hunter2" not in renderer.render(MESSAGE, Form.PLAIN, "alerts.yaml").body
    assert "hunter2" not in renderer.render(MESSAGE, Form.PLAIN, "token").body


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.plain")
    (tmp_path / "d.plain").mkdir()
    (tmp_path / "b.plain").write_bytes(b"\xff\xfe")
    renderer = Renderer(LABELS, PAGES, tmp_path)

    assert "there is no t.plain" in str(renderer.check("t", Form.PLAIN))
    assert "there is no d.plain" in str(renderer.check("d", Form.PLAIN))
    assert renderer.check("b", Form.PLAIN) == "b.plain is not UTF-8."
    assert Renderer(LABELS).check("t", Form.PLAIN) == "No folder of templates is set."


def section() -> str:
    whole = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    return whole.partition("## Messages and templates")[2].partition("\n## ")[0]


def test_the_template_in_the_documents_writes_every_form(write: Write) -> None:
    renderer = write("brief.plain", section().partition("```jinja\n")[2].partition("```")[0])

    assert renderer.check("brief", Form.PLAIN) is None
    assert "1. Leaders meet in Astana (outlet.example, 2026-11-22 09:30 UTC)\n   https://outlet.example/news/7" in (
        renderer.render(MESSAGE, Form.PLAIN, "brief").body
    )


def test_the_documents_name_all_that_a_template_can_say() -> None:
    told = view_of(payload(item(change={}, spike={})), LABELS, PAGES, Room())
    first = told.pop("items")
    assert isinstance(first, list)

    rows = re.findall(r"^\| (`.*?`) \|", section().partition("| name |")[2], flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row)}

    assert named == {*told, "items", *(f"item.{name}" for name in first[0])}


def test_the_documents_name_all_filters_and_limits() -> None:
    filters = section().partition("these filters:")[2].partition("Nothing else")[0]

    assert set(re.findall(r"`([a-z]+)[`(]", filters)) == set(FILTERS)
    for form in Form:
        assert re.search(rf"^\| `{form}` \|.*\| {form.longest:,}( characters)? \|$", section(), flags=re.MULTILINE)


@pytest.mark.parametrize("form", list(Form))
def test_our_own_templates_keep_to_what_an_owners_may_do(form: Form, tmp_path: Path) -> None:
    ours = ROOT / "monitor" / "alert" / "rendering" / "templates" / f"message.{form}"
    (tmp_path / f"copy.{form}").write_bytes(ours.read_bytes())

    assert Renderer(LABELS, PAGES, tmp_path).check("copy", form) is None
