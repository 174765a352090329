"""Which articles make up the seed corpus, and which of their texts did the owner supply?

Not pure: reads and writes files in seeds/.
In: the folder. Out: a Seed for each *.json; the raw text of each *.txt and *.html, which its owner dropped there.
The service hands the seeds to the store; dedupe/seeds.py says which text belongs to which seed.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from monitor.core.charset import clean, decode, label_of
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.verdicts import Seed

_NAME = re.compile(r"\w[\w.-]{0,99}")
_HEX = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"(?:\d{4}-\d{2}-\d{2})?")
_MEND = "Take the file from the repository again, or make it anew with: monitor seeds add FILE"
TEXTS = frozenset({".txt", ".html", ".htm"})
_OFFICE = frozenset(
    {".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".pages", ".epub"}
)
_SAVE_AS = "Save the article as plain text in UTF-8 (.txt) or as a page (.html)."
_HEAD_BYTES = 4096
_MOST_BYTES = 20_000_000
_JUDGED = 65_536
_FEW, _BROKEN = 3, 50  # so many characters, or one in so many, may be: pages are cut and patched together
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")


def load_seeds(directory: Path) -> tuple[Seed, ...]:
    """Read every ``*.json`` of a folder, in the order of their names.

    Raises:
        BadConfiguration: the folder or a file can't be read or used; it names every such file, not the first only.
    """
    if not directory.is_dir():
        mend = "Make the folder, or set the folder of the seeds in the settings."
        raise BadConfiguration((Problem(str(directory), 0, "", "There is no such folder.", mend),))
    seeds: dict[str, Seed] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.json")):
        read = _load(path)
        if not isinstance(read, Seed):
            problems += read
        elif read.name in seeds:
            problems.append(Problem(str(path), 0, "name", "Another seed has this name.", "Give each its own."))
        else:
            seeds[read.name] = read
    if problems:
        raise BadConfiguration(tuple(problems))
    return tuple(seeds.values())


def write_seed(directory: Path, seed: Seed) -> Path:
    """Write a seed's facts and sketch to NAME.json, whole or not at all; never its text, which is its publisher's.

    Raises:
        ValueError: the name can't be a file's name.
    """
    if not _NAME.fullmatch(seed.name):
        raise ValueError(f"a seed's name is letters, digits, '.', '_' and '-': {seed.name!r}")
    facts = {key: getattr(seed, key) for key in _CHECKS}
    lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items())
    path = directory / f"{seed.name}.json"
    unfinished = path.with_suffix(".json.part")
    unfinished.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    unfinished.replace(path)
    return path


def write_text(directory: Path, seed: Seed) -> Path:
    """Write a seed's text to NAME.txt beside its sketch; git does not see it.

    Of a text that was written in part only, no use is made: see dedupe.seeds.attach_texts.
    """
    path = directory / f"{seed.name}.txt"
    path.write_text(seed.text, encoding="utf-8")
    return path


def load_texts(directory: Path) -> dict[str, str]:
    """Read every ``*.txt`` and ``*.html`` of a folder, by file name, in the order of the names; HTML stays HTML.

    Raises:
        BadConfiguration: a file can't be read.
    """
    paths = sorted(directory.iterdir() if directory.is_dir() else ())
    return {path.name: read_text(path) for path in paths if path.suffix.lower() in TEXTS}


def read_text(path: Path) -> str:
    """Read one ``*.txt`` or ``*.html``, whatever its charset; HTML stays HTML.

    A text may have another name, but not that of a document which is never a text, whatever is in it.

    Raises:
        BadConfiguration: it can't be read, is too large for an article, or holds no text.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise _unusable(path, "It is no ordinary file.", _SAVE_AS)
    if path.suffix.lower() in _OFFICE:
        raise _unusable(path, f"Only .txt and .html files are read, and no {path.suffix.lower()}.", _SAVE_AS)
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        what = f"It has more than {_MOST_BYTES // 1_000_000} MB: that is no article."
        raise _unusable(path, what, "Give the article alone.")
    body = _read(path)
    declared = label_of(body[:_HEAD_BYTES].decode("latin-1")) if path.suffix.lower() != ".txt" else ""
    text = decode(body, (declared,))
    if what := _no_text(text):
        raise _unusable(path, what, _SAVE_AS)
    return clean(text)


def texts_below(folder: Path) -> list[Path]:
    """Find every ``*.txt`` and ``*.html`` in a folder and the folders below it, in the order of their paths."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in TEXTS and not path.is_dir())


def _no_text(text: str) -> str:
    """Say why what was decoded is no text, "" where it is one."""
    head = text[:_JUDGED]
    if "\0" in head:
        return "It is no text, but a picture, a PDF, a document of an office program or the like."
    broken = head.count("\ufffd") + len(_CONTROL.findall(head))
    if broken > _FEW and broken * _BROKEN > len(head):
        return f"It can't be read in any encoding: {broken} of its first {len(head)} characters are broken."
    return ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"It can't be read: {error.strerror}."
        raise _unusable(path, what, "Make it readable, or take it away.") from error


def _unusable(path: Path, what: str, mend: str) -> BadConfiguration:
    return BadConfiguration((Problem(str(path), 0, "", what, mend),))


def _load(path: Path) -> Seed | list[Problem]:
    try:
        text = _read(path).decode("utf-8")
        facts = json.loads(text)
    except UnicodeDecodeError:
        return [Problem(str(path), 0, "", "It is not UTF-8.", _MEND)]
    except json.JSONDecodeError as error:
        return [Problem(str(path), error.lineno, "", f"It is no JSON: {error.msg}.", _MEND)]
    if not isinstance(facts, dict):
        return [Problem(str(path), 1, "", "It is no JSON object.", _MEND)]
    problems = [
        Problem(str(path), _line(text, key), key, what, _MEND)
        for key in [*_CHECKS, *(key for key in facts if key not in _CHECKS)]
        if (what := _wrong(facts, key))
    ]
    return problems or _seed(facts)


def _seed(facts: dict[str, Any]) -> Seed:  # Any: _CHECKS has seen to the type of each
    return Seed(**{**facts, "authors": tuple(facts["authors"]), "sketch": tuple(sorted(facts["sketch"]))})


def _wrong(facts: dict[str, object], key: str) -> str:
    """Say what is wrong with a key, "" where nothing is."""
    if key not in _CHECKS:
        return "The file has no use for this key."
    if key not in facts:
        return "The key is missing."
    is_right, wanted = _CHECKS[key]
    return "" if is_right(facts[key]) else f"The value should be {wanted}."


def _line(text: str, key: str) -> int:
    """Find the line on which a key stands, 0 where it does not."""
    lines = text.split("\n")
    return next((n for n, line in enumerate(lines, start=1) if line.lstrip("{ \t").startswith(json.dumps(key))), 0)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_sketch(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(h, int) and not isinstance(h, bool) and -(2**63) <= h < 2**63 for h in value
    )


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


#: Every key of a seed's file, in the order written: whether a value is right, and what it should be.
_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "name": (_matches(_NAME), "a short name of letters, digits, '.', '_' and '-'"),
    "outlet": (_is_text, "text"),
    "title": (_is_text, "text"),
    "authors": (lambda value: isinstance(value, list) and all(map(_is_text, value)), "a list of names"),
    "date": (_matches(_DAY), "a day such as 2022-01-08, or empty"),
    "url": (_is_text, "an address, or empty"),
    "words": (_is_count, "a number of words"),
    "exact": (_matches(_HEX), "a SHA-256 in 64 hexadecimal digits"),
    "sketch": (_is_sketch, "a list of signed 64-bit numbers"),
}
