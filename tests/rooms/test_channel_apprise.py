"""Does a message reach people through Apprise, and nothing else? Against HTTP servers on 127.0.0.1."""

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest
from aiohttp import web  # noqa: TID251 - the server that Apprise asks

from monitor.alert.channels.apprise import AppriseChannel
from monitor.alert.channels.making import make_channel
from monitor.alert.channels.mentions import without_calls
from monitor.alert.channels.services import form_of, load, scheme_of
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Form, Renderer
from monitor.core.errors import BadConfiguration
from monitor.core.ports import Channel
from monitor.core.records.alerts import ChannelKind, ChannelSpec
from monitor.core.records.failures import Failed, Reason
from monitor.fetch.addresses import CheckedAddresses
from monitor.fetch.guard import Guard
from tests.fakes import FakeFetcher
from tests.rooms.mail import at_loopback
from tests.rooms.messages import TITLE, delivery
from tests.rooms.servers import Site, sites

TOKEN = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"


def guard(*networks: str) -> CheckedAddresses:
    return CheckedAddresses(Guard(tuple(ip_network(each) for each in networks or ("127.0.0.0/8",)), at_loopback))


def spec(address: str, **options: str) -> ChannelSpec:
    return ChannelSpec("desk", ChannelKind.APPRISE, address, options=options, origin="alerts.yaml, line 3")


def channel(address: str, *networks: str, deadline_s: float = 20.0, **options: str) -> AppriseChannel:
    return AppriseChannel(spec(address, **options), Wording(Renderer({})), guard(*networks), deadline_s=deadline_s)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sites(1) as (made,):
        yield made


def keep(site: Site, status: int = 200, body: bytes = b"{}", **headers: str) -> list[dict[str, object]]:
    """Have the site take whatever is posted to "/", and give what that was."""
    got: list[dict[str, object]] = []

    async def handler(request: web.Request) -> web.Response:
        got.append(json.loads(await request.read()))
        return web.Response(body=body, status=status, headers=headers)

    site.pages["/"] = site.pages["/message"] = handler
    return got


async def outcome_of(sending: Channel) -> Failed:
    outcome = await sending.send(delivery())
    assert outcome is not None
    assert outcome.detail.endswith(".")
    return outcome


def test_what_a_service_says_is_not_quoted_with_whom_it_writes_or_calls() -> None:
    made = channel("ntfy://ntfy.example/news")

    assert made._cut("Failed to send to Anna <a@x.kz>, +77015550000: bad request, error=400.") == (
        "Failed to send to Anna … +…: bad request, error=400."
    )


# --- sending --------------------------------------------------------------------------------------


async def test_ntfy_gets_a_title_and_the_message(site: Site) -> None:
    got = keep(site)

    assert await channel(f"ntfy://ntfy.example:{site.port}/news").send(delivery()) is None

    (message,) = got
    assert message["topic"] == "news"
    assert "ОДКБ" in str(message["title"])
    assert TITLE in str(message["message"])
    assert "https://outlet.example/7" in str(message["message"])


async def test_gotify_gets_it_too(site: Site) -> None:
    got = keep(site)

    assert await channel(f"gotify://gotify.example:{site.port}/{TOKEN}").send(delivery()) is None

    assert TITLE in str(got[0]["message"])


async def test_nothing_in_a_title_is_read_as_an_escape_or_begins_a_header(site: Site) -> None:
    got = keep(site)

    title = "Talks\r\nX-Actions: http, boom, https://evil.example \\n \\x41 :bomb: @everyone"
    assert await channel(f"ntfy://ntfy.example:{site.port}/news").send(delivery(title=title)) is None

    (asked,) = site.asked
    assert not {"X-Actions", "X-Icon", "X-Attach"} & set(asked.headers)
    assert "\\n" in str(got[0]["message"])
    assert ":bomb:" in str(got[0]["message"])
    assert "@everyone" not in str(got[0]["message"])
    assert "\n" not in str(got[0]["title"])


async def test_the_owner_may_choose_the_format(site: Site) -> None:
    keep(site)

    await channel(f"ntfy://ntfy.example:{site.port}/news?format=markdown", format="markdown").send(delivery())

    assert site.asked[0].headers["X-Markdown"] == "yes"


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason", "is_final"),
    [
        (400, Reason.REFUSED_REQUEST, True),
        (401, Reason.LOGIN, False),
        (404, Reason.NOT_FOUND, False),
        (429, Reason.THROTTLED, False),
        (503, Reason.SERVER_ERROR, False),
    ],
)
async def test_a_refusal_says_why_and_shows_no_token(
    site: Site,
    status: int,
    reason: Reason,
    is_final: bool,  # noqa: FBT001 - a case's column
) -> None:
    keep(site, status, json.dumps({"error": f"no {TOKEN} here", "code": status}).encode())

    outcome = await outcome_of(channel(f"ntfy://{TOKEN}@ntfy.example:{site.port}/secret-topic"))

    assert (outcome.reason, outcome.status, outcome.is_final) == (reason, status, is_final)
    assert str(status) in outcome.detail
    assert TOKEN not in outcome.detail
    assert "secret-topic" not in outcome.detail


async def test_nobody_at_the_port_passes(unused_tcp_port: int) -> None:
    outcome = await outcome_of(channel(f"ntfy://ntfy.example:{unused_tcp_port}/news"))

    assert (outcome.reason, outcome.is_final) == (Reason.CONNECT, False)


async def test_a_private_address_is_refused_before_anything_is_sent(site: Site) -> None:
    keep(site)

    for host in ("ntfy.example", "127.0.0.1"):
        outcome = await outcome_of(channel(f"ntfy://{host}:{site.port}/news", "192.0.2.0/24"))

        assert outcome.reason is Reason.REFUSED_ADDRESS
        assert "MONITOR_ALLOW_NETWORKS" in outcome.detail
    assert site.asked == []


async def test_no_redirect_is_followed(site: Site) -> None:
    keep(site)
    site.redirect("/", f"{site.root}/message", 307)

    outcome = await outcome_of(channel(f"ntfy://ntfy.example:{site.port}/news"))

    assert outcome.status == 307
    assert site.paths == ["/"]


async def test_a_service_that_hangs_is_given_up_in_time_and_holds_one_thread(site: Site) -> None:
    let_go = asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        await let_go.wait()
        return web.Response(body=b"{}")

    site.pages["/"] = hang
    sending = channel(f"ntfy://ntfy.example:{site.port}/news?rto=60", deadline_s=0.5)

    first = await outcome_of(sending)
    second = await outcome_of(sending)
    let_go.set()

    assert (first.reason, second.reason) == (Reason.TOO_SLOW, Reason.HELD)
    assert len(site.asked) == 1


async def test_nothing_that_apprise_says_reaches_our_log(site: Site, logged: io.StringIO) -> None:
    keep(site, 500)

    await outcome_of(channel(f"ntfy://{TOKEN}@ntfy.example:{site.port}/news"))

    assert logged.getvalue() == ""


# --- how it is set up ------------------------------------------------------------------------------

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "syslog://",
        "dbus://",
        "gnome://",
        "macosx://",
        "windows://",
        "glib://",
        "kde://",
        "mailto://user:pass@example.org",
        "json://example.org",
        "xml://example.org",
        "form://example.org",
        "rsyslog://example.org",
        "xmpp://user:pass@example.org",
        "mqtt://example.org/topic",
        "irc://example.org/channel",
        "exec://ls",
        "python:///plugin.py",
        "config:///etc/apprise.yml",
        "https://example.org/apprise.yml",
        "nothing",
        "",
        "tgram://too-short",
        "ntfy://[::1/news",
        "ntfy://example.org/news?attach=file:///etc/passwd",
        f"{SLACK}?template=/etc/passwd",
        f"{DISCORD}?template=file:///etc/passwd",
        "fcm://project@apikey/device?keyfile=/etc/passwd",
        "ntfy://example.org/news?redirect=yes",
    ],
)
def test_what_is_no_messenger_or_reads_files_is_refused_with_its_place(address: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        make_channel(spec(address), FakeFetcher(), Renderer({}), guard())

    assert str(caught.value).startswith("alerts.yaml, line 3: 'desk':")
    assert "passwd" not in str(caught.value)


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="'bbcode'"):
        channel("ntfy://example.org/news", format="bbcode")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("tgram://123456789:abcdefg_hijklmnop-qrstuvwxyz0123456/12315544", Form.TELEGRAM),
        (SLACK, Form.MARKDOWN),
        (DISCORD, Form.MARKDOWN),
        ("matrix://user:pass@matrix.example/#room", Form.MARKDOWN),
        ("mmost://mattermost.example/abcdefghijklmnopqrstuvwx", Form.MARKDOWN),
        ("ntfy://ntfy.example/news", Form.PLAIN),
        ("gotify://gotify.example/token", Form.PLAIN),
        ("mastodon://token@mastodon.example", Form.LINE),
    ],
)
def test_each_service_gets_the_form_that_it_shows_best(address: str, form: Form) -> None:
    assert form_of(load(address), scheme_of(address))[0] is form


def test_apprise_and_smtp_are_loaded_for_channels_of_theirs_alone() -> None:
    program = (
        "import sys, monitor.alert.channels.making, monitor.cli.main\n"
        "print([name for name in ('apprise', 'aiosmtplib') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


# --- calls ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "@everyone",
        "@here now",
        "<@U024BE7LH>",
        "<@&1234>",
        "<!channel>",
        "<!subteam^S1>",
        '<at user_id="all">x</at>',
        "<users/all>",
        "[CQ:at,qq=all]",
        "@**all**",
        "@room",
    ],
)
def test_a_title_calls_nobody(text: str) -> None:
    changed = without_calls(f"Talks {text}")

    assert text not in changed
    assert changed.replace("\u200b", "") == f"Talks {text}"


@pytest.mark.parametrize("text", ["", "a < b", "me at example", "x [1] y", "5 > 3", "https://outlet.example/a?b=c#d"])
def test_what_calls_nobody_stays_as_it_is(text: str) -> None:
    assert without_calls(text) == text


def test_an_address_calls_nobody_and_leads_where_it_led() -> None:
    assert without_calls("see https://medium.example/@everyone/1") == "see https://medium.example/%40everyone/1"
