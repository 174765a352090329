"""By which messages is a template tried before it is used?

Pure: made-up payloads, one of each kind, and some in which all that may be missing is missing. renderer.py writes each
of them by a template that is checked.
"""

from monitor.core.records.alerts import AlertKind, MessageKind, Urgency


def _item(number: int, kind: AlertKind = AlertKind.ARTICLE) -> dict[str, object]:
    sentence, title = (
        "The CSTO and Kazakhstan signed nothing: this is a sample.",
        f"Sample {number}: no news of the CSTO",
    )
    return {
        "rule": "sample",
        "kind": kind.value,
        "article": {
            "id": number,
            "url": f"https://outlet.example/{number}",
            "outlet": "outlet.example",
            "title": title,
            "language": "en",
            "published_at": "2026-11-22T09:30:00Z",
            "first_seen_at": "2026-11-22T10:00:00Z",
            "verdict": "partial" if number % 2 else "new",
            "duplicate_of": "seed:sample" if number % 2 else None,
            "topics": ["csto", "kazakhstan"],
            "story": {"id": 3, "articles": 7},
        },
        "matches": [
            _match("csto", "CSTO", sentence) | {"in_headline": [len(title) - 4, len(title)]},
            _match("kazakhstan", "Kazakhstan", sentence),
        ],
        "beginning": "",
        "change": {"kind": "withdrawn", "detail": "The page answers 404."} if kind is AlertKind.CHANGE else None,
        "spike": {"count": 41, "usual": 6.5, "hours": 1} if kind is AlertKind.SPIKE else None,
    }


def _match(topic: str, name: str, sentence: str) -> dict[str, object]:
    start = sentence.index(name)
    at = [start, start + len(name)]
    return {"topic": topic, "name": name, "field": "text", "sentence": sentence, "at": at, "in_headline": None}


def _bare_item(beginning: str = "") -> dict[str, object]:
    article = {"id": 1, "url": "https://outlet.example/1", "outlet": "outlet.example", "title": "", "topics": []}
    told: dict[str, object] = {"rule": "sample", "kind": "article", "article": article, "matches": []}
    return {**told, "beginning": beginning, "change": None, "spike": None}


def _payload(kind: MessageKind, *items: dict[str, object], more: int = 0, has_story: bool = True) -> dict[str, object]:
    return {
        "schema": 2,
        "key": "0" * 64,
        "kind": kind.value,
        "rules": ["sample"],
        "urgency": Urgency.URGENT.value if kind is MessageKind.SPIKE else Urgency.NORMAL.value,
        "thread": "1" * 64 if kind is MessageKind.UPDATE else None,
        "story": {"id": 3, "articles": 7, "outlets": 4} if has_story else None,
        "items": list(items),
        "count": len(items) + more,
        "more": more,
    }


PAYLOADS = (
    _payload(MessageKind.ARTICLE, _item(1)),
    _payload(MessageKind.ARTICLE, _bare_item(), has_story=False),
    _payload(MessageKind.ARTICLE, _bare_item("It names no topic: this is a sample."), has_story=False),
    _payload(MessageKind.UPDATE, _item(1), _item(2)),
    _payload(MessageKind.DIGEST, *(_item(number) for number in range(1, 41)), more=17, has_story=False),
    _payload(MessageKind.CHANGE, _item(1, AlertKind.CHANGE)),
    _payload(MessageKind.SPIKE, _item(1, AlertKind.SPIKE), has_story=False),
    _payload(MessageKind.SAMPLE, _item(2)),
)
