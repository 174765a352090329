"""What does an outlet's page look like around an article?

Reads the templates beside it. In: an outlet, an article and its neighbours. Out: the page's bytes in the
outlet's charset. world.py serves them; the menus, boxes and pleas in them are there to be kept out of the text.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from monitor.demo.newsroom import Published
from monitor.demo.outlets import Outlet


def write_page(outlet: Outlet, out: Published, others: Sequence[Published]) -> bytes:
    """Write an article's page, with links to ``others`` of the outlet in its related box."""
    page = _template(outlet.name).substitute(
        outlet=escape(outlet.title),
        language=outlet.language,
        charset=outlet.charset,
        title=escape(out.text.title),
        author=escape(out.text.author),
        canonical=outlet.article_url(out.article.id),
        iso_date=out.published_at.isoformat(timespec="seconds"),
        day=out.published_at.strftime("%d.%m.%Y"),
        paragraphs="\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in out.text.paragraphs),
        related="\n".join(
            f'<li><a href="{outlet.article_url(other.article.id)}">{escape(other.text.title)}</a></li>'
            for other in others
        ),
    )
    if out.article.unlabelled:
        page = re.sub(r"<meta [^>]*charset=[^>]*>", "", page)
    return page.encode(outlet.charset, errors="xmlcharrefreplace")


@cache
def _template(name: str) -> Template:
    return Template(files("monitor.demo").joinpath("templates", f"{name}.html").read_text(encoding="utf-8"))
