"""What does it mean when a server does not answer with what was asked for?"""

from datetime import UTC, datetime

import pytest

from monitor.core.records.failures import Reason
from monitor.fetch.classify import (
    Answer,
    http_date,
    is_blocked,
    is_gate,
    is_html,
    judge,
    led_away,
    retry_after_s,
    stood_in,
)

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)


def answer(status: int, start: bytes = b"", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, start, "news.example")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, Reason.FORBIDDEN),
        (403, Reason.FORBIDDEN),
        (404, Reason.NOT_FOUND),
        (407, Reason.FORBIDDEN),
        (410, Reason.GONE),
        (429, Reason.THROTTLED),
        (400, Reason.REFUSED_REQUEST),
        (406, Reason.REFUSED_REQUEST),
        (451, Reason.REFUSED_REQUEST),
        (500, Reason.SERVER_ERROR),
        (503, Reason.SERVER_ERROR),
        (599, Reason.SERVER_ERROR),
        (204, Reason.BAD_ANSWER),
        (206, Reason.BAD_ANSWER),
        (226, Reason.BAD_ANSWER),
        (300, Reason.BAD_ANSWER),
        (304, Reason.BAD_ANSWER),
    ],
)
def test_a_status_becomes_a_reason_and_a_sentence(status: int, reason: Reason) -> None:
    failed = judge(answer(status), now=NOON)

    assert (failed.reason, failed.status, failed.is_final) == (reason, status, False)
    assert "news.example" in failed.detail
    assert failed.detail.endswith(".")


@pytest.mark.parametrize(
    "blocked",
    [
        answer(403, cf_mitigated="challenge"),
        answer(200, cf_mitigated="challenge"),
        answer(202, x_amzn_waf_action="challenge"),
        answer(405, x_amzn_waf_action="captcha"),
        answer(429, x_vercel_mitigated="challenge"),
        answer(200, b"<script>window._cf_chl_opt={}</script>"),
        answer(200, b'<script id="anubis_challenge" type="application/json">'),
        answer(403, b"<div id='cf-error-details'>"),
        answer(403, b"<a href='https://errors.edgesuite.net/18.x'>"),
        answer(403, b"<iframe src='/_Incapsula_Resource?x'>"),
        answer(403, b"<script src='https://geo.captcha-delivery.com/c.js'>"),
        answer(503, b"<title>DDOS-GUARD</title><script src='/ddos-guard/js'>"),
    ],
)
def test_a_bot_wall_is_recognised(blocked: Answer) -> None:
    assert is_blocked(blocked)
    assert judge(blocked, now=NOON).reason is Reason.BLOCKED


@pytest.mark.parametrize(
    "page",
    [
        answer(200, b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>", server="cloudflare"),
        answer(200, b"<script src='/_Incapsula_Resource?x'>"),
        answer(200, b"<title>Just a moment... of history</title>"),
        answer(200, cf_mitigated="", cf_ray="1"),
        answer(404, b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"),
    ],
)
def test_a_readers_page_behind_a_wall_is_no_bot_wall(page: Answer) -> None:
    assert not is_blocked(page)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("86400", 86_400),
        ("315360000", 315_360_000),  # ten years: the most that is believed, not what is obeyed
        ("9" * 18, 315_360_000),
        ("Wed, 05 Jan 2022 13:00:00 GMT", 3_600),
        ("Wed, 05 Jan 2022 19:00:00 +0600", 3_600),
        ("Wednesday, 05-Jan-22 13:00:00 GMT", 3_600),
        ("Wed Jan  5 13:00:00 2022", 3_600),
        ("Wed, 05 Jan 2022 11:00:00 GMT", 0),
        ("Mon, 05 Jan 2032 12:00:00 GMT", 315_360_000),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("１２０", None),
        ("9" * 5_000, None),
        ("Wed, 45 Jan 2022 13:00:00 GMT", None),
        ("Wed, 05 Jan 2022 13:00:00 +9999", None),
    ],
)
def test_the_servers_wish_is_read_in_seconds_or_as_a_date(value: str, seconds: int | None) -> None:
    assert retry_after_s(value, now=NOON) == seconds


def test_a_date_without_a_clock_to_compare_it_with_is_no_wish() -> None:
    assert retry_after_s("Wed, 05 Jan 2022 13:00:00 GMT", now=None) is None


def test_the_wish_of_an_overloaded_server_is_handed_on() -> None:
    assert judge(answer(503, retry_after="300"), now=NOON).retry_after_s == 300


def test_a_header_date_is_utc() -> None:
    assert http_date("Wed, 05 Jan 2022 12:00:00 GMT") == NOON
    assert http_date("Wed, 05 Jan 2022 12:00:00") == NOON
    assert http_date("yesterday") is None


def test_who_asks_for_credentials_wants_a_login() -> None:
    failed = judge(answer(401, www_authenticate='Basic realm="readers"'), now=NOON)

    assert (failed.reason, failed.status) == (Reason.LOGIN, 401)
    assert "'headers' in feeds.yaml" in failed.detail


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        (b"<!DOCTYPE html><title>x", True),
        (b"\xef\xbb\xbf \n<!doctype  HTML PUBLIC>", True),
        (b"<HTML lang=en>", True),
        (b"<?xml version='1.0'?><!-- a > b --><!-- c --><html xmlns='x'>", True),
        (b"<script>location='/login'</script>", True),
        (b"<!-- never ends", False),
        (b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><rss>", False),
        (b"<rss><channel><description>&lt;html&gt;<html></html>", False),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", False),
        (b"<htmlish>", False),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', False),
        (b"", False),
        (b"<!--x-->" * 1_000_000, False),
    ],
)
def test_a_page_is_told_from_a_feed_by_how_it_begins(start: bytes, is_page: bool) -> None:  # noqa: FBT001 - a column
    assert is_html(start) is is_page


LOGIN_PAGE = b"<html><form><input name=u><input name=\"p\" type='password'></form>"


@pytest.mark.parametrize(
    "page",
    [
        Answer(200, {}, LOGIN_PAGE, "news.example", "/feed"),
        Answer(200, {}, b"<html>Welcome", "news.example", "/wp-login.php?redirect_to=%2Ffeed"),
        Answer(200, {}, b"<html>Welcome", "news.example", "/account/Sign-In"),
    ],
)
def test_a_login_page_in_the_place_of_a_feed_is_recognised(page: Answer) -> None:
    failed = stood_in(page, wants_list=True)

    assert failed is not None
    assert (failed.reason, failed.status) == (Reason.LOGIN, 200)
    assert failed.detail.endswith(".")


@pytest.mark.parametrize(
    ("page", "wants_list"),
    [
        (Answer(200, {}, LOGIN_PAGE, "news.example", "/article"), False),  # readers may log in on any page
        (Answer(200, {}, b"<rss><title>type=password</title>", "news.example", "/login/feed"), True),
        (Answer(200, {}, b"<html><title>News", "news.example", "/author/loginov"), True),
    ],
)
def test_what_was_asked_for_is_no_login_page(page: Answer, wants_list: bool) -> None:  # noqa: FBT001 - a column
    assert stood_in(page, wants_list=wants_list) is None


@pytest.mark.parametrize(
    "path", ["/login?next=/feed", "/user/register", "/CAPTCHA", "/x?consent=1", "/sign_up", "/sso/a"]
)
def test_a_gate_is_known_by_its_path(path: str) -> None:
    assert is_gate(path)


@pytest.mark.parametrize("path", ["/feed", "/blogin", "/registered-charities", "/author/loginov/feed"])
def test_other_paths_are_no_gates(path: str) -> None:
    assert not is_gate(path)


def ended_at(path: str) -> Answer:
    return Answer(200, {}, b"<html>", "news.example", path)


@pytest.mark.parametrize(
    ("path", "asked", "where"),
    [
        ("/", "/news/7", "its home page"),
        ("/", "/?p=7", "its home page"),
        ("/index.php?utm_source=old", "/news/7", "its home page"),
        ("/ru/", "/ru/news/7", "a section's page"),
        ("/kk/", "/news/7", "a section's page"),
        ("/news/", "/news/port-opens", "a section's page"),
        ("/news", "/news/2022/01/05/port-opens.html", "a section's page"),
        ("/2022/01/05/", "/2022/01/05/port-opens", "a section's page"),
        ("/%D0%BC%D0%B8%D1%80/", "/%D0%BC%D0%B8%D1%80/7", "a section's page"),
        ("/404", "/news/7", "its page for what is not there"),
        ("/error/404.html", "/news/7", "its page for what is not there"),
        ("/page-not-found", "/news/7", "its page for what is not there"),
    ],
)  # fmt: skip
def test_an_article_that_redirects_to_a_page_above_it_is_gone(path: str, asked: str, where: str) -> None:
    failed = led_away(ended_at(path), asked)

    assert failed is not None
    assert (failed.reason, failed.status, failed.is_final) == (Reason.NOT_FOUND, 200, True)
    assert failed.detail == f"news.example redirects to {where}: the article is not there any more."


def test_a_page_for_errors_does_not_prove_that_an_article_is_gone() -> None:
    failed = led_away(ended_at("/errors/500.html"), "/news/7")

    assert failed is not None
    assert (failed.reason, failed.is_final) == (Reason.SERVER_ERROR, False)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/news/port-opens", "/2022/01/05/port-opens"),
        ("/news/7", "/news/7/port-opens"),
        ("/2022/port-opens-after-a-storm/", "/2022/port-opens-after-a-storm/amp"),
        ("/?article=7", "/news/7"),
        ("/kazakhstan/7", "/news/7"),
        ("/culture/page-not-found", "/2022/page-not-found"),
        ("/news/", "/"),
    ],
)
def test_an_article_that_redirects_to_itself_is_read(path: str, asked: str) -> None:
    assert led_away(ended_at(path), asked) is None


def test_a_gate_wants_a_login_wherever_it_stands() -> None:
    failed = led_away(ended_at("/account/login?next=%2Fnews%2F7"), "/news/7")

    assert failed is not None
    assert failed.reason is Reason.LOGIN
