"""Is a line no part of an article, but its label: the headline, who wrote it, when, how often it was read?

Pure. In: what the witnesses say, and lines. Out: yes or no. reading.py takes such lines off both ends of a text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.core.records.pages import Claim, Field
from monitor.extract.body.phrases import DATE_WORDS

#: How a sentence ends.
SENTENCE_END = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]」』]*$")

_NOT_WORDS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = (" | ", " - ", " – ", " — ", " :: ", " » ", "_", "｜")
_PARTING = re.compile(r"\s*[|·•‧｜/]\s*|\s[–—-]\s")
_LEAST_OF_TITLE = 0.5  # of its letters, where the outlet's name is behind it
_LONGEST = 120
_LONGEST_DATED = 60
_LONGEST_LABEL = 30  # characters of a rubric, or a counter's name, beside a date
_CREDIT_WORDS = 6
# A day or a time of day, as figures: with these, a short line that is no sentence says when something was published.
_MOMENT = re.compile(
    r"(?<![\d:])\d{1,2}:\d\d(?![\d:])|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月"
)
_COUNTER = re.compile(r"[^\W\d_][^\d.!?]{1,30}[:：\s]\s*\d[\d\s.,]*[KkКкМ]?")
# What announces who wrote an article, in the languages of our feeds.
_BY = re.compile(
    r"[Bb][Yy]\s(?=[A-Z])|(?i:authors?|text|reporter|автор[ыі]?|текст|авторы|авторлары|мәтін|тілші|кабарчы|muallif|müəllif|yazar|"
    r"autor(?:in)?|auteur|autore|الكاتب|بقلم|نویسنده|作者|记者|記者|撰文|责任编辑|責任編輯|编辑|編輯|by)\s*[:：]"
)


def key_of(text: str) -> str:
    """Give what two renderings of one line have in common: its letters and digits."""
    return _NOT_WORDS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Labels:
    """What an article is labelled with.

    Args:
        titles: keys of its headlines, with and without the outlet's name.
        authors: in small letters.
    """

    titles: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()

    def is_title(self, line: str) -> bool:
        """Whether a line is the headline again."""
        return key_of(line) in self.titles

    def is_stamp(self, line: str) -> bool:
        """Whether a line says no more than who wrote the article and when, and in which rubric it stands."""
        if len(line) > _LONGEST or SENTENCE_END.search(line):
            return False
        parts = [part for part in _PARTING.split(line) if part]
        if parts and all(self._is_credit(part) or is_date(part) for part in parts):
            return True
        return _MOMENT.search(line) is not None and all(
            len(part) <= (_LONGEST_DATED if _MOMENT.search(part) else _LONGEST_LABEL) or self._is_credit(part)
            for part in parts
        )

    def _is_credit(self, line: str) -> bool:
        rest = line.casefold()
        for author in self.authors:
            rest = rest.replace(author, " ")
        if _BY.match(line):
            return len(rest.split()) <= _CREDIT_WORDS
        return rest != line.casefold() and all(map(_is_date_word, _WORD.findall(rest)))


def labels_of(claims: Iterable[Claim]) -> Labels:
    """Collect what the witnesses call the article, and whom they name as its authors."""
    titles: set[str] = set()
    authors: set[str] = set()
    for claim in claims:
        if claim.field is Field.TITLE:
            titles.update(map(key_of, _with_and_without_outlet(claim.value)))
        elif claim.field is Field.AUTHOR:
            authors.update(name.casefold() for name in claim.value.split("; ") if name)
    return Labels(frozenset(filter(None, titles)), frozenset(authors))


def is_date(line: str) -> bool:
    """Say whether a line is nothing but a date or a time of day."""
    return any(map(str.isdigit, line)) and all(map(_is_date_word, _WORD.findall(line.casefold())))


def is_counter(line: str) -> bool:
    """Say whether a line is a name and a number, such as how often the page was read."""
    return len(line) <= _LONGEST_LABEL and _COUNTER.fullmatch(line) is not None


def _with_and_without_outlet(title: str) -> Iterable[str]:
    yield title
    for mark in _MARKS:
        rest, found, _ = title.rpartition(mark)
        if found and len(rest) >= _LEAST_OF_TITLE * len(title):
            yield rest


def _is_date_word(word: str) -> bool:
    if word in DATE_WORDS or word.isascii():
        return word in DATE_WORDS
    # Elsewhere months and years have endings.
    return any(len(known) > 2 and word.startswith(known) and len(word) < len(known) + 4 for known in DATE_WORDS)
