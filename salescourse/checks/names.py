"""Names: which there are, and which one was meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: object, known: Iterable[object]) -> str:
    """Return ' Did you mean "x"?' for the known name nearest to `name`, or ''."""
    near = get_close_matches(str(name), map(str, known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def listed(names: Iterable[object]) -> str:
    """Return names as a reader sees them: "a", "b", "c"."""
    return ", ".join(f'"{name}"' for name in names)


def position(name: object, known: tuple[str, ...], what: str) -> int:
    """Return where `name` is among the known names, or raise an error that helps.

    Examples
    --------
    >>> position("wno", ("won", "lost"), "outcome")
    Traceback (most recent call last):
    ValueError: There is no outcome "wno". There are: "won", "lost". Did you mean "won"?
    """
    if name in known:
        return known.index(name)
    raise ValueError(
        f'There is no {what} "{name}". There are: {listed(known)}.'
        f"{did_you_mean(name, known)}"
    )


def as_names(names: Iterable[str], what: str) -> tuple[str, ...]:
    """Return one or more distinct names as a tuple."""
    if isinstance(names, str):
        raise TypeError(f'{what} must be a list of names, got one string: "{names}".')
    kept = tuple(names)
    strangers = [name for name in kept if not isinstance(name, str) or not name]
    if strangers or not kept:
        raise ValueError(
            f"{what} must hold one or more names, got "
            f"{strangers[0] if strangers else kept!r}."
        )
    return kept
