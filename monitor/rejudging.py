"""How does the archive get other verdicts by other rules?

Not pure, but it touches the world only through the stores and the workers. In: since when. Out: what is another now,
article by article. `monitor rededup` shows it; after a stop the next run goes on there.
"""
