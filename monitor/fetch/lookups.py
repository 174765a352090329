"""What does the system say a name's addresses are, however long it takes?

Not pure: asks the system's resolver, which cannot be interrupted and may hang for half a minute. In: a
name and a port. Out: literal addresses. guard.py checks them.

No loop's executor does it: its few threads are shared with the store, and a dead resolver would hold
them all. Each look-up has a daemon thread, since the interpreter waits at its end for every other thread, an
executor's included: a process must not outlive its work because DNS hangs.
"""

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress

_AT_ONCE = 256  # as many as requests are under way by default: names that hang must not make others wait


class Lookups:
    """Asks for names, so many at a time; a look-up that nobody waits for any more still counts until it ends."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._free = asyncio.Semaphore(at_once)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """Give a name's addresses, in the resolver's order.

        Raises:
            OSError: the name has none, or no thread could be had.
            UnicodeError: the name cannot be written in DNS.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def hand_back(found: list[str] | OSError | UnicodeError) -> None:
            """Give the answer to whoever still waits for it; runs on the loop."""
            self._free.release()
            if answer.done():  # whoever asked has been stopped
                return
            if isinstance(found, list):
                answer.set_result(found)
            else:
                answer.set_exception(found)

        def look_up() -> None:
            """Ask the system; runs in a thread of its own."""
            found: list[str] | OSError | UnicodeError = OSError(socket.EAI_FAIL, "the resolver crashed")
            try:
                found = _addresses_of(host, port)
            except (OSError, UnicodeError) as error:
                found = error
            finally:
                with suppress(RuntimeError):  # the loop was closed meanwhile
                    loop.call_soon_threadsafe(hand_back, found)

        await self._free.acquire()
        try:
            threading.Thread(target=look_up, name=f"lookup of {host}", daemon=True).start()
        except RuntimeError as error:
            self._free.release()
            raise OSError(socket.EAI_AGAIN, "the system has no thread to spare") from error
        return await answer


def _addresses_of(host: str, port: int) -> list[str]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(address[0]) for *_, address in answers]
