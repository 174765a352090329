"""Rows as the programs of before wrote them; a message is about this article."""

STORY = "INSERT INTO story (id, opened_at, last_at, articles) VALUES (7, :at, :at, 2)"
ARTICLE = """
INSERT INTO article (id, url, url_digest, outlet, title, author, language, first_seen_at, kept_at, changed_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions, story_id)
VALUES (1, 'https://a.example/1', '1', 'a.example', 'Port', '', 'en', :at, :at, :at, 'akorda', 'full', 'The port', '1',
  '[]', 1, 'new', '{"why": "", "spans": []}', '["csto"]', 1, 7)
"""
