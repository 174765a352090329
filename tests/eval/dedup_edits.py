"""What becomes of a text when others print it?

Pure, and the same in every run: chance comes from the names of what is edited. In: an article, and phrases in its
language. Out: its text after one kind of edit, at strength 1, 2 or 3. dedup_pairs.py makes labelled pairs of them.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.eval.dedup_texts import Article, Phrases

STRENGTHS = (1, 2, 3)

_SENTENCE_ENDS = re.compile(
    r"(?<=[.!?؟])\s+(?!–)|(?<=[.!?؟][\"”»])\s+(?!–|—|-)|(?<=[。！？])(?![”」]|$)|(?<=[。！？][”」])(?!$)"
)
_NUMBER = re.compile(r"\d+")
_LOOKS_LIKE = dict(zip("oOlIeaсиншцьткғұқәمنتيبح日未己土大人", "00111oeнинщъмxгүкәнيثيبتخ曰末已士太入", strict=False))
_SPACES = {" ": "\u00a0", "\u3000": " "}
_QUOTES = str.maketrans({'"': "”", "«": "“", "»": "”", "“": "「", "”": "」", "'": "’", "–": "—", "-": "‐"})


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be edited.

    Args:
        strength: 1 to 3.
        chance: seeded by the names of the article and of the edit.
    """

    article: Article
    phrases: Phrases
    strength: int
    chance: Random

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs, in order."""
        return self.article.text.split("\n")

    @property
    def gap(self) -> str:
        """What parts two sentences of its language."""
        return "" if self.article.language == "zh" else " "

    def of_three(self, one: float, two: float, three: float) -> float:
        """Give the measure that belongs to its strength."""
        return (one, two, three)[self.strength - 1]


Edit = Callable[[Task], str]


def edited(kind: str, article: Article, phrases: Phrases, strength: int) -> str:
    """Give an article's text after an edit of this kind."""
    return EDITS[kind](Task(article, phrases, strength, chance_of(kind, article.name, strength)))


def chance_of(*names: object) -> Random:
    """Give chance that is the same for the same names, in every process."""
    return Random("/".join(map(str, names)))


def sentences(paragraph: str) -> list[str]:
    """Part a paragraph where its sentences end."""
    return [part for part in _SENTENCE_ENDS.split(paragraph) if part]


def passage(article: Article, share: float, chance: Random) -> tuple[str, ...]:
    """Give sentences in a row that are nearly this share of an article's characters, from somewhere inside it."""
    every = [sentence for line in article.text.split("\n") for sentence in sentences(line)]
    total = sum(map(len, every))
    runs = [every[start:end] for start in range(len(every)) for end in range(start + 1, len(every) + 1)]
    near = sorted(runs, key=lambda run: abs(sum(map(len, run)) / total - share))[:3]
    return tuple(chance.choice(near))


# --- less of it, or in another order ----------------------------------------------------------------


def _truncated(task: Task) -> str:
    """Keep 70, 50 or 35 % of the characters, at least to the end of a word, every other time with a line to read on."""
    text = task.article.text
    end = int(len(text) * task.of_three(0.70, 0.50, 0.35))
    while task.gap and end < len(text) and not text[end].isspace():
        end += 1
    more = [task.chance.choice(task.phrases.read_on)] if task.chance.random() < 0.5 else []
    return "\n".join([f"{text[:end]}…", *more])


def _sentences_cut(task: Task) -> str:
    """Drop 10, 20 or 30 % of the sentences, wherever they stand."""
    lines = [sentences(paragraph) for paragraph in task.paragraphs]
    every = [(row, column) for row, line in enumerate(lines) for column in range(len(line))]
    dropped = set(task.chance.sample(every, max(1, round(len(every) * task.of_three(0.10, 0.20, 0.30)))))
    kept = [[s for column, s in enumerate(line) if (row, column) not in dropped] for row, line in enumerate(lines)]
    return "\n".join(task.gap.join(line) for line in kept if line)


def _reordered(task: Task) -> str:
    """Swap two paragraphs, put the last second as well, or shuffle all but the first."""
    first, *rest = task.paragraphs
    if task.strength == 3:
        task.chance.shuffle(rest)
    else:
        rest[1], rest[2] = rest[2], rest[1]
        rest = [rest[-1], *rest[:-1]] if task.strength == 2 else rest
    return "\n".join([first, *rest])


def _reparagraphed(task: Task) -> str:
    """Join paragraphs by twos, give each sentence a line, or put all in one."""
    lines = task.paragraphs
    if task.strength == 2:
        return "\n".join(sentence for line in lines for sentence in sentences(line))
    size = 2 if task.strength == 1 else len(lines)
    return "\n".join(task.gap.join(lines[at : at + size]) for at in range(0, len(lines), size))


# --- the same in other letters ----------------------------------------------------------------------


def _light_edit(task: Task) -> str:
    """Drop, replace, or put a word before 3, 6 or 10 % of the words; in Chinese, of the characters."""
    chance, gap = task.chance, task.gap
    words = task.article.text.replace("\n", " \n ").split(" ") if gap else list(task.article.text)
    for place in _some(words, task.of_three(0.03, 0.06, 0.10), chance):
        filler = chance.choice(task.phrases.fillers)
        words[place] = chance.choice(("", filler, f"{filler}{gap}{words[place]}"))
    return gap.join(words).replace(" \n ", "\n")


def _ocr(task: Task) -> str:
    """Misread 0.8, 1.8 or 3 % of the characters: lost, doubled, taken for others, or a blank too many."""
    read = list(task.article.text)
    for place in _some(read, task.of_three(0.008, 0.018, 0.03), task.chance):
        true = read[place]
        read[place] = task.chance.choice(("", 2 * true, _LOOKS_LIKE.get(true, ""), f"{true} "))
    return "".join(read)


def _some(parts: Sequence[str], share: float, chance: Random) -> list[int]:
    """Choose a share of the words or characters, ends of lines left out, by their places."""
    places = [place for place, part in enumerate(parts) if part != "\n"]
    return chance.sample(places, max(1, round(share * len(places))))


def _typography(task: Task) -> str:
    """Set other quotation marks, dashes and blanks; then blank lines and soft hyphens; then invisible characters."""
    text = task.article.text.translate(_QUOTES)
    if task.strength == 1:
        return "".join(_SPACES.get(c, c) if task.chance.random() < 0.3 else c for c in text)
    text = "".join(f"{c} " if c == " " and task.chance.random() < 0.2 else c for c in text).replace("\n", " \n\n")
    text = _strewn(text, "\u00ad", 0.05, task.chance)
    if task.strength == 2:
        return text
    strewn = _strewn(text, "\u200b\u200c\u2060\ufeff\u200e", 0.08, task.chance)
    return unicodedata.normalize("NFD", strewn)


def _strewn(text: str, marks: str, share: float, chance: Random) -> str:
    return "".join(f"{c}{chance.choice(marks)}" if c.isalpha() and chance.random() < share else c for c in text)


# --- other words around it --------------------------------------------------------------------------


def _boilerplate(task: Task) -> str:
    """Leave 2, 7 or 16 lines of a page's frame around the text."""
    lines = task.chance.sample(task.phrases.menu, int(task.of_three(2, 7, 16)))
    above = len(lines) // 2
    return "\n".join([*lines[:above], task.article.text, *lines[above:]])


def _retitled(task: Task) -> str:
    """Put the article's own headline on top, another one, or another one with a line below it."""
    other = task.chance.choice(task.phrases.headlines)
    above = ([task.article.title], [other], [other, task.article.lead or task.article.title])[task.strength - 1]
    return "\n".join([*above, task.article.text])


def _wrapped(task: Task) -> str:
    """Put 1, 2 or 3 sentences of one's own before the text, and as many behind it."""
    size = task.strength
    before, after = task.phrases.intros[:size], task.phrases.outros[:size]
    return "\n".join([task.gap.join(before), task.article.text, task.gap.join(after)])


def _new_lead(task: Task) -> str:
    """Write the first paragraph anew, put another headline above it, or drop a sentence of the rest as well."""
    rest = task.paragraphs[1:]
    title = [task.chance.choice(task.phrases.headlines)] if task.strength > 1 else []
    if task.strength == 3:
        place = next(place for place, paragraph in enumerate(rest) if len(sentences(paragraph)) > 1)
        rest[place] = task.gap.join(sentences(rest[place])[1:])
    return "\n".join([*title, task.article.lead, *rest])


def _agency(task: Task) -> str:
    """Put a dateline first, then a credit last as well, then a headline and all credits."""
    dateline, credit = task.chance.choice(task.phrases.datelines), task.chance.choice(task.phrases.credits)
    above = [task.article.title] if task.strength == 3 else []
    below = ([], [credit], list(task.phrases.credits))[task.strength - 1]
    return "\n".join([*above, f"{dateline} {task.article.text}", *below])


# --- versions ---------------------------------------------------------------------------------------


def _revision(task: Task) -> str:
    """Change a figure and say so; change more and drop a sentence; change a third and write the lead anew."""
    updates, text = task.phrases.updates, task.article.text
    if task.strength == 2:
        text = _sentences_cut(Task(task.article, task.phrases, 1, task.chance))
    if task.strength == 3:
        text = "\n".join([task.article.lead, *task.paragraphs[1:]])
    text = _with_other_figures(text, task.of_three(0.0, 0.2, 0.33), task.chance)
    return "\n".join([text, *task.chance.sample(updates, task.strength)])


def _with_other_figures(text: str, share: float, chance: Random) -> str:
    """Change this share of the figures, at least one where there is one."""
    found = list(_NUMBER.finditer(text))
    size = min(len(found), max(1, round(share * len(found))))
    for number in sorted(chance.sample(found, size), key=lambda each: -each.start()):
        text = f"{text[: number.start()]}{int(number[0]) + chance.randint(1, 9)}{text[number.end() :]}"
    return text


def embedded(host: Article, lines: Sequence[str]) -> str:
    """Put sentences of another article between the second and the third paragraph of a host."""
    paragraphs = host.text.split("\n")
    gap = "" if host.language == "zh" else " "
    return "\n".join([*paragraphs[:2], gap.join(lines), *paragraphs[2:]])


#: Edits that leave a copy, by kind.
EDITS: dict[str, Edit] = {
    "truncated": _truncated,
    "sentences cut": _sentences_cut,
    "reordered": _reordered,
    "reparagraphed": _reparagraphed,
    "light edit": _light_edit,
    "ocr": _ocr,
    "typography": _typography,
    "boilerplate": _boilerplate,
    "retitled": _retitled,
    "wrapped": _wrapped,
    "new lead": _new_lead,
    "agency": _agency,
    "revision": _revision,
}
