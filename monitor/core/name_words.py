"""Which words does a name consist of?

Pure. In: a name as it is written. Out: its words, tidied. config/ asks whether they may be looked for, tag/ looks for
them: both must see the same words.
"""

import re

from monitor.core.text import fold, tidy

#: What parts the words of a tidied or folded text: blanks and dashes.
BETWEEN_WORDS = re.compile(r"[\s\-\u2010\u2012-\u2014]+")


def words_of(text: str) -> list[str]:
    """Give the words of a name, tidied; a dash at its beginning or its end has an empty word beside it."""
    return BETWEEN_WORDS.split(tidy(text).strip())


def stem_of(word: str) -> str:
    """Give what is looked for of a word: folded, without the ``*`` that is any ending; "" if nothing is left."""
    return fold(word.rstrip("*")).text
