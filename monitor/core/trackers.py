"""Which parameters of an address say how a reader came, and not what to show?

Pure. In: one "name=value" of a query. Out: whether it may be left out. core/addresses.py acts on it: a parameter
dropped wrongly makes one article of two, and one kept wrongly two of one; so names that mean different things at
different publishers ("from", "source", "mod") go only with a value that names a way here.
"""

import re
from urllib.parse import unquote_plus

# Names by which analytics, advertising, newsletters and networks count; no publisher's program takes them for its own.
_PREFIXES = (
    "utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_", "oly_", "vero_", "wt.", "wt_mc", "ns_", "at_", "__hs",
    "__xts__", "fb_action", "ga_", "gad_", "itm_", "amp_js", "amp_gsa", "_x_tr_",
)  # fmt: skip
_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid twclid ttclid igshid igsh li_fat_id rdt_cid epik
    wickedid _openstat openstat yrwinfo ymclid rb_clickid vgo_ee _branch_match_id srsltid dicbo tblci oborigurl sc_cid
    mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi hsctatracking elqtrackid elqtrack __s ss_source ss_campaign_id
    __twitter_impression guccounter guce_referrer guce_referrer_sig fb_source fb_ref fref hc_location
    xtor cmp cmpid icid ncid ocid s_cid smid smtyp emc mbid maca sref leadsource spm trk trkcampaign ref_src ref_url
    share_token wtmc campaign_id ito wfr isappinstalled chksm soc_src soc_trk sr_share feedtype feedname
    traffic_source usqp __amp_source_origin rhash tg_rhash replytocom phpsessid jsessionid
    """.split()  # noqa: SIM905 - words read better in one string
)
# Names that elsewhere choose the article, the section or the module.
_AMBIGUOUS = frozenset(
    "from ref source src via partner referrer referer share origin channel medium mod cid for".split()  # noqa: SIM905 - as above
)
_WAYS = frozenset(
    """
    feed feeds feedburner newsfeed feedly atom xml twitter tw x facebook fb vk vkontakte ok odnoklassniki telegram tg
    whatsapp viber linkedin instagram pinterest reddit youtube email mail newsletter digest push social share
    sharebutton copylink timeline singlemessage groupmessage weibo wechat weixin qq yandex yanews yandexnews zen dzen
    google googlenews google_news flipboard smi2 apple_news applenews main mainpage homepage hotnews pc
    """.split()  # noqa: SIM905 - as above
)
_RSS = re.compile(r"(?:^|[^a-z])rss\d?(?:feeds?)?(?![a-z])", re.ASCII)
_BY_FEED = frozenset({"rss", "isrss", "is_rss", "fromrss", "from_rss", "rssfeed"})
_YES = frozenset({"", "0", "1", "true", "yes", "y", "on"})


def is_tracker(pair: str) -> bool:
    """Say whether a "name=value" of a query tells only how a reader came.

    Escaping that was done twice in a feed leaves "amp;" before a name: it is looked through.
    """
    name, _, value = pair.partition("=")
    name = unquote_plus(name).lower()
    while name.startswith("amp;"):
        name = name.removeprefix("amp;")
    if name in _NAMES or name.startswith(_PREFIXES):
        return True
    value = unquote_plus(value).lower()
    if name in _BY_FEED:
        return value in _YES
    return name in _AMBIGUOUS and (value in _WAYS or _RSS.search(value) is not None)
