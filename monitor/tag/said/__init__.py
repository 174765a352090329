"""Where in an article does something stand, and does the article say it?"""
