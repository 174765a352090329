"""Is what pages put around an article told from a change of the article?"""

import pytest

from monitor.core.records.versions import Edit
from monitor.revise.noise import Known, key_of, visible

EN = (
    "Protesters gathered in front of the city hall in Almaty on Wednesday evening.\n"
    "The police said that 26 people were killed and more than 3,000 were detained.\n"
    "The president asked the CSTO for help at 12:30, his office said."
)
RU = (
    "Вечером в среду перед зданием мэрии Алматы собрались протестующие.\n"
    "В полиции сообщили, что погибли 26 человек, более 3 тысяч задержаны.\n"
    "Президент обратился за помощью к ОДКБ в 12:30, сообщили в его канцелярии."
)
KK = (
    "Сәрсенбі күні кешке Алматы қаласы әкімдігінің алдына наразылар жиналды.\n"
    "Полиция 26 адам қаза тауып, 3 мыңнан астам адам ұсталғанын хабарлады.\n"
    "Президент сағат 12:30-да ҰҚШҰ-дан көмек сұрады, деді баспасөз қызметі."
)
ZH = (
    "周三晚间，抗议者聚集在阿拉木图市政厅前的广场上。\n"
    "警方表示，共有26人死亡，三千多人被拘留。\n"
    "总统办公室称，总统于12时30分向集安组织请求援助。"
)
AR = (
    "تجمع المحتجون أمام مبنى بلدية ألماتي مساء الأربعاء.\n"
    "وقالت الشرطة إن 26 شخصا قتلوا واعتقل أكثر من ثلاثة آلاف.\n"
    "وطلب الرئيس المساعدة من منظمة معاهدة الأمن الجماعي في الساعة 12:30، بحسب مكتبه."
)
TEXTS = {"en": EN, "ru": RU, "kk": KK, "zh": ZH, "ar": AR}


def is_noise(before: str, after: str) -> bool:
    """Whether no reader would see a change, in whichever direction."""
    return not visible(before, after) and not visible(after, before)


# --- lines around the article -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # counters
        ("Views: 1,234", "Views: 1,240"),
        ("1.2K views", "1.3K views"),
        ("Comments (12)", "Comments (13)"),
        ("12 comments | 4 shares", "14 comments | 9 shares"),
        ("Просмотров: 1 234", "Просмотров: 1 250"),
        ("Рейтинг: 4.5 (12 голосов)", "Рейтинг: 4.6 (14 голосов)"),
        ("Обсудить (12)", "Обсудить (15)"),
        ("Rating: 4.1 (12 votes)", "Rating: 4.2 (14 votes)"),
        ("Onlayn: 12", "Onlayn: 19"),
        ("Просмотрели 345 раз", "Просмотрели 1 345 раз"),
        ("3 комментария", "7 комментариев"),
        ("Поделиться 12", "Поделиться 15"),
        ("Қаралым: 345", "Қаралым: 346"),
        ("120 рет оқылды", "130 рет оқылды"),
        ("Көрсетілім 99", "Көрсетілім 101"),
        ("Көрүүлөр: 15", "Көрүүлөр: 16"),
        ("Ko‘rishlar: 120", "Ko‘rishlar: 121"),
        ("Ko'rilgan: 120 marta", "Ko'rilgan: 121 marta"),
        ("Görüntülenme: 1.234", "Görüntülenme: 1.301"),
        ("5 yorum", "6 yorum"),
        ("阅读 1234", "阅读 1250"),
        ("浏览量：12万次", "浏览量：13万次"),
        ("评论(3) 分享", "评论(5) 分享"),
        ("المشاهدات: 120", "المشاهدات: 131"),
        ("120 مشاهدة", "131 مشاهدة"),
        ("12 Kommentare", "13 Kommentare"),
        ("12 commentaires", "13 commentaires"),
        ("12 comentarios · 30 veces compartido", "19 comentarios · 31 veces compartido"),
        ("👁 345", "👁 1 345"),
        # dates and times
        ("2 hours ago", "3 hours ago"),
        ("Just now", "5 min ago"),
        ("Updated: 5 January 2022, 12:30 GMT", "Updated: 5 January 2022, 14:05 GMT"),
        ("Last updated on Jan 5, 2022 at 12:30 pm", "Last updated on Jan 6, 2022 at 9:15 am"),
        ("Обновлено: 12:30", "Обновлено: 13:45"),
        ("Обновлено 5 января 2022 г. в 12:30 МСК", "Обновлено 6 января 2022 г. в 00:10 МСК"),
        ("2 часа назад", "вчера"),
        ("Сегодня, 12:30", "5 января, 12:30"),
        ("2 сағат бұрын", "кеше"),
        ("Жаңартылды: 5 қаңтар 2022 жыл, 12:30", "Жаңартылды: 6 қаңтар 2022 жыл, 09:00"),
        ("2 саат мурун", "3 саат мурун"),
        ("2 soat oldin", "5 soat oldin"),
        ("Yangilandi: 5 yanvar 2022, 12:30", "Yangilandi: 6 yanvar 2022, 12:30"),
        ("2 saat önce", "dün"),
        ("Son güncelleme: 5 Ocak 2022 12:30", "Son güncelleme: 6 Ocak 2022 08:00"),
        ("2小时前", "3小时前"),
        ("更新时间：2022年1月5日 12:30", "更新时间：2022年1月6日 08:15"),
        ("منذ ساعتين", "منذ 3 ساعات"),
        ("آخر تحديث: 5 يناير 2022 12:30", "آخر تحديث: 6 يناير 2022 08:00"),
        ("vor 2 Stunden", "vor 3 Stunden"),
        ("Aktualisiert am 5. Januar 2022 um 12:30 Uhr", "Aktualisiert am 6. Januar 2022 um 8:30 Uhr"),
        ("il y a 2 heures", "il y a 3 heures"),
        ("Mis à jour le 5 janvier 2022 à 12h30", "Mis à jour le 6 janvier 2022 à 9h15"),
        ("hace 2 horas", "ayer"),
        ("Actualizado el 5 de enero de 2022 a las 12:30", "Actualizado el 6 de enero de 2022 a las 9:30"),
        ("05.01.2022, 12:30", "06.01.2022, 08:00"),
        # hints and pleas
        ("Read also: Ten facts about the new airport", "Read also: Who is who in the cabinet"),
        ("Читайте также: Как устроен новый аэропорт", "Читайте также: Кто есть кто в кабинете"),
        ("Тағы оқыңыз: Жаңа әуежай қалай салынды", "Тағы оқыңыз: Кабинетте кім кім"),
        ("Дагы окуңуз: Жаңы аэропорт", "Дагы окуңуз: Өкмөттө ким ким"),
        ("Shuningdek o‘qing: Yangi aeroport", "Shuningdek o'qing: Kim kim"),
        ("Ayrıca okuyun: Yeni havalimanı", "Ayrıca okuyun: Kabinede kim kimdir"),
        ("延伸阅读：新机场的十个事实", "延伸阅读：内阁成员一览"),
        ("اقرأ أيضا: عشر حقائق عن المطار الجديد", "اقرأ أيضا: من هم أعضاء الحكومة"),
        ("Lesen Sie auch: Der neue Flughafen", "Lesen Sie auch: Wer ist wer im Kabinett"),
        ("À lire aussi : Le nouvel aéroport", "À lire aussi : Qui est qui au cabinet"),
        ("Lea también: El nuevo aeropuerto", "Lea también: Quién es quién"),
        ("Subscribe to our newsletter.", "Follow us on Telegram!"),
        ("Подписывайтесь на наш Telegram-канал!", "Подписывайтесь на нас в Дзене."),
        ("Telegram арнамызға жазылыңыз!", "Біздің Telegram арнамыз"),
        ("扫码关注我们", "关注我们的公众号"),
        ("تابعونا على تلغرام", "اشترك في نشرتنا"),
    ],
)
def test_lines_around_an_article_are_no_change(before: str, after: str) -> None:
    assert is_noise(f"{before}\n{EN}", f"{after}\n{EN}")
    assert is_noise(f"{RU}\n{before}", f"{RU}\n{after}")
    assert is_noise(KK, f"{KK}\n{after}")


def test_of_a_line_in_parts_the_article_s_own_count() -> None:
    assert is_noise(f"Anna Berg | 12:30 | 345 views\n{EN}", f"Anna Berg | 13:05 | 399 views\n{EN}")
    assert visible(f"Anna Berg | 12:30\n{EN}", f"Olga Stein | 12:30\n{EN}")


BOX = ("New airport opens its doors in spring", "Ten facts about the harvest of this year")
OTHER_BOX = ("Who is who in the new cabinet of ministers", "Snow closes roads in the north of the country")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{EN}\nRelated news\n{BOX[0]}\n{BOX[1]}", f"{EN}\nRelated news\n{OTHER_BOX[0]}\n{OTHER_BOX[1]}"),
        (EN, f"{EN}\nSee also\n{BOX[0]}\n{BOX[1]}"),
        (f"{EN}\nRelated news\n{BOX[0]}", f"{EN}\nRelated news\n{OTHER_BOX[0]}"),
        (f"{EN}\nRelated news\n{BOX[0]}\n{BOX[1]}", f"{EN}\nRelated news\n{BOX[0]}\n{OTHER_BOX[1]}"),
        (EN, f"{EN}\nRelated news\n{BOX[0]}"),
        (f"{RU}\nПо теме\nОткрылся новый аэропорт", RU),
        (
            EN.replace("\n", f"\nRead also:\n{BOX[0]}\n{BOX[1]}\n", 1),
            EN.replace("\n", f"\nRead also:\n{OTHER_BOX[0]}\n{OTHER_BOX[1]}\n", 1),
        ),
        (
            f"{ZH}\n相关新闻\n新机场将于今年春天正式开放\n今年收成的十个重要事实",
            f"{ZH}\n相关新闻\n新一届内阁成员名单全部公布\n北方大雪导致多条道路封闭",
        ),
        (
            f"{AR}\nمواضيع ذات صلة\nافتتاح المطار الجديد في فصل الربيع",
            f"{AR}\nمواضيع ذات صلة\nالثلوج تغلق الطرق في شمال البلاد",
        ),
    ],
)
def test_headlines_of_other_articles_are_no_change(before: str, after: str) -> None:
    assert is_noise(before, after)


@pytest.mark.parametrize(
    "line",
    [
        "Prosecutors have opened a case against two former presidents.[1]",
        "The ministry would not comment on the court's opinion. [2]",
        "Two carriages left the track near the old bridge (Reuters)",
        "Two carriages left the track near the old bridge. (AFP)",
        "Anna Berg, 34, teacher at the school of the harbour",
        "दो डिब्बे पुराने पुल के पास पटरी से उतर गए।",
        "دو ڈبے پرانے پل کے قریب پٹڑی سے اتر گئے۔",
        "Երկու վագոն հին կամրջի մոտ դուրս եկավ ռելսերից։",
        BOX[0],
    ],
)
def test_lines_that_come_or_go_without_a_label_are_a_change(line: str) -> None:
    other = line.replace(" ", "  ", 1)

    assert not is_noise(EN, f"{EN}\n{line}")
    assert not is_noise(f"{EN}\n{line}\n{BOX[1]}", EN)
    assert not is_noise(f"{line}\n{BOX[1]}\n{EN}", EN)
    assert is_noise(f"{EN}\n{line}", f"{EN}\n{other}")


def test_a_last_line_that_gives_way_to_another_is_a_change() -> None:
    before, after = "The envoy refused to comment on the treaty", "The envoy agreed with every word of it"

    assert not is_noise(f"{EN}\n{before}", f"{EN}\n{after}")


def test_a_listed_headline_that_was_changed_and_not_replaced_is_a_change() -> None:
    before, after = "Train leaves the track, 26 are hurt", "Train leaves the track, 164 are hurt"

    assert visible(f"{EN}\nRelated news\n{before}", f"{EN}\nRelated news\n{after}")


@pytest.mark.parametrize(
    "before", [f"{EN}\nRelated news\nCSTO leaders meet next week", f"{EN}\nRead also: CSTO leaders meet next week"]
)
def test_a_line_that_names_a_topic_is_no_furniture(before: str) -> None:
    line = before.rpartition("\n")[2]

    assert is_noise(before, EN)
    assert visible(before, EN, Known(named=frozenset({line})))
    assert visible(EN, before, Known(named=frozenset({line})))
    assert not visible(before, before.replace("week", "week!"), Known(named=frozenset({line, line + "!"})))


def test_a_rubric_that_names_a_topic_may_stand_beside_a_counter() -> None:
    before, after = "CSTO | 12:30 | 345 views", "CSTO | 13:05 | 399 views"

    assert not visible(f"{before}\n{EN}", f"{after}\n{EN}", Known(named=frozenset({before, after})))


# --- how it is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('He said: "No."', "He said: “No.”"),
        ("Он сказал: «Нет».", 'Он сказал: "Нет".'),
        ("It’s over", "It's over."),
        ("O‘zbekiston", "O'zbekiston"),
        ("Wait - what?", "Wait – what?"),
        ("one,two", "one, two"),
        ("3 000 people", "3\u00a0000 people"),
        ("Kazakh\u00adstan", "Kazakhstan"),
        ("Ка\u200bзахстан", "Казахстан"),
        ("STATE OF EMERGENCY", "State of emergency"),
        ("ЧРЕЗВЫЧАЙНОЕ ПОЛОЖЕНИЕ", "Чрезвычайное положение"),
        ("One. Two.", "One.\nTwo."),
        ("***\nText", "Text"),
        ("ﬁnal", "final"),
        ("他说：“不。”", "他说：「不。」"),
        ("قال: «لا»", 'قال: "لا"'),
        ("كتـــاب", "كتاب"),
    ],
)
def test_the_way_of_writing_is_no_change(before: str, after: str) -> None:
    assert is_noise(f"{EN}\n{before}\n{RU}", f"{EN}\n{after}\n{RU}")


def test_lines_that_one_reading_left_out_are_no_change() -> None:
    plea = "This agency writes about the region since 1998."

    assert visible(f"{EN}\n{plea}", EN)
    assert not visible(f"{EN}\n{plea}", EN, Known(frozenset({key_of(plea)})))


# --- what is a change -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("old", "new"), [("26", "164"), ("26", "27"), ("30", "45")])
def test_a_figure_in_a_sentence_is_always_a_change(text: str, old: str, new: str) -> None:
    assert not is_noise(text, text.replace(old, new, 1))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_paragraph_that_comes_or_goes_is_a_change(text: str, line: int) -> None:
    lines = text.split("\n")
    rest = "\n".join(lines[:line] + lines[line + 1 :])

    assert visible(text, rest)
    assert visible(rest, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The temperature was -5 degrees.", "The temperature was 5 degrees."),
        ("It grew by 5%.", "It grew by 5."),
        ("It costs $12.", "It costs €12."),
        ("It is 1.5 million.", "It is 15 million."),
        ("Death toll: 26", "Death toll: 164"),
        ("Updated death toll: 26", "Updated death toll: 164"),
        ("The CSTO sent troops.", "Troops were sent."),
        ("the president said so.", "the President said so."),
        ("Кто погиб", "Кто ранен"),
        ("Read more books, the minister said.", "Read fewer books, the minister said."),
        ("По теме безопасности выступил министр.", "По теме безопасности выступил президент."),
        ("On Monday 26 people came.", "On Monday 27 people came."),
        ("In January 2022 views changed.", "In January 2023 views changed."),
        ("USD 432.5", "USD 433.1"),
        ("345", "346"),
        ("Prague, 5 January", "Vienna, 5 January"),
        ("State of emergency", "Martial law"),
        ("会议于周三举行。", "会议于周四举行。"),
        ("قتل 26 شخصا", "قتل 27 شخصا"),
    ],
)
def test_words_and_figures_of_the_article_are_a_change(before: str, after: str) -> None:
    assert not is_noise(f"{EN}\n{before}\n{RU}", f"{EN}\n{after}\n{RU}")


def test_one_subheading_that_comes_is_a_change() -> None:
    first, rest = EN.split("\n", 1)

    assert visible(EN, f"{first}\nGovernment declares a state of emergency\n{rest}")


def test_a_list_that_was_announced_is_a_change() -> None:
    demands = "Lower prices for gas and petrol\nFree elections of all the governors"

    assert visible(f"{EN}\nThey demand:\n{demands}", f"{EN}\nThey demand:")


@pytest.mark.parametrize(
    "row",
    ["{0} Northern Rowing Club 12 4 1 37", "Team {0} (Group A): appeared for the first time", "Boat {0} of the Navy"],
)
def test_rows_of_a_table_or_a_list_are_a_change(row: str) -> None:
    rows = [row.format(n) for n in ("One", "Two", "Three", "Four", "Five")]
    text = "\n".join([EN, *rows, "That is the list."])

    assert visible(text, text.replace(f"{rows[1]}\n{rows[2]}\n", ""))
    assert visible(text, text.replace(f"{rows[1]}\n", ""))


def test_key_points_above_the_article_are_a_change() -> None:
    assert visible(EN, f"{BOX[0]}\n{BOX[1]}\n{EN}")


def test_a_moved_paragraph_is_a_change() -> None:
    one, two, three = EN.split("\n")

    assert len(visible(EN, f"{two}\n{three}\n{one}")) == 2


# --- where it changed -------------------------------------------------------------------------------------


def test_each_changed_paragraph_is_given_with_its_place_in_both_texts() -> None:
    before = "Views: 5\nTen came here.\nNothing changed there.\nTen went away."
    after = "Views: 99\nFive came here.\nNothing changed there.\nFive went away."

    assert visible(before, after) == (Edit(9, 23, 10, 25), Edit(47, 61, 49, 64))


def test_a_run_that_came_has_a_place_in_the_old_text_too() -> None:
    before = "It begins here.\nIt ends there."
    after = "It begins here.\nSomething was added now.\nIt ends there."

    assert visible(before, after) == (Edit(16, 16, 16, 40),)


def test_the_same_text_has_no_changes() -> None:
    assert visible(EN, EN) == ()
