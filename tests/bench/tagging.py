"""How fast is an article tagged, beside a bare Aho-Corasick pass for the same names?

Not pure: measures CPU time on this machine. In: the demo's articles, each language's put together and cut to 4 kB of
UTF-8. Out: rows for the shipped topics, and for 300 topics with 10,000 names; __main__.py prints them.

The floor is what nobody can leave out who ignores case: casefold, and one pass of an automaton with the same keys over
the result. "found" rows are the matching alone; "tagged" rows are with everything that is asked about a name when it
was found.
"""

import random
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import cycle, groupby, islice

from ahocorasick_rs import AhoCorasick

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.text import fold
from monitor.core.topics import Match, Name, Topic, Topics
from monitor.demo.articles import load_articles
from monitor.tag.match import Tagger
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import compile_name

Row = Callable[[str, float, float], None]

_BYTES = 4_000
_TOPICS, _NAMES_EACH = 300, 33
_CONSONANTS, _VOWELS = ("bdgklmnprstvz", "aeiou"), ("бдгклмнпрствз", "аеиоу")
_EACH = (Match.STEM, Match.STEM, Match.PHRASE, Match.PHRASE, Match.ACRONYM_NEEDS_CONTEXT)


def run(row: Row) -> None:
    """Measure each language's text, and one that names nothing, by few topics and by many."""
    shipped = load_topics(default_topics_path())
    texts = _texts(Tagger(shipped))
    for what, topics in (("3 topics", shipped), (f"{_TOPICS} topics", _many(shipped, texts.values()))):
        names = [(topic.id, name) for topic in topics.topics for name in topic.names]
        patterns = [compile_name(name) for _, name in names]
        keys = sorted({key for pattern in patterns for key in pattern.keys})
        row(
            f"{what} with {len(names):,} names made into a matcher",
            _cpu(partial(Tagger, topics), 1),
            _cpu(partial(AhoCorasick, keys), 1),
        )
        tagger, automaton = Tagger(topics), AhoCorasick(keys)
        finder = Finder(Wanted(t, p, n.text, n) for (t, n), p in zip(names, patterns, strict=True))
        for language, text in texts.items():
            found = finder.find(fold(text))
            floor_s = _cpu(partial(_floor, automaton, text))
            bare_s = _cpu(partial(_pass, automaton, text.casefold()))
            found_s = _cpu(partial(_find, finder, text))
            row(f"{language}, {what}: {len(found)} names found", found_s, floor_s)
            row("  the floor without its casefold", found_s, bare_s)
            tagged = tagger.tag("", text, language[:2])
            row(f"  {len(tagged.mentions)} mentions tagged", _cpu(partial(tagger.tag, "", text, language[:2])), floor_s)


def _floor(automaton: AhoCorasick, text: str) -> object:
    return automaton.find_matches_as_indexes(text.casefold(), overlapping=True)


def _pass(automaton: AhoCorasick, folded: str) -> object:
    return automaton.find_matches_as_indexes(folded, overlapping=True)


def _find(finder: Finder, text: str) -> object:
    return finder.find(fold(text))


def _texts(tagger: Tagger) -> dict[str, str]:
    """Put each language's paragraphs together, and those of Russian and English that name nothing."""
    texts = {}
    articles = sorted(load_articles(), key=lambda article: article.language)
    for language, those in groupby(articles, key=lambda article: article.language):
        paragraphs = [paragraph for article in those for paragraph in article.first.paragraphs]
        texts[language] = _cut(paragraphs)
        if language in {"en", "ru"}:
            texts[f"{language}, names nothing"] = _cut(p for p in paragraphs if not tagger.tag("", p).mentions)
    return texts


def _cut(paragraphs: Iterable[str]) -> str:
    """Put whole paragraphs together, the first ones again where there are too few, up to 4 kB."""
    given, taken, size = list(paragraphs), list[str](), 0
    for paragraph in cycle(given):
        size += len(paragraph.encode()) + 1
        if size > _BYTES:
            return "\n".join(taken)
        taken.append(paragraph)
    return "\n".join(taken)


def _many(shipped: Topics, texts: Iterable[str]) -> Topics:
    """Add topics with made-up names to the shipped ones; a third of the phrases begin with a word of the texts."""
    chance = random.Random(6)
    words = sorted({word.strip('.,:;«»"()') for text in texts for word in text.split()})
    real = [word for word in words if len(word) > 4 and word.isalpha()]
    made = tuple(
        Topic(
            f"made{number}",
            f"Made {number}",
            tuple(_name(chance, real, _EACH[place % len(_EACH)]) for place in range(_NAMES_EACH)),
        )
        for number in range(_TOPICS - len(shipped.topics))
    )
    return Topics.of(shipped.topics + made)


def _name(chance: random.Random, real: list[str], match: Match) -> Name:
    alphabet = chance.randrange(2)
    if match is Match.ACRONYM_NEEDS_CONTEXT:
        return Name("".join(chance.choices(_CONSONANTS[alphabet].upper(), k=5)), "", match)
    if match is Match.STEM:
        return Name(_word(chance, alphabet), "", match)
    first = chance.choice(real) if chance.random() < 1 / 3 else _word(chance, alphabet)
    return Name(f"{first} {_word(chance, alphabet)}*", "", match)


def _word(chance: random.Random, alphabet: int) -> str:
    syllables = (chance.choice(_CONSONANTS[alphabet]) + chance.choice(_VOWELS[alphabet]) for _ in iter(int, 1))
    return "".join(islice(syllables, chance.randint(3, 5))).capitalize()


def _cpu(act: Callable[[], object], times: int = 50) -> float:
    """CPU seconds of one act, the best of seven rounds."""
    best = float("inf")
    for _ in range(7):
        began = time.process_time()
        for _ in range(times):
            act()
        best = min(best, (time.process_time() - began) / times)
    return best
