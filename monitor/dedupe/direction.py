"""Which article is the original of a text, and which are its reprints?

Pure. In: articles with their verdicts, credits and times. Out: Families, each an original and its reprints, with
reasons. The command line, the pages and the API show them. In carried/, links.py says who carries whose text;
core.claimed says which times can be believed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.claimed import Moment, moments
from monitor.core.records.stories import Carried, Family, Reprint
from monitor.dedupe.agencies.known import agency_of, is_own, name_of
from monitor.dedupe.carried.links import Group, Way, groups
from monitor.dedupe.carried.times import span


def families(members: Sequence[Carried]) -> tuple[Family, ...]:
    """Group articles that carry one text, and say of each group which is the original.

    Articles belong together whose verdicts, exact or copy, name one another or the same third text, also by way of
    others; a partial is an article of its own. The original is, in this order:

    1. an article on a site of an agency that the others credit, of several such agencies the one that most credit, and
       first one that credits nobody else; where nobody credits another, one on a site of the agency that it credits
       itself;
    2. the one of the earliest time: what it claims, where that can be believed, else first sight; see moments();
    3. the one that was seen first; then the longer text; then the lower id.

    Where the text is that of a seed, or of an article that is not among the members, no member is its original:
    ``known`` names it, and ``original`` is only the first, by the same rules, of those that carry it here.

    A pair that was compared has the figures of its verdict, in whichever direction it was asked. Else the shares are
    multiplied along the chain of verdicts between the two, which is an estimate, and ``why`` says so.

    Returns:
        Families by the first sight of their originals.
    """
    by_id = {member.article_id: member for member in members}
    at = moments(members)
    found = [_family(group, at) for group in groups(by_id)]
    return tuple(sorted(found, key=lambda family: (by_id[family.original].first_seen_at, family.original)))


def counted(found: Iterable[Family]) -> str:
    """Say how many articles families have: "14 articles = 2 originals + 12 reprints".

    The first carrier of a text that is older than all of them is a reprint.
    """
    known = list(found)
    originals = sum(not family.known for family in known)
    reprints = sum(len(family.reprints) + bool(family.known) for family in known)
    parts = ((originals + reprints, "article"), (originals, "original"), (reprints, "reprint"))
    articles, *rest = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in parts)
    return f"{articles} = {' + '.join(rest)}"


@dataclass(frozen=True, slots=True)
class _Standing:
    """What speaks for a member as the original.

    Args:
        agency: whose site its outlet is and whom the family credits, "" where there is none.
        credited: how many of the other members credit that agency.
        others: whom it credits beside its own, in the order of its text.
    """

    member: Carried
    moment: Moment
    agency: str
    credited: int
    others: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """What comes before its time; the lower goes first."""
        return not self.agency, bool(self.agency and self.others), -self.credited

    @property
    def key(self) -> tuple[object, ...]:
        """Its place in the order."""
        member = self.member
        return (*self.rank, self.moment.at, member.first_seen_at, -member.words, member.article_id)


def _family(group: Group, at: Mapping[int, Moment]) -> Family:
    first, *rest = _standings(group.members, at)
    agency = _agency(first, rest)
    ways = group.ways(first.member.article_id)
    later = sorted(rest, key=lambda each: (each.member.first_seen_at, each.member.article_id))
    reprints = tuple(_reprint(each, first, ways[each.member.article_id]) for each in later)
    return Family(first.member.article_id, agency, _why(first, rest, group.known), reprints, known=group.known)


def _standings(members: Sequence[Carried], at: Mapping[int, Moment]) -> list[_Standing]:
    """Rank the members of a family, the original first."""
    credited = {member.article_id: dict.fromkeys(credit.agency for credit in member.credits) for member in members}
    all_credits = Counter(agency for agencies in credited.values() for agency in agencies)
    by_others = Counter(
        agency for member in members for agency in credited[member.article_id] if not is_own(agency, member.outlet)
    )
    standings = []
    for member in members:
        mine = credited[member.article_id]
        own = [agency for agency in all_credits if is_own(agency, member.outlet)]
        # A credit to itself says whose text it is only where nobody says otherwise.
        fit = [agency for agency in own if by_others[agency] or not by_others]
        agency = max(fit, key=lambda each: (by_others[each], each), default="")
        others = tuple(each for each in mine if not is_own(each, member.outlet))
        standings.append(_Standing(member, at[member.article_id], agency, by_others[agency], others))
    return sorted(standings, key=lambda each: each.key)


def _agency(first: _Standing, rest: Sequence[_Standing]) -> str:
    """Say whose text it is: the original's site's, whom it credits, or whom most credit, if one is ahead."""
    if first.agency and not first.others:
        return first.agency
    if first.others:
        return first.others[0]
    most = Counter(agency for each in rest for agency in each.others).most_common(2)
    if most and (len(most) == 1 or most[0][1] > most[1][1]):
        return most[0][0]
    return "" if most else agency_of(first.member.outlet)


# --- Reasons --------------------------------------------------------------------------------------------------


def _why(first: _Standing, rest: Sequence[_Standing], known: str) -> str:
    before = f"It carries the text of {_named(known)}, which is older" if known else ""
    if not rest:
        return f"{before}." if before else "No other article here has its text."
    reason = _of_agency(first) or _of_time(first, rest)
    if not first.agency and (first.others or any(each.others for each in rest)):
        reason += ", and nothing here is from a site of whom they credit"
    return f"{before}; of those here, {reason}." if before else f"{reason[0].upper()}{reason[1:]}."


def _of_agency(first: _Standing) -> str:
    if not first.agency:
        return ""
    outlet, name = first.member.outlet, name_of(first.agency)
    whose = f"it is on {outlet}," if outlet == name else f"it is on {outlet}, a site of {name},"
    if not first.credited:
        return f"{whose} which it credits itself"
    others = "1 other credits" if first.credited == 1 else f"{first.credited} others credit"
    reason = f"{whose} which {others}"
    return f"{reason}, though it credits {name_of(first.others[0])} in turn" if first.others else reason


def _of_time(first: _Standing, rest: Sequence[_Standing]) -> str:
    second = rest[0]
    at, other = first.moment, second.moment
    if at.at != other.at:
        verb = "claims the earliest time" if at.is_claimed else "was seen first"
        return f"it {verb}, {at}{at.doubt}, {span(other.at - at.at)} before article {second.member.article_id}"
    if first.member.first_seen_at != second.member.first_seen_at:
        return "it was seen first of those that claim the earliest time"
    if first.member.words != second.member.words:
        return "it is the longest of those of the earliest time"
    return "it was kept first of those of the earliest time, which nothing else tells apart"


def _reprint(each: _Standing, first: _Standing, way: Way) -> Reprint:
    why = _why_reprint(each, first)
    if way.by:
        why += f", and was compared by way of {_named(way.by[0])}{' and others' if len(way.by) > 1 else ''}"
    if way.edited > 1:
        why += ": the shares are estimates"
    # Rounded, so that shares never pass 1 for what a product of floats does in its last place.
    kept, added = round(min(way.there, 1.0), 6), round(max(0.0, 1.0 - way.back), 6)
    return Reprint(each.member.article_id, first.member.article_id, f"{why[0].upper()}{why[1:]}.", kept, added)


def _why_reprint(each: _Standing, first: _Standing) -> str:
    if each.others:
        chosen = first.agency if first.agency in each.others else each.others[0]
        return f"it credits {name_of(chosen)}"
    lag = each.moment.at - first.moment.at
    if lag > timedelta(0):
        verb = "claims" if each.moment.is_claimed else "was seen at"
        return f"it {verb} {each.moment}, {span(lag)} later{each.moment.doubt}"
    if first.agency:
        return f"it is on none of the sites of {name_of(first.agency)}, whose text it is"
    return "its time is the same, and nothing but the order says that it is the reprint"


def _named(ref: str) -> str:
    return ref.replace(":", " ", 1) if ref.startswith("seed:") else f"article {ref}"
