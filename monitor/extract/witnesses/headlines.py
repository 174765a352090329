"""What is an article's headline, in what the witnesses give for it?

Pure. In: titles as they are written, and what the outlet is called. Out: candidates: without markup and the outlet's
name, with what speaks against them. weigh.py acts on it.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.core.charset import fold
from monitor.core.records.pages import Field, Witness
from monitor.core.words import folded
from monitor.extract.witnesses.candidates import Candidate, Standing, elect
from monitor.extract.witnesses.claims import Told

_LONGEST = 1_000
_MOST_MARKS = 20
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|br|sup|sub|p|mark|font|a)\b[^<>]{0,300}>", re.IGNORECASE)
_MARK = re.compile(r"\s(?:[|\-–—»«·•/~]|::|//|--)\s|\s?[|｜_]\s?|(?<=[\u3400-\u9fff\uac00-\ud7a3])-")
_COLON = re.compile(r":\s|：")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_FEWEST_WORDS = 3  # of a heading by which a longer title is cut, and of a beginning by which one is known
_LONGEST_TAIL = 8  # words of an outlet's name, with its section or motto

#: Whom we trust, and who speaks with one voice: what is made for sharing and searching is often one text, and another
#: than the headline that readers see.
_TRUST = {
    "feed": (0, "feed"),
    "heading": (1, "heading"),
    "json-ld": (2, "data"),
    "microdata": (3, "heading"),
    "opengraph": (4, "shared"),
    "meta": (5, "shared"),
    "title": (6, "shared"),
    "h1": (7, "frame"),
}

Words = tuple[str, ...]


@lru_cache(maxsize=2_048)  # witnesses repeat one another
def words_of(text: str) -> Words:
    """Give the folded words of a short text."""
    return tuple(folded(text))


@dataclass(frozen=True, slots=True)
class Called:
    """What an outlet goes by, as folded words.

    Args:
        names: those it gives itself.
        sites: its domain, with and without suffix: these may be common words.
    """

    names: frozenset[Words]
    sites: frozenset[Words]

    def __contains__(self, words: Words) -> bool:
        return words in self.names or words in self.sites


def line(markup: str) -> str:
    """Put a title on one line, without entities and tags."""
    return fold(_TAG.sub(" ", html.unescape(markup[: 4 * _LONGEST])))[:_LONGEST].rstrip()


def called(names: Sequence[str], site: str) -> Called:
    """Fold what an outlet goes by.

    Args:
        site: registrable domain, "" for none.
    """
    sites = (site, f"www.{site}", site.partition(".")[0]) if site else ()
    return Called(_all_words(names), _all_words(sites))


def _all_words(names: Sequence[str]) -> frozenset[Words]:
    return frozenset(words for name in names if (words := words_of(name)))


def stand(told: Sequence[Told], outlet: Called) -> list[Candidate[Words]]:
    """Make candidates of titles.

    Cut off is the outlet's name before or behind a title, and what stands behind a heading of the page in a title
    made for sharing. What is then left empty, or is the outlet's name alone, is doubtful; a title that
    is cut short, or shouted in capitals, is outdone by one that says the same in full.
    """
    lines = [(each, line(each.value)) for each in told]
    headings = frozenset(
        words for each, title in lines if not _is_shared(each) and len(words := words_of(title)) >= _FEWEST_WORDS
    )
    found = [
        _candidate(each, _without_outlet(title, outlet, headings if _is_shared(each) else frozenset()), outlet)
        for each, title in lines
        if title
    ]
    return [_outdone(candidate, found) for candidate in found]


def choose(stood: Sequence[Candidate[Words]], told: Sequence[Told]) -> Candidate[Words] | None:
    """Choose the headline that readers see, where there is no doubt which one that is; else by voices and trust.

    There is none where the page has one heading of three words or more outside its frame, which is not the name of the
    outlet or a section, nor set off by a mark behind another title. Then whoever else says another thing lags behind:
    feed, data and what is made for sharing are often written once. Where there are several such headings, each is a
    voice like any other.

    Args:
        told: what is said of title and section, as it is written.
    """
    rubrics = frozenset(
        words_of(name) for each in told for name in ((each.value,) if each.field is Field.SECTION else _behind(each))
    )
    headings = {
        each.read: each
        for each in stood
        if each.witness is Witness.HEADING and each.standing >= Standing.OUTDONE and len(each.read) >= _FEWEST_WORDS
    }
    seen = [heading for words, heading in headings.items() if words not in rubrics]
    if len(seen) == 1:
        stood = [each for each in stood if bears_out(each, seen[0])]
    return elect(stood, bears_out)


def _behind(told: Told) -> Sequence[str]:
    return _MARK.split(line(told.value))[1:] if told.field is Field.TITLE else ()


def bears_out(one: Candidate[Words], other: Candidate[Words]) -> bool:
    """Whether two titles have the same words, or one is the other cut short."""
    return one.read == other.read or _is_beginning(one, other) or _is_beginning(other, one)


def _is_shared(told: Told) -> bool:
    return told.source == "title" or told.witness in (Witness.OPEN_GRAPH, Witness.META)


def _candidate(told: Told, title: str, outlet: Called) -> Candidate[Words]:
    source = told.source if told.witness is Witness.HTML else told.witness.value
    trust, voice = _TRUST[source]
    words = words_of(title)
    standing, note = Standing.GOOD, ""
    if words in outlet or not words:
        standing, note = Standing.DOUBTFUL, "the outlet's own name" if words else "says nothing"
    elif _CUT.search(title):
        note = "cut short"
    return Candidate(told.field, told.witness, title, words, voice, trust, standing, note)


def _outdone(candidate: Candidate[Words], among: Sequence[Candidate[Words]]) -> Candidate[Words]:
    if candidate.standing is not Standing.GOOD:
        return candidate
    is_cut = any(_is_beginning(candidate, other) for other in among)
    is_shouted = candidate.value.isupper() and any(
        other.read == candidate.read and not other.value.isupper() for other in among
    )
    return replace(candidate, standing=Standing.OUTDONE) if is_cut or is_shouted else candidate


def _is_beginning(one: Candidate[Words], other: Candidate[Words]) -> bool:
    """Whether a title ends with an ellipsis where another one goes on; the last word may be cut too."""
    if not _CUT.search(one.value) or _CUT.search(other.value):
        return False
    known, at = one.read, len(one.read) - 1
    is_told = at + 1 >= _FEWEST_WORDS and len(other.read) > at
    return is_told and other.read[:at] == known[:at] and other.read[at].startswith(known[at])


def _without_outlet(title: str, outlet: Called, headings: frozenset[Words]) -> str:
    marks = [(mark.start(), mark.end()) for mark in _MARK.finditer(title)][-_MOST_MARKS:]
    for start, _ in marks:
        if words_of(title[:start]) in headings and len(words_of(title[start:])) <= _LONGEST_TAIL:
            return title[:start].rstrip()
    for start, end in reversed(marks):
        if not title[:start].strip() or not _names_outlet(title[end:], outlet):
            break
        title = title[:start].rstrip()
    for mark in (_MARK.search(title), _COLON.search(title)):
        if mark and words_of(title[: mark.start()]) in outlet.names and title[mark.end() :].strip():
            return title[mark.end() :].lstrip()
    return title


def _names_outlet(tail: str, outlet: Called) -> bool:
    words = words_of(tail)
    return words in outlet or (len(words) > 1 and words[:-1] in outlet)
