"""What is kept, and in which form?

Not pure: declares the database's tables. They never leave store/; other rooms see the values of core.records.
In: feed_tables.py, article_tables.py, story_tables.py and alert_tables.py, a SQLModel class a table. Out: the Core
``Table`` of each, of which statements are made. The schema changes by migrations only (alembic/versions); a test
compares them with this module.

**Claims.** feed, entry, look and delivery share four columns: ``due_at`` (None: never), ``lane`` (what must not be
crowded: a site or a channel), ``leased_until``, ``leased_by``. claims.py is the one statement over them.
"""

from sqlalchemy import Table

from monitor.store.schema import alert_tables, article_tables, feed_tables, story_tables
from monitor.store.schema.declaring import METADATA, Declared


def _of(declared: type[Declared]) -> Table:
    return METADATA.tables[str(declared.__tablename__)]


FEED = _of(feed_tables.Feed)
POLL = _of(feed_tables.Poll)
EVENT = _of(feed_tables.Event)
SUBSCRIPTION = _of(feed_tables.Subscription)
UNWRAPPED = _of(feed_tables.Unwrapped)
ENTRY = _of(feed_tables.Entry)
ARTICLE = _of(article_tables.Article)
ARTICLE_TOPIC = _of(article_tables.ArticleTopic)
VERSION = _of(article_tables.Version)
CHANGE = _of(article_tables.Change)
PAGE = _of(article_tables.Page)
CAPTURE = _of(article_tables.Capture)
LOOK = _of(article_tables.Look)
TASK = _of(feed_tables.Task)
MENTION = _of(article_tables.Mention)
CO_MENTION = _of(article_tables.CoMention)
SHINGLE = _of(article_tables.Shingle)
PARAGRAPH = _of(article_tables.Paragraph)
RECURRING = _of(article_tables.Recurring)
STORY = _of(story_tables.Story)
TRAIT = _of(story_tables.Trait)
REGROUPING = _of(story_tables.Regrouping)
SEED = _of(feed_tables.Seed)
SEED_SHINGLE = _of(feed_tables.SeedShingle)
ALERT = _of(alert_tables.Alert)
DELIVERY = _of(alert_tables.Delivery)
RULE = _of(alert_tables.Rule)
SILENCE = _of(alert_tables.Silence)
SNOOZE = _of(alert_tables.Snooze)
SAVED_QUERY = _of(alert_tables.SavedQuery)
TOKEN = _of(alert_tables.Token)
