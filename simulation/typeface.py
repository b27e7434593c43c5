"""The typeface that every page brings along, so that it looks and fits the same everywhere: Inter, under the OFL."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

FILE = Path(__file__).parent / "view" / "assets" / "inter-latin-wght-normal.woff2"


def inside() -> str:
    """The file as an address that holds it, for a page that asks for nothing from elsewhere."""
    return f"data:font/woff2;base64,{b64encode(FILE.read_bytes()).decode()}"


def rule() -> str:
    """The rule of CSS by which such a page knows the typeface as `Inter Variable`."""
    return (
        '@font-face { font-family: "Inter Variable"; font-weight: 100 900; font-display: block; '
        f'src: url("{inside()}") format("woff2") }}'
    )
