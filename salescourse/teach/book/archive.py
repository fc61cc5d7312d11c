"""The built book as one archive, to be read where there is no network."""

import zipfile
from pathlib import Path

NAME = "salescourse-book"
# The earliest a zip file can say, so that the same pages make the same archive.
_DATE = (1980, 1, 1, 0, 0, 0)


def pack(html: Path, archive: Path) -> Path:
    """Write the book's pages to a zip file, in a folder of their own.

    Unpacked, the book opens from `index.html` in a browser; no server is needed.

    Parameters
    ----------
    html : Path
        The folder of the built pages.
    archive : Path
        The zip file; what is there is replaced.
    """
    draft = archive.with_suffix(".new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(html.rglob("*")):
            if path.is_file():
                name = f"{NAME}/{path.relative_to(html).as_posix()}"
                entry = zipfile.ZipInfo(name, _DATE)
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    draft.replace(archive)
    return archive
