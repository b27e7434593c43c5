"""A run exported as one file, and opened from disk in a browser that is offline."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import urlencode

import pytest
from filelock import FileLock

from tests.view.conftest import browser  # noqa: F401

from .opened import Opened

MOST = 2_000_000  # bytes: it can be sent by e-mail


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The folder of files that were made, which all processes that test share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "exported"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def made(samenspel, exported):
    """The path of the file that a command writes; of the same words it is made once, as that takes seconds.

    What the command said lies beside it, as text.
    """

    def call(words: str, most: int = MOST):
        path = exported / f"{hashlib.sha256(words.encode()).hexdigest()[:16]}.html"
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                unfinished = path.with_suffix(".part")
                said = samenspel(f"export {words} --out {unfinished}")
                assert said.code == 0, said.err
                assert unfinished.name in said.out
                assert unfinished.stat().st_size < most
                path.with_suffix(".txt").write_text(said.out, encoding="utf-8")
                unfinished.rename(path)
        return path

    return call


@pytest.fixture
def export(made, browser):  # noqa: F811
    """A file of a run, opened in a browser; where changes are named, at the address that says them."""
    opened = []

    def call(words: str, changes: str | dict[str, str] = "") -> Opened:
        said = changes if isinstance(changes, str) else urlencode(changes)
        opened.append(Opened(browser, made(words), said))
        return opened[-1]

    yield call
    for one in opened:
        one.close()
