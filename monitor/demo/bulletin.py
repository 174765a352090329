"""What may the demo world publish once every article is out?

Pure. In: a number. Out: a bulletin from a template, with figures of its own: always the same for the same number.
newsroom.py publishes it. Set phrases and figures share each paragraph: a paragraph that recurred word for word
would be the outlet's background, which counts for nothing.
"""

import random

from monitor.core.records.verdicts import VerdictKind
from monitor.demo.articles import DemoArticle, DemoText, Expect

_TITLE = "Afternoon fixing no. {number}: dollar at {dollar} tenge"
_PARAGRAPHS = (
    """
    The afternoon fixing of the currency exchange of Kazakhstan, no. {number} since the exchange moved to its new hall,
    was held without interruption. Dealers set the dollar at {dollar} tenge and the euro at {euro}; of the currencies
    that are quoted less often, a hundred yen came to {yen}, the yuan to {yuan} and the Swiss franc to {franc}.
    """,
    """
    Turnover was {turnover} million dollars. Silver, which the exchange quotes for jewellers and mints only, stood at
    {silver} dollars an ounce when the bell rang. The fixing binds nobody: banks use it for customs declarations and
    for the balance sheets that they file at the end of the quarter.
    """,
)
_LEAST = {"dollar": 410, "euro": 450, "yen": 270, "yuan": 55, "franc": 480, "turnover": 130, "silver": 20}


def write_bulletin(number: int) -> DemoArticle:
    """Write the bulletin of that number, 1 for the first; its id is "en-fixing-NUMBER"."""
    draw = random.Random(number)
    figures = {name: f"{draw.uniform(least, 2 * least):.2f}" for name, least in _LEAST.items()}
    text = DemoText(
        title=_TITLE.format(number=number, **figures),
        author="Ledger data desk",
        paragraphs=tuple(" ".join(p.format(number=number, **figures).split()) for p in _PARAGRAPHS),
        expect=Expect(VerdictKind.NEW, "", ("kazakhstan",)),
    )
    return DemoArticle(id=f"en-fixing-{number}", outlet="ledger", language="en", at_min=0, first=text)
