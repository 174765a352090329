"""Which addresses lead to one and the same article."""

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.core.addresses import identity_key, published, segments_of
from monitor.core.sections import Above, page_above, stands_above
from monitor.core.trackers import is_tracker
from monitor.core.urls import host_of, is_web_address
from monitor.extract.identity import canonical

SAME = [
    # how a reader came
    ("https://a.example/7", "https://a.example/7?utm_source=rss&utm_medium=feed"),
    ("https://a.example/p?id=7", "https://a.example/p?id=7&fbclid=IwAR0"),
    ("https://a.example/p?id=7", "https://a.example/p?yclid=1&id=7&ysclid=l2"),
    ("https://a.example/7", "https://a.example/7?at_medium=RSS&at_campaign=rss&at_custom1=x"),
    ("https://a.example/7", "https://a.example/7?from=rss"),
    ("https://a.example/7", "https://a.example/7?from=feed"),
    ("https://a.example/7", "https://a.example/7?ref=rss"),
    ("https://a.example/7", "https://a.example/7?rss=1"),
    ("https://a.example/7", "https://a.example/7?rss"),
    ("https://a.example/7", "https://a.example/7?source=rss_headlines"),
    ("https://a.example/7", "https://a.example/7?mod=rss_markets_main"),
    ("https://a.example/7", "https://a.example/7?partner=rss&emc=rss"),
    ("https://a.example/7", "https://a.example/7?traffic_source=rss"),
    ("https://a.example/7", "https://a.example/7?xtor=RSS-3208"),
    ("https://a.example/7", "https://a.example/7?maca=en-rss-en-all-1573-rdf"),
    ("https://a.example/7", "https://a.example/7?feedType=RSS&feedName=topNews"),
    ("https://a.example/7", "https://a.example/7?CMP=share_btn_tw"),
    ("https://a.example/7", "https://a.example/7?trk=public_post_feed-article-content"),
    ("https://a.example/7", "https://a.example/7?smid=tw-nytimes&smtyp=cur"),
    ("https://a.example/7", "https://a.example/7?pk_campaign=feed&pk_kwd=port&pk_content=link"),
    ("https://a.example/7", "https://a.example/7?at_custom4=7&at_link_id=0A&at_format=link&at_bbc_team=editorial"),
    ("https://a.example/7", "https://a.example/7?ns_mchannel=rss&ns_campaign=1490&ito=1490"),
    ("https://a.example/7", "https://a.example/7?itm_source=home&ga_medium=mail&gad_source=1&oly_enc_id=1&hsa_kw=a"),
    ("https://a.example/7", "https://a.example/7?from=timeline&isappinstalled=0"),
    ("https://a.example/7?id=1", "https://a.example/7?id=1&wfr=spider&for=pc"),
    ("https://a.example/7", "https://a.example/7?share=facebook"),
    ("https://a.example/7", "https://a.example/7?ref=telegram"),
    ("https://a.example/7?id=1", "https://a.example/7?id=1&amp;utm_source=rss"),
    ("https://a.example/7", "https://a.example/7?replytocom=31"),
    ("https://a.example/7", "https://a.example/7;jsessionid=0AF3"),
    ("https://a.example/7", "https://a.example/7;sid=0af30af30af30af30af30af30af30af3"),
    ("https://a.example/7", "https://a.example/7?PHPSESSID=0af3"),
    ("https://a.example/7", "https://a.example/7#comments"),
    # another dress
    ("https://www.a.example/7", "https://amp.a.example/7"),
    ("https://www.a.example/7", "https://m.a.example/7"),
    ("https://www.a.example/7", "https://mobile.a.example/7"),
    ("https://www.a.example/7", "https://touch.a.example/7"),
    ("https://en.a.example/7", "https://en.m.a.example/7"),
    ("https://a.example/2022/port/", "https://a.example/2022/port/amp"),
    ("https://a.example/2022/port", "https://a.example/2022/port/amp/"),
    ("https://a.example/2022/port", "https://a.example/amp/2022/port"),
    ("https://a.example/news/port", "https://a.example/news/amp/port"),
    ("https://a.example/2022/port", "https://a.example/platform/amp/2022/port"),
    ("https://a.example/2022/port", "https://a.example/google-amp/2022/port"),
    ("https://a.example/port.html", "https://a.example/port.amp.html"),
    ("https://a.example/port.html", "https://a.example/port.amp"),
    ("https://a.example/port", "https://a.example/port?amp=1"),
    ("https://a.example/port", "https://a.example/port?amp"),
    ("https://a.example/port", "https://a.example/port?outputType=amp"),
    ("https://a.example/port?id=7", "https://a.example/port?id=7&hs_amp=true"),
    ("https://a.example/port", "https://a.example/port?print=1"),
    ("https://a.example/port", "https://a.example/port?view=print"),
    ("https://a.example/port", "https://a.example/print/port"),
    ("https://a.example/port", "https://a.example/port/print/"),
    ("https://a.example/?id=7", "https://a.example/print.php?id=7"),
    ("https://a.example/index.php?id=7", "https://a.example/print.php?id=7"),
    ("https://a.example/n/7-port.html", "https://a.example/n/print:page,1,7-port.html"),
    ("https://a.example/c?view=article&id=7", "https://a.example/c?view=article&id=7&tmpl=component&print=1"),
    ("https://a.example/port", "https://a.example/port?m=1"),
    ("https://a.example/port", "https://a.example/port?mobile=true"),
    ("https://a.example/news/port", "https://a.example/m/news/port"),
    ("https://a.example/x.pdf.html", "https://a.example/x.pdf.html.amp"),
    ("https://a.example/n/7", "https://a.example/m/n/7.amp.html/print/index.php"),
    # behind a cache
    ("https://www.a.example/7", "https://www-a-example.cdn.ampproject.org/c/s/www.a.example/amp/7"),
    ("https://www.a.example/7", "https://cdn.ampproject.org/v/s/www.a.example/7?amp_js_v=0.1&usqp=mq331AQ"),
    ("http://www.a.example/7", "https://cdn.ampproject.org/c/www.a.example/7"),
    ("https://www.a.example/7", "https://www.google.com/amp/s/www.a.example/7"),
    ("https://www.a.example/7", "https://www.google.co.uk/amp/s/amp.a.example/7"),
    ("https://a.example/7", "https://a-example.turbopages.org/a.example/s/7"),
    ("https://a.example/7", "https://yandex.ru/turbo/a.example/s/7"),
    # another spelling
    ("https://a.example/7", "http://a.example/7"),
    ("https://a.example/7", "https://www.a.example/7"),
    ("https://a.example/7", "https://A.Example:443/7"),
    ("https://a.example/7", "http://a.example:80/7/"),
    ("https://a.example/7/", "https://a.example/7"),
    ("https://a.example/7/", "https://a.example/7/index.html"),
    ("https://a.example/7", "https://a.example/7/index.php"),
    ("https://a.example/port.html", "https://a.example/port"),
    ("https://a.example/n/7", "https://a.example//n///7"),
    ("https://a.example/n/7", "https://a.example/n/./x/../7"),
    ("https://a.example/порт", "https://a.example/%D0%BF%D0%BE%D1%80%D1%82"),
    ("https://a.example/%d0%bf", "https://a.example/%D0%BF"),
    ("https://a.example/йод", "https://a.example/и\u0306од"),
    ("https://a.example/a-b", "https://a.example/a%2Db"),
    ("https://a.example/it's", "https://a.example/it%27s"),
    ("https://a.example/a,b", "https://a.example/a%2Cb"),
    ("https://a.example/p?q=a+b", "https://a.example/p?q=a%20b"),
    ("https://a.example/p?q=порт", "https://a.example/p?q=%D0%BF%D0%BE%D1%80%D1%82"),
    ("https://a.example/p?a=1&b=2", "https://a.example/p?b=2&a=1"),
    ("https://a.example/p?a=1", "https://a.example/p?a=1&&a=1"),
    ("https://қазақ.example/7", "https://xn--80aau21bd.example/7"),
    ("https://a.example/100%", "https://a.example/100%25"),
    ("https://a.example", "https://a.example/"),
]

DIFFERENT = [
    # what says which article it is
    ("https://a.example/p?id=7", "https://a.example/p?id=8"),
    ("https://a.example/p?id=7", "https://a.example/p"),
    ("https://a.example/?p=7", "https://a.example/?p=8"),
    ("https://a.example/?newsid=7", "https://a.example/?newsid=8"),
    ("https://a.example/?article=7", "https://a.example/?article=8"),
    ("https://a.example/x.php?sid=7", "https://a.example/x.php?sid=8"),
    ("https://a.example/x.php?cid=7", "https://a.example/x.php?cid=8"),
    ("https://a.example/x.php?mod=view&tid=7", "https://a.example/x.php?mod=list&tid=7"),
    ("https://a.example/x?source=7", "https://a.example/x?source=8"),
    ("https://a.example/x?from=2022-01-05", "https://a.example/x?from=2022-01-06"),
    ("https://a.example/x?ref=881", "https://a.example/x?ref=882"),
    ("https://a.example/x?print=881", "https://a.example/x?print=882"),
    ("https://a.example/x?rss=881", "https://a.example/x?rss=882"),
    ("https://a.example/x?m=202201", "https://a.example/x?m=202202"),
    ("https://a.example/x?view=article", "https://a.example/x?view=gallery"),
    ("https://a.example/x?format=short", "https://a.example/x?format=long"),
    ("https://a.example/x?page=1", "https://a.example/x?page=2"),
    ("https://a.example/x?lang=kk", "https://a.example/x?lang=ru"),
    ("https://a.example/x?attribution=1", "https://a.example/x?attribution=2"),
    ("https://a.example/x?cmp=news&id=7", "https://a.example/x?cmp=blog&id=7"),
    ("https://a.example/x?trk=intro", "https://a.example/x?trk=outro"),
    ("https://a.example/x?mod=main", "https://a.example/x?mod=feed"),
    ("https://a.example/x?cid=social", "https://a.example/x?cid=digest"),
    ("https://a.example/x?channel=social", "https://a.example/x?channel=push"),
    ("https://a.example/x;sid=7", "https://a.example/x;sid=8"),
    # what stands in the path
    ("https://a.example/7", "https://a.example/8"),
    ("https://a.example/Port", "https://a.example/port"),
    ("https://a.example/ru/7", "https://a.example/kk/7"),
    ("https://a.example/amplifier/7", "https://a.example/7"),
    ("https://a.example/champ/7", "https://a.example/7"),
    ("https://a.example/guitar-amp.html", "https://a.example/guitar.html"),
    ("https://a.example/x.pdf", "https://a.example/x.pdf.html"),
    ("https://a.example/..html", "https://a.example/"),
    ("https://a.example/blueprint/7", "https://a.example/7"),
    ("https://a.example/news/print-media", "https://a.example/news/media"),
    ("https://a.example/m/7", "https://a.example/7"),
    ("https://a.example/mobile/7", "https://a.example/7"),
    ("https://a.example/a%2Fb", "https://a.example/a/b"),
    ("https://a.example/a%3Fb", "https://a.example/a?b"),
    ("https://a.example/p?q=a%26b", "https://a.example/p?q=a&b"),
    ("https://a.example/p?q=a%2Bb", "https://a.example/p?q=a+b"),
    ("https://a.example/100%2525", "https://a.example/100%25"),
    ("https://a.example/%EF%EE", "https://a.example/%EF%EF"),
    ("https://a.example/%EF%EE", "https://a.example/по"),
    ("https://a.example/index.php?id=7", "https://a.example/article.php?id=7"),
    ("https://a.example/#!/7", "https://a.example/#!/8"),
    ("https://a.example/#/7", "https://a.example/"),
    # whose it is
    ("https://a.example/7", "https://b.example/7"),
    ("https://news.a.example/7", "https://a.example/7"),
    ("https://a.example/7", "https://a.example:8443/7"),
    ("http://127.0.0.1:8000/7", "http://127.0.0.1:8001/7"),
    ("https://medium.example/7", "https://edium.example/7"),
    ("https://m.dev/7", "https://amp.dev/7"),
    ("https://www.google.com/amplify/s/a.example/7", "https://a.example/7"),
    ("https://cdn.ampproject.org.evil.example/c/s/a.example/7", "https://a.example/7"),
    ("https://b.example/c/s/a.example/7", "https://a.example/7"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_article_have_one_key(one: str, other: str) -> None:
    assert identity_key(one) == identity_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_articles_have_two_keys(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


def test_a_key_is_short_and_legible() -> None:
    url = "https://m.News.example/amp/2022/port/?utm_source=rss&b=2&a=1#top"

    assert identity_key(url) == "news.example/2022/port?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "https://m.news.example/amp/2022/Port/?utm_source=rss&b=2&a=1#top",
            "https://m.news.example/amp/2022/Port/?b=2&a=1",
        ),
        ("https://www.google.com/amp/s/www.a.example/7.amp.html", "https://www.a.example/7.amp.html"),
        (
            "https://cdn.ampproject.org/c/s/www.google.com/amp/s/a.example/7?usqp=mq331AQ",
            "https://a.example/7",
        ),
        ("https://a.example/#!/news/7", "https://a.example/#!/news/7"),
        ("https://a.example/index.html?print=1", "https://a.example/index.html?print=1"),
        ("https://a.example/w?champ=turbo", "https://a.example/w?champ=turbo"),
        ("urn:sha256:00ff", "urn:sha256:00ff"),
        ("", ""),
    ],
)
def test_the_address_for_people_is_as_it_was_published(url: str, address: str) -> None:
    assert published(url) == address


@pytest.mark.parametrize("url", ["urn:sha256:00ff", "", "ftp://a.example/7", "a.example/7", "javascript:void(0)"])
def test_what_is_no_web_address_is_its_own_key(url: str) -> None:
    assert identity_key(url) == url


# Each is a path that has a mark to take off, again and again.
_HOSTILE = [
    "m/", "print/", "amp/", "platform/amp/", "index.html/", "/index.html", "/print", ".html", ".amp", "/amp.html",
    "print:page,1,", "x.pdf.html/", "./", "x/../", ";sid=", "1/", "a.",
]  # fmt: skip


def _took(act: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        before = process_time()
        act()
        took.append(process_time() - before)
    return min(took)


@pytest.mark.parametrize("mark", _HOSTILE)
def test_a_path_eight_times_as_long_takes_about_eight_times_as_long(mark: str) -> None:
    short, long = f"/a{mark * 1_000}", f"/a{mark * 8_000}"

    # 2.5 for each time that it doubles; 64 where every mark costs a look at the whole path
    assert _took(lambda: segments_of(long)) < 2.5**3 * _took(lambda: segments_of(short))
    assert _took(lambda: page_above(long, "/n/7")) < 2.5**3 * _took(lambda: page_above(short, "/n/7"))
    assert _took(lambda: page_above(long, f"{long}7")) < 2.5**3 * _took(lambda: page_above(short, f"{short}7"))


@pytest.mark.parametrize(
    "url",
    ["https://yandex.ru/turbo/{}/x", "https://cdn.ampproject.org/{}", "https://www.bing.com/amp/{}"],
)
@pytest.mark.parametrize("mark", ["a.", "c/s/a.example/", "bing.com/amp/s/", "turbo/yandex.ru/s/", "a.b/h/"])
def test_caches_in_caches_are_taken_off_in_one_pass(url: str, mark: str) -> None:
    short, long = (url.format(mark * (length // len(mark))) for length in (950, 7_600))

    assert _took(lambda: published(long)) < 2.5**3 * _took(lambda: published(short))


_PIECES = st.sampled_from(
    ["7", "port", "amp", ".amp", "print", "m", "index.html", "a.amp.html", ".", "..", "", "%D0%BF", "п", "и\u0306",
     "%EF", "%25", "%", "platform", "print:page,1,7-a", ";jsessionid=1", "%2F", "a+b", "s", "c", "b.example", "turbo"]
)  # fmt: skip
_PAIRS = st.sampled_from(
    ["id=7", "ID=7", "utm_source=rss", "amp;utm_source=x", "amp;amp=1", "print=1", "from=rss", "from=7", "q=a+b",
     "q=a%2Bb", "", "=", "a", "a=", "%75tm_source=x", "м=п", "%3D=%26", "=\u0338", "amp%3Bid=7"]
)  # fmt: skip
_HOSTS = st.sampled_from(
    ["a.example", "www.a.example", "m.a.example:8080", "A.example:443", "қазақ.example", "127.0.0.1:8000", "amp.dev",
     "cdn.ampproject.org", "www.google.com", "yandex.ru", "a.example.", "m.www.a.example"]
)  # fmt: skip


@st.composite
def _urls(draw: st.DrawFn) -> str:
    scheme, host = draw(st.sampled_from(["http", "https", "HTTPS"])), draw(_HOSTS)
    path = "/".join(["", *draw(st.lists(_PIECES, max_size=6))])
    query = "&".join(draw(st.lists(_PAIRS, max_size=4)))
    fragment = draw(st.sampled_from(["", "#top", "#!/п?a=1", "#/7"]))
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}{fragment}"


@settings(max_examples=400, deadline=None)
@given(_urls())
@example("http://yandex.ru/amp/a.amp.html/s/7")
@example("https://a.example/..%2e/amp/print/m/index.html.amp")
def test_a_key_read_as_an_address_has_the_same_key(url: str) -> None:
    key = identity_key(url)

    assert identity_key(key) == key
    again = f"https://{key}"
    # What is left of a cache's address that names no publisher may read as one that does.
    if is_web_address(url) and host_of(published(again)) == host_of(again):
        assert identity_key(f"https://{key}") == key


@settings(max_examples=400, deadline=None)
@given(_urls())
def test_an_articles_address_has_the_key_of_the_address_it_was_found_at(url: str) -> None:
    address = canonical(url, "")

    assert identity_key(address) == identity_key(url)
    assert canonical(address, "") == address


@given(st.text(max_size=60).map(lambda tail: f"https://a.example/{tail}"))
def test_no_address_is_too_strange_for_a_key(url: str) -> None:
    assert identity_key(identity_key(url)) == identity_key(url)


@pytest.mark.parametrize("pair", ["item=rss", "from=7", "name=utm_source", "", "q"])
def test_what_may_say_which_article_it_is_is_no_tracker(pair: str) -> None:
    assert not is_tracker(pair)


_NAMES_OF_PROGRAMS = (
    "id p pk n a nid sid aid cid mid tid oid uid gid pid article news story item doc page post entry lang section"
    " pk_article pk_id pk_news pk_content pk_cid pk at_id at_article at_news at attachment_id ns_id ns_news ns trk cmp"
    " cmp_id cmpid trk_id track itm_id itm_content itm gad_id ga_id ga hsa_id oly_id oly_news vero_article mtm_id icid"
    " ncid ocid s_cid sc_cid smid mbid campaign_id mod channel medium source ref from partner origin for via share"
)


@pytest.mark.parametrize("name", _NAMES_OF_PROGRAMS.split())
def test_a_number_under_a_name_that_a_program_may_have_given_says_which_article_it_is(name: str) -> None:
    assert identity_key(f"https://a.example/x?{name}=7") != identity_key(f"https://a.example/x?{name}=8")


# --- pages above an article ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "asked", "above"),
    [
        ("/", "/news/7", Above.HOME),
        ("/index.php", "/news/7", Above.HOME),
        ("/?utm_source=rss", "/news/7", Above.HOME),
        ("/", "/?p=7", Above.HOME),
        ("/news/", "/news/port-opens", Above.SECTION),
        ("/news", "/news/7.html", Above.SECTION),
        ("/ru/", "/ru/news/7", Above.SECTION),
        ("/kk", "/news/7", Above.SECTION),
        ("/ru/world-news", "/ru/world-news/7-port", Above.SECTION),
        ("/2022/01/05/", "/2022/01/05/port-opens", Above.SECTION),
        ("/news/2022", "/news/2022/01/05/port-opens", Above.SECTION),
        ("/новости/", "/новости/порт-открыт", Above.SECTION),
        ("/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/", "/новости/7", Above.SECTION),
        ("/新闻/", "/新闻/7", Above.SECTION),
        ("/news.php", "/news.php?id=7", Above.SECTION),
        ("/404", "/news/7", Above.NOT_FOUND),
        ("/404.html", "/news/7", Above.NOT_FOUND),
        ("/ru/404/", "/ru/news/7", Above.NOT_FOUND),
        ("/error/404.html", "/news/7", Above.NOT_FOUND),
        ("/error404.aspx", "/news/7", Above.NOT_FOUND),
        ("/page-not-found", "/news/7", Above.NOT_FOUND),
        ("/notfound.php?from=/news/7", "/news/7", Above.NOT_FOUND),
        ("/index.php?error=404", "/index.php?id=7", Above.NOT_FOUND),
        ("/error.aspx?aspxerrorpath=/news/7", "/news/7", Above.NOT_FOUND),
        ("/error", "/news/7", Above.ERROR),
        ("/errors/500.html", "/news/7", Above.ERROR),
    ],
)
def test_a_page_above_an_article_is_known_by_its_address(path: str, asked: str, above: Above) -> None:
    assert page_above(path, asked) is above


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/news/port-opens", "/2022/01/05/port-opens"),
        ("/news/port-opens/", "/news/port-opens"),
        ("/news/7", "/news/7/port-opens"),
        ("/2022/01/05/port-opens", "/2022/01/05/port-opens/amp"),
        ("/news/port-opens-after-a-storm", "/news/port-opens-after-a-storm/7"),
        ("/news/port", "/news/port/comments"),
        ("/news/2", "/news/2/1"),
        ("/7", "/news/7"),
        ("/ru/news/7", "/news/7"),
        ("/?article=7", "/news/7"),
        ("/news/?id=7", "/news/port"),
        ("/port-opens?id=7", "/port-opens"),
        ("/port-opens", "/port-opens?sid=a7f3"),
        ("/port-opens-after-a-storm", "/port-opens-after-a-storm?id=7"),
        ("/culture/not-found", "/2022/not-found"),
        ("/2022/404-days-at-sea", "/news/404-days-at-sea-7"),
        ("/2022/trial-and-error", "/news/7"),
        ("/tv", "/7"),
        ("/哈萨克斯坦港口重新开放", "/哈萨克斯坦港口重新开放/7"),
        ("/", "/"),
        ("/ru/", "/"),
        ("/", "/?utm_source=rss"),
    ],
)
def test_an_article_that_moved_is_no_page_above_itself(path: str, asked: str) -> None:
    assert page_above(path, asked) is None


def test_whole_addresses_are_compared_likewise() -> None:
    assert stands_above("https://b.example/news/", "https://a.example/news/7") is Above.SECTION
    assert stands_above("https://a.example/7", "https://a.example/news/7") is None
