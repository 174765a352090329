"""How does the latency ledger look to programs?

Pure: records in, dictionaries ready for JSON out; as core/public.py, whose names are a promise too.
"""

from monitor.core.latency import slowest, stages
from monitor.core.public import moment
from monitor.core.records.ledgers import Lateness, Ledger


def lateness(given: Lateness) -> dict[str, object]:
    """Give how long a stage takes; ``feed`` is null for all feeds together."""
    return {
        "feed": given.feed or None,
        "stage": given.stage.value,
        "articles": given.articles,
        "p50_s": round(given.p50_s, 3),
        "p95_s": round(given.p95_s, 3),
    }


def ledger(given: Ledger) -> dict[str, object]:
    """Give the moments of one article's way, the seconds between them, and where most of the time went."""
    late = slowest(given)
    return {
        "article": given.article_id,
        "feed": given.feed,
        "backlog": given.is_backlog,
        "published_at": moment(given.published_at),
        "seen_at": moment(given.seen_at),
        "fetched_at": moment(given.fetched_at),
        "kept_at": moment(given.kept_at),
        "queued_at": moment(given.queued_at),
        "delivered_at": moment(given.delivered_at),
        "stages": {stage.value: round(took, 3) for stage, took in stages(given).items()},
        "slowest": late.value if late else None,
    }
