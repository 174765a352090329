"""Do people and programs see what changed in an article, and who says what of it?"""

from dataclasses import replace
from datetime import UTC, datetime

import click
import pytest

from monitor.cli import articles_show
from monitor.cli.changes import show as show_changes
from monitor.cli.diff import Between, as_patch, compared, headed
from monitor.core import public
from monitor.core.records.articles import Article, Basis, Sighting
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.pages import Claim, Dropped, Field, Witness
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.records.versions import Edit, RecordedChange, Version

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
LATER = datetime(2022, 1, 5, 14, 5, tzinfo=UTC)
ARTICLE = Article(
    7, "https://news.example/a", "news.example", "Unrest", "", "en", None, NOON, NOON, Basis.FULL,
    Verdict(VerdictKind.NEW, "Nothing known shares its wording."), (), "wire", text="One.\nTwo.",
)  # fmt: skip
OLD = Version(1, NOON, "26 dead", "It began.\nAt least 26 people died.", Basis.FULL)
NEW = Version(2, LATER, "164 dead", "It began.\nAt least 164 people died.", Basis.FULL, modified_at=NOON)
STEALTH = RecordedChange(5, 7, LATER, 2, Change(ChangeKind.STEALTH_EDIT, "1 paragraph changed."))


# --- diff -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (OLD.text, NEW.text, "It began.\nAt least [-26-]{+164+} people died."),
        ("One.\nTwo.", "One.", "One.\n[-Two.-]"),
        ("One.\nThree.", "One.\nTwo.\nThree.", "One.\n{+Two.+}\nThree."),
        ("Одно слово здесь", "Одно дело здесь", "Одно [-слово-]{+дело+} здесь"),
        ("死亡26人", "死亡164人", "死亡[-26-]{+164+}人"),
        ("same", "same", "same"),
    ],
)
def test_a_pipe_gets_what_went_and_came_in_brackets(before: str, after: str, shown: str) -> None:
    assert compared(before, after, in_colour=False) == shown


def test_a_terminal_gets_what_went_red_and_struck_out_and_what_came_green() -> None:
    assert compared("26 dead here", "164 dead here", in_colour=True) == (
        "\x1b[31m\x1b[9m26\x1b[0m\x1b[32m164\x1b[0m dead here"
    )


def test_an_article_cannot_move_the_cursor_through_a_diff() -> None:
    shown = compared("a\u202eb \u009b31m here", "a\u202eb \x1b[2J\nhere", in_colour=False)

    assert all(line.isprintable() for line in shown.split("\n"))


def test_a_patch_has_a_line_for_each_paragraph_below_the_headline() -> None:
    assert as_patch(OLD, NEW, "article-7") == (
        "--- article-7/version-1\t2022-01-05T12:00:00Z\n"
        "+++ article-7/version-2\t2022-01-05T14:05:00Z\n"
        "@@ -1,3 +1,3 @@\n"
        "-26 dead\n"
        "+164 dead\n"
        " It began.\n"
        "-At least 26 people died.\n"
        "+At least 164 people died.\n"
    )


def test_a_patch_of_the_same_text_is_empty() -> None:
    assert as_patch(OLD, OLD, "article-7") == ""


def test_a_version_is_headed_by_both_dates() -> None:
    assert headed(OLD) == "version 1, read 2022-01-05T12:00:00Z, full"
    assert headed(NEW) == "version 2, read 2022-01-05T14:05:00Z, full, changed 2022-01-05T12:00:00Z by what it says"


@pytest.mark.parametrize(("given", "read"), [("1..2", (1, 2)), ("3..1", (3, 1)), (" 10..12 ", (10, 12))])
def test_two_versions_are_read(given: str, read: tuple[int, int]) -> None:
    assert Between().convert(given, None, None) == read


@pytest.mark.parametrize("given", ["", "1", "1..", "..2", "1-2", "0..2", "a..b", "1...2", "1..2..3", "²..3"])
def test_what_names_no_two_versions_is_refused(given: str) -> None:
    with pytest.raises(click.BadParameter, match=r"give 1\.\.3"):
        Between().convert(given, None, None)


# --- changes ----------------------------------------------------------------------------------------------


def test_a_pipe_gets_a_change_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    removed = RecordedChange(4, 7, NOON, 2, Change(ChangeKind.MENTION_REMOVED, "csto: named no more.", "csto"))

    show_changes([STEALTH, removed])

    assert capsys.readouterr().out.splitlines() == [
        "7\t2022-01-05T14:05:00Z\t2\tstealth_edit\t-\t1 paragraph changed.",
        "7\t2022-01-05T12:00:00Z\t2\tmention_removed\tcsto\tcsto: named no more.",
    ]


# --- show -------------------------------------------------------------------------------------------------


def shown(article: Article) -> dict[str, object]:
    return dict(articles_show.facts(article))


def test_a_date_stands_beside_who_says_so_and_our_own() -> None:
    claims = (
        Claim(Field.PUBLISHED, Witness.JSON_LD, "2022-01-05T12:00:00+00:00", is_chosen=True, note="no time of day"),
        Claim(Field.PUBLISHED, Witness.FEED, "2022-01-05T11:00:00+00:00"),
        Claim(Field.PUBLISHED, Witness.META, "2022-01-05T12:00:00+00:00"),
        Claim(Field.MODIFIED, Witness.META, "2022-01-05T14:05:00+00:00", is_chosen=True),
    )

    facts = shown(replace(ARTICLE, published_at=NOON, modified_at=LATER, first_seen_at=LATER, claims=claims))

    assert facts["published"] == "2022-01-05T12:00:00Z by json-ld, no time of day (1 says otherwise: --claims)"
    assert facts["changed"] == "2022-01-05T14:05:00Z by meta"
    assert facts["first seen"] == "2022-01-05T14:05:00Z by us"
    assert list(facts).index("first seen") == list(facts).index("published") + 2


def test_what_nobody_says_is_unknown() -> None:
    facts = shown(ARTICLE)

    assert facts["published"] == "unknown"
    assert "changed" not in facts
    assert "image" not in facts
    assert "withdrawn" not in facts
    assert facts["section"] == "-"


def test_a_withdrawn_article_says_so() -> None:
    facts = shown(replace(ARTICLE, withdrawn_at=LATER, section="World", image="https://news.example/a.jpg"))

    assert facts["withdrawn"] == "since 2022-01-05T14:05:00Z: its page is not there any more"
    assert facts["section"] == "World"
    assert facts["image"] == "https://news.example/a.jpg"


def test_every_feed_that_led_to_it_is_named_up_to_five() -> None:
    sightings = tuple(Sighting(f"feed-{n}", "https://news.example/a", "Unrest", NOON) for n in range(7))

    seen = [value for name, value in articles_show.facts(replace(ARTICLE, sightings=sightings)) if name == "seen in"]

    assert seen[0] == "feed-0, 2022-01-05T12:00:00Z"
    assert seen[5:] == ["... and 2 entries more"]


def test_versions_and_changes_are_listed_oldest_first() -> None:
    earlier = replace(STEALTH, id=4, at=NOON, change=Change(ChangeKind.HEADLINE, "Another headline."))

    assert list(articles_show.history((OLD, NEW), (STEALTH, earlier))) == [
        ("versions", 2),
        ("version 1", "2022-01-05T12:00:00Z · full · 34 characters · 26 dead"),
        ("version 2", "2022-01-05T14:05:00Z · full · 35 characters · 164 dead"),
        ("change", "2022-01-05T12:00:00Z · version 2 · headline · Another headline."),
        ("change", "2022-01-05T14:05:00Z · version 2 · stealth_edit · 1 paragraph changed."),
    ]


def test_an_article_of_one_version_has_a_short_history() -> None:
    assert list(articles_show.history((OLD,), ())) == [("versions", 1)]


def test_what_was_left_out_is_counted_or_listed() -> None:
    lines = (Dropped("Subscribe!", "recurs at this outlet", 1), Dropped("Follow us!", "recurs at this outlet", 2))
    article = replace(ARTICLE, dropped=lines)

    assert list(articles_show.left_out(ARTICLE, listed=True)) == []
    assert list(articles_show.left_out(article, listed=False)) == [
        ("left out", "2 lines: recurs at this outlet (--dropped shows what)")
    ]
    assert list(articles_show.left_out(article, listed=True)) == [
        ("left out", "after line 1: Subscribe! (recurs at this outlet)"),
        ("left out", "after line 2: Follow us! (recurs at this outlet)"),
    ]


def test_every_claim_of_every_witness_is_listed_by_field() -> None:
    claims = (
        Claim(Field.AUTHOR, Witness.META, "Anna Berg", is_chosen=True),
        Claim(Field.TITLE, Witness.HTML, "Unrest", is_chosen=True),
        Claim(Field.TITLE, Witness.FEED, "Unrest ...", note="cut short"),
    )

    assert list(articles_show.claims(replace(ARTICLE, claims=claims))) == [
        ("title", "html (chosen): Unrest"),
        ("title", "feed: Unrest ... · cut short"),
        ("author", "meta (chosen): Anna Berg"),
    ]


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis.TEASER, "This is not the whole article: its page shows a part of it"),
        (Basis.LOGIN_WALL, "This is not the whole article: its page wants a login."),
        (Basis.BOT_WALL, "This is not the whole article: its page is closed to programs."),
        (Basis.SUMMARY, "This may not be the whole article: the text is the feed's own"),
    ],
)
def test_a_part_is_never_shown_as_the_whole(basis: Basis, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    articles_show.show(replace(ARTICLE, basis=basis), (OLD,), ())

    out = capsys.readouterr().out
    assert words in out
    assert out.index(words) < out.index("One.\nTwo.")


def test_a_whole_article_is_shown_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    articles_show.show(ARTICLE, (OLD,), ())

    assert capsys.readouterr().out.endswith("\n\nOne.\nTwo.\n")


def test_what_strangers_wrote_reaches_a_terminal_as_letters(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]0;owned\x07\u202e\u009b31m"
    article = replace(
        ARTICLE, title=evil, author=evil, section=evil, image=evil, text=f"{evil}\n{evil}",
        claims=(Claim(Field.TITLE, Witness.HTML, evil),), dropped=(Dropped(evil, "recurs", 0),),
        sightings=(Sighting("wire", evil, evil, NOON),),
    )  # fmt: skip

    articles_show.show(article, (replace(OLD, title=evil), NEW), (STEALTH,), shows=("claims", "dropped"))

    assert all(line.isprintable() for line in capsys.readouterr().out.split("\n"))


# --- JSON -------------------------------------------------------------------------------------------------


def test_a_program_gets_all_of_an_article() -> None:
    article = replace(
        ARTICLE, modified_at=LATER, withdrawn_at=LATER, recurring=((0, 4),),
        claims=(Claim(Field.TITLE, Witness.HTML, "Unrest", is_chosen=True, note="cut short"),),
        dropped=(Dropped("Subscribe!", "recurs at this outlet", 2),),
        sightings=(Sighting("wire", "https://news.example/a?x", "Unrest", NOON),),
    )  # fmt: skip

    given = public.shown(article)

    assert given["modified_at"] == given["withdrawn_at"] == "2022-01-05T14:05:00Z"
    assert given["image"] is None
    assert given["recurring"] == [[0, 4]]
    assert given["claims"] == [
        {"field": "title", "witness": "html", "value": "Unrest", "chosen": True, "note": "cut short"}
    ]
    assert given["dropped"] == [{"text": "Subscribe!", "why": "recurs at this outlet", "after": 2}]
    assert given["sightings"] == [
        {"feed": "wire", "url": "https://news.example/a?x", "title": "Unrest", "at": "2022-01-05T12:00:00Z"}
    ]


def test_a_program_gets_versions_edits_and_changes() -> None:
    assert public.version(NEW) == {
        "version": 2,
        "at": "2022-01-05T14:05:00Z",
        "title": "164 dead",
        "basis": "full",
        "modified_at": "2022-01-05T12:00:00Z",
        "text": "It began.\nAt least 164 people died.",
    }
    assert public.edit(Edit(1, 2, 3, 4)) == [1, 2, 3, 4]
    assert public.change(STEALTH) == {
        "id": 5,
        "article": 7,
        "at": "2022-01-05T14:05:00Z",
        "version": 2,
        "kind": "stealth_edit",
        "topic": None,
        "detail": "1 paragraph changed.",
    }
