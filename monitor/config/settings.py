"""What did the operator set, and is it usable?

Not pure: reads the files that MONITOR_*_FILE name, the number of processors and the program's version.
In: the environment as a mapping. Out: Settings, and a warning for each name that means nothing.
service.py and the command line build it once and pass it on; nothing is read at import.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from ipaddress import IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from monitor.config import environment
from monitor.config.bundle import bundled
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.urls import is_web_address

_PREFIX = "MONITOR_"
_TEST_PREFIX = "MONITOR_TEST_"
_SHOWN_MAX = 100
_LEASE_SPARE_S = 30.0  # to wait for a turn and to store what was made
_LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):(?P<port>[0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """One row of the table of settings in the manual.

    Args:
        name: the environment variable; NAME_FILE beside it names a file that holds the value.
        default: as one would write it, or what stands in for it.
        meaning: one or two sentences.
        allowed: which values may be given.
    """

    name: str
    default: str
    meaning: str
    allowed: str


@dataclass(frozen=True, slots=True)
class _Doc:
    """What the manual says of a setting, beside its type.

    Args:
        allowed: "" where the type's bounds say it.
        shown: stands for a default that one cannot write down.
    """

    meaning: str
    allowed: str = ""
    shown: str = ""


def _user_agent() -> str:
    try:
        version = metadata.version("monitor")
    except metadata.PackageNotFoundError:  # started from sources that were never installed
        version = "0"
    return f"monitor/{version} (feed reader; no contact given)"


_Slots = Annotated[int, Field(ge=1, le=1_000)]
_Seconds = Annotated[float, Field(ge=0.1, le=86_400)]
_Bytes = Annotated[int, Field(ge=1_000, le=1_000_000_000)]


class Settings(BaseModel):
    """Everything the operator can set, with what was not set at its default."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    data_dir: Annotated[Path, _Doc("Folder for the database and its copies.", "a folder's path")] = Path("var")
    database_url: Annotated[
        SecretStr,
        _Doc(
            "Database; a PostgreSQL takes the place of the SQLite file.",
            "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
            "monitor.sqlite3 in MONITOR_DATA_DIR",
        ),
    ] = SecretStr("")
    feeds: Annotated[
        Path | None,
        _Doc("The list of feeds.", "a file's path", "feeds.yaml in the current folder, else the one shipped"),
    ] = None
    topics: Annotated[Path | None, _Doc("The topics and their names.", "a file's path", "the list shipped")] = None
    seeds: Annotated[Path | None, _Doc("The seed corpus.", "a folder's path", "the seeds shipped")] = None
    alerts: Annotated[
        Path | None,
        _Doc(
            "Who is told of what: rules and channels, see alerts.md.",
            "a file's path",
            "alerts.yaml in the current folder, if there is one",
        ),
    ] = None
    listen: Annotated[
        str,
        _Doc(
            "Address and port of the web part; port 0 takes a free one.",
            "HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080",
        ),
    ] = "127.0.0.1:8080"
    user_agent: Annotated[
        str,
        _Doc(
            "How requests introduce themselves; name an address where a site's owner can reach you.",
            "one line of ASCII characters",
            "monitor/VERSION (feed reader; no contact given)",
        ),
    ] = Field(default_factory=_user_agent)
    allow_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        _Doc(
            "Private networks that may be fetched from and posted to; public ones always may.",
            "networks such as 10.1.0.0/16 or fd00::/8, parted by commas",
            "none",
        ),
    ] = ()
    domain_pause_s: Annotated[
        float,
        Field(ge=0, le=3_600),
        _Doc("Least pause between two requests to one registrable domain; the webhook is not paced."),
    ] = 1.0
    domain_connections: Annotated[_Slots, _Doc("Requests at the same time to one registrable domain.")] = 1
    poll_slots: Annotated[_Slots, _Doc("Feeds polled at the same time.")] = 256
    cover_slots: Annotated[_Slots, _Doc("Articles fetched and read at the same time.")] = 16
    send_slots: Annotated[
        _Slots,
        _Doc("Messages on their way at the same time, one a channel; fewer than channels make one wait for others."),
    ] = 200
    workers: Annotated[
        int,
        Field(ge=0, le=256),
        _Doc("Worker processes for parsing and reading.", shown="0: one a processor, at most 4"),
    ] = 0
    worker_memory_mb: Annotated[int, Field(ge=128, le=1_048_576), _Doc("Memory that one worker process may take.")] = (
        1_024
    )
    fetch_deadline_s: Annotated[_Seconds, _Doc("Time for one request, redirects and body included.")] = 30.0
    parse_deadline_s: Annotated[_Seconds, _Doc("Time for parsing one feed.")] = 20.0
    read_deadline_s: Annotated[_Seconds, _Doc("Time for reading one page: text, topics, fingerprint.")] = 30.0
    feed_max_bytes: Annotated[_Bytes, _Doc("Largest feed that is read, after decompression.")] = 24_000_000
    page_max_bytes: Annotated[_Bytes, _Doc("Largest page that is read, after decompression.")] = 3_000_000
    lease_s: Annotated[
        float,
        Field(ge=90, le=86_400),
        _Doc(
            "Time after which work claimed by a process that died is due again; at least 30 s more than"
            " MONITOR_FETCH_DEADLINE_S and the longer of MONITOR_READ_DEADLINE_S and MONITOR_PARSE_DEADLINE_S together."
        ),
    ] = 180.0
    log_format: Annotated[
        Literal["auto", "text", "json"],
        _Doc("Form of the log; auto is text on a terminal and JSON lines elsewhere.", "auto, text or json"),
    ] = "auto"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _Doc("Least level that is logged.", "debug, info, warning or error"),
    ] = "info"
    webhook_url: Annotated[
        SecretStr,
        _Doc("Where alerts are posted as JSON.", "an http or https address, without user name", "none: the log alone"),
    ] = SecretStr("")
    public_url: Annotated[
        str,
        _Doc(
            "Where hubs on the internet reach the web part, for WebSub; without it no hub is asked.",
            "an http or https address, without ? and #",
            "none: feeds are only polled",
        ),
    ] = ""
    base_url: Annotated[
        str,
        _Doc(
            "Where people reach the web part, for links in messages.",
            "an http or https address, without ? and #",
            "http:// and MONITOR_LISTEN",
        ),
    ] = ""
    poll_floor_s: Annotated[
        float, Field(ge=0, le=86_400), _Doc("Least time between two polls of a feed, however often a person asks.")
    ] = 60.0
    hint_cap_s: Annotated[
        float,
        Field(ge=0, le=31 * 86_400),
        _Doc("Longest that a server's or feed's own wish (max-age, ttl ...) may put off a poll; 0 ignores the wishes."),
    ] = 18_000.0
    archive_pages: Annotated[
        int, Field(ge=0, le=100), _Doc("Pages of older entries that are followed when a feed is first seen.")
    ] = 4
    unwrap_google: Annotated[
        bool,
        _Doc("Whether Google News is asked what stands behind its links, where a headline matches.", "on or off", "on"),
    ] = True
    looks_per_site_per_h: Annotated[
        int,
        Field(ge=0, le=3_600),
        _Doc("Articles of one site that are looked at again within an hour, at most; 0 looks at none again."),
    ] = 60
    look_slots: Annotated[_Slots, _Doc("Articles looked at again at the same time.")] = 4
    backup_dir: Annotated[
        Path | None,
        _Doc("Folder where backups are put; the age of the newest is on /metrics.", "a folder's path", "none"),
    ] = None
    migrate: Annotated[bool, _Doc("Whether the database is brought up to date at start.", "on or off", "on")] = True

    @property
    def database(self) -> str:
        """Address of the database, as it was given; it may hold a password. store/engine.py judges it."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'monitor.sqlite3'}"

    @property
    def feeds_path(self) -> Path:
        """The list of feeds: the one set, else feeds.yaml in the current folder, else the one shipped."""
        here = Path("feeds.yaml")
        return self.feeds or (here if here.exists() else bundled("feeds.yaml"))

    @property
    def seeds_path(self) -> Path:
        """The folder of the seed corpus: the one set, else the one shipped."""
        return self.seeds or bundled("seeds")

    @property
    def alerts_path(self) -> Path | None:
        """The rules and channels of alerts: the file set, else alerts.yaml in the current folder, else none."""
        here = Path("alerts.yaml")
        return self.alerts or (here if here.exists() else None)

    @property
    def pages_url(self) -> str:
        """Where people reach the web part, without a slash at the end."""
        return self.base_url or f"http://{self.listen}"

    @property
    def host(self) -> str:
        """Where the web part listens, an IPv6 address without its brackets."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """Port the web part listens on; 0 takes a free one."""
        return int(self.listen.rpartition(":")[2])

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_format", "log_level", mode="before")
    @classmethod
    def _fold(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("workers")
    @classmethod
    def _count(cls, value: int) -> int:
        return value or min(4, os.cpu_count() or 1)

    @field_validator("listen")
    @classmethod
    def _check_listen(cls, value: str) -> str:
        found = _LISTEN.fullmatch(value)
        if found is None or int(found["port"]) > 65_535:
            raise ValueError
        if found["host"].startswith("["):
            IPv6Address(found["host"].strip("[]"))
        return value

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook(cls, value: SecretStr) -> SecretStr:
        if value and not is_web_address(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("public_url", "base_url")
    @classmethod
    def _check_own_address(cls, value: str) -> str:
        if value and (not is_web_address(value) or "?" in value or "#" in value):  # paths are added at its end
            raise ValueError
        return value.rstrip("/")

    @field_validator("user_agent")
    @classmethod
    def _check_header(cls, value: str) -> str:
        if not value.strip() or not value.isascii() or not value.isprintable():
            raise ValueError
        return value

    @model_validator(mode="after")
    def _check_lease(self) -> Self:
        after_s, after = max(
            (self.read_deadline_s, _variable("read_deadline_s")), (self.parse_deadline_s, _variable("parse_deadline_s"))
        )
        work_s = self.fetch_deadline_s + after_s + _LEASE_SPARE_S
        if self.lease_s < work_s:
            text = (
                f"{self.lease_s:g} s is too short: {_variable('fetch_deadline_s')}, {after} and"
                f" {_LEASE_SPARE_S:g} s to spare make {work_s:g} s, and work still in hand would be begun again."
            )
            raise ValueError(text)
        return self


def load(environ: Mapping[str, str]) -> tuple[Settings, tuple[str, ...]]:
    """Read the settings from the environment.

    MONITOR_X gives the setting x; MONITOR_X_FILE names a file that holds it (one line break at its end
    does not count). An empty value is the same as none. Names that begin with MONITOR_TEST_ belong to the
    tests and are passed over.

    Returns:
        The settings, and one sentence for each MONITOR_ name that is not a setting.

    Raises:
        BadConfiguration: naming every variable that can't be used, its value unless it is a secret,
            and what is allowed.
    """
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for field in Settings.model_fields:
        try:
            value = environment.given(environ, _variable(field))
        except BadConfiguration as error:
            problems.extend(error.problems)
            continue
        if value:
            values[field] = value
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems.extend(_told(environ, error))
    if problems:
        raise BadConfiguration(tuple(problems))
    names = {name: text for name, text in environ.items() if not name.startswith(_TEST_PREFIX)}
    return settings, tuple(
        f"{name} is not a setting and was passed over. The nearest one is {nearest}."
        for name, nearest in environment.unknown(names, _PREFIX, map(_variable, Settings.model_fields))
    )


def describe() -> list[SettingDoc]:
    """Give the table of settings, in the order of Settings."""
    return [
        SettingDoc(_variable(name), _doc(name).shown or str(field.default), _doc(name).meaning, _allowed(name))
        for name, field in Settings.model_fields.items()
    ]


def _variable(field: str) -> str:
    return _PREFIX + field.upper()


def _doc(field: str) -> _Doc:
    return next(item for item in Settings.model_fields[field].metadata if isinstance(item, _Doc))


def _allowed(field: str) -> str:
    info = Settings.model_fields[field]
    low = next((item.ge for item in info.metadata if isinstance(item, Ge)), None)
    high = next((item.le for item in info.metadata if isinstance(item, Le)), None)
    kind = "a whole number" if info.annotation is int else "a number"
    return _doc(field).allowed or f"{kind} from {low:,} to {high:,}"


def _told(environ: Mapping[str, str], error: ValidationError) -> Iterator[Problem]:
    details = error.errors(include_input=False)
    for field in dict.fromkeys(str(detail["loc"][0]) for detail in details if detail["loc"]):
        yield _refused(environ, field)
    for detail in details:
        if not detail["loc"]:  # of the settings together: _check_lease
            mend = "Set it to the sum or more, or set a deadline lower."
            yield Problem("environment", 0, _variable("lease_s"), str(detail["ctx"]["error"]), mend)


def _refused(environ: Mapping[str, str], field: str) -> Problem:
    variable = _variable(field)
    mend = f"Allowed: {_allowed(field)}."
    if not environ.get(variable):
        return Problem(
            "environment",
            0,
            variable + environment.FILE_SUFFIX,
            "The content of the file it names cannot be used.",
            mend,
        )
    if Settings.model_fields[field].annotation is SecretStr:
        return Problem("environment", 0, variable, "Its value, which is a secret and not shown, cannot be used.", mend)
    value = environ[variable]
    shown = value if len(value) <= _SHOWN_MAX else value[:_SHOWN_MAX] + "..."
    return Problem("environment", 0, variable, f"{shown!r} cannot be used.", mend)
