"""The states in which a page is looked at."""

from itertools import product
from typing import NamedTuple


class State(NamedTuple):
    """A way to read a page.

    Examples
    --------
    >>> print(State("dark", "phone", answered=True))
    dark phone, answered
    """

    theme: str = "light"
    device: str = "desktop"
    answered: bool = False

    def __str__(self) -> str:
        return f"{self.theme} {self.device}" + ", answered" * self.answered


SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
ONE_STATE = (State(),)
EVERY_STATE = tuple(
    State(*state) for state in product(("light", "dark"), SIZES, (False, True))
)
