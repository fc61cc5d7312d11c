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


# The smallest window that laptops commonly have, and a common telephone.
SIZES = {"desktop": (1280, 720), "phone": (390, 844)}
ONE_STATE = (State(),)
TWO_STATES = (State(), State(device="phone", answered=True))
EVERY_STATE = tuple(
    State(*state) for state in product(("light", "dark"), SIZES, (False, True))
)
