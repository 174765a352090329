"""What stands around a text that another holds whole?

Pure. In: a reading and what it shares with another text. Out: a share. decide.py asks before it calls a text a copy for
holding another: a page's menus and links around a report are its frame, sentences around it are a report of their own.
"""

from monitor.core.sentences import is_ended
from monitor.core.words import running
from monitor.dedupe.agreement import CHARACTERS, Agreement
from monitor.dedupe.reading import Reading

# A line of fewer characters that ends as a sentence may still be a caption.
_PARAGRAPH, _PARAGRAPH_IN_HAN = 60, 24


def prose_around(new: Reading, agreement: Agreement) -> float:
    """Give the share of a text that is paragraphs of its own: most of each is not in what agrees, 0 to 1."""
    stretches = [(chain[0][0], chain[-1][1]) for chain in agreement.chains]
    least = _PARAGRAPH_IN_HAN if new.measures is CHARACTERS else _PARAGRAPH
    at = whole = own = 0
    for line in new.text.split("\n"):
        run = running(line)
        if not run:
            continue
        start = max(new.run.find(run, at), at)
        at = start + len(run)
        shared = sum(max(0, min(at, last) - max(start, first)) for first, last in stretches)
        whole += len(run)
        if len(run) >= least and 2 * shared < len(run) and is_ended(line.rstrip()):
            own += len(run) - shared
    return own / whole if whole else 0.0
