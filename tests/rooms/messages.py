"""Which message do the tests of the channels send?"""

from monitor.core.records.alerts import DueDelivery
from tests.fakes import NOON

KEY = "ab" * 32
TITLE = "Лидеры ОДКБ собрались в Астане"
ARTICLE: dict[str, object] = {
    "id": 7,
    "url": "https://outlet.example/7",
    "outlet": "outlet.example",
    "title": TITLE,
    "language": "ru",
    "published_at": "2026-11-22T09:30:00Z",
    "first_seen_at": "2026-11-22T10:00:00Z",
    "verdict": "new",
    "duplicate_of": None,
    "topics": ["csto"],
    "basis": "full",
    "feed": "Outlet",
    "story": {"id": 3, "articles": 2},
}
ITEM: dict[str, object] = {
    "rule": "csto",
    "kind": "article",
    "article": ARTICLE,
    "matches": [{"topic": "csto", "name": "ОДКБ", "field": "title", "sentence": TITLE, "at": [7, 11]}],
    "change": None,
    "spike": None,
}


def delivery(*, title: str = TITLE, **more: object) -> DueDelivery:
    payload: dict[str, object] = {
        "schema": 2,
        "key": KEY,
        "kind": "article",
        "rules": ["csto"],
        "urgency": "normal",
        "thread": None,
        "story": {"id": 3, "articles": 2, "outlets": 2},
        "items": [{**ITEM, "article": {**ARTICLE, "title": title}}],
        "count": 1,
        "more": 0,
    } | more
    return DueDelivery(1, KEY, "csto", "desk", payload, 0, NOON, NOON)
