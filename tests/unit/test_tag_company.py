"""Are states, people and bodies counted beside topics, and only there?"""

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.records.tags import CoMention, Companion
from monitor.core.topics import Match, Name, Topic, Topics
from monitor.tag.match import Tagger

SHIPPED = Tagger(load_topics(default_topics_path()), default_lexicon())
TOPICS = Topics.of((Topic("river", "River", (Name("Danube", "en", Match.STEM),)),))


def beside(text: str, *terms: Term, title: str = "") -> list[tuple[str, int]]:
    """What is counted beside the Danube."""
    tagger = Tagger(TOPICS, Lexicon.of(terms, ()))
    return [(each.name, each.count) for each in tagger.tag(title, text).co_mentions]


def person(name: str, *forms: str) -> Term:
    return Term(TermKind.WHO, name, tuple(map(Form, forms)))


def test_what_is_named_beside_a_topic_is_counted_in_headline_and_text() -> None:
    more, erasmus = person("more", "More"), person("erasmus", "Erasm*")

    found = beside("More met Erasmus on the Danube; More left.", more, erasmus, title="Erasmus, Erasmus and Erasmus")

    assert found == [("erasmus", 4), ("more", 2)]


def test_without_a_topic_nothing_is_counted() -> None:
    assert beside("Erasmus met nobody.", person("erasmus", "Erasm*")) == []


def test_a_topic_itself_is_not_counted() -> None:
    assert beside("The Danube and Erasmus.", person("river", "Danube"), person("erasmus", "Erasm*")) == [("erasmus", 1)]


def test_the_longest_of_overlapping_names_counts() -> None:
    terms = person("more", "More"), Term(TermKind.WHO, "society", (Form("Thomas More Society"),), is_body=True)

    assert beside("The Thomas More Society on the Danube.", *terms) == [("society", 1)]


def test_a_short_name_counts_with_a_capital_only() -> None:
    assert beside("More of the Danube, and no more.", person("more", "More")) == [("more", 1)]


def test_an_acronym_counts_in_its_capitals_only() -> None:
    body = Term(TermKind.WHO, "who", (Form("WHO"),), is_body=True)

    assert beside("Who asked on the Danube? The WHO, who else.", body) == [("who", 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tokayev spoke with Putin about the CSTO. Armenia's Pashinyan and Putin agreed, the UN said.",
            {("person", "putin"): 2, ("person", "tokayev"): 1, ("state", "armenia"): 1, ("body", "un"): 1},
        ),
        (
            "Токаев обсудил с Путиным миссию ОДКБ, сообщили в ООН и ЕАЭС.",
            {("person", "tokayev"): 1, ("person", "putin"): 1, ("body", "un"): 1, ("body", "eaeu"): 1},
        ),
        ("托卡耶夫与普京讨论了集安组织的行动。", {("person", "tokayev"): 1, ("person", "putin"): 1}),
        ("توكاييف وبوتين بحثا مهمة منظمة معاهدة الأمن الجماعي.", {("person", "tokayev"): 1, ("person", "putin"): 1}),
    ],
)
def test_states_people_and_bodies_are_known_in_several_scripts(text: str, expected: dict[tuple[str, str], int]) -> None:
    found = {(str(each.kind), each.name): each.count for each in SHIPPED.tag("", text).co_mentions}

    assert {name: count for name, count in found.items() if name in expected} == expected


def test_they_come_the_most_frequent_first() -> None:
    tagged = SHIPPED.tag("", "Putin, Putin and Tokayev on the CSTO.")

    assert tagged.co_mentions == (CoMention(Companion.PERSON, "putin", 2), CoMention(Companion.PERSON, "tokayev", 1))


def test_other_names_of_the_table_make_another_version() -> None:
    one, other = (Tagger(TOPICS, Lexicon.of((person("more", form),), ())) for form in ("More", "Morus"))

    assert one.rules != other.rules
