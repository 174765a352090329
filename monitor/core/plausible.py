"""Could this text be a language, or is it bytes read by the wrong table?

Pure. In: a text as one encoding gives it. Out: how strange it looks, from 0 to 1. core/charset.py compares by it what
labels and detection make of the same bytes: an encoding of single bytes decodes anything, so that only the outcome
can give a lie away.
"""

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache

_SEEN = 8_000  # characters that are looked at, from the first beyond ASCII on
_IDEOGRAPHS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平相全表间样与关各重新线内数正心反你明看原又利比或但气第向道命此变条只没结问意建月公无系军情者最立代想已通"
    "并直题党程展五果料象员入常文总次品式活设及管特件长求老头资边流路级图山统接知组见计别手角期根论运"
    "農業東國會個來時為們對發動過說產後種經進著電裡現實體機當點從應開還間樣與關線數氣變條沒結問無係軍總題黨員設長頭資邊級圖統"
    "運論組見計別報議際協市京者金安元首席北西南海話強両込気学円図団"
)
# The commonest letters of a script, over the languages that are written in it, and how much of a text they make up;
# of ideographs, those common in news in Chinese and Japanese, old forms and new.
_COMMON = {
    "CYRILLIC": ("аеиоунтсрвліыәү", 0.60),
    "GREEK": ("αοιετσνηρπκάόίς", 0.65),
    "ARABIC": ("اليمونرتبهدةسعکی", 0.65),
    "HEBREW": ("יוהלאםרתשמנב", 0.60),
    "HANGUL": ("이다의에는을를가은하고한지기사로도인대자과해리서어정시나부전일라원만스", 0.25),
    "CJK": (_IDEOGRAPHS, 0.22),
}
# Signs that texts have: of Europe, then numbers, arrows and shapes, and what East Asian texts are set with.
_SIGNS = re.compile(
    "[«»°·§©®¡¿£¥×±\u00a0\u00ad\u2010-\u203b№™€\u2150-\u21ff\u2460-\u24ff\u25a0-\u26ff\u3000-\u303f\uff00-\uff60]"
)
_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_APART = "\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f"  # Greek to Arabic, Thai: never in one word with Latin letters
_SHAPES = (
    re.compile(f"(?<=[A-Za-z{_LATIN}])[{_APART}]|[{_APART}](?=[A-Za-z{_LATIN}])"),  # two scripts in a word
    re.compile("(?<=[a-z])[\u3400-\u9fff\uac00-\ud7a3](?=[a-z])"),  # as "Br\u9ede" for "Br\u00fcck"
    re.compile(f"[{_LATIN}]{{4,}}"),  # accents in a row
    re.compile(r"(?<=[^\W\d_])[¡-¿×÷\u2000-\u2018\u201a-\u2fff](?=[^\W\d_])"),  # a sign within a word
)
_SMALL_THEN_CAPITAL = re.compile("[\u03ac-\u03ce\u0430-\u045f][\u0391-\u03a9\u0401-\u042f]")
_THORN, _ICELANDIC = "ðþÐÞ", "áíóúæÁÍÓÚÆ"  # where Turkish has ğ and ş, Icelandic has these too


def strangeness(text: str) -> float:
    """Say which part of the characters beyond ASCII no language would have there: 0 for none, 1 for all.

    Strange are replacement and control characters, signs within words, letters of two scripts in a word, accents in
    a row, capitals behind small letters, and letters of a script whose commonest letters hardly occur.
    """
    start = re.search(r"[^\x00-\x7f]", text)
    if start is None:
        return 0.0
    seen = text[max(0, start.start() - 1) : start.start() + _SEEN]
    counts = Counter(character for character in seen if character > "\x7f")
    strange = _strange_letters(counts) + sum(len(found) for shape in _SHAPES for found in shape.findall(seen))
    strange += 4 * len(_SMALL_THEN_CAPITAL.findall(seen))  # once a word, where a table swaps capitals and small letters
    return min(1.0, strange / counts.total())


def _strange_letters(counts: Counter[str]) -> float:
    kinds: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for character, count in counts.items():
        kind = _kind(character)
        kinds[kind] += count
        if kind in _COMMON and character.lower() in _COMMON[kind][0]:
            common[kind] += count
    strange = 5.0 * kinds["broken"] + kinds["odd"]
    for kind, (_, usual) in _COMMON.items():
        by_chance = 1.25 * math.sqrt(kinds[kind] * usual * (1 - usual))
        strange += max(0.0, kinds[kind] - (common[kind] + by_chance) / usual)
    thorns = sum(counts[letter] for letter in _THORN)
    return strange + (thorns if thorns > 3 * sum(counts[letter] for letter in _ICELANDIC) else 0)


@lru_cache(maxsize=4_096)
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\ufffd" or category in ("Cc", "Cn", "Co", "Cs"):
        return "broken"
    if category[0] not in "LM":
        return "sign" if _SIGNS.match(character) else "odd"
    script = unicodedata.name(character, "").partition(" ")[0].partition("-")[0]
    return "odd" if script == "HALFWIDTH" or "\u3130" <= character <= "\u318f" else script
