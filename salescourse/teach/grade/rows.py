"""A learner's result in one chapter: marks, remarks, and what was written freely."""

from dataclasses import dataclass, field

from salescourse.teach.grade.exercises import Mark
from salescourse.teach.grade.found import Submission


@dataclass(frozen=True)
class Result:
    """What one submission has come to.

    Parameters
    ----------
    submission : Submission
        The file that counts.
    name, number : str
        Who it is, as the LMS says or as is written in the notebook.
    chapter : str
        The chapter; empty if it cannot be told.
    marks : list of Mark
        One for each exercise of the chapter.
    remarks : list of str
        What is to be known of it, in words.
    texts : dict
        What was written in own words, by the question's id.
    edition : str
        The edition of the copy that was worked in.
    """

    submission: Submission
    name: str
    number: str
    chapter: str
    marks: list[Mark]
    remarks: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    edition: str = ""

    @property
    def points(self) -> float:
        """All points together."""
        return sum(mark.points for mark in self.marks)

    @property
    def of(self) -> int:
        """How many there could have been."""
        return sum(mark.of for mark in self.marks)
