"""Which pages say, with a status of 200, that their article is not there."""

import pytest

from monitor.core.records.articles import Extracted
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.feeds import Entry
from monitor.extract.absence.statements import is_advice, is_statement, says_missing
from monitor.extract.article import extract
from monitor.extract.page import Page

URL = "https://www.caspian.example/2022/01/05/port"
HEADLINE = "Aktau port reopens after the storm"
STORY = [
    "The port of Aktau reopened on Wednesday after a storm had kept it closed for three days, the harbour master said.",
    "Eleven ferries and two grain ships waited at anchor, and the first of them left for Baku before noon.",
    "Officials expect the queue of lorries on the road to the terminal to be gone by the end of the week.",
]
OTHERS = [
    "Oil exports rose in May although the terminal was under repair, the ministry of energy said on Tuesday evening.",
    "The minister visited the new grain terminal in Kuryk and promised that it would be working before the harvest.",
    "Almaty is to get three new metro stations by 2030, if the city's council finds the money for them this year.",
    "A school in Shymkent was closed for a week because its heating had failed on the coldest day of the winter.",
]


def page(title: str, heading: str, lines: list[str], head: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>
<header><a href="/">Caspian Daily</a></header><nav><a href="/n">News</a><a href="/s">Sport</a></nav>
<main><h1>{heading}</h1>{text}</main><footer><p>Caspian Daily, 2022</p></footer></body></html>"""


def read(body: str, title: str = HEADLINE, url: str = URL, summary: str = "") -> Extracted | Failed:
    entry = Entry(key="k", url=url, title=title, summary_html=summary)
    return extract(Page(body.encode(), "text/html; charset=utf-8", url, entry))


def is_missing(found: Extracted | Failed) -> bool:
    return isinstance(found, Failed) and found.reason is Reason.SOFT_404


STATEMENTS = [
    "404", "Error 404", "404 Not Found", "HTTP 404", "404 - File or directory not found.", "Page not found",
    "Page not found | Caspian Daily", "404 – Page not found – Caspian Daily", "Oops! That page can't be found.",
    "Sorry, the page you are looking for could not be found.", "The page you requested does not exist",
    "This article has been removed.", "This story is no longer available", "We can’t find the page you’re looking for",
    "The requested URL was not found on this server.", "Nothing found", "410 Gone", "Article not found",
    "Страница не найдена", "Ошибка 404. Страница не найдена", "Ошибка 404: страница не найдена",
    "Страница не найдена — Каспийская газета", "К сожалению, запрашиваемая вами страница не найдена",
    "Материал удалён",
    "Материал удален по требованию Роскомнадзора", "Новость не найдена", "Статья не существует",
    "Такой страницы больше не существует", "Страница, которую вы ищете, не существует", "Материал больше недоступен",
    "Публикация снята с публикации", "Мы не нашли такую страницу",
    "Бет табылмады", "404 қатесі", "Мақала өшірілген", "Сіз іздеген бет табылмады", "Мұндай бет жоқ",
    "Материал жойылған",
    "Барак табылган жок", "Sahifa topilmadi", "Maqola o‘chirilgan", "Саҳифа топилмади", "Саҳифа ёфт нашуд",
    "Сторінку не знайдено", "Матеріал видалено",
    "页面不存在", "抱歉，您访问的页面不存在", "文章已删除", "该文章已被删除", "找不到您要访问的页面",
    "頁面不存在", "此页面已被发布者删除",
    "お探しのページは見つかりませんでした", "페이지를 찾을 수 없습니다", "삭제된 기사입니다",
    "الصفحة غير موجودة", "عذراً، الصفحة التي تبحث عنها غير موجودة", "لم يتم العثور على الصفحة", "تم حذف هذا المقال",
    "صفحه مورد نظر یافت نشد", "Sayfa bulunamadı", "Aradığınız sayfa bulunamadı", "Bu içerik yayından kaldırılmıştır",
    "Səhifə tapılmadı", "Seite nicht gefunden", "Die angeforderte Seite wurde nicht gefunden",
    "Dieser Artikel ist leider nicht mehr verfügbar", "Page non trouvée", "Cette page n’existe plus",
    "La page que vous recherchez est introuvable", "Página no encontrada", "La página solicitada no existe",
    "Este artículo ya no está disponible", "Página não encontrada", "Pagina non trovata", "Nie znaleziono strony",
]  # fmt: skip

NO_STATEMENTS = [
    "Page not found: how ministries lose documents", "Why 404 pages matter", "404 days at sea", "Hotel 404: a review",
    "The page that was not found in the archive", "Missing documents found", "Found", "Gone fishing",
    "The article was removed from the law on Tuesday", "Aktau port reopens - Caspian Daily", "Error in the budget",
    "Статья удалена из Уголовного кодекса Казахстана", "Найдена страница древней рукописи", "404 человека эвакуированы",
    "Мы нашли страницу из дневника", "Материал доступен", "Страница истории закрыта", "Документ подписан",
    "Мақала жарияланды", "Бет ашылды", "文章不存在争议", "页面设计大赛", "新闻发布会已结束", "El contenido existe",
    "Artículo disponible", "Page trouvée", "Strona dostępna", "Seite an Seite", "صفحة جديدة", "Sayfa açıldı", "",
]  # fmt: skip


@pytest.mark.parametrize("line", STATEMENTS)
def test_a_line_that_says_that_nothing_is_there_is_known(line: str) -> None:
    assert says_missing(line)


@pytest.mark.parametrize("line", NO_STATEMENTS)
def test_a_headline_that_shares_words_with_it_is_not(line: str) -> None:
    assert not says_missing(line)


def test_a_bare_number_is_a_statement_in_a_heading_only() -> None:
    assert says_missing("404")
    assert not is_statement("404")


@pytest.mark.parametrize(
    "line", [*STATEMENTS[5:18:4], "The page may have moved. Try our search.", "Вернуться на главную"]
)
def test_a_way_on_is_no_article(line: str) -> None:
    assert is_advice(line)


@pytest.mark.parametrize(
    ("title", "heading", "lines"),
    [
        (
            "Page not found - Caspian Daily",
            "Page not found",
            ["It may have been moved. Try the search or go home."],
        ),
        ("404", "Oops!", []),
        ("Caspian Daily", "Страница не найдена", ["Возможно, она была удалена. Перейдите на главную страницу."]),
        ("Каспий", "404", ["Страница не найдена", "Воспользуйтесь поиском по сайту, или начните с главной страницы."]),
        ("Каспий", "Каспий", ["Материал удалён по решению редакции."]),
        (
            "Каспий",
            "Бет табылмады",
            ["Сіз сұраған мекенжайда ештеңе жоқ. Басты бетке өтіңіз немесе іздеуді қолданыңыз."],
        ),
        ("里海日报", "页面不存在", ["您访问的页面已被删除，请返回首页。"]),
        ("里海日报", "里海日报", ["抱歉，该文章已被删除。"]),
        ("قزوين", "الصفحة غير موجودة", ["ارجع إلى الصفحة الرئيسية أو جرب البحث."]),
        ("Hazar", "Sayfa bulunamadı", ["Ana sayfaya dönün ya da arama yapın."]),
        ("Kaspiy", "Sahifa topilmadi", ["Bosh sahifaga qayting."]),
        (
            "Kaspi",
            "Seite nicht gefunden",
            ["Bitte prüfen Sie die Adresse oder nutzen Sie die Suche auf unserer Startseite."],
        ),
        ("Caspienne", "Page introuvable", ["Retournez à l'accueil."]),
        ("Caspio", "Página no encontrada", ["Vuelva al inicio."]),
    ],
)
@pytest.mark.parametrize("asked", [HEADLINE, ""])
def test_a_page_that_says_so_and_holds_no_article_is_missing(
    title: str, heading: str, lines: list[str], asked: str
) -> None:
    found = read(page(title, heading, lines), asked)

    assert is_missing(found), found


def test_a_failure_of_that_kind_proves_that_an_article_was_withdrawn() -> None:
    found = read(page("404", "Page not found", []))

    assert isinstance(found, Failed)
    assert found.detail == 'the page says "Page not found", and holds no article'
    assert (TRAITS[found.reason].proves_withdrawn, found.is_final) == (True, False)


def test_news_of_the_day_below_the_statement_is_not_the_article() -> None:
    assert is_missing(read(page("404 - Caspian Daily", "Page not found", OTHERS)))


def test_the_old_headline_above_the_statement_is_no_article() -> None:
    assert is_missing(read(page(HEADLINE, HEADLINE, ["This article has been removed at the request of the author."])))


@pytest.mark.parametrize(
    ("title", "heading", "lines", "asked"),
    [
        ("Page not found", "Page not found", STORY, HEADLINE),  # the site titles all of its pages so
        ("404 - Caspian Daily", HEADLINE, STORY[:1], HEADLINE),
        ("404 - Caspian Daily", HEADLINE, ["The port of Aktau reopened on Wednesday after a storm."], HEADLINE),
        ("404", "404", ["The new film is called 404, and tells of a clerk who loses a page.", *OTHERS], "404"),
        (
            "Page not found", "Page not found",
            ["All ministries' sites have said so since Tuesday, when the government moved them to a new address."],
            "Page not found",
        ),
        ("Why 404 pages matter", "Why 404 pages matter", STORY, "Why 404 pages matter"),
        (HEADLINE, HEADLINE, ["The ministry's page said \"Page not found\" all day on Tuesday.", *STORY], HEADLINE),
        (HEADLINE, HEADLINE, ["Page not found: the ministry's site has answered so since Tuesday."], HEADLINE),
        ("Статья удалена из кодекса", "Статья удалена из кодекса", ["Парламент исключил статью о клевете."], ""),
        ("Страница не найдена", HEADLINE, STORY, ""),
        (HEADLINE, HEADLINE, ["Aktau port reopened after the storm.", "Ferries sail.", "Nothing found."], HEADLINE),
        ("文章删除引争议", "文章删除引争议", ["当地一家报纸删除了一篇文章，引起读者广泛争议，编辑部随后道歉。"], ""),
    ],
)  # fmt: skip
def test_an_article_is_there_whatever_its_words_or_its_pages_title(
    title: str, heading: str, lines: list[str], asked: str
) -> None:
    found = read(page(title, heading, lines), asked)

    assert isinstance(found, Extracted), found


# --- a page that gives itself another address -------------------------------------------------------

HOME = '<link rel="canonical" href="https://www.caspian.example/">'


@pytest.mark.parametrize(
    "head",
    [
        HOME,
        '<meta property="og:url" content="https://www.caspian.example">',
        '<link rel="canonical" href="/2022/">',
        '<link rel="canonical" href="/404.html">',
    ],
)
def test_a_page_that_says_it_is_another_and_has_another_headline_is_not_the_article(head: str) -> None:
    assert is_missing(read(page("Caspian Daily", "News of the day", OTHERS, head)))


@pytest.mark.parametrize(
    ("heading", "lines", "head", "asked", "url", "summary"),
    [
        (HEADLINE, STORY, HOME, HEADLINE, URL, ""),
        ("Port", STORY, HOME, "Storm over: Aktau port open", URL, ""),
        ("News", OTHERS, HOME, "", URL, ""),
        ("News", OTHERS, '<link rel="canonical" href="/2022/01/06/oil">', HEADLINE, URL, ""),
        ("News", OTHERS, '<link rel="canonical" href="">', HEADLINE, URL, ""),
        ("News", OTHERS, HOME, HEADLINE, "https://www.caspian.example/", ""),
        ("Picture of the day", OTHERS, HOME, "Bild", URL, OTHERS[0]),  # the feed's headline says nothing, its text does
    ],
)
def test_an_address_that_is_declared_wrongly_costs_no_article(
    heading: str, lines: list[str], head: str, asked: str, url: str, summary: str
) -> None:
    found = read(page(heading, heading, lines, head), asked, url, summary)

    assert isinstance(found, Extracted), found
