"""What does the text of a page rest on: the article, a part of it, or a wall before it."""

import pytest

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.feeds import Entry
from monitor.extract.absence.wall_words import leads_on, says
from monitor.extract.article import extract, from_feed
from monitor.extract.page import Page

URL = "https://www.caspian.example/2022/01/05/port"
HEADLINE = "Aktau port reopens after the storm"
SUMMARY = "The port of Aktau is open again; ferries leave for Baku."
STORY = [
    "The port of Aktau reopened on Wednesday after a storm had kept it closed for three days, the harbour master said.",
    "Eleven ferries and two grain ships waited at anchor, and the first of them left for Baku before noon.",
    "Officials expect the queue of lorries on the road to the terminal to be gone by the end of the week.",
]
LONG = [f"{n}. {line}" for n in range(1, 7) for line in STORY]  # 1,950 letters
BRIEF = ["The port of Aktau reopened on Wednesday after a storm.", "Ferries to Baku sail again from Thursday."]
RUSSIAN = [
    "Порт Актау вновь открыт в среду: шторм закрывал его на трое суток, сообщил начальник порта.",
    "Одиннадцать паромов и два зерновоза ждали на рейде, первый из них ушёл в Баку до полудня.",
]
KAZAKH = [
    "Ақтау порты сәрсенбі күні қайта ашылды: дауыл оны үш тәулікке жауып тастаған еді, деді порт бастығы.",
    "Он бір паром мен екі астық кемесі рейдте күтті, олардың біріншісі түске дейін Бакуге кетті.",
]
CHINESE = [
    "阿克套港周三重新开放，此前风暴使其关闭了三天，港务长表示，十一艘渡轮和两艘运粮船在锚地等候。",
    "第一艘渡轮中午前驶往巴库。官员预计，通往码头的公路上排队的卡车将在本周末前全部通过。",
]


def page(lines: list[str], *, head: str = "", before: str = "", after: str = "", heading: str = HEADLINE) -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><title>{heading} - Caspian Daily</title>{head}</head><body>
<header><a href="/">Caspian Daily</a><a href="/login">Log in</a></header>{before}
<article><h1>{heading}</h1>{text}{after}</article><footer><p>Caspian Daily, 2022</p></footer></body></html>"""


def read(body: str, title: str = HEADLINE, summary: str = SUMMARY) -> Extracted:
    entry = Entry(key="k", url=URL, title=title, summary_html=summary)
    found = extract(Page(body.encode(), "text/html; charset=utf-8", URL, entry))
    assert isinstance(found, Extracted), found
    return found


def closed(part: str = "") -> str:
    return f"""<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINE}",
"isAccessibleForFree": false{part}}}</script>"""


def bare(title: str, words: str, more: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{more}<div>{words}</div></body></html>"


# --- bot walls --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "words", "more"),
    [
        ("Just a moment...", "<h2>Checking your browser before accessing caspian.example</h2>", ""),
        ("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>", ""),
        ("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>Ray ID: 7c1</p>", ""),
        ("caspian.example", "<p>Verify you are human by completing the action below.</p>", ""),
        ("caspian.example", "<p>Please enable JS and disable any ad blocker</p>", ""),
        ("", "<p>Please enable JavaScript and cookies to continue.</p>", ""),
        ("Are you a robot?", "<form><input name='code'><button>Go</button></form>", ""),
        ("Access denied", "<p>Reference 18.2f</p>", ""),
        ("DDoS-Guard", "<p>Please allow up to 5 seconds.</p>", ""),
        ("caspian.example", "<p>Security check</p>", "<form class='h-captcha'>One captcha</form>"),
        ("caspian.example", "<p>One robot check more</p>", "<script src='/__qrator/qauth.js'></script>"),
        ("Проверка браузера", "<p>Проверяем ваш браузер перед доступом к сайту. Это займёт несколько секунд.</p>", ""),
        ("Ой!", "<p>Подтвердите, что запросы отправляли вы, а не робот</p>", ""),
        ("Каспий", "<p>Доступ к сайту ограничен: ваш IP-адрес заблокирован.</p>", ""),
        ("Каспий", "<p>Для доступа к сайту включите JavaScript и cookie.</p>", ""),
        ("Каспий", "<p>Материал недоступен в вашем регионе</p>", ""),
        ("Каспий", "<p>Браузеріңіз тексерілуде, сәл күте тұрыңыз</p>", ""),
        ("Каспий", "<p>Робот емес екеніңізді растаңыз</p>", ""),
        ("安全验证", "<p>请完成下方验证后继续访问</p>", ""),
        ("里海日报", "<p>您的访问过于频繁，请输入验证码</p>", ""),
        ("Hazar", "<p>Devam etmek için robot olmadığınızı doğrulayın</p>", ""),
        ("Kaspi", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind</p>", ""),
    ],
)  # fmt: skip
def test_behind_a_bot_wall_the_feeds_own_text_is_the_article(title: str, words: str, more: str) -> None:
    article = read(bare(title, words, more))

    assert (article.basis, article.text, article.title) == (Basis.BOT_WALL, SUMMARY, HEADLINE)
    assert article.basis.is_walled


def test_behind_a_wall_the_headline_is_the_article_where_the_feed_gives_no_more() -> None:
    article = read(bare("Just a moment...", "<p>Checking your browser before accessing the site</p>"), summary="")

    assert (article.basis, article.text) == (Basis.BOT_WALL, HEADLINE)


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("Just a moment... of history", STORY),
        ("Just a moment", STORY),
        ("Are you a robot?", ["The firm asks all visitors: are you a robot? Since Monday, 3,000 failed.", *STORY]),
        (HEADLINE, ["“Verify you are human” was all that readers of the ministry's site saw on Tuesday.", *STORY]),
        ("Вы не робот?", ["Вопрос «Вы не робот?» теперь задают всем, кто входит на портал госуслуг.", *RUSSIAN]),
    ],
)  # fmt: skip
def test_an_article_about_walls_is_full(heading: str, lines: list[str]) -> None:
    assert read(page(lines, heading=heading), heading).basis is Basis.FULL


def test_news_in_brief_with_a_captcha_below_it_is_full() -> None:
    form = '<form class="g-recaptcha comment-form"><p>I am not a robot</p><textarea></textarea></form>'

    assert read(page(BRIEF, after=form)).basis is Basis.FULL


# --- login walls ------------------------------------------------------------------------------------

FORM = (
    '<form action="/in"><label>E-mail</label><input name="u"><input name="p" type="password"><button>OK</button></form>'
)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Log in - Caspian Daily", f"<h1>Log in</h1>{FORM}"),
        ("Sign in | Caspian Daily", f"<h1>Welcome back</h1>{FORM}<p>Forgot your password?</p>"),
        ("Caspian Daily", f"<h1>{HEADLINE}</h1><p>Log in or register to continue reading</p>{FORM}"),
        ("Caspian Daily", f"<h1>{HEADLINE}</h1><p>Please sign in to read this article</p>"),
        ("Caspian Daily", "<p>This article is open to registered readers</p>"),
        ("Вход на сайт", f"<h2>Авторизация</h2>{FORM}"),
        ("Каспий", "<p>Для просмотра материала необходимо авторизоваться</p>"),
        ("Каспий", "<p>Войдите или зарегистрируйтесь, чтобы прочитать статью</p>"),
        ("Каспий", "<p>Только для зарегистрированных пользователей</p>"),
        ("Каспий", "<p>Мақаланы оқу үшін жүйеге кіріңіз</p>"),
        ("里海日报", "<p>请登录后查看全文</p>"),
        ("用户登录", f"<h1>登录</h1>{FORM}"),
        ("Hazar", "<p>Haberi okumak için lütfen giriş yapın</p>"),
        ("Kaspi", "<p>Bitte melden Sie sich an, um weiterzulesen</p>"),
        ("Caspienne", "<p>Connectez-vous pour lire cet article</p>"),
        ("Caspio", "<p>Inicia sesión para seguir leyendo</p>"),
        ("Kaspiy", "<p>Maqolani o‘qish uchun tizimga kiring</p>"),
    ],
)
def test_behind_a_login_wall_the_feeds_own_text_is_the_article(title: str, words: str) -> None:
    article = read(bare(title, words))

    assert (article.basis, article.text) == (Basis.LOGIN_WALL, SUMMARY)


@pytest.mark.parametrize(
    ("lines", "before", "after"),
    [
        (STORY, FORM, ""),
        (BRIEF, f"<div class='top'>{FORM}</div>", ""),
        (BRIEF, "", f"<div><h2>Comments</h2><p>Log in to comment</p>{FORM}</div>"),
        (STORY, "<p>Log in or register to read this later</p>", ""),
        (RUSSIAN, FORM, "<p>Войдите, чтобы оставить комментарий</p>"),
        (CHINESE, FORM, "<p>登录后发表评论</p>"),
    ],
)
def test_a_free_article_with_a_login_form_is_full(lines: list[str], before: str, after: str) -> None:
    assert read(page(lines, before=before, after=after)).basis is Basis.FULL


# --- teasers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "plea"),
    [
        (STORY, "Subscribe to continue reading"),
        (STORY, "To keep reading this story, become a subscriber today."),
        (STORY, "This article is only available to our subscribers."),
        (STORY, "You have reached your limit of free articles this month."),
        (STORY, "Subscribe now to unlock the full story"),
        (RUSSIAN, "Подпишитесь, чтобы прочитать статью целиком"),
        (RUSSIAN, "Оформите подписку, чтобы читать дальше"),
        (RUSSIAN, "Материал доступен подписчикам"),
        (RUSSIAN, "Полная версия доступна только по подписке"),
        (RUSSIAN, "Чтобы дочитать материал, оформите подписку"),
        (RUSSIAN, "Щоб прочитати статтю повністю, оформіть передплату"),
        (KAZAKH, "Мақаланы толық оқу үшін жазылыңыз"),
        (KAZAKH, "Толық мәтін жазылушыларға ғана қолжетімді"),
        (CHINESE, "订阅后阅读全文"),
        (CHINESE, "本文为付费内容"),
        (CHINESE, "会员专享，开通会员继续阅读"),
        (STORY, "Haberin devamını okumak için abone olun"),
        (STORY, "Dieser Artikel ist nur für Abonnenten zugänglich"),
        (STORY, "Weiterlesen mit dem Digital-Abo"),
        (STORY, "Cet article est réservé aux abonnés"),
        (STORY, "Il vous reste 75 % de cet article à lire"),
        (STORY, "Contenido exclusivo para suscriptores"),
        (STORY, "Maqolani to‘liq o‘qish uchun obuna bo‘ling"),
        (STORY, "اشترك لقراءة المقال كاملا"),
    ],
)
def test_a_short_text_that_asks_for_money_to_be_read_on_is_a_teaser(lines: list[str], plea: str) -> None:
    article = read(page(lines, after=f"<div class='offer'><p>{plea}</p></div>"))

    assert (article.basis, article.basis.is_walled) == (Basis.TEASER, True)
    assert lines[0] in article.text


@pytest.mark.parametrize(
    "box",
    [
        "<div class='paywall'><b>Premium</b> <a href='/x'>Get access: 3 € a month, subscribe</a></div>",
        "<div id='regwall'><p>Register, it is free</p></div>",
        "<section class='subscription-required'>Подписка: 900 тенге в месяц</section>",
        "<div class='piano-offer'>Unlock with a trial</div>",
    ],
)
def test_so_is_one_above_a_wall_known_by_its_name(box: str) -> None:
    assert read(page(STORY, after=box)).basis is Basis.TEASER


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ([*STORY[:2], "Officials expect the queue of lorries to be…"], "<i class='text-fade'></i>"),
        ([*STORY[:2], "Officials expect the queue of lorries on the road..."], "<div class='article__gradient'></div>"),
        ([*LONG[:-1], "Officials expect the queue of lorries on …"], "<div class='content-fadeout'></div>"),
    ],
)  # fmt: skip
def test_so_is_one_that_breaks_off_behind_a_fade(lines: list[str], after: str) -> None:
    assert read(page(lines, after=after)).basis is Basis.TEASER


def test_so_is_the_beginning_of_what_the_feed_gives() -> None:
    shown = [STORY[0], STORY[1], "Officials expect the queue of lorries ..."]

    assert read(page(shown), summary=f"<p>{'</p><p>'.join(STORY)}</p>").basis is Basis.TEASER


@pytest.mark.parametrize(
    ("lines", "part", "after"),
    [
        (STORY, "", ""),
        (BRIEF, "", ""),
        (CHINESE, "", ""),
        (LONG, ', "hasPart": {"isAccessibleForFree": false, "cssSelector": ".rest"}', ""),
        (LONG, ', "hasPart": {"isAccessibleForFree": false, "cssSelector": ".rest"}', "<div class='rest'></div>"),
        (LONG, ', "hasPart": [{"cssSelector": ["#more", "article > .rest"]}]', "<div id='more'>Log in</div>"),
        (LONG, ', "wordCount": 1200', ""),
        (LONG, "", "<div class='paywall-box paywall'>Subscribe for the rest</div>"),
    ],
)
def test_a_page_that_says_it_costs_money_shows_a_teaser(lines: list[str], part: str, after: str) -> None:
    assert read(page(lines, head=closed(part), after=after)).basis is Basis.TEASER


@pytest.mark.parametrize(
    "part",
    [
        "",
        ', "hasPart": {"isAccessibleForFree": false, "cssSelector": ".content.paywall"}',
        ', "wordCount": 390',
    ],
)
def test_unless_it_shows_the_part_that_costs(part: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LONG)
    body = page([], head=closed(part), after=f"<div class='content paywall'>{text}</div>")

    assert read(body).basis is Basis.FULL


@pytest.mark.parametrize(
    ("lines", "head", "before", "after"),
    [
        (STORY, "", "", "<div class='newsletter'>Subscribe to our newsletter to read more stories like this</div>"),
        (STORY, "", "", "<aside><p>Subscribe to continue reading us every day</p></aside>"),
        (STORY, "", "", "<p>Already a subscriber? <a href='/login'>Log in</a></p>"),
        (STORY, "", "<header class='paywall-header'>Subscribe | Log in</header>", ""),
        (STORY, "", "", "<div class='paywall' style='display: none'>Subscribe to continue reading</div>"),
        (STORY, "", "", "<div class='meter' hidden><p>You have reached your limit of free articles</p></div>"),
        (STORY, "", "", "<template><p>Subscribe to continue reading</p></template>"),
        (STORY, "", "", "<div class='modal popup'><p>Subscribe to continue reading</p></div>"),
        (RUSSIAN, "", "", "<p>Подписывайтесь на наш канал, чтобы читать новости первыми</p>"),
        (RUSSIAN, "", "", "<p>Чтобы читать нас каждый день, подпишитесь на рассылку</p>"),
        (KAZAKH, "", "", "<p>Телеграм арнамызға жазылыңыз</p>"),
        (CHINESE, "", "", "<p>订阅我们的新闻邮件</p>"),
        ([*STORY[:2], "“We had hoped for more …” he said, and then: “But who knows …”"], "", "", ""),
        (LONG, "", "", "<p>Subscribe to our channel for the rest of the day's news</p>"),
        (LONG, "", "", "<div class='article-body paywall'><p>Photos: the port</p></div>"),
        (STORY, closed().replace("false", "true"), "", ""),
        (["The law lets subscribers read on for free.", *STORY], "", "", ""),
    ],
)  # fmt: skip
def test_a_free_article_with_a_box_that_asks_to_subscribe_is_full(
    lines: list[str], head: str, before: str, after: str
) -> None:
    assert read(page(lines, head=head, before=before, after=after)).basis is Basis.FULL


def test_where_the_feed_gives_far_more_its_text_is_the_article() -> None:
    article = read(page(STORY[:1], head=closed()), summary=f"<p>{'</p><p>'.join(STORY)}</p>")

    assert (article.basis, article.text) == (Basis.SUMMARY, "\n".join(STORY))


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["And so on…", "And so on...", "Read more", "Читать далее »", "阅读全文", "Толығырақ"])
def test_a_line_that_leads_on_is_known(line: str) -> None:
    assert leads_on(line)


@pytest.mark.parametrize("line", ["He said … and left.", "Read more books, the minister said.", "Далее везде", ""])
def test_a_whole_sentence_does_not_lead_on(line: str) -> None:
    assert not leads_on(line)


def test_a_long_paragraph_is_no_plea_whatever_its_words() -> None:
    assert says("Subscribe to continue reading", "plea")
    assert not says(f"Subscribe to continue reading. {STORY[0] * 6}", "plea")


@pytest.mark.parametrize("basis", [Basis.SUMMARY, Basis.LOGIN_WALL, Basis.BOT_WALL])
def test_the_feeds_own_text_bears_the_reason_for_which_it_has_to_do(basis: Basis) -> None:
    article = from_feed(Entry(key="k", url=URL, title=HEADLINE, summary_html=f"<p>{SUMMARY}</p>"), basis=basis)

    assert isinstance(article, Extracted)
    assert (article.basis, article.text) == (basis, SUMMARY)
