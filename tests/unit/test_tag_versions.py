"""Does the version that is stored with tags change with what they hang on, and with nothing else?"""

from dataclasses import replace

import pytest

from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics
from monitor.tag.match import RULES, rules_of

DANUBE = Name("Danube", "en", Match.STEM, source="cldr")
RIVER = Topic("river", "River", (DANUBE, Name("DRB", "en", Match.ACRONYM)), (Cue("water*", "en"),), (Cue("waltz"),))
TERMS = (
    Term(TermKind.LAND, "austria", (Form("Austria*"),)),
    Term(TermKind.WHO, "strauss", (Form("Strauss"),)),
    Term(TermKind.WHAT, "flood", (Form("flood*", "en"),)),
)
LEXICON = Lexicon.of(TERMS, (("en", frozenset({"the"})),))


def version(*topics: Topic, lexicon: Lexicon = LEXICON) -> str:
    return rules_of(Topics.of(topics), lexicon)


def test_it_says_by_which_rules_topics_and_names_beside_them_an_article_was_tagged() -> None:
    rules, topics, beside = version(RIVER).split(".")

    assert (rules, topics, beside) == (str(RULES), Topics.of((RIVER,)).version, LEXICON.version)


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(replace(RIVER, label="The river"), id="label"),
        pytest.param(replace(RIVER, names=(replace(DANUBE, source="wiki"), RIVER.names[1])), id="source"),
    ],
)
def test_what_only_people_read_of_a_topic_leaves_it_as_it_is(same: Topic) -> None:
    assert version(same) == version(RIVER)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(RIVER, id="rivers"), id="id"),
        pytest.param(replace(RIVER, names=(DANUBE,)), id="a name less"),
        pytest.param(replace(RIVER, names=RIVER.names[::-1]), id="their order"),
        pytest.param(replace(RIVER, names=(replace(DANUBE, text="Donau"), RIVER.names[1])), id="a name"),
        pytest.param(replace(RIVER, names=(replace(DANUBE, language="de"), RIVER.names[1])), id="its language"),
        pytest.param(replace(RIVER, names=(replace(DANUBE, match=Match.WORD), RIVER.names[1])), id="how it is sought"),
        pytest.param(
            replace(RIVER, names=(replace(DANUBE, standing=Standing.WEAK), RIVER.names[1])), id="its standing"
        ),
        pytest.param(replace(RIVER, context=()), id="context"),
        pytest.param(replace(RIVER, vetoes=(Cue("waltz", "de"),)), id="vetoes"),
    ],
)
def test_what_tags_hang_on_of_a_topic_changes_it(other: Topic) -> None:
    assert version(other) != version(RIVER)


def test_what_tells_stories_only_leaves_it_as_it_is() -> None:
    same = Lexicon.of(TERMS[:2], (("en", frozenset({"the", "a"})),))

    assert version(RIVER, lexicon=same) == version(RIVER)


@pytest.mark.parametrize("terms", [TERMS[1:], (TERMS[0], replace(TERMS[1], is_body=True)), (*TERMS, TERMS[0])])
def test_the_states_people_and_bodies_that_are_counted_change_it(terms: tuple[Term, ...]) -> None:
    assert version(RIVER, lexicon=Lexicon.of(terms, ())) != version(RIVER)
