"""Small topics that several tests of the room tag/ look for, and how they ask where a name stands."""

from monitor.core.topics import Match, Name, Topic, Topics
from monitor.tag.match import Tagger

_LAND = (
    ("Kazakhstan", "en fr", Match.STEM),
    ("казахстан", "ru uk", Match.SUBSTRING),
    ("Қазақстан", "kk", Match.STEM),
    ("哈萨克斯坦", "zh", Match.SUBSTRING),
    ("Kasachstan", "de", Match.SUBSTRING),
    ("Kazajistán", "es", Match.STEM),
    ("كازاخستان", "ar", Match.SUBSTRING),
    ("Kazakistan", "tr", Match.STEM),
)
_PACT = (("CSTO", "en", Match.ACRONYM), ("ОДКБ", "ru", Match.ACRONYM))

NAMING = Tagger(
    Topics.of(
        (
            Topic("land", "Kazakhstan", tuple(Name(*each) for each in _LAND)),
            Topic("pact", "CSTO", tuple(Name(*each) for each in _PACT)),
        )
    )
)

#: Paragraphs that name nothing.
NEUTRAL = "The ministers of five countries met on Thursday in Samarkand and agreed on a timetable for goods trains."
MORE = "Freight will move faster from March on, the railways said after the meeting, and tariffs stay as they are."


def standing(text: str, title: str = "") -> list[str]:
    """Say of each name in the text where it stands, or why it is not said there, in the order of the text."""
    tagged = NAMING.tag(title, text)
    said = [(m.start, f"{m.part}{' quoted' if m.is_quoted else ''}") for m in tagged.mentions if m.field == "text"]
    return [told for _, told in sorted([*said, *((r.start, r.why) for r in tagged.rejected)])]
