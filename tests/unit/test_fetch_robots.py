"""What may be fetched under a robots.txt? Our own table of RFC 9309, and what follows where none can be had."""

import time

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched
from monitor.fetch.robots import MOST_BYTES, MOST_DELAY_S, Rules, parse, product_token, retry_in_s, verdict_for

SITE = "https://news.example"
US = "monitor/1.2 (+https://monitor.example)"

ALL = "User-agent: *\n"
OURS = "User-agent: monitor\n"

PATHS = [
    # no rules at all
    ("", "/a", True),
    ("nothing of the kind", "/a", True),
    ("<!doctype html><title>Not found</title>", "/a", True),
    # prefixes; letters' case counts
    (ALL + "Disallow: /", "/", False),
    (ALL + "Disallow: /", "", False),
    (ALL + "Disallow: /", "/robots.txt", True),
    (ALL + "Disallow: /a", "/a", False),
    (ALL + "Disallow: /a", "/abc/d", False),
    (ALL + "Disallow: /a/", "/a", True),
    (ALL + "Disallow: /a", "/A", True),
    (ALL + "Disallow: /a", "/b/a", True),
    (ALL + "Disallow: /a", "/#/a", True),
    (ALL + "Disallow: /a?x=", "/a?x=1", False),
    (ALL + "Disallow: /a?x=", "/a?y=1&x=1", True),
    (ALL + "Disallow: /?x", "?x", False),
    (ALL + "Disallow: a", "/a", True),
    (ALL + "Disallow: //a", "/a", True),
    (ALL + "Disallow: //a", "//a", False),
    (ALL + "Allow: /index.html\nDisallow: /", "/", False),
    # an empty rule matches nothing
    (ALL + "Disallow:", "/a", True),
    (ALL + "Disallow:   # nothing", "/a", True),
    (ALL + "Disallow: /a\nDisallow:", "/a", False),
    (ALL + "Allow:\nDisallow: /", "/a", False),
    # the longest match wins, in whatever order; allow on a tie
    (ALL + "Disallow: /a\nAllow: /a/b", "/a/b", True),
    (ALL + "Allow: /a/b\nDisallow: /a", "/a/b", True),
    (ALL + "Allow: /a\nDisallow: /a/b", "/a/b", False),
    (ALL + "Allow: /a\nDisallow: /a/b", "/a/c", True),
    (ALL + "Disallow: /a\nAllow: /a", "/a", True),
    (ALL + "Allow: /a\nDisallow: /a", "/a", True),
    (ALL + "Allow: /\nDisallow: /*.pdf", "/a.pdf", False),
    (ALL + "Allow: /page\nDisallow: /*.html", "/page.html", False),
    (ALL + "Allow: /pages\nDisallow: /*.htm", "/pages.htm", True),
    (ALL + "Allow: /a.\nDisallow: /*.", "/a.x", True),
    (ALL + "Allow: /$\nDisallow: /", "/", True),
    (ALL + "Allow: /$\nDisallow: /", "/a", False),
    # * is any number of characters, $ the end of the address
    (ALL + "Disallow: /*/b", "/a/b", False),
    (ALL + "Disallow: /*/b", "/b", True),
    (ALL + "Disallow: /a*", "/a", False),
    (ALL + "Disallow: *b", "/a/b", False),
    (ALL + "Disallow: /a***b", "/axb", False),
    (ALL + "Disallow: /*a*b*c", "/xaxbxc", False),
    (ALL + "Disallow: /*a*b*c", "/xcxbxa", True),
    (ALL + "Disallow: /*?", "/a?b", False),
    (ALL + "Disallow: /*?", "/a", True),
    (ALL + "Disallow: /*/print", "/a?next=/b/print", False),
    (ALL + "Disallow: /a$", "/a", False),
    (ALL + "Disallow: /a$", "/a?b", True),
    (ALL + "Disallow: /a$", "/a$", True),
    (ALL + "Disallow: /a$", "/a$b", True),
    (ALL + "Disallow: /a$b", "/a$b", False),
    (ALL + "Disallow: /*.php$", "/a.php", False),
    (ALL + "Disallow: /*.php$", "/a.php5", True),
    (ALL + "Disallow: /*.php$", "/a.php/b.php", False),
    (ALL + "Disallow: /ab*b$", "/ab", True),
    (ALL + "Disallow: /ab*b$", "/abb", False),
    (ALL + "Disallow: /*$", "/a", False),
    (ALL + "Disallow: *", "/a", False),
    # an octet is the same octet, percent-encoded or not
    (ALL + "Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", False),
    (ALL + "Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", False),
    (ALL + "Disallow: /foo/bar?baz=https%3a%2f%2ffoo.bar", "/foo/bar?baz=https://foo.bar", False),
    (ALL + "Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
    (ALL + "Disallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", False),
    (ALL + "Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    (ALL + "Disallow: /foo/bar/baz", "/foo/bar/%62%61%7A", False),
    (ALL + "Disallow: /~joe", "/%7Ejoe", False),
    (ALL + "Disallow: /қазақ", "/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B", False),
    (ALL + "Disallow: /à", "/%C3%A0", False),
    (ALL + "Disallow: /100%", "/100%25", False),
    (ALL + "Disallow: /a%zz", "/a%zz", False),
    (ALL + "Disallow: /a b", "/a%20b", False),
    (ALL + "Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-*.html", False),
    (ALL + "Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-b.html", True),
    (ALL + "Disallow: /path/foo-%24", "/path/foo-$", False),
    (ALL + "Disallow: /path/foo-%24", "/path/foo-", True),
    # ours before everybody's
    (ALL + "Disallow: /\n" + OURS + "Disallow: /a", "/b", True),
    (OURS + "Disallow: /a\n" + ALL + "Disallow: /", "/b", True),
    (OURS + "Disallow: /a\n" + ALL + "Disallow: /b", "/a", False),
    (ALL + "Disallow: /\n" + OURS + "Disallow:", "/a", True),
    (ALL + "Disallow: /\n" + OURS, "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    # the product token is compared as a whole, without case and version
    ("User-agent: MONITOR\nDisallow: /", "/a", False),
    ("User-agent: Monitor/2.0 (of all)\nDisallow: /", "/a", False),
    ("User-agent: monitor of all\nDisallow: /", "/a", False),
    ("User-agent: monitor*\nDisallow: /", "/a", False),
    ("User-agent: mon\nDisallow: /", "/a", True),
    ("User-agent: *bot\nDisallow: /", "/a", True),
    ("User-agent:\nDisallow: /", "/a", True),
    ("User-agent: (all)\nDisallow: /", "/a", True),
    ("User-agent: monitors\nDisallow: /", "/a", True),
    ("User-agent: monitor-news\nDisallow: /", "/a", True),
    ("User-agent: mon\nDisallow: /\n" + ALL + "Disallow: /b", "/b", False),
    ("User-agent: mon\nDisallow: /\n" + ALL + "Disallow: /b", "/a", True),
    # groups: several names, several groups of one name, other lines between
    ("User-agent: other\nUser-agent: monitor\nDisallow: /", "/a", False),
    ("User-agent: monitor\nUser-agent: other\nDisallow: /", "/a", False),
    (OURS + "Disallow: /a\nUser-agent: other\nDisallow: /b\n" + OURS + "Disallow: /c", "/a", False),
    (OURS + "Disallow: /a\nUser-agent: other\nDisallow: /b\n" + OURS + "Disallow: /c", "/b", True),
    (OURS + "Disallow: /a\nUser-agent: other\nDisallow: /b\n" + OURS + "Disallow: /c", "/c", False),
    ("User-agent: monitor/1\nDisallow: /a\nUser-agent: MONITOR\nDisallow: /b", "/a", False),
    (ALL + "Disallow: /a\n" + ALL + "Disallow: /b", "/a", False),
    (OURS + "Sitemap: https://news.example/map.xml\nUser-agent: other\nDisallow: /", "/a", False),
    (OURS + "Disallow: /a\nSitemap: https://news.example/map.xml\nDisallow: /b", "/b", False),
    (OURS + "Clean-param: x\nUser-agent: other\nDisallow: /", "/a", False),
    (OURS + "Crawl-delay: 5\nUser-agent: other\nDisallow: /", "/a", False),
    (OURS + "Disallow:\nUser-agent: other\nDisallow: /", "/a", True),
    (OURS + "\n\nUser-agent: other\n\nDisallow: /", "/a", False),
    ("Disallow: /\n" + OURS + "Disallow: /a", "/b", True),
    # lines as people write them
    ("\ufeff" + ALL + "Disallow: /", "/a", False),
    ("User-agent: *\rDisallow: /a\rDisallow: /b", "/b", False),
    ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("  USER-AGENT :\t*  \n\tDISALLOW\t:\t/a  ", "/a", False),
    ("user-agent:*\ndisallow:/a", "/a", False),
    (ALL + "Disallow: /a # why", "/a", False),
    (ALL + "# Disallow: /a", "/a", True),
    ("User-agent: * # all\nDisallow: /a", "/a", False),
    ("User-agent *\nDisallow /a", "/a", False),
    ("user agent: *\nDissallow: /a", "/a", False),
    (ALL + "Disallow: /a\u2028Allow: /b", "/a", True),
    (ALL + "Allow: /a\nnonsense\n: /\nDisallow:/a/b", "/a/b", False),
]


@pytest.mark.parametrize(("text", "path", "is_allowed"), PATHS)
def test_a_page_is_fetched_only_where_rfc_9309_lets_us(text: str, path: str, is_allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert parse(text.encode()).allows(SITE + path, US) is is_allowed


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [
        ("monitor/1.2 (+https://monitor.example)", "monitor"),
        ("Monitor", "monitor"),
        ("My-Monitor_2 (x)", "my-monitor_2"),
        ("Mozilla/5.0 (compatible; monitor)", "mozilla"),
        ("", ""),
    ],
)
def test_the_product_token_is_the_name_before_the_version(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


def test_who_has_no_name_is_under_the_rules_for_everybody() -> None:
    rules = parse(b"User-agent:\nDisallow: /a\nUser-agent: *\nDisallow: /b")

    assert (rules.allows(SITE + "/a", ""), rules.allows(SITE + "/b", "")) == (True, False)


@pytest.mark.parametrize(
    ("text", "delay_s"),
    [
        ("", None),
        (ALL + "Crawl-delay: 10", 10.0),
        (ALL + "Crawl-delay: .5", 0.5),
        (ALL + "crawl-delay: 3600", MOST_DELAY_S),
        (ALL + "Crawl-delay: 0", 0.0),
        (ALL + "Crawl-delay: soon", None),
        (ALL + "Crawl-delay: -5", None),
        (ALL + "Crawl-delay: inf", None),
        (ALL + "Crawl-delay: nan", None),
        (ALL + "Crawl-delay: 5\nDisallow:\n" + OURS + "Crawl-delay: 7", 7.0),
        (ALL + "Crawl-delay: 5\nDisallow:\n" + OURS + "Disallow: /a", None),
        (OURS + "Crawl-delay: 2\nDisallow: /a\n" + OURS + "Crawl-delay: 4\nCrawl-delay: 3", 4.0),
        ("Crawl-delay: 5\n" + ALL + "Disallow:", None),
    ],
)
def test_a_crawl_delay_is_kept_up_to_a_minute(text: str, delay_s: float | None) -> None:
    assert parse(text.encode()).crawl_delay_s(US) == delay_s


def test_the_rule_that_decides_can_be_shown() -> None:
    rules = parse(b"User-agent: *\nDisallow: /*.pdf$\nAllow: /a")

    assert str(rules.rule_for(SITE + "/b.pdf", US)) == "Disallow: /*.pdf$"
    assert rules.rule_for(SITE + "/b", US) is None


def test_the_first_500_kib_are_read_and_no_half_rule_behind_them() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (MOST_BYTES - len(start) - len(b"\nDisallow: /")) + b"\nDisallow: /b\nDisallow: /c"
    rules = parse(start + filler)

    assert [rules.allows(SITE + path, US) for path in ("/a", "/b", "/c", "/d")] == [False, True, True, True]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"

    assert not parse((mark + ALL + "Disallow: /ү").encode(encoding)).allows(SITE + "/%D2%AF", US)


def test_octets_that_are_no_utf_8_are_compared_as_they_are() -> None:
    rules = parse(b"User-agent: *\nDisallow: /caf\xe9")

    assert (rules.allows(SITE + "/caf%E9", US), rules.allows(SITE + "/café", US)) == (False, True)


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 250_000,
        b"User-agent: *\n" + b"Disallow: /" + b"*" * 500_000,
        b"User-agent: *\n" + b"Disallow: /*a*b*c*d\n" * 25_000,
        b"User-agent: x\n" * 35_000 + b"Disallow: /",
        b"\0" * 500_000,
        bytes(range(256)) * 2_000,
    ],
)
@pytest.mark.timeout(5)
def test_a_hostile_robots_txt_costs_little(body: bytes) -> None:
    assert parse(body).allows(SITE + "/" + "a" * 7_000, US) in (True, False)


RULES = b"User-agent: *\nDisallow: /"


def answered(status: int, reason: Reason = Reason.REFUSED_REQUEST) -> Failed:
    return Failed(reason, "It did not work out.", status=status)


def test_what_was_answered_is_read() -> None:
    rules = verdict_for(Fetched(SITE + "/robots.txt", 200, RULES))

    assert rules is not None
    assert not rules.allows(SITE + "/a", US)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_where_there_is_no_robots_txt_everything_is_allowed(status: int) -> None:
    rules = verdict_for(answered(status))

    assert rules is not None
    assert rules.allows(SITE + "/a", US)


@pytest.mark.parametrize(
    "answer",
    [
        answered(429, Reason.THROTTLED),
        answered(500, Reason.SERVER_ERROR),
        answered(503, Reason.SERVER_ERROR),
        answered(503, Reason.BLOCKED),
        answered(200, Reason.BLOCKED),
        answered(0, Reason.CONNECT),
        answered(0, Reason.DNS),
        answered(0, Reason.TOO_SLOW),
        answered(0, Reason.CUT_SHORT),
        answered(0, Reason.BAD_ENCODING),
    ],
)
def test_where_nobody_knows_nothing_may_be_fetched_for_now(answer: Failed) -> None:
    assert verdict_for(answer) is None


def test_redirects_without_end_count_as_no_robots_txt() -> None:
    assert verdict_for(answered(0, Reason.TOO_MANY_REDIRECTS)) == Rules()


def test_an_answer_without_content_forbids_nothing() -> None:
    assert verdict_for(answered(204, Reason.BAD_ANSWER)) == Rules()


@pytest.mark.parametrize(
    ("failures", "wish_s", "after_s"),
    [
        (1, None, 600),
        (2, None, 1_200),
        (3, None, 2_400),
        (99, None, 21_600),
        (1, 60, 600),
        (1, 3_600, 3_600),
        (1, 10**9, 86_400),
    ],
)
def test_it_is_asked_for_again_after_ten_minutes_then_more(failures: int, wish_s: int | None, after_s: int) -> None:
    assert retry_in_s(failures, wish_s, has_answered=True) == after_s


@pytest.mark.parametrize(("failures", "after_s"), [(1, 60), (2, 120), (4, 480), (20, 21_600)])
def test_a_server_that_was_not_heard_of_is_asked_again_sooner(failures: int, after_s: int) -> None:
    assert retry_in_s(failures, None, has_answered=False) == after_s


def _rules(pattern: str, number: int) -> bytes:
    return ALL.encode() + b"".join(b"Disallow: " + (pattern % n).encode() + b"\n" for n in range(number))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (_rules("/*a%05d", 26_000), "a" * 7_900),  # took 0.46 s
        (_rules("/*a*b*c*d%d", 22_000), "abc" * 2_633),
        (_rules("/" + "*a" * 20 + "*%d", 9_000), "a" * 60),
        (_rules("/%06d", 29_000), "a" * 7_900),
        (_rules("/%06d$", 26_000), "0" * 7_900),
    ],
)
def test_a_path_is_compared_with_the_rules_in_milliseconds(body: bytes, path: str) -> None:
    rules = parse(body)
    started = time.process_time()

    rules.allows(f"{SITE}/{path}", US)

    assert time.process_time() - started < 0.1  # about 0.005


def test_a_file_that_would_cost_too_much_is_read_too_strictly_and_only_where_its_stars_are() -> None:
    rules = parse(_rules("/x/*a%05d", 20_000) + b"Allow: /x/*b\nDisallow: /no\n")

    allowed = [rules.allows(SITE + path, US) for path in ("/x/" + "a" * 7_000, "/yes/" + "a" * 7_000, "/no", "/x/b")]

    assert allowed == [False, True, False, False]


def test_two_thousand_patterns_are_compared_to_the_end() -> None:
    rules = parse(_rules("/*/print%05d/*/page", 2_000))

    paths = ("/news/2026/11/22/print01999/x/page", "/news/2026/11/22/print02000/x/page")

    assert [rules.allows(SITE + path, US) for path in paths] == [False, True]
