"""Payloads that tests of the rendering share."""

from collections.abc import Mapping

LABELS = {"csto": "CSTO", "kazakhstan": "Kazakhstan", "sco": "SCO"}
PAGES = "https://monitor.example"
TEXT = "Leaders of the CSTO met in Astana, the capital of Kazakhstan."


def item(title: str = "Leaders meet in Astana", *, sentence: str = TEXT, **more: object) -> dict[str, object]:
    """Make an item; what is more stands in the article, but for change, spike, kind, matches and beginning."""
    article: dict[str, object] = {
        "id": 7,
        "url": "https://outlet.example/news/7",
        "outlet": "outlet.example",
        "title": title,
        "language": "kk",
        "published_at": "2026-11-22T09:30:00Z",
        "first_seen_at": "2026-11-22T10:04:00Z",
        "verdict": "partial",
        "duplicate_of": "seed:wire-2026",
        "topics": ["csto", "kazakhstan"],
        "story": {"id": 881, "articles": 7},
    }
    match = {"topic": "csto", "name": "CSTO", "field": "text", "sentence": sentence}
    if sentence is TEXT:
        match = {**match, "at": [15, 19]}  # type: ignore[dict-item] # JSON holds both
    made: dict[str, object] = {"rule": "csto-urgent", "kind": "article", "change": None, "spike": None}
    made |= {name: more.pop(name) for name in ("change", "spike", "kind", "beginning") if name in more}
    made["matches"] = more.pop("matches", [match])
    return {**made, "article": {**article, **more}}


def payload(*items: Mapping[str, object], kind: str = "article", **more: object) -> dict[str, object]:
    """Make a payload of items."""
    return {
        "schema": 2,
        "key": "a" * 64,
        "kind": kind,
        "rules": ["csto-urgent"],
        "urgency": "normal",
        "thread": None,
        "story": {"id": 881, "articles": 7, "outlets": 4},
        "items": list(items),
        "count": len(items),
        "more": 0,
        **more,
    }
