"""Pages for people and JSON for programs: a module a screen."""
