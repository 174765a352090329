"""Does the text of a difference show what was taken out and what was put in?"""

from datetime import timedelta

from monitor.cli.evidence import difference
from monitor.cli.marking import marked
from monitor.core.records.articles import Basis
from monitor.core.records.versions import Edit, Version
from tests.fakes import NOON


def test_each_edit_stands_in_its_marks_and_the_rest_as_it_was() -> None:
    edits = (Edit(4, 7, 4, 9), Edit(8, 8, 10, 15), Edit(12, 16, 19, 19))

    assert (
        marked("The old plan and end", "The newer plan more and", (Edit(4, 7, 4, 9),))
        == "The [-old-]{+newer+} plan and end"
    )
    assert marked("The old plan now.", "The newer grandplan.", edits) == "The [-old-]{+newer+} {+grand+}plan[- now-]."
    assert marked("same", "same", ()) == "same"


def test_a_difference_names_both_versions_and_begins_with_the_headline() -> None:
    before = Version(1, NOON, "CSTO meets", "It met on Monday.\nNothing was said.", Basis.FULL)
    after = Version(2, NOON + timedelta(hours=2), "CSTO met", "It met on Tuesday.\nNothing was said.", Basis.FULL)

    text = difference(before, after)

    assert text.startswith(
        "Version 1 was read at 2026-11-22T12:00:00Z.\nVersion 2 was read at 2026-11-22T14:00:00Z.\n"
        "[-taken out-] {+put in+}\n\nCSTO [-meets-]{+met+}\n\n"
    )
    assert text.endswith("\n\nIt met on [-Monday-]{+Tuesday+}.\nNothing was said.\n")
