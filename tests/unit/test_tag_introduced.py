"""When an acronym that is presumed to be ours falls, what introduces one, and which words speak in which language."""

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Tagged
from monitor.core.topics import Cue, Match, Name, Topic, Topics
from monitor.tag.match import Tagger

SHIPPED = Tagger(load_topics(default_topics_path()))

# Another body of its own: the Common Order Treaty, COT; КОТ in Russian, and ambiguous TOC in French.
TREATY = Tagger(
    Topics.of(
        (
            Topic(
                "cot",
                "COT",
                (
                    Name("Common Order Treaty", "en", Match.WORD),
                    Name("Договор* общего порядка", "ru", Match.PHRASE),
                    Name("Traité de l'ordre commun", "fr", Match.WORD),
                    Name("共同秩序条约", "zh", Match.SUBSTRING),
                    Name("COT", "en", Match.ACRONYM),
                    Name("КОТ", "ru", Match.ACRONYM),
                    Name("TOC", "fr de", Match.ACRONYM_NEEDS_CONTEXT),
                ),
                context=(
                    Cue("peacekeep*", "en"),
                    Cue("allies", "en"),
                    Cue("миротворц*", "ru"),
                    Cue("sommet*", "fr"),
                    Cue("Samarkand", "en"),
                    Cue("Gipfel*", "de"),
                ),
                vetoes=(
                    Cue("hospital*", "en"),
                    Cue("surgeon*", "en"),
                    Cue("больниц*", "ru"),
                    Cue("hôpital", "fr"),
                    Cue("bed", "en"),
                    Cue("COT Group", "en"),
                    Cue("医院", "zh"),
                ),
            ),
        )
    )
)


def reasons(tagged: Tagged) -> list[tuple[str, str]]:
    """The name of each acronym that was found, and what was said of it; "+" where it counts."""
    kept = [(m.start, m.field, "+", m.name, m.evidence) for m in tagged.mentions if m.name in ("COT", "КОТ", "TOC")]
    left = [(r.start, r.field, "-", r.name, r.why) for r in tagged.rejected]
    return [(sign + name, why) for _, _, sign, name, why in sorted(kept + left)]


FAR = "Nothing of note here. " * 20  # 440 characters, more than "near" reaches


# --- acronyms that are presumed to be ours ----------------------------------------------------------


def test_a_presumed_acronym_needs_no_evidence() -> None:
    assert reasons(TREATY.tag("", "The COT met.")) == [("+COT", "")]


def test_a_veto_near_it_speaks_against_a_presumed_acronym() -> None:
    assert reasons(TREATY.tag("", "The COT hospital is old.")) == [("-COT", "veto: hospital")]


def test_a_veto_far_from_it_does_not() -> None:
    assert reasons(TREATY.tag("", f"The COT met. {FAR} A hospital.")) == [("+COT", "")]


def test_more_context_than_vetoes_saves_a_presumed_acronym() -> None:
    text = "Peacekeepers of the COT and allies were taken to hospital."

    assert reasons(TREATY.tag("", text)) == [("+COT", "context: peacekeep, allies")]


def test_as_much_context_as_vetoes_does_not_save_it() -> None:
    text = "Peacekeepers of the COT were taken to hospital."

    assert reasons(TREATY.tag("", text)) == [("-COT", "context: peacekeep; veto: hospital")]


def test_a_certain_name_anywhere_saves_a_presumed_acronym() -> None:
    text = f"The COT paid for a hospital. {FAR} The common order treaty is old."

    assert reasons(TREATY.tag("", text)) == [("+COT", "named as: common order treaty")]


def test_where_one_place_falls_those_that_say_nothing_fall_with_it() -> None:
    text = f"The COT hospital is old. {FAR} The COT is closed."

    assert reasons(TREATY.tag("", text)) == [
        ("-COT", "veto: hospital"),
        ("-COT", "elsewhere in the document: veto: hospital"),
    ]


def test_where_one_place_is_clearly_ours_those_that_say_nothing_are_ours() -> None:
    text = f"The COT allies met. {FAR} A COT hospital. {FAR} The COT is old."

    assert reasons(TREATY.tag("", text)) == [
        ("+COT", "context: allies"),
        ("-COT", "veto: hospital"),
        ("+COT", "elsewhere in the document: context: allies"),
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (
            "Клиническая областная тюремная больница (КОТ) закрыта. КОТ бедна.",
            "Клиническая областная тюремная больница",
        ),
        ("Клуб общего театра (КОТ) поёт. КОТ стар.", "Клуб общего театра"),
        ("The chief of operations and technology (COT) left. The COT is rich.", "chief of operations and technology"),
        ("Children of Troy, known as the COT, sing. The COT is loud.", "Children of Troy"),
        ("COT, or Children of Troy, sing. The COT is loud.", "Children of Troy"),
        ("COT — Children of Troy — sing. The COT is loud.", "Children of Troy"),
        ("Children of Troy (hereinafter COT) sing. The COT is loud.", "Children of Troy"),
        ("北京医院（COT）。COT", "北京医院"),
        (
            "L'Osservatorio (COT) di Roma: Centro dell'osservatorio sulla terra (COT)",
            "Centro dell'osservatorio sulla terra",
        ),
        ("Cetatea Oraşului pentru Tineri (COT). COT", "Cetatea Oraşului pentru Tineri"),
        ("Clubortsverein Trier, kurz COT, singt. COT", "Clubortsverein Trier"),
        ("Kichik o‘yinlar teatri; Chiroyli o‘yinlar tarmog‘i (COT). COT", "Chiroyli o‘yinlar tarmog‘i"),
    ],
)
def test_an_introduction_as_something_else_beats_the_presumption(text: str, phrase: str) -> None:
    said = [why.partition(";")[0] for _, why in reasons(TREATY.tag("", text))]

    assert said[-2:] == [f"introduced as {phrase}"] * 2
    assert not TREATY.tag("", text).topics


def test_our_long_name_misspelt_is_no_name_of_something_else() -> None:
    assert reasons(TREATY.tag("", "The Common Orders Treaty (COT) met.")) == [("+COT", "")]


@pytest.mark.parametrize(
    "text",
    [
        "The COT, Spain, Cuba, Oman and Tonga met.",
        "Spain, Cuba, Oman, Tonga, COT: they met.",
        "COT: Cuba, Oman, Tonga",
        "the assembly of the COT (PA COT) met",
        "some critics object to the talks on home trade of the bloc (COT)",
        "The COT, can only talk",
        "The COT, China's own table",
        "the hall (seat of many old bodies and of the COT since May)",
    ],
)
def test_a_list_of_names_introduces_nothing(text: str) -> None:
    assert set(reasons(TREATY.tag("", text))) == {("+COT", "")}


def test_a_presumed_acronym_that_stands_is_a_certain_name_for_ambiguous_ones() -> None:
    assert reasons(TREATY.tag("", "Le TOC, ou COT")) == [("+TOC", "introduced as COT"), ("+COT", "")]
    assert reasons(TREATY.tag("", f"Le COT. {FAR} Le TOC")) == [("+COT", ""), ("+TOC", "named as: COT")]


def test_a_presumed_acronym_that_falls_is_none() -> None:
    assert reasons(TREATY.tag("", f"The COT hospital is old. {FAR} Le TOC")) == [
        ("-COT", "veto: hospital"),
        ("-TOC", "no evidence; veto: hospital"),
    ]


# --- introductions as ours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Traité de l'ordre commun (TOC), hôpital", "Traité de l'ordre commun"),
        ("TOC (Traité de l'ordre commun), hôpital", "Traité de l'ordre commun"),
        ("le TOC, ou Traité de l'ordre commun, hôpital", "Traité de l'ordre commun"),
        ("Договором общего порядка (TOC), hôpital", "Договором общего порядка"),
        ("Common Order Treaty (en français «TOC»), hôpital", "Common Order Treaty"),
        ("共同秩序条约（共约，TOC）医院", "共同秩序条约"),
        ("TOC，即共同秩序条约，医院", "共同秩序条约"),
    ],
)
def test_our_long_name_binds_the_acronym_in_every_script_whatever_its_letters(text: str, phrase: str) -> None:
    (said,) = reasons(TREATY.tag("", text))

    assert said == ("+TOC", f"introduced as {phrase}")


def test_a_strange_introduction_beats_a_certain_name_elsewhere() -> None:
    text = f"Théâtre de l'orchestre de Caen (TOC). {FAR} Common Order Treaty"

    assert reasons(TREATY.tag("", text)) == [("-TOC", "introduced as Théâtre de l'orchestre de Caen")]


@pytest.mark.parametrize(
    "text",
    [
        "Организация Договора о коллективной безопасности (ОДКБ)",
        "Ұжымдық қауіпсіздік туралы шарт ұйымы (ҰҚШҰ)",
        "Shanghaier Organisation für Zusammenarbeit (SOZ), ein Orchester",
        "Organización de Cooperación de Shanghái (OCS), una orquesta",
        "上海合作组织（上合组织，SCO）",
        "SCO (Shanghai Cooperation Organisation), an orchestra",
    ],
)
def test_shipped_acronyms_are_bound_by_the_long_names_of_their_languages(text: str) -> None:
    tagged = SHIPPED.tag("", text)

    assert tagged.rejected == ()
    assert tagged.mentions[-1].rule.startswith("acronym") or tagged.mentions[0].rule.startswith("acronym")


@pytest.mark.parametrize(
    "text",
    [
        "Областная детская клиническая больница (ОДКБ) открылась. В ОДКБ работают врачи.",
        "She is chief science and technology officer (CSTO) of a bank. The CSTO resigned.",
        "the Scottish Chamber Orchestra, known as the SCO, played. The SCO left for Astana.",
    ],
)
def test_shipped_acronyms_are_bound_by_strange_names(text: str) -> None:
    assert SHIPPED.tag("", text).topics in ((), ("kazakhstan",))


# --- longer proper names ----------------------------------------------------------------------------


def test_an_acronym_in_a_longer_name_falls_whatever_else_is_said() -> None:
    tagged = TREATY.tag("", "The Common Order Treaty sued COT Group, says COT.")

    assert reasons(tagged) == [("-COT", "in a longer name: COT Group"), ("+COT", "named as: Common Order Treaty")]


def test_a_longer_name_is_told_by_its_capitals() -> None:
    assert reasons(TREATY.tag("", "The COT group of states met.")) == [("+COT", "")]


# --- the language of the text -----------------------------------------------------------------------

FRENCH = "Voici un texte assez long pour que sa langue soit connue. "
GERMAN = "Dies ist ein Text, der lang genug ist, um seine Sprache zu erkennen. "


@pytest.mark.parametrize(
    ("text", "language", "counts"),
    [
        (f"{FRENCH} Le sommet du TOC", "fr", True),
        (f"{FRENCH} Le sommet du TOC", "fr-CA", True),
        (f"{FRENCH} Le sommet du TOC", "", True),
        (f"{FRENCH} Le sommet du TOC", "de", False),  # an ordinary word of another language
        ("Le sommet du TOC", "de", True),  # too short for its language to be told
        (f"{GERMAN} Das TOC tagt in Samarkand", "de", True),  # a name is the same in every language
        (f"{FRENCH} Le TOC à Samarkand", "fr", True),
        (f"{FRENCH} Le TOC et le Gipfel", "fr", False),  # German writes every noun with a capital
        (f"{GERMAN} Der Gipfel des TOC", "de", True),
    ],
)
def test_context_speaks_in_its_own_language_and_names_in_all(text: str, language: str, *, counts: bool) -> None:
    assert bool(TREATY.tag("", text, language).topics) is counts


@pytest.mark.parametrize(
    ("text", "language", "counts"),
    [
        ("The COT has no place in a bed of roses, as everybody knew.", "en", False),
        ("The COT has no place in a bed of roses, as everybody knew.", "", False),
        (f"{GERMAN} Die COT ist bed.", "de", True),  # "golf" in German is a gulf too
        ("Мы знаем, что в больнице COT нет мест для всех, кто ждёт.", "ru", False),
        ("Мы знаем, что в больнице COT нет мест для всех, кто ждёт.", "uk", True),
        (f"{GERMAN} 医院 COT", "de", False),  # letters without capitals
    ],
)
def test_vetoes_speak_in_their_own_language_and_names_in_all(text: str, language: str, *, counts: bool) -> None:
    assert bool(TREATY.tag("", text, language).topics) is counts


def test_two_rows_of_one_word_speak_where_either_does() -> None:
    topic = Topic(
        "t",
        "T",
        (Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT),),
        context=(Cue("summit", "en"), Cue("summit", "nb")),
    )
    tagger, text = Tagger(Topics.of((topic,))), "The ABC summit, of which all the world was speaking."

    assert [bool(tagger.tag("", text, each).topics) for each in ("en", "no", "de")] == [True, True, False]
