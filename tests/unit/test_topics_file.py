"""topics.yaml: what is read from it, and how its faults are told."""

from pathlib import Path

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.topics import Cue, Match, Name, Standing, Topic
from monitor.tag.names import compile_context, compile_name

GOOD = """\
topics:
  river:
    label: River
    names:
      en fr:
        stem: [Danube, Donau]
        weak:
          stem: [danubian]
      zh-Hant:
        substring: [多瑙]
    context:
      en: [water*]
    vetoes:
      en: [waltz]
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "topics.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadConfiguration) as caught:
        load_topics(path)
    return caught.value.problems


def only(path: Path) -> Problem:
    (problem,) = problems(path)
    return problem


def test_a_topic_is_read_with_its_names_and_words(tmp_path: Path) -> None:
    topics = load_topics(write(tmp_path, GOOD))

    assert topics.topics == (
        Topic(
            "river",
            "River",
            (
                Name("Danube", "en fr", Match.STEM),
                Name("Donau", "en fr", Match.STEM),
                Name("danubian", "en fr", Match.STEM, Standing.WEAK),
                Name("多瑙", "zh-Hant", Match.SUBSTRING),
            ),
            (Cue("water*", "en"),),
            (Cue("waltz", "en"),),
        ),
    )


def test_names_may_stand_in_a_list_for_each_source(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("[Danube, Donau]", "{cldr: [Danube], unsure: [Donau]}"))

    danube, donau, *_ = load_topics(path).topics[0].names

    assert (danube.source, donau.source) == ("cldr", "unsure")


def test_the_version_names_the_content_and_not_its_layout(tmp_path: Path) -> None:
    first = load_topics(write(tmp_path, GOOD)).version
    same = load_topics(write(tmp_path, GOOD.replace("label: River", "label:   River  # a comment"))).version
    other = load_topics(write(tmp_path, GOOD.replace("Donau", "Donava"))).version

    assert first == same
    assert first != other
    assert len(first) == 12


def test_the_shipped_file_has_the_three_topics() -> None:
    topics = load_topics(default_topics_path())

    assert [(t.id, t.label) for t in topics.topics] == [
        ("kazakhstan", "Kazakhstan"),
        ("csto", "CSTO"),
        ("sco", "SCO"),
    ]


def test_every_shipped_name_can_be_matched() -> None:
    for topic in load_topics(default_topics_path()).topics:
        assert all(word.stem for name in topic.names for word in compile_name(name).words)
        assert all(word.stem for cue in topic.context + topic.vetoes for word in compile_context(cue.text).words)


@pytest.mark.parametrize(
    ("good", "bad", "line", "key", "what"),
    [
        ("label: River", "lable: x\n    label: River", 3, "lable", "This key is not known."),
        ("topics:\n", "topics:\n  x: {label: X, names: {}, colour: red}\n", 2, "colour", "This key is not known."),
        ("stem: [Danube, Donau]", "prefix: [Danube]", 6, "prefix", "This way of matching is not known."),
        ("Danube, Donau", "Danube, Dan", 6, "Dan", "It is too general: it has 3 letters, a stem here needs 4."),
        ("stem: [Danube", "word: [Da, Danube", 6, "Da", "It is too general: it has 2 letters, a word here needs 3."),
        ("多瑙", "多", 10, "多", "It is too general: it has 1 letters, a substring here needs 2."),
        (
            "stem: [Danube, Donau",
            "substring: [Danub",
            6,
            "Danub",
            "It is too general: it has 5 letters, a substring here needs 6.",
        ),
        ("water*", "wat*", 12, "wat*", "It is too general: it has 3 letters, a phrase here needs 4."),
        ("Danube, Donau", "Danube, ''", 6, "stem", "This is empty."),
        ("Danube, Donau", "Danube, danube", 6, "danube", "The name stands in line 6 already."),
        ("danubian", "DANUBE", 8, "DANUBE", "The name stands in line 6 already."),
        ("Danube, Donau", "Danube, Do.*[ab]", 6, "", "This is not YAML"),
        ("Danube, Donau", "Danube, 'Don(au)?'", 6, "Don(au)?", "A name cannot hold '('"),
        ("Danube, Donau", "Danube, Donau*", 6, "Donau*", "A * stands only at the end of a word of a phrase."),
        ("en fr:", "English:", 5, "English", "This is no list of languages."),
        ("  river:", "  River Danube:", 2, "River Danube", "This is no id."),
        ("label: River", "label: River\n    label: Fluss", 4, "label", "This key stands here twice."),
        ("label: River", "label: [River]", 3, "label", "Here must stand a text."),
        ("[Danube, Donau]", "Danube", 6, "stem", "Here must stand a list."),
        ("label: River", f"label: {'x' * 81}", 3, "label", "It is over 80 characters long."),
        ("Danube, Donau", f"Danube, {'x' * 201}", 6, "x" * 201, "It is over 200 characters long."),
        ("Danube, Donau", "Danube, &a Donau", 6, "stem", "Anchors (&) and aliases (*) are not read here."),
    ],
)
def test_a_fault_is_told_with_its_line_key_and_mend(
    tmp_path: Path, good: str, bad: str, line: int, key: str, what: str
) -> None:
    assert good in GOOD
    problem = only(write(tmp_path, GOOD.replace(good, bad, 1)))

    assert (problem.line, problem.key) == (line, key)
    assert problem.what.startswith(what)
    assert problem.mend


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("Donau", "Do").replace("waltz", "w").replace("label", "name"))

    assert [(p.line, p.key) for p in problems(path)] == [(3, "name"), (2, "river"), (6, "Do"), (14, "w")]


def test_a_topic_that_can_never_match_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "topics:\n  x: {label: X, names: {en: {acronym-needs-context: [XYZ]}}}\n")

    assert only(path).what == "It has only names that need context or are weak, and no context: it can never match."


def test_names_that_explode_by_anchors_are_refused_at_once(tmp_path: Path) -> None:
    levels = "".join(f"  b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 10))
    path = write(tmp_path, f"topics:\n  b0: &b0 [lol]\n{levels}")

    assert {p.what for p in problems(path)} == {"Anchors (&) and aliases (*) are not read here."}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "The file is empty."),
        ("topics: {}", "No topic is named."),
        ("[1, 2]", "Here must stand a mapping (key: value)."),
        ("x: [" + "[" * 5_000, "The file is nested too deep."),
        ("# " + "x" * 1_000_000, "The file is over 1 MB."),
        ("topics:\n  \x00", "This is not YAML"),
        ("a: 1\nb: [", "This is not YAML"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str, what: str) -> None:
    assert only(write(tmp_path, content)).what.startswith(what)


def test_bytes_that_are_not_utf_8_are_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_bytes(b"topics:\n  x\xff: 1\n")

    assert (only(path).line, only(path).what) == (2, "This is not UTF-8.")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"

    assert str(only(path)).startswith(f"{path}: The file cannot be read: No such file or directory.")
