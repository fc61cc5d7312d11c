"""Signs of life: what takes long says what it is doing, and that it still does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_SECONDS = 15


def say(sentence: str) -> None:
    """Tell what is going on, at once, even into a log file."""
    print(sentence, flush=True)


@contextmanager
def going_on(words: str) -> Iterator[None]:
    """Say what begins, and every now and then that it is still going on.

    Parameters
    ----------
    words : str
        What is done, such as "Running 01_decisions.ipynb".
    """
    over, began = threading.Event(), time.monotonic()

    def tell() -> None:
        while not over.wait(EVERY_SECONDS):
            say(
                f"  still {words[0].lower()}{words[1:]}, {time.monotonic() - began:.0f} s"
            )

    say(f"{words} ...")
    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
