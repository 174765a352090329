"""What did the owner ask for: settings, feeds, topics?"""
