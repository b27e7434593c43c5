"""The notebooks of docs/notebooks, executed; with their answers they are written again by

    python -m tests.notebooks

Each runs in a folder of its own, in the kernel of this environment, without the settings of whoever runs it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
KERNEL = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
PATIENCE = 300  # seconds for a cell: the first compiles the model


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook with the answers that it gives now; an error in a cell is raised."""
    notebook = nbformat.read(path, as_version=4)
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=KERNEL, display_name="Python 3", language="python")
    with tempfile.TemporaryDirectory() as place:
        own = {"IPYTHONDIR": f"{place}/ipython", "JUPYTER_DATA_DIR": f"{place}/data"}
        work = Path(place, "work")
        work.mkdir()
        with patch.dict(os.environ, own):
            client = NotebookClient(
                notebook,
                km=manager,
                timeout=PATIENCE,
                resources={"metadata": {"path": str(work)}},
                record_timing=False,
            )
            try:
                client.execute()
            finally:  # whoever brings a manager ends what it began: channels too, or their sockets are left open
                if client.kc is not None:
                    client.kc.stop_channels()
                manager.shutdown_kernel(now=True)
                manager.context.destroy()
    return notebook


def write(path: Path) -> None:
    """Execute a notebook, and keep its answers: nothing of this machine, and no messages of a moment."""
    notebook = executed(path)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place + 1}"
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if not of_a_moment(one)]
    nbformat.write(notebook, path)


def of_a_moment(output: nbformat.NotebookNode) -> bool:
    """Whether it says that the model is compiled, or is what is left of a bar."""
    return output.get("name") == "stderr" or output.get("data", {}).get("text/html") == ""


if __name__ == "__main__":
    for one in NOTEBOOKS:
        write(one)
