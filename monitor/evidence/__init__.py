"""How is what the archive holds shown to others, so that they can check it?"""
