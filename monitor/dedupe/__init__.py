"""Is a text new, a copy, or partly a copy of one we know?"""
