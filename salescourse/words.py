"""Words a learner reads that are not in a notebook or the question bank.

They pass through gettext, so that a translated edition is a catalog and not a
fork. English is the source; `SALESCOURSE_LANG` or the usual `LANGUAGE` picks
another language where `locale/` has it.
"""

import gettext as _gettext
import os
from pathlib import Path

_languages = (
    [os.environ["SALESCOURSE_LANG"]] if "SALESCOURSE_LANG" in os.environ else None
)
_catalog = _gettext.translation(
    "salescourse", Path(__file__).parent / "locale", _languages, fallback=True
)
_ = _catalog.gettext
ngettext = _catalog.ngettext
