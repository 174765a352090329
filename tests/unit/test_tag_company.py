"""Are states, people and bodies counted beside topics, and only there?"""

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.records.tags import CoMention, Companion
from monitor.core.topics import Match, Name, Topic, Topics
from monitor.tag.match import Tagger
from tests.unit.naming import MORE, NEUTRAL

SHIPPED = Tagger(load_topics(default_topics_path()), default_lexicon())
TOPICS = Topics.of((Topic("river", "River", (Name("Danube", "en", Match.STEM),)),))


def beside(text: str, *terms: Term, title: str = "", language: str = "") -> list[tuple[str, int]]:
    """What is counted beside the Danube."""
    tagger = Tagger(TOPICS, Lexicon.of(terms, ()))
    return [(each.name, each.count) for each in tagger.tag(title, text, language).co_mentions]


def shipped(text: str, language: str) -> dict[tuple[str, str], int]:
    """What is counted by the shipped table, beside the shipped topics."""
    return {(str(each.kind), each.name): each.count for each in SHIPPED.tag("", text, language).co_mentions}


def person(name: str, *forms: str) -> Term:
    return Term(TermKind.WHO, name, tuple(map(Form, forms)))


def test_what_is_named_beside_a_topic_is_counted_in_headline_and_text() -> None:
    more, erasmus = person("more", "More"), person("erasmus", "Erasm*")

    found = beside("More met Erasmus on the Danube; More left.", more, erasmus, title="Erasmus, Erasmus and Erasmus")

    assert found == [("erasmus", 4), ("more", 2)]


def test_without_a_topic_nothing_is_counted() -> None:
    assert beside("Erasmus met nobody.", person("erasmus", "Erasm*")) == []


def state(name: str, *forms: str) -> Term:
    return Term(TermKind.LAND, name, tuple(map(Form, forms)))


def test_a_topic_is_counted_too_for_it_is_beside_the_others() -> None:
    found = beside("The Danube and Erasmus.", person("river", "Danube"), person("erasmus", "Erasm*"))

    assert found == [("erasmus", 1), ("river", 1)]


@pytest.mark.parametrize(
    "furniture",
    [
        "Tags: Erasmus, More",
        "Read also: More meets Erasmus in Basel",
        f"Read also\nMore meets Erasmus in Basel\n{MORE}",
        "Choose a country:\nErasmus\nMore",
        "\n".join(("Erasmus", "More", *"ABCDEFGHIJ")),
        "© 1516 Erasmus Times. All rights reserved",
    ],
)
def test_what_the_article_does_not_say_is_not_counted(furniture: str) -> None:
    text = f"Erasmus on the Danube.\n{NEUTRAL}\n{furniture}"

    assert beside(text, person("more", "More"), person("erasmus", "Erasm*")) == [("erasmus", 1)]


def test_what_the_outlet_puts_below_every_article_is_not_counted() -> None:
    own = "Erasmus on the Danube.\n"
    text = f"{own}Erasmus and More write for us every week."
    tagger = Tagger(TOPICS, Lexicon.of((person("more", "More"), person("erasmus", "Erasm*")), ()))

    tagged = tagger.tag("More", text, recurring=((len(own) + 20, len(text)), (len(own), len(text))))

    assert [(each.name, each.count) for each in tagged.co_mentions] == [("erasmus", 1), ("more", 1)]


def test_what_stands_in_an_address_is_not_counted() -> None:
    assert beside("The Danube, see https://more.example.org/More", person("more", "More")) == []


def test_the_longest_of_overlapping_names_counts() -> None:
    terms = person("more", "More"), Term(TermKind.WHO, "society", (Form("Thomas More Society"),), is_body=True)

    assert beside("The Thomas More Society on the Danube.", *terms) == [("society", 1)]


def test_a_short_name_counts_with_a_capital_only() -> None:
    assert beside("More of the Danube, and no more.", person("more", "More")) == [("more", 1)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Roast turkey on the Danube, as they polish it.", "en"),
        ("Roast turkey on the Danube, as they polish it.", ""),
        ("Au bord du Danube, comme erasmien.", "fr"),
    ],
)
def test_a_name_that_is_an_ordinary_word_counts_with_a_capital_only(text: str, language: str) -> None:
    terms = state("turkey", "Turkey*"), state("poland", "Polish"), person("erasmus", "Erasm*")

    assert beside(text, *terms, language=language) == []
    assert beside("Turkey, Polish and Erasmus on the Danube.", *terms, language=language) == [
        ("erasmus", 1),
        ("poland", 1),
        ("turkey", 1),
    ]


def test_a_name_of_several_words_needs_one_capital() -> None:
    term = Term(TermKind.WHO, "house", (Form("White House*"),), is_body=True)

    assert beside("A white house on the Danube.", term) == []
    assert beside("The white House on the Danube.", term) == [("house", 1)]


def test_a_text_without_capitals_is_read_without_them() -> None:
    tagger = Tagger(
        Topics.of((Topic("river", "River", (Name("danube", "en", Match.STEM),)),)),
        Lexicon.of((state("turkey", "Turkey*"),), ()),
    )

    assert [each.name for each in tagger.tag("", "turkey is far from the danube").co_mentions] == ["turkey"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Kazakhstan and the polish of a roast turkey.", "en", {("state", "kazakhstan"): 1}),
        (
            "Казахстанские и узбекские врачи с китайскими и турецкими коллегами.",
            "ru",
            dict.fromkeys((("state", name) for name in ("kazakhstan", "uzbekistan", "china", "turkey")), 1),
        ),
        (
            "Қазақстан мен Ресейдің, әзербайжандық және тәжікстандық дәрігерлер.",
            "kk",
            dict.fromkeys((("state", name) for name in ("kazakhstan", "russia", "azerbaijan", "tajikistan")), 1),
        ),
        (
            "Kasachstan: usbekische, tadschikische und russische Züge.",
            "de",
            dict.fromkeys((("state", name) for name in ("kazakhstan", "uzbekistan", "tajikistan", "russia")), 1),
        ),
        (
            "Le Kazakhstan, les médecins ouzbeks, russes et iraniens.",
            "fr",
            dict.fromkeys((("state", name) for name in ("kazakhstan", "uzbekistan", "russia", "iran")), 1),
        ),
    ],
)
def test_adjectives_are_written_small_where_a_language_does_so(
    text: str, language: str, expected: dict[tuple[str, str], int]
) -> None:
    assert shipped(text, language) == expected


def test_an_acronym_counts_in_its_capitals_only() -> None:
    body = Term(TermKind.WHO, "who", (Form("WHO"),), is_body=True)

    assert beside("Who asked on the Danube? The WHO, who else.", body) == [("who", 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tokayev spoke with Putin about the CSTO. Armenia's Pashinyan and Putin agreed, the UN said.",
            {
                ("person", "putin"): 2,
                ("person", "tokayev"): 1,
                ("person", "pashinyan"): 1,
                ("state", "armenia"): 1,
                ("body", "csto"): 1,
                ("body", "un"): 1,
            },
        ),
        (
            "Токаев обсудил с Путиным миссию ОДКБ, сообщили в ООН и ЕАЭС.",
            {
                ("person", "tokayev"): 1,
                ("person", "putin"): 1,
                ("body", "csto"): 1,
                ("body", "un"): 1,
                ("body", "eaeu"): 1,
            },
        ),
        (
            "托卡耶夫与普京讨论了集安组织的行动。",
            {("person", "tokayev"): 1, ("person", "putin"): 1, ("body", "csto"): 1},
        ),
        (
            "توكاييف وبوتين بحثا مهمة منظمة معاهدة الأمن الجماعي.",
            {("person", "tokayev"): 1, ("person", "putin"): 1, ("body", "csto"): 1},
        ),
    ],
)
def test_states_people_and_bodies_are_known_in_several_scripts(text: str, expected: dict[tuple[str, str], int]) -> None:
    assert shipped(text, "") == expected


def test_they_come_the_most_frequent_first() -> None:
    tagged = SHIPPED.tag("", "Putin, Putin and Tokayev on the CSTO.")

    assert tagged.co_mentions == (
        CoMention(Companion.PERSON, "putin", 2),
        CoMention(Companion.BODY, "csto", 1),
        CoMention(Companion.PERSON, "tokayev", 1),
    )


def test_other_names_of_the_table_make_another_version() -> None:
    one, other = (Tagger(TOPICS, Lexicon.of((person("more", form),), ())) for form in ("More", "Morus"))

    assert one.rules != other.rules
