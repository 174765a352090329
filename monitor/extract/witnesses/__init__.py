"""Who says what of an article, and who is believed?"""
