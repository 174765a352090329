"""What tells which event an article is about?

Pure. In: a Lexicon once, then each article's title, text and language. Out: Traits, keys that hold across languages
where possible. The store looks articles up by them, placing.py weighs them.

    land:kazakhstan   a country               figure:injured=3   a small figure with what it counts
    where:almaty      a place                 number:5.6         a figure that tells by itself
    who:tokayev       a person, a body        date:03-04         a day
    what:earthquake   a kind of event         word:ru:обстре     a word of the article's own language
    name:takav        a name, by its sound    sound:tkv          the same for Chinese and Arabic

Read are the headline and the first 2,400 characters (of Chinese, 900): what comes later is background. What stands in
the headline, what stands early and what is said again counts for more, and comes first.
"""

from collections.abc import Iterator, Sequence
from math import log2

from monitor.core.lexicon import Lexicon
from monitor.core.records.stories import Traits
from monitor.core.text import fold, tidy
from monitor.stories import sounds
from monitor.stories.figures import figures
from monitor.stories.finding import Finder, Prepared
from monitor.stories.wording import han_pairs, is_common, stem, tokens

#: Stored with the traits, so that those by older rules can be found and read again.
RULES = 1

_READ_TITLE = 400
_READ_TEXT = 2_400
_READ_DENSE = 900  # characters that say as much in Chinese
_LEAD = 500
_MOST = 60
_MOST_OF = {
    "land": 6,
    "where": 8,
    "who": 8,
    "what": 8,
    "about": 6,
    "name": 10,
    "sound": 8,
    "number": 10,
    "figure": 6,
    "date": 2,
    "word": 22,
}
# Kinds whose words stand for others when the list is full come first.
_RANK = {"what": 1.2, "where": 1.2, "who": 1.1, "number": 1.3, "name": 1.0, "figure": 1.0, "land": 0.8, "about": 0.8}
_IN_TITLE, _IN_LEAD, _IN_TEXT = 3.0, 1.5, 0.6
_DENSE = frozenset({"zh", "ja", "ko"})
_WITHOUT_CAPITALS = frozenset({"zh", "ja", "ar", "fa", "ur"})


class TraitReader:
    """Reads traits; built once, then used for every article."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._finder = Finder(lexicon)
        self._stops = {language: frozenset(fold(word).text for word in words) for language, words in lexicon.stops}

    def read(self, title: str, text: str, language: str) -> Traits:
        """Give what tells an article's event; at most 60 keys, of a text of any length."""
        head = tidy(title[:_READ_TITLE])
        main = language.split("-", 1)[0]
        read = _READ_DENSE if main in _DENSE else _READ_TEXT
        article = _Article(f"{head}\n{tidy(text[:read])}", len(head), main)
        found = _Found(article)
        hits = self._finder.find(article.prepared, article.language)
        for hit in hits:
            if not hit.is_measure:
                found.add(f"{hit.kind}:{hit.id}", hit.start)
        for figure in figures(article.prepared.folded.text, hits, article.language):
            found.add(figure.key, figure.start)
        named = [article.prepared.folded.span(hit.start, hit.end) for hit in hits if not hit.is_measure]
        self._read_words(article, found, named)
        return Traits(tuple(found.keys()), RULES)

    def _read_words(self, article: "_Article", found: "_Found", named: Sequence[tuple[int, int]]) -> None:
        stops = self._stops.get(article.language, frozenset())
        prefix = f"word:{article.language or 'und'}:"
        if article.language in _WITHOUT_CAPITALS:
            unnamed = _blanked(article.text, named)
            for sound, start in _foreign_names(article, unnamed):
                found.add(f"sound:{sound}", start)
            for pair, token in han_pairs(unnamed).items():
                if pair not in stops:
                    found.add(prefix + pair, token.start, token.times)
        read = tokens(article.text, named, article.language, article.titled)
        sounding = {
            word: sounds.fine(word, article.language)
            for word in read
            if word[0].isupper() and not is_common(word, stops)
        }
        names = {sounding[word] for word, token in read.items() if token.is_name and word in sounding}
        for word, token in read.items():
            sound = sounding.get(word, "")
            if sound and sound in names:
                found.add(f"name:{sound}", token.start, token.times)
                if coarse := sounds.coarse(sound):
                    found.add(f"sound:{coarse}", token.start, token.times)
            elif word[0] < "\u2e80" and (known := stem(word, stops)):
                found.add(prefix + known, token.start, token.times)


class _Article:
    """What is read of an article, and where its headline ends."""

    def __init__(self, text: str, titled: int, language: str) -> None:
        self.text = text
        self.titled = titled
        self.language = language
        self.prepared = Prepared(text)


class _Found:
    """Keys with how telling they are."""

    def __init__(self, article: _Article) -> None:
        self._titled = article.titled
        self._scores: dict[str, float] = {}
        self._times: dict[str, int] = {}

    def add(self, key: str, start: int, times: int = 1) -> None:
        """Count a key so many times, the first where it stands."""
        place = _IN_TITLE if start < self._titled else _IN_LEAD if start < self._titled + _LEAD else _IN_TEXT
        self._scores[key] = max(self._scores.get(key, 0.0), place)
        self._times[key] = self._times.get(key, 0) + times

    def keys(self) -> Iterator[str]:
        """Give the most telling, of each kind so many at most."""
        left = dict(_MOST_OF)
        given = 0
        for key in sorted(self._scores, key=lambda key: (-self._weight(key), key)):
            kind = key.split(":", 1)[0]
            if left[kind] and given < _MOST:
                left[kind] -= 1
                given += 1
                yield key

    def _weight(self, key: str) -> float:
        return (self._scores[key] + 0.5 * log2(self._times[key])) * _RANK.get(key.split(":", 1)[0], 0.7)


def _foreign_names(article: _Article, unnamed: str) -> list[tuple[str, int]]:
    if article.language in ("zh", "ja"):
        return sounds.han_names(unnamed)
    return sounds.arabic_names(article.prepared.folded.text)


def _blanked(text: str, named: Sequence[tuple[int, int]]) -> str:
    """Take the stretches out that the lexicon has named, so that no name begins with the end of another."""
    pieces, at = [], 0
    for start, end in named:
        if start >= at:
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join((*pieces, text[at:]))
