"""Execute notebooks into Jupyter Book's cache, several at a time.

Every notebook is executed when anything it computes from has changed, also where its
committed outputs look right: whether they are can only be seen by running it, and the
widgets on a page exist only in an executed notebook.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from salescourse.teach.signs import say
from salescourse.words import ngettext

TIMEOUT_SECONDS = 180


def fill(cache_folder: Path, notebooks: Sequence[Path], *, at_once: int) -> list[str]:
    """Execute those notebooks that the cache does not hold yet.

    Parameters
    ----------
    cache_folder : Path
        The cache that Jupyter Book looks into.
    notebooks : sequence of Path
        What to execute, each in the folder it lies in.
    at_once : int
        How many kernels may run.

    Returns
    -------
    list of str
        The names of those that failed; the cache does not hold them.
    """
    from jupyter_cache import get_cache
    from jupyter_cache.executors.utils import create_cache_bundle

    cache = get_cache(str(cache_folder))
    wanted = []
    for path in notebooks:
        project = cache.get_project_notebook(cache.add_nb_to_project(str(path)).pk)
        try:
            cache.match_cache_notebook(project.nb)
        except KeyError:
            wanted.append(project)
    if wanted:
        # On two cores, the twelve chapters of the course take 40 seconds to two minutes.
        many = ngettext("{n} notebook", "{n} notebooks", len(wanted))
        say(
            f"Executing {many.format(n=len(wanted))}, {at_once} at a time: some 5 to 10 "
            "seconds each, more where others compute ..."
        )
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        running = {pool.submit(_execute, project): project for project in wanted}
        for number, done in enumerate(as_completed(running), start=1):
            say(f"  {number} of {len(wanted)}: {Path(running[done].uri).name}")
        results = [future.result() for future in running]
    failed = []
    # One after another: the cache's database takes one writer at a time.
    for project, result in zip(wanted, results, strict=True):
        if result.err:
            failed.append(Path(project.uri).name)
            continue
        bundle = create_cache_bundle(
            project, result.cwd, None, result.time, result.exc_string
        )
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return failed


def _execute(project: Any) -> Any:
    from jupyter_cache.executors.utils import single_nb_execution

    return single_nb_execution(
        project.nb,
        cwd=str(Path(project.uri).parent),
        timeout=TIMEOUT_SECONDS,
        allow_errors=False,
    )


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    paths = [Path(name).resolve() for name in names]
    fill(Path(folder), paths, at_once=min(4, os.cpu_count() or 1))
