"""The colours of what is drawn: people with any kind of colour vision can tell these apart (Okabe and Ito 2008).

The page itself has the same ones in `assets/custom.css`, by the same names.
"""

from __future__ import annotations

ORANGE, GREEN, BLUE, VERMILION = "#E69F00", "#009E73", "#0072B2", "#D55E00"
GOOD, BAD = "#00704F", "#A84300"  # green and vermilion for letters: 6 to 1 on white
INK, QUIET, FAINT, PAPER = "#1B2530", "#4F5B66", "#C9D1D8", "#FFFFFF"
GHOST = "#7F5200"  # a dark orange: 6 to 1 on white
LOOK = {
    "blue": BLUE,
    "green": GREEN,
    "orange": ORANGE,
    "vermilion": VERMILION,
    "ghost": GHOST,
    "ink": INK,
    "quiet": QUIET,
    "faint": FAINT,
    "paper": PAPER,
}
