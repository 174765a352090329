"""Which values travel between the stages? Frozen, pure, in the order in which an article meets them.

Conventions: times are aware UTC; text is NFC ``str``; addresses are absolute ``str``; offsets count characters of the
text they belong to, the end one past the last.
"""
