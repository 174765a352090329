"""How do feeds come from other readers, and go to them?

Pure. In: an OPML file's bytes. Out: a FeedSpec for each usable outline, a Problem for each thing to mend. And the
other way round: FeedSpecs in, the text of an OPML 2.0 file out, from which every setting can be read back.
The command line reads and writes the files; feed_file.py takes what was read into feeds.yaml.

An OPML file comes from anywhere: one that declares entities, or a document type at all, is refused unread.

Source: opml.org/spec2.opml.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from lxml import etree

from monitor.config.feed_values import Written, written
from monitor.config.feeds import address_key, read_feed
from monitor.config.yaml_lines import Mapping, Node, Scalar, Sequence
from monitor.core.charset import decode
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.feeds import FeedSpec, FeedType
from monitor.core.urls import host_of

NAMESPACE: Final = "urn:monitor:feeds:1"
MAX_BYTES = 5_000_000
MAX_OUTLINES = 10_000
DEEPEST = 50

_OURS = f"{{{NAMESPACE}}}"
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
_LONGEST = 200  # of a name, a group and a tag; feed_values.py refuses longer ones
_LISTS = frozenset({"tags", "headers", "ports"})
_SHOWN = {"url": "xmlUrl", "name": "text", "tags": "category"}  # what an outline calls a feed's key
_FEED_TYPES = frozenset({"rss", "rss1", "atom", "rdf", "feed", "json", "sitemap"})


@dataclass(frozen=True, slots=True)
class Exported:
    """An OPML file.

    Args:
        without_headers: names of the feeds whose request headers were left out.
    """

    text: str
    without_headers: tuple[str, ...] = ()


def to_opml(specs: Iterable[FeedSpec], *, with_headers: bool = False) -> Exported:
    """Write feeds as OPML 2.0: a folder for each group, tags as categories, our own settings in our own namespace.

    Args:
        with_headers: also write ``headers``, which may hold passwords; else the file says how many it lacks.
    """
    specs = tuple(specs)
    lacking = () if with_headers else tuple(spec.name for spec in specs if spec.headers)
    root = etree.Element("opml", version="2.0", nsmap={"monitor": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of monitor"
    body = etree.SubElement(root, "body")
    if lacking:
        what = f" Request headers are left out, as they may hold passwords. Feeds that have some: {len(lacking)}. "
        body.append(etree.Comment(what))
    for group, members in groupby(specs, key=lambda spec: spec.group):
        folder = etree.SubElement(body, "outline", text=group, title=group) if group else body
        for spec in members:
            etree.SubElement(folder, "outline", _attributes(spec, with_headers=with_headers))
    tree = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return Exported(tree.decode("utf-8"), lacking)


def _attributes(spec: FeedSpec, *, with_headers: bool) -> dict[str, str]:
    kind = "sitemap" if spec.type is FeedType.SITEMAP else "rss"
    found = {"text": spec.name, "title": spec.name, "type": kind, "xmlUrl": spec.url}
    category = ",".join(spec.tags)
    if category:
        found["category"] = category
    said = _categories(category) == spec.tags
    for key, value in written(spec).items():
        if key in {"name", "url", "group"} or (key == "tags" and said) or (key == "headers" and not with_headers):
            continue
        found[_OURS + key] = _attribute(value)
    return found


def _attribute(value: Written) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _categories(category: str) -> tuple[str, ...]:
    texts = (_tidy(text).removeprefix("/") for text in category.split(","))
    return tuple(dict.fromkeys(text for text in texts if text))


def read_opml(body: bytes, *, file: str) -> tuple[tuple[FeedSpec, ...], tuple[Problem, ...]]:
    """Read the feeds of an OPML file, as any reader writes it.

    Folders become the ``group`` ("News/Asia" for a folder in a folder), categories the ``tags``. An outline that is
    commented out comes as ``enabled: false``. What stands in our namespace is read as feeds.yaml is. A feed that
    stands in several folders is taken once. Names are not made unique: feed_file.py does that.

    Args:
        file: the name that problems shall bear.

    Returns:
        The usable feeds in the file's order, and everything there is to mend.

    Raises:
        BadConfiguration: the file is over 5 MB, is no XML or no OPML, has a document type, or over 10,000 outlines.
    """
    feeds: list[FeedSpec] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    told: set[str] = set()
    for found in _found(file, _body(file, body)):
        spec, wrong = (None, [found]) if isinstance(found, Problem) else read_feed(found, file=file)
        problems += (replace(problem, key=_SHOWN.get(problem.key, problem.key)) for problem in wrong)
        if spec is None:
            continue
        address = address_key(spec.url)
        if address not in seen:
            feeds.append(spec)
            seen[address] = spec.line
        elif address not in told:
            what = f"The feed on line {seen[address]} has this address already."
            mend = "Nothing needs to be done: it is taken once."
            problems.append(Problem(file, spec.line, "xmlUrl", what, mend, is_harmless=True))
            told.add(address)
    return tuple(feeds), tuple(problems)


def _body(file: str, body: bytes) -> Any:  # Any, here and below: lxml brings no types
    if len(body) > MAX_BYTES:
        raise _bad(file, 0, f"It is over {MAX_BYTES:,} bytes.", "Name the right file, or take it in parts.")
    label = _ENCODING.search(body[:400])
    text = decode(body, [label[1].decode("ascii")] if label else [])
    if declared := re.search("<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        line = text.count("\n", 0, declared.start()) + 1
        raise _bad(file, line, "It has a document type, which may read files or grow without end.", "Take it out.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line = (error.lineno or 0) + text[: len(text) - len(text.lstrip())].count("\n")
        what = f"This is not XML: {error.msg.partition(', line ')[0]}."
        raise _bad(
            file, line, what, "Export it anew, or mend it there: in an attribute, & is written &amp;."
        ) from error
    if etree.QName(root).localname.lower() != "opml":
        raise _bad(file, 0, f"Its first element is <{root.tag}>, not <opml>.", "Name an OPML file.")
    if (count := sum(1 for _ in root.iter("{*}outline"))) > MAX_OUTLINES:
        raise _bad(file, 0, f"It has {count:,} outlines; {MAX_OUTLINES:,} are read at once.", "Take it in parts.")
    found = root.find("{*}body")
    return root if found is None else found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an outline stands: in which folders, how deep, and whether it is commented out."""

    folders: tuple[str, ...] = ()
    depth: int = 1
    is_off: bool = False


def _found(file: str, parent: Any, place: _Place = _Place()) -> Iterator[Mapping | Problem]:
    for outline in parent.iterchildren("{*}outline"):
        if place.depth > DEEPEST:
            mend = "Move what is there up, and import again."
            yield Problem(file, outline.sourceline, "", f"It nests deeper than {DEEPEST} outlines.", mend)
            return
        # Readers differ in how they write xmlUrl.
        plain = {name.lower(): value for name, value in outline.items() if not name.startswith("{")}
        inner = replace(place, depth=place.depth + 1, is_off=place.is_off or plain.get("iscomment") == "true")
        title = _tidy(plain.get("title", "")) or _tidy(plain.get("text", ""))
        if plain.get("xmlurl", "").strip():
            yield _feed(outline, plain, inner, title)
        elif len(outline) == 0 and plain.get("type", "").lower() in _FEED_TYPES:
            yield Problem(file, outline.sourceline, "xmlUrl", "A feed must have it.", "Write the feed's address.")
        elif title:
            inner = replace(inner, folders=(*inner.folders, title))
        yield from _found(file, outline, inner)


def _feed(outline: Any, plain: dict[str, str], place: _Place, title: str) -> Mapping:
    line = outline.sourceline
    url = plain["xmlurl"].strip()
    own = {name.removeprefix(_OURS): value for name, value in outline.items() if name.startswith(_OURS)}
    given: dict[str, Node] = {
        "name": Scalar(line, title or host_of(url) or "?", is_plain=False),
        "url": Scalar(line, url, is_plain=False),
        "group": Scalar(line, _tidy("/".join(place.folders)), is_plain=False),
    }
    if categories := _categories(plain.get("category", "")):
        given["tags"] = _sequence(line, categories)
    if place.is_off:
        given["enabled"] = Scalar(line, "false", is_plain=False)
    for key, value in own.items():
        given[key] = _listed(line, value) if key in _LISTS else Scalar(line, value, is_plain=False)
    return Mapping(line, tuple((Scalar(line, key, is_plain=False), value) for key, value in given.items()))


def _listed(line: int, value: str) -> Node:
    """Read a list, or keys with their values; what is neither stays a text, which feed_values.py refuses."""
    text = Scalar(line, value, is_plain=False)
    try:
        # Pairs, not a dict: a header that stands there twice is told.
        found: Any = json.loads(value, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return text
    if isinstance(found, tuple) and all(isinstance(item, str) for _, item in found):
        pairs = ((Scalar(line, key, is_plain=False), Scalar(line, item, is_plain=False)) for key, item in found)
        return Mapping(line, tuple(pairs))
    if isinstance(found, list) and all(isinstance(item, str | int) for item in found):
        return _sequence(line, map(str, found))
    return text


def _sequence(line: int, texts: Iterable[str]) -> Sequence:
    return Sequence(line, tuple(Scalar(line, text, is_plain=False) for text in texts))


def _tidy(text: str) -> str:
    """Make a text of another program's fit for one line: titles are what they are, and no reason to lose a feed."""
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return unicodedata.normalize("NFC", spaced).strip()[:_LONGEST].strip()


def _bad(file: str, line: int, what: str, mend: str) -> BadConfiguration:
    return BadConfiguration((Problem(file, line, "", what, mend),))
