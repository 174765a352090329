"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from monitor.parse.dates import parse_date

EVENING = datetime(2022, 1, 5, 23, 14, tzinfo=UTC)
MIDNIGHT = datetime(2022, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-05T23:14:00Z",
        "2022-01-05T23:14Z",
        "2022-01-05 23:14:00.123",
        "2022-01-06T05:14:00+06:00",
        "2022-01-06T05:14:00+0600",
        "20220105T231400Z",
        "Wed, 05 Jan 2022 23:14:00 GMT",
        "Wed, 5 Jan 22 23:14 UT",
        "Thu, 06 Jan 2022 05:14:00 +0600",
        "Thu, 06 Jan 2022 02:14:00 MSK",
        "Wed, 05 Jan 2022 18:14:00 EST",
        "Wed Jan  5 23:14:00 2022",
        "January 5, 2022 11:14 PM",
        "05.01.2022 23:14",
        "23:14 05.01.2022",
        "05/01/2022 23:14:00",
        "2022/01/05 23:14",
        "5 января 2022, 23:14",
        "Ср, 05 янв 2022 23:14:00 +0000",
        "23:14, 5 января 2022 года",
        "5 қаңтар 2022 ж. 23:14",
        "2022 жылғы 5 қаңтар, 23:14",
        "1641424440",
        "1641424440000",
    ],
)
def test_a_moment_is_read(text: str) -> None:
    assert parse_date(text) == EVENING


@pytest.mark.parametrize(
    "text", ["2022-01-05", "20220105", "05.01.2022", "5 January 2022", "5 қаңтар 2022", "05/01/22"]
)
def test_a_day_is_midnight_utc(text: str) -> None:
    assert parse_date(text) == MIDNIGHT


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1 мая 2022", 5),
        ("1 мамыр 2022", 5),
        ("1 марта 2022", 3),
        ("1 наурыз 2022", 3),
        ("1 маусым 2022", 6),
        ("1 қараша 2022", 11),
        ("1 қазан 2022", 10),
        ("1 липня 2022", 7),
        ("1 Mart 2022", 3),
        ("1. März 2022", 3),
        ("1 de mayo de 2022", 5),
    ],
)
def test_a_month_is_known_by_its_name(text: str, month: int) -> None:
    assert parse_date(text) == datetime(2022, month, 1, tzinfo=UTC)


def test_the_day_comes_first_where_both_are_possible() -> None:
    assert parse_date("03/04/2022") == datetime(2022, 4, 3, tzinfo=UTC)


def test_a_month_that_cannot_be_one_is_a_day() -> None:
    assert parse_date("12/31/2021") == datetime(2021, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "today, 14:05", "2022-13-45", "31.02.2022", "0001-01-01T00:00:00Z", "9" * 500, "5 2022"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None
