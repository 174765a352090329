"""Which topics and names did the owner ask for?

In: topics.yaml, the shipped one or the owner's own. Out: Topics, or BadConfiguration with everything that is wrong,
each with its line and its mend. Reads one file; the tagger acts on the answer.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.core.errors import BadConfiguration, Problem
from monitor.core.text import UNBOUNDED_SCRIPTS, UNSPACED_SCRIPTS, fold, script, tidy
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics

_MAX_BYTES = 1_000_000
_MAX_NAME = 200
_MAX_LABEL = 80
_FEWEST_LETTERS = 3
_FEWEST_LETTERS_UNSPACED = 2
_FEWEST_LETTERS_STEM = 4
_FEWEST_LETTERS_INSIDE_WORDS = 6
_TOPIC_KEYS = ("label", "names", "context", "vetoes")
_TOPIC_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LANGUAGES = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*( [a-z]{2,3}(-[A-Za-z0-9]{2,8})*)*")
_NOT_IN_NAMES = re.compile(r"[\\\[\](){}|^$?+<>\x00-\x1f\x7f]")
_STAR_INSIDE = re.compile(r"\*(?![\s-]|$)|(?:^|[\s-])\*")
_CLASSES = (Standing.WEAK, Standing.OTHER)
_CAPITALS = (Match.ACRONYM, Match.ACRONYM_NEEDS_CONTEXT)


def default_topics_path() -> Path:
    """Give the path of the topics.yaml that is shipped with the program."""
    return Path(__file__).resolve().parent.parent / "tag" / "topics.yaml"


def load_topics(path: Path) -> Topics:
    """Read a topics.yaml.

    Args:
        path: a UTF-8 file of at most 1 MB.

    Raises:
        BadConfiguration: the file cannot be read, or something in it is wrong; it lists every Problem.
    """
    sheet = _Sheet(str(path))
    root = sheet.compose(path)
    topics = tuple(_topics(sheet, root)) if root is not None else ()
    if sheet.problems:
        raise BadConfiguration(tuple(sheet.problems))
    return Topics.of(topics)


class _Sheet:
    """The file as YAML nodes, which know their lines, and what was found wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def refuse(self, node: Node | None, key: str, what: str, mend: str) -> None:
        """Note a problem at a node; None is the whole file."""
        line = node.start_mark.line + 1 if node is not None else 0
        self.problems.append(Problem(self.file, line, key, what, mend))

    def compose(self, path: Path) -> Node | None:
        """Read the file into nodes."""
        try:
            with path.open("rb") as opened:
                content = opened.read(_MAX_BYTES + 1)
        except OSError as error:
            self.refuse(None, "", f"The file cannot be read: {error.strerror}.", "Check its path and its permissions.")
            return None
        if len(content) > _MAX_BYTES:
            self.refuse(None, "", "The file is over 1 MB.", "Leave out what is not a name.")
            return None
        try:
            root = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(self.file, line, "", "This is not UTF-8.", "Save the file as UTF-8."))
        except RecursionError:
            self.refuse(None, "", "The file is nested too deep.", "Write it as the shipped topics.yaml is written.")
        except YAMLError as error:
            mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
            what = f"This is not YAML: {getattr(error, 'problem', None) or 'a character that YAML does not allow'}."
            line = mark.line + 1 if mark is not None else 0
            self.problems.append(Problem(self.file, line, "", what, "Check indentation, colons and quotes there."))
        else:
            if root is None:
                self.refuse(None, "", "The file is empty.", "Begin it with topics: and at least one topic.")
            return root  # type: ignore[no-any-return] # ruamel.yaml gives this method no types
        return None

    def mapping(self, node: Node, key: str, mend: str) -> Iterator[tuple[str, Node, Node]]:
        """Give key, key node and value of a mapping; refuse repeated keys, and anything that is no mapping."""
        if not self._is_plain(node, key) or not isinstance(node, MappingNode):
            self._refuse_shape(node, key, "a mapping (key: value)", mend)
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            name = self.text(key_node, key)
            if name in seen:
                self.refuse(key_node, name, "This key stands here twice.", "Join the two.")
            elif name:
                seen.add(name)
                yield name, key_node, value

    def texts(self, node: Node, key: str, mend: str) -> Iterator[tuple[str, Node]]:
        """Give the texts of a list; refuse empty ones, and anything that is no list."""
        if not self._is_plain(node, key) or not isinstance(node, SequenceNode):
            self._refuse_shape(node, key, "a list", mend)
            return
        for item in node.value:
            text = self.text(item, key)
            if text:
                yield text, item

    def text(self, node: Node, key: str) -> str:
        """Give a scalar's text; refuse an empty one, and anything that is no scalar."""
        if not self._is_plain(node, key):
            return ""
        if not isinstance(node, ScalarNode):
            self._refuse_shape(node, key, "a text", "Write one text here, in quotes where it has : or #.")
            return ""
        text = str(node.value).strip()
        if not text:
            self.refuse(node, key, "This is empty.", "Write a text, or take the row out.")
        return text

    def _is_plain(self, node: Node, key: str) -> bool:
        if not node.anchor:
            return True
        self.refuse(node, key, "Anchors (&) and aliases (*) are not read here.", "Write the names out.")
        return False

    def _refuse_shape(self, node: Node, key: str, wanted: str, mend: str) -> None:
        if not node.anchor:
            self.refuse(node, key, f"Here must stand {wanted}.", mend)


def _topics(sheet: _Sheet, root: Node) -> Iterator[Topic]:
    found = False
    for key, key_node, value in sheet.mapping(root, "", "Begin the file with topics: and at least one topic."):
        if key != "topics":
            sheet.refuse(key_node, key, "This key is not known.", "The only key at the left margin is topics.")
            continue
        for topic_id, id_node, body in sheet.mapping(value, key, "Name at least one topic."):
            found = True
            if not _TOPIC_ID.fullmatch(topic_id):
                sheet.refuse(id_node, topic_id, "This is no id.", "Use small letters, digits, - and _, at most 40.")
            yield _topic(sheet, topic_id, id_node, body)
    if not found and not sheet.problems:
        sheet.refuse(None, "topics", "No topic is named.", "Name at least one topic.")


def _topic(sheet: _Sheet, topic_id: str, id_node: Node, body: Node) -> Topic:
    parts: dict[str, Node] = {}
    for key, key_node, value in sheet.mapping(body, topic_id, "Give it label and names."):
        if key in _TOPIC_KEYS:
            parts[key] = value
        else:
            sheet.refuse(key_node, key, "This key is not known.", f"A topic has {', '.join(_TOPIC_KEYS)}.")
    for key in ("label", "names"):
        if parts and key not in parts:
            sheet.refuse(id_node, topic_id, f"It has no {key}.", f"Add {key}.")
    label = sheet.text(parts["label"], "label") if "label" in parts else ""
    if len(label) > _MAX_LABEL:
        sheet.refuse(parts["label"], "label", f"It is over {_MAX_LABEL} characters long.", "Shorten it.")
    topic = Topic(
        topic_id,
        label,
        tuple(_names(sheet, parts["names"])) if "names" in parts else (),
        tuple(_context(sheet, "context", parts.get("context"))),
        tuple(_context(sheet, "vetoes", parts.get("vetoes"))),
    )
    _refuse_hopeless(sheet, topic, id_node)
    return topic


def _refuse_hopeless(sheet: _Sheet, topic: Topic, id_node: Node) -> None:
    """Refuse a topic whose every name waits for evidence that nothing can give."""
    certain = any(n.match is not Match.ACRONYM_NEEDS_CONTEXT and n.standing is Standing.NAME for n in topic.names)
    if topic.names and not certain and not topic.context:
        what = "It has only names that need context or are weak, and no context: it can never match."
        sheet.refuse(id_node, topic.id, what, "Add a long name or words of context.")


def _names(sheet: _Sheet, node: Node) -> Iterator[Name]:
    seen: dict[str, int] = {}
    for languages, key_node, kinds in sheet.mapping(node, "names", "Give names by language."):
        if not _LANGUAGES.fullmatch(languages):
            sheet.refuse(
                key_node, languages, "This is no list of languages.", "Write tags such as: en, zh-Hant, ru uk."
            )
        for name, item in _names_of_language(sheet, languages, kinds):
            is_cased = name.match in _CAPITALS
            same = " ".join(re.split(r"[\s-]+", tidy(name.text) if is_cased else fold(name.text).text))
            if same in seen:
                what = f"The name stands in line {seen[same]} already."
                sheet.refuse(item, name.text, what, "Take one out; a row may have several languages.")
            elif _is_name(sheet, name, item):
                yield name
            seen.setdefault(same, item.start_mark.line + 1)


def _names_of_language(
    sheet: _Sheet, languages: str, kinds: Node, standing: Standing = Standing.NAME
) -> Iterator[tuple[Name, Node]]:
    for kind, key_node, value in sheet.mapping(kinds, languages, "Give names by way of matching, such as stem: [...]."):
        if kind in _CLASSES and standing is Standing.NAME:
            yield from _names_of_language(sheet, languages, value, Standing(kind))
        elif kind in tuple(Match):
            for source, listed in _by_source(sheet, value, kind):
                for text, item in sheet.texts(listed, kind, "Write names in brackets, or one a line behind a dash."):
                    yield Name(text, languages, Match(kind), standing, source), item
        else:
            known = ", ".join((*Match, *_CLASSES))
            sheet.refuse(key_node, kind, "This way of matching is not known.", f"Use one of: {known}.")


def _by_source(sheet: _Sheet, node: Node, kind: str) -> Iterator[tuple[str, Node]]:
    """Give the lists of names with where they are from: names may stand in one list, or in a list for each source."""
    if not isinstance(node, MappingNode):
        yield "", node
        return
    for source, _, listed in sheet.mapping(node, kind, "Give names by source, such as cldr: [...]."):
        yield source, listed


def _context(sheet: _Sheet, key: str, node: Node | None) -> Iterator[Cue]:
    if node is None:
        return
    for languages, key_node, value in sheet.mapping(node, key, "Give words by language."):
        if not _LANGUAGES.fullmatch(languages):
            sheet.refuse(
                key_node, languages, "This is no list of languages.", "Write tags such as: en, zh-Hant, ru uk."
            )
        for text, item in sheet.texts(value, key, "Write words in brackets, or one a line behind a dash."):
            if _is_name(sheet, Name(text, languages, Match.PHRASE), item):
                yield Cue(text, languages)


def _is_name(sheet: _Sheet, name: Name, node: Node) -> bool:
    """Refuse what is no plain name, or so short that it would be found everywhere."""
    complaint = _complaint(name)
    if complaint is not None:
        sheet.refuse(node, name.text, *complaint)
    return complaint is None


def _complaint(name: Name) -> tuple[str, str] | None:
    """Say what is wrong with a name, and the mend; None if nothing is."""
    odd = _NOT_IN_NAMES.search(name.text)
    if odd is not None:
        return f"A name cannot hold {odd.group()!r}: it is no regular expression.", "Write plain words."
    if len(name.text) > _MAX_NAME:
        return f"It is over {_MAX_NAME} characters long.", "Give the name alone."
    if "*" in name.text and (name.match is not Match.PHRASE or _STAR_INSIDE.search(name.text)):
        return "A * stands only at the end of a word of a phrase.", "Take it out, or use phrase:."
    words = [word.rstrip("*") for word in re.split(r"[\s-]+", name.text)]
    if not all(any(map(str.isalnum, word)) for word in words):
        return "A word of it has no letter.", "Write plain words, one space or hyphen between them."
    letters = "".join(filter(str.isalpha, fold(name.text).text))
    fewest = _fewest_letters(name, letters)
    if len(letters) < fewest:
        return (
            f"It is too general: it has {len(letters)} letters, a {name.match} here needs {fewest}.",
            "Give more of it.",
        )
    return None


def _fewest_letters(name: Name, letters: str) -> int:
    written = script(letters[0]) if letters else ""
    if written in UNSPACED_SCRIPTS:
        return _FEWEST_LETTERS_UNSPACED
    if name.match is Match.STEM or (name.match is Match.PHRASE and name.text.endswith("*")):
        return _FEWEST_LETTERS_STEM
    if name.match is Match.SUBSTRING and written not in UNBOUNDED_SCRIPTS:
        return _FEWEST_LETTERS_INSIDE_WORDS
    return _FEWEST_LETTERS
