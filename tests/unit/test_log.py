"""Is each event one line that a person and a machine can read, without secrets?"""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.observe import log
from monitor.observe.clock import SystemClock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def json_line(event: str, **facts: object) -> dict[str, object]:
    stream = io.StringIO()
    log.configure("json", "info", stream)
    log.get("monitor.test").info(event, **facts)
    (line,) = stream.getvalue().splitlines()
    parsed: dict[str, object] = json.loads(line)
    return parsed


def text_line(event: str, **facts: object) -> str:
    stream = io.StringIO()
    log.configure("text", "info", stream)
    log.get("monitor.test").info(event, **facts)
    (line,) = stream.getvalue().splitlines()
    return line.partition(" ")[2]


def test_what_is_announced_is_written_at_a_level_of_its_own_until_the_next_configuring() -> None:
    stream = io.StringIO()
    for announced in ("info", None):
        log.configure("json", "warning", stream, announced)
        log.get(log.ANNOUNCEMENTS).info("alert.announced")
        log.get("monitor.test").info("article.kept")

    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["alert.announced"]


def test_a_json_line_begins_with_when_how_grave_what_and_who() -> None:
    line = json_line("article.kept", article_id=812, feed="akorda", topics=("kazakhstan",), took_s=0.41, of=None)

    assert list(line) == ["ts", "level", "event", "logger", "article_id", "feed", "topics", "took_s", "of"]
    assert datetime.fromisoformat(str(line.pop("ts"))).tzinfo is UTC
    assert line == {
        "level": "info",
        "event": "article.kept",
        "logger": "monitor.test",
        "article_id": 812,
        "feed": "akorda",
        "topics": ["kazakhstan"],
        "took_s": 0.41,
        "of": None,
    }


def test_a_text_line_quotes_only_what_needs_it() -> None:
    line = text_line("article.kept", feed="akorda", title='Say "yes"', name="Қазақстан", empty="")

    assert line == (
        'info    article.kept logger=monitor.test feed=akorda title="Say \\"yes\\"" name=Қазақстан empty=""'
    )


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("evil", ["\n", "\r", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ud800"])
def test_no_value_can_break_the_line_or_turn_it(form: log.Format, evil: str) -> None:
    stream = io.StringIO()
    log.configure(form, "info", stream)

    log.get("monitor.test").info("page.read", title=f"a{evil}2026 error fake.event")

    written = stream.getvalue()
    assert written.endswith("\n")
    assert len(written.splitlines()) == 1
    assert evil not in written.removesuffix("\n")
    written.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://me:secret@one.example:8443/a/b?token=secret#secret", "https://one.example:8443/a/b"),
        ("postgresql+psycopg://me:secret@db/monitor", "postgresql+psycopg://db/monitor"),
        ("sqlite:////srv/monitor.sqlite3", "sqlite:////srv/monitor.sqlite3"),
        (
            "see https://a.example/?k=secret and https://b.example/@me",
            "see https://a.example/ and https://b.example/@me",
        ),
        ('"GET /articles?token=secret HTTP/1.1" 200', '"GET /articles HTTP/1.1" 200'),
        (["https://a.example/?secret"], ["https://a.example/"]),
        ({"url": "https://a.example/?secret"}, {"url": "https://a.example/"}),
        ("Who asks? Nobody.", "Who asks? Nobody."),
    ],
)
def test_addresses_lose_what_may_be_secret(value: object, shown: object) -> None:
    assert json_line("feed.polled", value=value)["value"] == shown


def test_a_moment_is_written_in_iso_8601() -> None:
    assert json_line("feed.polled", at=datetime(2026, 11, 22, 12, tzinfo=UTC))["at"] == "2026-11-22T12:00:00+00:00"


def test_a_long_value_is_cut_with_its_length() -> None:
    assert json_line("page.read", body="x" * 2_005)["body"] == "x" * 2_000 + "... (5 more)"


def test_libraries_speak_through_the_same_log() -> None:
    stream = io.StringIO()
    log.configure("json", "info", stream)

    logging.getLogger("uvicorn.error").info("Listening on %s", "http://127.0.0.1:1/?token=secret", extra={"pid": 5})

    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"], line["pid"]) == ("Listening on http://127.0.0.1:1/", "uvicorn.error", 5)


def test_the_ticking_of_the_scheduler_is_not_logged() -> None:
    stream = io.StringIO()
    log.configure("json", "info", stream)

    logging.getLogger("apscheduler.executors.default").info("Running job")

    assert stream.getvalue() == ""


def test_the_level_is_the_least_that_is_written() -> None:
    stream = io.StringIO()
    log.configure("json", "warning", stream)

    log.get("monitor.test").info("feed.polled")
    log.get("monitor.test").warning("feed.poll_failed")

    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["feed.poll_failed"]


def test_a_second_set_up_replaces_the_first() -> None:
    first, second = io.StringIO(), io.StringIO()
    logger = log.get("monitor.test")
    log.configure("json", "info", first)
    logger.info("one")
    log.configure("json", "info", second)

    logger.info("two")

    assert [len(stream.getvalue().splitlines()) for stream in (first, second)] == [1, 1]


def test_a_crash_is_one_line_with_its_traceback() -> None:
    stream = io.StringIO()
    log.configure("json", "info", stream)
    error = ValueError("https://me:secret@one.example/?secret")

    log.get("monitor.test").error("poll.crashed", exc_info=error)

    line = json.loads(stream.getvalue())
    assert line["exception"] == "ValueError: https://one.example/"


def test_auto_is_colour_on_a_terminal_and_json_elsewhere() -> None:
    terminal, pipe = Terminal(), io.StringIO()

    for stream in (terminal, pipe):
        log.configure("auto", "info", stream)
        log.get("monitor.test").info("feed.polled", feed="akorda")

    assert terminal.getvalue().startswith("\x1b[32m")
    assert terminal.getvalue().endswith(" info    feed.polled logger=monitor.test feed=akorda\x1b[0m\n")
    assert json.loads(pipe.getvalue())["feed"] == "akorda"


def test_a_terminal_shows_a_traceback_on_lines_of_its_own() -> None:
    terminal = Terminal()
    log.configure("text", "info", terminal)

    log.get("monitor.test").error("poll.crashed", exc_info=ValueError("a\x1b[2Jb"))

    assert terminal.getvalue().splitlines()[1:] == ["    ValueError: a\\u001b[2Jb"]


def test_the_log_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json", "info")

    log.get("monitor.test").info("feed.polled")

    captured = capsys.readouterr()
    assert (captured.out, '"event":"feed.polled"' in captured.err) == ("", True)


def test_the_clock_gives_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
