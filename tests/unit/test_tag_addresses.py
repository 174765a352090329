"""Names inside addresses are no mentions; beside them they are."""

import time

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.topics import Cue, Match, Name, Topic, Topics
from monitor.tag.match import Tagger

TAGGER = Tagger(load_topics(default_topics_path()))
SMALL = Tagger(
    Topics.of(
        (
            Topic(
                "abc",
                "ABC",
                (Name("Alpha Beta Council", "en", Match.WORD), Name("ABC", "en", Match.ACRONYM_NEEDS_CONTEXT)),
                context=(Cue("summit*"),),
                vetoes=(Cue("orchestra*"),),
            ),
        )
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/kazakhstan-news for more",
        "https://example.org/?q=Kazakhstan&x=1#Kazakhstan",
        "HTTPS://EXAMPLE.ORG/KAZAKHSTAN",
        "https://ru.example.org/wiki/Казахстан",
        "visit www.kazakhstan.kz today",
        "www.example.kz/kazakhstan",
        "write to kazakhstan@mail.org",
        "press@kazakhstan.gov.kz",
        "first.kazakhstan+news@mail.org,",
        "on astana.kazakhstan.kz, they said",
        "on kazakhstan.kz.",
        "(Kazakhstan.kz)",
        "kazakhstan.kz:8080/news",
        "tengrinews.kz/kazakhstan_news/port-kazakhstan/",
        "казахстан.рф",
        "据kazakhstan.kz报道",
    ],
)
def test_a_name_inside_an_address_is_no_mention(text: str) -> None:
    assert TAGGER.tag(text, text).mentions == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/kazakhstan Kazakhstan", "Kazakhstan"),
        ("Kazakhstan: https://example.org/kazakhstan", "Kazakhstan"),
        ("(https://example.org/kazakhstan)Kazakhstan", "Kazakhstan"),
        ("<https://example.org/>Kazakhstan", "Kazakhstan"),
        ("https://t.example/abc哈萨克斯坦总统", "哈萨克斯坦"),
        ("https://t.example/abc，哈萨克斯坦总统", "哈萨克斯坦"),
        ("哈萨克斯坦kz.example.kz", "哈萨克斯坦"),
        ("ﬁ www.ﬁ.kz\u00ad soft\u00ad ﬁ Kazakhstan's", "Kazakhstan's"),
    ],
)
def test_a_name_beside_an_address_keeps_its_exact_place(text: str, found: str) -> None:
    (mention,) = (m for m in TAGGER.tag("", text).mentions if m.topic == "kazakhstan")

    assert text[mention.start : mention.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "They flew to Kazakhstan.The talks went on",
        "They flew to Kazakhstan.In Astana it snowed",
        "He left Kazakhstan.and then",
        "из Казахстана.Он сказал",
        "Kazakhstan/Kyrgyzstan",
        "@Kazakhstan on the networks",
        "Kazakhstan...kz",
        "the score in Kazakhstan:https",
    ],
)
def test_a_sentence_without_a_space_after_its_full_stop_is_no_address(text: str) -> None:
    assert "kazakhstan" in TAGGER.tag("", text).topics


@pytest.mark.parametrize("address", ["https://example.org/summit", "www.summit.org", "summit@mail.org", "summit.org"])
def test_context_inside_an_address_does_not_speak_for_an_acronym(address: str) -> None:
    tagged = SMALL.tag("", f"The ABC met, see {address}")

    assert tagged.mentions == ()
    assert [r.why for r in tagged.rejected] == ["no evidence"]


def test_a_veto_inside_an_address_does_not_speak_against_an_acronym() -> None:
    assert SMALL.tag("", "The ABC summit, see https://example.org/orchestra").topics == ("abc",)


@pytest.mark.parametrize(
    "text",
    [
        "a@" * 500_000,
        "www." * 250_000,
        "a." * 500_000,
        "a.kz " * 200_000,
        "a" * 1_000_000,
        "ж" * 500_000,
        "ж." * 300_000,
        "+" * 1_000_000,
        "a.+" * 300_000,
        "/" * 1_000_000,
        "a@b." * 250_000,
        "a-" * 500_000,
        "https://" * 125_000,
        "kazakhstan@" * 90_000,
        "kazakhstan." * 90_000,
        "www.kazakhstan " * 70_000,
    ],
)
def test_a_megabyte_of_half_addresses_costs_little(text: str) -> None:
    started = time.process_time()

    TAGGER.tag("", f"Kazakhstan {text}")

    assert time.process_time() - started < 10
