"""Can a person see whose text an article has, and what of it a reprint dropped and added?"""

from collections.abc import Iterator

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

LINES = (
    "ASTANA, January 5. /TASS/. Defence ministers of the CSTO met in the capital to talk about an exercise in spring.",
    "They agreed that four hundred soldiers from five countries will take part, with a field hospital and engineers.",
    "Kazakhstan will send an airborne company, its ministry said, and observers from the SCO are invited to watch.",
    "The exercise will be held in the mountains in the south, where two earlier ones had to be put off for snow.",
)
#: Cut into other paragraphs, without the last sentence and with one of its own.
REPRINT = (
    f"{LINES[0]} {LINES[1]}",
    LINES[2],
    "Our correspondent flies there.",
    "(TASS)",
)
APART = (
    "Farmers in the north of the country have sown more wheat than in any year since the turn of the century.",
    "Rain came early and snow left late, and prices promise a good year to whoever has storage of their own.",
)


def page(title: str, paragraphs: tuple[str, ...]) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head>
      <body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Keep an article (1), a reprint of it (2), and one that has nothing to do with them (3), in this order."""
    stories = (("Exercise in spring", LINES), ("Exercise planned", REPRINT), ("More wheat", APART))
    with WorldThread() as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("copies"))
        feeds = []
        for n, (title, paragraphs) in enumerate(stories, 1):
            url = world.serve(f"/story-{n}.html", page(title, paragraphs))
            item = f"<item><guid>{n}</guid><title>{title}</title><link>{url}</link></item>"
            rss = f'<rss version="2.0"><channel><title>Feed {n}</title>{item}</channel></rss>'
            feed = world.serve(f"/feed-{n}.xml", rss, content_type="application/rss+xml")
            feeds.append(f"- name: feed-{n}\n  url: {feed}\n  every: 1h\n")
        installation.write_feeds("feeds:\n" + "".join(feeds))
        for n in range(1, len(stories) + 1):
            done = installation.run("poll", f"feed-{n}")
            assert done.code == 0, done.err
        yield installation


def test_an_article_says_whose_text_it_has_and_whom_it_credits(archive: Installation) -> None:
    shown = archive.run("articles", "show", "2").out

    assert "Reprint of article 1 (TASS): kept " in shown
    assert "credit  TASS, source: (TASS)" in shown


def test_an_original_names_its_reprints(archive: Installation) -> None:
    shown = archive.run("articles", "show", "1").out

    assert "text  Original (TASS), 1 reprint: 2." in shown
    assert "credit  TASS, dateline: ASTANA, January 5. /TASS/" in shown


def test_an_article_of_its_own_is_no_reprint(archive: Installation) -> None:
    shown = archive.run("articles", "show", "3").out

    assert "Reprint" not in shown
    assert "credit" not in shown


def test_the_diff_of_two_articles_says_what_was_kept_and_shows_what_came_and_went(archive: Installation) -> None:
    done = archive.run("diff", "1", "2")

    assert done.code == 0, done.err
    # Of 81 words, the 22 of the last paragraph and "in spring" of the headline went; "planned", 4 words and TASS came.
    assert done.err.splitlines()[0] == "Article 2 kept 70 % of the words of article 1, dropped 24 and added 6."
    assert LINES[2] in done.out
    assert "[-in spring-]{+planned+}" in done.out
    assert "Our correspondent flies there." in done.out


def test_a_patch_of_two_articles_has_the_paragraphs(archive: Installation) -> None:
    lines = archive.run("diff", "1", "3", "--patch").out.splitlines()

    assert lines[0].startswith("--- article-1\t")
    assert lines[1].startswith("+++ article-3\t")
    assert f"-{LINES[0]}" in lines
    assert f"+{APART[1]}" in lines


def test_versions_are_those_of_one_article(archive: Installation) -> None:
    done = archive.run("diff", "1", "2", "--versions", "1..2")

    assert (done.code, "not both" in done.err) == (2, True)


def test_an_article_that_is_not_there_is_named(archive: Installation) -> None:
    done = archive.run("diff", "1", "77")

    assert (done.code, "There is no article 77." in done.err) == (1, True)
