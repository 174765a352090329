"""Which topics and names did the owner ask for?

In: topics.yaml, the shipped one or the owner's own, which stands alone or extends the shipped one. Out: Topics, or
BadConfiguration with everything that is wrong, each with its line and its mend. Reads files; the tagger acts on the
answer.
"""

from functools import lru_cache
from pathlib import Path

from monitor.config.lexicon import default_lexicon
from monitor.config.sheet import Sheet
from monitor.config.topic_extending import extended
from monitor.config.topic_file import TopicFile, WrittenTopic, read_file
from monitor.config.topic_names import complaint, too_common
from monitor.config.yaml_lines import load_yaml
from monitor.core.errors import BadConfiguration
from monitor.core.lexicon import TermKind
from monitor.core.text import fold
from monitor.core.topics import Match, Name, Standing, Topics

_MAX_BYTES = 2_000_000
_MOST_TOPICS = 2_000
_MOST_NAMES = 50_000
_NAMING = (TermKind.LAND, TermKind.PLACE, TermKind.WHO)


def default_topics_path() -> Path:
    """Give the path of the topics.yaml that is shipped with the program."""
    return Path(__file__).resolve().parent.parent / "tag" / "topics.yaml"


def load_topics(path: Path) -> Topics:
    """Read a topics.yaml, and the shipped one where it extends that.

    Args:
        path: a UTF-8 file of at most 2 MB.

    Raises:
        BadConfiguration: the file cannot be read, or something in it is wrong; it lists every Problem.
    """
    return Topics.of(tuple(written.topic for written in read_topics(path)))


def read_topics(path: Path) -> tuple[WrittenTopic, ...]:
    """Read a topics.yaml as load_topics does, and keep where each name is written.

    Raises:
        BadConfiguration: as load_topics.
    """
    sheet = Sheet(str(path))
    is_shipped = path.absolute() == default_topics_path()
    found = read_file(sheet, load_yaml(path, max_bytes=_MAX_BYTES), complaint if is_shipped else _judge)
    topics = tuple(found.topics)
    if found.extends and not is_shipped:
        topics = extended(sheet, read_topics(default_topics_path()), found)
    else:
        _refuse_taking_out(sheet, found)
    _check(sheet, topics)
    if sheet.problems:
        raise BadConfiguration(tuple(sorted(sheet.problems, key=lambda problem: problem.line)))
    return topics


def _judge(name: Name) -> tuple[str, str] | None:
    return complaint(name) or too_common(name, _stops())


@lru_cache(maxsize=1)
def _stops() -> dict[str, frozenset[str]]:
    """Give by language the words that most texts have, as far as they name nothing that the lexicon knows."""
    lexicon = default_lexicon()
    naming = {fold(form.text).text for term in lexicon.terms if term.kind in _NAMING for form in term.forms}
    return {language: frozenset(fold(word).text for word in words) - naming for language, words in lexicon.stops}


def _refuse_taking_out(sheet: Sheet, found: TopicFile) -> None:
    for each in (*found.without, *(row for topic in found.topics for row in topic.without)):
        mend = "Put extends: shipped at the head of the file, or leave it out."
        sheet.refuse(each.line, each.item, "There is nothing that it could be taken out of.", mend)


def _check(sheet: Sheet, topics: tuple[WrittenTopic, ...]) -> None:
    """Refuse too many topics or names, none at all, and topics that lack something."""
    if not topics and not sheet.problems:
        sheet.refuse(0, "topics", "No topic is named.", "Name at least one topic.")
    number = sum(len(topic.names) for topic in topics)
    if len(topics) > _MOST_TOPICS or number > _MOST_NAMES:
        what = f"There are {len(topics):,} topics with {number:,} names."
        sheet.refuse(0, "topics", what, f"Keep to {_MOST_TOPICS:,} topics and {_MOST_NAMES:,} names in all.")
    for topic in topics:
        for part in ("label", "names"):
            if part not in topic.parts:
                sheet.refuse(topic.line, topic.id, f"It has no {part}.", f"Add {part}.")
        _refuse_hopeless(sheet, topic)


def _refuse_hopeless(sheet: Sheet, topic: WrittenTopic) -> None:
    """Refuse a topic without a name, and one whose every name waits for evidence that nothing can give."""
    if not topic.names:
        if not sheet.problems:
            sheet.refuse(topic.line, topic.id, "It has no name: it can never match.", "Give it names.")
        return
    names = (row.item for row in topic.names)
    certain = any(n.match is not Match.ACRONYM_NEEDS_CONTEXT and n.standing is Standing.NAME for n in names)
    if not certain and not topic.context:
        what = "It has only names that need context or are weak, and no context: it can never match."
        sheet.refuse(topic.line, topic.id, what, "Add a long name or words of context.")
