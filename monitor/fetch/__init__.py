"""How do bytes come from somebody else's server, safely and politely?"""
