"""A process for one submission: reads a job, runs it, prints what came of it.

It is a process of its own so that whatever a submission does to its parents costs that
submission alone.
"""

import json
import sys

from salescourse.teach.grade.run import handed_in
from salescourse.teach.processes import Limits

BEGIN = "\x1ecame "


def main() -> None:
    """Read a line of JSON and the packed package; print JSON."""
    # jsonschema would build a grammar of web addresses from it, for a second each time.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None bars it
    job = json.loads(sys.stdin.buffer.readline())
    package = sys.stdin.buffer.read()
    came = handed_in(
        job["cells"], job["places"], job["asks"], package, Limits(**job["limits"])
    )
    print(BEGIN + json.dumps(came), flush=True)


if __name__ == "__main__":
    main()
