"""Bytes become text, whatever their sender says of them."""

import time

import pytest

from monitor.core.charset import clean, codec_of, decode, fold, label_of
from monitor.extract.charset import page_text

TEXTS = {
    "ru": "Порт Актау открыт после шторма, паромы снова идут в Баку. Министерство транспорта Казахстана сообщило, "
    "что очередь из грузовиков разойдётся за двое суток. Водители говорят, что ждали на берегу почти неделю.",
    "uk": "Уряд ухвалив рішення відкрити новий міст через річку до кінця року. Мешканці обох берегів чекали на нього "
    "понад десять років, а перевізники обіцяють скоротити її об’їзд на півгодини.",
    "kk": "Ақтау порты дауылдан кейін қайта ашылды. Көлік министрлігі кезекте тұрған жүк көліктері екі тәулікте өтеді "
    "деп хабарлады. Жүргізушілер жағалауда бір аптаға жуық күткенін айтты.",
    "zh-Hans": "哈萨克斯坦总统星期一在阿斯塔纳会见了上海合作组织秘书长。双方讨论了铁路运输和边境口岸的工作时间，"
    "并同意在秋天以前开通一条新的货运线路。当地的司机说，他们已经等了很久。",
    "zh-Hant": "哈薩克總統星期一在阿斯塔納會見了上海合作組織秘書長。雙方討論了鐵路運輸和邊境口岸的工作時間，"
    "並同意在秋天以前開通一條新的貨運線路。當地的司機說，他們已經等了很久。",
    "ja": "カザフスタンの大統領は月曜日、首都で上海協力機構の事務局長と会談した。両者は鉄道輸送と国境の検問所について"
    "話し合い、秋までに新しい貨物路線を開くことで一致した。",
    "ko": "카자흐스탄 대통령은 월요일 수도에서 상하이협력기구 사무총장을 만났다. 두 사람은 철도 운송과 국경 검문소의 "
    "운영 시간을 논의했으며, 가을까지 새로운 화물 노선을 열기로 했다.",
    "tr": "Kazakistan Cumhurbaşkanı pazartesi günü başkentte Şanghay İşbirliği Örgütü genel sekreteriyle görüştü. "
    "İki taraf, sınır kapılarının çalışma saatlerini ele aldı; sığınacak yer olmadığını söyledi.",
    "ar": "التقى رئيس كازاخستان يوم الاثنين في العاصمة الأمين العام لمنظمة شنغهاي للتعاون. وبحث الجانبان النقل "
    "بالسكك الحديدية وساعات عمل المعابر على الحدود، واتفقا على فتح خط جديد للشحن قبل الخريف.",
    "de": "Über die Größe der neuen Brücke wird seit Jahren gestritten. Der Bürgermeister erklärte am Montag, die "
    "Züge führen erst im Frühjahr wieder; bis dahin müssten Pendler auf Busse ausweichen.",
    "pl": "Rząd zapowiedział otwarcie nowego mostu przed końcem roku. Mieszkańcy obu brzegów czekali na niego ponad "
    "dziesięć lat, a przewoźnicy obiecują, że podróż będzie krótsza o pół godziny.",
    "is": "Ríkisstjórnin tilkynnti að nýja brúin yrði opnuð fyrir lok ársins. Íbúar beggja vegna árinnar hafa beðið í "
    "meira en tíu ár, og það þykir þeim nógu langur tími.",
}
#: Language of a text, the label a publisher gives, and what Python calls the encoding.
WRITTEN = [
    ("ru", "windows-1251", "cp1251"),
    ("ru", "koi8-r", "koi8-r"),
    ("ru", "iso-8859-5", "iso8859-5"),
    ("ru", "ibm866", "cp866"),
    ("ru", "x-mac-cyrillic", "mac_cyrillic"),
    ("ru", "Mac-Cyrillic", "mac_cyrillic"),
    ("uk", "windows-1251", "cp1251"),
    ("uk", "x-cp1251", "cp1251"),
    ("kk", "kz-1048", "kz1048"),
    ("kk", "ptcp154", "ptcp154"),
    ("zh-Hans", "gb18030", "gb18030"),
    ("zh-Hans", "gbk", "gbk"),
    ("zh-Hans", "gb2312", "gbk"),
    ("zh-Hant", "big5", "cp950"),
    ("zh-Hant", "big5-hkscs", "big5hkscs"),
    ("zh-Hant", "gb18030", "gb18030"),
    ("ja", "shift_jis", "cp932"),
    ("ja", "x-sjis", "cp932"),
    ("ja", "euc-jp", "euc_jp"),
    ("ja", "iso-2022-jp", "iso2022_jp"),
    ("ko", "euc-kr", "euc_kr"),
    ("ko", "ks_c_5601-1987", "cp949"),
    ("tr", "windows-1254", "cp1254"),
    ("tr", "iso-8859-9", "iso8859-9"),
    ("ar", "windows-1256", "cp1256"),
    ("ar", "iso-8859-6", "iso8859-6"),
    ("de", "windows-1252", "cp1252"),
    ("de", "iso-8859-1", "latin-1"),
    ("pl", "windows-1250", "cp1250"),
    ("pl", "iso-8859-2", "iso8859-2"),
    ("is", "iso-8859-1", "latin-1"),
]
#: Those that tell themselves: a detector knows them without a label.
TELLING = [
    row
    for row in WRITTEN
    if row[1].lower() not in ("x-mac-cyrillic", "mac-cyrillic", "kz-1048", "ptcp154", "iso-8859-1")
]
LIES = (
    "utf-8",
    "iso-8859-1",
    "windows-1251",
    "koi8-r",
    "gb2312",
    "big5",
    "shift_jis",
    "euc-kr",
    "windows-1256",
    "utf-16",
)
#: Who lies so is believed: the tables part in a few letters, or kana become common ideographs.
UNSEEN = {
    *((label, "windows-1251") for label in ("x-mac-cyrillic", "Mac-Cyrillic", "kz-1048", "ptcp154")),
    ("euc-jp", "big5"),
}
LYING = [(*row, lie) for row in WRITTEN for lie in LIES if (row[1], lie) not in UNSEEN]


def page(text: str, head: str = "") -> str:
    return f'<html><head>{head}<title>News</title></head><body><div class="menu">menu</div><p>{text}</p></body></html>'


def ours(text: str, codec: str) -> bytes:
    return page(text).encode(codec, "xmlcharrefreplace")


def held(language: str, codec: str) -> str:
    """The text as an encoding can hold it: a sign that it lacks stands there as a reference."""
    return TEXTS[language].encode(codec, "xmlcharrefreplace").decode(codec)


# --- what is declared ------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "label", "codec"), WRITTEN)
def test_the_header_names_the_encoding(language: str, label: str, codec: str) -> None:
    assert held(language, codec) in page_text(ours(TEXTS[language], codec), f"text/html; charset={label}")


@pytest.mark.parametrize(("language", "label", "codec"), WRITTEN)
@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset={}'>",
        "<meta content=\"text/html;charset = '{}'\" name=x http-equiv=content-type />",
        "<meta charset={}/>",
    ],
)
def test_a_meta_element_names_the_encoding(language: str, label: str, codec: str, head: str) -> None:
    body = page(TEXTS[language], head.format(label)).encode(codec, "xmlcharrefreplace")

    assert held(language, codec) in page_text(body, "text/html")


@pytest.mark.parametrize(("language", "label", "codec"), WRITTEN)
def test_an_xml_declaration_names_the_encoding(language: str, label: str, codec: str) -> None:
    body = f'<?xml version="1.0" encoding="{label}"?>\n'.encode() + ours(TEXTS[language], codec)

    assert held(language, codec) in page_text(body, "application/xhtml+xml")


@pytest.mark.parametrize(("language", "label", "codec"), WRITTEN)
def test_of_a_short_page_the_header_is_believed(language: str, label: str, codec: str) -> None:
    title = TEXTS[language][:12]

    assert page_text(f"<p>{title}</p>".encode(codec), f"text/html; charset={label}") == f"<p>{title}</p>"


@pytest.mark.parametrize(("language", "label", "codec"), WRITTEN)
def test_a_page_that_is_nearly_all_ascii_keeps_its_few_letters(language: str, label: str, codec: str) -> None:
    word = TEXTS[language][:5]
    body = page("The ferries run again, and nobody waits. " * 200 + word).encode(codec)

    assert word in page_text(body, f"text/html; charset={label.upper()}")


# --- what is not declared, or wrongly ---------------------------------------------------------------


@pytest.mark.parametrize(("language", "label", "codec"), TELLING)
@pytest.mark.parametrize("content_type", ["text/html", "", "text/html; charset=utf-8", "text/html; charset=none-such"])
def test_without_a_true_label_the_bytes_tell(language: str, label: str, codec: str, content_type: str) -> None:
    assert held(language, codec) in page_text(ours(TEXTS[language], codec), content_type)


@pytest.mark.parametrize(("language", "label", "codec", "lie"), [row for row in LYING if row[:3] in TELLING])
def test_a_lying_header_is_seen_through(language: str, label: str, codec: str, lie: str) -> None:
    assert held(language, codec) in page_text(ours(TEXTS[language], codec), f"text/html; charset={lie}")


@pytest.mark.parametrize(("language", "label", "codec", "lie"), LYING)
def test_where_the_header_lies_the_page_is_believed(language: str, label: str, codec: str, lie: str) -> None:
    body = page(TEXTS[language], f'<meta charset="{label}">').encode(codec, "xmlcharrefreplace")

    assert held(language, codec) in page_text(body, f"text/html; charset={lie}")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("lie", LIES)
def test_utf_8_is_utf_8_whatever_header_and_page_say(language: str, lie: str) -> None:
    body = page(TEXTS[language], f'<meta charset="{lie}">').encode()

    assert TEXTS[language] in page_text(body, f"text/html; charset={lie}")


@pytest.mark.parametrize("lie", ["windows-1251", "gb2312"])
def test_the_page_lies_and_the_header_is_right(lie: str) -> None:
    body = page(TEXTS["ru"], f'<meta charset="{lie}">').encode("koi8-r")

    assert TEXTS["ru"] in page_text(body, 'text/html; charset="koi8-r"')


def test_a_headline_in_capitals_does_not_make_a_liar_of_its_label() -> None:
    headline = TEXTS["ru"][:40].upper()

    assert headline in page_text(ours(headline, "cp1251"), "text/html; charset=windows-1251")


def test_polish_under_a_western_label_is_read_by_its_page() -> None:
    body = page(TEXTS["pl"], '<meta charset="windows-1250">').encode("cp1250")

    assert TEXTS["pl"] in page_text(body, "text/html; charset=iso-8859-1")


# --- 16-bit text, marks and cuts --------------------------------------------------------------------


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("content_type", ["", "text/html; charset=utf-8", "text/html; charset=windows-1251"])
def test_a_mark_or_zero_bytes_give_unicode_away(language: str, codec: str, content_type: str) -> None:
    body = page(TEXTS[language], '<meta charset="koi8-r">').encode(codec)

    assert page_text(body, content_type) == page(TEXTS[language], '<meta charset="koi8-r">')


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_16_bit_text_may_begin_with_empty_lines(codec: str) -> None:
    assert TEXTS["kk"] in page_text(f"\r\n\n  {page(TEXTS['kk'])}".encode(codec), "")


def test_16_bit_text_without_markup_is_read_by_its_label() -> None:
    assert page_text(TEXTS["ru"].encode("utf-16-le"), "text/plain; charset=utf-16") == TEXTS["ru"]


@pytest.mark.parametrize("label", ["utf-16", "UTF-16LE", "utf-16be", "unicode"])
def test_a_meta_element_that_says_utf_16_means_utf_8(label: str) -> None:
    body = page("Bus", f'<meta charset="{label}">').encode() + "Größe".encode() + b"\xff\xfc"

    assert "Größe" in page_text(body, "")


@pytest.mark.parametrize(
    ("language", "label", "codec"),
    [row for row in WRITTEN if row[1] in ("gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr")],
)
def test_a_cut_within_a_letter_costs_that_letter_alone(language: str, label: str, codec: str) -> None:
    text = TEXTS[language]
    while text[-1] in "。.":
        text = text[:-1]

    assert page_text(text.encode(codec)[:-1], f"text/html; charset={label}")[: len(text) - 1] == text[:-1]


@pytest.mark.parametrize("language", [language for language in TEXTS if language not in ("de", "pl", "is", "tr")])
def test_utf_8_cut_within_a_letter_stays_utf_8(language: str) -> None:
    text = TEXTS[language].rstrip("。.")

    assert page_text(text.encode()[:-1], "text/html; charset=windows-1251").startswith(text[:-1])


def test_utf_8_with_a_broken_letter_in_three_stays_utf_8() -> None:
    broken = b"".join(word.encode() + b"\xd0 " for word in ("да", "нет", "они", "там"))

    assert page_text(broken, "text/html; charset=windows-1251") == "да\ufffd нет\ufffd они\ufffd там\ufffd "


def test_typographic_quotes_of_windows_in_an_english_page() -> None:
    body = b"<p>\x93It\x92s open again\x94, the port said \x96 and smiled.</p>"

    assert page_text(body, "text/html; charset=utf-8") == "<p>“It’s open again”, the port said – and smiled.</p>"


def test_the_first_letter_beyond_ascii_may_come_late() -> None:
    body = b"<script>" + b"x = 1;" * 20_000 + b"</script>" + ours(TEXTS["ru"], "koi8-r")

    assert TEXTS["ru"] in page_text(body, "text/html; charset=utf-8")


# --- where a page says it ---------------------------------------------------------------------------

META = '<meta charset="x-mac-cyrillic">'
MAC = TEXTS["ru"].encode("mac_cyrillic")  # no detector knows it: only the label can tell


@pytest.mark.parametrize(
    "head",
    [
        META,
        META.upper(),
        "<meta charset=x-mac-cyrillic>",
        "<meta\ncharset\n=\n'x-mac-cyrillic'\n>",
        '<meta/charset="x-mac-cyrillic"/>',
        '<meta name="a" content="b" charset=" x-mac-cyrillic ">',
        '<meta http-equiv="content-type" content="text/html;charset=x-mac-cyrillic">',
        '<meta content="text/html; charset=x-mac-cyrillic; x=1" http-equiv=Content-Type>',
        "<meta http-equiv=Content-Type content=\"charset charset = 'x-mac-cyrillic'\">",
        '<meta charset="none-such">' + META,
        '<meta http-equiv="content-type" content="text/html">' + META,
        '<meta name="x" content="charset=koi8-r">' + META,
        '<meta http-equiv="refresh" content="1; charset=koi8-r">' + META,
        "<metadata charset=koi8-r>" + META,
        '<link title="<meta charset=koi8-r>">' + META,
        "<!-- <meta charset=koi8-r> -->" + META,
        "<!--><meta charset=x-mac-cyrillic><!-- -->",
        "<!-- a > b <meta charset=koi8-r> -- >\n-->" + META,
        "<script>document.write('<meta charset=koi8-r>')</script>" + META,
        "<SCRIPT type='a'>'<meta charset=koi8-r>'</Script >" + META,
        "<style><meta charset=koi8-r></style>" + META,
        "<noscript><meta charset=koi8-r></noscript>" + META,
        "<title><meta charset=koi8-r></title>" + META,
        "<? <meta charset=koi8-r ?>" + META,
        "<!doctype html><html lang=ru><head prefix='a>b'>" + META,
        "<script>" + "x = 1;" * 500 + "</script>" + META,
        "<script>" + "x = 1;" * 10_000 + "</script>" + META,
        '<?xml version="1.0" encoding="koi8-r"?>' + META,
    ],
)
def test_the_meta_element_is_found_where_a_browser_finds_it(head: str) -> None:
    assert page_text(head.encode() + MAC, "text/html").endswith(TEXTS["ru"])


@pytest.mark.parametrize(
    "head",
    [
        f"<!-- {META} -->",
        f"<!-- {META}",
        f"<script>{META}</script>",
        f"<script>{META}",
        f"<noscript>{META}</noscript>",
        f"<style>{META}</style>",
        f"<textarea>{META}</textarea>",
        f"<a title='{META}'>",
        '<meta name="charset" content="x-mac-cyrillic">',
        '<meta content="text/html; charset=x-mac-cyrillic">',
        "</meta charset=x-mac-cyrillic>",
        "<meta charset='x-mac-cyrillic>",
    ],
)
def test_what_is_no_meta_element_is_not_believed(head: str) -> None:
    assert not page_text(head.encode() + b"<p>" + MAC, "text/html").endswith(TEXTS["ru"])


def test_a_page_that_says_user_defined_means_windows() -> None:
    assert page_text(b'<meta charset="x-user-defined">caf\xe9', "").endswith("café")


# --- labels -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "label"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ("text/html;charset=UTF-8;x=y", "UTF-8"),
        ('text/html; Charset = "koi8-r"', "koi8-r"),
        ("text/html; charset='gbk'", "gbk"),
        ("text/html, text/html; charset=big5", "big5"),
        ("charset=gbk", "gbk"),
        ("text/html; charset=gbk; charset=utf-8", "gbk"),
        ("text/html; x-charset=gbk", ""),
        ("text/html; charset=", ""),
        ("text/html", ""),
        ("", ""),
    ],
)
def test_a_content_type_names_a_charset(content_type: str, label: str) -> None:
    assert label_of(content_type) == label


@pytest.mark.parametrize(
    ("codec", "labels"),
    [
        ("utf-8", "utf-8 utf8 UNICODE-1-1-UTF-8 x-unicode20utf8"),
        ("cp1252", "iso-8859-1 latin1 l1 us-ascii ascii ansi_x3.4-1968 cp1252 windows-1252 x-cp1252 iso_8859-1:1987"),
        ("cp1251", "windows-1251 cp1251 x-cp1251 win-1251"),
        ("cp1254", "windows-1254 iso-8859-9 latin5 l5 cp1254 csisolatin5"),
        ("cp1256", "windows-1256 cp1256 x-cp1256"),
        ("koi8-r", "koi8-r koi8 koi koi8_r cskoi8r"),
        ("koi8-u", "koi8-u koi8-ru"),
        ("cp866", "866 cp866 ibm866 csibm866"),
        ("iso8859-5", "iso-8859-5 cyrillic iso-ir-144"),
        ("mac_cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
        ("gbk", "gb2312 gbk x-gbk chinese gb_2312-80 csgb2312"),
        ("gb18030", "gb18030"),
        ("big5", "big5 big5-hkscs cn-big5 x-x-big5 csbig5"),
        ("shift_jis", "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j ms932"),
        ("euc_jp", "euc-jp x-euc-jp"),
        ("iso2022_jp", "iso-2022-jp csiso2022jp"),
        ("euc_kr", "euc-kr korean ks_c_5601-1987 ksc5601 windows-949"),
        ("utf-16-le", "utf-16 utf-16le ucs-2 unicode"),
        ("utf-16-be", "utf-16be unicodefffe"),
        ("", "none-such base64 hex rot13 zlib utf-7 idna unicode_escape hz-gb-2312 iso-2022-kr replacement"),
    ],
)
def test_a_label_means_what_the_standard_says(codec: str, labels: str) -> None:
    assert {codec_of(f" {label.upper()}\n") for label in labels.split()} == {codec}


# --- signs, and what all of it costs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "body", "text"),
    [
        ("big5", b"\xa5d\xa6\xe8\xa9i\xa1E\xa6\xab\xa5d\xb8\xad\xa4\xd2", "卡西姆‧托卡葉夫"),
        ("big5", b"\xad\xbb\xb4\xe4\xf9\xd6\x87\x40", "香港碁䏰"),
        ("euc-jp", b"\xad\xa1\xc2\xe8\xb0\xec", "①第一"),
        ("shift_jis", b"\x87\x40\x91\xe6\x88\xea", "①第一"),
        ("gb2312", "特朗镕".encode("gbk"), "特朗镕"),
        ("ks_c_5601-1987", "뷁펲시콜".encode("cp949"), "뷁펲시콜"),
        ("iso-8859-1", b"\x80 5 \x96 \x93ja\x94", "€ 5 – “ja”"),
    ],
)
def test_a_label_covers_what_browsers_read_under_it(label: str, body: bytes, text: str) -> None:
    assert decode(body, [label]) == text


def test_pages_made_to_be_slow_are_not() -> None:
    bodies = [
        b"<meta " * 500_000,
        b"<a b='" * 500_000 + b"\xff",
        b"<!" * 1_500_000 + b"\xff",
        b"<script>" * 300_000 + b"\xff",
        b"\xff" * 3_000_000,
        bytes(range(256)) * 12_000,
        b"<meta charset=\xff" * 200_000,
    ]
    began = time.process_time()

    for body in bodies:
        page_text(body, "text/html; charset=none")

    assert time.process_time() - began < 3.0


def test_characters_that_stores_refuse_are_cleaned_away() -> None:
    assert clean("a\x00b\x1bc\x9dd\ud800e\ufefff\r\ng\rh") == "abcdef\ng\nh"


def test_folding_puts_everything_on_one_composed_line() -> None:
    assert fold("  е\u0308лка\u00a0 и\n\tшары ") == "ёлка и шары"
