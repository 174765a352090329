"""Where everything that matters is kept: the only room that speaks SQL."""
