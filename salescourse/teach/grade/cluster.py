"""Notebooks of a large class, run by the workers of a Dask cluster.

The work is the same function from a job to what came of it; keys stay on this machine,
and values come back. A worker needs the same package, and runs as many notebooks at a
time as it has threads.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from salescourse.teach.grade.pool import Job, run_one
from salescourse.teach.processes import Limits

NEEDED = (
    "--dask needs the package distributed, which is not installed: "
    '`python3 -m pip install "salescourse[cluster]"`, here and on every worker.'
)
_SECONDS = 20


def run_on(
    address: str, jobs: Iterable[Job], package: bytes, limits: Limits
) -> Iterator[tuple[Job, dict[str, Any]]]:
    """Run notebooks on a cluster, and give each with what came of it as it ends.

    Parameters
    ----------
    address : str
        Of the scheduler, such as `tcp://127.0.0.1:8786`.
    jobs : iterable of Job
        What to run.
    package : bytes
        The package that a notebook gets, packed.
    limits : Limits
        What one notebook may take.

    Raises
    ------
    RuntimeError
        If `distributed` is not installed.
    OSError
        If nobody answers there.
    """
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError:
        raise RuntimeError(NEEDED) from None
    try:
        client = Client(address, timeout=_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise OSError(f"No Dask scheduler answers at {address}: {error}") from None
    with client:
        (sent,) = client.scatter([package], broadcast=True)
        running = {
            client.submit(run_one, job, sent, limits, key=job.digest): job
            for job in jobs
        }
        for done in as_completed(running):
            yield running[done], done.result()
