"""What does an article say, and what does it name?

Pure: the stages that read articles (extract, fingerprint, tag), joined. In: a page, a feed's own text, a plain text.
Out: Draft, ready to be judged and kept, or Failed. reader.py has it made with the first article.
"""

from monitor.core.records.articles import Basis, Draft, Extracted
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.topics import Topics
from monitor.dedupe.fingerprint import fingerprint
from monitor.extract.article import extract, from_feed
from monitor.extract.language import language
from monitor.extract.page import Page
from monitor.tag.match import Tagger


class Drafter:
    """Makes drafts of articles."""

    def __init__(self, topics: Topics) -> None:
        self._tagger = Tagger(topics)

    def read(self, page: Page) -> Draft | Failed:
        """Read an article's page."""
        return self._draft(extract(page))

    def read_own(self, entry: Entry) -> Draft | Failed:
        """Read the text that the feed itself gives for an entry."""
        return self._draft(from_feed(entry))

    def read_text(self, title: str, text: str) -> Draft | Failed:
        """Read a plain text that came from nowhere: a file, or the archive."""
        return self._draft(Extracted(title, text, language(title, text), "", "", Basis.FULL))

    def names_a_topic(self, title: str) -> bool:
        """Say whether a headline alone names a topic."""
        return bool(self._tagger.tag(title, "").topics)

    def _draft(self, article: Extracted | Failed) -> Draft | Failed:
        if isinstance(article, Failed):
            return article
        return Draft(article, fingerprint(article.text), self._tagger.tag(article.title, article.text))
