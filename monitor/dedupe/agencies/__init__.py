"""Whose texts are carried, and how is that said?"""
