"""Which story an article belongs to: the same event joins, another does not, and a person is told why."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.core.records.stories import Member, NearStory, Placement, Surroundings, Traits
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.stories.placing import place_article
from monitor.stories.traits import TraitReader

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NEW = Verdict(VerdictKind.NEW, "")

KEGEN_EN = Traits(("what:earthquake", "number:5.6", "where:almaty", "name:kagan", "sound:kgn", "word:en:shakes"))
KEGEN_RU = Traits(("what:earthquake", "number:5.6", "where:almaty", "name:kagan", "sound:kgn", "word:ru:толчо"))
KEGEN_ZH = Traits(("what:earthquake", "number:5.6", "where:almaty", "sound:kgn", "word:zh:震感"))
KARAKOL = Traits(("what:earthquake", "number:5.2", "where:karakol", "name:akbalan", "sound:akprn", "word:en:shakes"))
READER = TraitReader(default_lexicon())
BRIEF = READER.read(
    "Earthquake of magnitude 5.2 felt near Karakol",
    "An earthquake of magnitude 5.2 was felt in Karakol on Saturday. Doors jammed in the village of Ak-Bulun, and 58 "
    "houses have cracks, the mayor, Sooronbek Asanaliev, said.",
    "en",
)
REVIEW = READER.read(
    "The week: water, a rate, a verdict and a tremor",
    "Leaders met in Tashkent and agreed on the water of the Syr Darya; Japarov thanked Mirziyoyev for 900 million "
    "kilowatt-hours. The National Bank of Kazakhstan kept its base rate at 17.75 per cent, with inflation at 11.9. A "
    "court in Astana sentenced the banker Yermek Dosanov to 12 years for embezzlement of 4.3 billion tenge. In Aktobe "
    "region 2,130 people left their homes as the dam at Saryzhar broke. Kairat beat Tobol before 18,400 spectators. "
    "And an earthquake of magnitude 5.2 was felt in Karakol.",
    "en",
)


def story(number: int, *traits: Traits, at: datetime = NOON) -> NearStory:
    members = (
        Member(100 * number + place, f"outlet{place}.example", "en", at, each) for place, each in enumerate(traits)
    )
    return NearStory(number, tuple(members))


def around(*near: NearStory, counts: Mapping[str, int] | None = None, at: datetime = NOON) -> Surroundings:
    return Surroundings(at, near, counts or {"what:earthquake": 9, "where:almaty": 12}, live=300)


def place(traits: Traits, *near: NearStory, at: datetime = NOON) -> Placement:
    return place_article(traits, NEW, around(*near, at=at))


@pytest.mark.parametrize("traits", [KEGEN_RU, KEGEN_ZH])
def test_an_article_on_the_same_event_joins_across_languages(traits: Traits) -> None:
    placed = place(traits, story(1, KEGEN_EN), story(2, KARAKOL))

    assert placed.story_id == 1
    assert placed.of == 100


def test_another_place_and_another_magnitude_is_another_earthquake() -> None:
    assert place(KARAKOL, story(1, KEGEN_EN)).story_id is None


def test_the_first_article_of_all_opens_a_story() -> None:
    assert place(KEGEN_EN) == Placement(None, "No live story is about the same event.", rules=2)


def test_a_person_is_told_what_is_shared() -> None:
    placed = place(KEGEN_RU, story(1, KEGEN_EN))

    assert placed.why == (
        "It shares the figure 5.6, a name that sounds like “kagan”, almaty and earthquake with article 100."
    )
    assert placed.shared == ("number:5.6", "name:kagan", "where:almaty", "what:earthquake")


def test_a_person_is_told_what_was_too_little() -> None:
    placed = place(KARAKOL, story(1, KEGEN_EN))

    assert placed.why.startswith("The nearest story, that of article 100, shares too little with it: earthquake")
    assert placed.shared == ()


def test_a_copy_joins_the_story_of_what_it_copies_whatever_it_says() -> None:
    verdict = Verdict(VerdictKind.COPY, "", of="812")
    placed = place_article(KARAKOL, verdict, Surroundings(NOON, (story(1, KARAKOL),), live=9, copied=7))

    assert placed == Placement(7, "It carries the text of article 812.", score=1.0, rules=2)


def test_the_most_alike_of_several_stories_is_joined() -> None:
    nearly = Traits(("what:earthquake", "where:almaty", "name:kagan", "word:ru:толчо"))

    assert place(KEGEN_RU, story(1, nearly), story(2, KEGEN_EN, KEGEN_EN)).story_id == 2


def test_of_stories_equally_alike_the_older_is_joined() -> None:
    assert place(KEGEN_RU, story(5, KEGEN_EN), story(3, KEGEN_EN)).story_id == 3


def test_a_review_of_the_week_joins_none_of_what_it_reviews() -> None:
    assert place(REVIEW, story(1, KEGEN_EN, KEGEN_RU), story(2, BRIEF, BRIEF)).story_id is None


def test_a_review_of_the_week_draws_no_article_to_itself() -> None:
    assert place(BRIEF, story(1, REVIEW)).story_id is None


def test_a_chain_of_half_likenesses_does_not_grow() -> None:
    links = [
        Traits((f"what:{one}", f"name:{one}one", f"name:{one}two", f"what:{two}", f"name:{two}one", f"name:{two}two"))
        for one, two in (("fire", "flood"), ("flood", "strike"), ("strike", "drill"), ("drill", "visit"))
    ]
    short = place(links[3], story(1, links[2]))
    long = place(links[3], story(1, *links[:3]))

    assert long.score < 0.7 * short.score


def test_a_common_key_tells_less_than_a_rare_one() -> None:
    rare = place_article(KEGEN_RU, NEW, around(story(1, KEGEN_EN)))
    common = place_article(KEGEN_RU, NEW, around(story(1, KEGEN_EN), counts=dict.fromkeys(KEGEN_RU.keys, 200)))

    assert common.score < 0.6 * rare.score


def test_one_shared_key_is_no_event() -> None:
    assert place(Traits(("name:kagan",)), story(1, Traits(("name:kagan",)))).story_id is None


def test_time_between_articles_counts_against_them() -> None:
    fresh = place(KEGEN_RU, story(1, KEGEN_EN))
    stale = place(KEGEN_RU, story(1, KEGEN_EN), at=NOON + timedelta(days=4))

    assert stale.score < 0.8 * fresh.score


def test_words_of_another_language_do_not_count_against_an_article() -> None:
    russian = Traits((*KEGEN_RU.keys, *(f"word:ru:слово{n}" for n in range(20))))

    assert place(russian, story(1, KEGEN_EN)).score > 0.9 * place(KEGEN_RU, story(1, KEGEN_EN)).score


def test_an_article_without_traits_is_alone() -> None:
    assert place(Traits(), story(1, KEGEN_EN), story(2, Traits())).story_id is None


def test_the_order_of_the_stories_does_not_matter() -> None:
    one, two = story(1, KEGEN_EN, KEGEN_ZH), story(2, KARAKOL)

    assert place(KEGEN_RU, one, two) == place(KEGEN_RU, two, one)


class _CountedKeys(tuple[str, ...]):
    """The keys of an article, which count how often they are gone through: what comparing costs."""

    __slots__ = ()
    times = 0

    def __iter__(self) -> Iterator[str]:
        type(self).times += 1
        return super().__iter__()


def test_work_is_bounded_however_many_stories_are_near() -> None:
    traits = Traits(_CountedKeys(KEGEN_EN.keys))
    place(KEGEN_RU, *(story(number, *([traits] * 200)) for number in range(1, 200)))

    # 10 articles of each of 15 stories, each gone through once for its language and once for its weights.
    assert 0 < _CountedKeys.times <= 15 * 10 * 2
