"""Why is an article in its story?

Pure. In: an article of a story, and the story's history. Out: one sentence. The command line and the pages show it.
"""

from collections.abc import Sequence

from monitor.core.records.stories import Carried, Regrouping


def reason(member: Carried, history: Sequence[Regrouping]) -> str:
    """Say why an article is in its story: what a person said comes before what the rules say."""
    moves = [each for each in history if member.article_id in each.articles and each.undone_by is None]
    if member.is_pinned and moves:
        last = moves[-1]
        return f"{last.by} put it there (regrouping {last.id}){f': {last.why}' if last.why else '.'}"
    return member.placement.why if member.placement else "It was there before there were rules for that."
