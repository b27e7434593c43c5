"""The machine that serves the page, and who is another: what the door and the panel to share both ask."""

from __future__ import annotations

import ipaddress

PIN = "SAMENSPEL_PIN"  # of the environment: what others have to show


def is_here(address: str) -> bool:
    """Whether the number of a machine is that of this one itself."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
