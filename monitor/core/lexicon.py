"""Which names, kinds of event and measures are known in several languages?

Pure: frozen values. config/lexicon.py builds them from the files in monitor/stories; stories/ finds them in texts.
In: rows as they are written. Out: Lexicon, with the version of its content.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

_VERSION_DIGITS = 12


class TermKind(StrEnum):
    """What a row of the lexicon names."""

    LAND = "land"
    PLACE = "where"
    WHO = "who"
    WHAT = "what"
    SUBJECT = "about"
    UNIT = "unit"
    SCALE = "scale"
    NUMBER = "count"


# What is counted beside topics: states, people and bodies.
_COMPANIONS = (TermKind.LAND, TermKind.WHO)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term.

    Args:
        text: one or more words; a ``*`` at the end of a word is any ending.
        language: ISO 639-1 code of the texts in which it counts, "" for all.
    """

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that has names.

    Args:
        id: the same in all languages: a name for us, or the number that a scale or a numeral stands for.
        is_body: it is an organisation, not a person.
    """

    kind: TermKind
    id: str
    forms: tuple[Form, ...]
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms, and by language the words that tell nothing.

    Args:
        version: names the states, the people and the bodies, so that what was counted beside topics can be traced to
            them; for all else, the rules of stories/ have versions of their own.
    """

    terms: tuple[Term, ...]
    stops: tuple[tuple[str, frozenset[str]], ...]
    version: str

    @classmethod
    def of(cls, terms: tuple[Term, ...], stops: tuple[tuple[str, frozenset[str]], ...]) -> "Lexicon":
        """Give the terms the version that their content has."""
        content = repr(tuple(term for term in terms if term.kind in _COMPANIONS))
        return cls(terms, stops, hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:_VERSION_DIGITS])

    @property
    def companions(self) -> tuple[Term, ...]:
        """The states, people and bodies that can be named beside a topic."""
        return tuple(term for term in self.terms if term.kind in _COMPANIONS)


#: Nothing is known: stories are told by wording, by figures and by how names sound.
NO_LEXICON = Lexicon((), (), "")
