"""Which hub delivers a feed, and is what arrives really from it?"""
