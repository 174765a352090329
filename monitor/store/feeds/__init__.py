"""What is known of feeds and of their entries?"""
