"""How does a test ask the running service's web part for more than a page: with a token, a body, another method?

Not pure: speaks HTTP with a service that installation.py started.
"""

import html
import http.client
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.house.installation import Running


@dataclass
class Answer:
    """What came back; the names of the headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:  # Any: JSON
        return json.loads(self.body)


def ways_of(page: Answer, path: str) -> list[str]:
    """Give where a page's links, forms and files lead, as a browser finds it that knows the page below a proxy's path.

    Each is given as the service itself knows it; addresses of other sites are left out.
    """
    prefix = "http://monitor.example/below/a-path"
    written = re.findall(r'(?:href|src|action)="([^"]*)"', page.text)
    found = {urldefrag(urljoin(prefix + path, html.unescape(each)))[0] for each in written}
    ours = sorted(each for each in found if urlsplit(each).netloc == urlsplit(prefix).netloc)
    assert ours, page.text
    assert [each for each in ours if not each.startswith(f"{prefix}/")] == []
    return [each.removeprefix(prefix) for each in ours]


def ask(
    service: Running,
    path: str,
    *,
    method: str = "GET",
    token: str = "",
    body: object = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Ask; a ``body`` that is no bytes is sent as JSON."""
    address = urlsplit(service.until("web.listening")["address"])
    sent = dict(headers or {})
    if token:
        sent["Authorization"] = f"Bearer {token}"
    if body is not None:
        sent.setdefault("Content-Type", "application/json")
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    connection = http.client.HTTPConnection(address.netloc, timeout=20)
    try:
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
