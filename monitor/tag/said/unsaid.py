"""What stands in an article's text but is not said by it?

Pure. In: a text, and where a name was found in it. Out: why it is not the article that names it, None where it is.
match.py rejects such a name, with the reason in words.

Only the line of the name is read, and what is around it where that tells. In doubt it is said: a sentence that is
taken for furniture loses an article silently, and a list that is taken for the article is seen.
"""

import re
from collections.abc import Iterator

from monitor.core.sentences import holds_end, is_ended
from monitor.core.text import fold
from monitor.tag.said import bylines, phrases
from monitor.tag.said.lines import LONGEST, Line, Lines, count_words, key_of
from monitor.tag.said.listed import LABELS, Listed, Reason, announces

#: A stretch of the text, and why it is not said.
_Stretch = tuple[int, int, Reason]

_LONGEST_REST, _LONGEST_LABEL, _LONGEST_PLEA = 250, 40, 200
_LABELLED = _LONGEST_LABEL + 10
_BEHIND_LABELS = ":：|>»→–—-"
_HEAD = re.compile(
    rf"[^\w#]{{0,6}}(?P<head>[^\W_][^:：|>»→\n]{{0,{_LONGEST_LABEL}}}?)\s?(?:(?P<sure>[:：|>»→])|\s[–—-]\s)"
)
_LATER = re.compile(
    rf"(?P<lead>[.!?…。！？][\"'”’»)\]」』]*\s*|[(\[（【]\s*)(?P<head>[^\W\d_][^.:：!?…。\n()\[\]]{{2,{_LONGEST_LABEL}}}?)\s?[:：]"
)
_BULLETS = " •*►▶■👉📌-–—"
_ENDS = frozenset(".!?…。！？؟۔।:;")
_PLEAS_BEGIN = frozenset(plea[:2] for plea in phrases.PLEAS)
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
_TAG = r"#[^\s#,;|]{1,80}"
_TAGS_ONLY = re.compile(rf"[^\w#]*+{_TAG}(?:[\s,;|]*+{_TAG})*+\W*")
_TAGS_BEHIND = re.compile(rf"(?:^|[.!?…。！？»”\")])\s+(?P<tags>{_TAG}(?:[\s,;|]+{_TAG})+)\s*$")
_SEPARATORS = re.compile(r"\s*[|｜¦‖]\s*|\s+[·•‧/]\s+")
_PATH = re.compile(r"\s*[>»›→|]\s*|\s+[/\\–-]\s+")
_CHINESE_MENU = re.compile("[\u3400-\u9fff]{2,8}(?:\\s+[\u3400-\u9fff]{2,8}){5,}")
_COMMA = re.compile("[,،，]")
_FIGURE = re.compile(r"\d")
_TELEPHONE = re.compile(
    r"(?:\b(?:tel|phone|fax|тел|телефон|факс)\b\.?|电话|電話)\s?[:：]?\s?\+?[(\d][\d\s()-]{5}", re.IGNORECASE
)
_POSTAL_CODE, _ADDRESS_PARTS = re.compile(r"\b\d{5,6}\b"), 2
_LEAST_PARTS, _SURE_PARTS, _PART_WORDS, _COMMA_PARTS, _PATH_PARTS = 4, 8, 3, 12, 2


class Unsaid:
    """What one text holds that the article does not say."""

    __slots__ = ("_line", "_lines", "_listed", "_may_credit", "_read_before", "_stretches")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._listed = Listed(lines)
        self._line: Line | None = None
        self._stretches: list[_Stretch] = []
        # Mentions are asked for in their order, and then what stands beside them.
        self._read_before: dict[int, tuple[list[_Stretch], bool]] = {}
        self._may_credit = False

    def why(self, start: int, end: int) -> Reason | None:
        """Say why what stands from ``start`` to ``end`` of the text is not said by the article, None where it is."""
        line = self._lines.at(start)
        if line is not self._line:
            if line.start not in self._read_before:
                self._read_before[line.start] = list(self._read(line)), bylines.may_credit(self._lines, line)
            self._line, (self._stretches, self._may_credit) = line, self._read_before[line.start]
        for first, last, why in self._stretches:
            if first <= start < last:
                return why
        return bylines.why(self._lines, line, start, end) if self._may_credit else None

    def _read(self, line: Line) -> Iterator[_Stretch]:
        """Give the stretches of a line that are no part of the article, whatever they name."""
        if owned := bylines.rights(self._lines, line):
            yield line.start, line.end, owned
        if line.is_plain:
            if len(line.text) <= _LONGEST_PLEA and _is_plea(line.text):
                yield line.start, line.end, Reason.PLEA
            return
        if not line.is_long:
            why = self._headed(line) or self._listed.why(line) or self._of_form(line)
            if why:
                yield line.start, line.end, why
                return
        yield from _pointing(line)
        if "#" in line.text[-LONGEST:] and self._lines.after(line) is None:
            base = max(0, len(line.text) - LONGEST)
            if tags := _TAGS_BEHIND.search(line.text[base:]):
                yield line.start + base + tags.start("tags"), line.end, Reason.TAGS

    def _headed(self, line: Line) -> Reason | None:
        """Say what a line is by the label it begins with."""
        begun = line.text[:_LABELLED]
        head = _HEAD.match(line.text) if any(sign in begun for sign in _BEHIND_LABELS) else None
        key = key_of(head["head"]) if head else ""
        rest = line.text[head.end() :].strip() if head else ""
        if head is None or not rest or len(rest) > _LONGEST_REST:
            return None
        if key in phrases.ADDRESSES and head["sure"] and self._lines.is_near_end(line) and _COMMA.search(rest):
            return Reason.ADDRESS
        label = LABELS.get(key)
        if label is None:
            return None
        if label.is_doubtful:
            return label.reason if head["sure"] and self._is_framed(line, rest, label.reason) else None
        if label.reason is Reason.OTHERS:
            is_lead = line.start == 0 and is_ended(rest)
            return None if is_lead or holds_end(rest[:-1]) else label.reason
        return label.reason if head["sure"] else None

    def _is_framed(self, line: Line, rest: str, reason: Reason) -> bool:
        """Whether what follows a doubtful label is a list, and stands at an end of the text, or is a headline."""
        if holds_end(rest):
            return False
        if reason is Reason.OTHERS:
            return True
        is_list = all(count_words(part) <= _LEAST_PARTS for part in re.split(r"[,;|/·•、，]", rest))
        return is_list and (self._lines.is_near_end(line) or (self._lines.is_near_start(line) and line.start > 0))

    def _of_form(self, line: Line) -> Reason | None:
        """Say what a line is by its form: nothing but hashtags, a menu, an invitation."""
        text = line.text
        if "#" in text and _TAGS_ONLY.fullmatch(text) and not self._lines.is_all(line):
            return Reason.TAGS
        if text.rstrip()[-1:] not in _ENDS:
            if self._is_menu(line):
                return Reason.MENU
            if self._is_bare_tags(line):
                return Reason.TAGS
        if self._lines.is_near_end(line) and len(text) <= _LONGEST_PLEA and _is_address(text):
            return Reason.ADDRESS
        return Reason.PLEA if len(text) <= _LONGEST_PLEA and _is_plea(text) else None

    def _is_bare_tags(self, line: Line) -> bool:
        """Whether a line is many names between commas, as tags without a label below the text are.

        What the line above announces is a list of the article's: by a colon, as a heading, or in its words.
        """
        parts = _COMMA.split(line.text)
        if not _is_list(parts, _COMMA_PARTS) or not phrases.JOINING.isdisjoint(parts[-1].split()):
            return False
        above = self._lines.before(line)
        return self._lines.is_near_end(line) and above is not None and not announces(above.text)

    def _is_menu(self, line: Line) -> bool:
        """Whether a line is many names and what parts them, or the path of a page; a row of a table is neither."""
        text = line.text.strip()
        if _CHINESE_MENU.fullmatch(text):
            return not self._listed.is_within_article(line.start, line.end)
        path = _PATH.split(text)
        if len(path) > _PATH_PARTS and key_of(path[0]) in phrases.HOMES and _is_list(path[1:-1], 1):
            return True
        parts = [part for part in _SEPARATORS.split(text) if part]
        if not _is_list(parts, _LEAST_PARTS) or " / " in text:
            return False
        return len(parts) >= _SURE_PARTS or not self._is_row(line, len(parts))

    def _is_row(self, line: Line, parts: int) -> bool:
        """Whether a line beside it has about as many parts, as rows of a table have."""
        beside = (self._lines.before(line), self._lines.after(line))
        return any(other and abs(len(_SEPARATORS.split(other.text.strip())) - parts) <= 1 for other in beside)


def _is_address(text: str) -> bool:
    """Whether a line is a place to write to or to call: parts between commas with a postal code, or a telephone's."""
    if _TELEPHONE.search(text):
        return True
    return len(_COMMA.split(text)) > _ADDRESS_PARTS and _POSTAL_CODE.search(text) is not None and not is_ended(text)


def _is_plea(text: str) -> bool:
    """Whether a line of one sentence asks the reader to follow the outlet somewhere."""
    begun = text.lstrip(_BULLETS)
    if begun[:2].casefold() not in _PLEAS_BEGIN:
        return False
    said = fold(begun).text
    is_plea = said.startswith(phrases.PLEAS) and any(word in said for word in phrases.CHANNELS)
    return is_plea and not holds_end(begun.strip()[:-1])


def _is_list(parts: list[str], least: int) -> bool:
    """Whether there are so many parts, each of a few words, without a figure or an end of a sentence."""
    if len(parts) < least or _FIGURE.search("".join(parts)):
        return False
    return all(part.strip() and count_words(part) <= _PART_WORDS and not holds_end(part) for part in parts)


def _pointing(line: Line) -> Iterator[_Stretch]:
    """Give what a label heads at the end of a paragraph or in brackets: another article, a list of tags."""
    base = max(0, len(line.text) - LONGEST)
    tail = line.text[base:]
    if ":" not in tail and "：" not in tail:
        return
    for found in _LATER.finditer(tail):
        label = LABELS.get(key_of(found["head"]))
        bracket = _BRACKETS.get(found["lead"].strip()[-1:], "")
        if label is None or (label.is_doubtful and not (bracket and label.reason is Reason.OTHERS)):
            continue
        end = tail.find(bracket, found.end()) if bracket else -1
        rest = tail[found.end() : end if end >= 0 else len(tail)].strip()
        if rest and not holds_end(rest[:-1]):
            last = end if end >= 0 else len(tail)
            yield line.start + base + found.start("head"), line.start + base + last, label.reason
