"""The colours of the page: people with any kind of colour vision can tell these apart (Okabe and Ito 2008)."""

from __future__ import annotations

ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE, YELLOW = (
    "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#F0E442",
)  # fmt: skip
INK, QUIET, FAINT, PAPER = "#1F2933", "#5B6770", "#C9D1D8", "#FFFFFF"
GHOST = "#8A5A00"  # a dark orange: 5 to 1 on white
LOOK = {
    "blue": BLUE,
    "green": GREEN,
    "orange": ORANGE,
    "vermilion": VERMILION,
    "ink": INK,
    "quiet": QUIET,
    "faint": FAINT,
}
