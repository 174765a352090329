"""Who carries one text with whom, and since when?"""
