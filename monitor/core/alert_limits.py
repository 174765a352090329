"""How much is told at once, and what is told together because it would be too much?

Pure: constants. alert/ decides by them, and store/ counts and reads by them.
"""

#: Alerts that are composed at once, and the items that one message holds at most: of more, it says how many.
MOST_ITEMS = 200

#: More messages than these at once for one channel are told as a digest.
BURST = 10

#: Once as many of an urgency were told within a minute over a channel, what comes is gathered until the next one. It is
#: well beyond the 100 a minute that are to be told within seconds.
MOST_A_MINUTE = 150

#: What begins the name of a digest whose alerts were all looked at before they were put into it; nothing follows where
#: they came too fast over a channel to be told one by one.
SIFTED = "sifted:"
