"""Which pages are there to measure with, and what do they hold?

Not pure: reads files. In: our own pages beside this module, which are always there, and a benchmark's pages, where the
folder that the projects share has them. Out: samples. extract.py measures with them.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from monitor.core.records.articles import Basis
from monitor.core.records.feeds import Entry
from monitor.extract.page import Page

OWN = Path(__file__).parent / "pages"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "eval" / "pages"
FETCHED_AT = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a person says of one of our own pages.

    Args:
        shape: what is special about the page, in a few words.
        published: None where neither page nor feed says when.
    """

    shape: str
    title: str
    author: str
    published: datetime | None
    language: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, and the article that it holds.

    Args:
        text: the article as a person marked it.
        truth: the rest, for pages of our own.
    """

    name: str
    page: Page
    text: str
    truth: Truth | None = None

    @property
    def is_on_page(self) -> bool:
        """Whether the page itself shows the text: not where a wall stands before it."""
        return self.truth is None or self.truth.basis in (Basis.FULL, Basis.TEASER)


def own() -> list[Sample]:
    """Read our own pages, as pages/truth.yaml lists them."""
    listed = YAML(typ="safe", pure=True).load(OWN / "truth.yaml")["pages"]
    return [_own(page) for page in listed]


def shared() -> list[Sample]:
    """Read the benchmark's pages; none where they are not there."""
    if not (SHARED / "ground-truth.json").exists():
        return []
    truths = json.loads((SHARED / "ground-truth.json").read_text(encoding="utf-8"))
    return list(_shared(truths))


def _shared(truths: dict[str, Any]) -> Iterator[Sample]:  # Any: as JSON has it
    for name, truth in truths.items():
        body = gzip.decompress((SHARED / f"{name}.html.gz").read_bytes())
        entry = Entry(name, truth["url"], "")
        yield Sample(name, Page(body, "text/html", truth["url"], entry, FETCHED_AT), truth["articleBody"])


def _own(said: dict[str, Any]) -> Sample:  # Any: as YAML has it
    feed = said.get("feed", {})
    entry = Entry(
        key=said["url"],
        url=said["url"],
        title=feed.get("title", ""),
        summary_html=feed.get("summary", ""),
        author=feed.get("author", ""),
        published_at=_moment(feed.get("published")),
    )
    body = (OWN / said["file"]).read_bytes()
    return Sample(
        said["file"].removesuffix(".html"),
        Page(body, said.get("content_type", "text/html; charset=utf-8"), said["url"], entry, FETCHED_AT),
        "\n".join(said["text"]),
        Truth(
            said["shape"],
            said["title"],
            said.get("author", ""),
            _moment(said.get("published")),
            said["language"],
            Basis(said["basis"]),
        ),
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
