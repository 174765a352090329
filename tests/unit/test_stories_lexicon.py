"""The lexicon's files: what is read of them, and how their faults are told."""

from pathlib import Path

import pytest

from monitor.config.lexicon import default_lexicon, load_lexicon
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.lexicon import Form, Term, TermKind

FILES = {
    "places.yaml": "lands:\n  utopia: [Utopia*, Утопи*]\n\nplaces:\n  amaurot: [Amaurot]\n",
    "names.yaml": "people:\n  more: [Thomas More]\norganisations:\n  un: [UN]\n",
    "events.yaml": "# kinds of event\nkinds:\n  flood: {en: [flood*, high water], ru: [паводк*]}\n",
    "measures.yaml": 'units:\n  km: {en: [km]}\nscales:\n  "1000": {en: [thousand*]}\nstops:\n  en: [the, and]\n',
}


def lexicon_in(folder: Path, **changed: str) -> Path:
    for name, content in FILES.items():
        (folder / name).write_text(changed.get(name.removesuffix(".yaml"), content), encoding="utf-8")
    return folder


def only_problem(folder: Path) -> Problem:
    with pytest.raises(BadConfiguration) as caught:
        load_lexicon(folder)
    (problem,) = caught.value.problems
    return problem


def test_rows_are_read_by_section(tmp_path: Path) -> None:
    lexicon = load_lexicon(lexicon_in(tmp_path))

    assert lexicon.terms == (
        Term(TermKind.LAND, "utopia", (Form("Utopia*"), Form("Утопи*"))),
        Term(TermKind.PLACE, "amaurot", (Form("Amaurot"),)),
        Term(TermKind.WHO, "more", (Form("Thomas More"),)),
        Term(TermKind.WHO, "un", (Form("UN"),), is_body=True),
        Term(TermKind.WHAT, "flood", (Form("flood*", "en"), Form("high water", "en"), Form("паводк*", "ru"))),
        Term(TermKind.UNIT, "km", (Form("km", "en"),)),
        Term(TermKind.SCALE, "1000", (Form("thousand*", "en"),)),
    )
    assert lexicon.stops == (("en", frozenset({"the", "and"})),)


def test_the_version_follows_the_content_and_not_the_layout(tmp_path: Path) -> None:
    first = load_lexicon(lexicon_in(tmp_path)).version
    same = load_lexicon(lexicon_in(tmp_path, names=f"# people\n\n{FILES['names.yaml']}")).version
    other = load_lexicon(lexicon_in(tmp_path, names=FILES["names.yaml"].replace("More", "Morus"))).version

    assert first == same != other


@pytest.mark.parametrize(
    ("names", "line", "what"),
    [
        ("folk:\n", 1, "This section is not known."),
        ("people:\n  more: Thomas More\n", 2, "This is no row of the lexicon."),
        ("people:\n  more: {en: [Thomas More]}\n", 2, "Its forms are not written as those of its section."),
        ("people:\n  more: [Morus]\n  more: [Thomas More]\n", 3, "It stands in line 2 already."),
        ("people:\n  one: [Morus]\n\n  two: [Morus]\n", 4, "'Morus' is a form of one too."),
        ("people:\n  more: [M*rus]\n", 2, "A * stands only at the end of a word, not as in 'M*rus'."),
        ("people:\n  more: [Morus+?]\n", 2, "A form cannot hold '?'."),
        ("people:\n  more: [M*]\n", 2, "'M*' is too general."),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, names: str, line: int, what: str) -> None:
    problem = only_problem(lexicon_in(tmp_path, names=names))

    assert (Path(problem.file).name, problem.line, problem.what) == ("names.yaml", line, what)


def test_a_language_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    problem = only_problem(lexicon_in(tmp_path, events="kinds:\n  flood: {en: [flood*], English: [deluge]}\n"))

    assert (problem.line, problem.key, problem.what) == (2, "flood", "Its languages cannot be read.")


def test_a_scale_is_a_number(tmp_path: Path) -> None:
    problem = only_problem(lexicon_in(tmp_path, measures="scales:\n  thousand: {en: [thousand*]}\n"))

    assert problem.what == "Its name is not that of a row of this section."


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as caught:
        load_lexicon(lexicon_in(tmp_path, places="lands:\n  x\n", events="kinds:\n  y\n"))

    assert [Path(problem.file).name for problem in caught.value.problems] == ["places.yaml", "events.yaml"]


def test_the_shipped_lexicon_knows_six_languages_of_every_common_kind_of_event_and_subject() -> None:
    kinds = [term for term in default_lexicon().terms if term.kind in (TermKind.WHAT, TermKind.SUBJECT)]
    thin = [term.id for term in kinds if not {"en", "ru", "kk", "zh", "ar", "tr"} <= {f.language for f in term.forms}]

    assert len(kinds) >= 150
    assert thin == []
