"""topics.yaml: what is read from it, and how its faults are told."""

from pathlib import Path

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.topics import Cue, Match, Name, Standing, Topic
from monitor.tag.names.patterns import compile_context, compile_name

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
        ("en fr:", '"e\\ud800":', 5, "e\\ud800", "This is no list of languages."),
        ("en fr:", "English:", 5, "English", "This is no list of languages."),
        ("  river:", "  River Danube:", 2, "River Danube", "This is no id."),
        ("label: River", "label: River\n    label: Fluss", 4, "label", "This key stands here twice."),
        ("label: River", "label: [River]", 3, "label", "Here must stand a text."),
        ("[Danube, Donau]", "Danube", 6, "stem", "Here must stand a list."),
        ("Danube, Donau", "Danube, 'Don.*'", 6, "Don.*", "A name cannot hold '.*': it is no regular expression."),
        (
            "Danube, Donau",
            "Danube, Дон\ue000ау",
            6,
            "Дон\\ue000ау",
            "A name cannot hold U+E000: it is a private-use character",
        ),
        (
            "Danube, Donau",
            'Danube, "Don\\ud800au"',
            6,
            "Don\\ud800au",
            "A name cannot hold U+D800: it is half of a surrogate",
        ),
        (
            "Danube, Donau",
            'Danube, "Don\\x07au"',
            6,
            "Don\\u0007au",
            "A name cannot hold U+0007: it is a control character.",
        ),
        (
            "Danube, Donau",
            "Danube, Don\ufffdau",
            6,
            "Don\ufffdau",
            "A name cannot hold U+FFFD: it is what is left of a letter",
        ),
        ("stem: [Danube", "word: ['2026', Danube", 6, "2026", "It is too general: it is a number."),
        ("stem: [Danube", "word: [The, Danube", 6, "The", "It is too general: most texts in en fr have it."),
        ("stem: [Danube", "phrase: [for the, Danube", 6, "for the", "It is too general: most texts in en fr have it."),
        (
            "stem: [Danube",
            "word: [government, Danube",
            6,
            "government",
            "It is too general: most texts in en fr have it.",
        ),
        ("多瑙", "国家", 10, "国家", "It is too general: most texts in zh-Hant have it."),
        (
            "stem: [Danube",
            "acronym: [EU, Danube",
            6,
            "EU",
            "It is too general: it has 2 letters, an acronym here needs 3.",
        ),
        ("[Danube, Donau]", "{'': [Danube], own: [Donau]}", 6, "stem", "A key here is empty."),
        ("[Danube, Donau]", "{own: [Danube], '?': [Donau]}", 6, "?", "This is no source."),
        ("label: River", "label: Ri\ue000ver", 3, "label", "It holds a character that cannot be shown."),
        ("label: River", 'label: ""', 3, "label", "This is empty."),
        (
            "label: River\n",
            "without: [Danube]\n    label: River\n",
            3,
            "Danube",
            "There is nothing that it could be taken out of.",
        ),
        ("topics:\n", "extends: mine.yaml\ntopics:\n", 1, "mine.yaml", "This cannot be extended."),
        ("    names:", "    names:\n      en: !!python/name:os.system [Danube]", 5, "", "Tags (!) are not read."),
        ("    context", "\tcontext", 11, "", "This is not YAML"),
        ("label: River", f"label: {'x' * 81}", 3, "label", "It is over 80 characters long."),
        ("Danube, Donau", f"Danube, {'x' * 201}", 6, "x" * 201, "It is over 200 characters long."),
        ("Danube, Donau", "Danube, &a Donau", 6, "", "Anchors (&) and aliases (*) are not read."),
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

    assert [(p.line, p.key) for p in problems(path)] == [(2, "river"), (3, "name"), (6, "Do"), (14, "w")]


def test_a_topic_that_can_never_match_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "topics:\n  x: {label: X, names: {en: {acronym-needs-context: [XYZ]}}}\n")

    assert only(path).what == "It has only names that need context or are weak, and no context: it can never match."


def test_names_that_explode_by_anchors_are_refused_at_once(tmp_path: Path) -> None:
    levels = "".join(f"  b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 10))
    path = write(tmp_path, f"topics:\n  b0: &b0 [lol]\n{levels}")

    assert only(path).what == "Anchors (&) and aliases (*) are not read."


# --- extending the shipped topics -----------------------------------------------------------------


def extended(folder: Path, content: str) -> dict[str, Topic]:
    return {topic.id: topic for topic in load_topics(write(folder, f"extends: shipped\n{content}")).topics}


SHIPPED = {topic.id: topic for topic in load_topics(default_topics_path()).topics}


def test_a_file_that_extends_adds_topics_behind_the_shipped_ones(tmp_path: Path) -> None:
    topics = extended(tmp_path, GOOD)

    assert list(topics) == [*SHIPPED, "river"]
    assert topics["csto"] == SHIPPED["csto"]
    assert [name.text for name in topics["river"].names] == ["Danube", "Donau", "danubian", "多瑙"]


def test_what_it_says_of_a_shipped_topic_is_added_to_that(tmp_path: Path) -> None:
    csto = extended(
        tmp_path,
        """\
topics:
  csto:
    label: The Treaty
    names: {en: {stem: [Tashkent Treaty Club]}}
    context: {en: [parade*]}
    vetoes: {en: [concert hall]}
""",
    )["csto"]

    was = SHIPPED["csto"]
    assert csto.label == "The Treaty"
    assert csto.names == (*was.names, Name("Tashkent Treaty Club", "en", Match.STEM))
    assert (csto.context[-1], csto.vetoes[-1]) == (Cue("parade*", "en"), Cue("concert hall", "en"))
    assert (len(csto.context), len(csto.vetoes)) == (len(was.context) + 1, len(was.vetoes) + 1)


def test_a_shipped_name_given_anew_is_taken_as_the_file_has_it(tmp_path: Path) -> None:
    kazakhstan = extended(tmp_path, "topics: {kazakhstan: {names: {en: {word: {own: [kazakhstan]}}}}}\n")["kazakhstan"]

    found = [name for name in kazakhstan.names if name.text.lower() == "kazakhstan"]
    assert found == [Name("kazakhstan", "en", Match.WORD, source="own")]
    assert len(kazakhstan.names) == len(SHIPPED["kazakhstan"].names)


def test_names_words_and_whole_topics_can_be_taken_out(tmp_path: Path) -> None:
    topics = extended(tmp_path, "without: [csto]\ntopics: {sco: {without: [sco, SCO Group]}}\n")

    assert list(topics) == ["kazakhstan", "sco"]
    assert "SCO" not in {name.text for name in topics["sco"].names}
    assert "SCO Group" not in {cue.text for cue in topics["sco"].vetoes}
    assert len(topics["sco"].vetoes) < len(SHIPPED["sco"].vetoes)


def test_a_topic_that_is_taken_out_and_given_anew_is_ones_own(tmp_path: Path) -> None:
    topics = extended(tmp_path, "without: [sco]\ntopics: {sco: {label: Mine, names: {en: {stem: [Danube]}}}}\n")

    assert topics["sco"] == Topic("sco", "Mine", (Name("Danube", "en", Match.STEM),))


@pytest.mark.parametrize(
    ("content", "line", "key", "what", "mend"),
    [
        ("without: [ctso]", 2, "ctso", "No shipped topic is called so.", "Did you mean 'csto'?"),
        ("without: [zzzz]", 2, "zzzz", "No shipped topic is called so.", "See what there is with"),
        (
            "topics: {sco: {without: [SCO Gruop]}}",
            2,
            "SCO Gruop",
            "No shipped name is called so.",
            "Did you mean 'SCO Group'?",
        ),
        ("topics: {new: {label: New}}", 2, "new", "It has no names.", "Add names."),
        (
            "topics: {new: {label: N, without: [SCO], names: {en: {stem: [Danube]}}}}",
            2,
            "SCO",
            "There is nothing that it could be taken out of: new is no shipped topic.",
            "Leave it out.",
        ),
        ("without: [csto, kazakhstan, sco]", 0, "topics", "No topic is named.", "Name at least one topic."),
    ],
)
def test_what_cannot_be_taken_out_is_refused_with_the_nearest_there_is(
    tmp_path: Path, content: str, line: int, key: str, what: str, mend: str
) -> None:
    problem = only(write(tmp_path, f"extends: shipped\n{content}\n"))

    assert (problem.line, problem.key, problem.what) == (line, key, what)
    assert problem.mend.startswith(mend)


# --- what may be a name, and how much of a file is read -------------------------------------------


@pytest.mark.parametrize(
    "name", ["Green Party of the East", "Government House", "G20", "C5+1", "中国", "WHO", "سازمان‌ها"]
)
def test_a_name_that_is_one_is_taken(tmp_path: Path, name: str) -> None:
    kind = "acronym" if name.isascii() and name.isupper() else "word"
    path = write(tmp_path, f"topics: {{x: {{label: X, names: {{en zh fa: {{{kind}: ['{name}']}}}}}}}}\n")

    assert [each.text for each in load_topics(path).topics[0].names] == [name]


def test_a_name_may_stand_in_two_topics(tmp_path: Path) -> None:
    one = "{label: X, names: {en: {stem: [Danube]}}}"

    assert len(load_topics(write(tmp_path, f"topics: {{one: {one}, two: {one}}}\n")).topics) == 2


def test_more_names_than_are_read_are_refused_with_the_limit(tmp_path: Path) -> None:
    names = ", ".join(f"danube{n}" for n in range(50_001))
    problem = only(write(tmp_path, f"topics: {{x: {{label: X, names: {{en: {{stem: [{names}]}}}}}}}}\n"))

    assert problem.what == "There are 1 topics with 50,001 names."
    assert problem.mend == "Keep to 2,000 topics and 50,000 names in all."


def test_of_very_many_faults_a_thousand_are_told(tmp_path: Path) -> None:
    names = ", ".join(["Danube"] * 5_000)
    found = problems(write(tmp_path, f"topics: {{x: {{label: X, names: {{en: {{stem: [{names}]}}}}}}}}\n"))

    assert len(found) == 1_001
    assert found[-1].what == "There are 1,000 problems up to here, and the rest was not read."


def test_a_file_of_50_megabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    with path.open("wb") as made:
        made.truncate(50_000_000)

    assert only(path).what == "It is over 2,000,000 bytes."


def test_a_byte_order_mark_and_line_breaks_of_windows_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_bytes(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())

    assert load_topics(path).version == load_topics(write(tmp_path, GOOD)).version


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "It is empty."),
        ("topics: {x: {label: X, names: {}}}", "It has no name: it can never match."),
        ("topics: {}\n---\ntopics: {}", "A second document begins here."),
        ("topics: {}", "No topic is named."),
        ("[1, 2]", "Here must stand a mapping (key: value)."),
        ("x: [" + "[" * 5_000, "It nests deeper than 20."),
        ("# " + "x" * 2_000_000, "It is over 2,000,000 bytes."),
        ("topics:\n  \x00", "It holds a character that YAML does not allow."),
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

    assert str(only(path)).startswith(f"{path}: It cannot be read: No such file or directory.")
