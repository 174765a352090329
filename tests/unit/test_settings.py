"""Does the operator get what was set, and a text to act on where it cannot be had?"""

from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import ValidationError

from monitor.config.settings import Settings, describe, load
from monitor.core.errors import BadConfiguration


def refusal(**environ: str) -> str:
    with pytest.raises(BadConfiguration) as caught:
        load({f"MONITOR_{name}": value for name, value in environ.items()})
    return str(caught.value)


def test_an_empty_environment_gives_the_defaults_and_no_warning() -> None:
    settings, warnings = load({"PATH": "/bin"})

    assert (settings.data_dir, settings.domain_pause_s, settings.poll_slots) == (Path("var"), 1.0, 256)
    assert warnings == ()


def test_a_variable_sets_its_setting() -> None:
    settings, _ = load({"MONITOR_DOMAIN_PAUSE_S": "0", "MONITOR_MIGRATE": "off", "MONITOR_LOG_LEVEL": "WARNING"})

    assert (settings.domain_pause_s, settings.migrate, settings.log_level) == (0.0, False, "warning")


def test_an_empty_value_is_the_same_as_none() -> None:
    settings, _ = load({"MONITOR_LISTEN": "", "MONITOR_FEEDS": ""})

    assert (settings.listen, settings.feeds) == ("127.0.0.1:8080", None)


def test_settings_cannot_be_changed_once_built() -> None:
    settings, _ = load({})

    with pytest.raises(ValidationError):
        settings.poll_slots = 1


def test_the_database_is_a_sqlite_file_in_the_data_folder_unless_one_is_named() -> None:
    settings, _ = load({"MONITOR_DATA_DIR": "/srv/monitor"})

    assert settings.database == "sqlite:////srv/monitor/monitor.sqlite3"


def test_feeds_come_from_the_current_folder_or_else_from_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings, _ = load({})
    assert settings.feeds_path == Path(__file__).parents[2] / "feeds.yaml"

    (tmp_path / "feeds.yaml").touch()

    assert settings.feeds_path == Path("feeds.yaml")
    assert load({"MONITOR_FEEDS": "/etc/monitor/feeds.yaml"})[0].feeds_path == Path("/etc/monitor/feeds.yaml")


def test_the_databases_address_is_handed_on_as_it_was_given() -> None:
    settings, _ = load({"MONITOR_DATABASE_URL": "postgres://me:secret@db/monitor"})

    assert settings.database == "postgres://me:secret@db/monitor"


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("monitor.example:65535", "monitor.example", 65535)],
)
def test_listen_is_a_host_and_a_port(listen: str, host: str, port: int) -> None:
    settings, _ = load({"MONITOR_LISTEN": listen})

    assert (settings.host, settings.port) == (host, port)


def test_networks_are_parted_by_commas() -> None:
    settings, _ = load({"MONITOR_ALLOW_NETWORKS": "10.0.0.0/8, fd00::/8,"})

    assert settings.allow_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def test_no_number_of_workers_means_one_a_processor_and_at_most_four() -> None:
    settings, _ = load({})

    assert 1 <= settings.workers <= 4


@pytest.mark.parametrize(
    ("deadlines", "lease", "named"),
    [
        ({}, "90", ""),
        ({"FETCH_DEADLINE_S": "60"}, "119", "MONITOR_READ_DEADLINE_S and 30 s to spare make 120 s"),
        ({"FETCH_DEADLINE_S": "60"}, "120", ""),
        ({"READ_DEADLINE_S": "40"}, "99", "MONITOR_READ_DEADLINE_S and 30 s to spare make 100 s"),
        ({"PARSE_DEADLINE_S": "45"}, "100", "MONITOR_PARSE_DEADLINE_S and 30 s to spare make 105 s"),
        ({"FETCH_DEADLINE_S": "121"}, "", "MONITOR_READ_DEADLINE_S and 30 s to spare make 181 s"),
    ],
)
def test_a_lease_is_never_shorter_than_the_work(deadlines: dict[str, str], lease: str, named: str) -> None:
    environ = deadlines | {"LEASE_S": lease}
    if not named:
        assert load({f"MONITOR_{name}": value for name, value in environ.items()})[0].lease_s == float(lease)
        return

    text = refusal(**environ)

    assert text.startswith(f"environment: 'MONITOR_LEASE_S': {lease or '180'} s is too short: MONITOR_FETCH_DEADLINE_S")
    assert named in text


def test_messages_link_to_the_address_that_is_set_or_else_to_where_the_web_part_listens() -> None:
    assert load({})[0].pages_url == "http://127.0.0.1:8080"
    assert load({"MONITOR_LISTEN": "[::1]:81"})[0].pages_url == "http://[::1]:81"
    assert load({"MONITOR_BASE_URL": "https://example.org/news/"})[0].pages_url == "https://example.org/news"


def test_rules_of_alerts_come_from_the_file_set_or_the_current_folder_or_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load({})[0].alerts_path is None

    (tmp_path / "alerts.yaml").touch()

    assert load({})[0].alerts_path == Path("alerts.yaml")
    assert load({"MONITOR_ALERTS": "/etc/monitor/who.yaml"})[0].alerts_path == Path("/etc/monitor/who.yaml")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DOMAIN_PAUSE_S", "-1", "a number from 0 to 3,600"),
        ("DOMAIN_PAUSE_S", "nan", "a number from 0 to 3,600"),
        ("FETCH_DEADLINE_S", "inf", "a number from 0.1 to 86,400"),
        ("POLL_SLOTS", "many", "a whole number from 1 to 1,000"),
        ("MIGRATE", "perhaps", "on or off"),
        ("LOG_FORMAT", "xml", "auto, text or json"),
        ("LISTEN", "8080", "HOST:PORT"),
        ("LISTEN", "::1:8080", "HOST:PORT"),
        ("LISTEN", "localhost:65536", "HOST:PORT"),
        ("ALLOW_NETWORKS", "10.0.0.1/8", "networks such as"),
        ("ALLOW_NETWORKS", "intranet", "networks such as"),
        ("LEASE_S", "89", "a number from 90 to 86,400"),
        ("USER_AGENT", "a\nHost: b", "one line of ASCII"),
        ("BASE_URL", "monitor.example", "an http or https address, without ? and #"),
        ("BASE_URL", "https://monitor.example/?page=", "an http or https address, without ? and #"),
        ("PUBLIC_URL", "https://monitor.example/#top", "an http or https address, without ? and #"),
    ],
)
def test_a_bad_value_is_told_with_its_variable_and_what_is_allowed(name: str, value: str, allowed: str) -> None:
    text = refusal(**{name: value})

    assert f"'MONITOR_{name}': {value!r} cannot be used. Allowed: {allowed}" in text


def test_a_bad_secret_is_never_shown() -> None:
    text = refusal(WEBHOOK_URL="gopher://me:hunter2@host")

    assert "MONITOR_WEBHOOK_URL" in text
    assert "hunter2" not in text


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings, _ = load({"MONITOR_WEBHOOK_URL": "https://hooks.example/T0K3N"})

    assert "T0K3N" not in f"{settings} {settings!r} {settings.model_dump()}"
    assert settings.webhook_url.get_secret_value() == "https://hooks.example/T0K3N"


def test_every_bad_value_is_told_at_once() -> None:
    text = refusal(POLL_SLOTS="0", SEND_SLOTS="0", LISTEN="x")

    assert [line.split("'")[1] for line in text.splitlines()] == [
        "MONITOR_LISTEN",
        "MONITOR_POLL_SLOTS",
        "MONITOR_SEND_SLOTS",
    ]


def test_a_file_gives_the_value_without_one_line_break_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("https://hooks.example/T0K3N\n", encoding="utf-8")

    settings, warnings = load({"MONITOR_WEBHOOK_URL_FILE": str(tmp_path / "hook")})

    assert settings.webhook_url.get_secret_value() == "https://hooks.example/T0K3N"
    assert warnings == ()


def test_a_variable_and_its_file_together_are_refused(tmp_path: Path) -> None:
    text = refusal(LISTEN="127.0.0.1:1", LISTEN_FILE=str(tmp_path / "listen"))

    assert text.endswith("Unset MONITOR_LISTEN or MONITOR_LISTEN_FILE.")


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    text = refusal(LISTEN_FILE=str(tmp_path / "listen"))

    assert f"'MONITOR_LISTEN_FILE': It names '{tmp_path / 'listen'}', which cannot be read" in text


@pytest.mark.parametrize(("content", "why"), [(b"\xff", "not UTF-8 at byte 0"), (b"a" * 65_537, "over 64 KiB")])
def test_a_file_that_cannot_be_a_value_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "listen").write_bytes(content)

    assert why in refusal(LISTEN_FILE=str(tmp_path / "listen"))


def test_a_bad_value_from_a_file_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "listen").write_text("hunter2", encoding="utf-8")

    text = refusal(LISTEN_FILE=str(tmp_path / "listen"))

    assert "MONITOR_LISTEN_FILE" in text
    assert "hunter2" not in text


def test_an_unknown_name_is_a_warning_that_names_the_nearest() -> None:
    _, warnings = load({"MONITOR_DATABSE_URL": "sqlite:///hunter2"})

    assert warnings == (
        "MONITOR_DATABSE_URL is not a setting and was passed over. The nearest one is MONITOR_DATABASE_URL.",
    )


def test_names_of_the_tests_are_passed_over_in_silence() -> None:
    _, warnings = load({"MONITOR_TEST_POSTGRES": "x"})

    assert warnings == ()


def test_the_manual_describes_every_setting() -> None:
    table = {row.name: row for row in describe()}

    assert list(table) == [f"MONITOR_{name.upper()}" for name in Settings.model_fields]
    assert all(row.meaning.endswith(".") and row.default and row.allowed for row in table.values())
    assert (table["MONITOR_POLL_SLOTS"].default, table["MONITOR_MIGRATE"].default) == ("256", "on")
