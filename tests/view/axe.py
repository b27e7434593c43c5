"""Whom a page shuts out, as axe says it."""

from __future__ import annotations

import pytest

SERIOUS = ("serious", "critical")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What is not a violation is not listed: axe would describe every part of the page that is as it should be.
ASKED = """rules => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(all => all.violations)"""


def violations(page) -> list[dict]:
    """What axe says of a page that is serious."""
    if page.evaluate("typeof axe") == "undefined":
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
        page.evaluate(axe.Axe().axe_script)
    return [one for one in page.evaluate(ASKED, list(RULES)) if one["impact"] in SERIOUS]


def serious(page) -> list[tuple[str, str]]:
    """The same in short: the rule, and the first part of the page that breaks it."""
    return [(one["id"], one["nodes"][0]["html"]) for one in violations(page)]
