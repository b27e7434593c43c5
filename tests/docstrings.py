"""The examples in the docstrings of a module."""

from __future__ import annotations

import doctest
from types import ModuleType


def run_examples(module: ModuleType) -> doctest.TestResults:
    """Run them, as `doctest.testmod` does.

    The sources that a run is made by still say `simulation`, the name of the folder, as their digest stands on pages;
    what is installed is `samenspel`.
    """
    runner = doctest.DocTestRunner()
    for one in doctest.DocTestFinder().find(module):
        for example in one.examples:
            example.source = example.source.replace("from simulation.", "from samenspel.")
        runner.run(one)
    return runner.summarize(verbose=False)
