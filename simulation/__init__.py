"""Samenspel: a laboratory for collaboration between organisations.

For a notebook: `run`, `compare` and `advise` ask what the commands of these names ask; `scenarios` names what comes
with the model, `load`, `survey` and `with_changes` make a scenario, `experiments.run_design` runs many.
`CollaborationModel` and `Organisation` are the Mesa face of the model. `InputError` is what is raised for what cannot
be taken.

In the repository this package is the folder simulation/, `samenspel.experiments` is experiments/ beside it, and
`samenspel.studies` is studies/.

Examples
--------
>>> import samenspel as sp
>>> sp.run("baseline", logic="hierarchy", rounds=12, replicates=10)
<Runs of 'baseline', hierarchical logic: 10 runs of 12 rounds, seeds 1 to 10>
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import experiments
    from .agents import Organisation
    from .ask import advise, compare, run
    from .errors import InputError
    from .group.made import survey
    from .model import CollaborationModel
    from .scenario import Scenario, load, with_changes
    from .scenario import names as scenarios

__version__ = "0.2.0"
__all__ = [
    "CollaborationModel",
    "InputError",
    "Organisation",
    "Scenario",
    "advise",
    "compare",
    "experiments",
    "load",
    "run",
    "scenarios",
    "survey",
    "with_changes",
]
# Where each is, for whoever asks for it: `import mesa` alone takes seconds, and a plain run needs none.
PLACES = {
    "CollaborationModel": "model",
    "InputError": "errors",
    "Organisation": "agents",
    "Scenario": "scenario",
    "advise": "ask",
    "compare": "ask",
    "load": "scenario",
    "run": "ask",
    "scenarios": "scenario",
    "survey": "group.made",
    "with_changes": "scenario",
}

if __name__ != "samenspel":  # imported by its folder, it would be another model beside the one that is installed
    raise ImportError("the folder simulation/ is the package samenspel: import samenspel", name=__name__)


def __getattr__(name: str) -> object:
    """Import what is public when it is asked for."""
    from importlib import import_module

    if name == "experiments":
        return import_module(".experiments", __name__)
    if name not in PLACES:
        raise AttributeError(f"module 'samenspel' has no attribute {name!r}", name=name, obj=sys.modules[__name__])
    return getattr(import_module(f".{PLACES[name]}", __name__), "names" if name == "scenarios" else name)


def __dir__() -> list[str]:
    """What is public, imported or not."""
    return [*__all__, *(name for name in globals() if name.startswith("__"))]


if sys.argv[:1] == ["-m"]:  # what `python -m` names is not imported yet, and this is
    from .started import check

    check(sys.orig_argv[-len(sys.argv)].removeprefix("-m"))
