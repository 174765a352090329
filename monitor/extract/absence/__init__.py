"""Is the article on its page at all: behind a wall, in part, or not there any more?"""
