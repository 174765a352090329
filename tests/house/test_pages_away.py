"""What do people see, and what becomes of what they typed, while the database is away?"""

from pathlib import Path

from monitor.demo.thread import WorldThread
from tests.house.asking import ask
from tests.house.installation import Installation
from tests.house.signing import Signed, fields_of
from tests.postgres import PostgresServer

PAGES = ("/", "/story/1", "/alerts", "/alerts/1", "/alerts/rules/csto", "/alerts/rules/csto/played")


def test_pages_say_that_the_database_is_away_and_forms_keep_what_was_typed(
    world: WorldThread, tmp_path: Path, postgres_server: PostgresServer, postgresql_url: str
) -> None:
    installation = Installation.watching(world, tmp_path, MONITOR_DATABASE_URL=postgresql_url)
    admin = installation.run("token", "create", "admin", "--scope", "admin").out.strip()
    with installation.service() as service:
        service.until("service.started")
        signed = Signed(world, service, installation, "", admin)
        rule = {**fields_of(signed.see("/alerts/rules/csto")), "owner": "Anna & Bo"}
        with postgres_server.away(postgresql_url):
            pages = [signed.see(path) for path in PAGES]
            program = ask(service, "/api/v1/alerts")
            silence = signed.send("/alerts/silences", query="lang:zh", length="8 h")
            saved = signed.send("/alerts/rules/csto", **rule)
            switched = signed.send("/alerts/rules/csto/disable")
        kept = {**fields_of(saved)}
        again = signed.send("/alerts/rules/csto", **kept)

        forms = [silence, saved, switched]
        assert [each.status for each in (*pages, program, *forms)] == [503] * (len(PAGES) + 4)
        assert all(each.headers["retry-after"] == "5" for each in (*pages, program, *forms))
        assert all("<h1>Not now</h1>" in each.text for each in pages)
        assert all("The database cannot be used now." in each.text for each in (*pages, program, *forms))
        assert program.headers["content-type"] == "application/json"
        assert fields_of(silence)["query"] == ["lang:zh"]
        assert not any(admin in each.text for each in forms)
        assert (kept["owner"], again.status, signed.rules()["csto"]["owner"]) == (["Anna & Bo"], 303, "Anna & Bo")
