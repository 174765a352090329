"""Why does a text match its topics, and why not, in few lines?

Pure. In: mentions, and names that were rejected. Out: a Reason for each name and ground: how often, and where
first. Terminals and the API show them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.core.records.tags import Mention, Part, Rejected


@dataclass(frozen=True, slots=True)
class Reason:
    """Places where a text has one name of a topic, and which all count, or do not count, on one ground.

    Args:
        name: the name as topics.yaml has it.
        language: the language(s) topics.yaml gives for it.
        rule: how it matched, as of a Mention.
        why: the evidence of mentions, "" where the name was enough; else why it does not count.
        count: how many places.
        field: "title" or "text": where the first of them is; ``start`` and ``end`` count in it.
        parts: how many stand in which part of the article, in the order of an article; empty where they do not count.
        quoted: how many of them stand in somebody's words.
        is_weak: as of a Mention, and ``is_recurring`` likewise.
    """

    topic: str
    name: str
    language: str
    rule: str
    why: str
    count: int
    field: str
    start: int
    end: int
    parts: Mapping[Part, int]
    quoted: int = 0
    is_weak: bool = False
    is_recurring: bool = False


def reasons_for(mentions: Iterable[Mention]) -> list[Reason]:
    """Group mentions by topic, name and evidence, in the order of their first places."""
    groups: dict[tuple[object, ...], list[Mention]] = {}
    for each in mentions:
        kind = each.topic, each.name, each.language, each.rule, each.evidence, each.is_weak, each.is_recurring
        groups.setdefault(kind, []).append(each)
    return [_reason_for(those) for those in groups.values()]


def _reason_for(those: list[Mention]) -> Reason:
    first, parts = those[0], Counter(each.part for each in those)
    return Reason(
        first.topic,
        first.name,
        first.language,
        first.rule,
        first.evidence,
        len(those),
        first.field,
        first.start,
        first.end,
        {part: parts[part] for part in Part if parts[part]},
        sum(each.is_quoted for each in those),
        first.is_weak,
        first.is_recurring,
    )


def reasons_against(rejected: Iterable[Rejected]) -> list[Reason]:
    """Group names that do not count by topic, name and reason, in the order of their first places."""
    groups: dict[tuple[str, ...], list[Rejected]] = {}
    for each in rejected:
        groups.setdefault((each.topic, each.name, each.language, each.rule, each.why), []).append(each)
    return [
        Reason(r.topic, r.name, r.language, r.rule, r.why, len(those), r.field, r.start, r.end, {})
        for those in groups.values()
        for r in those[:1]
    ]
