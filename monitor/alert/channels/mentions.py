"""How is a message kept from calling people up?

Pure: str in, str out. In: a rendered text. Out: the same to the eye, without what a messenger would take for a call to
everybody, to a person or to a group. apprise.py puts every text through it, whatever its form: services look for calls
in plain text too, and Apprise itself in the text it is given for Discord.
"""

import re

_APART = "\u200b"  # zero-width space, as Discord's own libraries put it there
_CALL = re.compile(
    r"(?P<address>https?://[^\s<>()\"']+)"
    r"|@(?=[\w!&#*])"  # @everyone, <@U024BE7LH>, @channel, @room, @**all**
    r"|<(?=[!@]|at\b|users/|(?-i:s)ubteam)"  # Slack, Lark, Google Chat
    r"|\[(?=CQ:|@)",  # OneBot
    re.IGNORECASE,
)


def without_calls(text: str) -> str:
    """Keep what stands in a text from calling anybody; an address leads where it led."""
    return _CALL.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    if found["address"]:
        return found[0].replace("@", "%40")  # the same to a server
    return found[0] + _APART
