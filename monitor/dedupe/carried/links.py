"""Which articles carry one text, by what their verdicts name?

Pure. In: articles with verdicts. Out: groups of them, and ways between any two with the shares of one in the other.
direction.py says which of a group is the original.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.core.records.stories import Carried


@dataclass(frozen=True, slots=True)
class Way:
    """How one text is linked with another.

    Args:
        there: share of the first text that stands in the last, 0 to 1.
        back: share of the last text that stands in the first, 0 to 1.
        by: refs of the texts between, by which the shares are multiplied.
        edited: how many of the verdicts along it are of other than the same words; from two on, shares are estimates.
    """

    there: float = 1.0
    back: float = 1.0
    by: tuple[str, ...] = ()
    edited: int = 0


#: Of one text in another, and of that in the first.
_Shares = tuple[float, float]
_Links = Mapping[str, Mapping[str, _Shares]]
_SAME = (1.0, 1.0)
_SHOWN = 2  # texts between that a way names


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that carry one text.

    Args:
        members: by id.
        known: ref of a seed or of another article, not among the members, whose text it is; "" where there is none.
    """

    members: tuple[Carried, ...]
    known: str
    links: _Links

    def ways(self, article_id: int) -> dict[int, Way]:
        """Give the shortest way from a member to each other."""
        start = str(article_id)
        found = {start: Way()}
        waiting = deque([start])
        while waiting:
            ref = waiting.popleft()
            so_far, by = found[ref], () if ref == start else (ref,)
            for near, (there, back) in sorted(self.links[ref].items()):
                if near not in found:
                    edited = so_far.edited + ((there, back) != _SAME)
                    found[near] = Way(so_far.there * there, so_far.back * back, (*so_far.by, *by)[:_SHOWN], edited)
                    waiting.append(near)
        return {member.article_id: found[str(member.article_id)] for member in self.members}


def groups(members: Mapping[int, Carried]) -> list[Group]:
    """Group articles whose verdicts, exact or copy, name one another or the same third text, also by way of others."""
    links = _links(members)
    refs = {str(article_id): member for article_id, member in sorted(members.items())}
    found, seen = [], set[str]()
    for ref in refs:
        if ref not in seen:
            reached = _reached(ref, links)
            seen |= reached
            outside = sorted(reached - refs.keys(), key=_of_outsider)
            mine = tuple(refs[each] for each in sorted(reached & refs.keys(), key=int))
            found.append(Group(mine, outside[0] if outside else "", links))
    return found


def _links(members: Mapping[int, Carried]) -> dict[str, dict[str, _Shares]]:
    """Link each text with those that a verdict compared it with; what its own verdict says goes first."""
    links: dict[str, dict[str, _Shares]] = {str(article_id): {} for article_id in members}
    for article_id, member in sorted(members.items()):
        ref, verdict = str(article_id), member.verdict
        if verdict.carries_another and verdict.of not in ("", ref):
            links[ref][verdict.of] = (verdict.in_other, verdict.of_other)
            links.setdefault(verdict.of, {}).setdefault(ref, (verdict.of_other, verdict.in_other))
    return links


def _reached(start: str, links: _Links) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        near = links[waiting.pop()].keys() - found
        found |= near
        waiting += near
    return found


def _of_outsider(ref: str) -> tuple[bool, int, str]:
    """Order texts from elsewhere: seeds first, then articles from the oldest on."""
    return not ref.startswith("seed:"), int(ref) if ref.isdecimal() else 0, ref
