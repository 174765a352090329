"""When an ambiguous acronym counts, and what is said about it."""

from time import process_time

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Tagged
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics
from monitor.tag.match import Tagger

SHIPPED = Tagger(load_topics(default_topics_path()))

# A body of its own: ABC, the Alpha Beta Council.
SMALL = Tagger(
    Topics.of(
        (
            Topic(
                "abc",
                "ABC",
                (Name("Alpha Beta Council", "en", Match.WORD), Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT)),
                context=(Cue("summit*"), Cue("council")),
                vetoes=(Cue("orchestra*"), Cue("ABC Group")),
            ),
        )
    )
)
CUE = Cue("summit*")
FAR = "Nothing of note here. " * 20  # 440 characters, more than "near" reaches


def said(tagged: Tagged) -> list[str]:
    return [m.evidence for m in tagged.mentions if m.name == "ABC"] + [r.why for r in tagged.rejected]


@pytest.mark.parametrize(
    "text",
    [
        "The SCO summit in Bishkek ended on Friday.",
        "SCO峰会在上海开幕",
        "Der SOZ-Gipfel in Samarkand beginnt",
        "Le sommet de l'OCS à Tachkent",
        "La cumbre de la OCS en Samarcanda",
        "A cúpula da OCX em Astana",
        "ŞİÖ zirvesi Semerkant'ta toplandı",
        "ŞƏT sammiti Səmərqənddə",
        "नई दिल्ली में एससीओ शिखर सम्मेलन",
        "SzOW to Szanghajska Organizacja Współpracy",
        "정상회의에서 SCO 회원국은",
    ],
)
def test_an_ambiguous_acronym_counts_with_context_in_the_language_of_the_text(text: str) -> None:
    assert SHIPPED.tag("", text).topics == ("sco",)


@pytest.mark.parametrize(
    "text",
    [
        "The Scottish Chamber Orchestra (SCO) will tour Kazakhstan; the SCO plays in Astana.",
        "SCO (Scottish Chamber Orchestra) at a summit of music in Tashkent",
        "The SCO Group sold Unix licences at the summit",
        "SCO 145, Sector 17, Chandigarh, showroom for rent",
        "Angers SCO gewinnt in Ligue 1",
        "Angers SCO l'emporte à domicile",
        "La série est diffusée sur OCS et Canal Plus",
        "Jones (SCO) beat Smith for Scotland at the Commonwealth Games",
        "SOZ",
        "A SCO of some kind",
        "The Special Communications Organisation (SCO) lays fibre to member states",
        "self-checkout (SCO) tills in Kazakhstan",
    ],
)
def test_other_bodies_of_the_same_letters_are_refused(text: str) -> None:
    tagged = SHIPPED.tag("", text)

    assert "sco" not in tagged.topics
    assert tagged.rejected


def test_without_evidence_it_does_not_count() -> None:
    assert said(SMALL.tag("", "The ABC met.")) == ["no evidence"]


def test_a_veto_without_evidence_is_named() -> None:
    assert said(SMALL.tag("", "The ABC is an orchestra.")) == ["no evidence; veto: orchestra"]


def test_context_near_it_speaks_for_it() -> None:
    assert said(SMALL.tag("", "The ABC held summits.")) == ["context: summit"]


def test_context_far_from_it_does_not() -> None:
    assert said(SMALL.tag("", f"The ABC met. {FAR} Another summit.")) == ["no evidence"]


def test_the_title_is_near_the_beginning_of_the_text() -> None:
    assert said(SMALL.tag("A summit", "The ABC met.")) == ["context: summit"]


def test_a_veto_near_it_beats_context() -> None:
    assert said(SMALL.tag("", "ABC summit, orchestra")) == ["context: summit; veto: orchestra"]


def test_a_veto_far_from_it_is_outnumbered_by_context() -> None:
    assert said(SMALL.tag("", f"An orchestra. {FAR} The ABC summit.")) == ["context: summit; veto: orchestra"]
    assert said(SMALL.tag("", f"An orchestra. {FAR} The ABC council summit.")) == ["context: council, summit"]


def test_a_certain_name_anywhere_speaks_for_it_in_the_authors_words() -> None:
    assert said(SMALL.tag("", f"The ABC met. {FAR} The alpha-beta  council is old.")) == [
        "named as: alpha-beta council"
    ]


def test_what_it_means_in_one_place_it_means_in_the_others() -> None:
    tagged = SMALL.tag("", f"The ABC summit. {FAR} The ABC met.")

    assert said(tagged) == ["context: summit", "elsewhere in the document: context: summit"]


def test_an_introduction_as_something_else_binds_it_for_the_document() -> None:
    tagged = SMALL.tag("ABC at the summit", f"The Aged Bakers of Cologne (ABC) sang. {FAR} ABC summit.")

    assert tagged.mentions == ()
    assert said(tagged) == ["introduced as Aged Bakers of Cologne"] * 3


def test_each_introduction_binds_what_follows_it() -> None:
    tagged = SMALL.tag("", "Alpha Beta Council (ABC). The ABC. Aged Bakers' Club (ABC). The ABC.")

    assert said(tagged) == ["introduced as Alpha Beta Council"] * 2 + ["introduced as Aged Bakers' Club"] * 2


def test_an_introduction_behind_the_acronym_binds_as_well() -> None:
    assert said(SMALL.tag("", "ABC (Aged Bakers of Cologne), summit")) == ["introduced as Aged Bakers of Cologne"]


def test_a_misspelt_long_name_with_a_word_of_context_is_ours() -> None:
    tagged = SHIPPED.tag("", "Shanghai Cooperative Organization (SCO)")

    assert [m.evidence for m in tagged.mentions] == ["introduced as Shanghai Cooperative Organization"]


def test_brackets_that_do_not_spell_it_bind_nothing() -> None:
    assert said(SMALL.tag("", "the summit in Rome (ABC)")) == ["context: summit"]


def test_two_rows_for_one_word_speak_once() -> None:
    topic = Topic(
        "t",
        "T",
        (Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT),),
        tuple(map(Cue, ("summit", "summi*"))),
        (Cue("orchestra"),),
    )
    tagger = Tagger(Topics.of((topic,)))

    assert said(tagger.tag("", f"An orchestra. {FAR} The ABC summit.")) == ["context: summit; veto: orchestra"]


def test_context_and_vetoes_are_whole_words() -> None:
    assert said(SMALL.tag("", "ABC councillor, orchestrate")) == ["no evidence; veto: orchestra"]


def test_the_introduction_may_begin_in_the_title() -> None:
    assert said(SMALL.tag("Aged Bakers", "Club (ABC) sings")) == ["introduced as Aged Bakers"]


def test_a_topic_is_judged_by_its_own_words_only() -> None:
    other = Topic("other", "Other", (Name("Gamma Delta", "en", Match.WORD),), context=(Cue("festival"),))
    tagger = Tagger(Topics.of((*SMALL.topics.topics, other)))

    assert said(tagger.tag("", "ABC festival of Gamma Delta")) == ["no evidence"]


def test_many_acronyms_in_one_text_take_time_in_proportion() -> None:
    assert len(SMALL.tag("", "ABC summit " * 3_000).mentions) == 3_000


# --- other acronyms of the topic, scripts, and time -------------------------------------------------


def test_what_one_acronym_means_another_of_the_topic_means_that_says_nothing() -> None:
    names = tuple(Name(text, "en", Match.ACRONYM_NEEDS_CONTEXT) for text in ("ABC", "XYZ"))
    tagger = Tagger(Topics.of((Topic("t", "T", names, context=(Cue("summit"),)),)))

    tagged = tagger.tag("", f"The ABC summit. {FAR} The XYZ")

    assert [m.evidence for m in tagged.mentions] == ["context: summit", "elsewhere in the document: context: summit"]


def test_near_is_nearer_in_chinese_which_says_more_in_a_line() -> None:
    topic = Topic("t", "T", (Name("ABC", "zh", Match.ACRONYM_NEEDS_CONTEXT),), context=(Cue("峰会", "zh"),))
    tagger = Tagger(Topics.of((topic,)))

    assert tagger.tag("", f"峰会{'好' * 60}ABC", "zh").topics
    assert not tagger.tag("", f"峰会{'好' * 80}ABC", "zh").topics


def test_the_name_of_something_else_is_not_asked_for_evidence() -> None:
    other = Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT, Standing.OTHER)
    tagger = Tagger(Topics.of((Topic("t", "T", (Name("Alpha", "en", Match.WORD), other), context=(Cue("summit"),)),)))

    assert [r.why for r in tagger.tag("", "ABC summit").rejected] == ["the name of something else"]


@pytest.mark.parametrize(
    "piece",
    ["ABC summit, ", "((((ABC)))) ", "ABC (a b c d e f a b c ", "Aa, bb, cc - ABC ", "ABC council summits orchestra "],
)
def test_time_is_in_proportion_to_the_text(piece: str) -> None:
    def cost_s(times: int) -> float:
        text = piece * times
        began = process_time()
        SMALL.tag("", text, "en")
        return process_time() - began

    cost_s(500)
    # Eight times the text: eight times the cost, and not 64 times.
    assert min(cost_s(8_000) for _ in range(2)) < 32 * min(cost_s(1_000) for _ in range(3))


def test_a_word_inside_the_doubtful_name_itself_is_no_evidence_for_it() -> None:
    name = Name("Summit Group", "en", Match.ACRONYM_NEEDS_CONTEXT)
    tagger = Tagger(Topics.of((Topic("t", "T", (name,), (Cue("summit*"),)),)))

    assert [each.why for each in tagger.tag("", "The Summit Group bought a mill.").rejected] == ["no evidence"]
    assert tagger.tag("", "The Summit Group at its summit.").topics == ("t",)


@pytest.mark.parametrize(
    ("of", "language", "counts"),
    [("fr", "fr", True), ("fr", "de", False), ("fr", "", True), ("en", "de", True), ("fr es", "es", True)],
)
def test_context_is_enough_for_an_acronym_of_the_texts_own_language_or_english(
    of: str, language: str, *, counts: bool
) -> None:
    topic = Topic("t", "T", (Name("XYZ", of, Match.ACRONYM_NEEDS_CONTEXT), Name("Xylo Zed", "en", Match.WORD)), (CUE,))
    tagger = Tagger(Topics.of((topic,)))

    text = "The XYZ summit ended on Friday, it was said there."
    assert (tagger.tag("", text, language).topics == ("t",)) is counts
    assert tagger.tag("", f"{text} Xylo Zed.", language).topics == ("t",)
