"""How is its owner told that a channel cannot be made?

Pure. In: the channel as it was set up, what is wrong and what to do. Out: an exception that says where, and no secret.
making.py and the channels raise it.
"""

from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.alerts import ChannelSpec


def refusal(spec: ChannelSpec, what: str, mend: str) -> BadConfiguration:
    """Say what is wrong with a channel, where it is set up, and what to do; never its address."""
    return BadConfiguration((Problem(spec.origin, 0, spec.name, what, mend),))
