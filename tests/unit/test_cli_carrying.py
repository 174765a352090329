"""Is it said in plain figures what an article has of another's text, and whose text it is?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cli.carrying import aligned, origin
from monitor.cli.diff import Told, beside
from monitor.core.records.articles import Article, Basis
from monitor.core.records.stories import Carried, Credit
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.records.versions import Version

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
NEW = Verdict(VerdictKind.NEW, "Nothing known shares its wording.")
COPY = Verdict(VerdictKind.COPY, "", "12", in_other=0.971, of_other=0.929)
TASS = Credit("tass", "source", "Source: TASS")
ARTICLE = Article(
    13, "https://news.example/a", "news.example", "Unrest", "", "en", None, NOON, NOON, Basis.FULL, NEW, (), "wire"
)
SENTENCES = ("Four of them went home.", "Two of them stayed on.", "It rained all day.", "Nobody minded that at all.")


def told(number: int, text: str) -> Told:
    return Told(number, Version(1, NOON, "Title", text, Basis.FULL))


def member(number: int, verdict: Verdict = NEW, *credits_: Credit) -> Carried:
    outlet = f"outlet{number}.example"
    seen = NOON + timedelta(minutes=number)
    return Carried(number, f"https://{outlet}/", outlet, "", "en", "", None, seen, 9, verdict, credits=credits_)


# --- What was kept ----------------------------------------------------------------------------------------


def test_words_that_went_and_came_are_counted() -> None:
    # 20 words: the title, 5, 5, 4 and 5; "stayed on" went, "left" came.
    said, shown = beside(
        told(1, "\n".join(SENTENCES)), told(2, "\n".join(SENTENCES).replace("stayed on", "left")), in_colour=False
    )

    assert said == "Article 2 kept 90 % of the words of article 1, dropped 2 and added 1."
    assert "Two of them [-stayed on-]{+left+}." in shown


def test_other_paragraphs_are_no_other_words() -> None:
    said, shown = beside(told(1, "\n".join(SENTENCES)), told(2, " ".join(SENTENCES)), in_colour=False)

    assert said == "Article 2 kept 100 % of the words of article 1, dropped 0 and added 0."
    assert shown == "\n".join(("Title", *SENTENCES))


def test_strangers_are_compared_by_paragraphs() -> None:
    edits, kept = aligned("One of the first.\nIt ended there.", "Two were last.\nNobody knew why.")

    assert (kept.words, kept.dropped, kept.added) == (7, 7, 6)
    assert len(edits) == 1


def test_chinese_is_counted_in_characters() -> None:
    said, _ = beside(told(1, "死亡26人数"), told(2, "死亡164人数"), in_colour=False)

    assert said == "Article 2 kept 83 % of the characters of article 1, dropped 1 and added 1."
    assert aligned("死亡二十六人", "死亡百人")[1].unit == "character"


def test_what_has_no_words_cannot_be_kept() -> None:
    _, kept = aligned("...", "One two.")

    assert kept.in_words("article 1", "Article 2") == "Article 1 has no words that article 2 could have kept."


# --- Whose text it is -------------------------------------------------------------------------------------


def test_a_reprint_names_its_original_and_what_it_kept_and_added() -> None:
    shown = list(origin(replace(ARTICLE, verdict=COPY, credits=(TASS,)), (member(12), member(13, COPY, TASS))))

    assert shown == [
        ("text", "Reprint of article 12 (TASS): kept 92 %, added 2 %. It credits TASS."),
        ("credit", "TASS, source: Source: TASS"),
    ]


def test_an_original_names_its_reprints_and_says_why_it_is_one() -> None:
    ((name, shown),) = origin(replace(ARTICLE, id=12), (member(12), member(13, COPY), member(14, COPY)))

    assert name == "text"
    assert shown == "Original, 2 reprints: 13, 14. It was seen first, 2022-01-05 12:12 UTC, 1 minute before article 13."


def test_a_long_list_of_reprints_is_cut() -> None:
    copies = [member(number, COPY) for number in range(13, 30)]

    ((_, shown),) = origin(replace(ARTICLE, id=12), (member(12), *copies))

    assert "17 reprints: 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, ..." in str(shown)


def test_the_copy_of_a_seed_says_so_and_whether_it_is_the_first_here() -> None:
    of_seed = replace(COPY, of="seed:scmp")

    alone = list(origin(replace(ARTICLE, verdict=of_seed), (member(13, of_seed),)))
    first = list(origin(replace(ARTICLE, verdict=of_seed), (member(13, of_seed), member(14, of_seed))))

    assert alone == [("text", "Reprint of the seed scmp: kept 92 %, added 2 %.")]
    assert first[0] == alone[0]
    assert str(first[1][1]).startswith("First here, 1 reprint: 14. It carries the text of seed scmp, which is older;")


@pytest.mark.parametrize("verdict", [NEW, replace(COPY, kind=VerdictKind.PARTIAL)])
def test_an_article_with_a_text_of_its_own_says_nothing(verdict: Verdict) -> None:
    assert list(origin(replace(ARTICLE, verdict=verdict), (member(12), member(13, verdict)))) == []


def test_an_article_without_a_story_goes_by_its_verdict() -> None:
    assert list(origin(replace(ARTICLE, verdict=COPY), ())) == [
        ("text", "Reprint of article 12: kept 92 %, added 2 %.")
    ]
