"""Which messages does an article call for, and when is one that failed tried again?

Pure: takes articles, moments and a chance between 0 and 1.
In: an Article as it is stored, the rules; or how a delivery failed. Out: pairs of rule and channel; or the
moment of the next try. message.py words the messages, outbox.py sends them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.records.articles import Article
from monitor.core.records.failures import Failed

LAST_TRY = 12
_FIRST_WAIT_S = 10
_LONGEST_WAIT_S = 3_600
_LONGEST_WISH_S = 86_400


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to tell of which articles.

    Args:
        name: unique; deliveries name it.
        channels: names of the channels that get a message.
        topics: an article must match one of them; empty takes any topic, but not none.
    """

    name: str
    channels: tuple[str, ...]
    topics: tuple[str, ...] = ()

    def matches(self, article: Article) -> bool:
        """Say whether the article is coverage of what the rule is about.

        New and partly new articles are, and a copy that names a topic which its original does not: nobody was told of
        that one.
        """
        named = article.topics if article.verdict.is_coverage else article.added_topics
        return bool(set(self.topics) & set(named)) if self.topics else bool(named)


def default_rules(channels: Sequence[str]) -> tuple[Rule, ...]:
    """Give the rules of an owner who wrote none: new coverage of any topic, to every channel."""
    return (Rule("coverage", tuple(channels)),)


def due(article: Article, rules: Sequence[Rule]) -> tuple[tuple[Rule, str], ...]:
    """Say which rule sends a message about the article over which channel, in the rules' order, each pair once."""
    matching = [rule for rule in rules if rule.matches(article)]
    pairs = {(rule.name, channel): (rule, channel) for rule in matching for channel in rule.channels}
    return tuple(pairs.values())


def next_sending(now: datetime, failure: Failed, *, attempts: int, chance: float) -> datetime | None:
    """Say when to send a message again after it failed; None parks it as dead.

    After 10 s, then after twice as long each time, up to an hour, a fifth more or less by chance, so that
    messages that failed together do not return together. A receiver's wish (Retry-After) is kept instead,
    up to a day. The twelfth failure is the last, and so is a final one.

    Args:
        now: when it failed.
        failure: how.
        attempts: tries that failed, this one included, at least 1.
        chance: uniform, 0 to 1.

    Source: RFC 9110, section 10.2.3, for Retry-After.
    """
    if failure.is_final or attempts >= LAST_TRY:
        return None
    if failure.retry_after_s is not None:
        return now + timedelta(seconds=min(max(failure.retry_after_s, 1), _LONGEST_WISH_S))
    wait_s = min(_FIRST_WAIT_S * 2 ** (attempts - 1), _LONGEST_WAIT_S)
    return now + timedelta(seconds=wait_s * (0.8 + 0.4 * chance))
