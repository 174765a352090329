"""What does the text of a page rest on: the article, a part of it, or a wall before it."""

import pytest

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.feeds import Entry
from monitor.core.records.pages import Dropped, Field, Witness
from monitor.extract.absence.wall_words import breaks_off, leads_on, says
from monitor.extract.article import extract, from_feed
from monitor.extract.body.recurring import Parted, leave_out, part
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


# --- walls that hold sentences ------------------------------------------------------------------------

CLOUDFLARE = """<h1>Checking your browser before accessing caspian.example</h1><p>This process is automatic.
Your browser will redirect to your requested content shortly.</p><p>Please allow up to 5 seconds for it.</p>"""
TERMS = """<p>By signing in you accept the terms of use and the privacy policy of our company.</p>
<p>We will never share your e-mail address with anybody else, and you can leave at any time.</p>"""


@pytest.mark.parametrize("summary", ["", SUMMARY])
@pytest.mark.parametrize(
    ("title", "words", "basis"),
    [
        ("Just a moment...", CLOUDFLARE, Basis.BOT_WALL),
        ("caspian.example", CLOUDFLARE, Basis.BOT_WALL),
        ("Ой!", f"<h1>Подтвердите, что вы не робот</h1><p>{RUSSIAN[0]}</p>", Basis.BOT_WALL),
        ("Sign in", f"<h1>Sign in</h1><form><input type=password></form>{TERMS}", Basis.LOGIN_WALL),
        ("Sign in", f"<h1>Sign in</h1><button>Go on with your account</button>{TERMS}", Basis.LOGIN_WALL),
        (
            "Before you continue",
            """<h1>Before you continue</h1><p>We and our 842 partners store and access personal data on your device.</p>
            <p>Selecting “I accept” lets all of them see what you read, here and on other sites.</p>""",
            Basis.BOT_WALL,
        ),
        (
            "Caspian Daily",
            """<h1>451: Unavailable due to legal reasons</h1><p>We recognise that you come from a country belonging to
            the European Economic Area, and therefore can't let you in at this time.</p>""",
            Basis.BOT_WALL,
        ),
        (
            "Caspian Daily",
            "<p>Unfortunately our pages are not available in your region, and we can't say when they will be.</p>",
            Basis.BOT_WALL,
        ),
    ],
)  # fmt: skip
def test_a_wall_stays_one_whatever_it_has_to_tell(title: str, words: str, basis: Basis, summary: str) -> None:
    article = read(bare(title, words), summary=summary)

    assert (article.basis, article.text, article.title) == (basis, summary or HEADLINE, HEADLINE)


def test_nothing_that_a_wall_says_is_a_claim() -> None:
    claims = read(bare("Just a moment...", CLOUDFLARE)).claims

    assert {claim.witness for claim in claims if claim.field is Field.TITLE} == {Witness.FEED}


@pytest.mark.parametrize(
    "title",
    [
        "Before you continue to Caspian", "We value your privacy", "Cookie settings", "Прежде чем продолжить",
        "Мы ценим вашу конфиденциальность", "Жалғастырмас бұрын", "Davom etishdan oldin", "我们重视您的隐私",
        "隐私设置", "Devam etmeden önce", "Bevor Sie fortfahren", "Ihre Privatsphäre ist uns wichtig",
        "Avant de continuer",
        "Le respect de votre vie privée", "Valoramos tu privacidad", "Antes de continuar", "نحن نقدر خصوصيتك",
        "Unavailable due to legal reasons", "451", "This site is not available in your country",
        "Сайт недоступен в вашем регионе", "Сайт сіздің еліңізде қолжетімсіз", "Sayt hududingizda mavjud emas",
        "您所在的地区无法访问此内容", "Bu içerik ülkenizde görüntülenemiyor", "In Ihrem Land nicht verfügbar",
        "Ce contenu n'est pas disponible dans votre pays", "Contenido no disponible en tu país", "غير متاح في بلدك",
    ],
)  # fmt: skip
def test_consent_and_region_are_walls_in_many_languages(title: str) -> None:
    assert read(bare(title, f"<h1>{title}</h1><p>{STORY[1]}</p>")).basis is Basis.BOT_WALL


@pytest.mark.parametrize(
    "title",
    [
        "We'll be back soon", "We will be back soon", "Maintenance", "Site maintenance", "Under maintenance",
        "503 Service Unavailable", "Технические работы", "На сайте ведутся технические работы", "Скоро вернёмся",
        "Сайт временно недоступен", "Страница временно недоступна", "Техникалық жұмыстар жүргізілуде",
        "Saytda texnik ishlar olib borilmoqda", "网站维护中", "系统升级中", "页面暂时无法访问", "Bakım çalışması",
        "Wartungsarbeiten", "Site en maintenance", "En mantenimiento", "الموقع قيد الصيانة",
    ],
)  # fmt: skip
def test_a_site_closed_for_repairs_is_a_failure_that_passes(title: str) -> None:
    entry = Entry(key="k", url=URL, title=HEADLINE, summary_html=SUMMARY)
    body = bare(
        f"{title} | Caspian", f"<h1>{title}</h1><p>We are sorry, and expect to be here again within an hour.</p>"
    )

    found = extract(Page(body.encode(), "text/html; charset=utf-8", URL, entry))

    assert isinstance(found, Failed), found
    assert (found.reason, found.is_final, TRAITS[found.reason].is_passing) == (Reason.SERVER_ERROR, False, True)


@pytest.mark.parametrize(
    ("heading", "asked", "lines"),
    [
        ("Maintenance", "Maintenance", STORY),
        ("Maintenance", "Aktau port closed for maintenance", STORY),
        ("Технические работы", "Технические работы в порту Актау", RUSSIAN),
        ("Your privacy", "Your privacy: what the port of Aktau knows", STORY),
        ("Cookies", HEADLINE, STORY),  # a layer's heading, and the headline is in the text
        ("Sign in", "Sign in: how the port of Aktau lost its keys", STORY),
        ("Sign in", "Ships at anchor", STORY),
    ],
)
def test_an_article_below_such_a_name_is_full(heading: str, asked: str, lines: list[str]) -> None:
    assert read(page(lines, heading=heading), asked, "").basis is Basis.FULL


@pytest.mark.parametrize(
    "body",
    [
        page(STORY, after="<div class='cc'><h1>We value your privacy</h1></div>"),
        page(BRIEF, before="<div class='cc'><p>We use cookies.</p></div>").replace("article>", "div>"),
        page(["We use cookies to make this site better.", *BRIEF]).replace("article>", "div>"),
        page(BRIEF).replace("article>", "div>"),
    ],
)
def test_a_headline_that_the_feed_puts_in_other_words_makes_no_wall(body: str) -> None:
    assert read(body, "Ships leave harbour again", "").basis is Basis.FULL


def test_without_a_headline_of_the_feed_sentences_are_an_article() -> None:
    assert read(page(STORY, heading="Maintenance").replace("article>", "div>"), "", "").basis is Basis.FULL


def test_a_short_article_below_a_layer_about_cookies_is_full() -> None:
    layer = "<div class='cc'><h2>We value your privacy</h2><p>We and our 842 partners store and access data.</p></div>"

    assert read(page(BRIEF, before=layer), summary="").basis is Basis.FULL


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
        (STORY, "Continue reading in our app."),
        (STORY, "Read more with a subscription"),
        (STORY, "Register for free to keep reading"),
        (RUSSIAN, "Читайте полную версию по подписке. Стоимость — 990 тенге"),
        (RUSSIAN, "Продолжение читайте в нашем приложении"),
        (KAZAKH, "Жалғасын қосымшадан оқыңыз"),
        (STORY, "Davomini ilovada o‘qing"),
        (CHINESE, "打开APP阅读全文"),
        (CHINESE, "この記事は会員限定です。残り1200文字。続きは会員登録が必要です。"),
        (STORY, "Haberin devamını uygulamada okuyun"),
        (STORY, "In der App weiterlesen"),
        (STORY, "Continuez votre lecture dans l'appli"),
        (STORY, "Sigue leyendo en nuestra app"),
        (STORY, "تابع القراءة في التطبيق"),
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
        "<div class='paywall-overlay'><p>Get unlimited access from $1 a week.</p><button>Subscribe now</button></div>",
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


@pytest.mark.parametrize("cut", ["…", "...", " [...]", " …"])
@pytest.mark.parametrize(
    "below", ["", "<p><a href='/subscribe'>Read more with a subscription</a></p>", "<p>Read more</p>"]
)
def test_so_is_a_short_one_that_breaks_off(cut: str, below: str) -> None:
    assert read(page([f"{STORY[0][:-1]}, and the owners{cut}"], after=below), summary="").basis is Basis.TEASER


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ([STORY[0], "“But who knows …”"], ""),
        ([RUSSIAN[0], "«Но кто знает…»"], ""),
        ([RUSSIAN[0], "— Но кто знает..."], ""),
        ([CHINESE[0], "“谁知道呢……”"], ""),
        (STORY[:2], "<p><a href='/2'>Oil exports rose in May although the terminal was…</a></p>"),
        ([*STORY, *STORY, *STORY, "And who knows…"], ""),
        ([STORY[0], "Ferries … and ships sail."], ""),
    ],
)
def test_a_short_text_that_ends_in_a_quotation_or_is_long_enough_is_full(lines: list[str], after: str) -> None:
    assert read(page(lines, after=after), summary="").basis is Basis.FULL


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


OTHER_BLOCK = '<script type="application/ld+json">{"@type": %s, "isAccessibleForFree": %s}</script>'


@pytest.mark.parametrize(
    ("kind", "is_free", "basis"),
    [
        ('"WebPage"', "false", Basis.TEASER),
        (f'"WebPage", "@id": "{URL}"', "false", Basis.TEASER),
        (f'"WebPage", "url": "{URL}#page"', '"False"', Basis.TEASER),
        ('"NewsArticle"', "false", Basis.TEASER),
        ('"WebPage"', "true", Basis.FULL),
        ('"WebPage", "@id": "https://www.caspian.example/plus"', "false", Basis.FULL),
        ('"NewsArticle", "url": "https://www.caspian.example/2022/01/05/oil"', "false", Basis.FULL),
        ('"Product"', "false", Basis.FULL),
    ],
)
def test_whichever_block_describes_the_page_may_say_that_it_costs_money(kind: str, is_free: str, basis: Basis) -> None:
    head = closed().replace(', \n"isAccessibleForFree": false', "").replace(',\n"isAccessibleForFree": false', "")
    own = head.replace("}", f', "url": "{URL}"}}')
    assert "isAccessibleForFree" not in own

    assert read(page(STORY, head=own + OTHER_BLOCK % (kind, is_free))).basis is basis


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


# --- the wall's own words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "pleas"),
    [
        (STORY, ["Subscribe to continue reading this article.", "Already a subscriber? Log in."]),
        (CHINESE, ["本文为付费内容，订阅后可阅读全文。"]),
        (RUSSIAN, ["Читайте полную версию по подписке."]),
    ],
)
def test_a_teaser_is_kept_without_the_words_of_its_wall(lines: list[str], pleas: list[str]) -> None:
    article = read(page([*lines, *pleas]), summary="")

    assert (article.basis, article.text.split("\n")) == (Basis.TEASER, lines)
    assert article.dropped == tuple(Dropped(plea, "wall", len(lines)) for plea in pleas)


def test_the_words_of_a_named_wall_go_whatever_they_are() -> None:
    wall = "<div class='paywall'><p>Get unlimited access from $1 a week.</p><p>Subscribe now</p></div>"

    assert read(page(STORY, after=wall), summary="").text.split("\n") == STORY


@pytest.mark.parametrize(
    "plea",
    [
        "Subscribe to our Telegram channel and be the first to know.",
        "Follow us on Instagram and YouTube!",
        "Подписывайтесь на наш Telegram-канал!",
        "Telegram арнамызға жазылыңыз",
        "关注我们的微信公众号",
    ],
)
def test_a_plea_to_follow_the_outlet_goes_from_the_end_of_a_full_article(plea: str) -> None:
    found = part("\n".join([*STORY, plea]), frozenset())

    assert (found.text.split("\n"), [line.text for line in found.dropped]) == (STORY, [plea])
    assert read(page([*STORY, plea]), summary="").text.split("\n") == STORY


def test_it_stays_where_the_article_goes_on_below_it() -> None:
    text = "\n".join([*STORY[:2], "Subscribe to our channel", STORY[2]])

    assert part(text, frozenset()).text == text


def test_what_is_left_out_later_moves_what_was_marked_and_left_out_before() -> None:
    before = Parted("one\ntwo\nthree\nfour", (Dropped("a", "x", 0), Dropped("b", "x", 2)), ((4, 7), (8, 13)))

    after = leave_out(before, {"two"}, "wall")

    assert after == Parted(
        "one\nthree\nfour",
        (Dropped("a", "x", 0), Dropped("two", "wall", 1), Dropped("b", "x", 1)),
        ((4, 9),),
    )
    assert leave_out(before, {"one", "two", "three", "four"}, "wall") == before


def test_an_article_about_subscriptions_keeps_its_words() -> None:
    line = "Already a subscriber, he said, he had read it all."
    lines = [line, *STORY]

    assert read(page(lines), summary="").text.split("\n") == lines


def test_a_summary_bears_no_claim_of_the_page_that_was_not_used() -> None:
    article = read(page([STORY[0][:60]], heading="Welcome to Caspian"), summary=f"<p>{'</p><p>'.join(STORY)}</p>")

    assert (article.basis, article.title) == (Basis.SUMMARY, HEADLINE)
    assert {claim.witness for claim in article.claims} <= {Witness.FEED, Witness.ADDRESS}


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["And so on…", "And so on...", "Read more", "Читать далее »", "阅读全文", "Толығырақ"])
def test_a_line_that_leads_on_is_known(line: str) -> None:
    assert leads_on(line)


@pytest.mark.parametrize("line", ["He said … and left.", "Read more books, the minister said.", "Далее везде", ""])
def test_a_whole_sentence_does_not_lead_on(line: str) -> None:
    assert not leads_on(line)


@pytest.mark.parametrize("line", ["And so on…", "And so on...", "And so on [...]", "И так далее…", "等等……"])
def test_a_line_that_breaks_off_is_known(line: str) -> None:
    assert breaks_off(line)


def test_a_long_paragraph_is_no_plea_whatever_its_words() -> None:
    assert says("Subscribe to continue reading", "plea")
    assert not says(f"Subscribe to continue reading. {STORY[0] * 6}", "plea")


@pytest.mark.parametrize("basis", [Basis.SUMMARY, Basis.LOGIN_WALL, Basis.BOT_WALL])
def test_the_feeds_own_text_bears_the_reason_for_which_it_has_to_do(basis: Basis) -> None:
    article = from_feed(Entry(key="k", url=URL, title=HEADLINE, summary_html=f"<p>{SUMMARY}</p>"), basis=basis)

    assert isinstance(article, Extracted)
    assert (article.basis, article.text) == (basis, SUMMARY)
