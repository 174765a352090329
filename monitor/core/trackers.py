"""Which parameters of an address say how a reader came, and not what to show?

Pure. In: one "name=value" of a query. Out: whether it may be left out. core/addresses.py acts on it: a parameter
dropped wrongly makes one article of two, and one kept wrongly two of one; so names that mean different things at
different publishers ("from", "source", "mod") go only with a value that names a way here.
"""

import re
from urllib.parse import unquote_plus

# Beginnings and names by which analytics, advertising, newsletters and networks count, and by which no publisher's
# program asks for an article. Beginnings that a program may give its own names ("pk_article", "itm_id") go only with
# the endings that are known.
_PREFIXES = (
    "utm_", "matomo_", "piwik_", "wt.", "wt_mc", "__hs", "__xts__", "fb_action", "amp_js", "amp_gsa", "_x_tr_",
)  # fmt: skip
_FAMILIES = {
    "pk_": "campaign kwd keyword source medium content cid",
    "mtm_": "campaign kwd keyword source medium content cid group placement",
    "at_": "medium campaign campaign_type custom1 custom2 custom3 custom4 custom5 format creation variant"
    " bbc_team ptr_name ptr_type link_id link_type link_origin link_title channel platform network term send_date"
    " recipient_id recipient_list general_placement detail_placement audience_id",
    "ns_": "mchannel source campaign linkname fee",
    "ga_": "source medium campaign content term",
    "gad_": "source campaignid",
    "itm_": "source medium campaign content term",
    "hsa_": "acc cam grp ad src tgt kw mt net ver la ol",
    "oly_": "enc_id anon_id",
    "vero_": "id conv",
}
_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid twclid ttclid igshid igsh li_fat_id rdt_cid epik
    wickedid _openstat openstat yrwinfo ymclid rb_clickid vgo_ee _branch_match_id srsltid dicbo tblci oborigurl
    mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi hsctatracking elqtrackid elqtrack __s ss_source ss_campaign_id
    __twitter_impression guccounter guce_referrer guce_referrer_sig fb_source fb_ref fref hc_location
    xtor smtyp emc maca sref leadsource spm trkcampaign ref_src ref_url
    share_token wtmc ito wfr isappinstalled chksm soc_src soc_trk sr_share feedtype feedname
    traffic_source usqp __amp_source_origin rhash tg_rhash replytocom phpsessid jsessionid
    """.split()  # noqa: SIM905 - words read better in one string
) | {beginning + ending for beginning, endings in _FAMILIES.items() for ending in endings.split()}
_NUMBERED = frozenset({"pk_content", "pk_cid", "itm_content"})  # with a bare number they may be a program's own
# Names that elsewhere choose the article, the section or the module: they go with a code with a way among its words,
_CODES = frozenset("cmp cmpid trk icid ncid ocid s_cid sc_cid smid mbid campaign_id".split())  # noqa: SIM905 - as above
# with a value that is a way,
_AMBIGUOUS = frozenset("from ref source src via partner referrer referer share origin medium for".split())  # noqa: SIM905 - as above
# or with a feed's mark alone: "social" may be a section, "main" a module.
_CHOOSING = frozenset({"cid", "mod", "channel"})
_WAYS = frozenset(
    """
    feed feeds feedburner newsfeed feedly atom xml twitter tw facebook fb vk vkontakte odnoklassniki telegram tg
    whatsapp viber linkedin instagram pinterest reddit youtube email mail newsletter digest push social share
    sharebutton socialflow copylink timeline singlemessage groupmessage weibo wechat weixin qq yandex yanews yandexnews
    zen dzen google googlenews google_news flipboard smi2 apple_news applenews
    """.split()  # noqa: SIM905 - as above
)
_PLACES = frozenset("main mainpage homepage hotnews pc x ok".split())  # noqa: SIM905 - as above
_RSS = re.compile(r"(?:^|[^a-z])rss\d?(?:feeds?)?(?![a-z])", re.ASCII)
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_TWICE_ESCAPED = re.compile(r"^(?:amp;)+")
_BY_FEED = frozenset({"rss", "isrss", "is_rss", "fromrss", "from_rss", "rssfeed"})
_YES = frozenset({"", "0", "1", "true", "yes", "y", "on"})


def is_tracker(pair: str) -> bool:
    """Say whether a "name=value" of a query tells only how a reader came.

    Escaping that was done twice in a feed leaves "amp;" before a name: it is looked through.
    """
    name, _, value = pair.partition("=")
    name = unquote_plus(name).lower()
    name = _TWICE_ESCAPED.sub("", name)
    value = unquote_plus(value).lower()
    if name in _NAMES:
        return not (name in _NUMBERED and value.isdecimal())
    if name in _BY_FEED:
        return value in _YES
    return name.startswith(_PREFIXES) or _names_way(name, value)


def _names_way(name: str, value: str) -> bool:
    """Say whether the value of a name that may mean anything names a way here."""
    if name in _CODES:
        return _RSS.search(value) is not None or not _WAYS.isdisjoint(_BETWEEN_WORDS.split(value))
    if name in _AMBIGUOUS:
        return _RSS.search(value) is not None or value in _WAYS or value in _PLACES
    return name in _CHOOSING and _RSS.search(value) is not None
