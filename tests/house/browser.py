"""How does a test look at a page as a person would: in a real browser, without scripts?

Not pure: starts Debian's Chromium, and speaks the DevTools protocol with it over two pipes. In: addresses, what is
typed and pressed. Out: what the page shows, and what is wrong with how it shows it. A browser that is missing is an
error, never a skip.
"""

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WITHIN_S = 30.0
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)

# What is wrong with a page for who uses a keyboard, a screen reader, a finger or weak eyes. WCAG 2.2: 1.3.1, 1.4.3,
# 1.4.10, 2.4.7, 2.5.8, 3.1.1, 4.1.2.
_LOOK = r"""
(() => {
  const wrong = [];
  const seen = node => node.checkVisibility() && node.getClientRects().length > 0;
  const named = node => `${node.tagName} ${node.id || node.name || node.textContent.trim().slice(0, 40)}`;
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) wrong.push(`id twice: ${id}`);
  for (const node of document.querySelectorAll('[aria-describedby], [aria-labelledby]'))
    for (const key of ['aria-describedby', 'aria-labelledby'])
      for (const id of (node.getAttribute(key) || '').split(/\s+/).filter(Boolean))
        if (!document.getElementById(id)) wrong.push(`${key} leads nowhere: ${id}`);
  for (const node of document.querySelectorAll('a[href^="#"]')) {
    const id = node.getAttribute('href').slice(1);
    if (!document.getElementById(id)) wrong.push(`link leads nowhere: ${named(node)}`);
  }
  for (const node of document.querySelectorAll('input, select, textarea')) {
    if (!seen(node)) continue;
    const label = node.labels[0];
    if (!label || !seen(label) || !label.textContent.trim()) wrong.push(`no label: ${named(node)}`);
  }
  for (const node of document.querySelectorAll('a[href], button')) {
    const name = node.getAttribute('aria-label') || node.textContent.trim();
    if (seen(node) && !name) wrong.push(`no name: ${node.outerHTML}`);
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
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walk.nextNode();) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || !seen(parent) || parent.closest('.skip')) continue;
    const found = ratio(channels(getComputedStyle(parent).color)[0], behind(parent));
    if (found < 4.5) wrong.push(`contrast ${found.toFixed(2)}: ${named(parent)}`);
  }
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
  const heads = [...document.querySelectorAll('h1, h2, h3')].filter(seen).map(node => +node.tagName[1]);
  if (heads.filter(level => level === 1).length !== 1) wrong.push('not one h1');
  heads.forEach((level, at) => {
    if (level > (heads[at - 1] ?? 0) + 1) wrong.push(`h${level} after h${heads[at - 1]}`);
  });
  if (!document.documentElement.lang) wrong.push('no language');
  if (!document.title.trim()) wrong.push('no title');
  if (document.querySelectorAll('main').length !== 1) wrong.push('not one main');
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) wrong.push(`${wide} px too wide`);
  if (document.querySelector('script, style, [style]')) wrong.push('a script or an inline style');
  return wrong;
})()
"""


class Page:
    """One tab."""

    def __init__(self, pipes: "_Pipes", session: str) -> None:
        self._pipes, self._session = pipes, session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")
        self.tell("Emulation.setScriptExecutionDisabled", value=True)

    def tell(self, method: str, **params: object) -> Any:  # Any: JSON
        return self._pipes.tell(method, params, self._session)

    def open(self, url: str) -> None:
        with self._loaded():
            self.tell("Page.navigate", url=url)

    def look(self, script: str) -> Any:  # Any: JSON
        """Evaluate an expression; the page's own scripts, were there any, do not run."""
        found = self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def text(self) -> str:
        return str(self.look("document.body.innerText"))

    def url(self) -> str:
        return str(self.look("location.href"))

    def value(self, field: str) -> str:
        return str(self.look(f"document.getElementById({json.dumps(field)}).value"))

    def type(self, field: str, text: str) -> None:
        """Type a text in place of what a field holds."""
        self.look(f"(node => {{ node.focus(); node.select(); }})(document.getElementById({json.dumps(field)}))")
        self.tell("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click on what changes no page."""
        where = f"document.querySelector({json.dumps(selector)})"
        x, y = self.look(
            f"(node => {{ node.scrollIntoView({{block: 'center'}}); const box = node.getBoundingClientRect();"
            f" return [box.x + box.width / 2, box.y + box.height / 2]; }})({where})"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def follow(self, selector: str) -> None:
        """Click on what leads to another page."""
        with self._loaded():
            self.click(selector)

    def enter(self) -> None:
        """Press Enter where one types."""
        with self._loaded():
            for kind in ("keyDown", "keyUp"):
                self.tell(
                    "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r", windowsVirtualKeyCode=13
                )

    def show(self, *, width: int, scheme: str) -> None:
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def faults(self) -> list[str]:
        """Say what is wrong with how the page shows what it shows."""
        return [str(each) for each in self.look(_LOOK)]

    def complaints(self) -> list[str]:
        """Give what the browser complained of since the tab was opened: what the policy forbids, what is missing."""
        logged = [each["params"]["entry"] for each in self._pipes.heard("Log.entryAdded", self._session)]
        told = [f"{each['text']} {each.get('url', '')}" for each in logged if each["level"] in ("warning", "error")]
        return [each for each in told if not each.endswith("/favicon.ico")]  # no page asks for that

    @contextmanager
    def _loaded(self) -> Iterator[None]:
        before = len(self._pipes.heard("Page.loadEventFired", self._session))
        yield
        self._pipes.until("Page.loadEventFired", self._session, before + 1)


class _Pipes:
    """The browser's two ends."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._number, self._rest = 0, b""
        self._heard: list[dict[str, Any]] = []  # Any: JSON

    def tell(self, method: str, params: dict[str, object], session: str = "") -> Any:  # Any: JSON
        self._number += 1
        said = {"id": self._number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self._to, json.dumps(said).encode() + b"\0")
        until = time.monotonic() + _WITHIN_S
        while True:
            answer = self._next(until)
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def heard(self, event: str, session: str) -> list[dict[str, Any]]:  # Any: JSON
        return [each for each in self._heard if each["method"] == event and each.get("sessionId") == session]

    def until(self, event: str, session: str, times: int) -> None:
        until = time.monotonic() + _WITHIN_S
        while len(self.heard(event, session)) < times:
            self._next(until)

    def _next(self, until: float) -> dict[str, Any]:  # Any: JSON
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._back], [], [], max(until - time.monotonic(), 0))
            assert ready, "the browser says nothing"
            read = os.read(self._back, 1 << 16)
            assert read, "the browser ended"
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(line)  # Any: JSON
        if "method" in found:
            self._heard.append(found)
        return found


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """Open a browser with one tab, and end it.

    Args:
        folder: where it keeps its profile.
    """
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing: apt-get install chromium"
    (its_in, to), (back, its_out) = os.pipe(), os.pipe()
    # The protocol wants to be spoken over the descriptors 3 and 4.
    command = f'exec "$0" "$@" 3<&{its_in} 4>&{its_out}'
    arguments = (*_FLAGS, f"--user-data-dir={folder}", "about:blank")
    process = subprocess.Popen(
        ["/bin/bash", "-c", command, program, *arguments],
        pass_fds=(its_in, its_out),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(its_in)
    os.close(its_out)
    pipes = _Pipes(to, back)
    try:
        target = pipes.tell("Target.createTarget", {"url": "about:blank"})["targetId"]
        yield Page(pipes, pipes.tell("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        pipes.tell("Browser.close", {})
        process.wait(20)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait(10)
        os.close(to)
        os.close(back)
