"""How is a number of things said?

Pure: a number and the thing's name in, words out. The commands, the messages and what the store notes share it.
"""


def counted(number: int, thing: str, things: str = "") -> str:
    """Say how many of a thing there are: "1 article", "1,204 articles", "2 entries".

    Args:
        things: what several are called, where that is not the thing with an "s".
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
