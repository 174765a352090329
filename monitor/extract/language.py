"""Which language is a text written in?

Pure. In: title and text; what a page claims about itself is not asked, since it is often wrong.
Out: an ISO 639-1 code, "" for unknown. article.py acts on it.
"""

import re
from collections import Counter
from functools import cache
from math import exp, sqrt
from typing import Any

from monitor.core.charset import fold

# The scripts the monitor may meet, the languages written in them and their letters: fewer candidates make fewer errors.
_SCRIPTS = {
    "latin": (
        "az cs da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl sq sr sv tk tr uz vi",
        "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    ),
    "cyrillic": ("be bg kk ky mn ru sr tg tt uk uz", "\u0400-\u052f"),
    "arabic": ("ar fa ps ug ur", "\u0620-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufefc"),
    "syllabic": ("ja zh", "\u3041-\u30ff\u3400-\u9fff"),
    "devanagari": ("hi mr ne", "\u0900-\u0963\u0970-\u097f"),
    "hangul": ("ko", "\uac00-\ud7a3"),
    "armenian": ("hy", "\u0531-\u0587"),
    "georgian": ("ka", "\u10a0-\u10ff\u1c90-\u1cbf"),
    "greek": ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    "hebrew": ("he", "\u05b0-\u05f2"),
    "thai": ("th", "\u0e01-\u0e4e"),
}
_CANDIDATES = {script: frozenset(codes.split()) for script, (codes, _) in _SCRIPTS.items()}
_RUN = re.compile("|".join(f"(?P<{script}>[{letters}]+)" for script, (_, letters) in _SCRIPTS.items()))
_SYLLABLE = {"syllabic": 3, "hangul": 3}  # such a sign says as much as about three letters
_FEWEST_LETTERS = 12

_WINDOW = 130  # characters, three times: what is quoted at the beginning does not speak for the rest
_TOKEN = re.compile("[!-~]+")
_CODE = re.compile(r"[{}<>=\\_@|]|://|www\.|;.")  # addresses and code are in nobody's language
# Whoever is quoted may speak another language than the text.
_QUOTED = re.compile('«[^«»]{1,600}»|“[^“”]{1,600}”|„[^„“”]{1,600}[“”]|「[^「」]{1,600}」|"[^"]{1,600}"')
_LEAST_UNQUOTED = 80  # letters

_KANA = re.compile("[\u3041-\u30fa]")
_LEAST_KANA = 0.1  # of the letters
_LEAST_SURE = 0.15

# The model knows Kazakh in Cyrillic only, so Latin letters are put back: those of 2021, the acutes of 2018 and the
# apostrophes of 2017. Text of another language put back like this is no good Kazakh.
_DIGRAPHS = dict(zip(("sh", "ch", "c'", "s'", "a'", "g'", "i'", "n'", "o'", "u'", "y'"), "шччшәғиңөүу", strict=True))
_LETTERS = zip("abdefghijklmnopqrstuvyzáäóöúüūığǵñńşý", "абдефгхіжклмнопқрстувызәәөөүүұіғғңңшу", strict=True)
_TO_CYRILLIC = _DIGRAPHS | dict(_LETTERS)
_LATIN_LETTER = re.compile("|".join(_TO_CYRILLIC))
_ONE_FORM = str.maketrans("’ʻʼ‘`ʹİI", "''''''iı")
# What Kazakh has and Turkish lacks; of this, Uzbek has only the q, and it shows itself by an apostrophe.
_KAZAKH = re.compile(r"[ñńūǵ]|[nu]'|[bdfgjklmnpqrstvz]y(?![aeiouöüıáóú'])")
_UZBEK = re.compile("[og]'")
# These the model knows too well to take Kazakh for them, but their papers write of Qatar and Iraq.
_NEVER_MISTAKEN = frozenset({"de", "en", "es", "fr", "it", "pt"})
# Letters that Kazakh lacks; and its y is a vowel, which never stands by another one.
_NOT_KAZAKH = re.compile(r"[çəéèêãõåæøßňžřwx]|c(?![h'])|[aeıioöuüūáóú]y(?!')|y[aeıoöuüūáóú]")
_MOST_FOREIGN = 0.2  # of the words: firms and places keep their spelling
_LEAD = 0.8  # per character, over the lead of the best other language


def language(title: str, text: str) -> str:
    """Name the language of an article, "" where there are too few words to tell it by.

    Only letters of the commonest script count, and quotations do not. Some scripts have one language; for the others
    a statistical model (py3langid) decides among the languages of that script.
    """
    sample, script, letters = _sample(title, text)
    if letters < _FEWEST_LETTERS:
        return ""
    candidates = _CANDIDATES[script]
    if len(candidates) == 1:
        return next(iter(candidates))
    if script == "syllabic":
        return "ja" if len(_KANA.findall(sample)) * _SYLLABLE[script] > _LEAST_KANA * letters else "zh"
    words = _RUN.sub(lambda run: run[0] if run.lastgroup == script else " ", sample)
    found, sureness, lead = _judged(words, candidates)
    if script == "latin" and found not in _NEVER_MISTAKEN and _is_kazakh(words, lead):
        return "kk"
    return found if sureness >= _LEAST_SURE else ""


def _sample(title: str, text: str) -> tuple[str, str, int]:
    """Give what the language is told by, the script that most of it is in, and how many letters those are."""
    if len(text) > 3 * _WINDOW:
        third = len(text) // 3
        text = " ".join(text[start : start + _WINDOW] for start in (0, third, 2 * third))
    whole = _TOKEN.sub(lambda token: " " if _CODE.search(token[0]) else token[0], fold(f"{title[:_WINDOW]}\n{text}"))
    unquoted = _QUOTED.sub(" ", whole)
    told = unquoted, *_script(unquoted)
    return told if unquoted == whole or told[2] >= _LEAST_UNQUOTED else (whole, *_script(whole))


def _script(sample: str) -> tuple[str, int]:
    letters: Counter[str] = Counter()
    for run in _RUN.finditer(sample):
        script = run.lastgroup or ""
        letters[script] += len(run[0]) * _SYLLABLE.get(script, 1)
    return letters.most_common(1)[0] if letters else ("", 0)


def _judged(words: str, candidates: frozenset[str]) -> tuple[str, float, float]:
    """Say the best candidate, how sure it is (0 to 1), and its lead over the next one per character."""
    scale = sqrt(len(words.encode()))  # evens out short and long texts, as py3langid does for its own probabilities
    ranked = [(code, score / scale) for code, score in _model().rank(words) if code in candidates]
    (found, best), (_, second) = ranked[:2]
    return found, 1 / sum(exp(score - best) for _, score in ranked), (best - second) * scale / len(words)


def _is_kazakh(words: str, lead: float) -> bool:
    lowered = words.translate(_ONE_FORM).lower()
    if not _KAZAKH.search(lowered) and ("q" not in lowered or _UZBEK.search(lowered)):
        return False
    parts = lowered.split()
    if sum(_NOT_KAZAKH.search(part) is not None for part in parts) > _MOST_FOREIGN * len(parts):
        return False
    cyrillic = _LATIN_LETTER.sub(lambda letter: _TO_CYRILLIC[letter[0]], lowered)
    found, _, lead_in_cyrillic = _judged(cyrillic, _CANDIDATES["cyrillic"])
    return found == "kk" and lead_in_cyrillic - lead > _LEAD


@cache
def _model() -> Any:  # Any: py3langid brings no types
    # Imported here: its model costs half a second, which only processes that extract should pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 65 MB, half a second

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(frozenset().union(*_CANDIDATES.values()))
    # A second one of its parts lets go of the 90 languages left out: 25 MB.
    return LanguageIdentifier(
        whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output, tk_row=whole.tk_row
    )
