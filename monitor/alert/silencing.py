"""What may a silence ask?

Pure. In: a query and the moment. Out: nothing, or BadQuery. Whoever makes a silence asks before it is stored;
composing.py holds alerts against it, by what they say of their article.
"""

from collections.abc import Collection
from datetime import datetime

from monitor.core.query.parsing import BadQuery, parse

#: What an alert says of its article.
FIELDS = frozenset({"topic", "lang", "feed", "outlet", "country", "is", "story", "title", "url", "date", "seen"})


def check(query: str, now: datetime, topics: Collection[str] = ()) -> None:
    """Refuse a query that alerts cannot be held against.

    Args:
        topics: ids that it may name; empty lets it name any.

    Raises:
        BadQuery: it cannot be read, it asks for words of the text or for what only the archive knows, or nothing can
            ever be what it asks for.
    """
    read = parse(query, now=now, topics=topics)
    asked = read.fields - FIELDS
    if asked:
        named = "words of the text" if "word" in asked else ", ".join(f"'{name}:'" for name in sorted(asked))
        known = ", ".join(f"{name}:" for name in sorted(FIELDS))
        raise BadQuery(query, 0, f"A silence cannot ask for {named}. It can for {known}.")
    if why := read.contradiction():
        raise BadQuery(query, 0, f"It can never match: {why}")
