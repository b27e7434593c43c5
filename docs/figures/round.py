"""The figure of the round in docs/odd.md: `python docs/figures/round.py` writes round.svg and round.png."""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch

from samenspel.results.figures import BLUE, GREEN, ORANGE, PURPLE, QUIET, STYLE, save

PHASES = (
    ("Who and what", BLUE, (
        ("participation", "leave, join"), ("conditions", "efforts are spent"), ("stock", "what stands by itself"),
        ("turbulence", "the need moves"), ("fortune", "luck that lasts"), ("elsewhere", "attention asked there"),
        ("information", "each observes"), ("power", "who has influence"),
    )),
    ("Agreeing", ORANGE, (
        ("leadership", "who leads, how clearly"), ("governance", "a mandate, and costs"),
        ("authority", "over whom"), ("information", "views are shared"),
        ("expectation", "what pooling would bring"), ("goal", "a proposal"), ("consent", "who says yes"),
        ("objection", "who blocks, at what price"), ("bargaining", "a yes is bought"),
        ("decision", "the quorum, or the lead"), ("backing", "who still stands behind it"),
    )),
    ("Doing", GREEN, (
        ("promise", "what the representative offers"), ("delivery", "what the home gives"),
        ("leadership", "review: the lead's goal"), ("value", "for each, and for clients"),
        ("sharing", "what falls to partners"),
    )),
    ("Learning", PURPLE, (
        ("trust", "by what was delivered"), ("resentment", "of being compelled"),
        ("reputation", "by what others think"), ("understanding", "by working together"),
        ("loyalty", "by what it brought"), ("opportunity", "found, or worn off"), ("ties", "come to rest"),
        ("meeting", "and others open"), ("measures", "the outcomes"), ("seat", "in person no longer"),
    )),
)  # fmt: skip
WIDTH, HEIGHT, GAP, COLUMN = 2.55, 0.54, 0.12, 3.1
ROWS = max(len(boxes) for _, _, boxes in PHASES)


def foot(place: int) -> float:
    """Where a column ends."""
    return -len(PHASES[place][2]) * (HEIGHT + GAP) + GAP - 0.06


def draw() -> None:
    """Four columns, each a phase of the round, and the way back."""
    with plt.rc_context(STYLE):
        figure, panel = plt.subplots(figsize=(11, 7.6), layout="constrained")
        panel.set_axis_off()
        for place, (title, colour, boxes) in enumerate(PHASES):
            left = place * COLUMN
            panel.text(left, 0.35, title, fontsize=13, fontweight="bold", color=colour)
            for row, (word, says) in enumerate(boxes):
                top = -row * (HEIGHT + GAP)
                shape = FancyBboxPatch(
                    (left, top - HEIGHT), WIDTH, HEIGHT, boxstyle="round,pad=0.02,rounding_size=0.08",
                    facecolor=colour, alpha=0.13, edgecolor="none",
                )  # fmt: skip
                panel.add_patch(shape)
                panel.text(left + 0.14, top - 0.19, word, fontsize=10.5, fontweight="bold", va="center")
                panel.text(left + 0.14, top - 0.40, says, fontsize=9, color=QUIET, va="center")
            if place + 1 < len(PHASES):
                panel.annotate(
                    "", (left + COLUMN - 0.06, -HEIGHT / 2), (left + WIDTH + 0.06, -HEIGHT / 2),
                    arrowprops={"arrowstyle": "-|>", "color": QUIET, "lw": 1.4},
                )  # fmt: skip
        bottom, right = -ROWS * (HEIGHT + GAP) - 0.1, 3 * COLUMN + WIDTH / 2
        for start, end, style in (
            ((right, foot(3)), (right, bottom), "-"),
            ((right, bottom), (WIDTH / 2, bottom), "-"),
            ((WIDTH / 2, bottom), (WIDTH / 2, foot(0)), "-|>"),
        ):
            panel.annotate(
                "", end, start, arrowprops={"arrowstyle": style, "color": QUIET, "lw": 1.4, "shrinkA": 0, "shrinkB": 0}
            )
        panel.text(
            (right + WIDTH / 2) / 2, bottom - 0.12, "the next round begins with what is here now",
            ha="center", va="top", color=QUIET, fontsize=9.5,
        )  # fmt: skip
        panel.set_xlim(-0.1, 3 * COLUMN + WIDTH + 0.1)
        panel.set_ylim(bottom - 0.45, 0.75)
        save(figure, Path(__file__).with_name("round"))


if __name__ == "__main__":
    draw()
