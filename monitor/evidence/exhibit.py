"""What does a pack say of one article?

Pure. In: an article with its versions, changes and captures, as the archive holds them. Out: the names and bytes of its
files. pack.py writes them.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import pairwise

from monitor.core import public
from monitor.core.public import moment, shown
from monitor.core.records.articles import Article
from monitor.core.records.pages import StoredCapture
from monitor.core.records.versions import RecordedChange, Version
from monitor.evidence import guide
from monitor.evidence.warc import record_id


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One article, as it goes into a pack.

    Args:
        versions: all that it said, oldest first.
        diffs: ready text for each version but the first: what changed from the one before.
        captures: the pages that it was read from, oldest first.
    """

    article: Article
    versions: tuple[Version, ...]
    diffs: tuple[str, ...] = ()
    changes: tuple[RecordedChange, ...] = ()
    captures: tuple[StoredCapture, ...] = ()


def files(exhibit: Exhibit) -> Iterator[tuple[str, bytes]]:
    """Give an article's files: its facts, the text of each version, what changed between two."""
    folder = f"articles/{exhibit.article.id}"
    facts = json.dumps(_facts(exhibit), ensure_ascii=False, indent=2)
    yield f"{folder}/{guide.ARTICLE}", _bytes(f"{facts}\n")
    for version in exhibit.versions:
        yield f"{folder}/{_text_file(version)}", _bytes(version.text)
    for (before, after), diff in zip(pairwise(exhibit.versions), exhibit.diffs, strict=True):
        yield f"{folder}/diff-{before.n}-{after.n}.txt", _bytes(diff)


def _facts(exhibit: Exhibit) -> dict[str, object]:
    return {
        **shown(exhibit.article),
        "changes": [_change(each) for each in sorted(exhibit.changes, key=lambda each: each.id)],
        "texts": [_version(version) for version in exhibit.versions],
        "captures": [_capture(capture) for capture in exhibit.captures],
    }


def _version(version: Version) -> dict[str, object]:
    """Give what the API gives of a version, with the file that its text stands in for the text itself."""
    facts = public.version(version)
    del facts["text"]
    digest = sha256(_bytes(version.text)).hexdigest()
    return {**facts, "capture": version.capture_id, "file": _text_file(version), "sha256": digest}


def _change(recorded: RecordedChange) -> dict[str, object]:
    return {"at": moment(recorded.at), "version": recorded.version, **asdict(recorded.change)}


def _capture(capture: StoredCapture) -> dict[str, object]:
    return {
        "capture": capture.id,
        "at": moment(capture.at),
        "url": capture.url,
        "status": capture.status,
        "sha256": capture.sha256,
        "size": capture.size,
        "warc_record_id": record_id(capture),
        "headers": [list(header) for header in capture.headers],
    }


def _text_file(version: Version) -> str:
    return f"text-{version.n}.txt"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
