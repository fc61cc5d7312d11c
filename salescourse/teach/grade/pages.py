"""Pages of feedback, one for each learner, and a page to mark free texts on.

Whatever comes from a submission is shown as text: escaped, on pages that may run no
script and load nothing.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping

from salescourse.practice import markup
from salescourse.practice.questions.item import Item
from salescourse.teach.grade.rows import Result

_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }}
section {{ border-left: 4px solid #57606a; padding-left: .9rem; margin: 1.5rem 0 }}
section.right {{ border-color: #1f7a4d }} section.wrong {{ border-color: #a8323a }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f4; padding: .8rem }}
.mark {{ border: 1px solid #57606a; height: 3rem; padding: .3rem; color: #57606a }}
</style></head><body>
{body}
</body></html>
"""


def feedback(result: Result, stems: Mapping[str, str]) -> str:
    """Return the page of one learner and chapter.

    Parameters
    ----------
    result : Result
        What the submission has come to.
    stems : mapping
        What each exercise asks, by its id.
    """
    parts = [f"<h1>{_text(result.chapter or 'Not known')}: {_text(result.name)}</h1>"]
    parts.append(f"<p><strong>{result.points:g} of {result.of} points.</strong></p>")
    parts += [f"<p>{_text(remark)}</p>" for remark in result.remarks]
    for mark in result.marks:
        kind = mark.result if mark.result in ("right", "wrong") else "other"
        parts.append(
            f'<section class="{kind}"><h2>{_text(mark.exercise)}: {_text(mark.result)}, '
            f"{mark.points:g} of {mark.of}</h2><p>{_text(stems.get(mark.exercise, ''))}</p>"
            f"<p>{_text(mark.said)}</p></section>"
        )
    for item, text in result.texts.items():
        parts.append(f"<h2>{_text(item)}</h2><pre>{_text(text)}</pre>")
    return _page(f"{result.name}, {result.chapter}", parts)


def free_texts(results: Iterable[Result], items: Mapping[str, Item]) -> str:
    """Return a page with all free texts, question by question, to be marked by hand."""
    wrote = [result for result in results if result.texts]
    parts = ["<h1>In their own words</h1>"]
    for name, item in items.items():
        texts = [(r, r.texts[name]) for r in wrote if name in r.texts]
        if not texts:
            continue
        parts.append(f"<h2>{_text(name)}</h2><p>{_text(markup.plain(item.stem))}</p>")
        sample = markup.plain(str(item.body.get("sample", "")))
        parts.append(
            f"<details><summary>A sample</summary><p>{_text(sample)}</p></details>"
        )
        for result, text in texts:
            parts.append(
                f"<section><h3>{_text(result.name)}</h3><pre>{_text(text)}</pre>"
                '<p class="mark">Mark:</p></section>'
            )
    return _page("In their own words", parts)


def file_name(result: Result) -> str:
    """Return a name for a page that no other learner's has, and that is only a name.

    The sum at its end is of the file's path, since two names may look the same.
    """
    plain = (
        unicodedata.normalize("NFKD", result.name).encode("ascii", "ignore").decode()
    )
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:40] or "somebody"
    about = f"{result.submission.learner.key} {result.submission.path}"
    sign = hashlib.sha256(about.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{words}-{result.chapter or 'unknown'}-{sign}.html"


def _page(title: str, parts: list[str]) -> str:
    return _PAGE.format(title=_text(title), body="\n".join(parts))


def _text(text: str) -> str:
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"))
