"""Do the shipped topics have names in every language that we promise, each with its source?"""

from collections import Counter
from itertools import chain

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.topics import Name, Standing, Topic

TOPICS = {topic.id: topic for topic in load_topics(default_topics_path()).topics}
SOURCES = {"cldr", "wiki", "org", "press", "own", "unsure"}
# The languages of the draft, traditional Chinese and Kazakh in Latin letters.
LANGUAGES = frozenset(
    """
    ar az be bg cs de el en es fa fr he hi hu hy id it ja ka kk kk-Latn ko ky mn nl pl pt ro ru sr tg tk tr uk ur uz vi
    zh zh-Hant
    """.split()  # noqa: SIM905 - codes read better in one string
)
AS_IN_ENGLISH = {("kazakhstan", "id")}


def languages(topic: Topic) -> set[str]:
    full = (name for name in topic.names if name.standing is Standing.NAME)
    return set(chain.from_iterable(name.language.split() for name in full))


def all_names() -> list[Name]:
    return [name for topic in TOPICS.values() for name in topic.names]


def test_every_name_has_a_source_that_the_file_explains() -> None:
    assert [(name.text, name.source) for name in all_names() if name.source not in SOURCES] == []
    explained = default_topics_path().read_text("utf-8").partition("\ntopics:")[0]
    assert {source for source in SOURCES if source not in explained} == set()


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_named_in_every_language(topic: str) -> None:
    missing = LANGUAGES - languages(TOPICS[topic])

    assert {(topic, of) for of in missing} - AS_IN_ENGLISH == set()


def test_few_names_are_unsure() -> None:
    by_source = Counter(name.source for name in all_names())

    assert by_source["unsure"] < by_source.total() / 10


def test_demonyms_stand_in_their_own_class() -> None:
    weak = {name.text.lower() for name in TOPICS["kazakhstan"].names if name.is_weak}

    assert {"kazakh", "казах", "қазақ", "哈萨克族", "kasach"} <= weak
