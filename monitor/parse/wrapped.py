"""Which address does a link lead to that only passes a reader on?

Pure: no request is sent. In: a link as a feed has it. Out: the publisher's address, where the link carries it.
entry.py acts on it for every entry of every format; Google News hides its target, and fetch/ has to ask for it.
"""

import re
from urllib.parse import parse_qsl, urlsplit

from monitor.core.urls import is_web_address, site_of

# Site, path and the parameters that may carry the target. For Google's many sites "google" stands alone.
_PASSING = {
    ("bing.com", "/news/apiclick.aspx"): ("url",),
    ("google", "/url"): ("url", "q"),
    ("vk.com", "/away.php"): ("to",),
    ("facebook.com", "/l.php"): ("u",),
    ("duckduckgo.com", "/l/"): ("uddg",),
}
_PATHS = tuple({f"{path}?" for _, path in _PASSING})
_MOST_WRAPPINGS = 3
_GOOGLE_NEWS = re.compile(r"/(?:__i/)?(?:rss/)?(?:rd/)?(?:articles|read)/[\w=-]{8,2000}/?", re.ASCII)


def unwrap(url: str) -> str:
    """Give the address that a link of a search engine or a network passes its reader on to.

    Known are Bing News, Google's /url, and the ways out of VK, Facebook and DuckDuckGo. A link that
    carries no web address is given unchanged.
    """
    for _ in range(_MOST_WRAPPINGS):
        target = _target(url)
        if not target:
            break
        url = target
    return url


def is_google_news(url: str) -> bool:
    """Say whether a link is one of Google News, which names its publisher's page only to who asks for it."""
    if "news.google." not in url or not is_web_address(url):
        return False
    parts = urlsplit(url)
    return parts.hostname == "news.google.com" and _GOOGLE_NEWS.fullmatch(parts.path) is not None


def _target(url: str) -> str:
    # most links are not wrapped, and this one search tells
    if not any(path in url.lower() for path in _PATHS) or not is_web_address(url):
        return ""
    parts = urlsplit(url)
    site = site_of(url)
    owner = "google" if site.startswith("google.") else site
    carriers = _PASSING.get((owner, parts.path.lower()), ())
    try:
        carried = parse_qsl(parts.query, max_num_fields=100, errors="replace")
    except ValueError:  # more fields than any honest link has
        return ""
    targets = dict(reversed([(name.lower(), value.strip()) for name, value in carried]))
    return next((targets[name] for name in carriers if is_web_address(targets.get(name, ""))), "")
