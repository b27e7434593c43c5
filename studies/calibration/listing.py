"""The list of parameters in docs/odd.md: `python -m samenspel.studies.calibration.listing` writes it anew."""

from __future__ import annotations

from collections.abc import Sequence

from samenspel.cli import run_alone
from samenspel.dynamics import Parameters
from samenspel.experiments.listing import DOCS, checked, written
from samenspel.experiments.ranges import accepted
from samenspel.parameters import ASSUMPTION, declarations

from . import search

# Medians of what was fitted to the measured year in the first model; not fitted again (docs/design_decisions.md).
OF_THE_FIRST_MODEL = {
    "understanding.initial",
    "understanding.rate",
    "loyalty.rate",
    "loyalty.home_rate",
    "loyalty.commitment_rate",
}
DESCRIPTION = DOCS / "odd.md"
COMMAND = "samenspel.studies.calibration.listing"


def lists() -> dict[str, list[Sequence[str]]]:
    """The list by its name."""
    return {"parameters": parameters()}


def parameters() -> list[Sequence[str]]:
    """Every parameter: default, range, unit and meaning, and what its number rests on."""
    rows = []
    for name, one, value in declarations(Parameters()):
        allowed = " / ".join(one.words) if one.kind == "choice" else f"{one.low:g} to {one.high:g}"
        rows.append(
            (f"`{name}`", f"{one.show(value)}", allowed, f"{one.meaning} ({one.unit})", rests_on(name, one.sources))
        )
    return [("parameter", "default", "range", "meaning (unit)", "rests on"), *rows]


def rests_on(name: str, sources: Sequence[str]) -> str:
    """What the number of a parameter rests on: a source gives form or sign, and the level is calibrated or assumed."""
    named = ", ".join(source for source in sources if source != ASSUMPTION)
    form = f"form: {named}" if named else "form: assumption"
    return f"{form}; level: {level(name)}"


def level(name: str) -> str:
    """What the level of a parameter is: calibrated, moved by hand, kept from the first model, or assumed."""
    if name in OF_THE_FIRST_MODEL:
        return "kept from the calibration of the first model"
    if name not in accepted():
        return "assumption"
    low, high = accepted()[name]
    return "calibrated" if low <= search.defaults()[name] <= high else "by hand, outside the accepted sets"


def main() -> None:
    """Write the list of parameters in docs/odd.md anew."""
    text = checked(DESCRIPTION).read_text(encoding="utf-8")
    DESCRIPTION.write_text(written(text, lists(), COMMAND), encoding="utf-8")


if __name__ == "__main__":
    run_alone(main, COMMAND)
