"""In which forms do channels take a message, and how is a stranger's text kept from being markup there?

Pure: str in, str out. sandbox.py puts every value that a template shows through ``escape``; renderer.py asks how long a
message may be.

Of each markup all that could begin something is escaped where the form has a way to, and else replaced by a letter that
looks like it: neither Slack nor the several kinds of Markdown can show every character as it is.
"""

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

from monitor.core.urls import is_web_address


class Form(StrEnum):
    """How a channel writes: as plain text, HTML for an e-mail, Markdown, Slack's, Telegram's HTML, or on one line."""

    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"
    SLACK = "slack"
    TELEGRAM = "telegram"
    LINE = "line"

    @property
    def longest(self) -> int:
        """The most characters of a message that every service with this form takes.

        Source: Discord takes 2,000 as Markdown, Telegram 4,096, Slack's text is cut at 40,000 and hard to read from
        12,000 on; Gmail shows the first 102 KB of an e-mail.
        """
        return _LONGEST[self]


_LONGEST = {
    Form.PLAIN: 30_000,
    Form.HTML: 60_000,
    Form.MARKDOWN: 2_000,
    Form.SLACK: 12_000,
    Form.TELEGRAM: 4_096,
    Form.LINE: 500,
}


class Address(str):
    """A web address of which every form makes a link as it is: http or https, in harmless ASCII."""

    __slots__ = ()


NO_ADDRESS = Address("")

# What follows could be a person or a group in Slack, Discord and Telegram. A zero-width space keeps them from being
# called, as Discord's own libraries do.
_CALL = re.compile(r"@(?=[\w!&#])")
_UNSEEN = "\u200b"
_CALL_KEPT = f"@{_UNSEEN}"
_PICTURE = re.compile(r":(?=[\w+-]*[^\W\d][\w+-]*:)")
_TAGS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_TELEGRAM = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "|": "∣"})
# A backslash is understood by few readers of Markdown before each of these (Slack, by way of Apprise, by none), and to
# some "<" begins HTML whatever stands before it.
_MARKDOWN = str.maketrans(
    {"\\": "∖", "[": "\\[", "]": "\\]", "<": "‹", ">": "›", "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "|": "∣"}
)
_BEGINS_A_BLOCK = re.compile(r"^(?=\s*(?:\d+[.)]|[-+#=]))")
# Of what an address may hold, that which no form takes for the end of it; brackets belong to a host of figures.
_SAFE = "!#$%&+,-./:;=?@_~"


def escape(form: Form, value: str) -> str:
    """Give what shows a value in a form and is never more than text there; of an Address, what makes a link."""
    if isinstance(value, Address):
        return _escaped_address(form, value)
    if form is Form.HTML:
        return value.translate(_TAGS)
    if form is Form.TELEGRAM:
        return _CALL.sub(_CALL_KEPT, value.translate(_TELEGRAM))
    if form is Form.SLACK:
        return _CALL.sub(_CALL_KEPT, _PICTURE.sub("∶", value).translate(_SLACK))
    if form is Form.MARKDOWN:
        return _CALL.sub(_CALL_KEPT, _BEGINS_A_BLOCK.sub(_UNSEEN, _PICTURE.sub("∶", value).translate(_MARKDOWN)))
    return str(value)


def address(url: object) -> Address:
    """Give an address that may be a link; "" for all but web addresses.

    What is not ASCII is written in the ASCII that stands for it: it could look like another address.
    """
    if not isinstance(url, str) or not is_web_address(url):
        return NO_ADDRESS
    parts = urlsplit(url)
    try:
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except UnicodeError:
        return NO_ADDRESS
    begin = url.index("//") + 2
    rest = quote(url[begin + len(parts.netloc) :], safe=_SAFE)
    safe = f"{parts.scheme}://{quote(host, safe='.:-[]')}{rest}"
    return Address(safe) if is_web_address(safe) else NO_ADDRESS


def _escaped_address(form: Form, url: Address) -> str:
    if form in (Form.HTML, Form.TELEGRAM, Form.SLACK):
        return url.replace("&", "&amp;")
    # Markdown would read "&copy;" in an address.
    return url.replace(";", "%3B").replace("~", "%7E") if form is Form.MARKDOWN else str(url)
