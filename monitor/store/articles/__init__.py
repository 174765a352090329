"""What is kept of articles, and how is it found again?"""
