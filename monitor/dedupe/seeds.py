"""Which seed article is a text, and what is kept of it?

Pure. In: texts that the owner of the seed corpus has. Out: Seeds with facts and sketch, and what became of each text.
The command ``monitor seeds add`` writes them down; at the start the service attaches texts that lie in seeds/.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Known, Neighbours, Seed, Verdict
from monitor.core.urls import is_web_address, site_of
from monitor.core.words import folded
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint

_FURNITURE = frozenset({"advertisement", "comments", "learn more", "read more", "share", "subscribe"})
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = rf"(?P<month>\d{{1,2}}|(?:{'|'.join(_MONTH_NAMES)})[a-z]*)"
_YEAR, _DAY = r"(?P<year>(?:19|20)\d{2})", r"(?P<day>\d{1,2})"
_DATE_IN_ADDRESS = re.compile(rf"[/-]{_YEAR}[/-]{_MONTH}[/-]{_DAY}(?!\d)", re.IGNORECASE)
_DATES_IN_TEXT = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
    for form in (rf"{_YEAR}-{_MONTH}-{_DAY}", rf"{_DAY}\.? {_MONTH}\.?,? {_YEAR}", rf"{_MONTH}\.? {_DAY},? {_YEAR}")
)
_HEAD_LINES = 8
_LEAST_WORDS = 20
# Two copies of fewer words than make so many hashes may share none of them: they are compared in any case.
_SMALL_SKETCH = 12
_WHOLE = 0.75
_NAME_LENGTH = 60
_HEADLINE_WORDS = range(4, 41)


@dataclass(frozen=True, slots=True)
class SeedFacts:
    """What is known about a seed beside its text; each may be "" where unknown, but not the name.

    Args:
        outlet: registrable domain of the publisher.
        date: ISO 8601 day.
    """

    name: str
    outlet: str = ""
    title: str = ""
    date: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()


class Fate(StrEnum):
    """What became of a text that was given."""

    ATTACHED = "attached"
    ADDED = "added"
    DUPLICATE = "duplicate"
    PART = "part"
    EMPTY = "empty"
    UNREADABLE = "unreadable"

    @property
    def is_failure(self) -> bool:
        """Whether there is something for the owner to do: the corpus could make no use of the text."""
        return self in (Fate.PART, Fate.EMPTY, Fate.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one text.

    Args:
        seed: name of the seed that it went to, repeats or is a part of; "" where there is none.
        why: one sentence for a person.
    """

    file: str
    seed: str
    fate: Fate
    why: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All seeds, the added ones last, and what became of each text, in the order given."""

    seeds: tuple[Seed, ...]
    placed: tuple[Placed, ...]


def make_seed(text: str, facts: SeedFacts) -> Seed:
    """Make a seed of a text that the owner has; the text stays with it."""
    body = body_of(text)
    made = fingerprint(body)
    return Seed(
        name=facts.name,
        outlet=facts.outlet,
        title=facts.title,
        date=facts.date,
        url=facts.url,
        words=len(folded(body)),
        exact=made.exact,
        sketch=made.sketch,
        authors=facts.authors,
        text=body,
    )


def body_of(text: str) -> str:
    """Take from a saved page what is surely no part of the article.

    That is: blank lines, addresses before the first other line, lines that repeat an earlier one, lengths of
    videos, and a few words that pages have as lines of their own.
    """
    kept: dict[str, None] = {}
    for line in map(str.strip, text.split("\n")):
        is_address = not kept and is_web_address(line)
        if line and not is_address and not _CLOCK.fullmatch(line) and line.casefold() not in _FURNITURE:
            kept.setdefault(line)
    return "\n".join(kept)


def guess_facts(text: str, *, name: str) -> SeedFacts:
    """Read from the head of a saved page what it says about itself: address, headline and day.

    The address is a line of its own before all others. The headline is the first line after it, if it has 4 to 40
    words and no full stop; else the last part of the address, as words. The day is the address's, else the first
    that stands in one of the first lines. Whatever can't be read is "".
    """
    first = next(iter(text.split()), "")
    url = first if is_web_address(first) else ""
    lines = body_of(text).split("\n")[:_HEAD_LINES]
    is_headline = len(folded(lines[0])) in _HEADLINE_WORDS and not lines[0].endswith((".", "。"))
    return SeedFacts(
        name=name,
        outlet=site_of(url) if url else "",
        title=lines[0] if is_headline else _words_of_address(url),
        date=_date(url, lines),
        url=url,
    )


def known_seed(seed: Seed) -> Known:
    """Give a seed as a verdict compares it."""
    return Known(seed.ref, seed.text, seed.exact, seed.sketch)


def attach_texts(seeds: Sequence[Seed], texts: Mapping[str, str]) -> Corpus:
    """Give each text to the seed whose copy it is, or make a seed of its own of it.

    A text that is a copy of a seed which has its text already, perhaps from an earlier text, is reported as a
    duplicate and left out; and so is a text that is only a part of a seed known by its sketch, for compared with the
    part, a copy of the rest would be new. A new seed is named after its file.

    Args:
        seeds: the corpus so far, with or without texts.
        texts: plain text by file name.
    """
    growing = _Growing(seeds)
    placed = tuple(growing.place(*given) for given in texts.items())
    return Corpus(tuple(growing.seeds.values()), placed)


def copies(seeds: Sequence[Seed]) -> list[tuple[Seed, str]]:
    """Find the seeds that are copies of an earlier one, by text where both have it, else by sketch; and say why."""
    growing, found = _Growing(()), []
    for seed in seeds:
        made = replace(fingerprint(seed.text), exact=seed.exact, sketch=seed.sketch)
        others = (known_seed(other if seed.text else replace(other, text="")) for other in growing.near(made))
        verdict = decide(seed.text, made, Neighbours(tuple(others)))
        if verdict.carries_another:
            found.append((seed, verdict.why))
        growing.put(seed)
    return found


class _Growing:
    """A corpus that grows, and finds its seeds by what a text shares with their sketches."""

    def __init__(self, seeds: Sequence[Seed]) -> None:
        self.seeds: dict[str, Seed] = {}
        self._holding: dict[int, set[str]] = {}
        self._small: set[str] = set()
        self._files: dict[str, str] = {}
        for seed in seeds:
            self.put(seed)

    def put(self, seed: Seed) -> None:
        """Add a seed, or put it in the place of the one of its name."""
        self.seeds[seed.name] = seed
        for hash_ in seed.sketch:
            self._holding.setdefault(hash_, set()).add(seed.name)
        if len(seed.sketch) < _SMALL_SKETCH:
            self._small.add(seed.name)

    def near(self, made: Fingerprint) -> list[Seed]:
        """Give the seeds that a text may be a copy of, in the order of the corpus."""
        names = self._small.union(*(self._holding.get(hash_, ()) for hash_ in made.sketch))
        is_small = len(made.sketch) < _SMALL_SKETCH
        return [seed for name, seed in self.seeds.items() if is_small or name in names]

    def place(self, file: str, text: str) -> Placed:
        """Put one text into the corpus."""
        body = body_of(text)
        number = len(folded(body))
        if number < _LEAST_WORDS:
            why = f"It holds {number} words; under {_LEAST_WORDS} nothing is recognised by."
            return Placed(file, "", Fate.EMPTY, why)
        made = fingerprint(body)
        verdict = decide(body, made, Neighbours(tuple(map(known_seed, self.near(made)))))
        if verdict.carries_another:
            return self._place_copy(file, body, made, verdict)
        name = _free_name(self.seeds, file)
        self.put(make_seed(text, guess_facts(text, name=name)))
        self._files[name] = file
        return Placed(file, name, Fate.ADDED, verdict.why)

    def _place_copy(self, file: str, body: str, made: Fingerprint, verdict: Verdict) -> Placed:
        seed = self.seeds[verdict.of.removeprefix("seed:")]
        if seed.text:
            of = f" Its text came from {self._files[seed.name]}." if seed.name in self._files else ""
            return Placed(file, seed.name, Fate.DUPLICATE, f"{verdict.why}{of}")
        if verdict.of_other < _WHOLE:
            return Placed(file, seed.name, Fate.PART, f"{verdict.why} Only the whole text knows more than the sketch.")
        self.put(replace(seed, text=body, exact=made.exact))
        self._files[seed.name] = file
        return Placed(file, seed.name, Fate.ATTACHED, verdict.why)


def _free_name(corpus: Mapping[str, Seed], file: str) -> str:
    stem = re.sub(r"\W+", "-", file.rpartition("/")[2].rpartition(".")[0] or file)[:_NAME_LENGTH].strip("-") or "seed"
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(corpus) + 2))
    return next(name for name in names if name not in corpus)


def _words_of_address(url: str) -> str:
    slug = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = re.split(r"[-_]+", re.sub(r"\.\w{1,5}$", "", slug))
    return " ".join(words) if len(words) in _HEADLINE_WORDS else ""


def _date(url: str, lines: Sequence[str]) -> str:
    found = [_DATE_IN_ADDRESS.search(url), *(form.search(line) for line in lines for form in _DATES_IN_TEXT)]
    return next((day for match in found if match and (day := _day(match))), "")


def _day(match: re.Match[str]) -> str:
    month = match["month"].lower()
    try:
        return date(int(match["year"]), _MONTHS.get(month[:3]) or int(month), int(match["day"])).isoformat()
    except ValueError:
        return ""
