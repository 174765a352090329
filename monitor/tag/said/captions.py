"""Is a line the caption of a picture?

Pure. In: a line of an article's text. Out: yes or no. parts.py asks.

A caption begins with a label and a colon ("Photo:"), or it ends with who took the picture. Where extraction ran one
into a paragraph, that is too long for a caption.
"""

import re

from monitor.tag.said import phrases
from monitor.tag.said.lines import Line, key_of

_LONGEST_LABEL = 40
_LABELLED = _LONGEST_LABEL + 10
_LONGEST_KNOWN = 10 + max(map(len, phrases.PICTURES))  # with marks and bullets that a key is without
_TAIL = 140
_BEHIND_LABELS = re.compile("[:：/©]")
_LABEL = re.compile(rf"[\s(\[（【*•–—-]*(?P<label>[^\W\d_][^:：/©\n]{{0,{_LONGEST_LABEL}}}?)\s?\d*\s?[:：/©]")
_BEGUN = re.compile(
    r"\s*(?:图为|圖為|\(?photo(?:graph)? (?:by|courtesy)\b|image (?:courtesy|caption)\b)", re.IGNORECASE
)
_PICTURE = (
    r"(?:photos?|image|picture|pic|foto|fotos|фото|сурет|сүрөт|bild|imagen|fotoğraf|crédit|credit|图片?|圖片?|صورة|عکس)"
)
_TAKEN_BY = (
    rf"[(\[（【]\s*(?:[^\W\d_]{{2,12}}\s)?(?:file\s)?{_PICTURE}[^\w()\[\]（）【】][^()\[\]（）【】]{{1,80}}[)\]）】]\W*",
    rf"[(\[（【][^()\[\]（）【】]{{1,60}}[/\s]{_PICTURE}[)\]）】]\W*",
    rf"(?:[.!?…»”\"|)。]|\s[–—-])\s?{_PICTURE}(?:\s(?:credit|by|courtesy of))?\s?[:：/©]\s?[^.:：]{{1,80}}\.?",
    r"\S\s?©\s?[^.©\d]{2,60}\.?",
    r"(?:getty images?|shutterstock|istock|ap photo)\b.{0,40}",
    r"(?:reuters|afp|epa|tass|тасс)\s?/\s?[^\W\d_][^./]{2,40}",
    r"\s/\s(?:reuters|afp|ap|epa|tass|тасс|anadolu|xinhua)",
    r"(?:记者|記者|新华社|中新社|通讯员).{0,20}[摄攝][)）]?\W*",
)
_CREDIT = re.compile(rf"(?:{'|'.join(_TAKEN_BY)})$", re.IGNORECASE)
# One of these is in every credit: looked for first, since most lines hold none.
_IN_CREDITS, _WORDS_IN_CREDITS = re.compile("[©/:：摄攝]"), ("etty", "ETTY", "hutterstock", "iStock", "AP Photo")


def is_caption(line: Line) -> bool:
    """Say whether a line tells what a picture shows, or who took it; a plain one only by the words it begins with."""
    text = line.text
    if line.is_plain or line.is_long:
        return not line.is_long and _BEGUN.match(text) is not None
    label = _LABEL.match(text) if _BEHIND_LABELS.search(text, 0, _LABELLED) is not None else None
    if label is not None and len(label["label"]) <= _LONGEST_KNOWN and key_of(label["label"]) in phrases.PICTURES:
        return True
    if _BEGUN.match(text):
        return True
    tail = text.rstrip()[-_TAIL:]
    may_end_so = _IN_CREDITS.search(tail) is not None or any(map(tail.__contains__, _WORDS_IN_CREDITS))
    return may_end_so and _CREDIT.search(tail) is not None
