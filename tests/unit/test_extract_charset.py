"""Bytes become text, whatever their sender says of them."""

import pytest

from monitor.core.charset import clean, fold
from monitor.extract.charset import page_text

RUSSIAN = "Порт Актау открыт после шторма, паромы идут в Баку"
CHINESE = "上海合作組織成員國元首理事會會議將在北京舉行"
JAPANESE = "カザフスタンの大統領は会議を開催しました"
KOREAN = "카자흐스탄 대통령은 회의를 개최했다"
GERMAN = "Über die Größe der Brücke wird öfter gesprochen"


def page(text: str, meta: str = "") -> str:
    return f'<html><head>{meta}<title>News</title></head><body><div class="menu">menu</div><p>{text}</p></body></html>'


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "iso-8859-5", "cp866", "utf-8", "utf-8-sig", "utf-16"])
def test_russian_comes_out_right_without_any_declaration(charset: str) -> None:
    assert RUSSIAN in page_text(page(RUSSIAN).encode(charset), "text/html")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (KOREAN, "euc-kr"),
        (GERMAN, "windows-1252"),
    ],
)
def test_other_scripts_come_out_right_without_any_declaration(text: str, charset: str) -> None:
    assert text in page_text(page(text).encode(charset), "")


@pytest.mark.parametrize(
    ("text", "charset"), [(RUSSIAN, "koi8-r"), (CHINESE, "gb2312"), (KOREAN, "ks_c_5601-1987"), (JAPANESE, "x-sjis")]
)
def test_a_declaration_in_the_page_is_believed(text: str, charset: str) -> None:
    codec = {"ks_c_5601-1987": "cp949", "x-sjis": "cp932", "gb2312": "gb18030"}.get(charset, charset)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'

    assert text in page_text(page(text, meta).encode(codec), "text/html")


def test_the_header_beats_the_page() -> None:
    body = page(RUSSIAN, '<meta charset="windows-1251">').encode("koi8-r")

    assert RUSSIAN in page_text(body, 'text/html; charset="koi8-r"')


@pytest.mark.parametrize("lie", ["utf-8", "iso-8859-1", "us-ascii", "no-such-charset", "base64"])
def test_a_lying_header_is_seen_through(lie: str) -> None:
    assert RUSSIAN in page_text(page(RUSSIAN).encode("windows-1251"), f"text/html; charset={lie}")


def test_strict_utf_8_beats_a_header_that_denies_it() -> None:
    assert RUSSIAN in page_text(page(RUSSIAN).encode(), "text/html; charset=windows-1251")


def test_a_byte_order_mark_beats_everything() -> None:
    assert RUSSIAN in page_text(page(RUSSIAN, '<meta charset="koi8-r">').encode("utf-16"), "text/html; charset=big5")


def test_utf_8_cut_within_a_letter_stays_utf_8() -> None:
    assert page_text(RUSSIAN.encode()[:-1], "text/html; charset=utf-8").startswith(RUSSIAN[:-1])


def test_characters_that_stores_refuse_are_cleaned_away() -> None:
    assert clean("a\x00b\x1bc\x9dd\ud800e\ufefff\r\ng\rh") == "abcdef\ng\nh"


def test_folding_puts_everything_on_one_composed_line() -> None:
    assert fold("  е\u0308лка\u00a0 и\n\tшары ") == "ёлка и шары"
