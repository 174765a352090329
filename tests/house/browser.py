"""How does a test look at a page as a person would: in a real browser, without scripts?

Not pure: starts Debian's Chromium. In: addresses, what is typed and pressed. Out: what the page shows, and what is
wrong with how it shows it. A browser that is missing is an error, never a skip.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# What axe does not look for: a label that is seen, a target for a finger, a border and a focus that are seen, a page
# that scrolls sideways, a script. WCAG 2.2: 1.4.10, 1.4.11, 2.4.7, 2.5.8, 3.3.2.
_LOOK = r"""
() => {
  const wrong = [];
  const seen = node => node.checkVisibility() && node.getClientRects().length > 0;
  const named = node => `${node.tagName} ${node.id || node.name || node.textContent.trim().slice(0, 40)}`;
  for (const node of document.querySelectorAll('a[href^="#"]')) {
    const id = node.getAttribute('href').slice(1);
    if (!document.getElementById(id)) wrong.push(`link leads nowhere: ${named(node)}`);
  }
  for (const node of document.querySelectorAll('input, select, textarea')) {
    if (!seen(node)) continue;
    const label = node.labels[0];
    if (!label || !seen(label) || !label.textContent.trim()) wrong.push(`no label: ${named(node)}`);
  }
  for (const node of document.querySelectorAll('button, input, select, textarea, summary, a.button')) {
    if (!seen(node)) continue;
    const box = node.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) wrong.push(`small: ${named(node)} ${box.width}x${box.height}`);
  }
  const channels = text => {
    const found = text.match(/[\d.]+/g).map(Number);
    return [found.slice(0, 3), found[3] ?? 1];
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
  };
  const behind = node => {
    for (; node; node = node.parentElement) {
      const [rgb, alpha] = channels(getComputedStyle(node).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  for (const node of document.querySelectorAll('input, select, textarea')) {
    if (!seen(node)) continue;
    const found = ratio(channels(getComputedStyle(node).borderTopColor)[0], behind(node.parentElement));
    if (found < 3) wrong.push(`border ${found.toFixed(2)}: ${named(node)}`);
  }
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  for (const node of document.querySelectorAll(stops)) {
    if (!seen(node) || node.closest('.skip')) continue;
    node.focus({focusVisible: true, preventScroll: true});
    const style = getComputedStyle(node);
    const isDrawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    if (!isDrawn) wrong.push(`focus is not seen: ${named(node)}`);
  }
  document.activeElement?.blur?.();
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) wrong.push(`${wide} px too wide`);
  if (document.querySelector('script, style, [style]')) wrong.push('a script or an inline style');
  return wrong;
}
"""


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class Page:
    """One tab of a person who lets no script run; another looks at what it shows, since axe is a script."""

    def __init__(self, browser: Browser) -> None:
        self._tab = browser.new_context(java_script_enabled=False).new_page()
        self._beside = browser.new_context().new_page()
        self._asked: list[str] = []
        self._complaints: list[str] = []
        self._tab.on("request", lambda asked: self._asked.append(asked.url))
        self._tab.on("console", lambda said: self._complaints.append(f"{said.text} {said.location['url']}"))

    def open(self, url: str) -> None:
        self._tab.goto(url)

    def text(self) -> str:
        return self._tab.locator("body").inner_text()

    def url(self) -> str:
        return self._tab.url

    def value(self, field: str) -> str:
        return self._tab.locator(f"#{field}").input_value()

    def width(self, selector: str) -> float:
        """Give how wide the first is shown, in pixels."""
        box = self._tab.locator(selector).first.bounding_box()
        assert box, selector
        return box["width"]

    def count(self, selector: str) -> int:
        return self._tab.locator(selector).count()

    def type(self, field: str, text: str) -> None:
        """Type a text in place of what a field holds."""
        self._tab.fill(f"#{field}", text)

    def choose(self, field: str, value: str) -> None:
        """Choose one of a list's values."""
        self._tab.select_option(f"#{field}", value)

    def click(self, selector: str) -> None:
        """Click on what changes no page."""
        self._tab.click(selector)

    def follow(self, selector: str) -> None:
        """Click on what leads to another page."""
        with self._tab.expect_navigation():
            self._tab.click(selector)

    def enter(self) -> None:
        """Press Enter where one types."""
        with self._tab.expect_navigation():
            self._tab.keyboard.press("Enter")

    def back(self) -> None:
        """Go back to the page before."""
        self._tab.go_back()

    def show(self, *, width: int, scheme: Scheme) -> None:
        for tab in (self._tab, self._beside):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.emulate_media(color_scheme=scheme)

    def faults(self) -> list[str]:
        """Say what is wrong with how the page shows what it shows."""
        url, written = self._tab.url, self._tab.content()
        self._beside.route(url, lambda asked: asked.fulfill(body=written, content_type="text/html"))
        self._beside.goto(url)
        self._beside.unroute(url)
        own = [str(each) for each in self._beside.evaluate(_LOOK)]
        options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
        found = Axe().run(self._beside, options=options).response["violations"]
        return own + [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    def asked(self) -> list[str]:
        """Give the addresses that the browser asked for since the tab was opened."""
        return list(self._asked)

    def complaints(self) -> list[str]:
        """Give what the browser complained of since the tab was opened: what the policy forbids, what is missing."""
        return [each for each in self._complaints if not each.endswith("/favicon.ico")]  # no page asks for that


@contextmanager
def browser() -> Iterator[Page]:
    """Open a browser with one tab, and end it."""
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing: apt-get install chromium"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            yield Page(opened)
        finally:
            opened.close()
