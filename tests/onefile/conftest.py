"""A run exported as one file, and opened from disk in a browser that is offline."""

from __future__ import annotations

import pytest

from tests.view.conftest import browser  # noqa: F401

from .opened import Opened

MOST = 2_000_000  # bytes: it can be sent by e-mail


@pytest.fixture(scope="session")
def exported():
    """The files that were made, by the words that asked for them."""
    return {}


@pytest.fixture
def export(samenspel, exported, tmp_path_factory, browser):  # noqa: F811
    opened = []

    def call(words: str) -> Opened:
        if words not in exported:
            path = tmp_path_factory.mktemp("exported") / "run.html"
            said = samenspel(f"export {words} --out {path}")
            assert said.code == 0, said.err
            assert "run.html" in said.out
            assert path.stat().st_size < MOST
            exported[words] = path
        opened.append(Opened(browser, exported[words]))
        return opened[-1]

    yield call
    for one in opened:
        one.context.close()
