"""Whom do we believe to be who they say over https, and why not the others?

Not pure: reads the authorities' certificates. In: a file of further authorities; what the system says of a
handshake that failed. Out: the context every https connection is made with; a sentence for a person.
transport.py acts on both.
"""

import ssl
from functools import lru_cache

import httpx  # noqa: TID251 - this is the room that speaks HTTP

# OpenSSL's numbers for what is wrong with a certificate; they never change.
_UNKNOWN_ISSUER = "was signed by an authority not known here, or its server leaves out the one in between"
_CERTIFICATES = {
    9: "is not valid yet: its clock or ours is wrong",
    10: "has expired: its operator has to renew it",
    18: "is self-signed: nobody vouches for it",
    19: "was signed by an authority not known here",
    20: _UNKNOWN_ISSUER,
    21: _UNKNOWN_ISSUER,
    23: "was revoked",
    62: "was made out to another name",
    64: "was made out to another address",
}
_OLD = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"})
_NONE = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"})


@lru_cache(maxsize=4)  # 50 ms each; nobody changes one that is made
def tls_context(ca_file: str) -> ssl.SSLContext:
    """Make the context: TLS 1.2 or newer, HTTP/1.1, the usual authorities and those of ``ca_file``, a PEM file."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # the system's too: a company's own authority is there
    context.set_alpn_protocols(["http/1.1"])
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def certificate_detail(host: str, error: Exception) -> str:
    """Tell a person what is wrong with a server's certificate."""
    said = str(error)
    why = "was not accepted"
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message
        why = _CERTIFICATES.get(error.verify_code, why)
    return f"The certificate of {host} {why} ({said.rstrip('.')}). Nothing was sent."


def handshake_detail(host: str, error: OSError) -> str:
    """Tell a person why no secure connection was agreed on."""
    reason = (error.reason if isinstance(error, ssl.SSLError) else "") or ""
    if reason in _OLD:
        why = "offers only versions of TLS that are no longer safe; 1.2 is the least that we take"
    elif reason in _NONE:
        why = "does not speak TLS on this port"
    else:
        why = "and we could not agree on a secure connection"
    said = (error.strerror or str(error) or type(error).__name__).strip("[]")
    return f"{host} {why} ({said}). Nothing was sent, neither is it ever sent in the clear instead."


def broken_off_detail(host: str) -> str:
    """Tell a person that a connection was made and cut before it was secure."""
    return f"{host}, or a network on the way that reads names, cut the connection before it was secure."
