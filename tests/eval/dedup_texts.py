"""Which texts of our own are there to measure verdicts with?

Not pure: reads the files in texts/, a file a language. In: nothing. Out: articles that are edited into pairs, bulletins
of one template each, briefs above one closing paragraph, reports that quote one statement, and the phrases that edits
are made with. All of it was written for this, about events that never happened.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

LANGUAGES = ("en", "ru", "kk", "zh", "ar")

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Article:
    """One text.

    Args:
        name: unique among all, such as "en/reservoir".
        lead: the first paragraph in other words, by another hand; "" where there is none.
        outlet: where texts are, that only their outlet's habits make alike; "" for an outlet of its own.
    """

    name: str
    language: str
    title: str
    text: str
    lead: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What outlets put around and into the texts of others, in one language.

    Args:
        read_on: lines below a text that was cut.
        menu: lines of a page's frame.
        updates: sentences that versions gain.
        fillers: words that light edits bring.
    """

    read_on: tuple[str, ...]
    menu: tuple[str, ...]
    headlines: tuple[str, ...]
    datelines: tuple[str, ...]
    credits: tuple[str, ...]
    intros: tuple[str, ...]
    outros: tuple[str, ...]
    updates: tuple[str, ...]
    fillers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one language.

    Args:
        bulletins: the issues of each template.
        statement: its sentences, as the reports quote them.
    """

    language: str
    phrases: Phrases
    articles: tuple[Article, ...]
    bulletins: tuple[tuple[Article, ...], ...]
    briefs: tuple[Article, ...]
    statement: tuple[str, ...]
    reports: tuple[Article, ...]


def own_texts(language: str) -> Texts:
    """Read the texts of one language."""
    said = YAML(typ="safe", pure=True).load(_TEXTS / f"{language}.yaml")
    reports = said["reports"]
    return Texts(
        language=language,
        phrases=Phrases(**{name: tuple(lines) for name, lines in said["phrases"].items()}),
        articles=tuple(
            Article(f"{language}/{each['name']}", language, each["title"], each["text"].strip(), each["lead"])
            for each in said["articles"]
        ),
        bulletins=tuple(_issues(language, template) for template in said["bulletins"]),
        briefs=_briefs(language, said["briefs"]),
        statement=tuple(reports["statement"]),
        reports=tuple(
            Article(f"{language}/report{n}", language, "", text.strip()) for n, text in enumerate(reports["texts"])
        ),
    )


def _issues(language: str, template: dict[str, Any]) -> tuple[Article, ...]:  # Any: as YAML has it
    return tuple(
        Article(
            f"{language}/{template['name']}{n}",
            language,
            template["title"].format(**facts),
            template["text"].strip().format(**facts),
            outlet=f"{language}.{template['outlet']}",
        )
        for n, facts in enumerate(template["issues"])
    )


def _briefs(language: str, said: dict[str, Any]) -> tuple[Article, ...]:  # Any: as YAML has it
    outlet = f"{language}.{said['outlet']}"
    return tuple(
        Article(f"{language}/brief{n}", language, "", f"{text}\n{said['closing']}", outlet=outlet)
        for n, text in enumerate(said["texts"])
    )
