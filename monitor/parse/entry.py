"""What makes an entry out of the fields a feed gives, whatever its format?

Pure. In: raw fields. Out: Entry with a key, plain text where plain text belongs, and clean characters.
The three readers call it, so that the same article keys the same in each of them.
"""

from dataclasses import replace
from hashlib import sha256

from monitor.core.charset import clean
from monitor.core.records.feeds import Entry
from monitor.parse.plain import language_tag, plain
from monitor.parse.wrapped import unwrap

_LONGEST_KEY = 500  # characters: a database index has to hold it


def finished(raw: Entry) -> Entry:
    """Make plain text of what a reader took from a feed, and key the entry.

    The key is its id, else its link, else a hash of its title and summary; a key too long for an index is
    hashed. A link that only passes a reader on becomes the one it leads to, as a link and as a key, since
    what wraps it may change from poll to poll.

    Args:
        raw: ``key`` is the id as the feed has it, or ""; ``url`` is absolute, or ""; ``title``, ``author`` and
            ``language`` may carry tags and entities.
    """
    title, summary_html = plain(raw.title), clean(raw.summary_html).strip()
    url, given = unwrap(raw.url), clean(raw.key).strip()
    key = (given if given != raw.url else url) or url or _hash(f"{title}\n{summary_html}")
    return replace(
        raw,
        url=url,
        key=key if len(key) <= _LONGEST_KEY else _hash(key),
        title=title,
        summary_html=summary_html,
        author=plain(raw.author),
        language=language_tag(raw.language),
    )


def _hash(text: str) -> str:
    return f"sha256:{sha256(text.encode('utf-8')).hexdigest()}"
