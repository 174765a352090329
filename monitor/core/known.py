"""Is there such a topic, or such a state, person or body, and what may be meant where there is none?

Pure. In: what was asked for, and what there is. Out: sentences. The query, the commands and the API refuse by them:
an empty list would read as no coverage.
"""

from collections.abc import Collection
from difflib import get_close_matches

from monitor.core.lexicon import Lexicon


def companions(lexicon: Lexicon) -> frozenset[str]:
    """Give the ids of all states, people and bodies that can be named beside a topic."""
    return frozenset(term.id for term in lexicon.companions)


def no_topic(wanted: str, topics: Collection[str]) -> str:
    """Say that there is no such topic, which there are, and which is nearest."""
    return f"No topic is called {wanted!r}; there are: {', '.join(topics)}.{_nearest(wanted, topics)}"


def no_companion(wanted: str, known: Collection[str]) -> str:
    """Say that there is no such state, person or body, and which is nearest."""
    nearest = _nearest(wanted, sorted(known)) or " `monitor topics beside TOPIC` lists whom articles name."
    return f"No state, person or body is called {wanted!r}.{nearest}"


def _nearest(wanted: str, known: Collection[str]) -> str:
    near = get_close_matches(wanted, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
