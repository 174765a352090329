"""Which topics does a text mention, where, and why do we think so?"""
