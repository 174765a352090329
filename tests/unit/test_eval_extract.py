"""Is reading pages measured by the benchmark's own rule, and do our pages hold what we say of them?"""

import html
import re

import pytest

from monitor.core.charset import fold
from monitor.extract.charset import page_text
from tests.eval.extract import percentile
from tests.eval.samples import OWN, Sample, own
from tests.eval.scoring import is_equal, overlap, score

# --- the measure ------------------------------------------------------------------------------------


def test_words_are_compared_and_no_signs() -> None:
    assert overlap("One two three four five.", "One, two – three: four five") == (1, 0, 0)
    assert overlap("One two three four", "one two three four") == (0, 0.5, 0.5)  # letters count as they are


def test_what_is_found_too_much_counts_against_precision_alone() -> None:
    # true: abcd bcde; found: abcd bcde cdef defg
    assert overlap("a b c d e", "a b c d e f g") == (0.5, 0.5, 0)

    scored = score([("a b c d e", "a b c d e f g")])
    assert (scored.precision, scored.recall, scored.accuracy) == (0.5, 1, 0)
    assert scored.f1 == pytest.approx(2 / 3)


def test_a_shingle_counts_as_often_as_it_occurs() -> None:
    # true: aaaa; found: aaaa aaaa
    assert overlap("a a a a", "a a a a a") == (0.5, 0.5, 0)


def test_fewer_than_four_words_are_one_shingle() -> None:
    assert overlap("a b", "a b") == (1, 0, 0)
    assert overlap("a b", "a b c") == (0, 0.5, 0.5)


def test_nothing_where_nothing_is_costs_nothing() -> None:
    assert overlap("", "") == (0, 0, 0)
    assert score([("", ""), ("a b c d", "a b c d")]).f1 == 1


def test_every_page_weighs_the_same_and_f1_comes_of_the_averages() -> None:
    scored = score([("a b c d e", "a b c d e"), ("a b c d", "w x y z"), ("a b c d", "")])

    assert scored.precision == 0.5  # (1 + 0) / 2: where nothing was found, there is nothing to be right about
    assert scored.recall == pytest.approx(1 / 3)  # (1 + 0 + 0) / 3
    assert scored.f1 == pytest.approx(0.4)
    assert scored.accuracy == pytest.approx(1 / 3)


def test_texts_are_equal_where_their_words_are() -> None:
    assert is_equal("Wheat | 402 | 471", "Wheat 402\n471.")
    assert not is_equal("Wheat 402", "Wheat 471")


def test_a_percentile_is_the_value_that_so_many_do_not_exceed() -> None:
    assert percentile(range(1, 101), 99) == 99
    assert percentile([5, 1, 3], 99) == 5
    assert percentile([5, 1, 3], 50) == 3


# --- our own pages ----------------------------------------------------------------------------------

SAMPLES = own()


def _name(sample: Sample) -> str:
    return sample.name


def test_every_page_has_its_truth_and_every_truth_its_page() -> None:
    assert sorted(f"{sample.name}.html" for sample in SAMPLES) == sorted(path.name for path in OWN.glob("*.html"))


def test_there_are_pages_of_many_shapes_and_languages() -> None:
    truths = [sample.truth for sample in SAMPLES if sample.truth]

    assert len(truths) >= 24
    assert len({truth.language for truth in truths}) >= 8
    assert len({truth.shape for truth in truths}) == len(truths)
    assert {truth.basis.value for truth in truths} == {"full", "summary", "teaser", "login_wall", "bot_wall"}


def _words(markup: str) -> str:
    return fold(html.unescape(re.sub(r"<[^>]{1,2000}>", " ", markup)))


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_what_we_say_of_a_page_stands_there(sample: Sample) -> None:
    entry = sample.page.entry
    markup = page_text(sample.page.body, sample.page.content_type) if sample.is_on_page else entry.summary_html
    said = [part for line in sample.text.split("\n") for part in line.split(" | ")]
    assert sample.truth is not None

    assert [line for line in said if fold(line) not in _words(markup)] == []
    assert sample.truth.title in (entry.title or _words(markup))


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_a_page_holds_more_than_its_article(sample: Sample) -> None:
    shown = _words(page_text(sample.page.body, sample.page.content_type))

    assert overlap(sample.text, shown) != (1, 0, 0)
