"""What every widget that keeps a learner's events has in common.

Its traits carry events to the learner's records and bring back what is stored.
"""

from collections.abc import Mapping
from typing import Any

import traitlets

from salescourse.practice.events import LATER, Event, check_event, sift
from salescourse.practice.records import records
from salescourse.words import _


class Keeping(traitlets.HasTraits):
    """Traits by which a widget's module and the learner's records talk."""

    kernel = traitlets.Bool(True).tag(sync=True)
    events = traitlets.List[dict[str, Any]]().tag(sync=True)
    stored = traitlets.List[str]().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def _check(self, event: Any) -> Event:
        """Return an event that this widget may send, or say what is wrong with it."""
        return check_event(event)

    @traitlets.observe("events")
    def _keep(self, change: Mapping[str, Any]) -> None:
        """Write down what is new; only then is its id among the stored ones.

        What is malformed is told: raised here it would end in the kernel's log, where
        nobody looks.
        """
        good, complaints = sift(change["new"], self._check)
        held = set(self.stored)
        store = records()
        if new := [event for event in good if event["id"] not in held]:
            saved = store.add(new)
            self.stored = [*self.stored, *(key for key in saved if key not in held)]
        self.notice = " ".join(filter(None, [store.notice, *complaints]))


def store_words() -> dict[str, str]:
    """Return the sentences about what a browser does not keep; see `js/store.js`."""
    return {
        "full": _(
            "This browser has no room left: it did not keep the latest, which lasts "
            "until you close this page. Free some space, or export your progress."
        ),
        "damaged": _(
            "Part of what this browser had kept here is damaged. It is set aside "
            "before anything is written in its place."
        ),
        "later": LATER,
    }
