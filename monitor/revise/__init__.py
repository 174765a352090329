"""What changed in an article since it was read before?"""
