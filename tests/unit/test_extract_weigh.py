"""What an article bears, where its witnesses do not agree."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from monitor.core.records.articles import Extracted
from monitor.core.records.feeds import Entry
from monitor.core.records.pages import Claim, Field, Witness
from monitor.extract.article import extract, from_feed
from monitor.extract.page import Page
from monitor.extract.witnesses.weigh import Said, said

URL = "https://www.caspian.example/port"
SEEN = datetime(2022, 1, 6, 9, 0, tzinfo=UTC)
NOON = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
OLD, NEW, SEARCHED = "Aktau port shut by storm", "Aktau port reopens", "Aktau port Kazakhstan storm news today"
SITE = '<meta property="og:site_name" content="Caspian Daily">'


def page(head: str = "", body: str = "", *, url: str = URL, **entry: Any) -> Page:  # Any: fields of Entry
    markup = f"<html><head>{head}</head><body>{body}<p>The port of Aktau is open again.</p></body></html>"
    return Page(markup.encode(), "text/html", url, Entry(**{"key": "k", "url": url, "title": ""} | entry), SEEN)


def weigh(head: str = "", body: str = "", text: str = "", *, url: str = URL, **entry: Any) -> Said:  # Any: as above
    given_page = page(head, body, url=url, **entry)
    return said(lxml_html.document_fromstring(given_page.body.decode()), given_page, text)


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def og(**fields: str) -> str:
    return "".join(f'<meta property="og:{name}" content="{value}">' for name, value in fields.items())


def claims(found: Said, field: Field) -> list[Claim]:
    return [claim for claim in found.claims if claim.field is field]


# Headlines


def test_a_headline_that_was_edited_on_the_page_wins_over_the_feeds() -> None:
    found = weigh(ld(headline=NEW) + og(title=NEW), f"<h1>{NEW}</h1>", title=OLD)

    assert found.title == NEW
    assert Claim(Field.TITLE, Witness.FEED, OLD) in found.claims


def test_a_headline_for_search_engines_loses_to_feed_and_heading() -> None:
    head = f'{og(title=SEARCHED)}<meta name="twitter:title" content="{SEARCHED}"><title>{SEARCHED}</title>'

    assert weigh(head, f"<h1>{NEW}</h1>", title=NEW).title == NEW
    assert weigh(head + ld(headline=SEARCHED), f"<h1>{NEW}</h1>", title=NEW).title == NEW


def test_where_nobody_agrees_the_feed_is_believed() -> None:
    assert weigh(og(title=SEARCHED) + ld(headline=NEW), title=OLD).title == OLD


def test_a_heading_alone_wins_over_all_that_lag_behind_it() -> None:
    head = ld(headline=OLD) + og(title=OLD) + f"<title>{OLD} | Caspian Daily</title>"

    found = weigh(head, f"<h1>{NEW}</h1>", title=OLD)

    assert found.title == NEW
    assert claims(found, Field.TITLE)[0] == Claim(Field.TITLE, Witness.HEADING, NEW, is_chosen=True)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (SITE, "<h1>Caspian Daily</h1>"),
        ('<meta property="article:section" content="All about the sea">', "<h1>All about the sea</h1>"),
        (f"<title>{OLD} | News of the coast</title>", "<h1>News of the coast</h1>"),
        ("", "<h1>Sea news</h1>"),
        ("", "<nav><h1>Stories of the week</h1></nav>"),
        ("", "<aside><div><h1>Stories of the week</h1></div></aside>"),
        ("", "<footer><h1>Write to our editors</h1></footer>"),
        ("", '<div role="dialog"><h1>We value your privacy</h1></div>'),
        ("", "<h1>The newspaper of the coast</h1><h1>Stories of the week</h1>"),
    ],
    ids=["outlet", "section", "behind a title", "two words", "nav", "aside", "footer", "dialog", "several"],
)
def test_a_heading_that_is_not_the_articles_does_not_win(head: str, body: str) -> None:
    assert weigh(head + ld(headline=OLD) + og(title=OLD), body, title=OLD).title == OLD


def test_of_several_headings_the_one_that_others_repeat_is_believed() -> None:
    body = f"<h1>The newspaper of the coast</h1><h1>{NEW}</h1><h1>Stories of the week</h1>"

    assert weigh(og(title=NEW), body).title == NEW


def test_where_the_feed_gives_none_the_heading_is_believed() -> None:
    assert weigh(og(title=SEARCHED), f"<h1>{NEW}</h1>").title == NEW


@pytest.mark.parametrize("cut", ["Aktau port reopens after…", "Aktau port reopens af...", "Aktau port reopens …"])
def test_a_title_that_is_cut_short_loses_to_the_whole(cut: str) -> None:
    found = weigh(og(title="Aktau port reopens after the storm"), title=cut)

    assert found.title == "Aktau port reopens after the storm"
    assert claims(found, Field.TITLE)[1].note == "cut short"


def test_a_title_that_is_cut_short_speaks_for_the_whole() -> None:
    whole = "Aktau port reopens after the storm"

    assert weigh(og(title=whole) + ld(headline=SEARCHED), title="Aktau port reopens…").title == whole


def test_capitals_lose_to_the_same_headline_in_small_letters() -> None:
    assert weigh(og(title=NEW), title=NEW.upper()).title == NEW
    assert weigh(title=NEW.upper()).title == NEW.upper()


@pytest.mark.parametrize(
    "written",
    [
        "Aktau port reopens | Caspian Daily",
        "Aktau port reopens - Caspian Daily",
        "Aktau port reopens — CASPIAN DAILY",
        "Aktau port reopens – Caspian Daily News",
        "Aktau port reopens｜Caspian Daily",
        "Aktau port reopens_Caspian Daily",
        "Aktau port reopens « caspian.example",
        "Aktau port reopens - Caspian Daily | Caspian",
        "Caspian Daily: Aktau port reopens",
        "Caspian Daily | Aktau port reopens",
        "  Aktau  port\n reopens ",
        "<b>Aktau</b> port reopens",
    ],
)
def test_the_outlets_name_is_cut_off_and_the_rest_is_tidied(written: str) -> None:
    assert weigh(SITE, title=written).title == NEW


@pytest.mark.parametrize(
    "headline",
    [
        "Oil - the port reopens",
        "Kazakhstan: port reopens",
        "Aktau port reopens | Sport",
        "Port_of_Aktau",
        "Caspian Daily wins a prize",
        "5 < 6 and other figures",
        "Caspian: a sea between five states",
    ],
)
def test_a_headline_with_dashes_and_colons_stays_whole(headline: str) -> None:
    assert weigh(SITE, title=headline).title == headline


def test_what_stands_behind_the_heading_in_a_shared_title_is_cut_off() -> None:
    found = weigh(og(title=f"{NEW} | Transport | Kazakhstan's first newspaper"), f"<h1>{NEW}</h1>", title=OLD)

    assert found.title == NEW


def test_entities_that_were_escaped_twice_are_resolved() -> None:
    assert weigh(og(title="Port &amp;amp; ferries &amp;#8217;")).title == "Port & ferries ’"


def test_the_outlets_own_name_is_a_headline_of_last_resort() -> None:
    found = weigh(SITE + og(title="Caspian Daily"), f"<h1>{NEW}</h1>")

    assert found.title == NEW
    assert claims(found, Field.TITLE)[1].note == "the outlet's own name"


def test_where_nobody_names_a_headline_the_first_line_is_one() -> None:
    found = weigh(text="The port of Aktau is open again.\nMore tomorrow.")

    assert found.title == "The port of Aktau is open again."
    assert claims(found, Field.TITLE)[0].note == "the first line of the text: nobody names a title"


def test_a_headline_has_1000_characters_at_most() -> None:
    assert len(weigh(og(title="a" * 5_000)).title) == 1_000


def test_chinese_headlines_lose_the_outlets_name_behind_an_underscore() -> None:
    assert weigh(og(site_name="里海日报"), title="阿克套港口重新开放_里海日报").title == "阿克套港口重新开放"


# Authors


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("By Ann Lee and Bob Ray", "Ann Lee, Bob Ray"),
        ("Written by: Ann Lee", "Ann Lee"),
        ("ann.lee@caspian.example (Ann Lee)", "Ann Lee"),
        ("Ann Lee, ann.lee@caspian.example", "Ann Lee"),
        ("Lee, Ann", "Lee, Ann"),  # two people: so parse/ joins them
        ("Ann Lee, Special Correspondent", "Ann Lee"),
        ("Ann Lee | Caspian Daily", "Ann Lee"),
        ("Ann Lee (Reuters)", "Ann Lee"),
        ("Ann Lee, Reuters", "Ann Lee"),
        ("Reuters", "Reuters"),
        ("Ann Lee; Ann Lee; LEE ANN", "Ann Lee"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Авторы: Иван Петров, Анна Ким", "Иван Петров, Анна Ким"),
        ("Корреспондент Иван Петров", "Иван Петров"),
        ("Текст: Иван Петров", "Иван Петров"),
        ("Мәтін: Айгүл Серік", "Айгүл Серік"),
        ("Айгүл Серік және Дана Омар", "Айгүл Серік, Дана Омар"),
        ("Muallif: Ali Valiyev", "Ali Valiyev"),
        ("作者：张三", "张三"),
        ("新华社记者张三、李四", "张三, 李四"),
        ("홍길동 기자", "홍길동"),
        ("Yazan: Mehmet Öz", "Mehmet Öz"),
        ("Von Ursula Weber", "Ursula Weber"),
        ("Par Jean Dupont", "Jean Dupont"),
        ("بقلم: أحمد علي", "أحمد علي"),
        ("Jean-Luc O&#8217;Neil", "Jean-Luc O’Neil"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Ann Lee, Jr.", "Ann Lee"),
    ],
)
def test_a_byline_becomes_names(byline: str, author: str) -> None:
    assert weigh(SITE, author=byline).author == author


def test_a_surname_that_stands_first_on_a_page_is_put_behind() -> None:
    assert weigh(SITE + ld(author="Lee, Ann")).author == "Ann Lee"


@pytest.mark.parametrize(
    ("byline", "note"),
    [
        ("https://social.example/annlee", "an address, not a name"),
        ("www.caspian.example", "an address, not a name"),
        ("news@caspian.example", "an address, not a name"),
        ("@annlee", "an address, not a name"),
        ("Caspian Daily", "the outlet's own name"),
        ("caspian.example", "the outlet's own name"),
        ("admin", "names nobody"),
        ("Редакция", "names nobody"),
        ("Staff Writer", "names nobody"),
        ("5 January 2022", "names nobody"),
    ],
)
def test_what_names_nobody_is_kept_as_a_claim_and_is_no_author(byline: str, note: str) -> None:
    found = weigh(SITE, author=byline)

    assert found.author == ""
    assert claims(found, Field.AUTHOR) == [Claim(Field.AUTHOR, Witness.FEED, byline, note=note)]


def test_the_fuller_list_of_authors_is_borne_out_by_the_shorter() -> None:
    both = ld(author=[{"name": "Ann Lee"}, {"name": "Bob Ray"}])

    assert weigh(both, author="Ann Lee").author == "Ann Lee, Bob Ray"


def test_a_list_of_all_authors_beside_the_article_is_no_byline() -> None:
    corner = '<div class="authors">Ann Lee, Bob Ray, Cem Oz</div>'

    assert weigh(body=corner, author="Ann Lee").author == "Ann Lee"


def test_a_person_is_believed_rather_than_an_agency() -> None:
    assert weigh(ld(author="Reuters"), '<p class="byline">By Ann Lee</p>', author="Reuters").author == "Ann Lee"


def test_a_full_name_is_believed_rather_than_what_somebody_logs_in_by() -> None:
    found = weigh(ld(author="ann-l"), '<p class="byline">By Ann Lee</p>')

    assert (found.author, claims(found, Field.AUTHOR)[1].note) == ("Ann Lee", "a single word")


def test_an_article_has_20_authors_at_most() -> None:
    people = [{"name": f"Ann {'abcdefghijklmnopqrstuvwxyz'[at % 26] * 3}{at // 26 * 'x'} Lee"} for at in range(40)]

    assert weigh(ld(author=people)).author.count(",") == 19


# Dates


def test_a_page_outweighs_a_feed_that_gives_local_time_as_greenwich_time() -> None:
    head = (
        ld(datePublished="2022-01-05T06:00:00Z")
        + '<meta property="article:published_time" content="2022-01-05T12:00+06:00">'
    )

    assert weigh(head, published_at=NOON).published_at == datetime(2022, 1, 5, 6, 0, tzinfo=UTC)


def test_a_date_in_the_future_is_labelled_and_stays_where_there_is_no_other() -> None:
    found = weigh(ld(datePublished="2099-01-01T10:00:00Z"))

    assert found.published_at == datetime(2099, 1, 1, 10, 0, tzinfo=UTC)
    assert claims(found, Field.PUBLISHED)[0].note == "in the future when seen"


def test_the_day_in_the_address_is_a_witness() -> None:
    found = weigh(url="https://www.caspian.example/2022/01/05/port")

    assert found.published_at == datetime(2022, 1, 5, tzinfo=UTC)
    assert claims(found, Field.PUBLISHED) == [
        Claim(Field.PUBLISHED, Witness.ADDRESS, "2022-01-05T00:00:00+00:00", is_chosen=True, note="no time of day")
    ]


def test_a_page_is_searched_for_a_date_only_where_nobody_names_one() -> None:
    somewhere = "<p>Posted by the harbour master on January 5, 2022 in Aktau.</p><p>© 2022-01-05</p>"

    assert [c.witness for c in claims(weigh(body=somewhere), Field.PUBLISHED)] == [Witness.TRAFILATURA]
    assert [c.witness for c in claims(weigh(body=somewhere, published_at=NOON), Field.PUBLISHED)] == [Witness.FEED]


def test_an_unreadable_date_is_no_reason_not_to_search() -> None:
    found = weigh(ld(datePublished="soon"), "<p>© 2022-01-05</p>")

    assert [(c.witness, c.is_chosen) for c in claims(found, Field.PUBLISHED)] == [
        (Witness.TRAFILATURA, True),
        (Witness.JSON_LD, False),
    ]


def test_a_change_before_the_publication_is_labelled_and_loses_to_a_later_one() -> None:
    early, late = "2022-01-04T10:00:00Z", "2022-01-05T18:00:00Z"
    head = f'<meta property="article:modified_time" content="{late}">'

    found = weigh(ld(dateModified=early, datePublished=NOON.isoformat()) + head)
    alone = weigh(ld(dateModified=early, datePublished=NOON.isoformat()))

    assert found.modified_at == datetime(2022, 1, 5, 18, 0, tzinfo=UTC)
    assert alone.modified_at == datetime(2022, 1, 4, 10, 0, tzinfo=UTC)
    assert claims(alone, Field.MODIFIED)[0].note == "before it was published"


def test_a_change_on_the_day_of_publication_without_a_time_is_not_before_it() -> None:
    found = weigh(ld(dateModified="2022-01-05", datePublished=NOON.isoformat()))

    assert claims(found, Field.MODIFIED)[0].note == "no time of day"


# The rest


def test_image_section_and_outlet_come_from_the_page() -> None:
    found = weigh(
        f'<base href="/a/">{SITE}{og(image="i/port.jpg")}'
        + ld(articleSection=["Transport", "Sea"], publisher={"name": "Caspian Daily LLP"}, image="/other.jpg")
    )

    assert (found.image, found.section) == ("https://www.caspian.example/a/i/port.jpg", "Transport")
    assert found.outlet_name == "Caspian Daily"
    assert [c.value for c in claims(found, Field.OUTLET)] == ["Caspian Daily", "Caspian Daily LLP"]


def test_two_witnesses_for_an_image_in_two_sizes_are_two() -> None:
    head = (
        og(image="https://i.example/big.jpg") + '<meta name="twitter:image" content="http://i.example/port.jpg?w=400">'
    )

    assert weigh(head + ld(image="https://i.example/port.jpg?w=1200")).image == "https://i.example/port.jpg?w=1200"


@pytest.mark.parametrize(
    "address", ["data:image/png;base64,AAAA", "javascript:alert(1)", "https://user:pw@i.example/1.jpg", "a" * 9_000]
)
def test_what_is_no_web_address_is_no_image(address: str) -> None:
    assert weigh(og(image=address)).image == ""


def test_a_feeds_own_text_has_claims_of_the_feed() -> None:
    entry = Entry(
        "k", "https://caspian.example/2022/01/05/port", f"{NEW} | caspian.example", "<p>Text.</p>", "Ann Lee", "", NOON
    )

    article = from_feed(entry)

    assert isinstance(article, Extracted)
    assert (article.title, article.author, article.published_at) == (NEW, "Ann Lee", NOON)
    assert [(c.field, c.witness, c.is_chosen) for c in article.claims] == [
        (Field.TITLE, Witness.FEED, True),
        (Field.AUTHOR, Witness.FEED, True),
        (Field.PUBLISHED, Witness.FEED, True),
        (Field.PUBLISHED, Witness.ADDRESS, False),
    ]


def test_a_feeds_text_without_title_or_address_has_its_first_line_as_claim() -> None:
    article = from_feed(Entry("k", "", "", "<p>The port is open.</p><p>More.</p>"))

    assert isinstance(article, Extracted)
    assert [(c.witness, c.value, c.is_chosen) for c in article.claims] == [(Witness.FEED, "The port is open.", True)]


# The promise


HEADS = st.lists(
    st.sampled_from(
        [
            SITE,
            og(title=NEW),
            og(title=f"{SEARCHED} | Caspian Daily"),
            og(title="Caspian Daily"),
            f"<title>{NEW} - Caspian Daily</title>",
            '<meta name="author" content="By Ann Lee, Bob Ray">',
            '<meta property="article:author" content="https://social.example/ann">',
            '<meta property="article:published_time" content="2099-01-01">',
            '<meta name="date" content="soon">',
            '<meta property="article:modified_time" content="2021-01-01T10:00:00">',
            '<meta property="article:section" content="News">',
            og(image="/port.jpg"),
            ld(headline=OLD, author=[{"name": "Ann Lee"}], datePublished="2022-01-05T14:05:00+06:00"),
            ld(author="admin", dateModified="2022-01-05T15:05:00", articleSection="Sea", image={"url": "/sea.jpg"}),
        ]
    ),
    max_size=8,
)


@given(HEADS, st.sampled_from(["", OLD, f"{NEW}…", NEW.upper()]), st.sampled_from(["", "Ann Lee", "Caspian Daily"]))
def test_the_article_bears_the_one_claim_that_is_chosen_and_no_candidate_is_lost(
    head: list[str], title: str, author: str
) -> None:
    body = (
        "<p>The port of Aktau reopened on Wednesday after a storm had kept it closed for three days in a row.</p>" * 2
    )

    article = extract(page("".join(head), f"<article><h1>{NEW}</h1>{body}</article>", title=title, author=author))

    assert isinstance(article, Extracted)
    chosen = {claim.field: claim.value for claim in article.claims if claim.is_chosen}
    assert len(chosen) == sum(claim.is_chosen for claim in article.claims)
    assert article.title == chosen[Field.TITLE]
    assert article.author == chosen.get(Field.AUTHOR, "").replace("; ", ", ")
    assert article.section == chosen.get(Field.SECTION, "")
    assert article.image == chosen.get(Field.IMAGE, "")
    for field, moment in ((Field.PUBLISHED, article.published_at), (Field.MODIFIED, article.modified_at)):
        assert moment == (datetime.fromisoformat(chosen[field]) if field in chosen else None)
    values = {claim.value for claim in article.claims}
    assert (OLD in values) is (title == OLD or OLD in _first_ld(head))
    assert ("soon" in values) is ("soon" in "".join(head))
    assert any("social.example" in value for value in values) is ("social.example" in "".join(head))


def _first_ld(head: list[str]) -> str:
    return next((each for each in head if "ld+json" in each), "")


def test_there_are_60_claims_at_most_and_the_chosen_ones_are_among_them() -> None:
    names = [f'<meta name="{name}" content="{name} title">' for name in ("twitter:title", "dc.title", "hdl", "title")]
    many = "".join(f"<h1>Heading number {at}</h1>" for at in range(200))
    found = weigh("".join(names * 30) + og(image="/1.jpg"), many, title=NEW, author="Ann Lee", published_at=NOON)

    assert len(found.claims) <= 60
    assert sum(claim.is_chosen for claim in found.claims) == 4


def test_of_each_field_the_chosen_claim_comes_first() -> None:
    found = weigh(ld(headline=NEW, author="Ann Lee") + og(title=NEW), f"<h1>{NEW}</h1>", title=OLD, author="Bob Ray")

    fields = [claim.field for claim in found.claims]
    assert [found.claims[fields.index(field)].is_chosen for field in dict.fromkeys(fields)] == [True, True]
