"""Which names, kinds of event and measures are known in several languages?

Not pure: reads the files in monitor/stories. In: their folder. Out: Lexicon, or BadConfiguration with everything that
is wrong, each with its line and its mend. The service hands it to those who read articles.

The files are YAML, of which only sections and rows of one line are read, by line: their 140 kB take a YAML library a
quarter of a second at each start, and this a tenth of that.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from monitor.config.yaml_lines import read_text
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.lexicon import Form, Lexicon, Term, TermKind

_FILES = ("places.yaml", "names.yaml", "events.yaml", "measures.yaml")
_MAX_BYTES = 1_000_000
_SECTIONS = {
    "lands": TermKind.LAND,
    "places": TermKind.PLACE,
    "people": TermKind.WHO,
    "organisations": TermKind.WHO,
    "kinds": TermKind.WHAT,
    "subjects": TermKind.SUBJECT,
    "units": TermKind.UNIT,
    "scales": TermKind.SCALE,
    "numbers": TermKind.NUMBER,
}
_STOPS = "stops"
_BODIES = "organisations"
_BY_LANGUAGE = frozenset({"kinds", "subjects", "units", "scales", "numbers"})
_COUNTING = frozenset({"scales", "numbers"})

_SECTION = re.compile(r"([a-z]+):")
_ROW = re.compile(r'  (?:"(\d+)"|([a-z][a-z0-9-]*)): (?:\[(.*)\]|\{(.*)\})')
_PART = re.compile(r"([a-z]{2}): \[([^\[\]]*)\]")
_STAR_INSIDE = re.compile(r"\*(?![\s-]|$)|(?:^|[\s-])\*")
_NOT_IN_FORMS = re.compile(r"[\\\[\](){}|^?<>:#\x00-\x1f\x7f]")
_FEWEST_LETTERS_STEM = 2


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """Read the lexicon that is shipped with the program, once a process."""
    return load_lexicon(Path(__file__).resolve().parent.parent / "stories")


def load_lexicon(folder: Path) -> Lexicon:
    """Read the four files of a lexicon.

    Args:
        folder: with places.yaml, names.yaml, events.yaml and measures.yaml.

    Raises:
        BadConfiguration: a file cannot be read, or something in it is wrong; it lists every Problem.
    """
    sheet = _Sheet()
    for name in _FILES:
        sheet.read(folder / name)
    if sheet.problems:
        raise BadConfiguration(tuple(sheet.problems))
    return Lexicon.of(tuple(sheet.terms), tuple(sheet.stops))


class _Sheet:
    """What the files say, and what was found wrong with them."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.stops: list[tuple[str, frozenset[str]]] = []
        self.problems: list[Problem] = []
        self._ids: dict[tuple[str, str], int] = {}
        self._forms: dict[tuple[TermKind, Form], str] = {}
        self._at = ("", 0)

    def read(self, path: Path) -> None:
        """Read one file, noting what is wrong with it."""
        section = ""
        for number, line in enumerate(read_text(path, max_bytes=_MAX_BYTES).splitlines(), 1):
            self._at = (str(path), number)
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if found := _SECTION.fullmatch(line.rstrip()):
                section = found[1]
                if section not in _SECTIONS and section != _STOPS:
                    known = ", ".join((*_SECTIONS, _STOPS))
                    self._refuse(section, "This section is not known.", f"Use one of: {known}.")
            else:
                self._row(section, line.rstrip())

    def _row(self, section: str, line: str) -> None:
        found = _ROW.fullmatch(line)
        if found is None:
            mend = "Write on one line, two spaces in: name: [form, form] or name: {en: [form], ru: [form]}"
            self._refuse("", "This is no row of the lexicon.", mend)
            return
        key = found[1] or found[2]
        if not self._is_first(section, key):
            return
        if section == _STOPS:
            self.stops.append((key, frozenset(_listed(found[3] or ""))))
        elif section in _SECTIONS:
            self._term(section, key, found)

    def _term(self, section: str, key: str, found: re.Match[str]) -> None:
        if (found[4] is not None) is not (section in _BY_LANGUAGE):
            self._refuse(key, "Its forms are not written as those of its section.", "Look at the rows around it.")
            return
        if key.isdecimal() is not (section in _COUNTING):
            self._refuse(key, "Its name is not that of a row of this section.", "Only scales and numbers are numbers.")
            return
        kind = _SECTIONS[section]
        forms = tuple(form for form in self._forms_of(key, found) if self._is_form(kind, key, form))
        self.terms.append(Term(kind, key, forms, is_body=section == _BODIES))

    def _forms_of(self, key: str, found: re.Match[str]) -> Iterator[Form]:
        if found[4] is None:
            yield from (Form(text) for text in _listed(found[3]))
            return
        if re.sub(_PART, "", found[4]).strip(", "):
            self._refuse(key, "Its languages cannot be read.", "Write them as {en: [form, form], ru: [form]}")
        for part in _PART.finditer(found[4]):
            yield from (Form(text, part[1]) for text in _listed(part[2]))

    def _is_first(self, section: str, key: str) -> bool:
        line = self._ids.setdefault((section, key), self._at[1])
        if line != self._at[1]:
            self._refuse(key, f"It stands in line {line} already.", "Join the two.")
        return line == self._at[1]

    def _is_form(self, kind: TermKind, key: str, form: Form) -> bool:
        other = self._forms.setdefault((kind, form), key)
        letters = sum(map(str.isalnum, form.text))
        if other != key:
            self._refuse(key, f"'{form.text}' is a form of {other} too.", "Take one out.")
        elif _STAR_INSIDE.search(form.text):
            self._refuse(key, f"A * stands only at the end of a word, not as in '{form.text}'.", "Take it out.")
        elif odd := _NOT_IN_FORMS.search(form.text):
            self._refuse(key, f"A form cannot hold {odd[0]!r}.", "Write plain words.")
        elif form.text.endswith("*") and letters < _FEWEST_LETTERS_STEM:
            self._refuse(key, f"'{form.text}' is too general.", "Give more of it.")
        else:
            return True
        return False

    def _refuse(self, key: str, what: str, mend: str) -> None:
        self.problems.append(Problem(*self._at, key, what, mend))


def _listed(forms: str) -> list[str]:
    return [text for text in (each.strip().strip('"').strip() for each in forms.split(",")) if text]
