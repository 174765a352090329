"""What does the system's resolver say, and what is it like when it is in trouble?

Not pure: holds the threads of whoever asks while it hangs. In: names below .example. Out: this machine's address, or
what a resolver in trouble says. Literal addresses and all other names go to the real one.
"""

import socket
import threading
from collections.abc import Callable

Answer = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]
_PATIENCE_S = 20.0


class Names:
    """A resolver to put in the place of socket.getaddrinfo.

    Args:
        real: the one that was there.
    """

    def __init__(self, real: Callable[..., object]) -> None:
        self.asked: list[str] = []
        self._real = real
        self._trouble: OSError | None = None
        self._is_back = threading.Event()
        self._is_back.set()

    def fail(self, trouble: OSError) -> None:
        """Answer with this from now on."""
        self._trouble = trouble

    def hang(self) -> None:
        """Answer nobody from now on."""
        self._is_back.clear()

    def come_back(self) -> None:
        """Answer again, those too who still wait."""
        self._trouble = None
        self._is_back.set()

    def getaddrinfo(self, host: object, port: int, *args: object, **more: object) -> object:
        """Answer as socket.getaddrinfo does."""
        name = host.decode() if isinstance(host, bytes) else str(host)
        if not name.endswith(".example"):
            return self._real(host, port, *args, **more)
        self.asked.append(name)
        self._is_back.wait(_PATIENCE_S)
        if self._trouble:
            raise self._trouble
        found: Answer = [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))]
        return found
