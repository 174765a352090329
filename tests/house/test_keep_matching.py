"""Does a rule on words find an article whose text is not kept?"""

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation
from tests.house.news import serve_feed

NEWS = (("A lighthouse is painted", "The lighthouse of the old harbour is red and white again after a long summer."),)
RULES = "rules:\n  harbour: {query: harbour, per_story: none}\n"


@pytest.mark.parametrize("keep", ["all", "matching"])
def test_a_rule_on_words_tells_an_article_without_topics_whether_its_text_is_kept_or_not(
    world: WorldThread, installation: Installation, keep: str
) -> None:
    (installation.folder / "alerts.yaml").write_text(RULES, encoding="utf-8")
    feed = serve_feed(world, NEWS)
    installation.write_feeds(f"feeds:\n- {{name: river, url: '{feed}', every: 24h, keep: {keep}}}\n")

    done = installation.run("poll", "--all")

    assert done.code == 0, done.err
    (message,) = [each.json for each in world.received]
    assert isinstance(message, dict)
    (item,) = message["items"]
    assert (item["rule"], item["article"]["title"]) == ("harbour", "A lighthouse is painted")
    assert item["beginning"].startswith("The lighthouse of the old harbour")
