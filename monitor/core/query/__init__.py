"""The one query grammar: what may be asked of articles, in one line that people type and rules keep."""
