"""Addresses made from the repository's, which `_config.yml` holds once."""

import re
from urllib.parse import quote

from salescourse.paths import LEARNER_FOLDER


def edit_address(repository: str, branch: str, path: str) -> str:
    """Return where a file is edited, or "" where nobody knows.

    Examples
    --------
    >>> edit_address("https://github.com/a/b", "main", "book/intro.md")
    'https://github.com/a/b/edit/main/book/intro.md'
    >>> edit_address("", "main", "book/intro.md")
    ''
    """
    host = _host(repository)
    if host not in _EDIT:
        return ""
    return f"{repository.rstrip('/')}{_EDIT[host]}/{quote(branch)}/{quote(path)}"


def binder_address(repository: str, branch: str, notebook: str) -> str:
    """Return where Binder opens the reader's copy of a notebook, or "".

    Examples
    --------
    >>> binder_address("https://github.com/a/b.git", "main", "00_map.ipynb")
    'https://mybinder.org/v2/gh/a/b/main?urlpath=lab/tree/my_course/00_map.ipynb'
    """
    found = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(\.git)?/?", repository)
    if not found:
        return ""
    place = quote(branch, safe="")
    path = f"lab/tree/{LEARNER_FOLDER}/{quote(notebook)}"
    return f"https://mybinder.org/v2/gh/{found[1]}/{place}?urlpath={path}"


_EDIT = {"github.com": "/edit", "gitlab.com": "/-/edit"}


def _host(repository: str) -> str:
    found = re.match(r"https://([^/]+)/", repository)
    return found[1] if found else ""
