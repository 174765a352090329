"""Where does an article name its topics, as a message shows it?

Pure: an item's matches in, as message.py makes them. Out: the headline and the sentences of the text in parts, some of
which are names. view.py asks; places may be missing or wrong, as all of a payload may be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.alert.rendering.given import text
from monitor.alert.rendering.letters import clean, cut, cut_front

_Part = tuple[str, bool]  # words, and whether they are a name


@dataclass(frozen=True, slots=True)
class Wanted:
    """How names are shown.

    Args:
        label: gives what a topic is called, by its id.
        most: characters of a sentence.
    """

    label: Callable[[str], str]
    most: int

    def topic(self, match: Mapping[str, object]) -> str:
        """Say what a match's topic is called."""
        return self.label(text(match.get("topic")))


def named(matches: Sequence[Mapping[str, object]], headline: str, title: object, wanted: Wanted) -> dict[str, object]:
    """Say where an article names its topics: in the headline, in the text, or in both.

    Args:
        headline: as it is shown.
        title: as the article has it: what places are counted in.
    """
    names = [(wanted.topic(each), *_in_headline(each, text(title))) for each in matches]
    in_headline = [(topic, before, name) for topic, before, name in names if name]
    return {
        "matches": [_match(each, wanted) for each in matches],
        "sentences": _sentences(matches, wanted),
        "headline_parts": _headline_parts(headline, [(before, name) for _, before, name in in_headline]),
        "in_headline": [
            topic if name.casefold() == topic.casefold() else f"{topic} ({name})" for topic, _, name in in_headline
        ],
    }


def _match(match: Mapping[str, object], wanted: Wanted) -> dict[str, object]:
    """Part a topic's sentence into what stands before the name, the name, and what stands after it."""
    sentence = text(match.get("sentence"))
    start, end = _place(match.get("at"), sentence, text(match.get("name")))
    each_side = max((wanted.most - (end - start)) // 2, 20)
    parts = {
        "before": cut_front(clean(sentence[:start]).lstrip(), each_side),
        "name": cut(clean(sentence[start:end]), wanted.most),
        "after": cut(clean(sentence[end:]).rstrip(), each_side),
    }
    return {
        "topic": wanted.topic(match),
        **parts,
        "sentence": "".join(parts.values()),
        "marked": f"{parts['before']}*{parts['name']}*{parts['after']}" if parts["name"] else parts["after"],
        "in_title": _is_of_title(match) or isinstance(match.get("in_headline"), list),
    }


def _is_of_title(match: Mapping[str, object]) -> bool:
    return match.get("field") == "title"


# --- the text -------------------------------------------------------------------------------------


def _sentences(matches: Sequence[Mapping[str, object]], wanted: Wanted) -> list[dict[str, object]]:
    """Give each sentence of the text once, with all topics that it names."""
    shared: dict[str, list[Mapping[str, object]]] = {}
    for match in matches:
        if not _is_of_title(match) and (sentence := text(match.get("sentence"))):
            shared.setdefault(sentence, []).append(match)
    return [_sentence(sentence, about, wanted) for sentence, about in shared.items()]


def _sentence(sentence: str, about: Sequence[Mapping[str, object]], wanted: Wanted) -> dict[str, object]:
    places = [_place(each.get("at"), sentence, text(each.get("name"))) for each in about]
    parts = _shortened([(clean(words), is_name) for words, is_name in _parted(sentence, places)], wanted.most)
    return {
        "topics": list(dict.fromkeys(map(wanted.topic, about))),
        "parts": [{"text": words, "is_name": is_name} for words, is_name in parts],
        "marked": "".join(f"*{words}*" if is_name else words for words, is_name in parts).strip(),
    }


def _shortened(parts: Sequence[_Part], most: int) -> Sequence[_Part]:
    """Cut a sentence around its first name, where it is longer than ``most`` characters."""
    if sum(len(words) for words, _ in parts) <= most:
        return parts
    first = next((number for number, (_, is_name) in enumerate(parts) if is_name), 0)
    left = max((most - len(parts[first][0])) // 2, 20)
    kept = [(cut_front(words, left), is_name) for words, is_name in parts[:first]]
    kept.append((cut(parts[first][0], most), parts[first][1]))
    for words, is_name in parts[first + 1 :]:
        kept.append((cut(words, left), is_name))
        left -= len(words)
        if left <= 0:
            break
    return kept


# --- the headline ---------------------------------------------------------------------------------


def _in_headline(match: Mapping[str, object], title: str) -> tuple[str, str]:
    """Give what stands before a topic's name in the headline, and the name; "" twice where it does not name it."""
    at = match.get("in_headline")
    if isinstance(at, list):
        start, end = _place(at, title, "")
        return clean(title[:start]).lstrip(), clean(title[start:end])
    if not _is_of_title(match):
        return "", ""
    sentence, name = text(match.get("sentence")), text(match.get("name"))
    start, end = _place(match.get("at"), sentence, name)
    return clean(sentence[:start]).lstrip(), clean(sentence[start:end] or name)


def _headline_parts(headline: str, names: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """Part a headline where a topic's name begins or ends."""
    starts = [len(before) if headline.startswith(before + name) else headline.find(name) for before, name in names]
    places = [(start, start + len(name)) for start, (_, name) in zip(starts, names, strict=True) if start >= 0]
    return [{"text": words, "is_name": is_name} for words, is_name in _parted(headline, places)]


def _parted(whole: str, places: Sequence[tuple[int, int]]) -> list[_Part]:
    """Part a text where a name begins or ends, and say of each part whether it is one."""
    is_name = [False] * len(whole)
    for start, end in places:
        is_name[start:end] = [True] * (end - start)
    edges = [0, *(at for at in range(1, len(whole)) if is_name[at] != is_name[at - 1]), len(whole)]
    return [(whole[start:end], is_name[start]) for start, end in pairwise(edges) if end > start]


def _place(at: object, sentence: str, name: str) -> tuple[int, int]:
    """Give where the name stands in its sentence; where that is not said, the first place that has it, or none."""
    if isinstance(at, Sequence) and not isinstance(at, str) and len(at) == 2:
        start, end = at
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(sentence):
            return start, end
    start = sentence.find(name) if name else -1
    return (start, start + len(name)) if start >= 0 else (0, 0)
