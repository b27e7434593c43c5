"""Nothing on the page shuts anybody out: axe, by Deque, finds nothing serious in any state."""

from __future__ import annotations

import pytest

from .browser import Visitor
from .layout import walk

pytestmark = pytest.mark.xdist_group("browser")
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(
    ("size", "language", "large"), [((1280, 720), "nl", False), ((1280, 720), "en", True), ((390, 844), "nl", False)]
)
def test_axe_finds_nothing_serious_in_any_state(browser, address, size, language, large):
    """Oracle: the rules of axe-core for WCAG 2.2 level AA, targets of 24 pixels among them."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    visitor, found = Visitor(browser, address, *size), {}
    for state in walk(visitor, language, large):
        visitor.page.wait_for_timeout(150)
        visitor.page.wait_for_selector(".v-progress-linear[aria-label]", state="attached")
        for one in axe.run(visitor.page, options=options).response["violations"]:
            if one["impact"] in SERIOUS:
                found.setdefault(
                    f"{one['id']}: {one['help']}", [state, *(node["html"][:140] for node in one["nodes"][:3])]
                )
    visitor.close()
    assert found == {}


def test_a_phone_may_zoom(browser, address):
    """Oracle: the viewport that the page asks for."""
    visitor = Visitor(browser, address, 390, 844)
    asked = visitor.open().evaluate("document.querySelector('meta[name=viewport]')?.content || ''")
    visitor.close()
    assert "user-scalable=no" not in asked.replace(" ", "")
    assert "maximum-scale=1" not in asked.replace(" ", "")


def test_the_network_is_a_table_for_who_cannot_see_it(visitor):
    """Oracle: the names, and what is drawn below them."""
    page = visitor.open("?scenario=integrated_care&round=20")
    rows = page.locator(".sp-as-table tbody tr").all_inner_texts()
    assert len(rows) == 9
    assert "Hospital" in rows[1]
    visitor.go(21)
    assert page.locator(".sp-as-table tbody tr").all_inner_texts() != rows
