"""The advice to a group that was brought: how far it is, and then the page for the board."""

from __future__ import annotations

from typing import Any

from ...errors import said
from ..advising import Advising
from ..desk import Desk
from ..download import slug


def advice(desk: Desk) -> dict[str, Any] | None:
    """What stands over the page while somebody asks for advice; none when nobody does."""
    asked, texts = desk.advising, desk.texts
    if asked is None:
        return None
    made, failure = asked.has_page, ""
    if not made:
        refused = said(asked.failure, texts.language) if asked.failure else ""
        failure = texts("error.session") if asked.broken else refused
    percent, key = int(100 * asked.share), (asked, texts.language)
    sheets = desk.once("advice", key, lambda: sheets_of(asked, texts.language)) if made else ("", "")
    return {
        "words": texts.group("advice"),
        "share": percent,
        "far": texts("advice.waits") if asked.waits else texts("advice.so_far", share=str(percent)),
        "sheet": sheets[0],
        "unnamed": sheets[1],
        "failure": failure,
        "name": slug(f"{desk.scenario.title} {texts('advice.title')}"),
    }


def sheets_of(asked: Advising, language: str) -> tuple[str, str]:
    """The page for the board with names of partners, and without."""
    return asked.page(language), asked.page(language, names=False)
