"""Who may follow, and who may change?

Not pure: asks the database. In: a request. Out: None where its token allows what is asked; else the answer that says
what is missing. Tokens come in ``Authorization: Bearer``, those of feed readers in the address too; never in cookies,
so that no other site can have a browser use one.
"""

from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.security import APIKeyQuery, HTTPBearer

from monitor.core.records.following import Scope
from monitor.store.following import Tokens

#: What an answer of 401 bears (RFC 6750, section 3).
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="monitor"', "Cache-Control": "no-store"}

#: How /api/openapi.json says where tokens are given. These refuse nobody: refusal() does, before a body is read.
IN_HEADER = HTTPBearer(
    scheme_name="token", description="A token of `monitor token create`, with the right scope.", auto_error=False
)
IN_ADDRESS = APIKeyQuery(
    name="token",
    scheme_name="token-in-address",
    description="The same, for feed readers that cannot send headers.",
    auto_error=False,
)
#: What an answer may be where a token is needed. Any: FastAPI's own type.
REFUSED: dict[int | str, dict[str, Any]] = {401: {"description": "No token was given, or it does not hold for this."}}

_MAKE = "monitor token create NAME --scope {0}"


def refusal(request: Request, tokens: Tokens, scope: Scope, *, in_address: bool = False) -> str | None:
    """Say why a request is not let in, in words for a person; None where it is.

    Args:
        in_address: a token in the address (``?token=``) will do too, for programs that cannot send headers.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = given.strip() if scheme.lower() == "bearer" else ""
    if not token and in_address:
        token = request.query_params.get("token", "")
    if not token:
        where = "in the header Authorization: Bearer ..." + (", or as ?token=..." if in_address else "")
        return f"A token is needed here: give it {where}. To make one: {_MAKE.format(scope)}"
    if not tokens.check(token, scope):
        return f"This token does not hold, or not for this. To make another: {_MAKE.format(scope)}"
    return None


def is_foreign(request: Request, base_url: str) -> bool:
    """Say whether another site's page had a browser send a request.

    Args:
        base_url: where people reach our pages, "" where that is not known.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    # By host and port alone: a proxy that speaks TLS for us changes the scheme.
    own = {request.headers.get("host", "").lower(), urlsplit(base_url).netloc.lower()} - {""}
    return origin.partition("://")[2].lower() not in own
