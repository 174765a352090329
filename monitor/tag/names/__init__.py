"""Where in a folded text do names stand?"""
