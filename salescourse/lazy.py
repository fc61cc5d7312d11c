"""Parts of a package that are imported when they are first asked for.

So `import salescourse` is light, everything can be reached from it by a dot, and
`dir()` names what may be used and nothing else.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazily(
    package: str, *parts: str, **homes: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package.

    Parameters
    ----------
    package : str
        Its name.
    *parts : str
        The modules in it that may be used.
    **homes : str
        Other names that may be used, each with the module that holds it.

    Examples
    --------
    >>> get, names = lazily("salescourse", "plots", SalesCycle="salescourse.cycle")
    >>> names()
    ['SalesCycle', 'plots']
    >>> get("SalesCycle").__name__
    'SalesCycle'
    """

    def __getattr__(name: str) -> Any:
        if name in parts:
            return import_module(f"{package}.{name}")
        if name in homes:
            return getattr(import_module(homes[name]), name)
        # Python adds "Did you mean ...?" from what `dir` names.
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted([*parts, *homes])

    return __getattr__, __dir__
