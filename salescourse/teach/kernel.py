"""What every notebook runs in: a kernel of this Python, and nobody's settings."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager


def fresh_environment(home: Path) -> dict[str, str]:
    """Return environment variables under which a notebook runs the same for all.

    The learner's progress, language and IPython start-up files stay out of it, and
    the kernel is the one of this Python, not one of the same name in the home folder.

    Parameters
    ----------
    home : Path
        An empty folder that takes what the notebook records.
    """
    own = ("SALESCOURSE_", "JUPYTER_PATH", "MPLBACKEND", "PYTHONWARNINGS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    return {
        **kept,
        "SALESCOURSE_HOME": str(home),
        "SALESCOURSE_LANG": "en",
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONUTF8": "1",
    }


def own_kernel(name: str = "python3") -> "AsyncKernelManager":
    """Return a manager of a kernel: of this very Python, whatever else is installed.

    A kernel of another language is looked for where Jupyter looks.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    if name.startswith("python"):
        name, ours = "python3", KernelSpecManager(kernel_dirs=[])
    else:
        ours = KernelSpecManager()
    return AsyncKernelManager(
        kernel_name=name, kernel_spec_manager=ours, transport_encryption="auto"
    )


def make_font_cache() -> None:
    """See to it that matplotlib has its cache of fonts.

    Where it has none, its first import says so on stderr, like a cell's warning.
    """
    import matplotlib.font_manager  # noqa: F401
