"""Dates that witnesses give, and which of them is believed."""

from datetime import UTC, datetime

import pytest

from monitor.core.records.pages import Claim, Field, Witness
from monitor.extract.witnesses import moments
from monitor.extract.witnesses.candidates import elect
from monitor.extract.witnesses.claims import Told
from monitor.extract.witnesses.moments import in_address

SEEN = datetime(2022, 1, 6, 9, 0, tzinfo=UTC)
FEED, DATA, GRAPH, META, HTML, ADDRESS = (
    Witness.FEED,
    Witness.JSON_LD,
    Witness.OPEN_GRAPH,
    Witness.META,
    Witness.HTML,
    Witness.ADDRESS,
)


def weighed(*said: tuple[Witness, str], at: datetime | None = SEEN) -> list[Claim]:
    """Give the claims, the chosen one first."""
    found = moments.stand([Told(Field.PUBLISHED, witness, (value,)) for witness, value in said], at)
    chosen = elect(found, moments.bears_out)
    claims = [each.claim(is_chosen=each is chosen) for each in found]
    return sorted(claims, key=lambda claim: not claim.is_chosen)


def chosen(*said: tuple[Witness, str]) -> str:
    claim = weighed(*said)[0]
    assert claim.is_chosen
    return claim.value


@pytest.mark.parametrize(
    ("written", "value", "note"),
    [
        ("2022-01-05T14:05:00+06:00", "2022-01-05T14:05:00+06:00", ""),
        ("2022-01-05T08:05:00Z", "2022-01-05T08:05:00+00:00", ""),
        ("2022-01-05T14:05+0600", "2022-01-05T14:05:00+06:00", ""),
        ("20220105T080500Z", "2022-01-05T08:05:00+00:00", ""),
        ("2022-W01-3", "2022-01-05T00:00:00+00:00", "no time of day"),
        ("2022-01-05T08:05:00.123456Z", "2022-01-05T08:05:00+00:00", ""),
        ("Wed, 05 Jan 2022 14:05:00 +0600", "2022-01-05T14:05:00+06:00", ""),
        ("Wed Jan 05 2022 14:05:00 GMT+0600 (East Kazakhstan Time)", "2022-01-05T14:05:00+06:00", ""),
        ("1641369900", "2022-01-05T08:05:00+00:00", ""),
        ("2022-01-05T14:05:00", "2022-01-05T14:05:00+00:00", "gives no offset: taken as UTC"),
        ("5 января 2022, 14:05", "2022-01-05T14:05:00+00:00", "gives no offset: taken as UTC"),
        ("2022 жылғы 5 қаңтар, 14:05", "2022-01-05T14:05:00+00:00", "gives no offset: taken as UTC"),
        ("2022-01-05", "2022-01-05T00:00:00+00:00", "no time of day"),
        ("5 January 2022", "2022-01-05T00:00:00+00:00", "no time of day"),
        ("2022年1月5日", "2022-01-05T00:00:00+00:00", "no time of day"),
        ("٥ يناير ٢٠٢٢", "2022-01-05T00:00:00+00:00", "no time of day"),
    ],
)
def test_a_date_is_read_with_what_it_leaves_open(written: str, value: str, note: str) -> None:
    (claim,) = weighed((DATA, written))

    assert (claim.value, claim.note, claim.is_chosen) == (value, note, True)


@pytest.mark.parametrize("written", ["soon", "2022-13-45", "0001-01-01T00:00:00Z", "14:05", "yesterday, 14:05"])
def test_what_cannot_be_read_is_kept_and_never_chosen(written: str) -> None:
    (claim,) = weighed((DATA, written))

    assert (claim.value, claim.note, claim.is_chosen) == (written, "cannot be read", False)


def test_two_days_ahead_is_a_clock_that_is_wrong_and_more_is_the_future() -> None:
    just, beyond = weighed((DATA, "2022-01-08T09:00:00Z"))[0], weighed((DATA, "2022-01-08T09:00:01Z"))[0]

    assert (just.note, beyond.note) == ("", "in the future when seen")


def test_without_knowing_when_a_page_was_seen_nothing_is_in_the_future() -> None:
    assert weighed((DATA, "2099-01-01T10:00:00Z"), at=None)[0].note == ""


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("2099-01-01T10:00:00Z", "in the future when seen"),
        ("1970-01-01T00:00:00Z", "before the web"),
        ("1990-12-31T23:59:59Z", "before the web"),
    ],
)
def test_an_impossible_date_is_labelled_and_gives_way_to_a_possible_one(written: str, note: str) -> None:
    first, second = weighed((FEED, written), (DATA, written), (HTML, "5 January 2022, 14:05"))[:2]

    assert (first.witness, first.value) == (HTML, "2022-01-05T14:05:00+00:00")
    assert (second.witness, second.note) == (FEED, note)


def test_where_all_are_impossible_the_most_trusted_stays_labelled() -> None:
    claim = weighed((HTML, "2099-02-01T10:00Z"), (DATA, "2099-01-01T10:00:00Z"))[0]

    assert (claim.witness, claim.value, claim.note) == (DATA, "2099-01-01T10:00:00+00:00", "in the future when seen")


def test_no_offset_and_the_future_are_both_said() -> None:
    assert weighed((DATA, "2099-01-01T10:00:00"))[0].note == "gives no offset: taken as UTC; in the future when seen"


@pytest.mark.parametrize("day", ["2022-01-05", "2022-01-05T00:00:00Z", "2022-01-05T00:00:00+06:00"])
def test_a_day_gives_way_to_a_time_on_it(day: str) -> None:
    assert chosen((FEED, day), (ADDRESS, "2022-01-05"), (META, "2022-01-05T14:05+06:00")) == "2022-01-05T14:05:00+06:00"


def test_a_day_gives_way_to_a_moment_that_was_on_it_where_the_publisher_is() -> None:
    # 20:00 in Greenwich is two in the morning of the fifth in Almaty.
    assert chosen((HTML, "5 January 2022"), (ADDRESS, "2022-01-05"), (FEED, "2022-01-04T20:00Z")).startswith(
        "2022-01-04T20"
    )


def test_a_day_does_not_give_way_to_another_day() -> None:
    said = ((FEED, "2022-01-03T10:00Z"), (HTML, "5 January 2022"), (ADDRESS, "2022-01-05"))

    assert chosen(*said) == "2022-01-05T00:00:00+00:00"


@pytest.mark.parametrize("local", ["2022-01-05T14:05:00", "5 January 2022, 14:05"])
@pytest.mark.parametrize("exact", ["2022-01-05T14:05:00+06:00", "2022-01-05T08:05:00Z", "2022-01-05T08:35:00Z"])
def test_a_time_without_offset_gives_way_to_one_that_it_could_be(local: str, exact: str) -> None:
    claim = weighed((FEED, local), (META, local), (HTML, exact))[0]

    assert (claim.witness, claim.note) == (HTML, "")


def test_two_witnesses_outweigh_the_feed() -> None:
    said = ((FEED, "2022-01-05T12:00Z"), (DATA, "2022-01-05T08:05:00Z"), (GRAPH, "2022-01-05T14:05:30+06:00"))

    assert chosen(*said) == "2022-01-05T08:05:00+00:00"


def test_one_witness_that_repeats_itself_is_one() -> None:
    said = ((FEED, "2022-01-05T12:00Z"), (META, "2022-01-05T08:05:00Z"), (META, "2022-01-05T08:05:00+00:00"))

    assert chosen(*said) == "2022-01-05T12:00:00+00:00"


def test_a_day_speaks_for_the_moment_on_it() -> None:
    said = ((FEED, "2022-01-04T10:00Z"), (DATA, "2022-01-05T08:05:00Z"), (ADDRESS, "2022-01-05"))

    assert chosen(*said) == "2022-01-05T08:05:00+00:00"


@pytest.mark.parametrize("order", [(FEED, DATA, GRAPH, META, HTML, ADDRESS)])
def test_where_nobody_agrees_the_most_trusted_is_believed(order: tuple[Witness, ...]) -> None:
    said = [(witness, f"2022-01-0{5 - at}T1{at}:07Z") for at, witness in enumerate(order[:5])]
    while len(said) > 1:
        assert weighed(*reversed(said))[0].witness is said[0][0]
        del said[0]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2022/01/05/port", "2022-01-05"),
        ("/news/2022/1/5/port", "2022-01-05"),
        ("/2022/jan/05/port", "2022-01-05"),
        ("/2022-01-05-port", "2022-01-05"),
        ("/news/20220105/port.html", "2022-01-05"),
        ("/port-20220105.html", "2022-01-05"),
        ("/2022.01.05", "2022-01-05"),
        ("/a/2022/13/05/b/2022/01/05", "2022-01-05"),
        ("/2022/01/port", ""),
        ("/2022/01/32/port", ""),
        ("/port-120220105", ""),
        ("/202215", ""),
        ("/1066/10/14/hastings", ""),
        ("/port", ""),
        ("", ""),
    ],
)
def test_the_day_in_an_address_is_read(path: str, day: str) -> None:
    assert in_address(f"https://caspian.example{path}" if path else "") == day
