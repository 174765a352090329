"""Can an article's outlet be called so?

Pure. In: a name, as ``outlet:`` is given it. Out: a sentence that says why none can, or "". contradictions.py asks.
"""

from functools import lru_cache

from monitor.core.urls import site_of


@lru_cache(maxsize=1_024)  # a query can be taken apart in many ways
def no_outlet(name: str) -> str:
    """Say why no outlet is called so; "" where one may be: an article's is the site of its address."""
    name = name.lower()
    sites = [site_of(address) for address in (f"https://{name}", f"http://{name}", name)]
    if name in sites:
        return ""
    meant = next(filter(None, reversed(sites)), "")
    mend = f" Did you mean '{meant}'?" if meant else ""
    return f"An outlet goes by its site, such as bbc.co.uk, and '{name}' is none.{mend}"
