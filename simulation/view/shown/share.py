"""The panel to share, keep and open: where others find the page, and that address as a picture for a telephone.

Nothing is asked of another machine: which address this one has on its network is read from its own routing table, and
the code is made here.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ...brought.answered import FEWEST
from ...results.known import few_behind
from .. import touring, upload
from ..desk import Desk
from ..download import slug
from ..machine import is_here
from ..session import MOST_ORGANISATIONS
from . import palette, places, stage
from .headline import headline

MOST_IN_A_CODE = 1_000  # characters; with more, the squares are too small to read from a screen
NOT_QUOTED = '"`$\\!%'  # what means something between quotation marks on some command line
ELSEWHERE = ("192.0.2.1", 9)  # an address that is nobody's (RFC 5737); nothing is sent to it


def share(desk: Desk, address: str, host: str) -> dict[str, Any]:
    """What stands in the panel to share, keep and open.

    Parameters
    ----------
    address
        Of the page, without its query, as the browser has it.
    host
        What the page is served at.
    """
    texts, round_ = desk.texts, desk.session.round
    words = texts.group("share") | {"close": texts("word.close"), "copied": texts("top.shared")}
    words["too_large"] = texts("share.too_large", got="{got}", most=texts.number(upload.MOST_BYTES / 1e6, 0))
    words["too_many"] = texts("share.too_many", most=upload.MOST_FILES)
    words["open_note"] = texts("share.open_note", most=MOST_ORGANISATIONS)
    words["page_note"] = " ".join(held_in_a_page(desk))
    words["link_note"] = texts("share.of_few", few=FEWEST) if holds_of_few(desk) else ""
    query = f"?{desk.address(for_others=True)}&round={round_}"
    outside = for_others(address, host)
    if outside and desk.pin:
        query += f"&pin={desk.pin}"
    dark = code(outside + query) if outside else code("")
    return {
        "words": words,
        "address": (outside or address) + query,
        "open_to_others": bool(outside),
        "linked": desk.linked,
        "advisable": desk.advisable,
        "bringing": desk.bringing,
        "code": dark,
        "command": command(desk),
        "toured": bool(touring.steps(desk)),
        "pin": texts("share.pin", pin=desk.pin) if outside and desk.pin else "",
        "parcel": desk.parcel,
        "captions": desk.once("captions", desk.key, lambda: captions(desk)),
        "name": slug(texts.of_scenario(desk.scenario, "title")),
        "most_bytes": upload.MOST_BYTES,
        "most_files": upload.MOST_FILES,
        "problem": desk.problem,
        "refusals": desk.refused,
    }


def command(desk: Desk) -> str:
    """What asks the same on a command line, of a line that differs in nothing but who takes part; else nothing."""
    line, changes = desk.session.line, desk.session.line.changes
    once = len({change.key for change in changes}) == len(changes)  # there a key can be given once
    plain = not any(sign in change.said for change in changes for sign in NOT_QUOTED)
    plain = plain and not any("=" in change.key for change in changes)
    if not changes or line.own or desk.brought or not once or not plain:
        return ""
    said = " ".join(f'--change "{change.said}"' for change in changes)
    return f"samenspel compare {desk.scenario.name} {said} --seed {desk.session.seed}"


def held_in_a_page(desk: Desk) -> Iterator[str]:
    """What a page that is taken home holds, in sentences."""
    texts, tried = desk.texts, len(desk.session.lines) - 1
    yield texts("share.page_note", partners=len(desk.labels))
    if tried:
        yield texts("share.page_tried", tried=tried)
    if touring.steps(desk):
        yield texts("share.page_agenda" if desk.script else "share.page_tour")
    if desk.brought:
        yield texts("share.page_brought")
    if holds_of_few(desk):
        yield texts("share.of_few", few=FEWEST)


def holds_of_few(desk: Desk) -> bool:
    """Whether it holds of some organisation what so few people answered that they could be known by it."""
    scenario = desk.session.lines[0].scenario
    return desk.once(
        "of_few", (), lambda: bool(desk.brought) and any(few_behind(scenario, name) for name in scenario.labels)
    )


def captions(desk: Desk) -> list[dict[str, Any]]:
    """What a picture of the stage says of itself, in every round."""
    texts, line = desk.texts, desk.session.line
    crowd = len(desk.labels) > places.FEW
    legend = "   ·   ".join(stage.sign(desk, kind) for kind in stage.SIGNS)
    if holds_of_few(desk):
        legend += f"   ·   {texts('share.picture_of_few', few=FEWEST)}"
    colours = {1: palette.GREEN, 0: palette.FAINT, -1: palette.VERMILION}
    ghost = desk.session.shadow
    against = "" if ghost is None else f" {texts('whatif.ghost_is')} {desk.line_name(ghost)}"
    return [
        {
            "title": texts.of_scenario(desk.scenario, "title"),
            "line": f"{texts('word.round')} {round_} / {line.rounds}   ·   {desk.line_name(line)}{against}",
            "number": frame["number"],
            "unit": f"{texts('headline.title')}, {frame['unit']}",
            "goal": status["big"],
            "since": status["small"] if status["tone"] else "",
            "colour": colours[status["tone"]],
            "legend": legend,
            "across": 0.08 if crowd else 0.5,
            "centre": 0.86 if crowd else places.CENTRE / places.HEIGHT,
        }
        for round_, (frame, status) in enumerate(zip(headline(desk), stage.network(desk)["status"], strict=True))
    ]


def for_others(address: str, host: str) -> str:
    """The address of the page for another machine; empty when it is served on this one alone.

    Parameters
    ----------
    address
        As the browser has it.
    host
        What the page is served at.
    """
    parts = urlsplit(address)
    if is_this_machine(host):
        return ""
    if not is_this_machine(parts.hostname or ""):
        return address
    name = own_address() if is_any(host) else host
    place = f"[{name}]" if ":" in name else name
    return urlunsplit(parts._replace(netloc=f"{place}:{parts.port}" if parts.port else place)) if name else ""


def is_this_machine(host: str) -> bool:
    """Whether a name or number stands for this machine."""
    return host in ("", "localhost") or is_here(host)


def is_any(host: str) -> bool:
    """Whether a host stands for all addresses of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def own_address() -> str:
    """The address of this machine on its network; empty without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(ELSEWHERE)  # chooses a way, and sends nothing
            return looking.getsockname()[0]
        except OSError:
            return ""


@lru_cache(maxsize=64)  # a desk in the room shows the same one for hours, and is made anew at each decision
def code(text: str) -> dict[str, object]:
    """A QR code as squares: how many on a side, and a path that fills the dark ones; empty for a text too long."""
    if not text or len(text) > MOST_IN_A_CODE:
        return {"side": 0, "path": ""}
    import segno

    rows = segno.make_qr(text, error="l").matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"side": len(rows), "path": path}
