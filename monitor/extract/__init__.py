"""What is the article on a page: its text, its identity, its metadata?"""
