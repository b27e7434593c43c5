"""What tests in a browser share: a view that is served, a Chromium, and a visitor with one page."""

from __future__ import annotations

import os

import pytest

from .browser import Visitor, chromium, launched, serving

WHY = "no Chromium is installed"


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """One view for all modules, as it takes five seconds to start, and the file of what it says."""
    pytest.importorskip("solara", reason="the view's packages are not installed")
    log = tmp_path_factory.mktemp("view") / "server.log"
    with serving(log) as at:
        at.stays = f"{at}static/assets/favicon.svg"
        yield at, log


@pytest.fixture(scope="module")
def address(served):
    at, log = served
    before = log.stat().st_size
    yield at
    said = log.read_bytes()[before:].decode("utf-8")
    assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def browser():
    """The one that tests of other files had, where they came right before."""
    if chromium() is None:
        if os.environ.get("SAMENSPEL_BROWSER_REQUIRED"):
            pytest.fail(WHY)
        pytest.skip(WHY)
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    return launched()


@pytest.fixture
def visitor(browser, address):
    one = Visitor(browser, address)
    yield one
    one.close()
