"""What does the archive keep of an article beside its text?

Revision 0003: what each witness says of it, what was left out, its pages as evidence, its versions' dates, what changed
and when it is looked at again, which paragraphs recur at an outlet, and the key by which another spelling of its
address is known. Frozen: later changes are later revisions.
"""

import re
import unicodedata
from contextlib import suppress
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import quote, unquote_plus, unquote_to_bytes, urlsplit, urlunsplit

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHUNK = 5_000


def upgrade() -> None:
    _article()
    _page()
    _change()
    _look()
    _recurring()
    _task()
    _identity()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _text(name: str, default: str | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _row_id(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, ROW_ID, nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, MOMENT, nullable=nullable)


def _list(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False, server_default="[]")


def _article() -> None:
    with op.batch_alter_table("article") as article:
        article.add_column(_moment("modified_at"))
        article.add_column(_text("section", ""))
        article.add_column(_text("image", ""))
        article.add_column(_list("claims"))
        article.add_column(_list("dropped"))
        article.add_column(_list("recurring"))
        article.add_column(sa.Column("extracted_by", sa.Integer(), nullable=False, server_default="0"))
        article.add_column(_moment("withdrawn_at"))
        article.add_column(_row_id("capture_id", nullable=True))
    with op.batch_alter_table("version") as version:
        version.add_column(_moment("modified_at"))
        version.add_column(_row_id("capture_id", nullable=True))
    with op.batch_alter_table("mention") as mention:
        mention.add_column(sa.Column("is_recurring", sa.Boolean(), nullable=False, server_default=sa.false()))


def _page() -> None:
    op.create_table(
        "page",
        _text("sha256"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_page"),
    )
    op.create_table(
        "capture",
        _row_id("id"),
        _row_id("article_id"),
        _row_id("entry_id"),
        _text("sha256"),
        _text("url"),
        _moment("at", nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_capture_article_id_article"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_capture_entry_id_entry"),
        sa.ForeignKeyConstraint(["sha256"], ["page.sha256"], name="fk_capture_sha256_page"),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
    )
    op.create_index("ix_capture_article_id", "capture", ["article_id"])
    op.create_index("ix_capture_sha256", "capture", ["sha256"])


def _change() -> None:
    op.create_table(
        "change",
        _row_id("id"),
        _row_id("article_id"),
        _moment("at", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("kind"),
        _text("topic"),
        _text("detail"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_change_article_id_article"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_article_id", "change", ["article_id"])
    op.create_index("ix_change_kind_id", "change", ["kind", "id"])
    op.create_index("ix_change_at", "change", ["at"])


def _look() -> None:
    op.create_table(
        "look",
        _row_id("id"),
        _row_id("article_id"),
        _row_id("entry_id"),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        _moment("looked_at"),
        _moment("due_at"),
        _text("lane"),
        _moment("leased_until"),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_look_article_id_article"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_look_entry_id_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
        sa.UniqueConstraint("article_id", name="uq_look_article_id"),
    )
    op.create_index("ix_look_due_at", "look", ["due_at"])
    op.create_index("ix_look_looked_at", "look", ["looked_at"])
    leased: sa.ColumnClause[bool] = sa.literal_column("leased_by IS NOT NULL")
    op.create_index("ix_look_leased_by", "look", ["leased_by"], sqlite_where=leased, postgresql_where=leased)


def _recurring() -> None:
    op.create_table(
        "recurring",
        _text("outlet"),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("outlet", "hash", name="pk_recurring"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_recurring_outlet_seen_at", "recurring", ["outlet", "seen_at"])
    op.execute(
        "INSERT INTO recurring (outlet, hash) SELECT outlet, hash FROM paragraph GROUP BY outlet, hash"
        " HAVING count(*) >= 3"
    )


def _task() -> None:
    op.create_table(
        "task",
        _text("name"),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        _moment("started_at", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_task"),
    )


# --- by which key an article is known: as the program reads addresses at this revision ------------------------


def _identity() -> None:
    """Give articles the digest of their address's key; of two that share one the later keeps what it has."""
    connection = op.get_bind()
    article = sa.table(
        "article", sa.column("id", ROW_ID), sa.column("url", sa.Text()), sa.column("url_digest", sa.Text())
    )
    other = article.alias("other")
    is_taken = sa.select(other.c.id).where(other.c.url_digest == sa.bindparam("digest")).exists()
    fill = sa.update(article).where(article.c.id == sa.bindparam("row"), ~is_taken)
    fill = fill.values(url_digest=sa.bindparam("digest"))
    last = 0
    while found := connection.execute(
        sa.select(article.c.id, article.c.url).where(article.c.id > last).order_by(article.c.id).limit(_CHUNK)
    ).all():
        last = found[-1].id
        keys = [(id_, _identity_key(url)) for id_, url in found if _is_web_address(url)]
        if keys:
            connection.execute(
                fill, [{"row": id_, "digest": sha256(key.encode()).hexdigest()[:32]} for id_, key in keys]
            )


# Hosts at which a publisher shows the same articles in another dress, and the names of that dress elsewhere.
_BEGINNING = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_DRESS_HOST = re.compile(r"www\d{0,2}|m|mob|mobile|touch|wap|amp")
_AMP = frozenset({"amp", ".amp", "google-amp"})
_PRINT = frozenset({"print", "printable", "print-version", "print_version", "printversion", "version-print"})
_MOBILE = frozenset({"m", "mobile"})
_NAMELESS = frozenset({"", ".", ".."})  # what may be left of a name
_INDEX = re.compile(r"(?:index|default|print)\.(?:php|aspx?|jsp|cfm)|(?:index|default|print)", re.IGNORECASE)
_ENDINGS = frozenset({"amp", "htm", "html", "shtm", "shtml", "xhtm", "xhtml"})
_DOCUMENTS = frozenset({"pdf", "doc", "txt", "xml"})  # x.pdf is a file, x.pdf.html the page about it
_PRINT_NAME = re.compile(r"^(?:print:page,\d{1,4},)+", re.IGNORECASE)
_TWICE_ESCAPED = re.compile(r"^(?:amp;)+")
# a short ;sid= may be a story's number
_SESSION = re.compile(r";(?:(?:jsessionid|phpsessid)=[^/?;]*|sid=[^/?;]{20,})", re.IGNORECASE)

_NO_OR_YES = ("", "0", "1", "true", "yes", "y", "on")
_DRESSES = ("amp", "amp-type", "print", "printable", "mobile")
_DRESS_QUERY = {
    **dict.fromkeys(
        ("amp", "_amp", "hs_amp", "isamp", "is_amp", "noamp", "ampmode"), (*_NO_OR_YES, "mobile", "available")
    ),
    **dict.fromkeys(("print", "printable", "printer", "print_version", "printversion"), (*_NO_OR_YES, "print")),
    **dict.fromkeys(("outputtype", "output", "format", "view", "mode", "type", "version", "device"), _DRESSES),
    **dict.fromkeys(("mobile", "nomobile", "is_mobile"), _NO_OR_YES),
    "m": ("0", "1"),  # Blogger's; a month that is 0 or 1 never stands without its year
    "tmpl": ("component",),  # Joomla's, beside print=1
}

_IN_PATH = "!$&'()*+,:;=@~-._"
_IN_QUERY = "!$'()*,:;@~-._/"
_FOLDED_PORTS = ("80", "443")

# What stands behind the name of an AMP cache or of Turbo: a mark for https, the publisher's host, its path.
_PUBLISHER = r"(?P<host>[^/?#.]++\.[^/?#]++)"  # possessive: else as slow as its dots are many
_HOST_AND_PATH = rf"{_PUBLISHER}(?P<path>/.*|$)"
_AMP_CACHE = re.compile(rf"/[a-z]{{1,3}}/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_AMP_VIEWER = re.compile(rf"/amp/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_TURBO = re.compile(rf"/(?:turbo/)?{_PUBLISHER}/(?:(?P<safe>s)|h)(?P<path>/.*)", re.DOTALL)
_CACHES = (
    (re.compile(r"(?:.+\.)?cdn\.ampproject\.org"), _AMP_CACHE),
    (re.compile(r"(?:.+\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)"), _AMP_VIEWER),
    (re.compile(r"(?:.+\.)?(?:yandex(?:\.[a-z]{2,3}){1,2}|turbopages\.org)"), _TURBO),
)


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
_BY_FEED = frozenset({"rss", "isrss", "is_rss", "fromrss", "from_rss", "rssfeed"})
_YES = frozenset({"", "0", "1", "true", "yes", "y", "on"})


def _is_tracker(pair: str) -> bool:
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
    if name in _CODES:
        return _RSS.search(value) is not None or not _WAYS.isdisjoint(_BETWEEN_WORDS.split(value))
    if name in _AMBIGUOUS:
        return _RSS.search(value) is not None or value in _WAYS or value in _PLACES
    return name in _CHOOSING and _RSS.search(value) is not None


def _published(url: str) -> str:
    url = _behind_caches(url)
    if not _is_web_address(url):
        return url
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracker(pair))
    port = ":443" if parts.scheme == "https" else ":80"
    netloc = parts.netloc.lower().removesuffix(port).removesuffix(":")
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, fragment))


def _identity_key(url: str) -> str:
    url = _published(url)
    if not _is_web_address(url):
        return url
    parts = urlsplit(url)
    pairs = {folded for pair in parts.query.split("&") if (folded := _pair(pair))}
    key = f"{_host(url)}/{'/'.join(_segments_of(parts.path))}"
    if pairs:
        key = f"{key}?{'&'.join(sorted(pairs))}"
    return f"{key}#{_piece(parts.fragment, _IN_PATH + '/')}" if parts.fragment else key


def _segments_of(path: str) -> list[str]:
    segments: list[str] = []
    for part in _SESSION.sub("", path).split("/"):
        folded = _piece(part, _IN_PATH)
        if folded == "..":
            del segments[-1:]
        elif folded not in ("", "."):
            segments.append(folded)
    return _undressed(segments)


def _behind_caches(url: str) -> str:
    if ("amp" not in url and "turbo" not in url) or not _is_web_address(url):  # nearly all
        return url
    parts = urlsplit(url)
    behind, at = "", 0
    while (form := _form_of(behind or url)) and (found := form.fullmatch(parts.path, at)):
        beginning = f"{'https' if found['safe'] else 'http'}://{found['host']}"
        if not _is_web_address(beginning):
            break
        behind, at = beginning, found.start("path")
    query = f"?{parts.query}" if parts.query else ""
    return f"{behind}{parts.path[at:] or '/'}{query}" if behind else url


def _form_of(url: str) -> re.Pattern[str] | None:
    host = urlsplit(url).hostname or ""
    return next((form for owner, form in _CACHES if owner.fullmatch(host)), None)


def _host(url: str) -> str:
    parts = urlsplit(url)
    name, port = (parts.hostname or "").rstrip("."), str(parts.port or 80)
    with suppress(UnicodeError):
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    labels = name.split(".")
    own = [label for label in labels[:-2] if not _DRESS_HOST.fullmatch(label)]
    host = ".".join([*own, *labels[-2:]])
    return host if port in _FOLDED_PORTS else f"{host}:{port}"


def _is_web_address(url: str) -> bool:
    beginning = _BEGINNING.match(url)
    if beginning is None or len(url) > 8_000 or not _is_plain(url):
        return False
    try:
        parts = urlsplit(beginning[0])
        port = parts.port
    except ValueError:
        return False
    return "@" not in parts.netloc and port != 0 and _is_host(parts.hostname or "")


def _is_plain(url: str) -> bool:
    if url.isascii():
        return url.isprintable() and " " not in url and "\\" not in url
    return not any(c.isspace() or c == "\\" or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn") for c in url)


def _is_host(host: str) -> bool:
    if ":" in host:
        with suppress(ValueError):
            return bool(ip_address(host)) and "%" not in host
        return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(0 < len(label) <= 63 and all(map(_is_of_label, label)) for label in labels)


def _is_of_label(c: str) -> bool:
    return c.isalnum() or c in "-_" or unicodedata.category(c)[0] == "M"


def _undressed(segments: list[str]) -> list[str]:
    first = 0
    while [segment.lower() for segment in segments[first : first + 2]] == ["platform", "amp"]:
        first += 2
    kept = [segment for segment in segments[first:] if segment.lower() not in _AMP]
    low = [segment.lower() for segment in kept]
    first, end = 0, len(kept)
    while first < end:
        if low[first] in _PRINT or (end - first > 2 and low[first] in _MOBILE and not _is_mark(low[end - 1])):
            first += 1
        elif _is_mark(low[end - 1]):
            end -= 1
        elif (bare := _bare_name(kept[end - 1])) != kept[end - 1]:
            kept[end - 1], low[end - 1] = bare, bare.lower()
        else:
            break
    return kept[first:end]


def _is_mark(name: str) -> bool:
    return name in _NAMELESS or name in _AMP or name in _PRINT or _INDEX.fullmatch(name) is not None


def _bare_name(name: str) -> str:
    parts = name.lstrip(".").split(".")
    dots = name[: len(name) - len(name.lstrip("."))]
    while len(parts) > 1 and parts[-1].lower() in _ENDINGS and not (len(parts) > 2 and parts[-2].lower() in _DOCUMENTS):
        parts.pop()
    return _PRINT_NAME.sub("", dots + ".".join(parts))


def _pair(pair: str) -> str:
    name, _, value = pair.replace("+", " ").partition("=")
    name, value = _TWICE_ESCAPED.sub("", _piece(name, _IN_QUERY)), _piece(value, _IN_QUERY)
    if value.lower() in _DRESS_QUERY.get(name.lower(), ()):
        return ""
    return f"{name}={value}" if value else name


def _piece(text: str, safe: str) -> str:
    raw = unquote_to_bytes(text)
    try:
        return quote(unicodedata.normalize("NFC", raw.decode()), safe=safe)
    except UnicodeDecodeError:
        return quote(raw, safe=safe)
