"""How is our polling started as a client process?

Not pure: a process. In and out: as polling.py says, which does the work.
Apart from it, and as light as monitor/__main__.py: each worker process imports the module that the program was started
with, and would otherwise import the whole service.
"""

import asyncio


def main() -> None:
    """Poll as asked until standard input ends."""
    from tests.bench.poll.polling import serve  # noqa: PLC0415 - see above

    asyncio.run(serve())


if __name__ == "__main__":
    main()
