"""Which addresses may be connected to by who speaks no HTTP?

Not pure: has the system asked for names, by the guard. In: a host and a port. Out: its checked addresses, or a reason.
The channels of alert/ that send mail or use a library of their own connect to these and to nothing else.
"""

from monitor.core.records.failures import Failed, Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.guard import Guard


class CheckedAddresses:
    """Gives checked addresses, behind core.ports.AddressGuard.

    Args:
        guard: of its own, or the one that requests pass through.
        ca_file: further certificate authorities, a PEM file; "" for the usual ones only.
    """

    def __init__(self, guard: Guard, ca_file: str = "") -> None:
        self.ca_file = ca_file
        self._guard = guard

    async def addresses(self, host: str, port: int) -> tuple[str, ...] | Failed:
        """Give the literal addresses of a host, each of which may be connected to on that port.

        The port is the owner's word, as a feed's is: it is not one of 80 and 443 alone that may be asked.
        """
        try:
            with self._guard.let_through(host, port, (port,)):
                found = await self._guard.resolve(host, port)
        except FetchStopped as stop:
            return stop.failed
        except OSError as error:
            said = error.strerror or type(error).__name__
            return Failed(Reason.DNS, f"{host} has no address in DNS ({said}). Check its spelling, or our own DNS.")
        return tuple(str(each["host"]) for each in found)
