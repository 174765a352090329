"""Commands for people at a terminal: a module a noun."""
