"""Which rules hold now, and over which channels are people told?

Not pure: reads alerts.yaml and the database. In: Settings, a Fetcher. Out: the Book, which the pipeline asks for each
article, and the channels, which the outbox sends through. service.py and the commands make one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.alert.channels import LogChannel, WebhookChannel
from monitor.alert.rules import Book, default_rules
from monitor.config.settings import Settings
from monitor.core.ports import Channel, Clock, Fetcher


@dataclass(slots=True)
class Alerting:
    """The rules and channels of one process.

    Args:
        topics: ids, in the order of topics.yaml.
    """

    settings: Settings
    fetcher: Fetcher
    clock: Clock
    topics: Sequence[str]
    channels: dict[str, Channel] = field(init=False)
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        """Read everything once."""
        self.channels = _channels(self.settings, self.fetcher)
        self.book = Book.of(default_rules(self.topics), tuple(self.channels), now=self.clock.now())


def _channels(settings: Settings, fetcher: Fetcher) -> dict[str, Channel]:
    channels: list[Channel] = [LogChannel()]
    if settings.webhook_url:
        channels.append(WebhookChannel(fetcher, settings.webhook_url.get_secret_value()))
    return {channel.name: channel for channel in channels}
