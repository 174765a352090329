"""Watches news feeds for new coverage of Kazakhstan, the CSTO and the SCO."""
