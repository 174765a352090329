"""Which text comes out of the many shapes that pages of news take?

Every page here is ours: each shape imitates a kind of publishing system, in each language, with what such systems
print around an article. What must come out is the article, line by line, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pytest

from monitor.core.records.articles import Extracted
from monitor.core.records.feeds import Entry
from monitor.extract.article import extract
from monitor.extract.page import Page


@dataclass(frozen=True)
class Copy:
    """What an outlet prints: an article, and the words around articles.

    Args:
        brief: an article of two sentences.
        more: two further paragraphs, for a longer one.
    """

    language: str
    site: str
    title: str
    brief: tuple[str, str]
    more: tuple[str, str]
    others: tuple[str, str, str]
    menu: tuple[str, str, str, str]
    also: str
    latest: str
    share: str
    by: str
    date: str
    rights: str
    plea: str
    caption: str

    @property
    def story(self) -> tuple[str, ...]:
        return self.brief + self.more


EN = Copy(
    "en",
    "Caspian Daily",
    "Aktau port reopens after storm",
    (
        "The port of Aktau reopened on Wednesday after a storm had kept it closed for three days.",
        "Ferries to Baku sail again from Thursday, the harbour master said.",
    ),
    (
        "Eleven ferries and two grain ships waited at anchor, and the first of them left with its lorries before noon.",
        "Officials expect the queue on the road to the terminal to be gone by the end of the week, wind permitting.",
    ),
    (
        "Oil exports rise in May despite repairs at the terminal",
        "Minister visits the new grain terminal in Kuryk",
        "Almaty metro to get three new stations by 2030",
    ),
    ("News", "Business", "Sport", "About us"),
    "Read also",
    "Latest news",
    "Share on Facebook",
    "By Ann Lee",
    "5 January 2022, 14:05",
    "© 2022 Caspian Daily. All rights reserved. Reprinting only with an active link to the source.",
    "Subscribe to our newsletter and get the most important stories of the day by e-mail every morning.",
    "Waves at the mole of Aktau, archive picture",
)
RU = Copy(
    "ru",
    "Каспийский вестник",
    "Порт Актау открылся после шторма",
    (
        "Порт Актау возобновил работу в среду после шторма, из-за которого он был закрыт три дня.",
        "Паромы в Баку снова пойдут с четверга, сообщил капитан порта.",
    ),
    (
        "На рейде ждали одиннадцать паромов и два зерновоза, и первый из них ушёл с грузовиками ещё до полудня.",
        "Чиновники рассчитывают, что очередь на дороге к терминалу исчезнет к концу недели, если ветер не переменится.",
    ),
    (
        "Экспорт нефти в мае вырос, несмотря на ремонт терминала",
        "Министр осмотрел новый зерновой терминал в Курыке",
        "В метро Алматы к 2030 году появятся три новые станции",
    ),
    ("Новости", "Экономика", "Спорт", "О редакции"),
    "Читайте также",
    "Последние новости",
    "Поделиться в Telegram",
    "Автор: Анна Ли",
    "5 января 2022 г., 14:05",
    "© 2022 Каспийский вестник. Все права защищены. Перепечатка только с активной ссылкой на источник.",
    "Подпишитесь на нашу рассылку и получайте главные новости дня по электронной почте каждое утро.",
    "Волны у мола Актау, архивное фото",
)
KK = Copy(
    "kk",
    "Каспий хабары",
    "Ақтау порты дауылдан кейін ашылды",
    (
        "Ақтау порты үш күнге созылған дауылдан кейін сәрсенбі күні жұмысын қайта бастады.",
        "Бакуге паромдар бейсенбіден бастап қайта шығады, деп хабарлады порт капитаны.",
    ),
    (
        "Рейдте он бір паром мен екі астық кемесі күтіп тұрды, олардың біріншісі жүк көліктерімен түске дейін шықты.",
        "Жел қайта өзгермесе, терминалға барар жолдағы кезек апта соңына дейін таусылады, дейді шенеуніктер.",
    ),
    (
        "Терминал жөндеуге қарамастан мамырда мұнай экспорты өсті",
        "Министр Құрықтағы жаңа астық терминалын аралап көрді",
        "Алматы метросында 2030 жылға дейін үш жаңа бекет ашылады",
    ),
    ("Жаңалықтар", "Экономика", "Спорт", "Біз туралы"),
    "Сондай-ақ оқыңыз",
    "Соңғы жаңалықтар",
    "Telegram-да бөлісу",
    "Авторы: Анна Ли",
    "2022 жылғы 5 қаңтар, 14:05",
    "© 2022 Каспий хабары. Барлық құқықтар қорғалған. Материалды көшіргенде сілтеме жасау міндетті.",
    "Біздің хабарламаға жазылып, күннің басты жаңалықтарын таң сайын электрондық поштаңызға алып отырыңыз.",
    "Ақтау айлағындағы толқын, мұрағат суреті",
)
ZH = Copy(
    "zh",
    "里海日报",
    "阿克套港在风暴后重新开放",
    (
        "阿克套港因风暴关闭三天之后，已于星期三重新开放，港区作业全面恢复正常。",
        "港务长表示，开往巴库的渡轮将从星期四起恢复航行。",
    ),
    (
        "当时有十一艘渡轮和两艘运粮船在锚地等候，其中第一艘在中午之前就已离港，船上载着自星期日起一直停在码头上的卡车。",
        "官员们预计，如果风向不再改变，通往码头的公路上的车龙将在本周末之前全部疏散完毕。",
    ),
    (
        "尽管码头检修，五月份石油出口仍然增长",
        "部长视察库雷克新建的粮食码头",
        "阿拉木图地铁将在二〇三〇年前新增三个车站",
    ),
    ("新闻", "财经", "体育", "关于我们"),
    "相关阅读",
    "最新消息",
    "分享到微信",
    "作者：李安",
    "2022年1月5日 14:05",
    "版权所有 © 2022 里海日报。未经授权不得转载，转载请注明来源。",
    "欢迎订阅我们的电子报，每天早晨通过电子邮件收到当天最重要的新闻。",
    "阿克套防波堤上的海浪，资料图片",
)
AR = Copy(
    "ar",
    "يومية قزوين",
    "إعادة فتح ميناء أكتاو بعد العاصفة",
    (
        "أعيد فتح ميناء أكتاو يوم الأربعاء بعد عاصفة أبقته مغلقا ثلاثة أيام متتالية.",
        "وقال مدير الميناء إن العبارات المتجهة إلى باكو ستبحر من جديد اعتبارا من يوم الخميس.",
    ),
    (
        "وكانت إحدى عشرة عبارة وسفينتان محملتان بالحبوب تنتظر في المرسى، وغادرت أولاها وعليها شاحناتها قبل الظهر.",
        "ويتوقع المسؤولون أن يزول طابور الشاحنات على الطريق إلى المحطة قبل نهاية الأسبوع إذا لم تتغير الرياح.",
    ),
    (
        "صادرات النفط ترتفع في مايو رغم أعمال الصيانة في المحطة",
        "الوزير يزور محطة الحبوب الجديدة في كوريك",
        "ثلاث محطات جديدة لمترو ألماتي بحلول عام 2030",
    ),
    ("أخبار", "اقتصاد", "رياضة", "من نحن"),
    "اقرأ أيضا",
    "آخر الأخبار",
    "شارك على فيسبوك",
    "بقلم: آن لي",
    "5 يناير 2022، 14:05",
    "© 2022 يومية قزوين. جميع الحقوق محفوظة، ولا يجوز النقل إلا برابط إلى المصدر.",
    "اشترك في نشرتنا البريدية واحصل على أهم أخبار اليوم في بريدك كل صباح.",
    "أمواج عند رصيف أكتاو، صورة من الأرشيف",
)
COPIES = (EN, RU, KK, ZH, AR)

Body = tuple[str, ...]
Shape = Callable[[Copy, Body], str]


def ps(lines: Body, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def links(texts: tuple[str, ...], around: str = "li") -> str:
    return "".join(f'<{around}><a href="/{n}">{escape(text)}</a></{around}>' for n, text in enumerate(texts))


def document(c: Copy, inside: str, *, head: str = "", body: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{c.language}"><head><meta charset="utf-8">'
        f"<title>{c.title} - {c.site}</title>{head}</head>\n<body{body}>{inside}</body></html>"
    )


def header(c: Copy) -> str:
    return f'<header class="site"><a href="/" class="logo">{c.site}</a><nav><ul>{links(c.menu)}</ul></nav></header>'


def footer(c: Copy) -> str:
    return f"<footer><ul>{links(c.menu)}</ul><p>{c.rights}</p></footer>"


def plain_div(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'{header(c)}<div class="wrap"><div class="content"><h1>{c.title}</h1><div class="date">{c.date}'
        f"</div>{ps(lines)}"
        f'</div><div class="more"><h3>{c.also}</h3><ul>{links(c.others)}</ul></div></div>{footer(c)}',
    )


def article_with_parts(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'{header(c)}<main><article><header><h1>{c.title}</h1><p class="byline">{c.by}</p><time>{c.date}</time>'
        f"</header>"
        f'<figure><img src="a.jpg" alt=""><figcaption>{c.caption}</figcaption></figure>{ps(lines)}'
        f'<footer><ul class="share"><li><a href="#">{c.share}</a></li></ul></footer></article></main>'
        f"<aside><h3>{c.latest}</h3><ul>{links(c.others)}</ul></aside>{footer(c)}",
    )


def microdata(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<div id="top">{c.site}</div><div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{c.title}</h1><span itemprop="author">{c.by}</span>'
        f'<div itemprop="articleBody">{ps(lines)}</div></div><div class="tags">{links(c.menu, "span")}'
        f"</div>{footer(c)}",
    )


def div_soup(c: Copy, lines: Body) -> str:
    """No element says what it is."""
    menu = "".join(f'<div><div><a href="/{n}">{word}</a></div></div>' for n, word in enumerate(c.menu))
    text = "".join(f"<div><div>{line}</div></div>" for line in lines)
    others = "".join(f'<div><a href="/{n}"><div>{text}</div></a></div>' for n, text in enumerate(c.others))
    return document(
        c,
        f"<div><div>{menu}</div><div><div><h1>{c.title}</h1></div><div>{c.date}</div><div>{text}</div></div>"
        f"<div><div>{c.latest}</div>{others}</div><div>{c.rights}</div></div>",
    )


def table_layout(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<table width="100%"><tr><td colspan="3"><b>{c.site}</b></td></tr><tr><td width="150">'
        f"{''.join(f'<a href=/{n}>{word}</a><br>' for n, word in enumerate(c.menu))}</td>"
        f"<td><h2>{c.title}</h2><i>{c.date}</i>{ps(lines)}</td>"
        f'<td width="200"><b>{c.latest}</b>'
        f"<br>{'<br>'.join(f'<a href=/{n}>{text}</a>' for n, text in enumerate(c.others))}"
        f'</td></tr><tr><td colspan="3"><small>{c.rights}</small></td></tr></table>',
    )


def line_breaks(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'{header(c)}<div id="newstext"><h1>{c.title}</h1>\n{"<br><br>".join(lines)}<br><br></div>'
        f'<div class="share">{links((c.share,), "span")}</div>{footer(c)}',
    )


def amp(c: Copy, lines: Body) -> str:
    page = document(
        c,
        f'<amp-sidebar id="s"><ul>{links(c.menu)}</ul></amp-sidebar><article class="amp-wp-article">'
        f'<header class="amp-wp-article-header"><h1 class="amp-wp-title">{c.title}</h1>'
        f'<div class="amp-wp-meta amp-wp-byline">{c.by}</div><div class="amp-wp-meta amp-wp-posted-on">{c.date}</div>'
        f'</header><amp-img src="a.jpg" width="4" height="3"></amp-img><div class="amp-wp-article-content">{ps(lines)}'
        f'</div><amp-social-share type="twitter"></amp-social-share></article><footer class="amp-wp-footer"><div>'
        f"<p>{c.rights}</p></div></footer>",
    )
    return page.replace("<html", "<html amp", 1)


def print_page(c: Copy, lines: Body) -> str:
    return document(
        c, f'<div class="print"><h1>{c.title}</h1>{ps(lines)}<hr><a href="javascript:print()">{c.menu[0]}</a></div>'
    )


def wordpress(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<div id="page"><div id="masthead">{c.site}<ul id="menu-main" class="menu">{links(c.menu)}</ul></div>'
        f'<div id="primary"><main id="main"><article id="post-17" class="post-17 post type-post">'
        f'<header class="entry-header">'
        f'<h1 class="entry-title">{c.title}</h1><div class="entry-meta"><span class="posted-on">{c.date}</span> '
        f'<span class="byline">{c.by}</span></div></header><div class="entry-content">{ps(lines)}'
        f'<div class="sharedaddy"><h3>{c.share}</h3><ul>{links(("Facebook", "X"))}</ul></div>'
        f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>{c.also}</h3>{links(c.others, "p")}</div></div>'
        f'<footer class="entry-footer"><span class="tags-links">{links(c.menu, "span")}</span></footer></article>'
        f'<nav class="post-navigation">{links(c.others[:2], "div")}</nav></main></div>'
        f'<div id="secondary" class="widget-area"><section class="widget"><h2>{c.latest}</h2><ul>{links(c.others)}</ul>'
        f'</section></div><div id="colophon" class="site-footer">{c.rights}</div></div>',
    )


def bitrix(c: Copy, lines: Body) -> str:
    """The text stands bare beside a heading and a date."""
    return document(
        c,
        f'<div class="top-menu">{links(c.menu, "span")}</div><div class="workarea"><div class="news-detail">'
        f'<span class="news-date-time">{c.date}</span><h3>{c.title}</h3>{"<br />".join(lines)}'
        f'<div style="clear:both"></div>'
        f'</div><p><a href="/news/">{c.latest}</a></p></div><div id="footer">{c.rights}</div>',
    )


def drupal(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'{header(c)}<div class="region region-content"><div class="node node--type-article">'
        f'<h1 class="page-header">{c.title}'
        f'</h1><div class="node__submitted">{c.by}, {c.date}</div><div class="node__content">'
        f'<div class="field field--name-body field--type-text-with-summary">{ps(lines)}</div>'
        f'<div class="field field--name-field-tags"><div class="field__label">{c.menu[0]}'
        f"</div>{links(c.menu, 'div')}</div>"
        f'</div></div></div><div class="region region-sidebar"><h2>{c.latest}</h2><ul>{links(c.others)}</ul>'
        f"</div>{footer(c)}",
    )


def joomla(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<div class="item-page"><h2 itemprop="name">{c.title}</h2><dl class="article-info"><dt>{c.menu[0]}</dt>'
        f'<dd class="createdby">{c.by}</dd><dd class="published">{c.date}</dd></dl>'
        f'<div itemprop="articleBody">{ps(lines)}</div>'
        f'<ul class="pager pagenav">{links(c.others[:2])}</ul></div><div class="moduletable"><h3>{c.latest}</h3>'
        f'<ul class="latestnews">{links(c.others)}</ul></div>{footer(c)}',
    )


def portal(c: Copy, lines: Body) -> str:
    """A portal with buttons for the size of letters, and an editor's name below."""
    return document(
        c,
        f'<div class="nav">{links(c.menu, "span")}</div><div class="main"><div class="crumb"><a href="/">{c.site}'
        f"</a> &gt; "
        f'<a href="/n">{c.menu[0]}</a></div><h1>{c.title}</h1><div class="pages-date">{c.date} '
        f'<span class="font">{c.by}</span>'
        f'</div><div class="pages_content" id="UCAP-CONTENT"><div class="TRS_Editor">{ps(lines)}</div></div>'
        f'<div class="editor">{c.by}</div><div class="related"><h2>{c.also}</h2><ul>{links(c.others)}</ul></div></div>'
        f'<div class="foot">{c.rights}</div>',
    )


def hashed_classes(c: Copy, lines: Body) -> str:
    """A page drawn by a framework, whose classes mean nothing."""
    text = "".join(f'<div class="css-1q2w"><p class="css-9x8y"><span>{line}</span></p></div>' for line in lines)
    return document(
        c,
        f'<div id="__next"><div class="css-a1"><a class="css-b2" href="/">{c.site}</a>{links(c.menu, "div")}</div>'
        f'<main class="css-c3"><h1 class="css-d4">{c.title}</h1><div class="css-e5"><span>{c.by}</span>'
        f"<span>{c.date}</span></div>"
        f'<section class="css-f6">{text}</section><section class="css-g7"><h2>{c.also}</h2>{links(c.others, "div")}'
        f"</section>"
        f'</main><div class="css-h8"><p>{c.rights}</p></div></div>',
    )


def cards(c: Copy, lines: Body) -> str:
    """Below stand other articles, each with more text than this one."""
    card = "".join(f'<article class="card"><h3><a href="/{n}">{t}</a></h3><p>{t}. {c.more[n % 2]}</p></article>'
                   for n, t in enumerate(c.others))  # fmt: skip
    return document(
        c,
        f'{header(c)}<main><article class="full"><h1>{c.title}</h1><time>{c.date}</time>'
        f'<div class="text">{ps(lines)}</div>'
        f"</article><section><h2>{c.latest}</h2>{card}</section></main>{footer(c)}",
    )


def sidebar_first(c: Copy, lines: Body) -> str:
    """The latest headlines, with the hour of each, stand before the article."""
    latest = "".join(
        f'<div class="item"><span>1{n}:05</span> <a href="/{n}">{t}</a></div>' for n, t in enumerate(c.others)
    )
    return document(
        c,
        f'{header(c)}<div class="left"><div class="block-title">{c.latest}</div>{latest}</div><div class="center">'
        f'<h1>{c.title}</h1><div class="text">{ps(lines)}</div></div>{footer(c)}',
    )


def bare_frame(c: Copy, lines: Body) -> str:
    """Paragraphs right in the body, with the site's own words around them in paragraphs too."""
    return document(
        c,
        f'<p><a href="/">{c.site}</a> | {" | ".join(f"<a href=/{n}>{word}</a>" for n, word in enumerate(c.menu))}</p>'
        f"<h1>{c.title}</h1>{ps(lines)}<hr><p><small>{c.rights}</small></p>",
    )


def consent_and_plea(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<div id="cookie-banner" class="cookie-consent"><p>{c.plea} {c.plea}</p><button>OK</button></div>{header(c)}'
        f'<article><h1>{c.title}</h1><div class="article__body">{ps(lines)}<div class="newsletter-signup">'
        f"<p>{c.plea}</p>"
        f'<form><input name="m"><button>OK</button></form></div></div></article>{footer(c)}',
    )


def comments(c: Copy, lines: Body) -> str:
    """Readers wrote more than the reporter."""
    said = "".join(f'<li class="comment"><div class="comment-author">{c.by}</div><div class="comment-content">'
                   f'<p>{line}</p></div>'
                   f"</li>" for line in (*c.others, c.plea, *c.others))  # fmt: skip
    return document(
        c,
        f'{header(c)}<article><h1>{c.title}</h1><div class="post-content">{ps(lines)}</div></article>'
        f'<div id="comments" class="comments-area"><h2>{c.menu[0]}</h2><ol class="comment-list">{said}</ol>'
        f"</div>{footer(c)}",
    )


def title_and_byline_inside(c: Copy, lines: Body) -> str:
    """Headline, date and name of the reporter are paragraphs like the rest."""
    return document(
        c,
        f'{header(c)}<div class="article-text"><p><strong>{c.title}</strong></p><p>{c.date}</p>{ps(lines)}<p>'
        f"<em>{c.by}</em></p>"
        f"</div>{footer(c)}",
        head=f'<meta name="author" content="{c.by.split(":")[-1].split("：")[-1].removeprefix("By ").strip()}">',
    )


def also_inside(c: Copy, lines: Body) -> str:
    """Leads to other articles stand between the paragraphs."""
    first, *rest = lines
    return document(
        c,
        f'{header(c)}<article><h1>{c.title}</h1><div class="article-body"><p>{first}</p>'
        f'<p><strong>{c.also}: <a href="/1">{c.others[0]}</a></strong></p>{ps(tuple(rest))}'
        f'<p><a href="/2">{c.others[1]}</a></p></div></article>{footer(c)}',
    )


def wire(c: Copy, lines: Body) -> str:
    """The page of a news agency: the text as it was typed."""
    text = "\n\n".join(lines)
    return document(
        c, f'<div class="menu">{links(c.menu, "span")}</div><h1>{c.title}</h1><pre class="body">{text}</pre>{footer(c)}'
    )


def site_as_heading(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<h1><a href="/">{c.site}</a></h1><ul>{links(c.menu)}</ul><div class="post"><h2>{c.title}</h2>{ps(lines)}'
        f'<p class="postmetadata">{c.date} | <a href="/c">{c.menu[0]}</a></p></div><h2>{c.latest}</h2>'
        f"<ul>{links(c.others)}</ul><p>{c.rights}</p>",
    )


def linked_text(c: Copy, lines: Body) -> str:
    """Words of the text are links and emphasised."""

    def marked(line: str) -> str:
        half = len(line) // 3
        return f'<p>{line[:half]}<a href="/t"><b>{line[half : half + 9]}</b></a>{line[half + 9 :]}</p>'

    return document(
        c,
        f"{header(c)}<article><h1>{c.title}</h1>{''.join(map(marked, lines))}</article><ul>{links(c.others)}"
        f"</ul>{footer(c)}",
    )


def aspnet(c: Copy, lines: Body) -> str:
    """One form around everything."""
    return document(
        c,
        f'<form id="aspnetForm" action="./"><input type="hidden" name="__VIEWSTATE" value="{"x" * 900}"><div id="menu">'
        f'{links(c.menu, "span")}</div><div id="news"><h1><span id="lblTitle">{c.title}</span></h1>'
        f'<span id="lblDate">{c.date}'
        f'</span><div id="lblText">{ps(lines)}</div></div><div id="foot">{c.rights}</div></form>',
    )


def custom_elements(c: Copy, lines: Body) -> str:
    return document(
        c,
        f'<site-header><a href="/">{c.site}</a></site-header><page-main><news-article><h1>{c.title}</h1>'
        f"<news-body>{ps(lines)}</news-body></news-article></page-main><site-footer><p>{c.rights}</p></site-footer>",
    )


def wrapped_paragraphs(c: Copy, lines: Body) -> str:
    """Each paragraph in a block of its own, advertisements between them."""
    text = '<div class="ad-slot"><span>Ad</span></div>'.join(
        f'<div class="block block-text"><p>{line}</p></div>' for line in lines
    )
    return document(
        c,
        f'{header(c)}<div class="article"><h1>{c.title}</h1><div class="article__info">{c.date}</div>'
        f'<div class="article__blocks">{text}</div><div class="article__share">{links((c.share,), "span")}</div>'
        f"</div>{footer(c)}",
    )


def unclosed(c: Copy, lines: Body) -> str:
    """Hand-written: nothing is closed."""
    return document(
        c,
        f"<ul>{''.join(f'<li><a href=/{n}>{word}</a>' for n, word in enumerate(c.menu))}</ul><div class=news>"
        f"<h1>{c.title}</h1>"
        f"{''.join(f'<p>{line}' for line in lines)}</div><div class=footer>{c.rights}",
    )


SHAPES: tuple[Shape, ...] = (
    plain_div, article_with_parts, microdata, div_soup, table_layout, line_breaks, amp, print_page, wordpress, bitrix,
    drupal, joomla, portal, hashed_classes, cards, sidebar_first, bare_frame, consent_and_plea, comments,
    title_and_byline_inside, also_inside, wire, site_as_heading, linked_text, aspnet, custom_elements,
    wrapped_paragraphs, unclosed,
)  # fmt: skip


def text_of(page: str, title: str = "") -> list[str]:
    url = "https://www.caspian.example/2022/port"
    found = extract(Page(page.encode(), "text/html; charset=utf-8", url, Entry("k", url, title)))
    assert isinstance(found, Extracted), found
    return found.text.split("\n")


@pytest.mark.parametrize("copy", COPIES, ids=lambda c: c.language)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.__name__)
def test_news_in_brief_is_its_two_sentences(shape: Shape, copy: Copy) -> None:
    assert text_of(shape(copy, copy.brief), copy.title) == list(copy.brief)


@pytest.mark.parametrize("copy", COPIES, ids=lambda c: c.language)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.__name__)
def test_an_article_is_its_paragraphs(shape: Shape, copy: Copy) -> None:
    assert text_of(shape(copy, copy.story), copy.title) == list(copy.story)


LEAD, *_ = EN.brief


def body_of(inside: str, frame: str = "") -> list[str]:
    page = document(EN, f"{header(EN)}<main><article><h1>{EN.title}</h1>{inside}</article>{frame}</main>{footer(EN)}")
    return text_of(page, EN.title)


def test_items_of_a_list_are_lines() -> None:
    items = ("Eleven ferries to Baku and Alat.", "Two grain ships.", "A tug.")

    text = body_of(
        f"{ps(EN.story)}<p>These ships waited:</p><ul>{ps(items, 'li')}</ul><p>They left on Thursday at noon.</p>"
    )

    assert text == [*EN.story, "These ships waited:", *items, "They left on Thursday at noon."]


def test_items_of_a_list_in_a_list_are_lines() -> None:
    ships = "<ol><li>Ferries<ul><li>to Baku</li><li>to Alat</li></ul></li><li>Grain ships</li></ol>"

    text = body_of(f"{ps(EN.story)}{ships}<p>{EN.more[0]}!</p>")

    assert text[4:] == ["Ferries", "to Baku", "to Alat", "Grain ships", f"{EN.more[0]}!"]


def test_a_quotation_set_apart_stays_where_it_is() -> None:
    said = "We have not seen waves like these since the mole was built, and it held."

    text = body_of(f"<p>{EN.story[0]}</p><blockquote><p>{said}</p></blockquote>{ps(EN.story[1:])}")

    assert text == [EN.story[0], said, *EN.story[1:]]


def test_captions_and_credits_of_pictures_are_left_out() -> None:
    pictures = (
        f'<figure><img src="a.jpg"><figcaption>{EN.caption}</figcaption></figure>',
        f'<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">{EN.caption}</p></div>',
    )

    assert [body_of(f"<p>{EN.story[0]}</p>{picture}{ps(EN.story[1:])}") for picture in pictures] == [list(EN.story)] * 2


def test_rows_of_a_table_are_lines_with_their_cells_apart() -> None:
    rows = "".join(f"<tr><td>{port}</td><td>{ships}</td></tr>" for port, ships in (("Aktau", 11), ("Kuryk", 2)))

    text = body_of(f"{ps(EN.story)}<table><tr><th>Port</th><th>Ships</th></tr>{rows}</table><p>{EN.more[1]}!</p>")

    assert text[4:] == ["Port | Ships", "Aktau | 11", "Kuryk | 2", f"{EN.more[1]}!"]


def test_headings_between_paragraphs_stay() -> None:
    text = body_of(f"{ps(EN.story[:2])}<h2>The queue on the road</h2>{ps(EN.story[2:])}")

    assert text == [*EN.story[:2], "The queue on the road", *EN.story[2:]]


def test_two_line_breaks_part_paragraphs_and_so_does_one() -> None:
    assert body_of(f"<p>{EN.story[0]}<br><br>{EN.story[1]}<br>{EN.story[2]}</p><p>{EN.story[3]}</p>") == list(EN.story)


def test_the_entries_of_a_live_page_are_the_text_without_their_buttons() -> None:
    entry = '<div class="live-entry"><p>{}</p><div class="share-buttons"><a href="#">Share on Facebook</a></div></div>'

    text = body_of("".join(entry.format(line) for line in EN.story))

    assert text == list(EN.story)


def test_a_date_inside_a_sentence_stays_in_it() -> None:
    text = body_of(f"<p>The port closed on <time>2 January</time> and opened again three days later.</p>{ps(EN.story)}")

    assert text[0] == "The port closed on 2 January and opened again three days later."


def test_a_long_article_keeps_its_paragraphs_and_nothing_else() -> None:
    story = tuple(f"{line} It was report number {n} of the day." for n in range(12) for line in EN.story)
    frame = f'<section class="related"><h2>{EN.also}</h2>{links(EN.others, "p")}</section>'

    assert body_of(f'<p class="byline">{EN.by}</p><p>{EN.date}</p>{ps(story)}<p>{EN.by}</p>', frame) == list(story)


def test_what_was_escaped_twice_is_read() -> None:
    assert (
        body_of(f"<p>Salt &amp;amp; grain left the port, {LEAD}</p>{ps(EN.more)}")[0]
        == f"Salt & grain left the port, {LEAD}"
    )


def test_a_page_whose_text_is_in_a_menu_is_still_read() -> None:
    page = f"<html><head><title>{EN.title}</title></head><body><nav>{ps(EN.story)}</nav></body></html>"

    assert text_of(page) == list(EN.story)


def test_a_page_of_more_elements_than_trafilatura_bears_gives_its_paragraphs() -> None:
    results = "<table>" + "<tr><td>1</td><td>2</td><td>3</td></tr>" * 5_000 + "</table>"

    assert body_of(ps(EN.story), results) == list(EN.story)
