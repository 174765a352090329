"""Which entries does a feed's body hold?"""
