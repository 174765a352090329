"""Where do a feed's items stand in its text, where it is safe to take one out?

Pure. In: an RSS, RDF or Atom feed as UTF-8. Out: Found, or None where items cannot be told apart safely. trim.py cuts
by it. The word that counts is expat's, since feedparser reads through it too: it says what is well-formed, and where
an item begins and ends, so that markup in comments and CDATA is never taken for an item.

Safe means: feedparser makes the same of each item whichever of the others are there. It carries state from item to
item (xml:base, prefixes, whether it is inside of content ...), which a usual feed never shows; each rule below names
what would show it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

MAX_ITEMS = 1_000
_NAME = re.compile(rb"[^\s/>]+")
# Declarations inside an item that change nothing for the next: the prefix that everybody uses for it.
_USUAL = frozenset(
    {
        (None, "http://www.w3.org/1999/xhtml"),
        (None, "http://www.w3.org/2000/svg"),
        (None, "http://www.w3.org/1998/Math/MathML"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("media", "http://search.yahoo.com/mrss/"),
    }
)


# What an element may do to feedparser.
_PLAIN = 0
_ITEM = 1
_FRAME = 2  # what items stand in
_TEXT = 3  # may hold markup, which is taken as text
_IMAGE = 4
_DIV = 5
_UNUSED = 6  # no field of an Entry comes from it

_KINDS = {
    **dict.fromkeys(("item", "entry"), _ITEM),
    **dict.fromkeys(("rss", "rdf", "channel", "feed"), _FRAME),
    **dict.fromkeys(("title", "subtitle", "tagline", "rights", "copyright", "info", "browserfriendly"), _TEXT),
    **dict.fromkeys(("abstract", "description", "summary", "content", "body", "encoded", "fullitem"), _TEXT),
    "image": _IMAGE,
    "div": _DIV,
}
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_NO_FIELDS = frozenset(
    {
        *("category", "comments", "enclosure"),
        "http://www.w3.org/2005/Atom category",
        "http://purl.org/dc/elements/1.1/ subject",
        "com-wordpress:feed-additions:1 post-id",
        *(f"http://purl.org/rss/1.0/modules/slash/ {name}" for name in ("comments", "section", "department")),
        *(f"http://wellformedweb.org/CommentAPI/ {name}" for name in ("comment", "commentRss")),
        *(f"{media} {name}" for media in _MEDIA for name in ("content", "thumbnail", "credit", "keywords")),
        *(f"{_ITUNES} {name}" for name in ("duration", "explicit", "episode", "episodeType", "season", "image")),
    }
)
_REACHING = frozenset({"base", "lang", "type"})
# In the channel, these change how the first item's description is read, and only that one's.
_FIRST_ITEM_ONLY = frozenset({"content", "encoded", "fullitem", "body"})


class _Kinds(dict[str, int]):
    """The kinds of elements met so far, in any feed; a feed that invents names cannot fill the memory with them."""

    def __missing__(self, name: str) -> int:
        space, _, local = name.rpartition(" ")
        kind = _PLAIN if local == "content" and space in _MEDIA else _KINDS.get(local.lower(), _PLAIN)
        if name in _NO_FIELDS:
            kind = _UNUSED
        if len(self) < 1_000 and len(name) < 200:
            self[name] = kind
        return kind


_KIND_OF = _Kinds()


def _local(name: str) -> str:
    return name[name.rfind(" ") + 1 :].lower()


@dataclass(frozen=True, slots=True)
class Item:
    """Where an item stands, in bytes.

    Args:
        unused: spans inside it that no field of an Entry comes from.
    """

    start: int
    end: int
    unused: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """The items of a feed, in their order.

    Args:
        around: what the elements around them declare, such as prefixes and xml:base; items mean something by it.
    """

    items: Sequence[Item]
    around: str


def find_items(data: bytes) -> Found | None:
    """Find the items of a feed.

    None for a feed that is not strict XML, that has a document type, that holds more than 1,000 items, in which
    something follows the items or one stands in another, and for any in which one may change what the next means.
    """
    scan = _Scan(data)
    try:
        return scan.run()
    except (_UnsafeError, expat.ExpatError):
        return None


def _end(data: bytes, start: int, close: int) -> int:
    """Give the end of the element that begins at ``start``; at ``close`` its end tag begins, or it ends without one."""
    name = _NAME.match(data, start + 1)
    if name and data.startswith(b"</" + name[0], close) and data[close + 2 + len(name[0])] in b"> \t\r\n":
        return data.index(b">", close) + 1
    return close


class _UnsafeError(Exception):
    """Items cannot be told apart safely."""


class _Scan:
    """One pass of expat over a feed, outside of items and inside."""

    def __init__(self, data: bytes) -> None:
        self._items: list[Item] = []
        self._around = ""
        self._data = data
        self._parser = expat.ParserCreate("utf-8", " ")
        # Outside of items.
        self._open: list[int] = []
        self._frames: list[tuple[str, list[str]]] = []
        self._declared: list[tuple[str | None, str | None]] = []
        self._prefixes: dict[str | None, str | None] = {}
        self._has_summary = False
        self._is_over = False
        # What all items have in common.
        self._has_base = self._has_inner_base = self._has_inner_scope = self._has_stray_div = False
        # Inside of an item.
        self._start = self._depth = self._within = self._within_at = 0
        self._is_markup = False
        self._unused_at = 0
        self._unused: list[tuple[int, int]] = []

    def run(self) -> Found:
        parser = self._parser
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        self._go_outside()
        try:
            parser.Parse(self._data, True)  # noqa: FBT003 - expat's own signature
        finally:
            del self._parser  # parser and handlers hold one another
        # feedparser takes a <div> as text that is not said to be markup, and forgets to leave its scope; and it
        # leaves the scope of an xml:base only for that of another one.
        if (self._has_stray_div and self._has_inner_scope) or (self._has_inner_base and not self._has_base):
            raise _UnsafeError
        return Found(self._items, self._around)

    def _go_outside(self) -> None:
        self._parser.StartElementHandler = self._outer_start
        self._parser.EndElementHandler = self._outer_end
        self._parser.StartNamespaceDeclHandler = self._outer_prefix

    def _go_inside(self) -> None:
        self._parser.StartElementHandler = self._inner_start
        self._parser.EndElementHandler = self._inner_end
        self._parser.StartNamespaceDeclHandler = self._inner_prefix

    # --- outside of items ------------------------------------------------------------------------

    def _doctype(self, *_: object) -> None:
        raise _UnsafeError

    def _outer_prefix(self, prefix: str | None, uri: str | None) -> None:
        self._declared.append((prefix, uri))  # comes before the start of the element that declares it

    def _outer_start(self, name: str, attributes: list[str]) -> None:
        kind = _KIND_OF[name]
        if kind == _ITEM:
            self._item_start(attributes)
            return
        # What follows the items may be read in another way when they are gone: a second title of the channel, for one.
        if self._items or (kind == _TEXT and self._spoils_first_item(_local(name))):
            raise _UnsafeError
        for prefix, uri in self._declared:
            if self._prefixes.setdefault(prefix, uri) != uri:
                self._prefixes[prefix] = None
        self._declared.clear()
        if kind == _FRAME:
            self._frames.append((name, attributes))
        self._open.append(kind)

    def _spoils_first_item(self, local: str) -> bool:
        is_second = self._has_summary and local in ("summary", "description")
        self._has_summary |= local == "summary"
        return is_second or local in _FIRST_ITEM_ONLY

    def _outer_end(self, _: str) -> None:
        if self._open.pop() == _FRAME:
            self._frames.pop()
        self._is_over = bool(self._items)

    def _item_start(self, attributes: list[str]) -> None:
        if self._is_over or not self._open or self._open[-1] != _FRAME or len(self._items) >= MAX_ITEMS:
            raise _UnsafeError
        if not self._items:
            self._around = repr((self._frames, self._prefixes))
            self._has_base = any(_has_base(attributes) for _, attributes in self._frames)
        for prefix, uri in self._declared:
            self._inner_prefix(prefix, uri)
        self._declared.clear()
        self._start = self._parser.CurrentByteIndex
        self._depth = self._within = self._within_at = self._unused_at = 0
        self._unused = []
        self._look_at(attributes)
        self._go_inside()

    # --- inside of an item -----------------------------------------------------------------------

    def _inner_prefix(self, prefix: str | None, uri: str | None) -> None:
        # feedparser forgets no prefix, and takes a later item's prefixes for this one's.
        if uri and ((prefix, uri) not in _USUAL or (prefix and self._prefixes.get(prefix, uri) != uri)):
            raise _UnsafeError

    def _inner_start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        kind = _KIND_OF[name]
        if kind or attributes or self._unused_at or self._within:
            self._odd_start(name, kind, attributes)

    def _inner_end(self, _: str) -> None:
        if self._depth:
            self._depth -= 1
        else:
            self._item_end()

    def _odd_start(self, name: str, kind: int, attributes: list[str]) -> None:
        if self._unused_at and self._depth == 1:
            self._unused.append((self._unused_at, self._parser.CurrentByteIndex))
        self._unused_at = 0
        is_markup = bool(attributes) and self._look_at(attributes)
        # Where one of these ends, feedparser takes the item or the feed to be over, even inside of text.
        if kind in (_ITEM, _FRAME):
            raise _UnsafeError
        if self._depth <= self._within_at:
            self._within = self._within_at = 0
        if self._within:
            # Where a text ends inside of another, feedparser takes the outer one to be over too; and what an item's
            # picture says it keeps with the channel's picture.
            is_title = self._within == _IMAGE and self._depth == self._within_at + 1 and _local(name) == "title"
            if kind == _TEXT and not is_title:
                raise _UnsafeError
            self._has_stray_div |= kind == _DIV and not self._is_markup
        elif kind in (_TEXT, _IMAGE):
            self._within, self._within_at, self._is_markup = kind, self._depth, is_markup
        elif kind == _UNUSED and self._depth == 1:
            self._unused_at = self._parser.CurrentByteIndex

    def _item_end(self) -> None:
        close = self._parser.CurrentByteIndex
        end = _end(self._data, self._start, close)
        if self._unused_at:
            self._unused.append((self._unused_at, close))
        self._items.append(Item(self._start, end, self._unused))
        self._go_outside()

    def _look_at(self, attributes: list[str]) -> bool:
        """Note what reaches beyond its element; say whether this one holds markup by its own word."""
        is_markup = False
        for at, name in enumerate(attributes[::2]):
            if name[-4:].lower() not in _REACHING:
                continue
            if name.lower() == "type":
                is_markup = attributes[2 * at + 1].lower().endswith(("xml", "xhtml"))
            local = _local(name)
            self._has_inner_scope |= local in ("base", "lang")
            self._has_inner_base |= local == "base"
        return is_markup


def _has_base(attributes: list[str]) -> bool:
    pairs = zip(attributes[::2], attributes[1::2], strict=True)
    return any(_local(name) == "base" and value.startswith("http") for name, value in pairs)
