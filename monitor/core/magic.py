"""What do the first bytes of a body say it is?

Pure. In: a body as fetched. Out: words for a person, "" where the bytes are no sign. parse/ and extract/ name with them
what they refuse: one list, so that the same file has the same name as a feed and as a page.
"""

_LOOKED_AT = 2_048  # bytes
# Servers put byte order marks and blank lines before files that have neither.
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_SIGNS = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"RIFF", "a sound, film or WebP image"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"{\\rtf", "an RTF document"),
)


def kind(body: bytes) -> str:
    """Name the kind of file that the first bytes are the sign of; "" for text and for what we do not know."""
    start = body[:_LOOKED_AT].lstrip(_BEFORE)
    if start[4:8] == b"ftyp":  # behind a length, in all formats made of ISO base media boxes
        return "a film"
    return next((what for sign, what in _SIGNS if start.startswith(sign)), "")
