"""What the overview and the review share: events that go to the records."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets

from salescourse.records import records

_PACKAGE = Path(__file__).parent.parent


def joined(*names: str) -> str:
    """Join files of the package into one text, without what is for its readers."""
    texts = ((_PACKAGE / name).read_text(encoding="utf-8") for name in names)
    lines = (line.strip() for text in texts for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


class Keeping(traitlets.HasTraits):
    """Traits by which a widget's module and the learner's records talk."""

    kernel = traitlets.Bool(True).tag(sync=True)
    events = traitlets.List().tag(sync=True)
    stored = traitlets.List().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    @traitlets.observe("events")
    def _keep(self, change: Mapping[str, Any]) -> None:
        """Write down what is new; only then is its id among the stored ones."""
        held = set(self.stored)
        new = [event for event in change["new"] if event.get("id") not in held]
        if not new:
            return
        store = records()
        try:
            self.stored = [*self.stored, *store.add(new)]
            self.notice = store.notice or ""
        except (TypeError, ValueError) as error:
            # Raised here it would end in the kernel's log, where nobody looks.
            self.notice = str(error)
