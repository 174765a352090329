"""What in the topics is allowed, and yet perhaps not what its writer meant?

Pure. In: the topics with the lines of their names. Out: a harmless Problem for each. topics_check.py shows them.
"""

from collections.abc import Iterable, Iterator, Sequence

from monitor.config.topic_file import Written, WrittenTopic
from monitor.config.topic_names import key
from monitor.core.errors import Problem
from monitor.core.public_topics import UNSURE
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics
from monitor.tag.match import Tagger

_LONGEST_SHORT = 4
_MOST_SHOWN = 5


def warnings(topics: Sequence[WrittenTopic]) -> Iterator[Problem]:
    """Tell what may not be meant, topic by topic; first the names that two topics have."""
    yield from _in_two(topics)
    for topic in topics:
        if not any(row.item.standing is Standing.NAME for row in topic.names):
            what = "It has weak names only: no article can match it."
            yield _warning(topic, topic.id, what, "Add a name that is not weak, if articles on it shall be announced.")
        yield from _unproven(topic)
        yield from _hidden(topic)
        yield from _never_found(topic)
        unsure = sum(row.item.source == UNSURE and row.file == topic.file for row in topic.names)
        if unsure:
            what = f"{unsure} of its {len(topic.names)} names are marked unsure."
            yield _warning(topic, topic.id, what, "Look for them in use: monitor topics backtest shows what they find.")


def _in_two(topics: Iterable[WrittenTopic]) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], tuple[str, Written[Name]]] = {}
    for topic in topics:
        for row in topic.names:
            if row.item.standing is Standing.OTHER:
                continue
            first, other = seen.setdefault(key(row.item), (topic.id, row))
            if first != topic.id:
                where = f"line {other.line}" if other.file == row.file else "as shipped"
                what = f"It stands in {first} too ({where}): an article that has it matches both topics."
                yield _warning(row, row.item.text, what, "Take it out of one of them, if that is not meant.")


def _unproven(topic: WrittenTopic) -> Iterator[Problem]:
    """Tell of short acronyms for and against which nothing is known in their language, a line for each language."""
    speaking, against = _languages(topic.context), _languages(topic.vetoes)
    bare: dict[tuple[str, bool], list[Written[Name]]] = {}
    for row in topic.names:
        needs_context = row.item.match is Match.ACRONYM_NEEDS_CONTEXT
        is_short = row.item.match is Match.ACRONYM and len(row.item.text) <= _LONGEST_SHORT
        for language in _primaries(row.item.language):
            if (needs_context and language not in speaking) or (is_short and language not in speaking | against):
                bare.setdefault((language, needs_context), []).append(row)
    for (language, needs_context), rows in bare.items():
        if needs_context:
            what = f"There are no words of context in {language}: they count only beside a long name of the topic."
            mend = f"Give context: {{{language}: [...]}} what stands near them where they mean {topic.id}."
        else:
            what = f"There are no vetoes in {language}: so short an acronym has other meanings, and they count too."
            mend = f"Give vetoes: {{{language}: [...]}} what stands near it where it means something else."
        yield _warning(rows[0], _some(rows), what, mend)


def _hidden(topic: WrittenTopic) -> Iterator[Problem]:
    """Tell of full names that stand in longer weak ones, which take their place; a line for each full name."""
    tagger = _tagger(topic.id, [row.item for row in topic.names if row.item.standing is Standing.NAME])
    inside: dict[tuple[str, str], list[Written[Name]]] = {}
    for row in topic.names:
        if row.item.standing is Standing.WEAK:
            for found in tagger.tag("", _plain(row.item.text)).mentions[:1]:
                inside.setdefault((found.name, row.file), []).append(row)
    for (name, _), rows in inside.items():
        what = f"It is part of weak names ({_some(rows)}), and does not count where they stand."
        yield _warning(rows[0], name, what, "Take those out that are meant to count.")


def _never_found(topic: WrittenTopic) -> Iterator[Problem]:
    """Tell of names that are not found even where they stand alone."""
    tagger = _tagger(topic.id, [row.item for row in topic.names])
    for row in topic.names:
        if row.item.standing is Standing.NAME and row.item.match is not Match.ACRONYM_NEEDS_CONTEXT:
            tagged = tagger.tag("", _plain(row.item.text))
            if not tagged.topics:
                why = next((each.why for each in tagged.rejected), "its letters and signs make no word")
                yield _warning(row, row.item.text, f"It can never match: {why}.", "Write it as texts have it.")


def _tagger(topic_id: str, names: Iterable[Name]) -> Tagger:
    return Tagger(Topics.of((Topic(topic_id, topic_id, tuple(names)),)))


def _some(rows: Sequence[Written[Name]]) -> str:
    more = f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
    return ", ".join(row.item.text for row in rows[:_MOST_SHOWN]) + more


def _plain(text: str) -> str:
    return text.replace("*", "")


def _languages(rows: Iterable[Written[Cue]]) -> frozenset[str]:
    return frozenset(language for row in rows for language in _primaries(row.item.language))


def _primaries(languages: str) -> list[str]:
    return list(dict.fromkeys(tag.partition("-")[0] for tag in languages.split()))


def _warning(at: WrittenTopic | Written[Name], name: str, what: str, mend: str) -> Problem:
    return Problem(at.file, at.line, name, what, mend, is_harmless=True)
