"""Does the page's own text go, and the outlet's own words stay?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from monitor.core.records.pages import Dropped
from monitor.core.words import line_hash, paragraph_hash, read_lines
from monitor.dedupe.fingerprint import fingerprint
from monitor.extract.body.recurring import Parted, frame_hashes, line_hashes, link_lines, part
from monitor.extract.body.wording import Wording, at_sight, by_words

LEAD = "The ferry to Aralkum was taken out of service on Monday after a crack was found in its hull."
SECOND = "Repairs will take three weeks, said the harbour master, who expects a replacement by Thursday."
BACKGROUND = "The ferry has linked the two banks since 1974 and carries about four hundred people a day."


def known(*lines: str) -> frozenset[int]:
    """Hashes as the store gives them for an outlet at which these lines recur."""
    return frozenset({*line_hashes(lines), *frame_hashes(lines)})


def parted(*lines: str, recurring: tuple[str, ...]) -> Parted:
    return part("\n".join(lines), known(*recurring))


def texts(found: Parted) -> list[str]:
    return [each.text for each in found.dropped]


# --- what goes ------------------------------------------------------------------------------------


def test_a_menu_around_the_article_goes_and_what_went_is_shown_with_its_place() -> None:
    found = parted("Home", "Economy", LEAD, SECOND, "About us", "Contacts", recurring=("Home", "Economy", "About us"))

    why = "recurs at this outlet, outside its articles"
    assert found.text == f"{LEAD}\n{SECOND}\nContacts"
    assert found.dropped == (Dropped("Home", why, 0), Dropped("Economy", why, 0), Dropped("About us", why, 2))
    assert found.recurring == ()


@pytest.mark.parametrize(
    ("line", "wording"),
    [
        ("Subscribe to our Telegram channel so that you miss nothing.", Wording.PLEA),
        ("Follow us: @ferry_news", Wording.PLEA),
        ("Подписывайтесь на наш канал, чтобы узнавать новости первыми!", Wording.PLEA),
        ("Нашли ошибку? Выделите её и нажмите Ctrl+Enter.", Wording.PLEA),
        ("Біздің Telegram арнамызға жазылыңыз!", Wording.PLEA),
        ("Telegram kanalimizga obuna boʻling!", Wording.PLEA),
        ("Биздин каналга катталыңыз.", Wording.PLEA),
        ("扫描二维码，关注我们的微信公众号。", Wording.PLEA),
        ("Haberler için bizi takip edin.", Wording.PLEA),
        ("تابعونا على تلغرام لمعرفة آخر الأخبار.", Wording.PLEA),
        ("Abonnieren Sie jetzt kostenlos die Meldungen des Tages.", Wording.PLEA),
        ("Suivez-nous sur les réseaux sociaux pour ne rien manquer.", Wording.PLEA),
        ("Síganos en nuestras redes para no perderse nada de nada.", Wording.PLEA),
        ("© 2026 Ferry News. No part of it may be copied in any form.", Wording.RIGHTS),
        ("При использовании материалов сайта активная ссылка на источник обязательна.", Wording.RIGHTS),
        ("Барлық құқықтар қорғалған, материалды көшіруге рұқсат керек.", Wording.RIGHTS),
        ("版权所有，未经书面许可不得转载。", Wording.RIGHTS),
        ("Reporting by Ann Reed; editing by Tom Hill", Wording.CREDIT),
        ("Newsroom: news@ferry.example, +7 717 200 00 00", Wording.CONTACT),
        ("Facebook | Telegram | WhatsApp", Wording.CONTACT),
        ("Источник: Казинформ", Wording.POINTER),
    ],
)
def test_what_recurs_and_says_itself_what_it_is_goes_from_between_paragraphs(line: str, wording: Wording) -> None:
    found = parted(LEAD, line, SECOND, recurring=(line,))

    assert found == Parted(f"{LEAD}\n{SECOND}", (Dropped(line, f"recurs at this outlet, and {wording.value}", 1),))
    assert part(f"{LEAD}\n{line}\n{SECOND}", frozenset()) == Parted(f"{LEAD}\n{line}\n{SECOND}")


@pytest.mark.parametrize(
    "line",
    [
        "Read also: A new bridge opens in spring",
        "READ MORE A new bridge opens in spring",
        "Читайте также: Новый мост откроют весной",
        "📌 Читайте также — Новый мост откроют весной",
        "Оқи отырыңыз: Жаңа көпір көктемде ашылады",
        "Дагы окуңуз: Жаңы көпүрө жазында ачылат",
        "Mavzuga oid: Yangi ko‘prik bahorda ochiladi",
        "延伸阅读：新桥将于春季开通",
        "Bunu da okuyun: Yeni köprü ilkbaharda açılıyor",
        "اقرأ أيضا: افتتاح الجسر الجديد في الربيع",
        "Lesen Sie auch: Neue Brücke öffnet im Frühjahr",
        "À lire aussi : Un nouveau pont ouvrira au printemps",
        "Lea también: Un nuevo puente abrirá en primavera",
        "The post Ferry out of service appeared first on Ferry News.",
        "Updated 12:30",
        "Обновлено: 12 июля 2026, 14:05",
        "Views: 1,234",
        "1 234 просмотра, 5 комментариев",
        "Фото: пресс-служба порта",
    ],
)
def test_a_line_of_a_fixed_form_goes_at_first_sight(line: str) -> None:
    found = part(f"{LEAD}\n{line}\n{SECOND}", frozenset())

    assert (found.text, texts(found)) == (f"{LEAD}\n{SECOND}", [line])


@pytest.mark.parametrize(
    "line",
    [
        "Read also what the harbour master wrote in his diary that night.",
        "See also how they mended it in 1974, he said.",
        "Latest news agencies reports speak of two cracks",
        "Более подробно об этом рассказал начальник порта.",
        "Photo: the ferry as it lay in the harbour on Monday, with the crack below the water line",
        "Published in 1974, the book tells of the first ferry.",
        "Views differ: 12 of 30 sailors would rather go by train.",
        "12 comments were sent to the ministry, 3 of them by sailors.",
        "The post office at the harbour appeared first in 1974.",
        "Stand 3 of the fair shows the model of 1974",
    ],
)
def test_a_line_of_the_article_stays_though_it_begins_alike(line: str) -> None:
    assert at_sight(line) is None


def test_the_figures_of_a_date_or_a_counter_do_not_hide_that_it_recurs() -> None:
    found = parted("Monday, 13 July 2026", LEAD, "Read by 1,052, 4 comments", recurring=(
        "Monday, 6 July 2026", "Read by 97, 12 comments",
    ))  # fmt: skip

    assert found.text == LEAD
    assert texts(found) == ["Monday, 13 July 2026", "Read by 1,052, 4 comments"]


def test_a_rate_below_a_bulletin_is_no_counter() -> None:
    assert parted(LEAD, "USD 512.34", recurring=("USD 498.10",)) == Parted(f"{LEAD}\nUSD 512.34")


def test_with_a_bare_pointer_go_the_links_below_it() -> None:
    page = html.document_fromstring(
        f"<p>{LEAD}</p><p>Read also:</p><ul><li><a href='/1'>A bridge <b>opens</b></a></li><li><a href='/2'>Ice"
        f" on the river</a></li></ul><p>{SECOND} <a href='/3'>Timetable</a></p>"
    )

    found = part(f"{LEAD}\nRead also:\n- A bridge opens\n- Ice on the river\n{SECOND} Timetable", frozenset(),
                 lambda: link_lines(page))  # fmt: skip

    assert found.text == f"{LEAD}\n{SECOND} Timetable"
    assert texts(found) == ["Read also:", "- A bridge opens", "- Ice on the river"]


def test_a_bare_pointer_that_leads_nowhere_stays() -> None:
    assert part(f"{LEAD}\nRead also:\n{SECOND}", frozenset()).dropped == ()


def test_links_are_looked_for_only_where_something_announces_them() -> None:
    def never() -> frozenset[str]:
        raise AssertionError

    assert part(f"{LEAD}\n{SECOND}", frozenset(), never).dropped == ()


# --- what stays -----------------------------------------------------------------------------------


def test_a_paragraph_of_background_stays_and_its_stretch_is_given() -> None:
    found = parted("Economy", LEAD, SECOND, BACKGROUND, "About us", recurring=("Economy", BACKGROUND, "About us"))

    assert found.text == f"{LEAD}\n{SECOND}\n{BACKGROUND}"
    assert [found.text[start:end] for start, end in found.recurring] == [BACKGROUND]
    assert texts(found) == ["Economy", "About us"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Background", id="a heading between paragraphs"),
        pytest.param("Thank you for the talk!", id="an exclamation"),
        pytest.param("渡轮自1974年起连接两岸，每天运送约四百人。", id="Chinese"),
        pytest.param("Паром соединяет берега с 1974 года и перевозит около 400 человек в день", id="no full stop"),
        pytest.param(
            "The union, which many states subscribe to, shares its waters and follows its own rules.", id="like a plea"
        ),
    ],
)
def test_what_is_in_doubt_stays_and_is_marked(line: str) -> None:
    found = parted(LEAD, line, SECOND, recurring=(line,))

    assert found == Parted(f"{LEAD}\n{line}\n{SECOND}", (), ((len(LEAD) + 1, len(LEAD) + 1 + len(line)),))


def test_a_list_that_a_line_introduces_stays() -> None:
    lines = (LEAD, "The ferry calls at these places:", "- Aral", "- Kazaly", "- Baikonur")

    found = parted(*lines, recurring=("Aral", "Kazaly", "Baikonur"))

    assert (found.text, found.dropped, len(found.recurring)) == ("\n".join(lines), (), 3)


def test_of_a_text_without_a_sentence_the_lines_of_its_own_stay() -> None:
    assert parted("Home", "Ferry stands still", "Contacts", recurring=("Home", "Contacts")).text == "Ferry stands still"


@pytest.mark.parametrize(
    "text", ["Read also:", "Home\nContacts", "Follow us on Telegram!\nRead more", "", "Views: 3\nViews: 4"]
)
def test_where_everything_would_go_nothing_does(text: str) -> None:
    found = part(text, known(*text.split("\n")))

    assert (found.text, found.dropped) == (text, ())


def test_a_line_recurs_however_it_is_set() -> None:
    line = "The Ferry has linked the two banks: since 1974!"

    assert parted(LEAD, line, recurring=("the ferry  has linked the two banks since 1974",)).recurring


LINES = st.sampled_from((LEAD, SECOND, BACKGROUND, "Home", "About us", "- Aral", "Follow us!", "Read also:", "12 July",
                         "Views: 3", "延伸阅读：桥", "List:", "***"))  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=12), st.frozensets(LINES))
def test_nothing_is_lost_and_what_stays_is_as_it_was(lines: list[str], recurring: frozenset[str]) -> None:
    found = part("\n".join(lines), known(*recurring))

    again = found.text.split("\n")
    for each in reversed(found.dropped):
        again.insert(each.after, each.text)
    assert again == lines
    assert found.text
    assert all("\n" not in found.text[start:end] for start, end in found.recurring)


# --- what is counted ------------------------------------------------------------------------------


def test_lines_are_hashed_as_the_paragraphs_of_a_fingerprint_are() -> None:
    assert line_hashes([LEAD, "", "* * *"]) == fingerprint(f"{LEAD}\n\n* * *").paragraphs


def test_only_what_may_be_the_page_is_counted_as_frame() -> None:
    lines = ("Home", LEAD, "Follow us on Telegram to learn of every ferry before it leaves.", "***")

    assert set(frame_hashes(lines)) == set(line_hashes([lines[0], lines[2]]))


def test_a_counter_is_counted_with_and_without_its_figures() -> None:
    (one, alike), (other, also) = frame_hashes(["Views: 1,234"]), frame_hashes(["Views: 9"])

    assert (one == other, alike == also) == (False, True)


def test_what_is_left_without_figures_is_no_line_of_words() -> None:
    (words,) = read_lines("figures views 0")

    assert paragraph_hash(words) not in frame_hashes(["Views: 0"])


def test_a_phrase_inside_a_word_says_nothing() -> None:
    assert by_words("Four usages of our appetite") is None
    assert by_words("Get our app") is Wording.PLEA


def test_easy_lines_have_the_same_words_as_all_others() -> None:
    for code in (*range(0x20, 0x600), *range(0x2000, 0x2100)):
        line = f"Өз a{chr(code)}B 12"

        among_chinese = read_lines(f"{line} 中")

        assert read_lines(line)[0] == among_chinese[0][:-1], hex(code)
        assert line_hash(line) == paragraph_hash(read_lines(line)[0])


@given(st.text(st.characters(blacklist_characters="\n")))
def test_a_line_has_one_hash_however_it_is_made(line: str) -> None:
    words = [word for read in read_lines(line) for word in read]

    assert line_hash(line) == (paragraph_hash(words) if words else None)
