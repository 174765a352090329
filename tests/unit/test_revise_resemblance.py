"""Is another page told from the same article at another address?"""

from dataclasses import replace

import pytest

from monitor.core.records.articles import Article, Basis, Draft, Extracted, Fingerprint
from monitor.core.records.pages import Claim, Field, Witness
from monitor.core.records.tags import Tagged
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.revise.resemblance import resembles
from tests.fakes import NOON

TEXT = "The port of Aktau reopened on Wednesday after a storm that had closed it for three days, its master said."
OTHER = "The ballet season opens with Swan Lake on Friday, and all seats of the house have been sold since the spring."
BEFORE = Article(
    *(1, "https://a.example/port", "a.example", "Aktau port reopens", "", "en", None, NOON, NOON, Basis.FULL),
    *(Verdict(VerdictKind.NEW, "New."), (), "a", TEXT),
    claims=(Claim(Field.TITLE, Witness.FEED, "Aktau port reopens"), Claim(Field.TITLE, Witness.OPEN_GRAPH, "Port!")),
)


def draft(text: str, *claims: Claim) -> Draft:
    article = Extracted("Aktau port reopens", text, "en", "", "a.example", Basis.FULL, claims=claims)
    return Draft(article, Fingerprint("", (), (), (), 1), Tagged())


@pytest.mark.parametrize(
    "after",
    [
        draft(TEXT),
        draft(f"{TEXT} {OTHER} {OTHER}"),
        draft(OTHER, Claim(Field.TITLE, Witness.META, "AKTAU port reopens")),
        draft(OTHER, Claim(Field.TITLE, Witness.HTML, "Port")),
    ],
)
def test_a_headline_or_some_wording_in_common_is_the_same_article(after: Draft) -> None:
    assert resembles(BEFORE, after)


@pytest.mark.parametrize(
    "after",
    [
        draft(OTHER),
        draft(OTHER, Claim(Field.TITLE, Witness.FEED, "Aktau port reopens")),
        draft("", Claim(Field.TITLE, Witness.META, "Economy")),
        draft("芭蕾舞季周五以《天鹅湖》开幕，全部门票自春季以来已售罄。"),
    ],
)
def test_nothing_in_common_is_another_page_whatever_the_feed_says(after: Draft) -> None:
    assert not resembles(BEFORE, after)


def test_an_article_without_its_text_is_known_by_its_headlines() -> None:
    before = replace(BEFORE, text="")

    assert resembles(before, draft(OTHER, Claim(Field.TITLE, Witness.META, "Port!")))
    assert not resembles(before, draft(TEXT, Claim(Field.TITLE, Witness.META, "Swan Lake")))
