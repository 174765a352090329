"""Why did something not work out?

Pure: frozen values. What did not work out is recorded with its next try. The exceptions of core/errors.py are another
thing: they are for the person who runs the program.
"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why something did not work out: a closed list, so that it can label metrics."""

    # between us and the server
    REFUSED_ADDRESS = "refused_address"
    ROBOTS = "robots"
    HELD = "held"
    BAD_ADDRESS = "bad_address"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    CUT_SHORT = "cut_short"
    BAD_ENCODING = "bad_encoding"
    BAD_ANSWER = "bad_answer"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # what the server said
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BLOCKED = "blocked"
    LOGIN = "login"
    THROTTLED = "throttled"
    REFUSED_REQUEST = "refused_request"
    SERVER_ERROR = "server_error"
    # what the body was
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    BROKEN_FEED = "broken_feed"
    ENTITIES = "entities"
    NOT_A_PAGE = "not_a_page"
    NO_TEXT = "no_text"
    TOO_DEEP = "too_deep"
    # our own worker processes
    WORKER_TOO_SLOW = "worker_too_slow"
    WORKER_OUT_OF_MEMORY = "worker_out_of_memory"
    WORKER_DIED = "worker_died"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Failed:
    """Something did not work out; a value, because everything else goes on.

    Args:
        detail: one sentence for a person: what happened and, where it helps, what to do.
        status: the HTTP status that said so, 0 where none did.
        retry_after_s: the server's wish, in seconds, None where it had none.
        is_final: trying again can't help (a 410, an unreadable body of an entry).
    """

    reason: Reason
    detail: str
    status: int = 0
    retry_after_s: int | None = None
    is_final: bool = False
    took_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


def bug(error: Exception) -> Failed:
    """Give the value of a fault of our own.

    Not the error's own text: it may quote an article, or a feed's secret headers. The log has the traceback.
    """
    return Failed(Reason.BUG, f"The program itself failed on this with {type(error).__name__}; see the log.")
