"""Does an acronym mean our topic in this document?"""
