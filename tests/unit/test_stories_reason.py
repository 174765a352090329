"""Is it said why an article is in its story?"""

from dataclasses import replace

from monitor.core.records.stories import Carried, Placement, Regrouping, RegroupKind
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.stories.reason import reason
from tests.fakes import NOON

ARTICLE = Carried(
    4, "https://a.example/4", "a.example", "KZ", "en", "A headline", None, NOON, 100, Verdict(VerdictKind.NEW, "why")
)
PLACED = replace(ARTICLE, placement=Placement(1, "Same place, same day.", shared=("where:almaty", "number:164")))
MERGED = Regrouping(7, NOON, RegroupKind.MERGED, 2, 1, (4, 5), by="ann", why="one flood")


def test_where_no_person_said_so_the_rules_do() -> None:
    assert reason(PLACED, ()) == "Same place, same day."


def test_who_put_it_there_comes_before_the_rules() -> None:
    assert reason(replace(PLACED, is_pinned=True), (MERGED,)) == "ann put it there (regrouping 7): one flood"


def test_what_was_undone_is_no_reason() -> None:
    undone = replace(MERGED, undone_by=8)
    other = replace(MERGED, id=9, by="bob", why="", articles=(4,))

    assert reason(replace(PLACED, is_pinned=True), (other, undone)) == "bob put it there (regrouping 9)."
    assert reason(PLACED, (undone,)) == "Same place, same day."


def test_an_article_from_before_there_were_stories_says_so() -> None:
    assert reason(ARTICLE, ()) == "It was there before there were rules for that."
