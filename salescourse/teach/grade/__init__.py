"""Mark a class: run what was handed in, ask it for values, compare them here.

Each notebook is run afresh, in a folder, a process and a process group of its own, with
limits of time, memory, processes and output. Its process has the package as a class
gets it, without keys, and is asked for *values* only: what its cells handed to `check`,
or the variable that an exercise asks for. They come back as plain data. What is right
is computed before anything runs and never enters that process; so whoever redefines
`check`, patches the package, prints results or ends early gains nothing.

What plain processes of one user cannot prevent: a notebook can read and write that
user's files, this course with its keys among them, use the network, and look into or
end other processes of that user. A key that was read looks like any right answer.
Whether files of the course changed meanwhile is looked at and said. Where you do not
trust the class, run the whole command in a container (`CONTAINER` has the line): there
a notebook has no network, and sees the course and the submissions, which it cannot
change, and the folder for the grades. The keys in the course it can still read there.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["CONTAINER", "IMAGE", "Graded", "grade"]

# COURSE, FOLDER and OUT are whole paths, IMAGE any name.
IMAGE = """\
docker build -t IMAGE -f - COURSE <<'END'
FROM python:3.11
COPY requirements.txt .
RUN pip install -r requirements.txt
END"""
CONTAINER = (
    "docker run --rm --network none --memory 4g --pids-limit 512 "
    "-v COURSE:/course:ro -v FOLDER:/in:ro -v OUT:/out -w /course IMAGE "
    "python -m salescourse.teach.cli grade /in --out /out/grades.csv"
)

if TYPE_CHECKING:
    from salescourse.teach.grade.make import Graded, grade
else:  # the process of a submission needs none of it
    home = "salescourse.teach.grade.make"
    __getattr__, __dir__ = lazily(__name__, Graded=home, grade=home)
