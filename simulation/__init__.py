"""Samenspel: a laboratory for collaboration between organisations.

`CollaborationModel` and `Organisation` are the Mesa face of the model; `simulation.runs` runs scenarios in batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .agents import Organisation
    from .model import CollaborationModel

__version__ = "0.1.0"
__all__ = ["CollaborationModel", "Organisation"]


def __getattr__(name: str) -> type:
    """Import the Mesa face when it is asked for: `import mesa` alone takes seconds, and a plain run needs none."""
    if name == "CollaborationModel":
        from .model import CollaborationModel

        return CollaborationModel
    if name == "Organisation":
        from .agents import Organisation

        return Organisation
    raise AttributeError(f"module 'simulation' has no attribute {name!r}")
