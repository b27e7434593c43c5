"""What a browser keeps between visitors: its scripts, read and compiled, and nothing that a page left.

To read and compile the scripts of a page takes more than half of the time in which it opens. A context that is left
goes to the next visitor who wants one like it, and a page without a script stays open in it, so that the process of its
site goes on (`--process-per-site`).
"""

from __future__ import annotations

KEPT: dict = {}  # by browser, and by what a context is like: those that nobody has


def entered(browser, stays: str, **options):
    """A context as new, with one page, at an address of the site that the visitor comes for."""
    kept = KEPT.setdefault(browser, {}).setdefault(like(stays, options), [])
    if kept:
        return kept.pop()
    context = browser.new_context(**options)
    context.new_page().goto(stays)
    return context


def left(browser, stays: str, context, **options) -> None:
    """Close all pages but the one that stays, and forget what they stored."""
    stayed, *pages = context.pages
    for page in pages:
        page.close()
    stayed.evaluate("localStorage.clear()")
    context.clear_cookies()
    KEPT[browser][like(stays, options)].append(context)


def like(stays: str, options: dict) -> tuple:
    """What makes two contexts the same to a visitor."""
    return stays, repr(sorted(options.items()))
