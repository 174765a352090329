"""Is it told what other names would change in an article, and why?"""

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.backtests import Differing, Shift
from monitor.core.records.rebuilds import Rejudgeable
from monitor.core.records.tags import Spans
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics
from monitor.tag.comparing import Comparer

STEM, WORD = Match.STEM, Match.WORD
ACRONYM = Name("SCO", "en", Match.ACRONYM_NEEDS_CONTEXT)


def topics(*names: Name, topic: str = "sco", context: tuple[str, ...] = (), vetoes: tuple[str, ...] = ()) -> Topics:
    cues = (tuple(Cue(word, "en") for word in words) for words in (context, vetoes))
    return Topics.of((Topic(topic, topic.upper(), names, *cues),))


def article(text: str, title: str = "What is new", number: int = 7, recurring: Spans = ()) -> Rejudgeable:
    return Rejudgeable(
        number,
        Extracted(title, text, "en", "https://a.example/", "a.example", Basis.FULL, recurring=recurring),
    )


def shift(old: Topics, new: Topics, given: Rejudgeable, samples: int = 3) -> Shift:
    """What becomes of the one topic that is another."""
    ((found,),) = (each.topics for each in Comparer(old, new).compare([given], samples).differing)
    return found


def test_an_article_that_names_the_same_by_both_is_only_counted() -> None:
    harbour, harbours = Name("harbour", "en", WORD), Name("harbour", "en", STEM)

    found = Comparer(topics(harbour), topics(harbours)).compare([article("A harbour."), article("A lake.")], 3)

    assert (found.articles, found.before, found.after, found.differing) == (2, {"sco": 1}, {"sco": 1}, ())


def test_an_article_that_would_match_is_given_with_its_facts() -> None:
    found = Comparer(topics(Name("lakes", "en", WORD)), topics(Name("harbour", "en", WORD))).compare(
        [article("A harbour, and another harbour.")], 0
    )

    assert (found.before, found.after) == ({}, {"sco": 1})
    gained = Shift("sco", was_matched=False, is_matched=True, gained={"harbour": 2})
    assert found.differing == (Differing(7, "https://a.example/", "a.example", "What is new", "en", (gained,)),)


def test_a_topic_that_is_gone_loses_all_and_a_new_one_gains_all() -> None:
    harbour = Name("harbour", "en", WORD)

    found = Comparer(topics(harbour), topics(harbour, topic="csto")).compare([article("A harbour.")], 0)

    (differing,) = found.differing
    assert differing.topics == (
        Shift("csto", was_matched=False, is_matched=True, gained={"harbour": 1}),
        Shift("sco", was_matched=True, is_matched=False, lost={"harbour": 1}),
    )


def test_a_gained_mention_is_shown_in_its_sentence_with_what_kept_it_out() -> None:
    text = "It rained. The SCO band played a march in the park. All danced."
    old = topics(ACRONYM, context=("summit",), vetoes=("band",))
    new = topics(ACRONYM, context=("march",))

    (sample,) = shift(old, new, article(text)).samples

    assert (sample.before, sample.written, sample.after) == ("The ", "SCO", " band played a march in the park.")
    assert sample.is_gained
    assert "veto: band" in sample.why
    assert text[sample.mention.start : sample.mention.end] == "SCO"


def test_a_lost_mention_says_what_would_become_of_it() -> None:
    name, weak = Name("harbour", "en", WORD), Name("harbour", "en", WORD, Standing.WEAK)
    other = Name("Harbour Inn", "en", WORD, Standing.OTHER)
    text = "They met at the Harbour Inn."

    why = [
        shift(topics(name), new, article(text)).samples[0].why
        for new in (topics(Name("quay", "en", WORD)), topics(name, other))
    ]
    weaker = shift(topics(name), topics(weak), article(text)).samples

    assert why == ["no name", "the name of something else"]
    assert [(sample.is_gained, sample.why) for sample in weaker] == [(True, "a name"), (False, "an adjective")]


def test_the_headline_is_looked_at_too() -> None:
    (sample,) = shift(topics(), topics(Name("harbour", "en", WORD)), article("Nothing.", "The harbour opens")).samples

    assert (sample.mention.field, sample.before, sample.written, sample.after) == ("title", "The ", "harbour", " opens")


def test_samples_are_of_different_names_first_and_no_more_than_asked_for() -> None:
    names = topics(*(Name(word, "en", WORD) for word in ("harbour", "quay", "jetty")))
    given = article("A harbour, a harbour, a quay and a jetty.")

    found = shift(topics(), names, given, samples=2)

    assert (found.gained, [s.mention.name for s in found.samples]) == (
        {"harbour": 2, "quay": 1, "jetty": 1},
        ["harbour", "quay"],
    )


def test_a_long_sentence_is_cut_on_both_sides() -> None:
    text = f"{'so ' * 200}harbour {'on ' * 200}"

    (sample,) = shift(topics(), topics(Name("harbour", "en", WORD)), article(text)).samples

    assert (sample.before[:4], sample.before[-3:], sample.after[:3], sample.after[-1]) == ("…so ", "so ", " on", "…")
    assert len(sample.before) <= 122 >= len(sample.after)


def test_what_recurs_at_the_outlet_makes_no_article_match_here_either() -> None:
    text = "A lake.\nThe harbour company owns this paper."

    found = shift(topics(), topics(Name("harbour", "en", WORD)), article(text, recurring=((8, len(text)),)))

    assert (found.is_matched, found.gained) == (False, {"harbour": 1})
