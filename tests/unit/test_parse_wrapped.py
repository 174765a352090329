"""Links that only pass a reader on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.feeds import Entry
from monitor.core.urls import is_web_address
from monitor.parse.entry import finished
from monitor.parse.wrapped import is_google_news, unwrap

STORY = "https://publisher.example/2022/port?id=7&x=%20y"
CARRIED = "https%3a%2f%2fpublisher.example%2f2022%2fport%3fid%3d7%26x%3d%2520y"
BING = f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=61d6&url={CARRIED}&c=127&mkt=en-us"


@pytest.mark.parametrize(
    "url",
    [
        BING,
        BING.replace("http://www.", "https://cn."),
        BING.replace("http://www.", "https://"),
        BING.replace("&url=", "&URL=").replace("apiclick", "ApiClick"),
        f"https://www.google.com/url?rct=j&sa=t&url={CARRIED}&ct=ga&usg=AOv",
        f"https://www.google.kz/url?q={CARRIED}&sa=D",
        f"https://google.co.uk/url?sa=t&url={CARRIED}",
        f"https://vk.com/away.php?to={CARRIED}&cc_key=",
        f"https://l.facebook.com/l.php?u={CARRIED}&h=AT0",
        f"https://duckduckgo.com/l/?uddg={CARRIED}",
    ],
)
def test_the_publishers_address_is_taken_out_of_a_wrapped_link(url: str) -> None:
    assert unwrap(url) == STORY


def test_a_link_wrapped_twice_is_unwrapped_twice() -> None:
    twice = "https://www.google.com/url?url=https%3A%2F%2Fvk.com%2Faway.php%3Fto%3Dhttps%253A%252F%252Fa.example%252F1"

    assert unwrap(twice) == "https://a.example/1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        STORY,
        "https://www.bing.com/news/apiclick.aspx?url=javascript%3aalert(1)",
        "https://www.bing.com/news/apiclick.aspx?url=file%3a%2f%2f%2fetc%2fhostname",
        "https://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fuser%3apass%40a.example%2f",
        "https://www.bing.com/news/apiclick.aspx?url=%2fnews%2fsearch",
        "https://www.bing.com/news/apiclick.aspx?aid=",
        f"https://www.bing.com/news/search?q=a&url={CARRIED}",
        f"https://bing.com.evil.example/news/apiclick.aspx?url={CARRIED}",
        f"https://notbing.com/news/apiclick.aspx?url={CARRIED}",
        f"https://google.evil.example/url?url={CARRIED}",
        f"https://publisher.example/url?url={CARRIED}",
        "https://www.google.com/url?" + "a=1&" * 500 + f"url={CARRIED}",
    ],
)
def test_any_other_link_stays_as_it_is(url: str) -> None:
    assert unwrap(url) == url


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://news.google.com/rss/articles/CBMiK2h0dHBzOi8v_Zm9v-YmFy?oc=5", True),
        ("https://news.google.com/articles/CBMiK2h0dHBzOi8v?hl=en-GB&gl=GB", True),
        ("https://news.google.com/read/CBMiK2h0dHBzOi8v?hl=ru", True),
        ("https://news.google.com/__i/rss/rd/articles/CBMiK2h0dHBzOi8v?oc=5", True),
        ("https://news.google.com/rss/search?q=Kazakhstan", False),
        ("https://news.google.com/topics/CAAqJggKIiBDQkFTRWdvSUwy", False),
        ("https://news.google.com.evil.example/articles/CBMiK2h0dHBzOi8v", False),
        ("https://publisher.example/?u=https://news.google.com/articles/CBMiK2h0dHBzOi8v", False),
        ("ftp://news.google.com/articles/CBMiK2h0dHBzOi8v", False),
        ("", False),
    ],
)
def test_a_link_of_google_news_is_known(url: str, *, is_one: bool) -> None:
    assert is_google_news(url) is is_one


def test_an_entry_leads_to_its_publisher_and_keeps_its_id() -> None:
    entry = finished(Entry(key="tag:google.com,2013:alerts/7", url=BING, title="Port"))

    assert (entry.url, entry.key) == (STORY, "tag:google.com,2013:alerts/7")


@pytest.mark.parametrize("key", ["", BING])
def test_a_wrapped_link_is_no_key_since_it_changes_from_poll_to_poll(key: str) -> None:
    assert finished(Entry(key=key, url=BING, title="Port")).key == STORY


@given(st.text(max_size=50))
def test_what_is_taken_out_is_a_web_address(carried: str) -> None:
    url = f"https://www.google.com/url?q={carried}"

    assert unwrap(url) == url or is_web_address(unwrap(url))


@pytest.mark.parametrize("url", ["https://www.google.com/url?" + "url=&" * 100_000, "/url?" * 200_000])
def test_a_hostile_link_costs_little(url: str) -> None:
    started = time.process_time()

    unwrap(url)

    assert time.process_time() - started < 0.1
