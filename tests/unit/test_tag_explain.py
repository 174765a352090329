"""What a person and a program are told on why a text matches its topics, and why not."""

import pytest

from monitor.cli import terminal
from monitor.core.prominence import tallies
from monitor.core.public import explained, rejected
from monitor.core.reasons import reasons_against, reasons_for
from monitor.core.records.tags import Mention, Part, Rejected, Tagged
from monitor.core.topics import Cue, Match, Name, Standing, Topic, Topics
from monitor.tag.match import Tagger

TAGGER = Tagger(
    Topics.of(
        (
            Topic(
                "abc",
                "ABC",
                (
                    Name("Alpha Beta Council", "en", Match.WORD),
                    Name("alphabetic", "en", Match.STEM, Standing.WEAK),
                    Name("Alpha Beta Council Street", "en", Match.WORD, Standing.OTHER),
                    Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT),
                ),
                context=(Cue("summit*"),),
                vetoes=(Cue("orchestra*"),),
            ),
        )
    )
)
ORCHESTRA = "The ABC is an orchestra. The ABC sings. The ABC has no summit."


def mention(start: int, part: Part, *, is_quoted: bool = False, evidence: str = "") -> Mention:
    field = "title" if part is Part.HEADLINE else "text"
    return Mention("csto", "CSTO", "en", field, start, start + 4, "acronym", evidence, part=part, is_quoted=is_quoted)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_line_says_how_often_a_name_was_found_and_why_it_does_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.rejected(TAGGER.tag("", "The ABC is an orchestra. The ABC sings. Hear the ABC.").rejected)

    assert printed(capsys) == ["not counted  abc: ABC found 3 times, no evidence, veto: orchestra · text 4-7"]


def test_each_name_and_reason_has_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    tagged = TAGGER.tag("", f"{ORCHESTRA} In Alpha Beta Council Street.")

    terminal.rejected(
        [
            Rejected("abc", "ABC", "text", 4, 7, "in a tag list"),
            Rejected("abc", "ABC", "text", 9, 12, "no evidence"),
            Rejected("abc", "ABC", "text", 20, 23, "in a tag list"),
            *(each for each in tagged.rejected if each.name != "ABC"),
        ]
    )

    assert printed(capsys) == [
        "not counted  abc: ABC found 2 times, in a tag list · text 4-7",
        "not counted  abc: ABC found once, no evidence · text 9-12",
        "not counted  abc: Alpha Beta Council Street found once, the name of something else · text 66-91",
    ]


def test_a_mention_says_where_and_how_often_it_stands_and_on_what_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        mention(2, Part.HEADLINE),
        mention(9, Part.LEAD),
        mention(90, Part.BODY, is_quoted=True),
        mention(99, Part.BODY),
        mention(200, Part.CAPTION, evidence="context: summit"),
    ]

    terminal.mentions(found)

    assert printed(capsys) == [
        "    mention  csto: CSTO [en] title 2-6, 4 times · headline, lead, body 2 · 1 quoted · acronym",
        "    mention  csto: CSTO [en] text 200-204 · caption · acronym · context: summit",
    ]


def test_what_never_alerts_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    weak = Mention("abc", "alphabetic", "en", "text", 0, 10, "stem", is_weak=True)
    recurring = Mention("abc", "Alpha", "en", "text", 20, 25, "word", is_recurring=True)

    terminal.mentions([weak, recurring])

    first, second = printed(capsys)
    assert first.endswith("stem · an adjective: shown, never alerts alone")
    assert second.endswith("word · in a paragraph that recurs at the outlet: shown, never alerts")


def test_each_topic_that_matches_shows_its_tally(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.tallies(tallies([mention(2, Part.HEADLINE), mention(9, Part.LEAD)], 100))
    terminal.tallies(tallies([mention(9, Part.LEAD)], 100))

    assert printed(capsys) == [
        "      topic  csto: 2 mentions, the first at 0, prominence 0.72",  # 1 - .4 * .7
        "      topic  csto: 1 mention, the first at 9, prominence 0.3",
    ]


def test_a_line_is_letters_only(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.rejected([Rejected("abc", "A\x1b[31m", "text", 0, 3, "introduced as \u202e\n")])

    (line,) = printed(capsys)
    assert line.isprintable()


def test_programs_get_the_same_facts() -> None:
    tagged = TAGGER.tag("The Alpha Beta Council", f"{ORCHESTRA} The alphabetic ABC.\nIn Alpha Beta Council Street.")

    given = explained(tagged, 100)

    assert given["topics"] == ["abc"]
    assert given["tagged_by"] == TAGGER.rules
    assert given["tallies"] == [
        {"topic": "abc", "count": 5, "first": 0, "prominence": tallies(tagged.mentions, 100)[0].prominence}
    ]
    assert given["reasons"] == [
        {
            "topic": "abc",
            "name": "Alpha Beta Council",
            "language": "en",
            "rule": "word",
            "why": "",
            "count": 1,
            "field": "title",
            "start": 4,
            "end": 22,
            "parts": {"headline": 1},
            "quoted": 0,
            "weak": False,
            "recurring": False,
        },
        {
            "topic": "abc",
            "name": "ABC",
            "language": "en",
            "rule": "acronym-needs-context",
            "why": "named as: Alpha Beta Council",
            "count": 4,
            "field": "text",
            "start": 4,
            "end": 7,
            "parts": {"lead": 4},
            "quoted": 0,
            "weak": False,
            "recurring": False,
        },
        {
            "topic": "abc",
            "name": "alphabetic",
            "language": "en",
            "rule": "stem",
            "why": "",
            "count": 1,
            "field": "text",
            "start": 67,
            "end": 77,
            "parts": {"lead": 1},
            "quoted": 0,
            "weak": True,
            "recurring": False,
        },
    ]
    assert given["reasons_against"] == [
        {
            "topic": "abc",
            "name": "Alpha Beta Council Street",
            "language": "en",
            "rule": "word",
            "why": "the name of something else",
            "count": 1,
            "field": "text",
            "start": 86,
            "end": 111,
        }
    ]
    assert given["rejected"] == [rejected(each) for each in tagged.rejected]


def test_nothing_found_is_nothing_said() -> None:
    given = explained(Tagged(), 0)

    assert (given["reasons"], given["reasons_against"], given["tallies"], given["tagged_by"]) == ([], [], [], None)
    assert (reasons_for([]), reasons_against([])) == ([], [])
