"""What does feeds.yaml say of outlets' pages, and what is wrong with it?

Not pure: reads the file.
In: the file's path. Out: an OutletSpec for each usable entry under ``outlets:``, a Problem for each thing to mend.
service.py hands the outlets to those who read pages; the command line shows the problems. feeds.py reads the feeds of
the same file, and tells what is wrong with the file as a whole.
"""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from monitor.config.feed_values import RefusedError
from monitor.config.feeds import MAX_BYTES
from monitor.config.keys import read_keys
from monitor.config.yaml_lines import Mapping, Node, Scalar, Sequence, load_yaml
from monitor.core.errors import Problem
from monitor.core.records.feeds import OutletSpec
from monitor.core.urls import site_of

_MOST = 50
_LONGEST = 500
_EXAMPLE = "Write - outlet: example.kz, and below it include: or exclude: with CSS selectors."


def load_outlets(path: Path) -> tuple[tuple[OutletSpec, ...], tuple[Problem, ...]]:
    """Read what feeds.yaml says of outlets: a list under ``outlets:``, which may be missing.

    An outlet with a problem is left out, and so is one that repeats an earlier one; all others load.

    Returns:
        The usable outlets in the file's order, and everything there is to mend below ``outlets:``.

    Raises:
        BadConfiguration: the file can't be read, or is no YAML.
    """
    return read_outlets(load_yaml(path, max_bytes=MAX_BYTES), file=str(path))


def read_outlets(root: Node, *, file: str) -> tuple[tuple[OutletSpec, ...], tuple[Problem, ...]]:
    """Read the outlets of a file that is parsed already; see :func:`load_outlets`."""
    found = [(key, node) for key, node in root.pairs if key.text == "outlets"] if isinstance(root, Mapping) else []
    problems = [
        Problem(file, key.line, "outlets", f"It stands on line {found[0][0].line} already.", "Join the two lists.")
        for key, _ in found[1:]
    ]
    outlets: dict[str, OutletSpec] = {}
    for node in _listed(file, found[0][1], problems) if found else ():
        spec, wrong = _outlet(file, node)
        if spec is not None and spec.outlet in outlets:
            what = f"'{spec.outlet}' stands on line {outlets[spec.outlet].line} already."
            wrong.append(Problem(file, spec.line, "outlet", what, "Join the two."))
        elif spec is not None:
            outlets[spec.outlet] = spec
        problems += wrong
    return tuple(outlets.values()), tuple(problems)


def _listed(file: str, node: Node, problems: list[Problem]) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.items
    if not (isinstance(node, Scalar) and node.is_null):
        problems.append(Problem(file, node.line, "outlets", "This is no list.", _EXAMPLE))
    return ()


def _outlet(file: str, node: Node) -> tuple[OutletSpec | None, list[Problem]]:
    if not isinstance(node, Mapping):
        what = "An outlet is a list of keys, and this is none."
        return None, [Problem(file, node.line, "", what, _EXAMPLE)]
    values, _, problems = read_keys(file, node, _READERS, whose="An outlet")
    if not problems and "outlet" not in values:
        problems.append(Problem(file, node.line, "outlet", "An outlet must have it.", "Write outlet: example.kz"))
    if not problems and not values.keys() & {"include", "exclude"}:
        what = "Nothing is said of its pages."
        problems.append(Problem(file, node.line, "outlet", what, "Give include: or exclude:, or take the entry out."))
    return (None if problems else OutletSpec(**values, line=node.line)), problems


def _name(node: Node) -> str:
    """Read a registrable domain, or host:port of a bare address, as core/urls.py names sites."""
    text = _text(node)
    site = site_of(f"http://{text}/") if "/" not in text else site_of(text)
    is_written_out = not text.isascii() and ":" not in text and site.count(".") == text.count(".")
    if text and site and (site == text.lower() or is_written_out):
        return site
    if site == f"{text.lower()}:80" and "." in text:
        raise RefusedError(f"'{text}' is a bare address.", f"Write it with its port, such as outlet: {site}")
    if site and "." in site:
        raise RefusedError(f"'{text}' is not the outlet's own domain.", f"Write outlet: {site}")
    mend = "Write a domain such as outlet: example.kz, or host:port of a bare address."
    raise RefusedError(f"'{text}' is no registrable domain.", mend)


def _selectors(node: Node) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        raise RefusedError("The list is empty.", "Give it a CSS selector, or take the key out.")
    if len(items) > _MOST:
        raise RefusedError(f"It has {len(items)} selectors.", f"Give at most {_MOST}.")
    return tuple(dict.fromkeys(map(_selector, items)))


def _selector(node: Node) -> str:
    text = _text(node)
    if not text:
        raise RefusedError("A selector is empty.", "Give it a CSS selector, or take it out.")
    if len(text) > _LONGEST:
        raise RefusedError(f"A selector is {len(text)} characters long.", f"Write at most {_LONGEST}.")
    try:
        etree.XPath(HTMLTranslator().css_to_xpath(text))(etree.Element("html"))
    except (SelectorError, etree.XPathError) as error:
        raise RefusedError(
            f"'{text}' is no selector: {str(error).rstrip('.')}.", "Write CSS such as div.article-body > p"
        ) from error
    return text


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise RefusedError("A text is wanted here.", "Write one text; with : or # in it, in quotes.")
    text = unicodedata.normalize("NFC", node.text).strip()
    if not text.isprintable():
        raise RefusedError("It holds a line break or a control character.", "Write it on one line.")
    return text


_READERS: Final[dict[str, Callable[[Node], object]]] = {
    "outlet": _name,
    "include": _selectors,
    "exclude": _selectors,
}
