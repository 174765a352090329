"""Is tagging measured on enough sentences, counted rightly, and does it hold what we promise?"""

from collections import Counter

import pytest

from tests.eval.tag import (
    ARTICLES_PRECISION,
    ARTICLES_RECALL,
    FEWEST,
    MANY,
    OF_MANY,
    PEERS,
    PRECISION,
    RECALL,
    Score,
    Tagging,
    score,
    shipped,
    taggings,
)
from tests.eval.tag_sentences import Sentence, articles, own, read

NONE: frozenset[str] = frozenset()
TOPICS = ("csto", "kazakhstan", "sco")
TAGGER = shipped()
FOUND = taggings(TAGGER, own())


def named(topic: str, *, found: bool, true: bool) -> Tagging:
    sentence = Sentence("en", 1, "text", frozenset({topic}) if true else NONE, NONE, NONE)
    return Tagging(sentence, frozenset({topic}) if found else NONE, NONE)


def test_a_line_says_what_is_named_what_looks_so_and_what_is_weak() -> None:
    (sentence,) = read("en", "# a comment\n\ncsto -sco ~kazakhstan | A text | with a bar.\n")

    assert sentence == Sentence(
        "en", 3, "A text | with a bar.", frozenset({"csto"}), frozenset({"sco"}), frozenset({"kazakhstan"})
    )


@pytest.mark.parametrize("line", ["csto: text", "csto |text", "csto | "])
def test_a_line_that_cannot_be_read_is_told(line: str) -> None:
    with pytest.raises(ValueError, match=r"en\.txt, line 2: write it as topics"):
        list(read("en", f"csto | first\n{line}"))


def test_what_was_found_missed_and_found_wrongly_is_counted() -> None:
    rows = [(True, True), (True, True), (True, True), (False, True), (True, False), (False, False)]

    scored = score([named("csto", found=found, true=true) for found, true in rows], "csto")

    assert scored == Score(right=3, missed=1, wrong=1)
    assert (scored.precision, scored.recall, scored.f1) == (0.75, 0.75, 0.75)


def test_a_topic_that_nothing_names_has_no_fault() -> None:
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall) == (1, 1)


def test_each_language_has_enough_sentences_for_each_topic() -> None:
    at_stake = Counter((each.of, topic) for each in own() for topic in each.at_stake)
    short = {
        (of, topic): at_stake[of, topic]
        for of in {each.of for each in own()} - {PEERS}
        for topic in TOPICS
        if at_stake[of, topic] < (MANY if of in OF_MANY else FEWEST)
    }

    assert short == {}


def test_there_are_hard_negatives_for_each_topic_in_each_language() -> None:
    trapped = Counter((each.of, topic) for each in own() for topic in each.traps | each.weak)

    assert {(of, topic) for of in {each.of for each in own()} - {PEERS} for topic in TOPICS} <= set(trapped)


def test_no_sentence_stands_there_twice() -> None:
    assert [text for text, times in Counter(each.text for each in own()).items() if times > 1] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_found_as_we_promise(topic: str) -> None:
    scored = score(FOUND, topic)

    assert (scored.recall >= RECALL, scored.precision >= PRECISION) == (True, True), scored


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_found_in_articles_made_to_be_hard(topic: str) -> None:
    scored = score(taggings(TAGGER, articles()), topic)

    assert (scored.recall >= ARTICLES_RECALL, scored.precision >= ARTICLES_PRECISION) == (True, True), scored


def test_what_the_peers_get_wrong_is_right() -> None:
    assert [each.sentence.text for each in FOUND if each.sentence.of == PEERS and not each.is_right] == []


def test_no_hard_negative_of_the_sco_counts() -> None:
    wrong = [each.sentence.text for each in FOUND if "sco" in each.sentence.traps and "sco" in each.found]

    assert wrong == []
