"""Which feeds does feeds.yaml name, and what is wrong with the rest?

Not pure: reads the file.
In: the file's path. Out: a FeedSpec for each usable feed, a Problem for each thing to mend.
service.py hands the feeds to the store; the command line shows the problems; opml.py reads its outlines as feeds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.config.feed_values import FIELDS, READERS, interval
from monitor.config.keys import read_keys
from monitor.config.yaml_lines import Mapping, Node, Sequence, load_yaml
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.query.feeds import NO_FEEDS, Feeds
from monitor.core.records.feeds import FeedSpec

MAX_BYTES = 5_000_000
EVERY_S = 3_600  # where feeds.yaml leaves the rhythm to the feed, between these two
SLOWEST_S = 86_400
_REQUIRED = {"name": "name: Example", "url": "url: https://example.org/feed.xml"}


def load_feeds(path: Path) -> tuple[tuple[FeedSpec, ...], tuple[Problem, ...]]:
    """Read feeds.yaml: a list of feeds under ``feeds:``.

    A feed with a problem is left out, and so is one that repeats a name or an address of an earlier one;
    all others load.

    Returns:
        The usable feeds in the file's order, and everything there is to mend.

    Raises:
        BadConfiguration: the file can't be read, is no YAML, or holds no list of feeds.
    """
    return read_feeds(load_yaml(path, max_bytes=MAX_BYTES), file=str(path))


def feeds_there_are(path: Path) -> Feeds:
    """Give the feeds of feeds.yaml, as queries ask for them; none where it has a mistake: one more may be meant."""
    try:
        feeds, problems = load_feeds(path)
    except BadConfiguration:
        return NO_FEEDS
    return NO_FEEDS if problems else Feeds(feeds)


def read_feeds(root: Node, *, file: str) -> tuple[tuple[FeedSpec, ...], tuple[Problem, ...]]:
    """Read the feeds of a file that is parsed already; see :func:`load_feeds`."""
    listed, problems = _listed(file, root)
    feeds: list[FeedSpec] = []
    seen: dict[str, int] = {}
    for node in listed:
        spec, wrong = read_feed(node, file=file)
        if spec is not None:
            wrong += _repeats(file, spec, seen)
        if spec is not None and not wrong:
            feeds.append(spec)
            seen[_by_name(spec)] = seen[f"url {address_key(spec.url)}"] = spec.line
        problems += wrong
    return tuple(feeds), tuple(problems)


def _listed(file: str, root: Node) -> tuple[tuple[Node, ...], list[Problem]]:
    mend = "Write feeds: on a line of its own, and below it the feeds, each beginning with '- name:'."
    if not isinstance(root, Mapping):
        raise BadConfiguration((Problem(file, root.line, "feeds", "The file has no such key.", mend),))
    problems = [
        Problem(file, key.line, key.text, "The file has no use for this key.", "Take it out; the list is under feeds:.")
        for key, _ in root.pairs
        if key.text not in ("feeds", "outlets")  # outlets.py reads those
    ]
    found = [node for key, node in root.pairs if key.text == "feeds"]
    if len(found) > 1:
        what = f"It stands on line {found[0].line} already."
        raise BadConfiguration((Problem(file, found[1].line, "feeds", what, "Put all feeds into one list."),))
    if not found or not isinstance(found[0], Sequence):
        line = found[0].line if found else 0
        what = "This is no list." if found else "The file has no such key."
        raise BadConfiguration((Problem(file, line, "feeds", what, mend),))
    return found[0].items, problems


def read_feed(node: Node, *, file: str) -> tuple[FeedSpec | None, list[Problem]]:
    """Read one feed: keys with their values.

    Returns:
        The feed, or None and what there is to mend.
    """
    if not isinstance(node, Mapping):
        what = "A feed is a list of keys, and this is none."
        return None, [Problem(file, node.line, "", what, "Write - name: and url:, each on a line of its own.")]
    written, lines, problems = read_keys(file, node, READERS, whose="A feed")
    values = {FIELDS.get(key, key): value for key, value in written.items()}
    for key, example in _REQUIRED.items():
        if key not in values and not any(problem.key == key for problem in problems):
            line = lines.get(key, node.line)
            problems.append(Problem(file, line, key, "A feed must have it.", f"Write {example}"))
    if not problems:
        problems += _too_fast(file, lines, values)
    return (None if problems else FeedSpec(**_paced(values), line=node.line)), problems


# Any, here and below: each reader gives the type of the field that it fills
def _paced(values: dict[str, Any]) -> dict[str, Any]:
    if "every_s" in values or "slowest_s" in values:
        return {"every_s": EVERY_S} | values
    return {"every_s": EVERY_S, "slowest_s": SLOWEST_S, "is_paced_by_owner": False} | values


def _too_fast(file: str, lines: dict[str, int], values: dict[str, Any]) -> Iterator[Problem]:
    every_s = values.get("every_s", EVERY_S)
    slowest_s = values.get("slowest_s", every_s)
    if slowest_s < every_s:
        what = f"This is {interval(slowest_s)}, and a feed without every: is polled once an hour at most."
        mend = "Give every: too, such as every: 15m"
        if "every_s" in values:
            what = f"This is {interval(slowest_s)}, and every: is {interval(every_s)}."
            mend = "Give slowest: as long as every:, or longer."
        yield Problem(file, lines["slowest"], "slowest", what, mend)


def _repeats(file: str, spec: FeedSpec, seen: dict[str, int]) -> Iterator[Problem]:
    if (line := seen.get(_by_name(spec))) is not None:
        what = f"'{spec.name}' is the name of the feed on line {line} already."
        yield Problem(file, spec.line, "name", what, "Give this one another name.")
    if (line := seen.get(f"url {address_key(spec.url)}")) is not None:
        what = f"The feed on line {line} has this address already."
        yield Problem(file, spec.line, "url", what, "Take one of the two out.")


def _by_name(spec: FeedSpec) -> str:
    return f"name {spec.name}"


def address_key(url: str) -> str:
    """Give what two ways of writing one feed's address have in common.

    Args:
        url: a web address (core/urls.py).
    """
    parts = urlsplit(url)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()
