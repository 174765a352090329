"""Which of Apprise's services may a channel lead to?

Not pure only in that it loads Apprise's table of services. In: an address. Out: the service, ready to be sent through,
or why it is none of ours. apprise.py sends through it.

A service is taken where it speaks HTTP by the library that guarded.py watches, came with Apprise, and reads no file of
this machine. What is neither is refused as it stands, so that a service that a newer Apprise brings is looked at first.
"""

import sys
import warnings
from functools import cache
from typing import Final, Protocol, cast
from urllib.parse import parse_qsl, urlsplit

import apprise
from apprise.manager_plugins import NotificationManager

from monitor.alert.rendering.renderer import Form

#: What is refused though it speaks HTTP, or has a better way here, by scheme.
REFUSED: Final = {
    scheme: mend
    for schemes, mend in (
        ("mailto mailtos", "Use a channel of kind email: it threads letters and checks addresses."),
        ("json jsons xml xmls form forms", "Use a channel of kind webhook: it is signed, and known by its key."),
        ("file", "A channel cannot write files; the log has each message."),
        ("syslog rsyslog", "The log has each message, and can be sent on from there."),
        ("dbus gio glib gnome kde qt macosx windows growl blink1", "A channel cannot show things on this machine."),
        ("vapid", "It needs files on this machine. Take ntfy:// or gotify:// instead."),
        ("nostr", "It connects in a way that the address guard cannot watch."),
    )
    for scheme in schemes.split()
}
#: Options of an address that have Apprise read a file of this machine or fetch one, or that follow redirects.
REFUSED_OPTIONS: Final = frozenset({"attach", "attachment", "file_url", "keyfile", "subfile", "redirect"})
# Of these "template" is a file; elsewhere it is the name of a template that the service keeps.
_FILE_TEMPLATES: Final = frozenset({"discord", "slack", "tgram", "workflow", "workflows"})
# What these take as plain text they show as Markdown.
_SHOW_MARKDOWN: Final = frozenset(
    {"mmost", "mmosts", "zulip", "revolt", "ryver", "fluxer", "fluxers", "nctalk", "nctalks", "misskey", "misskeys"}
)
_SHORT: Final = 1_000  # characters; what takes fewer is told on one line, as an SMS


class Service(Protocol):
    """What we use of one of Apprise's services."""

    service_name: object
    redirects: bool
    title_maxlen: int
    body_maxlen: int

    def notify(self, **message: object) -> bool:
        """Send a message; waits for the answer."""
        ...

    def resolve_format(self, body_format: object) -> object:
        """Say in which format a message of that format is sent."""
        ...


def load(address: str) -> Service:
    """Make the service that an address names.

    Raises:
        ValueError: there is none, or it may not be used; the sentence quotes no more than the scheme.
    """
    scheme = scheme_of(address)
    if mend := REFUSED.get(scheme):
        raise ValueError(f"{scheme}:// is refused. {mend}")
    _check(scheme, address)
    service = apprise.Apprise.instantiate(address, asset=_asset())
    if service is None:
        raise ValueError(
            f"The rest of this {scheme}:// address is not what Apprise expects: a part is missing, or wrong."
        )
    made = cast("Service", service)
    made.redirects = False  # a redirect leads where its owner did not say
    return made


def scheme_of(address: str) -> str:
    """Give the scheme of an address, by which Apprise knows its service."""
    return address.partition("://")[0].strip().lower()


def form_of(service: Service, scheme: str, wanted: str = "") -> tuple[Form, object]:
    """Give the form that a message is rendered in for a service, and Apprise's name for it.

    Args:
        wanted: "text", "markdown" or "html", as the owner set it; "" has the service say.
    """
    names = apprise.NotifyFormat
    # Telegram takes both, and its HTML is the one that we know how to escape for it. Any other service says by this
    # what it makes of Markdown: itself, where it takes it.
    best = names.HTML if scheme == "tgram" else names.MARKDOWN
    found = names(wanted) if wanted else service.resolve_format(best)
    if service.body_maxlen < _SHORT:
        return Form.LINE, names.TEXT
    if found == names.TEXT:
        return (Form.MARKDOWN if scheme in _SHOW_MARKDOWN else Form.PLAIN), names.TEXT
    if found == names.MARKDOWN:
        return Form.MARKDOWN, names.MARKDOWN
    return (Form.TELEGRAM if scheme == "tgram" else Form.HTML), names.HTML


def _check(scheme: str, address: str) -> None:
    table = _table()
    if not scheme.isalnum() or scheme not in table:
        raise ValueError(f"Apprise has no service '{scheme[:20]}://'." if scheme.isalnum() else "It is no address.")
    service = table[scheme]
    is_ours = service.category == "native" and service.enabled
    if not is_ours or not any(hasattr(sys.modules.get(each.__module__), "requests") for each in service.__mro__):
        raise ValueError(f"{scheme}:// is refused: it does not speak HTTP, so the address guard cannot watch it.")
    try:
        query = urlsplit(address).query
    except ValueError:
        raise ValueError("The address cannot be read: its brackets do not match.") from None
    options = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
    refused = sorted(options & (REFUSED_OPTIONS | ({"template"} if scheme in _FILE_TEMPLATES else set())))
    if refused:
        raise ValueError(f"The option '{refused[0]}' of the address is refused: it would read files, or redirect.")


@cache
def _table() -> NotificationManager:
    """Load all services, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries of services that are never used here still import is theirs
        table = NotificationManager()  # type: ignore[no-untyped-call] # Apprise leaves it untyped
        table.load_modules()  # type: ignore[no-untyped-call] # as above
    return table


def _asset() -> apprise.AppriseAsset:
    """Say who we are; no pictures from elsewhere, no escapes or picture names read out of a title, nothing on disk."""
    return apprise.AppriseAsset(
        app_id="monitor",
        app_desc="monitor",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        interpret_escapes=False,
        interpret_emojis=False,
        http_redirects=False,
        default_service_retry=0,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
