"""What does one topics.yaml say?

Pure. In: the nodes of a file, and a Sheet for what is wrong with it. Out: TopicFile, each name with its line.
topics.py says what it means: whether it stands alone or extends the shipped one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from monitor.config.sheet import Sheet, shown
from monitor.config.topic_names import complaint, key
from monitor.config.yaml_lines import Mapping, Node, Scalar
from monitor.core.topics import Cue, Match, Name, Standing, Topic

SHIPPED = "shipped"
_MAX_LABEL = 80
_LONGEST_LANGUAGES = 200
_FILE_KEYS = ("extends", "without", "topics")
_TOPIC_KEYS = ("label", "names", "context", "vetoes", "without")
_TOPIC_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TAG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+"
_LANGUAGES = re.compile(rf"{_TAG}(?: {_TAG})*+")
_SOURCE = re.compile(r"[^\W_][\w .-]{0,39}")
_CLASSES = (Standing.WEAK, Standing.OTHER)
_IN_LIST = "Write names in brackets, or one a line behind a dash."

Text = TypeVar("Text", Name, Cue, str)
#: Says what is wrong with a name, and the mend; None if nothing is.
Judge = Callable[[Name], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Written(Generic[Text]):
    """A name, a word of context, or what is to be taken out, and where it is written."""

    item: Text
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class WrittenTopic:
    """A topic as it is written.

    Args:
        parts: which of its keys stand there, such as "label".
        without: names and words of the shipped topic of this id that are to be taken out.
    """

    id: str
    file: str
    line: int
    parts: frozenset[str] = frozenset()
    label: str = ""
    names: tuple[Written[Name], ...] = ()
    context: tuple[Written[Cue], ...] = ()
    vetoes: tuple[Written[Cue], ...] = ()
    without: tuple[Written[str], ...] = ()

    @property
    def topic(self) -> Topic:
        """The topic, without where it is written."""
        names = tuple(row.item for row in self.names)
        context, vetoes = (tuple(row.item for row in rows) for rows in (self.context, self.vetoes))
        return Topic(self.id, self.label, names, context, vetoes)


@dataclass(slots=True)
class TopicFile:
    """A file of topics as it is written.

    Args:
        extends: "shipped", or "" where the file stands alone.
        without: ids of shipped topics that are to be taken out.
    """

    extends: str = ""
    without: tuple[Written[str], ...] = ()
    topics: list[WrittenTopic] = field(default_factory=list)


def read_file(sheet: Sheet, root: Node, judge: Judge) -> TopicFile:
    """Read a file; what is wrong is noted on the sheet, and left out.

    Args:
        judge: says what is wrong with a name beyond what is wrong with any.
    """
    found = TopicFile()
    mend = "Begin the file with topics: and at least one topic."
    for named, value in sheet.mapping(root, "", mend):
        if named.text == "extends":
            found.extends = sheet.text(value, named.text)
            if found.extends not in ("", SHIPPED):
                sheet.refuse(value.line, found.extends, "This cannot be extended.", f"Write extends: {SHIPPED}")
        elif named.text == "without":
            found.without = tuple(_taken_out(sheet, value))
        elif named.text == "topics":
            for id_key, body in sheet.mapping(value, named.text, "Name at least one topic."):
                topic = _Body(sheet, judge).read(id_key, body)
                found.topics += [topic] if topic else []
        else:
            sheet.refuse(named.line, named.text, "This key is not known.", f"A file has {', '.join(_FILE_KEYS)}.")
    return found


def _taken_out(sheet: Sheet, node: Node) -> Iterator[Written[str]]:
    for text, line in sheet.texts(node, "without", _IN_LIST):
        yield Written(text, sheet.file, line)


class _Body:
    """Reads one topic."""

    def __init__(self, sheet: Sheet, judge: Judge) -> None:
        self._sheet = sheet
        self._judge = judge

    def read(self, named: Scalar, body: Node) -> WrittenTopic | None:
        """Read it; None where it is no mapping."""
        sheet = self._sheet
        if not _TOPIC_ID.fullmatch(named.text):
            sheet.refuse(named.line, named.text, "This is no id.", "Use small letters, digits, - and _, at most 40.")
        parts: dict[str, Node] = {}
        for part, value in sheet.mapping(body, named.text, "Give it label and names."):
            if part.text in _TOPIC_KEYS:
                parts[part.text] = value
            else:
                sheet.refuse(part.line, part.text, "This key is not known.", f"A topic has {', '.join(_TOPIC_KEYS)}.")
        if not isinstance(body, Mapping):
            return None
        return WrittenTopic(
            named.text,
            sheet.file,
            named.line,
            frozenset(parts),
            self._label(parts["label"]) if "label" in parts else "",
            tuple(self._names(parts["names"])) if "names" in parts else (),
            tuple(self._context("context", parts.get("context"))),
            tuple(self._context("vetoes", parts.get("vetoes"))),
            tuple(_taken_out(sheet, parts["without"])) if "without" in parts else (),
        )

    def _label(self, node: Node) -> str:
        label = self._sheet.text(node, "label")
        if len(label) > _MAX_LABEL:
            self._sheet.refuse(node.line, "label", f"It is over {_MAX_LABEL} characters long.", "Shorten it.")
        elif shown(label) != label:
            self._sheet.refuse(node.line, "label", "It holds a character that cannot be shown.", "Type it anew.")
        return label

    def _names(self, node: Node) -> Iterator[Written[Name]]:
        seen: dict[tuple[str, ...], int] = {}
        for languages, kinds in self._sheet.mapping(node, "names", "Give names by language."):
            self._check_languages(languages)
            for name, line in self._of_language(languages.text, kinds):
                same = key(name)
                if same in seen:
                    what = f"The name stands in line {seen[same]} already."
                    self._sheet.refuse(line, name.text, what, "Take one out; a row may have several languages.")
                elif self._is_good(name, line, self._judge):
                    yield Written(name, self._sheet.file, line)
                seen.setdefault(same, line)

    def _of_language(
        self, languages: str, node: Node, standing: Standing = Standing.NAME
    ) -> Iterator[tuple[Name, int]]:
        mend = "Give names by way of matching, such as stem: [...]."
        for kind, value in self._sheet.mapping(node, languages, mend):
            if kind.text in _CLASSES and standing is Standing.NAME:
                yield from self._of_language(languages, value, Standing(kind.text))
            elif kind.text in tuple(Match):
                for source, listed in self._by_source(value, kind.text):
                    for text, line in self._sheet.texts(listed, kind.text, _IN_LIST):
                        yield Name(text, languages, Match(kind.text), standing, source), line
            else:
                known = ", ".join((*Match, *_CLASSES))
                what = "This way of matching is not known."
                self._sheet.refuse(kind.line, kind.text, what, f"Use one of: {known}.")

    def _by_source(self, node: Node, kind: str) -> Iterator[tuple[str, Node]]:
        """Give the lists of names with where they are from: one list of names, or one for each source."""
        if not isinstance(node, Mapping):
            yield "", node
            return
        for source, listed in self._sheet.mapping(node, kind, "Give names by source, such as cldr: [...]."):
            if not _SOURCE.fullmatch(source.text):
                mend = "Use letters and digits, at most 40, such as own, press or unsure."
                self._sheet.refuse(source.line, source.text, "This is no source.", mend)
            yield source.text, listed

    def _context(self, part: str, node: Node | None) -> Iterator[Written[Cue]]:
        if node is None:
            return
        for languages, listed in self._sheet.mapping(node, part, "Give words by language."):
            self._check_languages(languages)
            for text, line in self._sheet.texts(listed, part, "Write words in brackets, or one a line behind a dash."):
                if self._is_good(Name(text, languages.text, Match.PHRASE), line, complaint):
                    yield Written(Cue(text, languages.text), self._sheet.file, line)

    def _check_languages(self, named: Scalar) -> None:
        if len(named.text) > _LONGEST_LANGUAGES or not _LANGUAGES.fullmatch(named.text):
            mend = "Write tags such as: en, zh-Hant, ru uk."
            self._sheet.refuse(named.line, named.text, "This is no list of languages.", mend)

    def _is_good(self, name: Name, line: int, judge: Judge) -> bool:
        wrong = judge(name)
        if wrong is not None:
            self._sheet.refuse(line, name.text, *wrong)
        return wrong is None
