"""Which country has an article, and which feeds are of a country?

Not pure: makes statements over feed. In: a feed's name, or a country. Out: a column or a statement, for whoever reads
articles. A feed that is gone keeps the country that it had.
"""

from sqlalchemy import ColumnElement, ScalarSelect, Select, select

from monitor.store.schema.tables import ARTICLE, FEED


def _given() -> ColumnElement[str]:
    given: ColumnElement[str] = FEED.c.spec["country"].as_string()
    return given


#: Of an article, in a list of such: None or "" where its feed has none, or nobody knows the feed.
COUNTRY = select(_given()).where(FEED.c.name == ARTICLE.c.feed).scalar_subquery().label("country")


def country_of(feed: str) -> ScalarSelect[str]:
    """Ask which country the owner gave a feed; None or "" where none."""
    return select(_given()).where(FEED.c.name == feed).scalar_subquery()


def feeds_in(country: str) -> Select[str]:
    """Ask for the names of the feeds that are of a country."""
    return select(FEED.c.name).where(_given() == country)
