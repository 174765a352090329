"""Which address identifies an article, and whose is it?

Pure. In: the address a page was fetched from, and what the page itself declares. Out: the canonical
address. article.py and the store act on it: one canonical address is one article, so dropping a meaningful
parameter would merge strangers, and keeping a tracking one would split an article.
"""

from urllib.parse import urlsplit, urlunsplit

from monitor.core.urls import is_web_address, join, site_of

_PREFIXES = ("utm_", "mtm_", "hsa_", "oly_", "vero_", "wt_mc", "ns_", "at_medium", "at_campaign", "at_custom")
_TRACKERS = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid twclid ttclid igshid igsh _openstat
    mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi __twitter_impression guccounter guce_referrer guce_referrer_sig
    xtor cmpid icid ncid ocid s_cid smid smtyp spm trk trkcampaign ref_src ref_url share_token wtmc
    pk_campaign pk_kwd pk_source pk_medium piwik_campaign rb_clickid campaign_id ito
    """.split()  # noqa: SIM905 - words read better in one string
)


def canonical(url: str, declared: str) -> str:
    """Give the address that identifies an article.

    A page's rel=canonical is believed only within its own site, and never where an article declares the
    home page. Tracking parameters, fragment, default port and the case of the host are dropped; path and
    the other parameters stay byte for byte, in their order.

    Args:
        url: where the page was fetched, after redirects.
        declared: rel=canonical as the page has it, relative or absolute; "" for none.

    Source: RFC 6596; RFC 3986, section 6.2.
    """
    own = _normal(url)
    said = _normal(join(url, declared)) if declared.strip() else ""
    if not said or site_of(said) != site_of(own) or (_is_home(said) and not _is_home(own)):
        return own
    if own.startswith("https:") and said.startswith("http:"):
        return f"https:{said.removeprefix('http:')}"
    return said


def outlet(url: str) -> str:
    """Name the outlet that an address belongs to: its registrable domain."""
    return site_of(url)


def _normal(url: str) -> str:
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracker(pair))
    netloc = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80").removesuffix(":")
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def _is_tracker(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKERS or name.startswith(_PREFIXES)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
