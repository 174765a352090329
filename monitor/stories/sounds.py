"""How does a name sound, whatever letters it is written in?

Pure. In: a name in Latin, Cyrillic, Arabic or Chinese characters, and the language. Out: a skeleton, equal for what
sounds alike. traits.py makes keys of them.

Two of them. A fine one, for Latin and Cyrillic: consonants by sound, every run of vowels one "a", the case ending cut
off: Токаев, Тоқаевтың, Tokayev and Tokaev are "takav". A coarse one, for pairs with Chinese or Arabic: consonants
alone, with those made one that these scripts do not tell apart: Турманов, Turmanov and 图尔马诺夫 are "trmnv".
"""

import re
import unicodedata
from functools import lru_cache

_SHORTEST = 3
_SHORTEST_STEM = 4
_KNOWN = 20_000

_MULTIPLE = (
    ("shch", "š"), ("tsch", "č"), ("sch", "š"), ("tch", "č"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "k"),
    ("sh", "š"), ("ch", "č"), ("gh", "g"), ("ph", "v"), ("th", "t"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("x", "ks"),
    ("ce", "se"), ("ci", "si"),
)  # fmt: skip
_SINGLE = str.maketrans("qhwfcyuioeáəıöüāē", "kkvvkaaaaaaaaaaaa")
_TURKIC = str.maketrans({"c": "j", "ç": "č", "ş": "š", "ğ": "g"})
_TURKIC_LANGUAGES = frozenset({"tr", "az"})
_CYRILLIC = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "a", "ё": "a", "є": "a",
        "ж": "j", "җ": "j", "ҷ": "j", "з": "z", "и": "a", "і": "a", "ї": "a", "й": "a", "ј": "a", "к": "k", "қ": "k",
        "л": "l", "м": "m", "н": "n", "ң": "n", "о": "a", "ө": "a", "п": "p", "р": "r", "с": "s", "т": "t", "у": "a",
        "ұ": "a", "ү": "a", "ў": "a", "ф": "v", "х": "k", "һ": "k", "ҳ": "k", "ц": "s", "ч": "č", "ш": "š", "щ": "š",
        "ъ": "", "ы": "a", "ь": "", "э": "a", "ю": "a", "я": "a", "ӣ": "a", "ӯ": "a", "'": "",
    }
)  # fmt: skip
_SCRIPT_CYRILLIC = re.compile("[\u0400-\u052f]")
_VOWELS = re.compile("a+")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_SOUNDS = re.compile("[^abdgjklmnprstvzčš]")

# Case endings, by the letters of nouns; of names that end so by themselves, a stem of four letters is left.
_RUSSIAN = re.compile(
    r"(?<=[оеёи]в|[иы]н)(?:ым|ыми|ых|ой|ою|ым)$"
    r"|(?<=[бвгджзклмнпрстфхцчшщ])(?:ом|ем|ём|ами|ями|ах|ях|овск\w+|евск\w+)$"
    r"|(?<=\w\w\w)(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими|ій|ої|у)$"
)
_KAZAKH = re.compile(
    r"(?<=\w\w\w)(?:[дт]ағы|[дт]егі|ның|нің|дың|дің|тың|тің|нын|нин|дын|дин|тын|тин|нун|дун|ға|ге|қа|ке|га|ка|"
    r"ды|ді|ты|ті|ны|ні|ди|ти|ни|да|де|та|те|до|то|нан|нен|дан|ден|тан|тен|дон|тон|мен|бен|пен|лық|лік|дық|дік|тық|тік)$"
)
_UZBEK = re.compile(r"(?<=\w\w\w)(?:ning|dagi|dan|ga|da|ni|lik)$")
_LATIN_ADJECTIVE = re.compile(r"(?<=\w\w\w)sk(?:y|iy|yi|yy|i|ii|aya|aja|oi|oy|ogo)$")
_ENDINGS = {
    **dict.fromkeys(("ru", "uk", "be", "bg"), _RUSSIAN),
    **dict.fromkeys(("kk", "ky", "tt"), _KAZAKH),
    "uz": _UZBEK,
}
# Names that end as if they had a case: not "Казахс" and "Нурсул".
_NO_ENDING = re.compile(r"(?:стан|султан|сұлтан|ислам|рустем|рүстем|артем|артём|салем)$")

_ONE_COARSE = str.maketrans({"b": "p", "d": "t", "j": "z", "l": "r"})

# Characters that Chinese writes foreign names with; left out are those that are common words as well.
_HAN = {
    "a": "阿埃艾爱伊奥欧乌昂亚耶叶约尤雅扬厄奧烏亞",
    "an": "安恩因英延",
    "p": "巴贝比别波布博伯拜鲍帕佩皮普彼柏菩蒲贝",
    "pn": "宾班邦潘彭",
    "t": "达德迪杜塔特捷季托图铁泰吐蒂戴代",
    "tn": "丹登顿敦坦滕丁",
    "g": "加格戈古盖",
    "gn": "甘根冈贡",
    "k": "卡克基科库凯康考柯哈赫霍胡吉",
    "kn": "坎肯孔汉亨洪",
    "z": "扎泽佐祖兹热若茹詹朱哲杰贾泽",
    "zn": "津赞增真",
    "s": "萨斯塞西索苏锡察采措茨",
    "sn": "桑森辛孙",
    "š": "沙舍什希绍舒谢",
    "šn": "申尚",
    "č": "恰切奇乔丘齐楚",
    "čn": "钦琴昌",
    "m": "马玛梅米莫穆姆",
    "mn": "曼门蒙缅",
    "n": "纳娜内尼诺努涅",
    "nn": "宁",
    "r": "拉莱雷勒里利丽罗洛鲁卢尔列赖",
    "rn": "兰伦林连龙隆",
    "v": "瓦韦维沃夫弗法费菲福",
    "vn": "凡温",
}
_HAN_SOUND = {character: sound for sound, characters in _HAN.items() for character in characters}
_HAN_SET = "".join(_HAN_SOUND)
_HAN_RUN = re.compile(f"[{_HAN_SET}]{{3,9}}|[{_HAN_SET}]{{2}}(?=[区州市村镇县河湖])")

_ARABIC_SOUND = str.maketrans(
    {
        "ا": "", "و": "", "ی": "", "ع": "", "ه": "", "ء": "", "ئ": "", "ؤ": "", "ب": "p", "پ": "p", "ت": "t",
        "ط": "t", "د": "t", "ض": "t", "ذ": "t", "ث": "s", "س": "s", "ص": "s", "ش": "š", "ج": "z", "ژ": "z", "ز": "z",
        "ظ": "z", "چ": "č", "ح": "k", "خ": "k", "ک": "k", "ق": "k", "غ": "g", "گ": "g", "ر": "r", "ل": "r", "م": "m",
        "ن": "n", "ف": "v", "ڤ": "v",
    }
)  # fmt: skip
# How names of Russian and Turkic making end in Arabic letters; other words cannot be told from names there.
_ARABIC_NAME = re.compile(
    r"(?<!\w)[\u0621-\u06d3]{2,10}(?:وف|ییف|یف|وفا|ییفا|یفا|سکی|ینکو|یان|یدزه|شفیلی|بای|بیک)(?!\w)"
)
_ARABIC_PREFIX = re.compile("^(?:[وبلف]?ال(?!ا)|لل|و(?=.{5}))")
_ARABIC_VOWELS = frozenset("اوی")


@lru_cache(maxsize=_KNOWN)
def fine(name: str, language: str) -> str:
    """Give the skeleton of a name in Latin or Cyrillic letters, "" where too little of it is left to know it by."""
    word = _without_ending(unicodedata.normalize("NFC", name.lower()), language)
    letters = word.translate(_CYRILLIC) if _SCRIPT_CYRILLIC.search(word) else _latin(word, language)
    sounds = _DOUBLED.sub(r"\1", _VOWELS.sub("a", _NOT_SOUNDS.sub("", letters))).rstrip("a")
    sounds = sounds.replace("dj", "j")
    return sounds if len(sounds) >= _SHORTEST else ""


def coarse(skeleton: str) -> str:
    """Give the coarse skeleton of what fine() gave; "" where too little is left."""
    rest = skeleton[1:].replace("a", "")
    return _joined((skeleton[:1] + rest).translate(_ONE_COARSE))


def han_names(text: str) -> list[tuple[str, int]]:
    """Give the coarse skeletons of what a Chinese text writes with the characters for foreign names, and where."""
    found = ((_han(run[0]), run.start()) for run in _HAN_RUN.finditer(text))
    return [(sound, start) for sound, start in found if sound]


def arabic_names(text: str) -> list[tuple[str, int]]:
    """Give the coarse skeletons of the words of a folded Arabic text that end as foreign names do, and where."""
    found = ((_arabic(word[0]), word.start()) for word in _ARABIC_NAME.finditer(text))
    return [(sound, start) for sound, start in found if sound]


def _han(run: str) -> str:
    sounds = [_HAN_SOUND[character] for character in run]
    return _joined(sounds[0] + "".join(sounds[1:]).replace("a", ""))


def _arabic(word: str) -> str:
    bare = _ARABIC_PREFIX.sub("", word)
    first = "a" if bare[:1] in _ARABIC_VOWELS else ""
    return _joined(first + bare.translate(_ARABIC_SOUND))


def _joined(sounds: str) -> str:
    sounds = _DOUBLED.sub(r"\1", sounds)
    return sounds if len(sounds) >= _SHORTEST else ""


def _latin(word: str, language: str) -> str:
    if language in _TURKIC_LANGUAGES:
        word = word.translate(_TURKIC)
    word = word.replace("ç", "č").replace("ş", "š").replace("ž", "j")
    word = "".join(c if c in "čš" else unicodedata.normalize("NFD", c)[0] for c in word)
    for written, sound in _MULTIPLE:
        word = word.replace(written, sound)
    return word.translate(_SINGLE)


def _without_ending(word: str, language: str) -> str:
    word = re.split("['’ʼ]", word, maxsplit=1)[0] if len(word) > _SHORTEST_STEM else word
    endings = _ENDINGS.get(language)
    if endings is None or _NO_ENDING.search(word):
        return _LATIN_ADJECTIVE.sub("", word)
    shorter = endings.sub("", word)
    return shorter if len(shorter) >= _SHORTEST_STEM else word
