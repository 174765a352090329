"""Why did something not work out, and what follows from that?

Pure: frozen values. What did not work out is recorded with its next try; what a Reason means to the rooms stands in
TRAITS. The exceptions of core/errors.py are another thing: they are for the person who runs the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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
    HTML_PAGE = "html_page"
    NOT_A_FEED = "not_a_feed"
    BROKEN_FEED = "broken_feed"
    ENTITIES = "entities"
    NOT_A_PAGE = "not_a_page"
    SOFT_404 = "soft_404"
    NO_TEXT = "no_text"
    # our own worker processes
    WORKER_TOO_SLOW = "worker_too_slow"
    WORKER_OUT_OF_MEMORY = "worker_out_of_memory"
    WORKER_DIED = "worker_died"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Traits:
    """What follows from a Reason; without arguments: nothing.

    Args:
        is_passing: a page that failed so is tried again.
        had_body: a whole body was sent, and that body is what is wrong: without validators, each try costs the server
            as much as a success.
        is_blocked: the server is well, and does not want us.
        is_out_of_reach: the server is not to be had, as when a country is cut off from the net.
        proves_dead: nothing is at the address any more.
        proves_unreadable: something is at the address, and it can't be a feed of ours.
        is_momentary: it may be over when a person tries again.
        needs_a_look: only who looks at the body can say what is wrong with it.
        proves_withdrawn: of the page of an article that is kept: it is not there any more.
    """

    is_passing: bool = False
    had_body: bool = False
    is_blocked: bool = False
    is_out_of_reach: bool = False
    proves_dead: bool = False
    proves_unreadable: bool = False
    is_momentary: bool = False
    needs_a_look: bool = False
    proves_withdrawn: bool = False


_LOST = Traits(is_passing=True, is_out_of_reach=True, is_momentary=True)
_NO_PAGE = Traits(had_body=True)  # of pages only: no feed fails so

#: What follows from each Reason; a test finds the one that has no row.
TRAITS: Final[Mapping[Reason, Traits]] = {
    Reason.REFUSED_ADDRESS: Traits(proves_unreadable=True),
    Reason.ROBOTS: Traits(is_passing=True, is_blocked=True),
    Reason.HELD: Traits(is_momentary=True),
    Reason.BAD_ADDRESS: Traits(proves_unreadable=True),
    Reason.DNS: Traits(is_passing=True, is_out_of_reach=True, proves_dead=True),
    Reason.CONNECT: _LOST,
    Reason.TLS: Traits(is_passing=True, is_out_of_reach=True),
    Reason.TOO_SLOW: _LOST,
    Reason.TOO_BIG: Traits(had_body=True, proves_unreadable=True),
    Reason.CUT_SHORT: _LOST,
    # A server that packs its answers wrongly does so each time, but a proxy on the way may be mended soon.
    Reason.BAD_ENCODING: Traits(had_body=True, is_momentary=True),
    Reason.BAD_ANSWER: _LOST,
    Reason.TOO_MANY_REDIRECTS: Traits(proves_unreadable=True),
    Reason.NOT_FOUND: Traits(proves_dead=True, proves_withdrawn=True),
    Reason.GONE: Traits(proves_dead=True, proves_withdrawn=True),
    Reason.FORBIDDEN: Traits(is_blocked=True),
    Reason.BLOCKED: Traits(is_blocked=True),
    Reason.LOGIN: Traits(is_blocked=True),
    Reason.THROTTLED: Traits(is_passing=True, is_blocked=True, is_momentary=True),
    Reason.REFUSED_REQUEST: Traits(),
    Reason.SERVER_ERROR: _LOST,
    Reason.EMPTY: Traits(needs_a_look=True),
    Reason.HTML_PAGE: Traits(had_body=True, proves_unreadable=True),
    Reason.NOT_A_FEED: Traits(had_body=True, proves_unreadable=True),
    Reason.BROKEN_FEED: Traits(had_body=True, proves_unreadable=True, needs_a_look=True),
    Reason.ENTITIES: Traits(had_body=True, proves_unreadable=True),
    Reason.NOT_A_PAGE: _NO_PAGE,
    Reason.SOFT_404: Traits(had_body=True, proves_withdrawn=True),
    Reason.NO_TEXT: _NO_PAGE,
    Reason.WORKER_TOO_SLOW: Traits(had_body=True, proves_unreadable=True, needs_a_look=True),
    Reason.WORKER_OUT_OF_MEMORY: Traits(had_body=True, proves_unreadable=True, needs_a_look=True),
    Reason.WORKER_DIED: Traits(is_passing=True, proves_unreadable=True, needs_a_look=True),
    Reason.BUG: Traits(is_passing=True),
}


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
