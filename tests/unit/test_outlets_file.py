"""Does feeds.yaml say of outlets what its owner meant, and is there a text to act on for the rest?"""

from pathlib import Path

import pytest

from monitor.config.feed_file import added, append
from monitor.config.feeds import load_feeds, read_feeds
from monitor.config.outlets import load_outlets, read_outlets
from monitor.config.yaml_lines import parse_yaml
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.feeds import FeedSpec, OutletSpec

FEEDS = "feeds:\n  - name: One\n    url: https://one.example/\n"
NEW = FeedSpec("New", "https://new.example/", every_s=3_600, slowest_s=86_400, is_paced_by_owner=False)


def read(text: str) -> tuple[tuple[OutletSpec, ...], tuple[Problem, ...]]:
    return read_outlets(parse_yaml(text, file="feeds.yaml"), file="feeds.yaml")


def outlets(text: str) -> tuple[OutletSpec, ...]:
    found, problems = read(text)
    assert problems == ()
    return found


def problem(*lines: str) -> str:
    found, problems = read("\n    ".join(["outlets:\n  - outlet: example.kz", *lines]))
    assert (found, len(problems)) == ((), 1)
    return str(problems[0])


def named(outlet: str) -> str:
    found, problems = read(f"outlets:\n  - outlet: {outlet}\n    exclude: [aside]\n")
    return str(problems[0]) if problems else found[0].outlet


# --- what is meant -------------------------------------------------------------------------------


def test_an_outlet_has_selectors_of_what_to_read_and_what_to_leave_out() -> None:
    text = """
outlets:
  - outlet: example.kz
    include: [div.story > p, "#lead"]
    exclude:
      - .promo
      - aside, div[data-kind='ad']
  - outlet: other.example
    exclude: footer
"""

    assert outlets(text) == (
        OutletSpec("example.kz", ("div.story > p", "#lead"), (".promo", "aside, div[data-kind='ad']"), line=3),
        OutletSpec("other.example", (), ("footer",), line=8),
    )


def test_a_selector_that_stands_there_twice_counts_once() -> None:
    assert outlets("outlets:\n- {outlet: a.kz, exclude: [nav, p, nav]}") == (
        OutletSpec("a.kz", exclude=("nav", "p"), line=2),
    )


@pytest.mark.parametrize("text", [FEEDS, FEEDS + "outlets:\n", FEEDS + "outlets: ~\n", FEEDS + "outlets: []\n", "- a"])
def test_without_outlets_nothing_is_said(text: str) -> None:
    assert read(text) == ((), ())


@pytest.mark.parametrize(
    ("written", "outlet"),
    [
        ("example.kz", "example.kz"),
        ("Example.KZ", "example.kz"),
        ("inform.com.kz", "inform.com.kz"),
        ("reader.github.io", "reader.github.io"),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("localhost:80", "localhost:80"),
        ("'[::1]:8080'", "[::1]:8080"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_an_outlet_goes_by_its_registrable_domain_or_bare_address(written: str, outlet: str) -> None:
    assert named(written) == outlet


# --- what is wrong, and the mend -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("www.example.kz", "example.kz"),
        ("ru.inform.com.kz", "inform.com.kz"),
        ("example.kz:443", "example.kz"),
        ("https://www.example.kz/a", "example.kz"),
        ("www.пример.рф", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_a_host_or_an_address_is_refused_with_the_domain_to_write(written: str, domain: str) -> None:
    what = f"'{written}' is not the outlet's own domain."
    assert named(written) == f"feeds.yaml, line 2: 'outlet': {what} Write outlet: {domain}"


def test_a_bare_address_needs_its_port() -> None:
    assert named("127.0.0.1") == (
        "feeds.yaml, line 2: 'outlet': '127.0.0.1' is a bare address. "
        "Write it with its port, such as outlet: 127.0.0.1:80"
    )


@pytest.mark.parametrize("written", ["example", "example.kz/news", "a b.kz", ""])
def test_what_is_no_domain_is_refused(written: str) -> None:
    assert named(f'"{written}"') == (
        f"feeds.yaml, line 2: 'outlet': '{written}' is no registrable domain. "
        "Write a domain such as outlet: example.kz, or host:port of a bare address."
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("include: ['div[']", "line 3: 'include': 'div[' is no selector:"),
        ("exclude: ['a:nosuch']", "line 3: 'exclude': 'a:nosuch' is no selector:"),
        ("exclude: ['p::before']", "line 3: 'exclude': 'p::before' is no selector: Pseudo-elements are not supported."),
        ("exclude: ['svg|a']", "line 3: 'exclude': 'svg|a' is no selector: Undefined namespace prefix."),
        ("exclude: ['']", "line 3: 'exclude': A selector is empty."),
        ("exclude: ''", "line 3: 'exclude': A selector is empty."),
        ("exclude: []", "line 3: 'exclude': The list is empty."),
        ("exclude: [[nav]]", "line 3: 'exclude': A text is wanted here."),
        ("exclude: {nav: 1}", "line 3: 'exclude': A text is wanted here."),
        (f"exclude: [{', '.join(f'p{n}' for n in range(51))}]", "line 3: 'exclude': It has 51 selectors."),
        (f"exclude: ['{'p' * 501}']", "line 3: 'exclude': A selector is 501 characters long."),
        ('exclude: ["a\\nb"]', "line 3: 'exclude': It holds a line break or a control character."),
        ("excludes: [nav]", "line 3: 'excludes': An outlet has no such key. Did you mean 'exclude'?"),
        ("zzz: 1", "line 3: 'zzz': An outlet has no such key. An outlet's keys are: outlet, include, exclude."),
        ("outlet: other.kz", "line 3: 'outlet': It stands on line 2 already."),
        ("", "line 2: 'outlet': Nothing is said of its pages."),
        ("exclude:", "line 2: 'outlet': Nothing is said of its pages."),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(line: str, what: str) -> None:
    assert problem(line).startswith(f"feeds.yaml, {what}")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("outlets: example.kz", "line 1: 'outlets': This is no list."),
        ("outlets:\n  outlet: example.kz", "line 2: 'outlets': This is no list."),
        ("outlets:\n  - example.kz", "line 2: An outlet is a list of keys, and this is none."),
        ("outlets:\n  - exclude: nav", "line 2: 'outlet': An outlet must have it."),
        ("outlets: []\noutlets: []", "line 2: 'outlets': It stands on line 1 already."),
    ],
)
def test_what_is_no_list_of_outlets_is_told(text: str, what: str) -> None:
    found, problems = read(text)

    assert found == ()
    assert [str(each).startswith(f"feeds.yaml, {what}") for each in problems] == [True]


def test_a_bad_outlet_is_left_out_and_nothing_else() -> None:
    found, problems = read(
        "outlets:\n"
        "  - {outlet: one.kz, exclude: nav}\n"
        "  - {outlet: two.kz, exclude: 'nav['}\n"
        "  - {outlet: ONE.kz, exclude: aside}\n"
        "  - {outlet: three.kz, include: main}\n"
    )

    assert [spec.outlet for spec in found] == ["one.kz", "three.kz"]
    assert [(each.line, each.key) for each in problems] == [(3, "exclude"), (4, "outlet")]
    assert problems[1].what == "'one.kz' stands on line 2 already."


# --- beside the feeds ----------------------------------------------------------------------------


def test_feeds_and_outlets_of_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(FEEDS + "outlets:\n  - {outlet: one.example, exclude: 'nav['}\n", encoding="utf-8")

    feeds, problems = load_feeds(path)

    assert ([feed.name for feed in feeds], problems) == (["One"], ())
    assert [each.line for each in load_outlets(path)[1]] == [5]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="It cannot be read"):
        load_outlets(tmp_path / "feeds.yaml")


OUTLETS = "outlets:\n  # stubborn\n  - outlet: one.example\n    exclude: [nav]   # menu\n"


@pytest.mark.parametrize(
    "text",
    [
        FEEDS + OUTLETS,
        FEEDS + "\n# below\n\n" + OUTLETS,
        OUTLETS + "\n" + FEEDS,
        "feeds: []\n" + OUTLETS,
        "feeds:\n" + OUTLETS,
        OUTLETS + "feeds:\n",
        "feeds:\n- name: One\n  url: https://one.example/\n" + OUTLETS,
        "feeds: [{name: One, url: https://one.example/}]\n" + OUTLETS,
        "{feeds: [{name: One, url: https://one.example/}], outlets: [{outlet: one.example, exclude: [nav]}]}\n",
        "{outlets: [{outlet: one.example, exclude: [nav]}], feeds: }\n",
    ],
)
def test_feeds_that_are_added_leave_the_outlets_as_they_are(text: str) -> None:
    became = added(text, [NEW])

    root = parse_yaml(became, file="feeds.yaml")
    feeds, problems = read_feeds(root, file="feeds.yaml")
    assert problems == ()
    assert feeds[-1].name == "New"
    assert [(spec.outlet, spec.exclude) for spec in outlets(became)] == [("one.example", ("nav",))]
    if OUTLETS in text:
        assert OUTLETS in became


def test_the_file_itself_keeps_its_outlets(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(FEEDS + OUTLETS, encoding="utf-8")

    assert append(path, [NEW]) == 1

    written = path.read_text(encoding="utf-8")
    assert written.endswith(OUTLETS)
    assert [feed.name for feed in load_feeds(path)[0]] == ["One", "New"]
