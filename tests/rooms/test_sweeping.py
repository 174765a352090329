"""Does the minute's sweep end the snoozes of stories that have grown?"""

from pathlib import Path

from sqlalchemy import update

from monitor.config.settings import load
from monitor.core.records.articles import Covered
from monitor.duties import Duties
from monitor.observe.health import Health
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.store.opening import open_stores
from monitor.store.schema.tables import ARTICLE
from tests.fakes import FakeClock
from tests.rooms.stores import Room, draft, rulings


async def test_a_sweep_ends_the_snooze_of_a_story_that_has_grown(tmp_path: Path, clock: FakeClock) -> None:
    settings, _ = load({"MONITOR_DATA_DIR": str(tmp_path)})
    stores = open_stores(settings, clock)
    metrics = Metrics("1.0")
    duties = Duties(stores, clock, Health(clock, beat_every_s=1), metrics, Journal(metrics), chance=lambda: 0.3)
    room = Room(stores.database, clock)
    for number in (1, 2):
        room.articles.keep(Covered(room.entry(), draft(number, text=f"The CSTO met {number} times.")), rulings())
    snooze = stores.snoozes.put(1, 1, "ann")
    await duties.sweep()
    before = stores.snoozes.list()
    with stores.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == 2).values(story_id=1, outlet="other.example"))

    await duties.sweep()

    assert (before, stores.snoozes.list()) == ([snooze], [])
    stores.database.close()
