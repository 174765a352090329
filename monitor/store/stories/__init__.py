"""Stories as they are kept: joined, listed, regrouped."""
