"""Are stories measured by B-cubed, and does the set hold what we say of it?"""

import re
from collections import Counter, defaultdict
from datetime import UTC, timedelta

import pytest

from monitor.extract.language import language
from tests.eval.bcubed import Item, Score, across, overall, within
from tests.eval.stories import DEVELOPMENT, HALVES, HELD_BACK, WITHIN, News, items, newsroom, place_all

# --- the measure ------------------------------------------------------------------------------------


def given(text: str) -> list[Item]:
    """Items from words such as "A1en": event A, story 1, in English."""
    return [Item(word[0], word[1], word[2:]) for word in text.split()]


def test_stories_that_are_the_events_score_one() -> None:
    articles = given("A1en A1ru B2en B2ru C3zh")

    assert overall(articles) == within(articles) == across(articles) == Score(1, 1)


def test_every_article_weighs_the_same() -> None:
    # The example of Bagga and Baldwin: 12 entities in chains of 5, 2 and 5; the last two chains found as one.
    scored = overall(given(" ".join(["A1"] * 5 + ["B2"] * 2 + ["C2"] * 5)))

    assert scored.precision == pytest.approx((5 * 1 + 2 * 2 / 7 + 5 * 5 / 7) / 12)  # 0.762
    assert scored.recall == 1
    assert scored.f1 == pytest.approx(2 * scored.precision / (scored.precision + 1))


def test_an_article_apart_costs_recall_alone() -> None:
    scored = overall(given("A1 A1 A2"))

    assert scored.precision == 1
    assert scored.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


def test_each_alone_is_precise_and_finds_only_itself() -> None:
    assert overall(given("A1 A2 A3 A4")) == Score(1, 0.25)


def test_all_together_find_all_and_are_not_precise() -> None:
    assert overall(given("A1 B1 C1 D1")) == Score(0.25, 1)


def test_within_a_language_the_others_do_not_count() -> None:
    # en: A in one story, and B wrongly there: precisions 2/3, 2/3, 1/3. ru: two of A apart: recalls 1/2, 1/2.
    scored = within(given("A1en A1en B1en A1ru A2ru"))

    assert scored.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert scored.recall == pytest.approx((1 + 1 + 1 + 1 / 2 + 1 / 2) / 5)


def test_across_languages_an_article_does_not_count_for_itself() -> None:
    # The English one finds one of two; each of the others finds one of two or none.
    scored = across(given("A1en A1ru A2zh"))

    assert scored.precision == 1  # of en and ru: zh has nothing foreign beside it, and is left out
    assert scored.recall == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)


def test_across_languages_what_has_nothing_to_find_is_left_out_of_recall() -> None:
    # B is told in English only, and was put beside a Russian article of A.
    scored = across(given("A1en A1ru B1en"))

    assert scored.precision == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert scored.recall == 1  # of the two of A


def test_where_no_languages_meet_nothing_was_claimed_wrongly_and_nothing_was_found() -> None:
    scored = across(given("A1en A2ru"))

    assert scored == Score(1, 0)
    assert scored.f1 == 0


def test_nothing_to_score_is_no_fault() -> None:
    assert overall([]) == across([]) == Score(1, 1)


# --- the way there ----------------------------------------------------------------------------------


def test_each_article_is_kept_in_a_story_and_a_copy_with_what_it_copies() -> None:
    first, *_, other = [news for news in newsroom(DEVELOPMENT) if news.event == "flood-aktobe"]
    copy = News("flood-aktobe", "copier.example", "KZ", first.language, other.first_seen, first.title, first.text)

    placed = place_all([first, copy])

    assert [each.news for each in placed] == [first, copy]
    assert placed[0].story_id == placed[1].story_id is not None
    assert overall(items(placed)) == Score(1, 1)


# --- the set ----------------------------------------------------------------------------------------


def events_of(half: str) -> dict[str, list[News]]:
    """The articles of each event that more than one is about."""
    found = defaultdict(list)
    for news in newsroom(half):
        if not news.is_alone:
            found[news.event].append(news)
    return found


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_twelve_events_and_more_told_by_four_to_eight_articles(half: str) -> None:
    events = events_of(half)

    assert len(events) >= 12
    assert sum(map(len, events.values())) >= 66
    assert {len(articles) for articles in events.values()} <= set(range(4, 9))


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_ten_articles_that_stand_alone(half: str) -> None:
    alone = Counter(news.event for news in newsroom(half) if news.is_alone)

    assert len(alone) >= 10
    assert set(alone.values()) == {1}


@pytest.mark.parametrize("half", HALVES)
def test_events_are_told_in_four_languages_and_two_of_them_in_turkish_or_arabic(half: str) -> None:
    told = {event: {news.language for news in articles} for event, articles in events_of(half).items()}

    assert all(len(languages) >= 3 for languages in told.values())
    assert sum(languages >= {"en", "ru", "kk", "zh"} for languages in told.values()) >= 10
    assert sum(bool(languages & {"ar", "tr"}) for languages in told.values()) >= 2


@pytest.mark.parametrize("half", HALVES)
def test_leaving_each_article_alone_reaches_no_target(half: str) -> None:
    alone = [Item(news.event, n, news.language) for n, news in enumerate(newsroom(half))]

    assert within(alone).f1 < WITHIN - 0.1
    assert across(alone).f1 == 0


@pytest.mark.parametrize("half", HALVES)
def test_an_event_is_told_by_several_outlets_within_four_days(half: str) -> None:
    for event, articles in events_of(half).items():
        assert len({news.outlet for news in articles}) >= len(articles) - 1, event
        assert articles[-1].first_seen - articles[0].first_seen <= timedelta(days=4), event


def test_no_text_and_no_headline_stands_in_the_set_twice() -> None:
    both = [news for half in HALVES for news in newsroom(half)]

    assert len({news.text for news in both}) == len({news.title for news in both}) == len(both)


def test_the_halves_share_no_event_and_no_outlet() -> None:
    one, other = newsroom(DEVELOPMENT), newsroom(HELD_BACK)

    assert not events_of(DEVELOPMENT).keys() & events_of(HELD_BACK).keys()
    assert not {news.outlet for news in one} & {news.outlet for news in other}


def test_outlets_are_invented_and_write_in_one_language() -> None:
    languages = defaultdict(set)
    for news in (*newsroom(DEVELOPMENT), *newsroom(HELD_BACK)):
        languages[news.outlet].add(news.language)

    assert all(outlet.endswith(".example") for outlet in languages)
    assert {len(spoken) for spoken in languages.values()} == {1}


def test_articles_have_a_moment_in_utc_a_country_and_the_language_that_is_told_from_their_text() -> None:
    for news in (*newsroom(DEVELOPMENT), *newsroom(HELD_BACK)):
        assert news.first_seen.tzinfo is UTC
        assert re.fullmatch("[A-Z]{2}", news.country)
        assert language(news.title, news.text) == news.language, news.title
