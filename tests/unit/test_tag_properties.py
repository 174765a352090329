"""What holds for every text: where mentions point, what folding may not change, what other text may not take away."""

import unicodedata
from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Mention, Tagged
from monitor.core.text import fold
from monitor.core.topics import Match, Name, Topic, Topics
from monitor.tag.match import Tagger
from monitor.tag.names.patterns import compile_name

SHIPPED = Tagger(load_topics(default_topics_path()))
ACRONYMS = (Match.ACRONYM, Match.ACRONYM_NEEDS_CONTEXT)
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\ufeff\u2060\u034f\ufe0f"

NAMED = (
    "The president of Kazakhstan received the guests in the afternoon.",
    "The rescuers of the CSTO spent the night in the mountains.",
    "The Shanghai Cooperation Organisation opened a new reading room.",
    "The SCO summit in Samarkand ended with a joint statement.",
    "Президент Казахстана принял гостей во второй половине дня.",
    "Миротворцы ОДКБ вернулись домой, а ШОС готовит встречу.",
    "Организация Договора о коллективной безопасности провела учения.",
    "Қазақстаннан келген қонақтар ұнды мақтады.",
    "ҰҚШҰ-ға мүше елдердің құтқарушылары тауға шықты.",
    "Президент Казахстану прийняв гостей у столиці.",
    "Kazakistan'da öğrenciler yeni okula başladı.",
    "Kasachstans Bauern rechnen mit einer guten Ernte.",
    "哈萨克斯坦总统今天下午会见了客人。",
    "上海合作组织秘书处今天发表了声明。",
    "زار الوفد كازاخستان يوم الاثنين والتقى بالطلاب.",
    "कज़ाखस्तान के छात्रों ने नई किताबें खरीदीं।",
    "Ղազախստանում բացվեց նոր դպրոց։",
    "ყაზახეთში ახალი სკოლა გაიხსნა.",
    "카자흐스탄은 오늘 새 학교를 열었다.",
)
# No name, no cue and no veto of the shipped topics, and nothing that looks like a list, a credit or a label.
OTHER = (
    "The river froze early this winter, and the children were glad.",
    "Зимой река замёрзла рано, и дети обрадовались.",
    "Қыста өзен ерте қатып, балалар қуанды.",
    "Kışın nehir erken dondu ve çocuklar sevindi.",
    "Im Winter fror der Fluss früh zu, und die Kinder freuten sich.",
    "今年冬天河水很早就结冰了。",
    "تجمد النهر مبكرا هذا الشتاء وفرح الأطفال.",
    "इस सर्दी में नदी जल्दी जम गई और बच्चे खुश हुए।",
    "Ձմռանը գետը շուտ սառեց, և երեխաները ուրախացան։",
    "ზამთარში მდინარე ადრე გაიყინა და ბავშვებს გაუხარდათ.",
    "올겨울에는 강이 일찍 얼어 아이들이 기뻐했다.",
)
ARTICLES = st.lists(st.sampled_from(NAMED), min_size=1, max_size=6)
FILLING = st.lists(st.sampled_from(OTHER), max_size=3)


def facts(tagged: Tagged, text: str) -> Counter[tuple[object, ...]]:
    return Counter((m.topic, m.name, m.rule, m.is_weak, plain(text[m.start : m.end])) for m in tagged.mentions)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in text if c not in UNSEEN))


def stands_there(mention: Mention, text: str) -> bool:
    """Whether the text begins with the first word of the name that was found in it."""
    keys = compile_name(Name(mention.name, mention.language, Match(mention.rule))).words[0].stem
    return fold(text).text.startswith(keys)


def test_the_sentences_name_a_topic_or_say_nothing_of_one() -> None:
    assert [sentence for sentence in NAMED if not SHIPPED.tag("", sentence).topics] == []
    assert [sentence for sentence in OTHER if SHIPPED.tag("", f"{NAMED[3]} {sentence}").rejected] == []
    assert [sentence for sentence in OTHER if SHIPPED.tag("", sentence).mentions] == []


@settings(max_examples=100, deadline=None)
@given(title=st.sampled_from(NAMED), paragraphs=ARTICLES)
def test_offsets_slice_to_what_was_matched(title: str, paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)

    for mention in SHIPPED.tag(title, text).mentions:
        written = (title if mention.field == "title" else text)[mention.start : mention.end]
        assert written == written.strip()
        assert stands_there(mention, written)


@settings(max_examples=100, deadline=None)
@given(paragraphs=ARTICLES, data=st.data())
def test_what_cannot_be_seen_changes_nothing(paragraphs: list[str], data: st.DataObject) -> None:
    text = "\n".join(paragraphs)
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=12))
    noisy = text
    for place in sorted(places, reverse=True):
        noisy = noisy[:place] + data.draw(st.sampled_from(UNSEEN)) + noisy[place:]

    assert facts(SHIPPED.tag("", noisy), noisy) == facts(SHIPPED.tag("", text), text)


@settings(max_examples=60, deadline=None)
@given(paragraphs=ARTICLES, form=st.sampled_from(("NFD", "NFKD", "NFC", "NFKC")))
def test_normal_forms_change_nothing(paragraphs: list[str], form: str) -> None:
    text = "\n".join(paragraphs)
    other = unicodedata.normalize(form, text)  # type: ignore[arg-type] # sampled_from knows no literals

    assert facts(SHIPPED.tag("", other), other) == facts(SHIPPED.tag("", text), text)


@settings(max_examples=60, deadline=None)
@given(paragraphs=ARTICLES, case=st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))
def test_case_changes_nothing_but_acronyms(paragraphs: list[str], case: Callable[[str], str]) -> None:
    text = "\n".join(paragraphs)
    other = case(text)

    assert not _names(text) - _names(other)


def _names(text: str) -> Counter[tuple[str, str]]:
    found = SHIPPED.tag("", text)
    return Counter((m.topic, m.name) for m in found.mentions if m.rule not in ACRONYMS and not m.is_weak)


@settings(max_examples=150, deadline=None)
@given(paragraphs=ARTICLES, before=FILLING, behind=FILLING, data=st.data())
def test_text_without_names_and_cues_takes_no_mention_away(
    paragraphs: list[str], before: list[str], behind: list[str], data: st.DataObject
) -> None:
    text = "\n".join(paragraphs)
    between = [data.draw(FILLING) for _ in paragraphs]
    filled = [each for paragraph, more in zip(paragraphs, between, strict=True) for each in (paragraph, *more)]
    longer = "\n".join((*before, *filled, *behind))

    assert not facts(SHIPPED.tag("", text), text) - facts(SHIPPED.tag("", longer), longer)


@settings(max_examples=150, deadline=None)
@given(letters=st.text(st.characters(min_codepoint=0x20), max_size=30))
def test_whatever_stands_around_it_a_name_between_blanks_is_found_in_its_place(letters: str) -> None:
    tagger = Tagger(Topics.of((Topic("t", "T", (Name("Zzyzx", "en", Match.WORD),)),)))
    text = f"{letters} Zzyzx {letters}"

    tagged = tagger.tag("", text)  # what looks like a list is found too, and rejected as one
    places = [(m.start, m.end) for m in tagged.mentions] + [(r.start, r.end) for r in tagged.rejected]
    assert "Zzyzx" in [text[start:end] for start, end in places]
