"""How are a page's tree, its lines and its labels read?"""

import pytest

from monitor.core.records.articles import Extracted
from monitor.core.records.feeds import Entry, OutletSpec
from monitor.core.records.pages import Claim, Field, Witness
from monitor.extract.article import RULES, extract
from monitor.extract.body.labels import Labels, is_counter, labels_of
from monitor.extract.body.lines import read_lines
from monitor.extract.body.opinion import second_opinion, third_opinion
from monitor.extract.markup import flattened, slimmed
from monitor.extract.page import Page
from monitor.extract.tree import build, is_heavy

URL = "https://www.caspian.example/2022/port"
FIRST = "The port of Aktau reopened on Wednesday after a storm had kept it closed for three days."
SECOND = "Ferries to Baku sail again from Thursday, the harbour master said in the afternoon."
BOX = "Grain prices in the region have risen by a tenth since the beginning of the year."


def lines(inside: str) -> list[str]:
    tree = build(f"<html><body>{inside}</body></html>")
    assert tree is not None
    return read_lines(tree)


def text(body: str, outlet: OutletSpec | None = None) -> str:
    page = f"<html><head><title>Port reopens</title></head><body><h1>Port reopens</h1>{body}</body></html>"
    found = extract(Page(page.encode(), "text/html", URL, Entry("k", URL, "Port reopens"), outlet=outlet))
    assert isinstance(found, Extracted), found
    return found.text


def owner(*, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> OutletSpec:
    return OutletSpec("caspian.example", include, exclude)


# --- what the owner names ---------------------------------------------------------------------------


def test_only_what_the_owner_includes_is_read_in_the_order_of_the_page() -> None:
    body = f'<div class="b"><p>{FIRST}</p></div><p>{BOX}</p><section id="a"><p>{SECOND}</p><nav>More</nav></section>'

    assert text(body, owner(include=("#a", "div.b > p"))) == f"{FIRST}\n{SECOND}"


def test_an_element_within_an_included_one_is_read_once() -> None:
    body = f'<div class="b"><p class="c">{FIRST}</p><p>{SECOND}</p></div>'

    assert text(body, owner(include=(".c", ".b"))) == f"{FIRST}\n{SECOND}"


def test_where_nothing_that_is_included_matches_the_article_is_found_as_without() -> None:
    body = f"<article><p>{FIRST}</p><p>{SECOND}</p></article>"

    assert text(body, owner(include=(".gone",))) == text(body) == f"{FIRST}\n{SECOND}"


def test_what_the_owner_excludes_is_gone_and_the_text_behind_it_stays() -> None:
    body = f'<article><p>{FIRST}</p><p class="box">{BOX}</p><p>{SECOND}</p></article>'
    spans = f'<article><p>{FIRST} <span class="box">{BOX}</span>{SECOND}</p></article>'

    assert text(body, owner(exclude=(".box",))) == f"{FIRST}\n{SECOND}"
    assert text(spans, owner(exclude=(".box", "span"))) == f"{FIRST} {SECOND}"


def test_what_is_excluded_is_taken_from_what_is_included() -> None:
    body = f'<div class="b"><p>{FIRST}</p><p class="box">{BOX}</p></div><p>{SECOND}</p>'

    assert text(body, owner(include=(".b",), exclude=(".box",))) == FIRST


def test_excluding_the_whole_page_does_not_fail() -> None:
    assert text(f"<p>{FIRST}</p><p>{SECOND}</p>", owner(exclude=("html",))) == f"{FIRST}\n{SECOND}"


# --- lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("One <b>bold</b> word<br>two<br><br>three", ["One bold word", "two", "three"]),
        ("<div>a<div>b</div>c</div>d", ["a", "b", "c", "d"]),
        ("<p>broken\nacross   lines</p>", ["broken across lines"]),
        ("<pre>kept\napart</pre>", ["kept", "apart"]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", ["a", "b", "c"]),
        ("<table><tr><th>a</th><td></td><td>b</td></tr></table>", ["a | | b"]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", ["a", "b", "c"]),
        (f"<table><tr><td>menu</td><td>{FIRST} {SECOND}</td></tr></table>", ["menu", f"{FIRST} {SECOND}"]),
        ("a<script>b</script>c<textarea>d</textarea>", ["ac"]),
        ("salt &amp;amp; grain", ["salt & grain"]),
        ("e\u0301\x01 &#xD800;", ["\u00e9 \ufffd"]),
    ],
)
def test_blocks_and_line_breaks_are_lines(inside: str, expected: list[str]) -> None:
    assert lines(inside) == expected


# --- trees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("markup", ["", " \n"])
def test_of_nothing_there_is_no_tree(markup: str) -> None:
    assert build(markup) is None


def test_a_tree_has_no_scripts_but_those_that_hold_data() -> None:
    tree = build('<body><script>x</script><script type="application/ld+json">{}</script>y<style>z</style></body>')
    assert tree is not None

    assert [script.text for script in tree.iter("script", "style")] == ["{}"]
    assert "".join(tree.itertext()) == "{}y"


def test_tags_below_the_limit_are_left_out_and_their_text_stays() -> None:
    assert flattened("<div>a<div>b<div>c</div>d</div>e</div>", 2) == "<div>a<div>b c d</div>e</div>"


def test_a_tag_with_hundreds_of_attributes_loses_them_and_one_with_a_long_value_does_not() -> None:
    fat = "<p " + " ".join(f"a{n}" for n in range(600)) + ">x</p>"
    long = f'<p class="{"x y " * 600}">x</p>'

    assert slimmed(fat + long, 1_000) == f"<p>x</p>{long}"


@pytest.mark.parametrize(("elements", "is_too_heavy"), [(9_000, False), (11_000, True)])
def test_a_page_of_more_than_10_000_elements_is_heavy(elements: int, is_too_heavy: bool) -> None:  # noqa: FBT001 - a column of the table
    markup = f"<body>{'<i>x</i>' * elements}{'<option>x' * 20_000}</body>"

    assert is_heavy(build(markup), markup) is is_too_heavy


# --- other opinions -----------------------------------------------------------------------------------


def test_a_second_opinion_counts_where_it_finds_plain_text() -> None:
    some, none = f"<body><div>{FIRST}</div><div>{SECOND}</div></body>", "<body><div>Home</div><div>News</div></body>"

    assert second_opinion(build(some), some) == [FIRST, SECOND]
    assert second_opinion(build(none), none) == []


def test_paragraphs_are_found_wherever_they_stand_where_there_are_many() -> None:
    assert third_opinion(f"<nav>{f'<p>{FIRST}</p><p>Home</p>' * 5}</nav>") == [FIRST] * 5
    assert third_opinion(f"<nav><p>{FIRST}</p></nav>") == []


# --- labels -------------------------------------------------------------------------------------------


LABELS = labels_of(
    [
        Claim(Field.TITLE, Witness.OPEN_GRAPH, "Port reopens after the storm | Caspian Daily"),
        Claim(Field.AUTHOR, Witness.META, "Ann Lee; Омар Сейітов"),
        Claim(Field.SECTION, Witness.META, "Economy"),
    ]
)


@pytest.mark.parametrize("line", ["Port reopens after the storm", "PORT REOPENS: after the storm!"])
def test_the_headline_is_known_without_the_outlets_name_and_in_any_type(line: str) -> None:
    assert LABELS.is_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "5 January 2022, 14:05",
        "2022 жылғы 5 қаңтар",
        "2022年1月5日",
        "5 января 2022 г., 14:05 | Экономика",
        "Ann Lee",
        "By Ann Lee, 5 January 2022",
        "BY JOHN DOE",
        "Автор: Иван Петров",
        "作者：李安",
        "Авторы: Анна Ли | 05.01.2022",
        "14:05 | Views: 1234",
    ],
)
def test_a_line_of_names_and_moments_is_a_stamp(line: str) -> None:
    assert LABELS.is_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        "The port opened at 14:05 on Wednesday.",
        "Port reopens",
        "Election 2024",
        "By the sea",
        "The port opened at 14:05, which nobody had thought possible on Sunday evening",
        "Ann Lee saw the waves",
    ],
)
def test_a_line_that_says_something_is_no_stamp(line: str) -> None:
    assert not LABELS.is_stamp(line)


@pytest.mark.parametrize(
    ("line", "is_one"), [("Views: 1 234", True), ("Просмотров 12K", True), ("Goals 3. Wins 2", False)]
)
def test_a_name_and_a_number_is_a_counter(line: str, is_one: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_counter(line) is is_one


def test_without_claims_there_are_no_labels() -> None:
    assert labels_of([]) == Labels()


def test_an_article_names_the_rules_that_read_it() -> None:
    found = extract(Page(f"<body><p>{FIRST}</p></body>".encode(), "text/html", URL, Entry("k", URL, "")))

    assert isinstance(found, Extracted)
    assert found.rules == RULES == 2
