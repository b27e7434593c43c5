"""Nothing on the page shuts anybody out; what axe says of its states is in test_states.py."""

from __future__ import annotations

from .browser import Visitor


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
    now = "[...document.querySelectorAll('.sp-as-table tbody tr')].map((row) => row.textContent).join()"
    before = page.evaluate(now)
    page.evaluate("window.dispatchEvent(new Event('samenspel-play'))")
    visitor.go(21)
    assert page.evaluate(now) == before  # not while rounds follow one another: it would be read while it changes
    page.evaluate("window.dispatchEvent(new Event('samenspel-pause'))")
    page.wait_for_function(f"before => {now} !== before", arg=before)
