"""When is a feed, an entry or a delivery due, and who runs it?"""
