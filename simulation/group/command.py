"""`samenspel import`, `samenspel new` and `samenspel advise`; `samenspel.cli` says that they exist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ..cli import (
    AsJson,
    Bundle,
    Language,
    Posterior,
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
from ..progress import say_if_compiling
from ..reading import Name, check_new
from ..whole import write_whole

Folder = Annotated[
    Path | None,
    Parameter(
        name="FOLDER",
        help="Where orgs.csv is, and ties.csv and conditions.csv; or one file: xlsx, GraphML, GEXF, Pajek, DL.",
    ),
]
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
Missing = Annotated[
    list[str], Parameter(consume_multiple=True, show_default=False, help="Codes for what was left open, such as 999.")
]
Zero = Annotated[
    Literal["missing", "no_tie"] | None,
    Parameter(help="What a rating of 0 below its scale stands for, or a tie of weight 0."),
]
Parallel = Annotated[Literal["mean", "first"] | None, Parameter(help="What becomes of a tie that is there twice.")]
Self = Annotated[
    Literal["drop"] | None, Parameter(name="--self", help="Leave out what an organisation says of itself.")
]
Weight = Annotated[
    Literal["trust", "value", "frequency", "tie"] | None, Parameter(help="What the weight of a tie is a rating of.")
]
Decimal = Annotated[
    Literal["comma", "point"] | None, Parameter(help="The sign of decimals, where a file does not show which.")
]
Respondents = Annotated[
    Literal["several", "rows"] | None,
    Parameter(help="Let a respondent answer for several organisations; or each row be another respondent."),
]
Dates = Annotated[
    Literal["decimals", "missing"] | None, Parameter(help="What dates among numbers stand for: 3 May for 3.5.")
]
Circle = Annotated[Literal["no_tie", "tie"] | None, Parameter(help="What o stands for beside x.")]
Contact = Annotated[
    Literal["dependence", "tie"] | None,
    Parameter(help="What it stands for how often partners meet, where nobody was asked what the other brings."),
]
Apart = Annotated[
    Literal["together"] | None, Parameter(help="Take networks that nothing joins as one group all the same.")
]
Sheets = Annotated[
    list[str],
    Parameter(
        name="--sheet",
        negative=(),
        help="PART=SHEET: which sheet of a workbook is orgs, ties or conditions, ties=Trust; ties=skip for none.",
    ),
]
Id = Annotated[
    str | None,
    Parameter(name="--id", help="The column that says which organisation a row is. [default: found by its heading]"),
]
Same = Annotated[
    list[str],
    Parameter(
        name="--same",
        negative=(),
        help='NAME=NAME: two names of one organisation, "Gem. Noord=Gemeente Noord"; NAME=NAME of itself: no other.',
    ),
]
Theme = Annotated[
    list[str],
    Parameter(
        name="--theme",
        negative=(),
        help='QUESTION=CONDITION: which of the five a question is about of which no heading says it; "=none" for none.',
    ),
]
Together = Annotated[
    int | None,
    Parameter(
        converter=whole_number,
        help="Rounds (months) that the group has had an agreement; 0 for none. [default: what its scores say]",
    ),
]
Between = Annotated[
    int | None, Parameter(converter=whole_number, help="Rounds (months) between two waves. [default: 12, assumed]")
]
Paced = Annotated[
    bool,
    Parameter(
        name="--pace",
        show_default=False,
        help="Let the group go as fast as it did between two waves.",
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
    missing: Missing = [],  # noqa: B006
    zero: Zero = None,
    parallel: Parallel = None,
    self: Self = None,
    weight: Weight = None,
    decimal: Decimal = None,
    respondents: Respondents = None,
    apart: Apart = None,
    sheet: Sheets = [],  # noqa: B006
    id: Id = None,
    same: Same = [],  # noqa: B006
    theme: Theme = [],  # noqa: B006
    dates: Dates = None,
    circle: Circle = None,
    contact: Contact = None,
    together: Together = None,
    between: Between = None,
    pace: Paced = False,
    logic: Bundle = "network",
    title: Title = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Make a scenario of a survey: orgs.csv, ties.csv, conditions.csv (docs/survey.md)."""
    check_new(out, ".toml", "--out")
    from .files import the_files

    sources = the_files(folder, orgs, ties, conditions)
    from ..brought.options import options_of, same_of, scales_of, sheets_of, themes_of
    from ..brought.reader import read
    from ..brought.words import as_title
    from ..results.outcomes import capitalised
    from . import writing
    from .made import made
    from .waves import ROUNDS_BETWEEN, another_wave

    said = {"wave": wave, "zero": zero, "parallel": parallel, "self": self, "weight": weight, "decimal": decimal}
    said |= {
        "respondents": respondents,
        "apart": apart,
        "id": id,
        "together": together,
        "scale": scales_of(scale),
        "missing": missing or None,
        "sheet": sheets_of(sheet),
        "same": same_of(same),
        "theme": themes_of(theme),
        "dates": dates,
        "circle": circle,
        "contact": contact,
    }
    options = options_of({name: value for name, value in said.items() if value is not None})
    if between is not None:
        ROUNDS_BETWEEN.read(between, "--between")
    answers = read(sources, options)
    two = another_wave(sources, options, answers)
    named = folder.resolve().stem if folder else Path(sources[0].title).stem
    title = Name().read(title or answers.title or capitalised(as_title(named)), "--title")
    say_if_compiling()
    group = made(answers, title, logic or "network", out.stem, language, two, between, pace)
    write_whole(out, group.text.encode())
    if as_json:
        told = writing.described(group.portrait, group.fit, answers.later, group.changed)
        return print_json({"scenario": str(out), **told})
    print(writing.on_screen(group.portrait, group.fitted, str(out), language, answers.report.remarks))


def new(
    out: Annotated[Path, Parameter(name="FILE", help="The scenario to write, a new file.")],
    /,
    *,
    language: Annotated[Literal["en", "nl"], Parameter(help="In which to ask, and to write.")] = "en",
) -> None:
    """Make a scenario from a dialogue: who takes part, what each wants, who pays, who decides."""
    check_new(out, ".toml", "FILE")
    from ..scenario import parse
    from .dialogue import Dialogue, interview

    dialogue = Dialogue(language, input, print)
    text = interview(dialogue)
    parse(text, out.stem)
    write_whole(out, text.encode())
    dialogue.say(dialogue.lines["written"].format(path=out))


# ------------------------------------------------------------------------------------------------------------------

Aim = Annotated[str, Parameter(name="--outcome", help="What it is for: an outcome of a run, by `samenspel outcomes`.")]
Effort = Annotated[float, Parameter(help="Effort a round on a condition, 0 to 1.")]
Phase = Annotated[
    int | None,
    Parameter(
        converter=whole_number, help="Rounds of the first phase. [default: those of a year, or all if there are less]"
    ),
]
Page = Annotated[Path | None, Parameter(help="Also write what a board is told as a page to print, a new .html file.")]
Names = Annotated[bool, Parameter(negative="--no-names", help="Name partners: who says no, and whose marks are low.")]
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
    language: Language = "en",
    page: Page = None,
    names: Names = True,
    as_json: AsJson = False,
) -> None:
    """Say what to do: where the group goes, who holds it up, which steps, and how sure that is."""
    from ..ask import advice_on
    from ..results import advice_in_words, counsel_in_words, counsel_page, misfit_in_words
    from ..results.misfit import MisfitError
    from ..results.nameless import nameless

    if page is not None:
        check_new(page, ".html", "--page")
    changes = asked(set_, "--set", logic, rounds)
    scenario = prepared(where, changes)
    try:
        found, drawn, told = advice_on(
            scenario, changes, outcome, effort, phase, posterior, vary, seed, replicates, threads, option
        )
    except MisfitError as missed:  # what was given stands on the screen and the page all the same
        if as_json:
            print_json({"misses": missed.far, "scores": dict(scenario.scores)})
        else:
            print(misfit_in_words.as_text(missed, language))
        if page is not None:
            misfit_in_words.write_page(page, missed, language)
        raise
    if not names:
        scenario, told = nameless(scenario, told)
    if as_json:
        return print_json(
            {**advice_in_words.described(scenario, found, drawn), "counsel": counsel_in_words.described(scenario, told)}
        )
    print(advice_in_words.of_board(scenario, found, told, drawn, language))
    if page is not None:
        counsel_page.write_page(page, scenario, told, found, language)
