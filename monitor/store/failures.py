"""How is a failure noted in a row?

Pure. In: a Failed value, or None. Out: the columns that feed, poll, entry and delivery share.
"""

from monitor.core.records.failures import Failed


def said(failure: Failed | None) -> dict[str, object]:
    """Give the columns that say what went wrong; empty where nothing did."""
    return {"reason": failure.reason.value if failure else "", "detail": failure.detail if failure else ""}
