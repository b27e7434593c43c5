"""`samenspel import`, `samenspel new` and `samenspel advise`; `samenspel.cli` says that they exist."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..cli import (
    AsJson,
    Bundle,
    Rounds,
    Runs,
    Seed,
    Settings,
    Threads,
    Where,
    asked,
    option,
    prepared,
    print_json,
    whole_number,
)
from ..errors import InputError
from ..progress import say_if_compiling
from ..reading import Name, show

if TYPE_CHECKING:
    from ..scenario import Scenario

YEAR = 12  # rounds between two waves (assumption)

Folder = Annotated[Path | None, Parameter(name="FOLDER", help="Where orgs.csv is, and ties.csv and conditions.csv.")]
NewFile = Annotated[Path, Parameter(name="--out", help="The scenario to write, a new file.")]
File = Annotated[Path | None, Parameter(help="Instead of the one in the folder.")]
Wave = Annotated[str | None, Parameter(help="Which wave. [default: the last that all files have]")]
Scales = Annotated[
    list[str],
    Parameter(
        name="--scale",
        consume_multiple=True,
        show_default=False,
        help="NAME=FROM:TO, such as trust=1:5 for all columns trust_*, or frequency=4:1 when 1 is most often.",
    ),
]
Title = Annotated[str | None, Parameter(help="Of the scenario. [default: the name of the folder or file]")]


def import_(
    folder: Folder = None,
    /,
    *,
    out: NewFile,
    orgs: File = None,
    ties: File = None,
    conditions: File = None,
    wave: Wave = None,
    scale: Scales = [],  # noqa: B006
    logic: Bundle = "network",
    title: Title = None,
    as_json: AsJson = False,
) -> None:
    """Make a scenario of a survey: orgs.csv, ties.csv, conditions.csv (docs/survey.md)."""
    check_new(out)
    files = the_files(folder, orgs, ties, conditions)
    from ..scenario import parse
    from . import writing
    from .answers import read_answers
    from .fit import SHOWN, Fit, fit, standing_efforts
    from .portrait import portray

    answers = read_answers(*files, wave, scales_in(scale))
    portrait = portray(answers)
    title = Name().read(title or f"Survey {(folder or files[0]).resolve().stem}", "--title")

    def made(efforts: Mapping[str, float], fitted: str) -> tuple[str, Scenario]:
        text = writing.scenario_text(title, logic or "network", portrait, efforts, fitted)
        return text, parse(text, out.stem)

    say_if_compiling()
    efforts = standing_efforts(made({}, "")[1], portrait.scores)
    rounds = (1, *(1 + YEAR * year for year in range(1, len(answers.later) + 1)))
    first: Fit = fit(made(efforts, "")[1], SHOWN, rounds)
    fitted = writing.fit_table(portrait, first, answers.later)
    write_whole(out, made(efforts, fitted)[0])
    if as_json:
        return print_json({"scenario": str(out), **writing.described(portrait, efforts, first, answers.later)})
    print(writing.on_screen(portrait, efforts, fitted, str(out)))


def new(
    out: Annotated[Path, Parameter(name="FILE", help="The scenario to write, a new file.")],
    /,
    *,
    language: Annotated[Literal["en", "nl"], Parameter(help="In which to ask, and to write.")] = "en",
) -> None:
    """Make a scenario from a dialogue: who takes part, what each wants, who pays, who decides."""
    check_new(out, "FILE")
    from ..scenario import parse
    from .dialogue import Dialogue, interview

    dialogue = Dialogue(language, input, print)
    text = interview(dialogue)
    parse(text, out.stem)
    write_whole(out, text)
    dialogue.say(dialogue.lines["written"].format(path=out))


def the_files(
    folder: Path | None, orgs: Path | None, ties: Path | None, conditions: Path | None
) -> tuple[Path, Path | None, Path | None]:
    """The files of the survey: those that are named, or else those in the folder that are there."""
    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder}: got {'a file' if folder.exists() else 'nothing there'}, allowed: a folder")
    if folder is None and orgs is None:
        raise InputError("got no files, allowed: a folder with orgs.csv, or --orgs with --ties and --conditions")

    def usual(name: str) -> Path | None:
        return folder / name if folder is not None and (folder / name).exists() else None

    found = orgs or usual("orgs.csv")
    if found is None:
        held = ", ".join(sorted(path.name for path in folder.glob("*.csv"))) or "no CSV file"
        raise InputError(f"{folder}: no orgs.csv, got: {held}; name files with --orgs, --ties and --conditions")
    return found, ties or usual("ties.csv"), conditions or usual("conditions.csv")


def scales_in(pairs: Sequence[str]) -> dict[str, tuple[float, float]]:
    """The scales that options say, by the column or the beginning of its name."""
    scales: dict[str, tuple[float, float]] = {}
    for pair in pairs:
        name, _, ends = (part.strip() for part in pair.partition("="))
        try:
            low, high = (float(end) for end in ends.split(":"))
        except ValueError:
            raise InputError(f"--scale {pair}: got {show(pair)}, allowed: NAME=FROM:TO, such as trust=1:5") from None
        if name in scales:
            raise InputError(f"--scale {pair}: {name} is given twice")
        scales[name] = (low, high)
    return scales


def check_new(out: Path, by: str = "--out") -> None:
    """Refuse a file that is there already, or a folder that is not."""
    if out.suffix != ".toml":
        raise InputError(f"{by}: got {show(str(out))}, allowed: a name that ends in .toml")
    if out.exists():
        raise InputError(f"{by}: {out} is there already, allowed: a new file")
    if not out.parent.is_dir():
        raise InputError(f"{by}: no such folder {out.parent}")


def write_whole(out: Path, text: str) -> None:
    """Write a file that is either there as a whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, suffix=".part", delete=False) as part:
        part.write(text)
    os.chmod(part.name, 0o644)  # a temporary file is for its owner alone
    os.replace(part.name, out)


# ------------------------------------------------------------------------------------------------------------------

Aim = Annotated[str, Parameter(name="--outcome", help="What it is for: an outcome of a run, by `samenspel outcomes`.")]
Effort = Annotated[float, Parameter(help="Effort a round on a condition, 0 to 1.")]
Phase = Annotated[
    int | None,
    Parameter(converter=whole_number, help="Rounds of the first phase. [default: 12, or all if there are less]"),
]
Posterior = Annotated[
    Path | None,
    Parameter(help="CSV with a column for each parameter and a row for each draw, as a calibration leaves it."),
]
Vary = Annotated[
    float, Parameter(help="How uncertain parameters are that have no posterior: share of their value, up and down.")
]


def advise(
    where: Where,
    /,
    *,
    outcome: Aim = "joint_value",
    effort: Effort = 1.0,
    phase: Phase = None,
    posterior: Posterior = None,
    vary: Vary = 0.2,
    set_: Settings = [],  # noqa: B006
    logic: Bundle = None,
    rounds: Rounds = None,
    seed: Seed = None,
    replicates: Runs = 200,
    threads: Threads = None,
    as_json: AsJson = False,
) -> None:
    """Rank the conditions by what investing in each first would bring, and say how sure that is."""
    from ..ask import advice_on
    from ..results import advice_in_words

    changes = asked(set_, "--set", logic, rounds)
    scenario = prepared(where, changes)
    found, drawn = advice_on(
        scenario, changes, outcome, effort, phase, posterior, vary, seed, replicates, threads, option
    )
    if as_json:
        return print_json(advice_in_words.described(scenario, found, drawn))
    print(advice_in_words.of_advice(scenario, found, drawn))
