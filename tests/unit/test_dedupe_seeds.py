"""Does each text that the owner has find its seed, or become one?"""

from dataclasses import replace

import pytest

from monitor.dedupe.seeds import Fate, SeedFacts, attach_texts, body_of, copies, guess_facts, known_seed, make_seed

ADDRESS = "https://www.example.org/world/2022/jan/09/canal-opens-after-two-dry-years.html"
HEADLINE = "Canal opens after two dry years"
STORY = " ".join(f"canal{n}" for n in range(400))
OTHER_STORY = " ".join(f"market{n}" for n in range(400))
CANAL = make_seed(STORY, SeedFacts("canal-2022"))
WITHOUT_TEXT = replace(CANAL, text="")


def test_a_seed_carries_its_facts_and_the_sketch_of_its_text() -> None:
    facts = SeedFacts("canal-2022", "example.org", HEADLINE, "2022-01-09", ADDRESS, ("A. Writer",))

    made = make_seed(STORY, facts)

    assert (made.name, made.outlet, made.title) == ("canal-2022", "example.org", HEADLINE)
    assert (made.date, made.url, made.authors) == ("2022-01-09", ADDRESS, ("A. Writer",))
    assert (made.words, made.text) == (400, STORY)
    assert 20 < len(made.sketch) < 80  # about one in eight of 398 runs of three words


def test_what_is_surely_no_part_of_the_article_is_taken_out() -> None:
    page = f"{ADDRESS}\n\nAdvertisement\n{HEADLINE}\n{HEADLINE}\nWater came.\n04:08\n See https://example.org \n"

    assert body_of(page) == f"{HEADLINE}\nWater came.\nSee https://example.org"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            f"{ADDRESS}\n{HEADLINE}\nWater came.",
            SeedFacts("x", "example.org", HEADLINE, "2022-01-09", ADDRESS),
        ),
        (
            f"{ADDRESS}\nWater came back to the old town on Sunday.",
            SeedFacts("x", "example.org", "canal opens after two dry years", "2022-01-09", ADDRESS),
        ),
        (f"{HEADLINE}\nBy our staff, 9 Jan. 2022", SeedFacts("x", title=HEADLINE, date="2022-01-09")),
        (f"{HEADLINE}\nPublished: January 9, 2022 07:06 PM", SeedFacts("x", title=HEADLINE, date="2022-01-09")),
        (f"{HEADLINE}\n2022-01-09", SeedFacts("x", title=HEADLINE, date="2022-01-09")),
        (f"{HEADLINE}\n31 Feb 2022", SeedFacts("x", title=HEADLINE)),
        ("Water came back to the old town.", SeedFacts("x")),
        ("", SeedFacts("x")),
    ],
)
def test_facts_are_read_from_the_head_of_a_page(text: str, facts: SeedFacts) -> None:
    assert guess_facts(text, name="x") == facts


@pytest.mark.parametrize(
    "text",
    [STORY, STORY[: len(STORY) * 9 // 10], f"{ADDRESS}\n{HEADLINE}\n{STORY}\nComments"],
    ids=["as it was", "without its end", "with its address and headline"],
)
def test_a_text_is_attached_to_the_seed_that_it_is_a_copy_of(text: str) -> None:
    corpus = attach_texts([WITHOUT_TEXT], {"saved page.txt": text})

    (seed,) = corpus.seeds
    assert (seed.name, seed.text, seed.sketch) == ("canal-2022", body_of(text), CANAL.sketch)
    assert [(p.file, p.seed, p.fate) for p in corpus.placed] == [("saved page.txt", "canal-2022", Fate.ATTACHED)]


def test_a_part_of_a_seed_is_left_out_for_by_it_a_copy_of_the_rest_would_be_new() -> None:
    corpus = attach_texts([WITHOUT_TEXT], {"first half.txt": STORY[: len(STORY) // 2]})

    assert corpus.seeds == (WITHOUT_TEXT,)
    assert [(p.seed, p.fate, p.fate.is_failure) for p in corpus.placed] == [("canal-2022", Fate.PART, True)]


def test_a_text_of_no_seed_becomes_one_named_after_its_file() -> None:
    corpus = attach_texts([WITHOUT_TEXT], {"Market fees!.txt": f"{HEADLINE}\n{OTHER_STORY}"})

    assert [seed.name for seed in corpus.seeds] == ["canal-2022", "Market-fees"]
    assert corpus.seeds[1].title == HEADLINE
    assert corpus.placed[0].fate is Fate.ADDED


def test_a_name_that_is_taken_gets_a_number() -> None:
    corpus = attach_texts([CANAL], {"canal-2022.txt": OTHER_STORY})

    assert corpus.placed[0].seed == "canal-2022-2"


def test_copies_among_the_texts_are_reported_and_the_first_is_taken() -> None:
    texts = {"a.txt": OTHER_STORY, "b.txt": OTHER_STORY + " more", "c.txt": STORY, "d.html": STORY}

    corpus = attach_texts([WITHOUT_TEXT], texts)

    assert [(p.file, p.seed, p.fate) for p in corpus.placed] == [
        ("a.txt", "a", Fate.ADDED),
        ("b.txt", "a", Fate.DUPLICATE),
        ("c.txt", "canal-2022", Fate.ATTACHED),
        ("d.html", "canal-2022", Fate.DUPLICATE),
    ]
    assert "stands in seed a" in corpus.placed[1].why
    assert corpus.placed[1].why.endswith("Its text came from a.txt.")
    assert corpus.placed[3].why.startswith("It has the same words as seed canal-2022")


def test_short_texts_are_told_apart_and_recognised_though_their_sketches_may_share_nothing() -> None:
    short = {f"{n}.txt": " ".join(f"{letter * 6}{i}" for i in range(24)) for n, letter in enumerate("abcdefghijkl")}
    again = {f"again-{name}": f"{text} more" for name, text in short.items()}

    corpus = attach_texts([], short | again)

    assert [p.fate for p in corpus.placed] == [Fate.ADDED] * 12 + [Fate.DUPLICATE] * 12
    assert [p.seed for p in corpus.placed[12:]] == [p.seed for p in corpus.placed[:12]]


def test_a_name_is_no_longer_than_a_file_may_be_called() -> None:
    corpus = attach_texts([], {f"{'карагач' * 30}.txt": STORY, f"{'карагач' * 30}/{'карагач' * 30}.txt": OTHER_STORY})

    assert [len(seed.name) for seed in corpus.seeds] == [60, 62]


def test_copies_among_the_seeds_are_found_by_text_and_by_sketch() -> None:
    other = make_seed(f"{STORY} and more", SeedFacts("canal-again"))
    market = make_seed(OTHER_STORY, SeedFacts("market"))

    by_text = copies([CANAL, market, other])
    by_sketch = copies([WITHOUT_TEXT, market, replace(other, text="")])

    assert [seed.name for seed, _ in by_text] == ["canal-again"]
    assert [seed.name for seed, _ in by_sketch] == ["canal-again"]
    assert by_sketch[0][1].startswith("By sketch, ")


def test_a_text_without_words_is_reported_and_left_out() -> None:
    corpus = attach_texts([WITHOUT_TEXT], {"empty.txt": " — \n"})

    assert corpus.seeds == (WITHOUT_TEXT,)
    assert corpus.placed[0].fate is Fate.EMPTY


def test_a_seed_is_compared_under_its_own_name() -> None:
    known = known_seed(WITHOUT_TEXT)

    assert (known.ref, known.text, known.sketch, known.is_seed) == ("seed:canal-2022", "", CANAL.sketch, True)
