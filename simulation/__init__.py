"""Samenspel: a laboratory for collaboration between organisations.

`CollaborationModel` and `Organisation` are the Mesa face of the model; `samenspel.runs` runs scenarios in batches. In
the repository this package is the folder simulation/, `samenspel.experiments` is experiments/ beside it, and
`samenspel.studies` is studies/.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .agents import Organisation
    from .model import CollaborationModel

__version__ = "0.1.0"
__all__ = ["CollaborationModel", "Organisation"]

if __name__ != "samenspel":  # imported by its folder, it would be another model beside the one that is installed
    raise ImportError("the folder simulation/ is the package samenspel: import samenspel", name=__name__)


def __getattr__(name: str) -> type:
    """Import the Mesa face when it is asked for: `import mesa` alone takes seconds, and a plain run needs none."""
    if name == "CollaborationModel":
        from .model import CollaborationModel

        return CollaborationModel
    if name == "Organisation":
        from .agents import Organisation

        return Organisation
    raise AttributeError(f"module 'samenspel' has no attribute {name!r}")


if sys.argv[:1] == ["-m"]:  # what `python -m` names is not imported yet, and this is
    from .started import check

    check(sys.orig_argv[-len(sys.argv)].removeprefix("-m"))
