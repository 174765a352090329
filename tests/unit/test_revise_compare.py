"""Does a page that was read again bring a version where a reader would see one, and is what changed named rightly?"""

import cProfile
import random
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.records.articles import Article, Basis, Draft, Extracted, Fingerprint
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.pages import Claim, Dropped, Field, Witness
from monitor.core.records.tags import Mention, Tagged
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.records.versions import Revision
from monitor.revise.compare import compare
from tests.unit.test_revise_noise import AR, BOX, EN, KK, RU, TEXTS, ZH

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
OLD, SAME, NEW = "2022-01-05T12:30:00+00:00", "2022-01-05T18:30:00+06:00", "2022-01-05T14:05:00+00:00"
NO_VERSION = Revision(is_version=False)
DOUBTFUL = Revision(is_version=False, is_doubtful=True)
NAMES = re.compile(r"(?P<csto>CSTO|ОДКБ|ҰҚШҰ|集安组织|منظمة معاهدة الأمن الجماعي)|(?P<kazakhstan>Kazakhstan|Казахстан)")

STORY = (
    "The ferry to the northern shore sails twice a day again, now that the ice has gone from the harbour. ",
    "A bakery in the old town has taken on four apprentices, the first since its oven was rebuilt in brick. ",
    "Volunteers counted eleven thousand geese on the lake, and say that the mild winter kept them there. ",
    "The chess club moved into the former tram depot, where the tables stand between the rails. ",
    "Two teachers translated the songs of the valley, and sing them on Fridays in front of the library. ",
    "Firemen freed a cow from a well by filling it with hay, bale after bale, until she could step out. ",
)
LONG = "\n".join(part * 3 for part in STORY * 2)


def said(value: str, witness: Witness = Witness.HTML, *, is_chosen: bool = True) -> Claim:
    return Claim(Field.TITLE, witness, value, is_chosen)


def modified(value: str, witness: Witness = Witness.JSON_LD) -> Claim:
    return Claim(Field.MODIFIED, witness, value)


def mentions_in(text: str, field: str = "text") -> tuple[Mention, ...]:
    return tuple(
        Mention(found.lastgroup or "", found[0], "en", field, *found.span(), "word") for found in NAMES.finditer(text)
    )


def kept(text: str, *claims: Claim, title: str = "Unrest", basis: Basis = Basis.FULL) -> Article:
    mentions = (*mentions_in(title, "title"), *mentions_in(text))
    return Article(
        7, "https://news.example/a", "news.example", title, "", "en", None, NOON, NOON, basis,
        Verdict(VerdictKind.NEW, ""), tuple(sorted({m.topic for m in mentions})), "feed",
        text=text, mentions=mentions, claims=claims,
    )  # fmt: skip


def read(text: str, *claims: Claim, title: str = "Unrest", basis: Basis = Basis.FULL) -> Draft:
    article = Extracted(title, text, "en", "https://news.example/a", "news.example", basis, claims=claims)
    tagged = Tagged((*mentions_in(title, "title"), *mentions_in(text)))
    return Draft(article, Fingerprint("", (), (), (), 1), tagged)


def kinds(revision: Revision) -> list[ChangeKind]:
    return [change.kind for change in revision.changes]


def detail(revision: Revision, kind: ChangeKind) -> str:
    (found,) = (change.detail for change in revision.changes if change.kind is kind)
    return found


# --- no version -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_equal_draft_brings_nothing(text: str) -> None:
    claims = (said("Unrest"), modified(OLD))

    assert compare(kept(text, *claims), read(text, *claims)) == NO_VERSION


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_was_recorded_once_is_not_recorded_again(text: str) -> None:
    claims = (said("Unrest grows"), modified(OLD))
    edited = text.replace("26", "164")

    assert compare(kept(text, said("Unrest"), modified(OLD)), read(edited, *claims)).is_version
    assert compare(kept(edited, *claims), read(edited, *claims)) == NO_VERSION


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{EN}\nViews: 5", f"{EN}\nViews: 99"),
        (f"{RU}\nОбновлено: 12:30", f"{RU}\nОбновлено: 13:00"),
        (f"{KK}\n2 сағат бұрын", f"{KK}\n3 сағат бұрын"),
        (f"{ZH}\n阅读 12", f"{ZH}\n阅读 990"),
        (f"{AR}\nمنذ ساعة", f"{AR}\nمنذ ساعتين"),
        (EN, EN.replace("\n", " ")),
        (EN, EN.replace(".", "!")),
        (RU, RU.replace(",", " —")),
    ],
)
def test_template_noise_and_punctuation_are_no_version(before: str, after: str) -> None:
    assert compare(kept(before, modified(OLD)), read(after, modified(NEW))) == NO_VERSION


def test_a_line_that_the_first_reading_did_not_know_for_boilerplate_is_no_version() -> None:
    plea = "This agency has written about the region since 1998."
    after = read(EN)
    after = replace(after, article=replace(after.article, dropped=(Dropped(plea, "recurs at this outlet", 3),)))

    assert compare(kept(f"{EN}\n{plea}"), after) == NO_VERSION


def test_a_line_that_the_first_reading_left_out_is_no_version() -> None:
    plea = "This agency has written about the region since 1998."
    before = replace(kept(EN), dropped=(Dropped(plea, "recurs at this outlet", 3),))

    assert compare(before, read(f"{EN}\n{plea}")) == NO_VERSION


def test_a_date_of_change_alone_is_no_version() -> None:
    assert compare(kept(EN, modified(OLD)), read(EN, modified(NEW))) == NO_VERSION


# --- an open edit or a silent one --------------------------------------------------------------------------

EDITED = EN.replace("26", "164")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([modified(OLD)], [modified(OLD)]),
        ([modified(OLD)], [modified(SAME)]),
        ([modified(NEW)], [modified(OLD)]),
        ([modified(OLD), modified(OLD, Witness.META)], [modified(OLD), modified(OLD, Witness.META)]),
        ([modified(OLD), modified(OLD, Witness.FEED)], [modified(OLD), modified(NEW, Witness.FEED)]),
        ([modified(OLD)], [modified(OLD), modified(NEW, Witness.META)]),
    ],
    ids=["same", "same in another zone", "earlier", "two witnesses", "only the feed's moved", "a new witness"],
)
def test_an_edit_under_an_old_date_of_change_is_silent(before: list[Claim], after: list[Claim]) -> None:
    assert kinds(compare(kept(EN, *before), read(EDITED, *after))) == [ChangeKind.STEALTH_EDIT]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([modified(OLD)], [modified(NEW)]),
        ([modified(OLD)], []),
        ([], [modified(OLD)]),
        ([modified(OLD, Witness.FEED)], [modified(OLD, Witness.FEED)]),
        ([modified(OLD), modified(OLD, Witness.META)], [modified(OLD), modified(NEW, Witness.META)]),
        ([modified("2022-01-05T00:00:00+06:00")], [modified("2022-01-05T00:00:00+06:00")]),
        ([modified("lately")], [modified("lately")]),
        ([Claim(Field.PUBLISHED, Witness.META, OLD)], [Claim(Field.PUBLISHED, Witness.META, OLD)]),
    ],
    ids=[
        "no date", "moved", "gone", "come", "only the feed's", "one of two moved", "only a day", "unreadable",
        "only of publication",
    ],
)  # fmt: skip
def test_any_other_edit_is_an_open_one(before: list[Claim], after: list[Claim]) -> None:
    assert kinds(compare(kept(EN, *before), read(EDITED, *after))) == [ChangeKind.TEXT]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (modified(OLD), modified(SAME), "the page still says that it was changed on 5 January 2022 at 12:30 UTC"),
        (modified(OLD), modified(NEW), "the page says that it was changed on 5 January 2022 at 14:05 UTC"),
        (modified(NEW), modified(OLD), "the page dates its last change back, to 5 January 2022 at 12:30 UTC"),
        (modified(OLD), said("Unrest"), "the page no longer says when it was changed"),
        (said("Unrest"), modified(OLD), "the page did not say before when it was changed"),
        (said("Unrest"), said("Unrest"), "the page gives no date of change"),
        (
            modified("2022-01-05T00:00:00+00:00"),
            modified("2022-01-05T00:00:00+00:00"),
            "the page gives only the day of its last change",
        ),
        (
            modified("2022-01-05T00:00:00+00:00"),
            modified("2022-01-06T00:00:00+00:00"),
            "the page says that it was changed on 6 January 2022",
        ),
        (
            Claim(Field.PUBLISHED, Witness.META, OLD),
            Claim(Field.PUBLISHED, Witness.META, NEW),
            "the page now says that it was published on 5 January 2022 at 14:05 UTC",
        ),
    ],
)
def test_the_sentence_says_by_which_date(before: Claim, after: Claim, told: str) -> None:
    (change,) = compare(kept(EN, before), read(EDITED, after)).changes

    assert change.detail == f"1 paragraph changed: 1 word removed, 1 word added; {told}."


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (RU, RU.replace("26", "164"), "1 paragraph changed: 1 word removed, 1 word added."),
        (KK, KK.replace("26", "164"), "1 paragraph changed: 1 word removed, 1 word added."),
        (ZH, ZH.replace("死亡", "丧生"), "1 paragraph changed: 2 characters removed, 2 characters added."),
        (AR, AR.replace("26", "164"), "1 paragraph changed: 1 word removed, 1 word added."),
        (EN, f"{EN}\nFour more came.", "1 paragraph added: 3 words added."),
        (f"{EN}\nFour more came.", EN, "1 paragraph removed: 3 words removed."),
        (EN, f"{EDITED}\nFour more came.", "1 paragraph changed and 1 paragraph added: 1 word removed, 4 words added."),
        (f"{EN}\nViews: 5", f"{EDITED}\nViews: 99", "1 paragraph changed: 1 word removed, 1 word added."),
    ],
)
def test_the_sentence_counts_paragraphs_and_words(before: str, after: str, told: str) -> None:
    assert detail(compare(kept(before), read(after)), ChangeKind.TEXT) == told


# --- the headline -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([said("26 dead in Almaty")], [said("164 dead in Almaty")]),
        ([said("Погибли 26 человек")], [said("Погибли 164 человека")]),
        ([said("阿拉木图26人死亡")], [said("阿拉木图164人死亡")]),
        ([said("A"), said("B", Witness.OPEN_GRAPH)], [said("C"), said("B", Witness.OPEN_GRAPH)]),
        ([said("A", Witness.JSON_LD)], [said("B", Witness.JSON_LD)]),
        ([said("Old", Witness.FEED)], [said("New", Witness.FEED)]),
        ([said("A"), said("Tab", is_chosen=False)], [said("B"), said("Tab", is_chosen=False)]),
        ([said("A b c – Outlet"), said("A b c", is_chosen=False)], [said("D – Outlet"), said("D", is_chosen=False)]),
    ],
    ids=["en", "ru", "zh", "heading", "data", "feed and feed", "heading beside a tab", "both"],
)
def test_another_headline_is_a_version(before: list[Claim], after: list[Claim]) -> None:
    revision = compare(kept(EN, *before), read(EN, *after))

    assert revision.is_version
    assert kinds(revision) == [ChangeKind.HEADLINE]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([said("Unrest in Almaty")], [said("“Unrest” in Almaty!")]),
        ([said("UNREST IN ALMATY")], [said("Unrest in Almaty")]),
        ([said("Unrest | News.Example")], [said("Unrest")]),
        ([said("Unrest - Вести"), Claim(Field.OUTLET, Witness.META, "Вести")], [said("Unrest")]),
        ([said("Unrest")], [said("Вести – Unrest"), Claim(Field.OUTLET, Witness.META, "Вести")]),
        ([said("Unrest spreads from the west to …")], [said("Unrest spreads from the west to the capital")]),
        ([said("A"), said("B", Witness.OPEN_GRAPH)], [said("A"), said("C", Witness.OPEN_GRAPH)]),
        ([said("A"), said("Old tab", is_chosen=False)], [said("A"), said("New tab", is_chosen=False)]),
        ([said("A", Witness.FEED)], [said("B")]),
        ([said("A", Witness.FEED)], [said("A", Witness.FEED), said("B", is_chosen=False)]),
        ([said("A"), said("X", Witness.FEED)], [said("A"), said("Y", Witness.FEED)]),
        ([said("A")], [said("B", Witness.OPEN_GRAPH)]),
        ([], [said("B")]),
        ([said("A", Witness.TRAFILATURA)], [said("B", Witness.TRAFILATURA)]),
    ],
    ids=[
        "quotes", "capitals", "outlet by domain", "outlet by name", "outlet in front", "cut short", "og flips",
        "tab changes", "feed and page", "page speaks first now", "feed's changes beside the page's", "other witness",
        "no witness before", "first line of the text",
    ],
)  # fmt: skip
def test_what_is_no_other_headline(before: list[Claim], after: list[Claim]) -> None:
    assert compare(kept(EN, *before), read(EN, *after)) == NO_VERSION


LAGGING = [
    said("Coal plan is approved", Witness.FEED),
    *(
        said("Coal plan is approved", each, is_chosen=False)
        for each in (Witness.HTML, Witness.JSON_LD, Witness.OPEN_GRAPH)
    ),
]


def heading(value: str, *, is_chosen: bool = False) -> Claim:
    return said(value, Witness.HEADING, is_chosen=is_chosen)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([heading("Coal plan is approved"), *LAGGING], [heading("Minister resigns over coal"), *LAGGING]),
        ([heading("The coal plan passes"), *LAGGING], [heading("Minister resigns over coal"), *LAGGING]),
        ([heading("Coal plan is approved"), *LAGGING], [heading("Minister resigns"), *LAGGING]),
        ([heading("Unrest", is_chosen=True)], [heading("Minister resigns over coal", is_chosen=True)]),
        (
            [heading("The coal plan passes"), LAGGING[0], said("Tab", is_chosen=False)],
            [heading("Minister resigns over coal"), LAGGING[0], said("Tab", is_chosen=False)],
        ),
        (
            [heading("The newspaper of the coast"), heading("Coal plan is approved"), *LAGGING],
            [heading("The newspaper of the coast"), heading("Minister resigns over coal"), *LAGGING],
        ),
        (
            [heading("News"), LAGGING[0], said("Old tab", is_chosen=False), said("A", Witness.JSON_LD)],
            [heading("News"), LAGGING[0], said("New tab", is_chosen=False), said("B", Witness.JSON_LD)],
        ),
        ([said("Coal plan is approved")], [heading("Minister resigns over coal"), said("Tab", is_chosen=False)]),
    ],
    ids=[
        "as the title", "other than the title", "two words", "one word", "title and feed alone", "beside a motto",
        "a rubric decides nothing", "stored before headings were told apart",
    ],
)  # fmt: skip
def test_another_heading_is_another_headline_even_if_all_else_lags(before: list[Claim], after: list[Claim]) -> None:
    assert kinds(compare(kept(EN, *before), read(EN, *after))) == [ChangeKind.HEADLINE]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            [heading("Coal plan is approved"), *LAGGING],
            [heading("Coal plan is approved"), *LAGGING[:3], said("Shock!", Witness.OPEN_GRAPH)],
        ),
        (
            [heading("Coal plan is approved"), said("Coal plan is approved", Witness.FEED), said("Old tab")],
            [heading("Coal plan is approved"), said("Coal plan is approved", Witness.FEED), said("New tab")],
        ),
        ([heading("News"), *LAGGING], [heading("Politics"), *LAGGING]),
        (
            [heading("All about coal"), Claim(Field.SECTION, Witness.META, "All about coal"), *LAGGING],
            [heading("The world of coal"), Claim(Field.SECTION, Witness.META, "The world of coal"), *LAGGING],
        ),
        (
            [heading("Coal plan is approved"), heading("Bakers win a prize"), *LAGGING],
            [heading("Coal plan is approved"), heading("Geese stay all winter"), *LAGGING],
        ),
        ([heading("Coal plan is approved"), *LAGGING], LAGGING),
        (LAGGING, [heading("Minister resigns over coal"), *LAGGING]),
        ([said("Coal plan is approved"), said("Tab")], [heading("Coal plan is approved"), said("Tab")]),
    ],
    ids=[
        "og flips", "tab changes", "a rubric moves", "a section moves", "a story beside it", "heading gone",
        "heading come", "stored before headings were told apart",
    ],
)  # fmt: skip
def test_while_the_articles_heading_stands_there_is_no_other_headline(before: list[Claim], after: list[Claim]) -> None:
    assert compare(kept(EN, *before), read(EN, *after)) == NO_VERSION


def test_the_sentence_gives_both_headlines_and_the_date() -> None:
    before, after = kept(EN, said("26 dead"), modified(OLD)), read(EN, said("164 dead"), modified(OLD))

    assert compare(before, after).changes == (
        Change(
            ChangeKind.HEADLINE,
            "The headline “26 dead” became “164 dead”; the page still says that it was changed on 5 January 2022 at "
            "12:30 UTC.",
        ),
    )


def test_text_and_headline_may_change_together() -> None:
    revision = compare(kept(EN, said("26 dead")), read(EDITED, said("164 dead")))

    assert kinds(revision) == [ChangeKind.TEXT, ChangeKind.HEADLINE]


# --- mentions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        (EN, "the CSTO", "its allies"),
        (RU, "ОДКБ", "союзникам"),
        (KK, "ҰҚШҰ-дан", "одақтастардан"),
        (ZH, "集安组织", "盟国"),
        (AR, "منظمة معاهدة الأمن الجماعي", "الحلفاء"),
    ],
    ids=["en", "ru", "kk", "zh", "ar"],
)
def test_a_topic_that_comes_or_goes_is_named(text: str, name: str, other: str) -> None:
    without = text.replace(name, other)

    gone, come = compare(kept(text), read(without)), compare(kept(without), read(text))

    assert gone.changes[1:] == (Change(ChangeKind.MENTION_REMOVED, "csto: named no more; before, once.", "csto"),)
    assert come.changes[1:] == (Change(ChangeKind.MENTION_ADDED, "csto: named once, and not before.", "csto"),)


def test_mentions_are_counted_net() -> None:
    three = "The CSTO met. The CSTO talked.\nIt was the CSTO that sent them."
    one = "They met. They talked.\nIt was the CSTO that sent them."

    assert detail(compare(kept(three), read(one)), ChangeKind.MENTION_REMOVED) == "csto: 3 mentions became 1."
    assert detail(compare(kept(one), read(three)), ChangeKind.MENTION_ADDED) == "csto: 1 mention became 3."


def test_each_topic_is_told_by_itself() -> None:
    revision = compare(kept("The CSTO met in Moscow today."), read("Kazakhstan met in Moscow today."))

    assert [(c.kind, c.topic) for c in revision.changes[1:]] == [
        (ChangeKind.MENTION_REMOVED, "csto"),
        (ChangeKind.MENTION_ADDED, "kazakhstan"),
    ]


def test_a_mention_that_moved_is_no_change_of_mentions() -> None:
    one, two, three = EN.split("\n")

    assert kinds(compare(kept(EN), read(f"{three}\n{one}\n{two}"))) == [ChangeKind.TEXT]


@pytest.mark.parametrize("trait", ["is_weak", "is_recurring"])
def test_adjectives_and_background_do_not_count(trait: str) -> None:
    after = read(EN.replace("Protesters", "CSTO protesters"))
    first, *rest = after.tagged.mentions
    assert first.start == 0
    changed = replace(first, is_weak=trait == "is_weak", is_recurring=trait == "is_recurring")

    assert kinds(compare(kept(EN), replace(after, tagged=Tagged((changed, *rest))))) == [ChangeKind.TEXT]


def test_a_name_that_we_look_for_only_now_is_no_change_of_the_article() -> None:
    before = replace(kept(EN), mentions=())

    assert kinds(compare(before, read(EDITED))) == [ChangeKind.TEXT]


def test_a_mention_in_the_headline_counts_where_the_headline_changed() -> None:
    before = kept("They came today.", said("CSTO sends troops"), title="CSTO sends troops")
    after = read("They came today.", said("Allies send troops"), title="Allies send troops")

    assert detail(compare(before, after), ChangeKind.MENTION_REMOVED) == "csto: named no more; before, once."


def test_a_mention_in_another_title_of_the_same_headline_does_not_count() -> None:
    before = kept(EN, said("Allies send troops"), title="CSTO sends troops")
    after = read(EDITED, said("Allies send troops"), title="Allies send troops")

    assert kinds(compare(before, after)) == [ChangeKind.TEXT]


def test_a_line_that_names_a_topic_is_never_passed_over() -> None:
    after = f"{EDITED}\nRelated news\nCSTO leaders meet in Moscow next week"

    revision = compare(kept(f"{EDITED}\nRelated news\n{BOX[0]}"), read(after))

    assert detail(revision, ChangeKind.MENTION_ADDED) == "csto: 1 mention became 2."


def test_a_list_of_other_articles_that_names_no_topic_is_no_version() -> None:
    before, after = (f"{EN}\nRelated news\n{line}" for line in BOX)

    assert compare(kept(before), read(after)) == NO_VERSION


@pytest.mark.parametrize("trait", ["is_weak", "is_recurring"])
def test_a_line_of_a_list_that_names_only_background_is_no_version(trait: str) -> None:
    after = read(f"{EN}\nRelated news\nCSTO leaders meet in Moscow next week")
    *rest, last = after.tagged.mentions
    changed = replace(last, is_weak=trait == "is_weak", is_recurring=trait == "is_recurring")

    assert compare(kept(EN), replace(after, tagged=Tagged((*rest, changed)))) == NO_VERSION


def test_a_line_that_was_left_out_before_is_no_version_though_it_names_a_topic() -> None:
    line = "Everything on the CSTO in one place"
    before = replace(kept(EN), dropped=(Dropped(line, "recurs at this outlet", 3),))

    assert compare(before, read(f"{EN}\n{line}")) == NO_VERSION


# --- more is known now, or less ---------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", [Basis.SUMMARY, Basis.TEASER, Basis.LOGIN_WALL, Basis.BOT_WALL])
def test_the_whole_article_after_a_part_is_completed(basis: Basis) -> None:
    before = kept("Protesters gathered.", modified(OLD), basis=basis)

    assert kinds(compare(before, read(EN, modified(OLD)))) == [ChangeKind.COMPLETED]


def test_the_sentence_says_how_much_was_known() -> None:
    revision = compare(kept("Two words.", basis=Basis.TEASER), read("Now there are five words."))

    assert revision.changes[0].detail == (
        "Only a teaser was known (2 words); now the whole article was read (5 words)."
    )


def test_a_completed_article_may_have_another_headline_too() -> None:
    before = kept("A part.", said("26 dead"), basis=Basis.TEASER)

    assert kinds(compare(before, read(EN, said("164 dead")))) == [ChangeKind.COMPLETED, ChangeKind.HEADLINE]


@pytest.mark.parametrize("basis", [Basis.SUMMARY, Basis.TEASER, Basis.LOGIN_WALL, Basis.BOT_WALL])
def test_a_part_after_the_whole_article_is_no_version(basis: Basis) -> None:
    after = read("Protesters gathered.", said("Log in"), basis=basis)

    assert compare(kept(EN, said("Unrest")), after) == NO_VERSION


@pytest.mark.parametrize(
    ("before", "after"), [(Basis.TEASER, Basis.SUMMARY), (Basis.SUMMARY, Basis.TEASER), (Basis.TEASER, Basis.BOT_WALL)]
)
def test_a_teaser_and_a_feed_s_summary_are_two_texts(before: Basis, after: Basis) -> None:
    assert compare(kept("One text.", basis=before), read("Another.", basis=after)) == NO_VERSION


@pytest.mark.parametrize(
    ("before", "after"),
    [(Basis.SUMMARY, Basis.SUMMARY), (Basis.LOGIN_WALL, Basis.BOT_WALL), (Basis.TEASER, Basis.TEASER)],
)
def test_an_edited_part_is_an_edit(before: Basis, after: Basis) -> None:
    assert kinds(compare(kept(EN, basis=before), read(EDITED, basis=after))) == [ChangeKind.TEXT]


def test_a_wall_that_lets_less_through_is_no_version() -> None:
    shorter = EN.rpartition(" ")[0]

    assert compare(kept(EN, basis=Basis.TEASER), read(shorter, basis=Basis.TEASER)) == NO_VERSION


# --- a page that lost most of its text -----------------------------------------------------------------------------

CONSENT = (
    "We and our partners store and use information on your device, such as unique numbers, to choose what you "
    "are shown and to measure how well it works. You may agree, or decide in detail which of these purposes you "
    "allow and which you do not, now or at any later time on this site."
)
FIRST_LINES = "\n".join(LONG.split("\n")[:2])


@pytest.mark.parametrize(
    "left",
    [CONSENT, "Please turn on JavaScript.", STORY[0], FIRST_LINES, FIRST_LINES[:400]],
    ids=["consent", "error", "one sentence", "a wall after two paragraphs", "a wall within a paragraph"],
)
def test_a_page_that_lost_its_text_is_no_version(left: str) -> None:
    assert compare(kept(LONG, modified(OLD)), read(left, modified(OLD))) == DOUBTFUL


def test_an_article_that_was_cut_and_rewritten_is_a_version() -> None:
    left = FIRST_LINES.replace("twice", "once").replace("four", "three")

    assert kinds(compare(kept(LONG, modified(OLD)), read(left, modified(OLD)))) == [ChangeKind.STEALTH_EDIT]


def test_an_article_that_was_cut_and_says_so_is_a_version() -> None:
    assert kinds(compare(kept(LONG, modified(OLD)), read(FIRST_LINES, modified(NEW)))) == [ChangeKind.TEXT]


def test_a_new_date_does_not_make_an_article_of_a_consent_layer() -> None:
    assert compare(kept(LONG, modified(OLD)), read(CONSENT, modified(NEW))) == DOUBTFUL


def test_a_page_that_lost_its_text_has_no_new_headline_either() -> None:
    assert compare(kept(LONG, said("Ferries")), read(CONSENT, said("Your privacy"))) == DOUBTFUL


def test_a_text_of_half_the_length_is_an_edit() -> None:
    half = "\n".join(LONG.split("\n")[:6])

    assert kinds(compare(kept(LONG), read(half))) == [ChangeKind.TEXT]


# --- a text that was not kept ----------------------------------------------------------------------------------------


def test_of_a_text_that_was_not_kept_only_a_new_topic_is_told() -> None:
    before = replace(kept("Nothing to see."), text="", mentions=(), topics=())

    assert compare(before, read("Still nothing to see.")) == NO_VERSION
    assert compare(before, read(EN)).changes == (
        Change(ChangeKind.MENTION_ADDED, "csto: named once, and not before.", "csto"),
    )


# --- long texts ------------------------------------------------------------------------------------------


def chosen(count: int, of: str | list[str], *, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(of) for _ in range(count)]


def edited(pieces: list[str], count: int, put: str) -> list[str]:
    others = list(pieces)
    for at in random.Random(count).sample(range(len(pieces)), count):
        others[at] = put
    return others


HAN = "".join(map(chr, range(0x4E00, 0x5600)))
PERIOD = "阿拉木图市政厅前的广场上周三晚间聚集了许多抗议者警方表示有二十六人死亡"


@pytest.mark.parametrize(
    ("pieces", "count", "put", "between"),
    [
        (chosen(4_000, HAN, seed=1), 150, "龘", ""),
        (chosen(4_000, HAN, seed=1), 210, "龘", ""),
        (chosen(4_000, HAN, seed=1), 800, "龘", ""),
        (chosen(4_000, HAN[:9], seed=1), 210, "龘", ""),
        (list(PERIOD * 100), 210, "龘", ""),
        (chosen(50_000, [f"w{n}" for n in range(8_000)], seed=1), 500, "x", " "),
        (LONG.split() * 40, 500, "x", " "),
    ],
    ids=["zh 150", "zh 210", "zh 800", "zh of nine", "zh again and again", "50,000 words", "the same again and again"],
)
def test_the_counts_of_one_long_paragraph_are_near_the_truth(
    pieces: list[str], count: int, put: str, between: str
) -> None:
    before, after = between.join(pieces), between.join(edited(pieces, count, put))

    told = detail(compare(kept(before), read(after)), ChangeKind.TEXT)

    figures = [int(found.replace(",", "")) for found in re.findall(r"([\d,]+) (?:word|character)s? (?:rem|add)", told)]
    assert len(figures) == 2
    assert all(count <= figure <= count * 1.05 for figure in figures)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("".join(chosen(300_000, HAN, seed=1)), "".join(chosen(300_000, HAN, seed=2))),
        (
            "\n".join(" ".join(chosen(60, ["a", "b", "c"], seed=n)) for n in range(3_000)),
            "\n".join(" ".join(chosen(60, ["a", "b", "c"], seed=n + 5_000)) for n in range(3_000)),
        ),
        ("\n".join(chosen(100_000, HAN, seed=1)), "\n".join(chosen(100_000, HAN, seed=2))),
    ],
    ids=["one paragraph", "paragraphs", "lines"],
)
def test_no_word_is_read_of_texts_with_nothing_in_common_that_are_too_long(before: str, after: str) -> None:
    profile = cProfile.Profile()

    (change,) = profile.runcall(compare, kept(before), read(after)).changes

    assert "word" not in change.detail
    assert "character" not in change.detail
    assert sum(entry.callcount for entry in profile.getstats()) < 20 * before.count("\n") + 50_000


def test_a_few_edits_in_a_text_that_is_too_long_are_still_counted() -> None:
    lines = [" ".join(chosen(60, ["a", "b", "c"], seed=n)) for n in range(3_000)]
    after = [*lines[:7], lines[7] + " d", *lines[8:], "Views: 5"]

    told = detail(compare(kept("\n".join(lines)), read("\n".join(after))), ChangeKind.TEXT)

    assert told == "1 paragraph changed: 1 word added."


# --- in time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG * 40, LONG.upper() * 40 + "!"),
        (LONG * 40, " ".join(sorted((LONG * 40).split()))),
        ("\n".join(f"Line {n}" for n in range(10_000)), "\n".join(f"Line {n}" for n in range(10_000, 0, -1))),
        ("word " * 40_000, "other " * 40_000),
        (" ".join(LONG.split() * 40), LONG * 8),
        ("的" * 60_000, "的是" * 30_000),
        ("- " * 50_000 + "a", "1-" * 50_000 + "b"),
    ],
    ids=["capitals", "sorted", "turned round", "one word", "one line", "zh", "dashes"],
)
def test_long_and_odd_texts_are_compared_in_time(before: str, after: str) -> None:
    started = time.process_time()

    compare(kept(before, modified(OLD)), read(after, modified(OLD)))

    assert time.process_time() - started < 5
