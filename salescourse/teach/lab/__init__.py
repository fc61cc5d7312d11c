"""The learner's side of JupyterLab: their copies, what goes with them, its start."""

from salescourse.teach.lab.copies import from_the_course, update
from salescourse.teach.lab.server import arguments, start, trust

__all__ = ["arguments", "from_the_course", "start", "trust", "update"]
