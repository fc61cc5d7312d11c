"""`one_page`: what follows from the reader's numbers, of all sheets on one page."""

from functools import cache

import anywidget
import traitlets

from salescourse.practice.keeping import Keeping
from salescourse.practice.modules import joined
from salescourse.practice.overview.chapters import course
from salescourse.practice.records import records
from salescourse.practice.sheets.spec import names, read_spec
from salescourse.practice.sheets.widget import formula_of, sheet_style, words
from salescourse.words import _


class OnePage(Keeping, anywidget.AnyWidget):
    """The widget that `one_page` makes."""

    _esm = "export default {}"
    one_page = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "One page of {} sheets. Run this cell in JupyterLab, or open the page, to "
            "see your numbers."
        ).format(len(self.one_page["sheets"]))


def one_page() -> OnePage:
    """Show what follows from your numbers, of all sheets on one page, to be printed.

    Returns
    -------
    OnePage
        A widget; leave it as the last line of a cell. Sheets that nobody has filled in
        are named.

    Examples
    --------
    >>> one_page()
    One page of ... sheets. Run this cell in JupyterLab, or open the page, to see ...
    """
    known = names()
    order = [one for one in course() if one["name"] in known]
    specs = [{**read_spec(one["name"]), "href": one["href"]} for one in order]
    past = records().events([f"{spec['name']}-sheet" for spec in specs])
    return _widget(tuple(spec["name"] for spec in specs))(
        one_page={
            "name": "all",
            "title": _("Your cycle, on one page"),
            "intro": _("What follows from the numbers that you put into the sheets."),
            "sheets": specs,
        },
        labels={**words(), "empty": _("Still to be filled in:")},
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


@cache
def _widget(chapters: tuple[str, ...]) -> type[OnePage]:
    """Return the class of the page, with the formulas of these chapters' sheets."""
    taken = "".join(
        f'import {{ compute as {name} }} from "{formula_of(name)}";\n'
        for name in chapters
    )
    entry = (
        f'{taken}import {{ onePageOf }} from "./one_page.js";\n'
        f"export default onePageOf({{ {', '.join(chapters)} }});\n"
    )
    own = {"_esm": joined("sheets/all.js", entry), "_css": sheet_style()}
    return type("OnePage", (OnePage,), own)
