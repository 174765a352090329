"""When is an article's page looked at again?

Pure. In: how old the article is, what the last look found, chance. Out: a moment in UTC, or None for never again.
pipeline.py plans with it; store/articles/looks.py keeps what it says.
"""

from datetime import datetime, timedelta

# News is edited in its first hours, and withdrawn in its first days.
_AGES = tuple(timedelta(minutes=minutes) for minutes in (20, 60, 180, 480, 1_440, 2_880, 5_760, 10_080, 20_160, 43_200))
# Of an article that names none of our topics: often enough that one which comes to name one is seen.
_AGES_OF_OTHERS = tuple(timedelta(minutes=minutes) for minutes in (60, 480, 2_880))
_AFTER_A_CHANGE = timedelta(minutes=30)
_TO_CONFIRM = timedelta(minutes=10)
_YOUNG = timedelta(days=2)


def next_look(
    now: datetime, *, first_seen_at: datetime, is_matching: bool, has_changed: bool, chance: float
) -> datetime | None:
    """Say when an article's page is looked at next; None once it is a month old.

    The article's age decides: 20 minutes, 1, 3 and 8 hours, 1, 2, 4, 7, 14 and 30 days; of one that names no topic
    1 hour, 8 hours and 2 days. A look that came late takes the place of those that it passed. Of one that names a topic
    and was changed within its first two days, half an hour later in any case: edits come in rows.

    Args:
        chance: between 0 and 1; puts the moment off by up to a tenth of the wait.
    """
    age = now - first_seen_at
    ages = _AGES if is_matching else _AGES_OF_OTHERS
    due_at = next((first_seen_at + at for at in ages if at > age), None)
    if has_changed and is_matching and age < _YOUNG:
        soon = now + _AFTER_A_CHANGE
        due_at = min(due_at, soon) if due_at else soon
    return None if due_at is None else due_at + (due_at - now) * chance / 10


def confirming_look(now: datetime, *, chance: float) -> datetime:
    """Say when to make sure that a page which seems to be gone is: servers lie, and mend themselves."""
    return now + _TO_CONFIRM * (1 + chance / 10)
