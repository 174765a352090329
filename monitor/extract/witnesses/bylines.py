"""Who wrote an article, in what the witnesses give for its authors?

Pure. In: bylines as they are written, and what the outlet is called. Out: candidates: names of people, without
what announces them, their roles, addresses and the outlet itself. weigh.py acts on it.
"""

import re
from collections.abc import Iterator, Sequence

from monitor.core.records.pages import Witness
from monitor.core.words import folded
from monitor.extract.witnesses.candidates import Candidate, Standing
from monitor.extract.witnesses.claims import Told
from monitor.extract.witnesses.headlines import Called, line, words_of

_MOST = 20
_LONGEST = 1_000
_LONGEST_NAME = 120
_MOST_WORDS = 9
#: Between names in a claim, and in an article's author.
IN_CLAIM, IN_ARTICLE = "; ", ", "

_TRUST = {
    Witness.FEED: 0,
    Witness.JSON_LD: 1,
    Witness.MICRODATA: 2,
    Witness.OPEN_GRAPH: 3,
    Witness.META: 4,
    Witness.HTML: 5,
}

_ADDRESS = re.compile(r"https?:|www\.|[\w-]\.[a-z]{2,6}/|^@\w+$", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NAME_BEHIND_MAIL = re.compile(rf"^\s*{_MAIL.pattern}\s*\((?P<name>[^()]{{2,{_LONGEST_NAME}}})\)\s*$")
_IN_BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,100}[)\]）】]\s*")
# What announces a name: with "by", with a colon, in front of two words, or in Chinese.
_ANNOUNCED = re.compile(
    r"(?:(?:written|posted|published|reported|story|text|words)\s+)?by\s*:?\s+"
    r"|(?:authors?|reporter|text|words|авторы?(?:\s+(?:статьи|текста|материала))?|текст|подготовил[аи]?|написал[аи]?"
    r"|корреспондент|мәтін|дайындаған|тілші|журналист|кабарчы|muallif(?:lar)?|muxbir|müəllif|yazar|yazan|haber"
    r"|autor(?:in|en|es|a)?|auteure?s?|autore|texte?|texto|автори|підготува(?:в|ла)|нависанда|муаллиф"
    r"|الكاتب|بقلم|كتب|نویسنده|作者|记者|記者|撰文|撰稿|文|著者|筆者|글)\s*[:：/|｜]\s*"
    r"|(?:von|par|por)\s+(?=[^\W\d_]\S*\s+\S)|(?:بقلم|كتب)\s+"
    r"|(?:[\u3400-\u9fff]{0,12}(?:记者|記者)|作者|撰文)\s*",
    re.IGNORECASE,
)
_PARTING = re.compile(r"\s*[;；、|｜•·]\s*|\s[/–—-]\s")
_COMMA = re.compile(r"\s*[,，،]\s*")
_AND = re.compile(r"\s+(?:and|&|и|және|жана|va|und|et|y|e|ve|və|та|і|й|و)\s+", re.IGNORECASE)
_BEHIND_A_NAME = re.compile(r"(?<=[\uac00-\ud7a3])\s*기자$|\s*(?:记者|記者|编辑|編輯)$")
_ROLE = re.compile(
    r"\b(?:(?:special|senior|staff|our|chief|deputy|specially?|собственный|специальный|наш)\s+)*+"
    r"(?:correspondents?|reporters?|editors?|writers?|journalists?|columnists?|contributors?|staff|bureau|desk|team"
    r"|analysts?|photographers?|producers?|newsroom|newsdesk"
    r"|корреспондент\w*|корр|собкор\w*|редактор\w*|журналист\w*|обозревател\w*|фотограф\w*|редакци\w*|кореспондент\w*"
    r"|тілші\w*|шолушы\w*|кабарчы\w*|muxbir\w*|muhabir\w*|editör\w*|redakteur\w*|korrespondent\w*|redaktion"
    r"|journalistes?|rédact\w*|periodistas?|redacción|corresponsal\w*)\b\.?",
    re.IGNORECASE,
)
_TITLES = frozenset({"jr", "sr", "md", "phd", "dr", "ph.d", "m.d", "mba"})  # behind a name and a comma


def _folded_all(names: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded(name.replace("_", " "))) for name in names.split())


# Written by systems where nobody is named.
_NOBODY = _folded_all(
    """
    admin administrator administrador webmaster root user guest editor staff author unknown none null undefined nan n/a
    anonymous test redaktor redaksiya superuser moderator автор админ администратор редактор редакция модератор гость
    """
)
_AGENCIES = _folded_all(
    """
    reuters afp ap associated_press agence_france_presse dpa upi tass тасс interfax интерфакс риа_новости ria_novosti
    xinhua 新华社 kazinform казинформ қазақпарат sputnik anadolu_agency anadolu_ajansı aa bloomberg trend efe ansa
    kyodo yonhap akipress kabar кабар belta белта укринформ ukrinform azertac
    """
)

#: Names by their folded words, those of one name sorted: "Lee, Ann" is "Ann Lee".
People = frozenset[tuple[str, ...]]


def stand(told: Sequence[Told], outlet: Called) -> list[Candidate[People]]:
    """Make candidates of bylines.

    Names are parted, doubles folded, at most 20 kept. Roles, addresses, what stands in brackets, the outlet's name
    and agencies beside people go. Where nothing is left, the claim stays as it was written and is unfit; agencies
    alone are doubtful, and so is what somebody logs in by. A byline for readers is outdone by any
    other, since lists of all authors look the same.
    """
    return [_candidate(each, outlet) for each in told if any(map(str.strip, each.values))]


def bears_out(one: Candidate[People], other: Candidate[People]) -> bool:
    """Whether the names that one gives are among those of the other; what readers see must give the same."""
    return one.read == other.read if other.witness is Witness.HTML else one.read <= other.read


def _candidate(told: Told, outlet: Called) -> Candidate[People]:
    written = IN_CLAIM.join(filter(None, map(line, told.values)))[:_LONGEST]
    given = [name for value in told.values for name in _names(value, told.witness)]
    words = {name: words_of(name) for name in given}
    people = [name for name in given if words[name] not in _NOBODY and words[name] not in outlet]
    kept = [name for name in people if words[name] not in _AGENCIES] or people
    by_words: dict[tuple[str, ...], str] = {}
    for name in kept[:_MOST]:
        by_words.setdefault(tuple(sorted(words[name])), name)
    read, voice, trust = frozenset(by_words), told.witness.value, _TRUST[told.witness]
    if not kept:
        note = "the outlet's own name" if any(name in outlet for name in words.values()) else _why_nobody(written)
        return Candidate(told.field, told.witness, written, read, voice, trust, Standing.UNFIT, note)
    standing = Standing.OUTDONE if told.witness is Witness.HTML else Standing.GOOD
    doubts = [_doubt(name, told.witness) for name in kept]
    if all(doubts):
        standing = Standing.DOUBTFUL
    note = doubts[0] if all(doubts) else ""
    return Candidate(told.field, told.witness, IN_CLAIM.join(by_words.values()), read, voice, trust, standing, note)


def _doubt(name: str, witness: Witness) -> str:
    """Say why a name may be nobody's: an agency's, what somebody logs in by, a single word out of a page's layout."""
    if words_of(name) in _AGENCIES:
        return "an agency"
    return "" if " " in name or not (name.islower() or witness is Witness.HTML) else "a single word"


def _why_nobody(written: str) -> str:
    return "an address, not a name" if _ADDRESS.search(written) or _MAIL.search(written) else "names nobody"


def _names(value: str, witness: Witness) -> Iterator[str]:
    """Give the names of people in a byline; whatever is not one is left out."""
    text = line(value)
    behind = _NAME_BEHIND_MAIL.match(text)
    text = behind["name"] if behind else _MAIL.sub("; ", text)
    if _ADDRESS.search(text):
        return
    text = _IN_BRACKETS.sub(" ; ", text)
    for part in _PARTING.split(text):
        pieces = _COMMA.split(part.strip())
        # Of a feed, parse/ has joined several names by commas.
        if len(pieces) == 2 and witness is not Witness.FEED and all(map(_is_half_a_name, pieces)):
            pieces = [" ".join(reversed(pieces))]  # "Lee, Ann"
        for piece in pieces:
            for name in _apart(_unannounced(piece)):
                tidied = _tidied(name)
                if _is_name(tidied):
                    yield tidied


def _is_half_a_name(piece: str) -> bool:
    return len(piece.split()) == 1 and piece.istitle()


def _apart(piece: str) -> list[str]:
    """Part names that a word joins; where one side is a single word, the whole may be one name."""
    names = _AND.split(piece)
    return names if all(len(name.split()) > 1 for name in names) else [piece]


def _unannounced(text: str) -> str:
    for _ in range(2):
        announced = _ANNOUNCED.match(text)
        text = text[announced.end() :] if announced else text
    return text


def _tidied(name: str) -> str:
    name = _BEHIND_A_NAME.sub("", name.strip(" .,:;|/\"'“”«»-–—"))
    role = _ROLE.match(name)
    rest = name[role.end() :].strip(" :-–—") if role else ""
    return rest if len(rest.split()) > 1 and rest[0].isupper() else name


def _is_name(name: str) -> bool:
    letters = sum(map(str.isalpha, name))
    is_short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    is_plain = letters > 1 and not any(map(str.isdecimal, name))
    return is_short and is_plain and not _ROLE.search(name) and name.lower().rstrip(".") not in _TITLES
