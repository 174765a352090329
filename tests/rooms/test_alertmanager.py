"""Does a real Alertmanager with our configuration keep quiet about what a greater alert says already?"""

from collections.abc import Iterator

import pytest

from tests.operator_files import ALERTMANAGER, read
from tests.prometheus import Server, alertmanager


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    config = read(ALERTMANAGER / "alertmanager.yml")
    for receiver in config["receivers"]:  # nobody listens there, and no address of ours is asked
        receiver["webhook_configs"][0]["url"] = "http://127.0.0.1:9/"
    with alertmanager(tmp_path_factory.mktemp("alertmanager"), config) as server:
        yield server


def _post(manager: Server, *labels: dict[str, str]) -> None:
    manager.post("/api/v2/alerts", [{"labels": {"team": "operator", **each}} for each in labels])


def _is_muted(manager: Server, feed: str) -> bool:
    (found,) = manager.ask("/api/v2/alerts", filter=f'feed="{feed}"')
    return bool(found["status"]["inhibitedBy"])


_KZ = {"alertname": "MonitorBlackout", "scope": "country:KZ", "country": "KZ"}
_STATE = {"alertname": "MonitorBlackout", "scope": "group:state", "group": "state"}


@pytest.mark.parametrize(
    ("greater", "lesser", "is_muted"),
    [
        (_KZ, {"country": "KZ", "group": "other"}, True),
        (_KZ, {"country": "RU", "group": "other"}, False),
        (_STATE, {"country": "UZ", "group": "state"}, True),
        (_STATE, {"country": "UZ"}, False),
    ],
    ids=["its country", "another country", "its group", "no group"],
)
def test_a_blackout_mutes_its_own_feeds_and_no_others(
    manager: Server, request: pytest.FixtureRequest, greater: dict[str, str], lesser: dict[str, str], *, is_muted: bool
) -> None:
    failing, feed = {"alertname": "MonitorFeedFailing"}, request.node.name
    its_own: dict[str, str] = {name: greater[name] for name in ("country", "group") if name in greater}

    _post(manager, greater, {**failing, "feed": feed, **lesser}, {**failing, "feed": f"{feed} own", **its_own})

    manager.until(lambda: _is_muted(manager, f"{feed} own"))  # by then the greater one is known
    assert _is_muted(manager, feed) is is_muted


def test_a_feed_is_told_of_where_nothing_is_dark_that_it_belongs_to(manager: Server) -> None:
    _post(manager, {"alertname": "MonitorFeedFailing", "feed": "alone", "country": "GB"})

    assert not _is_muted(manager, "alone")
