"""Can every name and word of context that the checker takes be looked for, and is it found where it stands?"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.config.topic_names import complaint, key
from monitor.core.text import fold, is_in_two_alphabets
from monitor.core.topics import Cue, Match, Name, Topic, Topics
from monitor.tag.acronyms.cues import Cues
from monitor.tag.match import Tagger
from monitor.tag.names.addresses import Addresses
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import Pattern, compile_name

DASHES = "-\u2010\u2011\u2012\u2013\u2014\ufe58\ufe63\uff0d"
# What folds to nothing, alone or behind a blank that it brings along.
NOTHING = "\ufe70\ufe71\ufe72\ufe74\ufe76\ufe77\ufe78\ufe7a\ufe7c\ufe7e\ufe7f\u3164\uffa0\u200b\u0640\u064b\u0301"
LONG = (
    "Foobar",
    "GREMIUM",
    "сотрудничество",
    "қоғам",
    "सहयोग",
    "汉字",
    "التعاون",
    "համագործակցություն",
    "ÓDKB",
    "Straße",
)
SHORT = (
    *DASHES,
    *NOTHING,
    *" *\u00a0\u3000\u00b4\u2019\u02bc\u0345\uff0a\ufb01\u01c6\u0130\u2103\u00a8\u00bd\u2167",
    *("A", "b", "Б", "é", "i", "2", "ي", "ة", "은", "ไ"),
)
BITS = st.lists(st.sampled_from(SHORT), max_size=2).map("".join)
TEXTS = st.tuples(BITS, st.sampled_from(LONG), BITS, st.sampled_from(("", *LONG)), BITS).map("".join)


def found(pattern: Pattern, text: str) -> bool:
    return bool(Finder([Wanted("topic", pattern, text)]).find(fold(text)))


@pytest.mark.parametrize("mark", [*DASHES, *(f" {each}" for each in "\ufe70\ufe71\ufe72\ufe78\ufe7f")])
@pytest.mark.parametrize("form", ["Foobar{}", "{}Foobar", "Foobar {} Gremium"])
def test_a_word_of_nothing_is_refused_or_read_over_and_never_looked_for(form: str, mark: str) -> None:
    name = Name(form.format(mark), "en", Match.WORD)

    if complaint(name) is None:
        assert found(compile_name(name), name.text)
    else:
        assert complaint(name) == (
            "A word of it has no letter.",
            "Write plain words, one space or hyphen between them.",
        )


@pytest.mark.parametrize("text", ["Foobar\u2013", "\u2013Bishkek", "\uff0dFoobar", "Foobar\ufe58", "Foobar \u0327"])
def test_a_dash_or_a_sign_alone_is_refused_as_a_word(text: str) -> None:
    assert complaint(Name(text, "en", Match.PHRASE)) is not None


@pytest.mark.parametrize("dash", DASHES)
def test_dashes_part_words_whichever_is_written(dash: str) -> None:
    name = Name(f"Foobar{dash}Gremium", "en", Match.WORD)

    assert complaint(name) is None
    assert key(name) == ("foobar", "gremium")
    assert found(compile_name(name), "the Foobar Gremium of old")


def test_a_star_of_another_width_is_a_star() -> None:
    assert complaint(Name("Foo\uff0abar", "en", Match.PHRASE)) is not None
    assert complaint(Name("Foobar\uff0a", "en", Match.WORD)) is not None


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(Match))
def test_a_name_that_is_taken_is_found_where_it_alone_stands(text: str, match: Match) -> None:
    name = Name(text, "en", match)
    assume(complaint(name) is None and not is_in_two_alphabets(text))

    pattern = compile_name(name)

    assert all(word.stem for word in pattern.words)
    assert found(pattern, text.replace("*", "").replace("\uff0a", ""))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_word_of_context_that_is_taken_is_heard_where_it_alone_stands(text: str) -> None:
    assume(complaint(Name(text, "en", Match.PHRASE)) is None and not is_in_two_alphabets(text))
    folded = fold(text.replace("*", "").replace("\uff0a", ""))

    heard = list(Cues("topic", [Cue(text, "en")]).find(folded, Addresses(folded), 0, "en"))

    assert heard


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS | st.text(max_size=12), min_size=1, max_size=4), st.sampled_from(Match))
def test_a_topic_of_names_that_are_taken_can_tag_any_text(texts: list[str], match: Match) -> None:
    names = tuple(name for name in (Name(text, "en", match) for text in texts) if complaint(name) is None)
    cues = tuple(Cue(name.text, "en") for name in names if match is Match.PHRASE)

    tagger = Tagger(Topics.of((Topic("topic", "Topic", names, cues, cues),)))

    assert tagger.tag(texts[0], " ".join(texts)) is not None
