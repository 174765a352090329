"""What becomes of the shipped topics where a file extends them?

Pure. In: the shipped topics, and the file. Out: the topics that are looked for, each name with the file and line it is
from; on the sheet, what the file takes out although it is not there. topics.py asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import TypeVar

from monitor.config.sheet import Sheet
from monitor.config.topic_file import TopicFile, Written, WrittenTopic
from monitor.config.topic_names import LONGEST, key
from monitor.core.text import fold
from monitor.core.topics import Cue, Name

_MOST_SUGGESTIONS = 20

Row = TypeVar("Row", Written[Name], Written[Cue])


def extended(sheet: Sheet, shipped: Iterable[WrittenTopic], file: TopicFile) -> tuple[WrittenTopic, ...]:
    """Put together what is shipped and what the file says: the shipped topics first, then those of its own.

    A topic that the file takes out and gives anew is its own.
    """
    there = {topic.id: topic for topic in shipped}
    gone = _taken_out(sheet, "topic", file.without, there)
    kept = {topic_id: topic for topic_id, topic in there.items() if topic_id not in gone}
    own = {topic.id: topic for topic in file.topics}
    for topic in file.topics:
        for each in topic.without if topic.id not in kept else ():
            what = f"There is nothing that it could be taken out of: {topic.id} is no shipped topic."
            sheet.refuse(each.line, each.item, what, "Leave it out.")
    joined = [_joined(sheet, topic, own[topic.id]) if topic.id in own else topic for topic in kept.values()]
    return (*joined, *(topic for topic in file.topics if topic.id not in kept))


def _joined(sheet: Sheet, shipped: WrittenTopic, own: WrittenTopic) -> WrittenTopic:
    """Take out of a shipped topic what the file does not want, and add what it has.

    A name that both have is taken as the file has it.
    """
    gone = _taken_out(sheet, "name", own.without, _texts(shipped)) if own.without else set()
    again = {key(row.item) for row in own.names}
    return replace(
        shipped,
        line=own.line,
        file=own.file,
        parts=shipped.parts | own.parts,
        label=own.label or shipped.label,
        names=(*(row for row in _left(shipped.names, gone) if key(row.item) not in again), *own.names),
        context=tuple(dict.fromkeys((*_left(shipped.context, gone), *own.context))),
        vetoes=tuple(dict.fromkeys((*_left(shipped.vetoes, gone), *own.vetoes))),
        without=own.without,
    )


def _texts(topic: WrittenTopic) -> Iterator[str]:
    yield from (row.item.text for row in topic.names)
    yield from (row.item.text for row in (*topic.context, *topic.vetoes))


def _left(rows: Iterable[Row], gone: set[str]) -> Iterable[Row]:
    return (row for row in rows if _folded(row.item.text) not in gone) if gone else rows


def _taken_out(sheet: Sheet, what: str, wanted: Iterable[Written[str]], there: Iterable[str]) -> set[str]:
    """Give what is there of what is wanted, folded; refuse the rest, and suggest the nearest."""
    known = {_folded(text): text for text in there}
    taken = set()
    suggested = 0
    for each in wanted:
        folded = _folded(each.item)
        if folded in known:
            taken.add(folded)
            continue
        near: list[str] = []
        if suggested < _MOST_SUGGESTIONS and len(folded) <= LONGEST:
            near = get_close_matches(folded, known, n=1)
            suggested += 1
        mend = f"Did you mean '{known[near[0]]}'?" if near else "See what there is with: monitor topics list"
        sheet.refuse(each.line, each.item, f"No shipped {what} is called so.", mend)
    return taken


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())
