"""Which channel is the one that its owner set up?

Not pure only in that it loads what a kind needs: Apprise and the SMTP library are loaded where a channel is of their
kind, and not before.
In: a ChannelSpec and what channels work with. Out: a Channel, or BadConfiguration, which says where and what to do, and
never quotes an address or a secret. alerting.py asks.
"""

from monitor.alert.channels.alertmanager import AlertmanagerChannel, without_credentials
from monitor.alert.channels.log import LogChannel
from monitor.alert.channels.refusing import refusal
from monitor.alert.channels.webhook import WebhookChannel
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Renderer
from monitor.core.ports import AddressGuard, Channel, Fetcher
from monitor.core.records.alerts import ChannelKind, ChannelSpec
from monitor.core.urls import is_web_address
from monitor.observe.clock import SystemClock


def make_channel(spec: ChannelSpec, fetcher: Fetcher, renderer: Renderer, guard: AddressGuard) -> Channel:
    """Make a channel; nothing is connected to yet.

    Raises:
        BadConfiguration: its address is none, or one that is refused.
    """
    wording = Wording(renderer, spec.template)
    match spec.kind:
        case ChannelKind.LOG:
            return LogChannel(spec.name)
        case ChannelKind.WEBHOOK:
            _check(spec, spec.address)
            return WebhookChannel(fetcher, spec.address, secret=spec.secret, name=spec.name)
        case ChannelKind.ALERTMANAGER:
            _check(spec, without_credentials(spec.address)[0])
            return AlertmanagerChannel(spec, fetcher, wording, SystemClock())
        case ChannelKind.EMAIL:
            from monitor.alert.channels.email import EmailChannel  # noqa: PLC0415 - loads the SMTP library

            return EmailChannel(spec, wording, guard)
        case ChannelKind.APPRISE:
            from monitor.alert.channels.apprise import AppriseChannel  # noqa: PLC0415 - loads Apprise: 0.4 s, 24 MB

            return AppriseChannel(spec, wording, guard)


def _check(spec: ChannelSpec, address: str) -> None:
    if not is_web_address(address):
        what = "Its address is no web address: it takes http:// or https://, a host, and no user name or password."
        raise refusal(spec, what, "Write it whole, or name the variable that holds it.")
