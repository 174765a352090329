"""What does an article say, and what does it name?

Pure: the stages that read articles (extract, fingerprint, tag, traits), joined. In: a page, a feed's own text, a plain
text. Out: Draft, ready to be judged and kept, or Failed. reader.py has it made with the first article.
"""

from dataclasses import replace
from datetime import datetime

from monitor.core.lexicon import NO_LEXICON, Lexicon
from monitor.core.records.articles import Basis, Draft, Extracted, Fingerprint
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.records.stories import Traits
from monitor.core.records.tags import Spans, Tagged
from monitor.core.topics import Topics
from monitor.dedupe.credits import credits as credited
from monitor.dedupe.fingerprint import fingerprint
from monitor.extract.article import extract, from_feed
from monitor.extract.body.recurring import frame_hashes, line_hashes
from monitor.extract.language import language as tell_language
from monitor.extract.page import Page
from monitor.stories.traits import TraitReader
from monitor.tag.match import Tagger


class Drafter:
    """Makes drafts of articles.

    Args:
        lexicon: names and events in several languages, by which stories are told and what is named beside topics is
            counted; without it, stories join only articles of one language, or of like names and figures.
    """

    def __init__(self, topics: Topics, lexicon: Lexicon = NO_LEXICON) -> None:
        self._tagger = Tagger(topics, lexicon)
        self._traits = TraitReader(lexicon)

    def read(self, page: Page) -> Draft | Failed:
        """Read an article's page."""
        return self._draft(extract(page))

    def read_own(
        self,
        entry: Entry,
        *,
        basis: Basis = Basis.SUMMARY,
        at: datetime | None = None,
        recurring: frozenset[int] = frozenset(),
    ) -> Draft | Failed:
        """Read the text that the feed itself gives for an entry; see extract.article.from_feed."""
        return self._draft(from_feed(entry, basis=basis, at=at, recurring=recurring))

    def read_text(self, title: str, text: str, recurring: Spans = (), language: str = "") -> Draft | Failed:
        """Read a plain text that came from nowhere: a file, or the archive.

        Args:
            recurring: as in Extracted.
            language: ISO 639-1 code of its language where that is known; else it is told from the text.
        """
        told = language or tell_language(title, text)
        return self._draft(Extracted(title, text, told, "", "", Basis.FULL, recurring=recurring))

    def read_again(self, article: Extracted) -> Draft | Failed:
        """Read the text of an article as it was extracted and is kept."""
        return self._draft(article)

    def tag_again(self, article: Extracted) -> Tagged:
        """Say what an article as it is kept names, by the rules and names of today."""
        return self._tagger.tag(article.title, article.text, article.language, article.recurring)

    def names_a_topic(self, title: str) -> bool:
        """Say whether a headline alone names a topic."""
        return bool(self._tagger.tag(title, "").topics)

    def _draft(self, article: Extracted | Failed) -> Draft | Failed:
        if isinstance(article, Failed):
            return article
        tagged = self.tag_again(article)
        traits = self._read_traits(article)
        return Draft(article, _fingerprint(article), tagged, traits, credited(article))

    def _read_traits(self, article: Extracted) -> Traits:
        """Read what tells its event; what the outlet puts below many articles tells nothing."""
        text, at = [], 0
        for start, end in article.recurring:
            text.append(article.text[at:start])
            at = max(at, end)
        return self._traits.read(article.title, "".join((*text, article.text[at:])), article.language)


def _fingerprint(article: Extracted) -> Fingerprint:
    """Make a fingerprint by which what was dropped goes on being counted."""
    made, dropped = fingerprint(article.text, article.title), [each.text for each in article.dropped]
    frame = frame_hashes((*dropped, *article.text.split("\n")))
    return replace(made, paragraphs=(*made.paragraphs, *line_hashes(dropped)), frame=frame)
