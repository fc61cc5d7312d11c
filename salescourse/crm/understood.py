"""What was understood of a file: a sentence each, with the argument that changes it."""

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One thing that was understood, or a warning.

    Attributes
    ----------
    about : str
        In a word.
    text : str
        The sentence.
    change : str
        The argument of `read_crm` that changes it, "" where nothing does.
    warning : bool
        Whether a number may be wrong because of it.

    Examples
    --------
    >>> Sentence("Census day", "2026-03-01, as you say.", 'census="..."').warning
    False
    """

    about: str
    text: str
    change: str = ""
    warning: bool = False


@dataclass(frozen=True, repr=False)
class Understood:
    r"""What was understood of an export, to be read before its numbers.

    Attributes
    ----------
    sentences : tuple of Sentence
        Each with `about`, `text`, `change` (the argument of `read_crm` that changes
        it) and `warning`.
    facts : dict
        The same for programs: encoding, delimiter, roles, date orders, census ...

    Examples
    --------
    >>> from salescourse.crm import read_crm
    >>> table = b"id;opened;closed;outcome\n1;2026-01-05;2026-02-04;won\n2;2026-03-01;;\n"
    >>> understood = read_crm(table).understood
    >>> understood.facts["delimiter"], understood.facts["census"]
    (';', '2026-03-01')
    >>> print(str(understood).splitlines()[0])
    File: The file is UTF-8, its cells stand between semicolons; 2 rows. [encoding=..., delimiter=...]
    """

    sentences: tuple[Sentence, ...]
    facts: dict[str, object]

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        """The sentences because of which a number may be wrong."""
        return tuple(one for one in self.sentences if one.warning)

    def __str__(self) -> str:
        return "\n".join(
            f"{'! ' * one.warning}{one.about}: {one.text}"
            + (f" [{one.change}]" if one.change else "")
            for one in self.sentences
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{"⚠ " * one.warning}{html.escape(one.about)}</th>'
            f"<td>{html.escape(one.text)}</td>"
            f"<td><code>{html.escape(one.change)}</code></td></tr>"
            for one in self.sentences
        )
        return (
            "<table><caption>What was understood</caption><thead><tr>"
            '<th scope="col">about</th><th scope="col">understood</th>'
            '<th scope="col">changed by</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
