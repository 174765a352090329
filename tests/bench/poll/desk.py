"""What does a client need in order to poll a world?

Not pure: writes files. In: a world and a folder. Out: the feeds' list in the form that each client reads, the
environment of our own program, and how many entries its database holds.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, distinct, func, select

from monitor.config.settings import Settings
from monitor.store.schema.tables import ENTRY
from tests.bench.poll.world_process import WorldProcess


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder of one client's own.

    Args:
        every: interval of each feed, as feeds.yaml has it.
    """

    folder: Path
    world: WorldProcess
    every: str = "1h"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.feeds_json.write_text(json.dumps(self.world.urls), encoding="utf-8")
        feeds = "".join(
            f"- name: f{number:05d}\n  url: {url}\n  every: {self.every}\n  fetch_article: false\n"
            for number, url in enumerate(self.world.urls)
        )
        (self.folder / "feeds.yaml").write_text(f"feeds:\n{feeds}", encoding="utf-8")

    @property
    def feeds_json(self) -> Path:
        """The feeds' addresses."""
        return self.folder / "feeds.json"

    @property
    def log(self) -> Path:
        """What the client wrote to standard error."""
        return self.folder / "log"

    @property
    def database(self) -> str:
        """The address of our database."""
        return f"sqlite:///{self.folder / 'data' / 'monitor.sqlite3'}"

    @property
    def environment(self) -> dict[str, str]:
        """Our program's settings; whatever is not named here is at its default."""
        floor = {"MONITOR_POLL_FLOOR_S": "0"} if "poll_floor_s" in Settings.model_fields else {}
        return {
            "MONITOR_DATA_DIR": str(self.folder / "data"),
            "MONITOR_FEEDS": str(self.folder / "feeds.yaml"),
            "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
            "MONITOR_DOMAIN_PAUSE_S": "0",
            "MONITOR_LOG_FORMAT": "json",
            "SSL_CERT_FILE": self.world.plan.certificate,
            **floor,
        }

    def kept(self) -> tuple[int, int]:
        """Count the entries in our database, and those of them that differ."""
        engine = create_engine(self.database)
        key = ENTRY.c.key + "/" + func.cast(ENTRY.c.feed_id, ENTRY.c.key.type)
        with engine.connect() as connection:
            every, unlike = connection.execute(select(func.count(), func.count(distinct(key))).select_from(ENTRY)).one()
        engine.dispose()
        return int(every), int(unlike)
