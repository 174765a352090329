"""In which part of an article a mention stands, and whether it is in somebody's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.tags import Part
from monitor.tag.said.lines import Lines
from monitor.tag.said.parts import Parts
from monitor.tag.said.quotations import quoted
from tests.unit.naming import MORE, NAMING, NEUTRAL, standing


@pytest.mark.parametrize(
    "above",
    [
        "",
        "ASTANA, Jan. 5",
        "阿斯塔纳",
        "5 January 2022, 12:30",
        "By Jane Doe",
        "World news",
        "Short start.",
        "Photo: a goods train waits at the border, with half a dozen people standing around it",
    ],
)
def test_the_lead_is_the_first_paragraph_that_is_one(above: str) -> None:
    assert standing(f"{above}\n{NEUTRAL} Kazakhstan!\nKazakhstan is next.") == ["lead", "body"]


def test_a_repeated_headline_is_not_the_lead() -> None:
    title = "Kazakhstan and its five neighbours agree upon a common timetable for railways"

    assert standing(f"{title.upper()}\n{NEUTRAL} Kazakhstan.\nKazakhstan.", title) == ["lead", "lead", "body"]


def test_a_chinese_paragraph_is_long_enough_in_fewer_characters() -> None:
    text = "五国部长星期四在撒马尔罕会晤，商定了货运列车时刻表，哈萨克斯坦参加。\n哈萨克斯坦"

    assert standing(text) == ["lead", "body"]


def test_of_lines_that_are_no_paragraphs_the_first_is_the_lead() -> None:
    assert standing("Kazakhstan\nTrains\nKazakhstan\nTariffs") == ["lead", "body"]


def test_a_name_in_the_title_stands_in_the_headline() -> None:
    [mention] = NAMING.tag("Kazakhstan is ready", NEUTRAL).mentions

    assert mention.part is Part.HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Kazakhstan's president in Astana",
        "Photo : soldats au Kazakhstan",
        "Фото: президент Казахстана",
        "На снимке: солдаты в Казахстане",
        "Світлина: солдати в Казахстані",
        "Сурет: Қазақстан президенті",
        "Bild: Soldaten in Kasachstan",
        "Foto: soldados en Kazajistán",
        "صورة: جنود في كازاخستان",
        "Fotoğraf: Kazakistan'da askerler",
        "图：哈萨克斯坦总统",
        "图为哈萨克斯坦总统在机场。新华社记者 王小明 摄",
        "Soldiers in Kazakhstan © AP Photo/Jane Doe",
        "Soldiers wait in Kazakhstan. [Photo/Xinhua]",
        "Soldiers wait in Kazakhstan (Image: Jane Doe)",
        "Soldiers wait in Kazakhstan.(Photo: Xinhua)",
        "Soldiers wait in Kazakhstan. Photo: Reuters",
        "Soldiers in Kazakhstan | Getty Images",
        "Soldaten in Kasachstan (Foto: dpa)",
        "Солдаты в Казахстане. Фото: Акорда",
    ],
)
def test_a_name_under_a_picture_stands_in_a_caption(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{MORE}\n{line}\n{MORE}") == ["caption"]


@pytest.mark.parametrize(
    "line",
    [
        "He sent photos from Kazakhstan to the editor.",
        "На фото видно, как в Казахстане строят дорогу.",
        "Kazakhstan left the talks, two officials said. (Reuters)",
        "Kazakhstan kept its credit rating: A, with a stable outlook.",
        "Картина: степь в Казахстане",
        "Image matters to Kazakhstan: it spends more on it than others.",
        "Photo: " + "Kazakhstan shows its paintings to visitors of many countries all over again. "[:76] + MORE * 4,
    ],
)
def test_what_only_speaks_of_pictures_is_no_caption(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}") == ["body"]


@pytest.mark.parametrize(
    "text",
    [
        "“Kazakhstan will not send any troops,” the minister said.",
        '"Kazakhstan will not send any troops," the minister said.',
        "‘Kazakhstan will not send any troops,’ the minister said.",
        "'We think that Kazakhstan will go,' the minister said.",
        "He said ‘we don’t think Kazakhstan’s army will go’ to them.",
        "He asked: “Why Kazakhstan?”",
        "«Казахстан готов», — сказал министр.",
        "Министр заявил, что «Казахстан готов направить войска».",
        "«Вступление в «ОДКБ» было ошибкой для всех нас», — сказал он.",
        "«Қазақстан әскер жібермейді», – деді министр.",
        "«Казахстан не надсилатиме війська», — сказав міністр.",
        "„Kasachstan schickt keine Truppen“, sagte der Minister.",
        "»Kasachstan schickt keine Truppen«, sagte der Minister.",
        "« Le Kazakhstan n’enverra pas de troupes », a dit le ministre.",
        "«Kazajistán no enviará tropas», dijo el ministro.",
        "قال الوزير: «كازاخستان لن ترسل قوات إلى الخارج».",
        "Bakan, “Kazakistan asker göndermeyecek” dedi.",
        "部长说：“哈萨克斯坦不会派遣军队。”",
        "部長說：「哈萨克斯坦不會派遣軍隊」。",
        "“Kazakhstan waits for an answer from its neighbours\n“and we wait too,” he said.",
    ],
)
def test_a_name_between_quotation_marks_is_in_somebodys_words(text: str) -> None:
    assert standing(text) == ["lead quoted"]


@pytest.mark.parametrize(
    "text",
    [
        # names and titles
        "Саммит «ОДКБ» прошёл.",
        "Телеканал «Казахстан» показал парад.",
        "«Казахстан», «Алатау» и «Иртыш» – три гостиницы.",
        "Фильм «Как Казахстан победил засуху в степи» вышел.",
        "The forum “Kazakhstan and the World Economy” opened.",
        "“Kazakhstan Between Two Great Neighbours” is out in print.",
        "论坛“哈萨克斯坦经济”开幕",
        "„Neues Kasachstan“ heißt das Programm.",
        "The so-called “New Kazakhstan” is old.",
        # apostrophes and other marks
        "The ministers' plan for Kazakhstan and its neighbours' roads.",
        "Kazakhstan’s and Russia’s leaders’ plan",
        "In the '90s Kazakhstan was one of the workers' states.",
        "O‘zbekiston va Kazakhstan va o‘zbeklar ko‘p gaplashdi",
        'The 5" pipe from Kazakhstan to China is 10" now.',
        # beside a quotation
        "“We agree,” he said of Kazakhstan. “We do.”",
        "Il a dit « oui » au Kazakhstan et « non » à tous les autres.",
        # half a quotation
        "He lost a “ once and Kazakhstan won.",
        "“We wait.\nKazakhstan waits too.",
    ],
)
def test_names_titles_and_lone_marks_are_nobodys_words(text: str) -> None:
    assert "quoted" not in " ".join(standing(text))


def test_a_quotation_without_its_end_reaches_to_the_end_of_its_paragraph_at_most() -> None:
    assert standing("“We wait, and Kazakhstan waits.\nKazakhstan went.") == ["lead quoted", "lead"]


def test_a_headline_may_be_quoted() -> None:
    [mention] = NAMING.tag("‘Ready to act in Kazakhstan if needed’", NEUTRAL).mentions

    assert mention.is_quoted


@given(st.text(alphabet="aA '\"“”„«»‘’「」.,-—\n", max_size=60))
def test_every_quotation_lies_in_its_line_whatever_the_marks(line: str) -> None:
    for span in quoted(line, lambda: True):
        assert 0 < span.start <= span.end <= len(line)


@given(st.text(alphabet="Aa .:“”«\n©/", max_size=80), st.data())
def test_every_place_of_every_text_has_a_part(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, max(0, len(text) - 1)))

    assert Parts("A a", Lines(text)).of(place, place)[0] in set(Part) - {Part.HEADLINE}
