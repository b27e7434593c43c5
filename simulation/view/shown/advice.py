"""The advice to a group that was brought: how far it is, and then the page for the board."""

from __future__ import annotations

from typing import Any

from ...errors import said
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
    percent = int(100 * asked.share)
    return {
        "words": texts.group("advice"),
        "share": percent,
        "far": texts("advice.waits") if asked.waits else texts("advice.so_far", share=str(percent)),
        "sheet": desk.once("advice", (asked, texts.language), lambda: asked.page(texts.language)) if made else "",
        "failure": failure,
        "name": slug(f"{desk.scenario.title} {texts('advice.title')}"),
    }
