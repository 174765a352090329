"""Does monitor check tell all that is wrong with alerts.yaml, and no secret?"""

import os
import re
from pathlib import Path

import pytest

from tests.house.installation import Installation

SECRET = "hunter2-hunter2"
FINE = """\
channels:
  hook: {webhook_env: HOOK_URL}
  mail: {email: "smtp://ops@127.0.0.1", password_env: MAIL_PASSWORD, to: a@example.org, from: m@example.org}
rules:
  csto: {query: "topic:csto lang:ru,kk", channels: [hook, mail]}
"""


@pytest.fixture
def plain(tmp_path: Path) -> Installation:
    """An installation without feeds, database and settings; its secrets are in the environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))}
    secrets = {"HOOK_URL": f"https://hooks.example/{SECRET}", "MAIL_PASSWORD": SECRET}
    return Installation(tmp_path, {**inherited, **secrets, "MONITOR_DATA_DIR": str(tmp_path / "data")})


def write(installation: Installation, text: str, name: str = "alerts.yaml") -> None:
    (installation.folder / name).write_text(text, encoding="utf-8")


def test_the_rules_and_channels_of_the_current_folder_are_counted(plain: Installation) -> None:
    write(plain, FINE)

    done = plain.run("check")

    assert (done.code, done.err) == (0, "")
    assert "alerts: 1 rule, 2 channels in alerts.yaml, 0 wrong\n" in done.out


def test_without_a_file_the_rules_that_come_with_the_program_hold(plain: Installation) -> None:
    done = plain.run("check")

    assert done.code == 0
    expected = "alerts: 0 rules, 0 channels: there is no alerts.yaml; the rules that come with the program hold\n"
    assert expected in done.out


def test_a_bad_query_is_shown_with_a_caret_below_the_letter_and_ends_with_78(plain: Installation) -> None:
    write(plain, FINE.replace("topic:csto", "topic:csot"))

    done = plain.run("check")

    assert done.code == 78
    told, shown, caret, *_ = done.err.splitlines()
    assert told.startswith("error: alerts.yaml, line 5, column 24: 'csto': query: No topic is called 'csot'")
    assert "Did you mean 'csto'?" in told
    assert shown[caret.index("^") :].startswith("csot lang:ru,kk")
    assert "alerts: 0 rules, 2 channels in alerts.yaml, 1 wrong" in done.out


def test_what_is_harmless_is_a_note_and_no_error(plain: Installation) -> None:
    write(plain, FINE.replace("[hook, mail]", "[hook]"), "mine.yaml")
    plain.environment["MONITOR_ALERTS"] = "mine.yaml"

    done = plain.run("check")

    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith("note: mine.yaml, line 3: 'mail': No rule of this file tells this channel anything.")


@pytest.mark.parametrize(
    "channel",
    [
        f"{{apprise: 'file:///srv/{SECRET}'}}",
        f"{{apprise: 'nosuchservice://{SECRET}'}}",
        f"{{email: 'smtp://ops@127.0.0.1/{SECRET}', to: a@example.org, from: m@example.org}}",
    ],
)
def test_a_channel_that_cannot_be_made_is_told_without_its_address(plain: Installation, channel: str) -> None:
    write(plain, f"channels:\n  c: {channel}\n")

    done = plain.run("check")

    assert done.code == 78
    assert done.err.startswith("error: alerts.yaml, line 2: 'c': ")
    assert SECRET not in done.err + done.out


@pytest.mark.parametrize(
    "key", ["webhook: 'http://user:{}@hooks.example/'", "webhook: 'http://{}@h/'", "webhook_env: HOOK"]
)
def test_a_webhook_with_a_user_name_is_told_what_to_take_out(plain: Installation, key: str) -> None:
    plain.environment["HOOK"] = f"https://user:{SECRET}@hooks.example/"
    write(plain, f"channels:\n  c: {{{key.format(SECRET)}}}\n")

    done = plain.run("check")

    assert done.code == 78
    assert f"'c': {key.partition(':')[0]}: It is no http or https address as a webhook takes it: a user" in done.err
    assert "Take out what is between // and @" in done.err
    assert SECRET not in done.err + done.out


def test_what_is_wrong_is_told_in_the_order_of_its_lines(plain: Installation) -> None:
    channels = f"  desk: {{apprise: 'file:///{SECRET}'}}\n  odd: {{webhook: 'ftp://x/'}}\n"
    write(plain, f"channels:\n{channels}rules:\n  a: {{query: topic:csot}}\n  b: {{template: none, channels: [log]}}\n")

    done = plain.run("check")

    told = re.findall(r"^(error|note): alerts\.yaml, line (\d+)", done.err, re.MULTILINE)
    assert told == [("error", "2"), ("error", "3"), ("error", "5"), ("note", "6"), ("error", "6")]


def test_a_template_that_fails_is_told_where_it_is_named(plain: Installation) -> None:
    write(plain, FINE + "  x: {query: topic:sco, template: short}\n")
    write(plain, "{{ nonsense", "short.plain")

    done = plain.run("check")

    assert done.code == 78
    assert done.err.startswith("error: alerts.yaml, line 6: 'x': template: ")
    assert done.err.count("\n") == 1


def test_a_rule_that_asks_for_no_feed_of_feeds_yaml_is_noted_and_nothing_is_wrong(plain: Installation) -> None:
    write(
        plain, "feeds:\n- {name: The Astana Times, url: 'https://astanatimes.com/feed/', country: KZ}\n", "feeds.yaml"
    )
    write(plain, "rules:\n  r: {query: 'feed:\"Astana Tmes\" topic:csto'}\n  s: {query: 'country:kz,uz'}\n")

    done = plain.run("check")

    assert done.code == 0
    assert done.err == (
        "note: alerts.yaml, line 2: 'r': Its query means nothing of what the feeds bring: No feed of feeds.yaml is "
        "now called 'Astana Tmes'. Did you mean 'The Astana Times'? Mend it, unless such a feed is still to come.\n"
    )


def test_where_a_feed_has_a_mistake_no_rule_is_told_that_there_is_none(plain: Installation) -> None:
    write(plain, "feeds:\n- {name: Gone, url: 'https://gone.example/feed/', contry: KZ}\n", "feeds.yaml")
    write(plain, "rules:\n  r: {query: 'feed:Gone'}\n  s: {query: 'country:kz'}\n")

    done = plain.run("check")

    assert done.code == 78
    assert "note:" not in done.err


def test_a_file_that_is_named_and_is_not_there_ends_with_78(plain: Installation) -> None:
    plain.environment["MONITOR_ALERTS"] = "none.yaml"

    done = plain.run("check")

    assert done.code == 78
    assert "none.yaml: It cannot be read: No such file or directory." in done.err


def test_a_secret_is_in_nothing_that_check_prints(plain: Installation) -> None:
    write(plain, FINE + f"  x: {{channels: ['slack://{SECRET}']}}\n")

    done = plain.run("check", "--settings")

    assert done.code == 78
    assert SECRET not in done.err + done.out
