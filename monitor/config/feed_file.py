"""How do new feeds come into feeds.yaml without a change to what stands there?

Not pure: ``append`` reads and writes the file; ``added`` and ``to_yaml`` are pure.
In: the file's path or its text, and FeedSpecs. Out: the text with the feeds at the end of its list; every sign before
and behind stays as it was. The command line acts on it.

A new file takes the old one's place in one step, and only once load_feeds has read from it what was meant: after a
crash, on a full disk or by a mistake of ours the old file is still there.
"""

import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config.feed_text import Style, is_blank, listing, with_feeds
from monitor.config.feeds import MAX_BYTES, address_key, load_feeds, read_feeds
from monitor.config.yaml_lines import Mapping, Scalar, parse_yaml, read_text
from monitor.core.errors import BadConfiguration, Problem, TryAgainLater
from monitor.core.records.feeds import FeedSpec

_BOM = "\ufeff"
_KEPT = "The file was left as it is; add them by hand."
_LONGEST_NAME = 200  # feed_values.py refuses longer ones


def to_yaml(specs: Iterable[FeedSpec]) -> str:
    """Write a whole feeds.yaml; of each feed only what is not at its default."""
    return listing(tuple(specs), Style())


def added(text: str, specs: Iterable[FeedSpec], *, file: str = "feeds.yaml") -> str:
    """Put feeds at the end of a feeds.yaml's list, in the style of the last one there.

    A feed whose address is in the list is passed over. One whose name is taken becomes "Name (2)", and so on.

    Args:
        text: the file as it is; "" or nothing but comments for a new one.
        file: the name that problems shall bear.

    Raises:
        BadConfiguration: the text is no YAML, or holds no list of feeds.
    """
    return _added(text, specs, file).text


def append(path: Path, specs: Iterable[FeedSpec]) -> int:
    """Put feeds at the end of the list in feeds.yaml, as ``added`` does; a file that is not there is made.

    Permissions stay, and so does the owner where we may set it. A link stays one.

    Returns:
        How many feeds were added; without any, the file is not touched.

    Raises:
        BadConfiguration: the file can't be read or written, or is no list of feeds; or what was written would not
            read as meant. The file is as it was.
        TryAgainLater: somebody else wrote the file in the meantime.
    """
    old = _read(path)
    made = _added(old or "", specs, str(path))
    if made.fresh:
        _replace(path, old, made)
    return len(made.fresh)


# --- the text ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Added:
    """A new text, the usable feeds that were in the old one, and those that came to them."""

    text: str
    known: tuple[FeedSpec, ...]
    fresh: tuple[FeedSpec, ...]


def _added(text: str, specs: Iterable[FeedSpec], file: str) -> _Added:
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    known = _known(text, file)
    fresh = _fresh(known, specs)
    return _Added(mark + (with_feeds(text, fresh) if fresh else text), known, fresh)


def _known(text: str, file: str) -> tuple[FeedSpec, ...]:
    if is_blank(text):
        return ()
    root = parse_yaml(text, file=file)
    values = [value for key, value in root.pairs if key.text == "feeds"] if isinstance(root, Mapping) else []
    if len(values) == 1 and isinstance(values[0], Scalar) and values[0].is_null:
        return ()
    return read_feeds(root, file=file)[0]


def _fresh(known: Sequence[FeedSpec], specs: Iterable[FeedSpec]) -> tuple[FeedSpec, ...]:
    names = {spec.name for spec in known}
    addresses = {address_key(spec.url) for spec in known}
    fresh = []
    for spec in specs:
        if (address := address_key(spec.url)) not in addresses:
            name = _free(spec.name, names)
            fresh.append(replace(spec, name=name))
            names.add(name)
            addresses.add(address)
    return tuple(fresh)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        suffix = f" ({number})"
        free = name[: _LONGEST_NAME - len(suffix)].rstrip() + suffix
    return free


# --- the file ---------------------------------------------------------------------------------


def _read(path: Path) -> str | None:
    try:
        return read_text(path, max_bytes=MAX_BYTES)
    except BadConfiguration as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def _replace(path: Path, old: str | None, made: _Added) -> None:
    real = path.resolve()
    beside = real.with_name(f".{real.name}.{secrets.token_hex(4)}")
    try:
        _write(beside, made.text.encode("utf-8"), like=real if old is not None else None)
        _check(path, beside, made)
        if _read(real) != old:
            raise TryAgainLater(f"{path} was written by somebody else just now. Nothing was added; try again.")
        beside.replace(real)
    except OSError as error:
        mend = "Name a file in a folder that this user may write to."
        raise _bad(path, f"It cannot be written: {error.strerror}.", mend) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _write(path: Path, content: bytes, *, like: Path | None) -> None:
    """Make a file that is on the disk when this returns, with another's permissions; it may hold passwords."""
    mode = 0o600 if like else 0o666
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
        if like:
            found = like.stat()
            with suppress(PermissionError):  # only root gives files away; the file is then ours, as after any editor
                os.fchown(opened.fileno(), found.st_uid, found.st_gid)
            os.fchmod(opened.fileno(), stat.S_IMODE(found.st_mode))
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _check(path: Path, beside: Path, made: _Added) -> None:
    """See that all that was read before is read as before, and behind it what was added."""
    try:
        after = load_feeds(beside)[0]
    except BadConfiguration as error:
        what = f"With the new feeds it would not be read any more. {error.problems[0].what}"
        raise _bad(path, what, _KEPT) from error
    count = len(made.known)
    read = after[:count] + tuple(replace(spec, line=0) for spec in after[count:])
    if read != made.known + tuple(replace(spec, line=0) for spec in made.fresh):
        raise _bad(path, "The new feeds would not be read as they are meant.", _KEPT)


def _bad(path: Path, what: str, mend: str) -> BadConfiguration:
    return BadConfiguration((Problem(str(path), 0, "", what, mend),))
