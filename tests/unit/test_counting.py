"""Is a number of things said as people say it?"""

import pytest

from monitor.core.counting import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1_204, "1,204 articles")]
)
def test_one_is_not_several(number: int, said: str) -> None:
    assert counted(number, "article") == said


def test_several_may_have_a_word_of_their_own() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]
