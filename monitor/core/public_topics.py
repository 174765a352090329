"""How do topics look to programs: in JSON, on the command line and from the API?

Pure: Topic in, dictionaries ready for JSON out; the names here are a promise to users, as those of public.py.
"""

from collections import Counter
from collections.abc import Iterable

from monitor.core.topics import Cue, Name, Standing, Topic

UNSURE = "unsure"


def languages(rows: Iterable[Name | Cue]) -> list[str]:
    """List the languages of names or words, each once, sorted."""
    return sorted({tag for row in rows for tag in row.language.split()})


def listed(topic: Topic) -> dict[str, object]:
    """Give what a list shows of a topic; ``weak`` and ``other`` names never make an article match."""
    by_class = Counter(name.standing for name in topic.names)
    return {
        "id": topic.id,
        "label": topic.label,
        "names": by_class[Standing.NAME],
        "weak": by_class[Standing.WEAK],
        "other": by_class[Standing.OTHER],
        "unsure": sum(name.source == UNSURE for name in topic.names),
        "context": len(topic.context),
        "vetoes": len(topic.vetoes),
        "languages": languages(topic.names),
    }


def shown(topic: Topic) -> dict[str, object]:
    """Give all of a topic: every name with its languages, kind, class and source, and what speaks for or against it."""
    return {
        "id": topic.id,
        "label": topic.label,
        "names": [_name(each) for each in topic.names],
        "context": [_cue(each) for each in topic.context],
        "vetoes": [_cue(each) for each in topic.vetoes],
    }


def _name(given: Name) -> dict[str, object]:
    return {
        "name": given.text,
        "languages": given.language.split(),
        "kind": given.match,
        "class": given.standing,
        "source": given.source or None,
    }


def _cue(given: Cue) -> dict[str, object]:
    return {"words": given.text, "languages": given.language.split()}
