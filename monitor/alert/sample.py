"""What does a message look like, before there is one?

Pure. In: a channel's name, an article or none, the moment. Out: a delivery that no outbox has; alerting.py has the
channel send it, so that its owner sees that it works.
"""

from datetime import datetime
from hashlib import sha256

from monitor.alert.message import item, payload_of
from monitor.core.records.alerts import Alert, AlertKind, DueDelivery, MessageKind, QueuedAlert, Urgency
from monitor.core.records.articles import Article, Basis
from monitor.core.records.tags import Mention, Part
from monitor.core.records.verdicts import Verdict, VerdictKind

RULE = "sample"
_TITLE = "A sample: this channel works"
_TEXT = "Nobody met, and nothing happened in Kazakhstan: this message was asked for by monitor alerts test."


def sample(channel: str, article: Article | None, now: datetime) -> DueDelivery:
    """Make a message of kind "sample" that tells an article, or a made-up one."""
    told = article or _made_up(now)
    key = sha256(f"{RULE}\n{channel}\n{now.isoformat()}".encode()).hexdigest()
    facts = item(RULE, AlertKind.ARTICLE, told)
    alert = Alert(key, RULE, channel, AlertKind.ARTICLE, Urgency.NORMAL, told.id, None, facts, now)
    payload = payload_of(key, MessageKind.SAMPLE, [QueuedAlert(0, alert, now, told.first_seen_at)])
    return DueDelivery(0, key, RULE, channel, payload, 0, now, told.first_seen_at)


def _made_up(now: datetime) -> Article:
    start = _TEXT.index("Kazakhstan")
    mention = Mention("kazakhstan", "Kazakhstan", "en", "text", start, start + 10, "stem", part=Part.LEAD)
    return Article(
        id=0,
        url="https://outlet.example/sample",
        outlet="outlet.example",
        title=_TITLE,
        author="",
        language="en",
        published_at=now,
        first_seen_at=now,
        kept_at=now,
        basis=Basis.FULL,
        verdict=Verdict(VerdictKind.NEW, "It was made up."),
        topics=("kazakhstan",),
        feed="A sample",
        text=_TEXT,
        mentions=(mention,),
    )
