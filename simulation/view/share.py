"""Where others find the page, and that address as a picture that a telephone reads.

Nothing is asked of another machine: which address this one has on its network is read from its own routing table, and
the code is made here.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

MOST_IN_A_CODE = 1_000  # characters; with more, the squares are too small to read from a screen
ELSEWHERE = ("192.0.2.1", 9)  # an address that is nobody's (RFC 5737); nothing is sent to it


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
    if is_loopback(host):
        return ""
    if not is_loopback(parts.hostname or ""):
        return address
    name = own_address() if is_any(host) else host
    place = f"[{name}]" if ":" in name else name
    return urlunsplit(parts._replace(netloc=f"{place}:{parts.port}" if parts.port else place)) if name else ""


def is_loopback(host: str) -> bool:
    """Whether a name or number stands for this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


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


def code(text: str) -> dict[str, object]:
    """A QR code as squares: how many on a side, and a path that fills the dark ones; empty for a text too long."""
    if not text or len(text) > MOST_IN_A_CODE:
        return {"side": 0, "path": ""}
    import segno

    rows = segno.make_qr(text, error="l").matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"side": len(rows), "path": path}
