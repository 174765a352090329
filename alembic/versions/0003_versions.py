"""What does the archive keep of an article beside its text?

Revision 0003: what each witness says of it, what was left out, its pages as evidence, its versions' dates, what changed
and when it is looked at again, which paragraphs recur at an outlet, and the key by which another spelling of its
address is known. Frozen: later changes are later revisions.
"""

import re
import unicodedata
from contextlib import suppress
from hashlib import sha256
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
_DRESS_HOST = re.compile(r"www\d{0,2}|m|mob|mobile|touch|wap|amp")
_AMP = frozenset({"amp", ".amp", "google-amp"})
_PRINT = frozenset({"print", "printable", "print-version", "print_version", "printversion", "version-print"})
_MOBILE = frozenset({"m", "mobile"})
_INDEX = re.compile(r"(?:index|default|print)\.(?:php|aspx?|jsp|cfm)|(?:index|default|print)", re.IGNORECASE)
_ENDINGS = re.compile(r"(?<=.)(?<!\.pdf)(?<!\.doc)(?<!\.txt)(?<!\.xml)\.(?:amp|[sx]?html?)$", re.IGNORECASE)
_PRINT_NAME = re.compile(r"^print:page,\d{1,4},", re.IGNORECASE)
_TWICE_ESCAPED = re.compile(r"^(?:amp;)+")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)

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
_HOST_AND_PATH = r"(?P<host>[^/?#]+\.[^/?#]+)(?P<path>/.*|$)"
_AMP_CACHE = re.compile(rf"/[a-z]{{1,3}}/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_AMP_VIEWER = re.compile(rf"/amp/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_TURBO = re.compile(r"/(?:turbo/)?(?P<host>[^/?#]+\.[^/?#]+)/(?:(?P<safe>s)|h)(?P<path>/.*)", re.DOTALL)
_CACHES = (
    (re.compile(r"(?:.+\.)?cdn\.ampproject\.org"), _AMP_CACHE),
    (re.compile(r"(?:.+\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)"), _AMP_VIEWER),
    (re.compile(r"(?:.+\.)?(?:yandex(?:\.[a-z]{2,3}){1,2}|turbopages\.org)"), _TURBO),
)


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


def _is_tracker(pair: str) -> bool:
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


def _published(url: str) -> str:
    while cached := _behind_cache(url):
        url = cached
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
    while (bare := _undressed(segments)) != segments:
        segments = bare
    return segments


def _behind_cache(url: str) -> str:
    is_candidate = "amp" in url or "turbo" in url  # nearly none are
    form = _form_of(url) if is_candidate and _is_web_address(url) else None
    found = form.fullmatch(urlsplit(url).path) if form else None
    if found is None:
        return ""
    scheme = "https" if found["safe"] else "http"
    behind = urlunsplit((scheme, found["host"], found["path"] or "/", urlsplit(url).query, ""))
    return behind if _is_web_address(behind) else ""


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
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and "@" not in parts.netloc and len(url) <= 8_000 and not re.search(r"[\s\\]", url)


def _undressed(segments: list[str]) -> list[str]:
    low = [segment.lower() for segment in segments]
    if low[:2] == ["platform", "amp"]:
        return segments[2:]
    kept = [segment for segment, name in zip(segments, low, strict=True) if name not in _AMP]
    if kept and kept[0].lower() in _PRINT:
        return kept[1:]
    if kept and (kept[-1].lower() in _PRINT or _INDEX.fullmatch(kept[-1])):
        return kept[:-1]
    if len(kept) > 2 and kept[0].lower() in _MOBILE:
        return kept[1:]
    if kept:
        kept[-1] = _PRINT_NAME.sub("", _ENDINGS.sub("", kept[-1]))
    return [segment for segment in kept if segment]


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
