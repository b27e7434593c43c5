"""In no state of the page is anything over anything else or cut, and in none is anybody shut out.

One walk through the states serves both: what is asked there costs less than to come there.
"""

from __future__ import annotations

import pytest

from .axe import serious, violations
from .browser import Visitor
from .layout import faults, walk


@pytest.fixture(
    scope="module",
    params=[((1280, 720), "nl", False), ((1366, 768), "nl", True), ((390, 844), "en", False)],
    ids=lambda walked: f"{walked[0][0]}-{walked[1]}{'-large' if walked[2] else ''}",
)
def found(request, browser, address):
    """What is wrong, by state: what lies over something or is cut, and what axe says that is serious.

    Axe is not asked again in large type: what it reads is the same, and targets are larger.
    """
    size, language, large = request.param
    visitor, wrong = Visitor(browser, address, *size), {}
    for state in walk(visitor, language, large):
        over = faults(visitor)
        visitor.page.wait_for_selector(".v-progress-linear[aria-label]", state="attached")
        wrong[state] = over, [] if large else violations(visitor.page)
    visitor.close()
    return wrong


def test_in_no_state_is_anything_over_anything_else_or_cut(found):
    """Oracle: the boxes of all texts, drawn ones too; `python -m tests.view.layout` tries all sizes and languages."""
    assert {state: over for state, (over, _) in found.items() if over} == {}


def test_axe_finds_nothing_serious_in_any_state(found):
    """Oracle: the rules of axe-core for WCAG 2.2 level AA, targets of 24 pixels among them."""
    said = {}
    for state, (_, broken) in found.items():
        for one in broken:
            where = [state, *(node["html"][:140] for node in one["nodes"][:3])]
            said.setdefault(f"{one['id']}: {one['help']}", where)
    assert said == {}


def test_axe_finds_what_is_wrong(visitor):
    """Oracle: a page that is spoilt on purpose."""
    page = visitor.open("?scenario=integrated_care")
    assert serious(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.body.append(document.createElement('select'))")
    assert [rule for rule, _ in serious(page)] == ["html-has-lang", "select-name"]
