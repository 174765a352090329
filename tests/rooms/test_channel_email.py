"""Does a message reach people by e-mail, once each, and can nothing in it do harm? Against aiosmtpd on 127.0.0.1."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
import trustme

from monitor.alert.channels.email import EmailChannel
from monitor.alert.channels.making import make_channel
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Renderer
from monitor.core.errors import BadConfiguration
from monitor.core.ports import Channel
from monitor.core.records.alerts import ChannelKind, ChannelSpec
from monitor.core.records.failures import Failed, Reason
from monitor.fetch.addresses import CheckedAddresses
from monitor.fetch.guard import Guard
from tests.fakes import FakeFetcher
from tests.rooms.mail import MailRoom, at_loopback, mail_room, part
from tests.rooms.messages import KEY, TITLE, delivery
from tests.rooms.servers import Serve

THREAD = "cd" * 32


def guard(*networks: str, ca_file: str = "") -> CheckedAddresses:
    allowed = tuple(ip_network(each) for each in networks or ("127.0.0.0/8",))
    return CheckedAddresses(Guard(allowed, at_loopback), ca_file)


def spec(address: str, *, to: str = "desk@example.org", sender: str = "Monitor <alerts@example.org>") -> ChannelSpec:
    return ChannelSpec(
        "night-desk", ChannelKind.EMAIL, address, options={"to": to, "from": sender}, origin="alerts.yaml"
    )


def wording() -> Wording:
    return Wording(Renderer({"csto": "CSTO"}))


def channel(address: str, *, ca_file: str = "", to: str = "desk@example.org") -> Channel:
    renderer = Renderer({"csto": "CSTO"})
    return make_channel(spec(address, to=to), FakeFetcher(), renderer, guard(ca_file=ca_file))


def plain(room: MailRoom, **more: str) -> Channel:
    return channel(f"smtp://mail.example:{room.port}", **more)


async def failed(room: MailRoom, sending: Channel | None = None) -> Failed:
    outcome = await (sending or plain(room)).send(delivery())
    assert outcome is not None
    assert outcome.detail.endswith(".")
    return outcome


@pytest.fixture
async def room() -> AsyncIterator[MailRoom]:
    async with mail_room(MailRoom()) as running:
        yield running


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def showing(authority: trustme.CA, name: str = "mail.example") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


# --- the letter -----------------------------------------------------------------------------------


async def test_a_letter_says_what_happened_as_text_and_as_html(room: MailRoom) -> None:
    assert await plain(room).send(delivery()) is None

    (letter,) = room.letters
    assert "ОДКБ" in letter["Subject"]
    assert letter.get_content_type() == "multipart/alternative"
    assert TITLE in part(letter, "plain")
    assert "https://outlet.example/7" in part(letter, "plain")
    assert "https://outlet.example/7" in part(letter, "html")


async def test_a_letter_is_known_by_its_key_and_by_its_list(room: MailRoom) -> None:
    await plain(room).send(delivery())

    (letter,) = room.letters
    assert letter["Message-ID"] == f"<{KEY}@monitor.example.org>"
    assert letter["List-Id"] == "<night-desk.monitor.example.org>"
    assert letter["From"] == "Monitor <alerts@example.org>"
    assert letter["Date"].datetime == datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert (letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (letter["In-Reply-To"], letter["X-Priority"], letter["Bcc"]) == (None, None, None)


async def test_an_update_answers_the_first_letter_of_its_story(room: MailRoom) -> None:
    await plain(room).send(delivery(kind="update", thread=THREAD))

    (letter,) = room.letters
    assert letter["In-Reply-To"] == letter["References"] == f"<{THREAD}@monitor.example.org>"
    written = room.envelopes[0].content
    assert isinstance(written, bytes)
    unfolded = written.replace(b"\r\n ", b" ")
    for name in ("In-Reply-To", "References"):  # as it is on the wire: an encoded word is no id
        assert f"{name}: <{THREAD}@monitor.example.org>\r\n".encode() in unfolded


async def test_what_is_urgent_says_so(room: MailRoom) -> None:
    await plain(room).send(delivery(urgency="urgent"))

    assert (room.letters[0]["X-Priority"], room.letters[0]["Importance"]) == ("1 (Highest)", "high")


async def test_every_try_sends_the_same_bytes(room: MailRoom) -> None:
    sending = plain(room)

    await sending.send(delivery())
    await sending.send(replace(delivery(), attempts=1))

    first, second = (envelope.content for envelope in room.envelopes)
    assert first == second


async def test_all_who_are_named_get_it_in_one_go(room: MailRoom) -> None:
    await plain(room, to="desk@example.org, Айгүл <aigul@example.org>; desk@example.org").send(delivery())

    assert room.got == [["desk@example.org", "aigul@example.org"]]
    assert "Айгүл" in room.letters[0]["To"]


HOSTILE = [
    "Talks\r\nBcc: everyone@example.org\r\n\r\nBuy now",
    "Talks\nContent-Type: text/html\n\n<script>alert(1)</script>",
    "Talks\u2028Bcc: everyone@example.org",
    "Talks\x0bBcc: x@example.org\x00\x85Cc: y@example.org",
    "\u202eBcc: gro.elpmaxe@enoyreve",
    "=?utf-8?q?Talks=0D=0ABcc:_everyone@example.org?=",
    "Т" * 10_000,
    "half a character \ud800 here",
    ".\r\n.\r\nMAIL FROM:<x@example.org>",
    "",
]


@pytest.mark.parametrize("title", HOSTILE)
async def test_a_title_adds_no_header_no_part_and_no_recipient(room: MailRoom, title: str) -> None:
    assert await plain(room).send(delivery(title=title)) is None

    (letter,) = room.letters
    assert room.got == [["desk@example.org"]]
    assert (letter["Bcc"], letter["Cc"]) == (None, None)
    assert [len(letter.get_all(name) or ()) for name in ("Subject", "To", "Content-Type")] == [1, 1, 1]
    assert [each.get_content_type() for each in letter.iter_parts()] == ["text/plain", "text/html"]
    assert len(letter["Subject"].splitlines()) == 1
    assert len(letter["Subject"]) <= 200
    assert "<script" not in part(letter, "html")


async def test_lines_are_short_enough_for_every_server(room: MailRoom) -> None:
    await plain(room).send(delivery(title="Б" * 5_000))

    content = room.envelopes[0].content
    assert isinstance(content, bytes)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()


# --- what a server answers ------------------------------------------------------------------------


async def test_a_server_that_is_busy_is_asked_again() -> None:
    async with mail_room(MailRoom(to_data=["451 4.3.0 Try later"])) as room:
        outcome = await failed(room)

        assert (outcome.reason, outcome.is_final) == (Reason.SERVER_ERROR, False)
        assert "451 4.3.0 Try later" in outcome.detail
        assert room.letters == []


async def test_a_letter_that_is_refused_for_good_is_not_sent_again() -> None:
    async with mail_room(MailRoom(to_data=["554 5.7.1 Looks like spam"])) as room:
        outcome = await failed(room)

    assert (outcome.reason, outcome.is_final) == (Reason.REFUSED_REQUEST, True)
    assert "554 5.7.1 Looks like spam" in outcome.detail


async def test_one_refused_recipient_is_told_by_its_place_and_the_others_have_it_once() -> None:
    answers = {"gone@example.org": ["550 5.1.1 <gone@example.org>: no such user: gone"]}
    async with mail_room(MailRoom(answers)) as room:
        sending = plain(room, to="desk@example.org, gone@example.org, aigul@example.org")

        outcome = await failed(room, sending)
        again = await failed(room, sending)

        assert room.got == [["desk@example.org", "aigul@example.org"]]
    assert outcome.detail == ("mail.example refused recipient 2 of 3 (550). They do not get it; the others have it.")
    assert outcome.is_final
    assert again == outcome


async def test_who_is_put_off_gets_it_at_the_next_try_and_nobody_gets_it_twice() -> None:
    answers = {"slow@example.org": ["450 4.2.0 Greylisted", "250 OK"]}
    async with mail_room(MailRoom(answers)) as room:
        sending = plain(room, to="desk@example.org, slow@example.org")

        first = await failed(room, sending)
        second = await sending.send(delivery())

        assert room.got == [["desk@example.org"], ["slow@example.org"]]
    assert (first.reason, first.is_final) == (Reason.SERVER_ERROR, False)
    assert second is None


async def test_of_many_refused_recipients_the_first_five_are_told() -> None:
    people = [f"p{number}@example.org" for number in range(1, 9)]
    async with mail_room(MailRoom({each: ["450 Later"] for each in people[1:]})) as room:
        outcome = await failed(room, plain(room, to=", ".join(people)))

    told = ", ".join(f"recipient {number} of 8 (450)" for number in range(2, 7))
    assert outcome.detail == f"mail.example refused {told} and 2 more. They are tried again; the others have it."


async def test_a_server_that_repeats_addresses_is_not_quoted_with_them() -> None:
    words = "554 5.7.1 <Desk@Example.org>: mail from alerts=example.org@x for desk at example.org is unwanted"
    async with mail_room(MailRoom(to_data=[words])) as room:
        outcome = await failed(room)

    assert outcome.detail == "mail.example did not take the letter (554 5.7.1 … mail from … for … at … is unwanted)."


async def test_all_recipients_refused_is_a_failure_that_tells_their_places() -> None:
    async with mail_room(MailRoom({"desk@example.org": ["550 No"]})) as room:
        outcome = await failed(room)

    assert outcome.is_final
    assert "recipient 1 of 1 (550)" in outcome.detail


async def answering(serve: Serve | bytes) -> Failed:
    connected: list[asyncio.Task[None]] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connected.append(task)
        if isinstance(serve, bytes):
            writer.write(serve)
        else:
            await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        made = EmailChannel(spec(f"smtp://mail.example:{port}"), wording(), guard(), deadline_s=0.5)
        outcome = await made.send(delivery())
        await asyncio.gather(*connected)
    finally:
        server.close()
        await server.wait_closed()
    assert outcome is not None
    return outcome


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        (b"", Reason.CONNECT),
        (b"220 mail.example\r\n", Reason.CONNECT),
        (b"554 We do not know you\r\n", Reason.FORBIDDEN),
        (b"421 Too busy\r\n", Reason.SERVER_ERROR),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Reason.BAD_ANSWER),
    ],
)
async def test_a_server_that_hangs_up_or_sends_us_away_is_tried_again(greeting: bytes, reason: Reason) -> None:
    outcome = await answering(greeting)

    assert (outcome.reason, outcome.is_final) == (reason, False)


async def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    outcome = await answering(hang)

    assert (outcome.reason, outcome.is_final) == (Reason.TOO_SLOW, False)
    assert outcome.detail == "mail.example did not take the letter within 0.5 s."


async def test_nobody_at_the_port_is_a_failure_that_passes(unused_tcp_port: int) -> None:
    outcome = await channel(f"smtp://mail.example:{unused_tcp_port}").send(delivery())

    assert outcome is not None
    assert (outcome.reason, outcome.is_final) == (Reason.CONNECT, False)


# --- where it may connect, and how secretly --------------------------------------------------------


async def test_a_private_address_is_refused_before_anything_is_sent(room: MailRoom) -> None:
    made = EmailChannel(spec(f"smtp://mail.example:{room.port}"), wording(), guard("192.0.2.0/24"))

    outcome = await made.send(delivery())

    assert outcome is not None
    assert outcome.reason is Reason.REFUSED_ADDRESS
    assert "MONITOR_ALLOW_NETWORKS" in outcome.detail
    assert room.connections == 0


async def test_the_address_that_was_checked_is_the_one_connected_to(room: MailRoom) -> None:
    asked: list[str] = []

    async def changing(name: str, _port: int) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    checked = CheckedAddresses(Guard((ip_network("127.0.0.0/8"),), changing))
    outcome = await EmailChannel(spec(f"smtp://mail.example:{room.port}"), wording(), checked).send(delivery())

    assert (outcome, asked) == (None, ["mail.example"])


async def test_tls_is_used_where_it_is_offered(authority: trustme.CA, ca_file: str) -> None:
    async with mail_room(MailRoom(), starttls=showing(authority)) as room:
        assert await plain(room, ca_file=ca_file).send(delivery()) is None

    assert room.was_secret == [True]


async def test_tls_from_the_first_byte_and_a_login(authority: trustme.CA, ca_file: str) -> None:
    async with mail_room(MailRoom(passwords={"user@x": "p@ss:word"}), tls=showing(authority)) as room:
        made = channel(f"smtps://user%40x:p%40ss%3Aword@mail.example:{room.port}", ca_file=ca_file)

        assert await made.send(delivery()) is None
        assert len(room.letters) == 1


async def test_a_password_goes_out_after_starttls_alone(authority: trustme.CA, ca_file: str) -> None:
    async with mail_room(MailRoom(passwords={"user": "s3cret"}), starttls=showing(authority)) as room:
        made = channel(f"smtp://user:s3cret@mail.example:{room.port}", ca_file=ca_file)

        assert await made.send(delivery()) is None
    assert room.was_secret == [True]


async def test_a_password_is_not_sent_where_no_tls_is_offered(room: MailRoom) -> None:
    outcome = await failed(room, channel(f"smtp://user:s3cret@mail.example:{room.port}"))

    assert (outcome.reason, outcome.is_final) == (Reason.TLS, False)
    assert room.letters == []


async def test_a_wrong_password_may_be_mended_and_is_not_shown(authority: trustme.CA, ca_file: str) -> None:
    async with mail_room(MailRoom(passwords={"user": "right"}), starttls=showing(authority)) as room:
        made = channel(f"smtp://user:s3cret@mail.example:{room.port}", ca_file=ca_file)
        outcome = await failed(room, made)

    assert (outcome.reason, outcome.is_final) == (Reason.LOGIN, False)
    assert "s3cret" not in outcome.detail


async def test_required_tls_is_not_done_without(room: MailRoom) -> None:
    outcome = await failed(room, channel(f"smtp://mail.example:{room.port}?tls=required"))

    assert outcome.reason is Reason.TLS
    assert room.letters == []


@pytest.mark.parametrize("name", ["mail.example", "other.example"])
async def test_a_server_has_to_prove_its_name(authority: trustme.CA, ca_file: str, name: str) -> None:
    known = ca_file if name == "other.example" else ""
    async with mail_room(MailRoom(), starttls=showing(authority, name)) as room:
        outcome = await failed(room, plain(room, ca_file=known))

        assert outcome.reason is Reason.TLS
        assert room.letters == []


# --- how it is set up ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("http://mail.example", {}),
        ("file:///etc/passwd", {}),
        ("smtp://", {}),
        ("smtp://mail.example:99999", {}),
        ("smtp://mail.example/path", {}),
        ("smtp://mail.example?tls=maybe", {}),
        ("smtp://mail.example?ssl=no", {}),
        ("smtp://user:s3cret@mail.example?tls=none", {}),
        ("smtp://mail.example\r\nRCPT TO:<x@example.org>", {}),
        ("smtp://mail.example", {"to": ""}),
        ("smtp://mail.example", {"to": "no address"}),
        ("smtp://mail.example", {"to": "x@example.org\r\nBcc: y@example.org"}),
        ("smtp://mail.example", {"from": "a@example.org, b@example.org"}),
        ("smtp://mail.example", {"from": "редакция@example.org"}),
        ("smtp://mail.example", {"from": ""}),
    ],
)
def test_what_cannot_be_sent_through_is_refused_with_its_place_and_without_its_address(
    address: str, options: dict[str, str]
) -> None:
    given = {"to": "desk@example.org", "from": "alerts@example.org"} | options
    wrong = ChannelSpec("desk", ChannelKind.EMAIL, address, options=given, origin="alerts.yaml, line 12")

    with pytest.raises(BadConfiguration) as caught:
        make_channel(wrong, FakeFetcher(), Renderer({}), guard())

    assert str(caught.value).startswith("alerts.yaml, line 12: 'desk':")
    assert "s3cret" not in str(caught.value)
    assert not any(part in str(caught.value) for part in ("no address", "x@example", "редакция"))


def test_a_user_who_is_an_address_is_the_sender() -> None:
    given = ChannelSpec("desk", ChannelKind.EMAIL, "smtps://me%40example.org:x@mail.example", options={"to": "a@b.kz"})

    made = EmailChannel(given, wording(), guard())

    assert made._envelope.sender.addr_spec == "me@example.org"


def test_a_host_in_another_script_is_written_as_mail_servers_read_it() -> None:
    made = EmailChannel(spec("smtp://mail.example", to="desk@бір.қаз"), wording(), guard())

    assert made._envelope.recipients[0].domain.startswith("xn--")
