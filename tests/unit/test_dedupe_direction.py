"""Is the original of a text told from its reprints, whatever feeds were polled first and whatever clocks say?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.stories import Carried, Credit, Family
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.dedupe.carried.times import span
from monitor.dedupe.credits import credits as credited
from monitor.dedupe.direction import counted, families

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
NEW = Verdict(VerdictKind.NEW, "Nothing known shares its wording.")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def copy_of(ref: object, *, in_other: float = 0.9, of_other: float = 0.8) -> Verdict:
    return Verdict(VerdictKind.COPY, "", str(ref), in_other=in_other, of_other=of_other)


def carried(
    number: int,
    verdict: Verdict = NEW,
    *,
    seen: float = 0,
    claim: datetime | None = None,
    outlet: str = "",
) -> Carried:
    """Make an article that was seen so many minutes after noon, and claims no time unless it is told to."""
    outlet = outlet or f"outlet{number}.example"
    return Carried(number, f"https://{outlet}/{number}", outlet, "", "en", "", claim, at(seen), 100, verdict)


def crediting(article: Carried, *agencies: str) -> Carried:
    return replace(article, credits=tuple(Credit(agency, "source", f"Source: {agency}") for agency in agencies))


def only(*members: Carried) -> Family:
    (family,) = families(members)
    return family


# --- Which belong together --------------------------------------------------------------------------------


def test_copies_of_copies_are_one_family_and_partials_families_of_their_own() -> None:
    part = Verdict(VerdictKind.PARTIAL, "", "1", in_other=0.5, of_other=0.5)
    members = (
        carried(1),
        carried(2, copy_of(1), seen=1),
        carried(3, copy_of(2), seen=2),
        carried(4, part, seen=3),
        carried(5, seen=4),
    )

    found = families(members)

    assert [(each.original, [r.article_id for r in each.reprints]) for each in found] == [(1, [2, 3]), (4, []), (5, [])]
    assert counted(found) == "5 articles = 3 originals + 2 reprints"


def test_one_article_is_counted_in_the_singular() -> None:
    assert counted(families([carried(1)])) == "1 article = 1 original + 0 reprints"
    assert families([carried(1)])[0].why == "No other article here has its text."
    assert families([]) == ()


def test_verdicts_in_a_circle_make_one_family() -> None:
    assert only(carried(1, copy_of(2)), carried(2, copy_of(1), seen=1)).original == 1


def test_copies_of_a_seed_have_no_original_among_them() -> None:
    family = only(carried(1, copy_of("seed:scmp"), seen=5), carried(2, copy_of("seed:scmp")), carried(3, copy_of(2)))

    assert (family.known, family.original, [each.article_id for each in family.reprints]) == ("seed:scmp", 2, [3, 1])
    assert family.why.startswith("It carries the text of seed scmp, which is older; of those here, ")
    assert counted([family]) == "3 articles = 0 originals + 3 reprints"


def test_copies_of_an_article_elsewhere_are_one_family() -> None:
    family = only(carried(8, copy_of(3)), carried(9, copy_of(3), seen=1))

    assert (family.known, family.original) == ("3", 8)


# --- What makes the original ------------------------------------------------------------------------------


def test_the_agencys_own_article_beats_the_clock() -> None:
    family = only(
        crediting(carried(1, claim=at(-60)), "tass"),
        crediting(carried(2, copy_of(1), seen=9, claim=at(-60)), "tass"),
        carried(3, copy_of(1), seen=10, claim=at(5), outlet="tass.com"),
    )

    assert (family.original, family.agency) == (3, "tass")
    assert family.why == "It is on tass.com, a site of TASS, which 2 others credit."
    assert family.reprints[0].why == "It credits TASS."


def test_an_outlet_that_others_credit_by_its_domain_is_the_original() -> None:
    family = only(
        crediting(carried(1), "zakon.kz"), crediting(carried(2, copy_of(1), seen=5, outlet="zakon.kz"), "zakon.kz")
    )

    assert (family.original, family.why) == (2, "It is on zakon.kz, which 1 other credits.")


def test_an_agency_that_credits_another_is_second_to_that() -> None:
    kazinform = crediting(carried(2, seen=-9, outlet="inform.kz"), "tass", "kazinform")
    tass = carried(1, copy_of(2), seen=5, outlet="tass.ru")
    zakon = crediting(carried(3, copy_of(2), seen=-8), "kazinform")

    assert only(kazinform, tass, zakon).original == 1
    without = only(kazinform, zakon)
    assert (without.original, without.agency) == (2, "tass")
    assert (
        without.why == "It is on inform.kz, a site of Kazinform, which 1 other credits, though it credits TASS in turn."
    )


def test_an_agency_that_credits_itself_is_the_original_where_nobody_says_otherwise() -> None:
    own = crediting(carried(1, copy_of(2), seen=5, outlet="inform.kz"), "kazinform")

    alone = only(own, carried(2))
    doubted = only(own, crediting(carried(2), "tass"))

    assert (alone.original, alone.why) == (1, "It is on inform.kz, a site of Kazinform, which it credits itself.")
    assert alone.reprints[0].why == "It is on none of the sites of Kazinform, whose text it is."
    assert (doubted.original, doubted.agency) == (2, "tass")


def test_the_earliest_claim_beats_first_sight() -> None:
    family = only(carried(1, claim=at(-5)), carried(2, copy_of(1), seen=30, claim=at(-17)))

    assert family.original == 2
    assert family.why == "It claims the earliest time, 2022-01-05 11:43 UTC, 12 minutes before article 1."
    assert family.reprints[0].why == "It claims 2022-01-05 11:55 UTC, 12 minutes later."


def test_a_claim_after_first_sight_is_a_lie() -> None:
    family = only(carried(1, claim=at(300)), carried(2, copy_of(1), seen=10, claim=at(5)))

    assert family.original == 1
    assert family.why == (
        "It was seen first, 2022-01-05 12:00 UTC (it claims a time after that), 5 minutes before article 2."
    )


def test_a_claim_long_before_all_else_is_a_lie() -> None:
    old = carried(2, copy_of(1), seen=10, claim=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))

    family = only(carried(1, claim=at(-1)), old)

    assert family.original == 1
    assert family.reprints[0].why == (
        "It was seen at 2022-01-05 12:10 UTC, 11 minutes later (it claims 1970-01-01, long before all the others)."
    )


def test_old_claims_that_bear_each_other_out_are_believed() -> None:
    years_ago = NOON - timedelta(days=700, minutes=1)

    family = only(carried(1, claim=years_ago + timedelta(hours=1)), carried(2, copy_of(1), seen=5, claim=years_ago))

    assert family.original == 2


def test_a_claim_of_a_day_counts_as_its_end() -> None:
    midnight = datetime(2022, 1, 5, tzinfo=UTC)

    assert only(carried(1, claim=at(-30)), carried(2, copy_of(1), seen=5, claim=midnight)).original == 1
    day_before = midnight - timedelta(days=1)
    assert only(carried(1, claim=at(-30)), carried(2, copy_of(1), seen=5, claim=day_before)).original == 2


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (carried(2, claim=at(-5)), carried(1, copy_of(2), seen=1, claim=at(-5)), "It was seen first of those"),
        (replace(carried(2), words=101), carried(1, copy_of(2)), "It is the longest of those"),
        (carried(1), carried(2, copy_of(1)), "It was kept first of those"),
    ],
)
def test_what_claims_do_not_tell_first_sight_length_and_number_do(one: Carried, other: Carried, why: str) -> None:
    family = only(one, other)

    assert family.original == one.article_id
    assert family.why.startswith(why)


def test_of_a_text_whose_agency_has_nothing_here_the_earliest_is_shown() -> None:
    family = only(carried(1), crediting(carried(2, copy_of(1), seen=5), "reuters"))

    assert (family.original, family.agency) == (1, "reuters")
    assert family.why.endswith("nothing here is from a site of whom they credit.")


def test_agencies_credited_as_often_leave_it_open_whose_text_it_is() -> None:
    two = (crediting(carried(2, copy_of(1), seen=5), "reuters"), crediting(carried(3, copy_of(1), seen=6), "afp"))

    assert only(carried(1), *two).agency == ""


def test_a_lone_article_of_an_agency_is_its_text() -> None:
    assert only(carried(1, outlet="ria.ru")).agency == "ria"


# --- What reprints kept -----------------------------------------------------------------------------------


def test_a_reprint_keeps_and_adds_what_its_verdict_says() -> None:
    reprint = only(carried(1), carried(2, copy_of(1, in_other=0.75, of_other=0.9), seen=1)).reprints[0]

    assert (reprint.of, reprint.kept, reprint.added) == (1, 0.9, 0.25)


def test_a_verdict_of_the_original_is_read_the_other_way_round() -> None:
    late = carried(2, copy_of(1, in_other=0.75, of_other=0.9), seen=1, claim=at(-5))

    reprint = only(carried(1), late).reprints[0]

    assert (reprint.article_id, reprint.of, reprint.kept, reprint.added) == (1, 2, 0.75, 0.1)


def test_shares_along_a_chain_are_multiplied_and_said_to_be_estimates() -> None:
    reprint = only(carried(1), carried(2, copy_of(1), seen=1), carried(3, copy_of(2), seen=2)).reprints[1]

    assert (reprint.kept, reprint.added) == (0.64, 0.19)
    assert reprint.why.endswith(", and was compared by way of article 2: the shares are estimates.")


def test_shares_by_way_of_the_same_words_are_no_estimates() -> None:
    exact = Verdict(VerdictKind.EXACT, "", "1", in_other=1.0, of_other=1.0)

    reprint = only(carried(1), carried(2, exact, seen=1), carried(3, copy_of(2), seen=2)).reprints[1]

    assert (reprint.kept, reprint.added) == (0.8, 0.1)
    assert reprint.why.endswith(", and was compared by way of article 2.")


@pytest.mark.parametrize(
    ("lag", "shown"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=61), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(days=2, hours=23), "2 days"),
    ],
)
def test_a_lag_is_told_in_its_greatest_unit(lag: timedelta, shown: str) -> None:
    assert span(lag) == shown


# --- A story of two originals -----------------------------------------------------------------------------

TEXT = "Ministers agreed to hold an exercise in the south in spring.\nIt is the third.\nMore is to follow in May."
# Number, outlet, text, minutes after noon at which it was seen, at which it was published by what it claims, verdict.
WIRE = (
    (1, "zakon.kz", "ASTANA, January 5. /TASS/. " + TEXT, 0, None, NEW),
    (2, "nur.kz", TEXT + "\nИсточник: ТАСС", 1, -40, copy_of(1)),
    (3, "tass.com", "ASTANA, January 5. /TASS/. " + TEXT, 15, -50, copy_of(1)),
    (4, "vlast.kz", TEXT + "\nДереккөз: ТАСС", 16, -45, copy_of(2)),
    (5, "news.example", TEXT, 17, 200, copy_of(3)),
    (6, "chinanews.example", TEXT + "\n来源：塔斯社", 18, None, copy_of(1)),
    (7, "daily.example", TEXT + "\nSource: TASS", 19, -2_000_000, copy_of(6)),
)
OWN = (
    (11, "copycat.example", TEXT, 2, -10, NEW),
    (12, "reader.example", TEXT, 3, 30, copy_of(11)),
    (13, "slow.example", TEXT, 90, -25, copy_of(11)),
    (14, "third.example", TEXT, 4, None, copy_of(12)),
    (15, "fourth.example", TEXT, 5, -20, copy_of(14)),
    (16, "fifth.example", TEXT, 6, -15, copy_of(11)),
    (17, "sixth.example", TEXT, 100, -24, copy_of(13)),
)


def test_a_story_of_14_articles_has_its_2_originals_and_12_reprints() -> None:
    members = []
    for number, outlet, text, seen, claim, verdict in (*WIRE, *OWN):
        read = Extracted("Exercise", text, "en", f"https://{outlet}/{number}", outlet, Basis.FULL)
        claimed = None if claim is None else at(claim)
        article = carried(number, verdict, seen=seen, claim=claimed, outlet=outlet)
        members.append(replace(article, credits=credited(read)))

    found = families(members)

    assert counted(found) == "14 articles = 2 originals + 12 reprints"
    assert {each.original: {r.article_id for r in each.reprints} for each in found} == {
        3: {1, 2, 4, 5, 6, 7},  # TASS itself, though it was seen third
        13: {11, 12, 14, 15, 16, 17},  # the earliest claim, though it was seen long after the others
    }
    assert [each.agency for each in found] == ["tass", ""]


# --- What always holds ------------------------------------------------------------------------------------

AGENCIES = ("tass", "kazinform", "zakon.kz", "x.example")
OUTLETS = ("tass.ru", "inform.kz", "zakon.kz", "x.example", "y.example", "z.example")
REFS = (*map(str, range(1, 9)), "seed:a", "seed:b", "77")
KINDS = (VerdictKind.NEW, VerdictKind.COPY, VerdictKind.EXACT, VerdictKind.PARTIAL, VerdictKind.VERSION)
MOMENTS = st.one_of(st.integers(-3_000, 3_000).map(at), st.datetimes(timezones=st.just(UTC)))


@st.composite
def stories(draw: st.DrawFn) -> list[Carried]:
    """Make a story of up to eight articles, with any verdicts, credits and clocks."""
    members = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(st.sampled_from(KINDS))
        shares = draw(st.tuples(st.floats(0, 1), st.floats(0, 1)))
        verdict = Verdict(kind, "", draw(st.sampled_from(REFS)), *shares) if kind is not VerdictKind.NEW else NEW
        article = carried(
            number,
            verdict,
            seen=draw(st.integers(-2_000, 2_000)),
            claim=draw(st.none() | MOMENTS),
            outlet=draw(st.sampled_from(OUTLETS)),
        )
        members.append(crediting(article, *draw(st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True))))
    return members


@given(stories())
def test_every_article_is_in_one_family_and_no_original_is_its_own_reprint(members: list[Carried]) -> None:
    found = families(members)

    ids = [number for each in found for number in (each.original, *(r.article_id for r in each.reprints))]
    assert sorted(ids) == [member.article_id for member in members]
    assert all(reprint.of == each.original for each in found for reprint in each.reprints)
    assert all(0 <= r.kept <= 1 and 0 <= r.added <= 1 for each in found for r in each.reprints)
    assert all(why.endswith(".") for each in found for why in (each.why, *(r.why for r in each.reprints)))


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_articles_are_given_changes_nothing(members: list[Carried], chance: object) -> None:
    shuffled = list(members)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random

    assert families(shuffled) == families(members)


@settings(max_examples=200)
@given(stories(), st.data())
def test_a_later_uncredited_copy_changes_no_original(members: list[Carried], data: st.DataObject) -> None:
    before = families(members)
    latest = max(member.first_seen_at for member in members)
    of = data.draw(st.sampled_from([member.article_id for member in members]))
    claim = data.draw(st.none() | st.just(latest + timedelta(minutes=1)))
    late = replace(carried(100, copy_of(of), claim=claim), first_seen_at=latest + timedelta(minutes=2))

    after = families([*members, late])

    assert [each.original for each in after] == [each.original for each in before]
    assert sum(len(each.reprints) for each in after) == sum(len(each.reprints) for each in before) + 1
