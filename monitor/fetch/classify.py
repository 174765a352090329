"""What does it mean when a server does not answer with what was asked for?

Pure. In: status, headers, and the first bytes of the body. Out: a Failed with a reason out of the closed
list and a sentence that tells what to do, or None. client.py gives it back; schedule/policy.py decides
when to try again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from monitor.core.records.failures import Failed, Reason
from monitor.core.sections import Above, page_above

LONGEST_WISH_S = 10 * 365 * 86_400

_SECONDS = re.compile(r"[0-9]{1,18}", re.ASCII)

_BY_STATUS = {
    401: (Reason.FORBIDDEN, "{host} does not let us in (401), and does not say with what it would."),
    403: (
        Reason.FORBIDDEN,
        "{host} does not let us in (403). Try another 'user_agent' in feeds.yaml, or ask the site.",
    ),
    404: (Reason.NOT_FOUND, "{host} has nothing at this address (404). Look for its new one."),
    407: (Reason.FORBIDDEN, "A proxy before {host} wants credentials (407)."),
    410: (Reason.GONE, "{host} says that this address is gone for good (410)."),
    429: (Reason.THROTTLED, "{host} says that we ask too often (429). Set a longer 'every' in feeds.yaml."),
}

# Headers that only a bot wall sends, with the values that mean "stopped here".
_WALL_HEADERS = (
    ("cf-mitigated", ("challenge", "block")),
    ("x-amzn-waf-action", ("challenge", "captcha")),
    ("x-vercel-mitigated", ("challenge", "deny")),
)
# What the pages of bot walls hold, and readers' pages do not.
_WALL_PAGES = (b"_cf_chl_opt", b'id="anubis_challenge"', b"/.well-known/ddos-guard/js-challenge")
# What readers' pages behind a wall hold too: tells only where the status says no.
_WALL_MARKS = (
    b"cf-error-details",
    b"/cdn-cgi/challenge-platform/",
    b"_Incapsula_Resource",
    b"captcha-delivery.com",
    b"px-captcha",
    b"errors.edgesuite.net",
    b"sucuri.net/privacy",
    b"ddos-guard",
    b"__qrator",
)

_LOGIN = (
    "{host} wants a login ({how}). Give its credentials under 'headers' in feeds.yaml, or look for an open address."
)
_LOGIN_WORDS = re.compile(r"(?<![a-z])(?:log[_-]?[io]n|sign[_-]?in|authenticate|sso)(?![a-z])", re.ASCII)
_GATE_WORDS = re.compile(r"(?<![a-z])(?:regist(?:er|ration)|sign[_-]?up|captcha|consent)(?![a-z])", re.ASCII)
_MOST_HYPHENS = 3  # in the name of a gate, such as /please-log-in; a headline has more
_PASSWORD_FIELD = re.compile(rb"<input\b[^<>]{0,500}?\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)
_HEAD_BYTES = 8_192  # in which a page says that it is one
_HTML = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body|script)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an answer before its body is taken.

    Args:
        headers: names in lower case, or a mapping that does not mind.
        start: the first bytes of the body, decoded; b"" where not read.
        host: of the address that answered.
        path: of that address, with its query.
    """

    status: int
    headers: Mapping[str, str]
    start: bytes
    host: str
    path: str = ""


def judge(answer: Answer, *, now: datetime | None) -> Failed:
    """Say why an answer that is neither success nor redirect is of no use.

    Args:
        answer: what came.
        now: time of day for a Retry-After that names a date; None leaves such a wish out.
    """
    rest_s = retry_after_s(answer.headers.get("retry-after", ""), now=now)
    if is_blocked(answer):
        reason, text = Reason.BLOCKED, "{host} stopped us at a bot wall ({status}). A browser may pass; ask the site."
    elif answer.status == 401 and answer.headers.get("www-authenticate", "").strip():
        reason, text = Reason.LOGIN, _LOGIN.replace("{how}", "{status}")
    elif answer.status in _BY_STATUS:
        reason, text = _BY_STATUS[answer.status]
    elif answer.status >= 500:
        reason, text = Reason.SERVER_ERROR, "{host} has trouble of its own ({status})."
    elif answer.status >= 400:
        reason, text = Reason.REFUSED_REQUEST, "{host} refused the request ({status})."
    else:
        reason, text = Reason.BAD_ANSWER, "{host} answered {status}, which is no answer to what we asked."
    detail = text.format(host=answer.host, status=answer.status)
    return Failed(reason, detail, status=answer.status, retry_after_s=rest_s)


def stood_in(answer: Answer, *, wants_list: bool) -> Failed | None:
    """Say who answered in the place of what was asked for, where the status says that all is well.

    Args:
        answer: what came.
        wants_list: whether a feed or a site map was asked for, which no page for readers can be.
    """
    if is_blocked(answer):
        return judge(answer, now=None)
    if not (wants_list and is_html(answer.start)):
        return None
    if _LOGIN_WORDS.search(answer.path.lower()) or _PASSWORD_FIELD.search(answer.start):
        detail = _LOGIN.format(host=answer.host, how="it answered with the page for one")
        return Failed(Reason.LOGIN, detail, status=answer.status)
    return None


def is_html(start: bytes) -> bool:
    """Say whether a body is a page for readers, by how it begins; the header often says so of feeds as well."""
    start = start[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    while start.startswith((b"<!--", b"<?")):
        end = b"-->" if start.startswith(b"<!--") else b"?>"
        start = start.partition(end)[2].lstrip()
    return _HTML.match(start) is not None


def is_gate(path: str) -> bool:
    """Say whether a path with its query names a login, a registration or the like: no feed moves there for good."""
    return bool(_LOGIN_WORDS.search(path.lower()) or _GATE_WORDS.search(path.lower()))


def led_away(answer: Answer, asked_path: str) -> Failed | None:
    """Say whether redirects led from an article to a gate, or to a page above it: what is there is not the article.

    A password field tells nothing here, since many a news page has one in its header; nor does a word in a headline,
    which has many more, or in the last part of an address that the article kept on its way.

    Args:
        answer: what came in the end.
        asked_path: of the article's own address, with its query.
    """
    above = page_above(answer.path, asked_path)
    if above is Above.ERROR:
        detail = f"{answer.host} redirects to {above}: it has trouble of its own, or the article is not there any more."
        return Failed(Reason.SERVER_ERROR, detail, status=answer.status)
    if above:
        detail = f"{answer.host} redirects to {above}: the article is not there any more."
        return Failed(Reason.NOT_FOUND, detail, status=answer.status, is_final=True)
    path, mark, query = answer.path.partition("?")
    parts, asked = path.rstrip("/").split("/"), asked_path.partition("?")[0].rstrip("/")
    names = "/".join(part for part in parts if part.count("-") <= _MOST_HYPHENS)
    if parts[-1] == asked.rpartition("/")[2] or not is_gate(names + mark + query):
        return None
    detail = f"{answer.host} redirects to {path[:200]}, where readers log in or the like, and not to the article."
    return Failed(Reason.LOGIN, detail, status=answer.status, is_final=True)


def is_blocked(answer: Answer) -> bool:
    """Say whether a bot wall answered in the server's place.

    With a status that says yes, only headers and marks count that no reader's page carries.
    """
    if any(answer.headers.get(name, "").strip().lower() in values for name, values in _WALL_HEADERS):
        return True
    if any(mark in answer.start for mark in _WALL_PAGES):
        return True
    return answer.status in (401, 403, 405, 429, 503) and any(mark in answer.start for mark in _WALL_MARKS)


def retry_after_s(value: str, *, now: datetime | None) -> int | None:
    """Read a Retry-After header, in seconds or as a date, as seconds between 0 and ten years.

    None where there is none that can be read. How much of the wish is granted, others decide: who was asked for ten
    years has to be able to say so.

    Source: RFC 9110, section 10.2.3.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return min(int(value), LONGEST_WISH_S)
    moment = http_date(value)
    if moment is None or now is None:
        return None
    return min(max(int((moment - now).total_seconds()), 0), LONGEST_WISH_S)


def http_date(value: str) -> datetime | None:
    """Read a date of a header as aware UTC; None where it can't be read.

    Source: RFC 9110, section 5.6.7.
    """
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
