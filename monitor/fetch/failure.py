"""How does a part of this room say that a fetch cannot go on?

Pure: one exception that carries the value it becomes. In: a reason and a sentence. Out: that value.
It never leaves the room: client.py catches it and gives the value back.
"""

from monitor.core.records.failures import Failed, Reason


class FetchStopped(Exception):  # noqa: N818 - named by what happened
    """A fetch ends here, for a reason that is recorded as a value.

    Args:
        reason: out of the closed list.
        detail: one sentence for a person: what happened, and what to do where that helps.
        retry_after_s: when to try again, where that is known.
    """

    def __init__(self, reason: Reason, detail: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.failed = Failed(reason, detail, retry_after_s=retry_after_s)
