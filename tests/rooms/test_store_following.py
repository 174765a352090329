"""Do tokens hold as long as they should, and are saved queries found again, on both databases?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from monitor.core.errors import NotFound
from monitor.core.records.following import SavedQuery, Scope, Token
from monitor.store.engine import Database
from monitor.store.following import BadName, SavedQueries, Tokens
from monitor.store.schema.tables import TOKEN
from tests.fakes import NOON, FakeClock

BAD_NAMES = ["", "-a", "a-", "A", "a b", "a/b", "ключ", "a" * 65, "a.b", "a\n"]


@pytest.fixture
def tokens(database: Database, clock: FakeClock) -> Tokens:
    return Tokens(database, clock)


@pytest.fixture
def queries(database: Database, clock: FakeClock) -> SavedQueries:
    return SavedQueries(database, clock)


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_holds_for_what_it_was_made_for(tokens: Tokens) -> None:
    read, admin = tokens.create("reader", Scope.READ), tokens.create("owner", Scope.ADMIN)

    holds = [tokens.check(token, scope) for token in (read, admin) for scope in (Scope.READ, Scope.ADMIN)]

    assert holds == [True, False, True, True]


def test_a_token_is_256_bits_of_chance_behind_a_prefix(tokens: Tokens) -> None:
    made = [tokens.create(f"t{number}", Scope.READ) for number in range(3)]

    assert len(set(made)) == 3
    assert all(token.startswith("mon_") and len(token) == 4 + 43 for token in made)  # 32 bytes are 43 letters


def test_the_database_never_holds_a_token(tokens: Tokens, database: Database) -> None:
    token = tokens.create("reader", Scope.READ)

    with database.read() as connection:
        (row,) = connection.execute(select(TOKEN)).all()
    assert token.removeprefix("mon_") not in repr(row)
    assert len(row.digest) == 64


@pytest.mark.parametrize("wrong", ["", "mon_", "x", "mon_ключ", "mon_\ud800", "mon_" + "a" * 100_000, "mon_\x00"])
def test_what_is_no_token_is_refused(tokens: Tokens, wrong: str) -> None:
    token = tokens.create("reader", Scope.READ)

    assert [tokens.check(each, Scope.READ) for each in (wrong, token + wrong, token[:-1])] == [
        False,
        wrong == "",  # the token itself
        False,
    ]


def test_a_revoked_token_is_refused_at_once(tokens: Tokens) -> None:
    token = tokens.create("reader", Scope.READ)

    assert tokens.revoke("reader")

    assert not tokens.check(token, Scope.READ)
    assert tokens.list() == [Token("reader", Scope.READ, NOON, None, NOON)]


def test_only_a_token_that_holds_can_be_revoked(tokens: Tokens) -> None:
    tokens.create("reader", Scope.READ)
    tokens.revoke("reader")

    assert [tokens.revoke(name) for name in ("reader", "nobody")] == [False, False]


def test_a_name_is_given_again_only_after_its_token_was_revoked(tokens: Tokens) -> None:
    old = tokens.create("reader", Scope.READ)
    with pytest.raises(BadName, match="monitor token revoke reader"):
        tokens.create("reader", Scope.ADMIN)
    tokens.revoke("reader")

    new = tokens.create("reader", Scope.ADMIN)

    assert (tokens.check(old, Scope.READ), tokens.check(new, Scope.ADMIN)) == (False, True)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_would_not_stand_in_an_address_is_refused(tokens: Tokens, queries: SavedQueries, name: str) -> None:
    with pytest.raises(BadName, match="small letters"):
        tokens.create(name, Scope.READ)
    with pytest.raises(BadName, match="small letters"):
        queries.put(name, "topic:csto")


def test_its_use_is_noted_once_a_minute(tokens: Tokens, clock: FakeClock) -> None:
    token = tokens.create("reader", Scope.READ)
    noted = []

    for seconds in (0, 59, 1):  # at 12:00:00, 12:00:59 and 12:01:00
        clock.advance(seconds)
        tokens.check(token, Scope.READ)
        noted.append(tokens.list()[0].used_at)

    assert [at.second + at.minute * 60 for at in noted if at] == [0, 0, 60]


def test_who_is_refused_leaves_no_note(tokens: Tokens) -> None:
    token = tokens.create("reader", Scope.READ)

    tokens.check(token, Scope.ADMIN)

    assert tokens.list()[0].used_at is None


def test_who_reads_is_let_in_though_his_use_cannot_be_noted(database: Database, clock: FakeClock) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL locks rows, and nobody else writes to a token's")
    token = Tokens(database, clock).create("reader", Scope.READ)
    other = Database(str(database.url))
    holds = []
    asking = threading.Thread(target=lambda: holds.append(Tokens(other, clock).check(token, Scope.READ)))

    with database.write():  # as long as SQLite waits, and then it is not noted
        asking.start()
        asking.join(30)

    other.close()
    assert holds == [True]
    assert Tokens(database, clock).list()[0].used_at is None


# --- saved queries --------------------------------------------------------------------------------


def test_a_query_is_found_by_its_name(queries: SavedQueries) -> None:
    saved = queries.put("csto-in-russian", "topic:csto lang:ru", "anna")

    assert saved == SavedQuery("csto-in-russian", "topic:csto lang:ru", "anna", NOON)
    assert queries.get("csto-in-russian") == saved
    assert queries.list() == [saved]


def test_a_query_takes_the_place_of_the_one_with_its_name(queries: SavedQueries, clock: FakeClock) -> None:
    queries.put("a", "topic:csto", "anna")
    clock.advance(60)

    changed = queries.put("a", "topic:sco", "boris")

    assert queries.list() == [changed]
    assert (changed.saved_at - NOON).seconds == 60


def test_queries_saved_under_one_name_at_the_same_moment_are_all_taken(queries: SavedQueries) -> None:
    together = threading.Barrier(4, timeout=10)

    def save(owner: str) -> list[SavedQuery]:
        return [queries.put(f"q{number}", "topic:csto", owner) for number in range(20) if together.wait() >= 0]

    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(save, "abcd"))

    assert [len(each) for each in saved] == [20] * 4
    assert len(queries.list()) == 20


def test_a_query_that_is_not_there_is_not_found(queries: SavedQueries) -> None:
    queries.put("a", "topic:csto")

    assert [queries.delete("a"), queries.delete("a")] == [True, False]
    with pytest.raises(NotFound, match="monitor queries list"):
        queries.get("a")
