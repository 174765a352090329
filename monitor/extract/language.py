"""Which language is a text written in?

Pure. In: title and text; what a page claims about itself is not asked, since it is often wrong.
Out: an ISO 639-1 code, "" for unknown. article.py acts on it.
"""

import re
from functools import cache
from typing import Any

from monitor.core.charset import fold

# The languages the monitor may meet; fewer candidates make fewer errors on short titles.
_LANGUAGES = """
    ar az be bg cs da de el en es et fa fi fr he hi hu hy id it ja ka kk ko ky lt lv mn nl no pl ps pt ro ru sk
    sr sv tg th tk tr tt ug uk ur uz vi zh
    """.split()  # noqa: SIM905 - words read better in one string
_FEWEST_LETTERS = 20
_LOOKED_AT = 800  # characters; more changes nothing and costs time
_SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KANA = re.compile("[\u3041-\u30fa]")
# Kazakh in Latin letters, which the model does not know, is taken for one of these.
_LATIN_TURKIC = frozenset({"az", "tk", "tr", "tt", "uz"})
_LATIN_KAZAKH = re.compile("[äñūı]")


def language(title: str, text: str) -> str:
    """Name the language of an article, "" where there are fewer than about 20 letters to tell it by.

    A statistical model decides (py3langid, restricted to the languages of our field), with two rules where it
    errs: text with kana is Japanese, and Turkic text with q and Kazakh's own Latin letters is Kazakh.
    """
    sample = fold(f"{title} {text[: 2 * _LOOKED_AT]}")[:_LOOKED_AT]
    letters = sum(map(str.isalpha, sample)) + 2 * len(_SYLLABIC.findall(sample))  # a syllable says as much as three
    if letters < _FEWEST_LETTERS:
        return ""
    if len(_KANA.findall(sample)) > 0.1 * len(sample):
        return "ja"
    found: str = _model().classify(sample)[0]
    lowered = sample.lower()
    if found in _LATIN_TURKIC and "q" in lowered and "ə" not in lowered and _LATIN_KAZAKH.search(lowered):
        return "kk"
    return found


@cache
def _model() -> Any:  # Any: py3langid brings no types
    # Imported here: its model costs half a second, which only processes that extract should pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 85 MB, half a second

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(_LANGUAGES)
    return model
