"""The command line: `samenspel scenarios | parameters | outcomes | run | compare`, and what other packages add.

Bad input ends with exit code 2 and one line on stderr. Whatever a command does not need is not imported, so that a
run is there before one has looked away; that is why most imports stand inside functions here.
"""

from __future__ import annotations

import io
import math
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, CycloptsError, Group, Parameter, Token, UnusedCliTokensError

from .errors import FindingsError, InputError, nearest, said, show, visible
from .progress import progress

if TYPE_CHECKING:
    from types import FrameType

    from .results.comparison import Comparison
    from .results.intervals import Difference, Interval
    from .results.replicates import Replicate
    from .results.uncertainty import Posterior as Draws
    from .scenario import Scenario

LONGEST_SAID = 2_000  # characters of a line on stderr
BAD_INPUT, FAILED = 2, 1
SIGNALLED = 128  # and the number of the signal
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]

# What the commands are for, in the order in which people come to them.
LOOK, ASK, GROUP, EXPERIMENT, SHOW, OTHERS = (
    Group(title, sort_key=place)
    for place, title in enumerate(
        ("Look", "Ask", "Your own group", "Experiment", "Show", "About this program"),
    )
)

plain_app = partial(
    App,
    help_format="plaintext",
    default_parameter=Parameter(negative=""),
    print_error=False,
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
app = plain_app(
    name="samenspel",
    help="A laboratory for collaboration between organisations, by hierarchical and by network logic.\n\n"
    "Start here: samenspel run integrated_care, then samenspel view.",
    help_epilogue="samenspel COMMAND --help says what a command takes, with an example.",
    group_commands=OTHERS,
    version=lambda: version("samenspel"),
)


def whole_number(_kind: type, tokens: Sequence[Token]) -> int:
    """The whole number that an option says; by itself cyclopts would take 1.5 for 1."""
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"got '{tokens[0].value}', allowed: a whole number") from None


Where = Annotated[
    str, Parameter(name="SCENARIO", help="Name of a scenario that comes with the model, or path of a scenario file.")
]
Settings = Annotated[
    list[str],
    Parameter(
        name="--set",
        consume_multiple=True,
        show_default=False,
        help="key=value, such as trust.initial=0.6; also rounds and seed.",
    ),
]
Changes = Annotated[
    list[str],
    Parameter(
        name="--change",
        consume_multiple=True,
        show_default=False,
        help="key=value: what is different in the what-if; also NAME.commitment=+0.4, NAME.leaves=12, NAME.joins=6, "
        "lead=NAME, partner=NAME, 'tie=NAME > NAME', 'merge=NAME + NAME'.",
    ),
]
Beside = Annotated[
    str | None, Parameter(name="--with", help="Another scenario to set beside the first; changes are made to that one.")
]
Bundle = Annotated[
    Literal["hierarchy", "network"] | None, Parameter(name="--logic", help="All six contrasts of logic at once.")
]
Rounds = Annotated[
    int | None,
    Parameter(name="--rounds", converter=whole_number, help="Rounds of a run. [default: those of the scenario]"),
]
Seed = Annotated[
    int | None, Parameter(name="--seed", converter=whole_number, help="First seed. [default: that of the scenario]")
]
Posterior = Annotated[
    Path | None,
    Parameter(
        show_default=False,
        help="Folder of a calibration, or a CSV file with a column for each parameter and a row for each draw, "
        "evenly taken.",
    ),
]
Runs = Annotated[int, Parameter(name="--replicates", converter=whole_number, help="Runs, on consecutive seeds.")]
Threads = Annotated[
    int | None,
    Parameter(name="--threads", converter=whole_number, help="The results do not depend on it. [default: all]"),
]
Out = Annotated[Path | None, Parameter(name="--out", help="New folder for tables, figure and manifest.")]
AsExcel = Annotated[
    bool, Parameter(name="--excel", show_default=False, help="With --out: also write each table as .xlsx, for Excel.")
]
Language = Annotated[Literal["en", "nl"], Parameter(help="In which to say it.")]
AsJson = Annotated[
    bool, Parameter(name="--json", show_default=False, help="For programs: stable keys, null for what is not defined.")
]


def main(arguments: Sequence[str] | None = None, commands: App = app) -> int:
    """Run the command line, and return its exit code.

    Parameters
    ----------
    arguments
        By default those of the process.
    commands
        What there is to run.
    """
    heard = [one for one in ENDING if signal.getsignal(one) == signal.SIG_DFL]  # whoever ignores one has a reason
    for one in heard:
        signal.signal(one, stop)
    speak_plainly()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        commands(given)
        sys.stdout.flush()
    except (InputError, CycloptsError) as error:
        if isinstance(error, UnusedCliTokensError):
            error = too_many(error)
        text = said(error, language_in(given)) if isinstance(error, InputError) else str(error)
        for line in text.split("\n") if isinstance(error, FindingsError) else [text]:
            complain(line)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has enough: say no more
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return FAILED
    except MemoryError:
        complain("not enough memory; allowed: fewer at a time, such as fewer runs, rounds or organisations")
        return FAILED
    except KeyboardInterrupt as end:
        leave(SIGNALLED + signal.SIGINT, end)
    except Terminated as end:
        leave(SIGNALLED + end.number, end)
    finally:
        for one in heard:
            signal.signal(one, signal.SIG_DFL)
    return 0


def too_many(error: UnusedCliTokensError) -> InputError:
    """What is said of more than a command takes."""
    command = " ".join(error.command_chain or ())
    return InputError(
        "{command}: got {got} as well, allowed: what samenspel {command} --help names",
        command=command, got=", ".join(map(show, error.unused_tokens or ())),
    )  # fmt: skip


def language_in(arguments: Sequence[str]) -> str:
    """The language that is asked for, in which errors are told too.

    Examples
    --------
    >>> language_in(["import", "folder", "--language", "nl"]), language_in(["run", "baseline"])
    ('nl', 'en')
    """
    asked = dict(pairwise([*arguments, ""]))
    asked |= (tuple(one.split("=", 1)) for one in arguments if one.startswith("--language="))
    return asked.get("--language", "en")


def run_alone(command: Callable[..., None], module: str) -> None:
    """Run what `python -m` runs of a module, as a command: it says what it takes, and what is wrong in one line.

    Parameters
    ----------
    command
        What is run; its options are those of the module.
    module
        By its name, for its help.
    """
    sys.exit(main(commands=plain_app(name=f"python -m {module}", default_command=command, version_flags=())))


def speak_plainly() -> None:
    """What goes to a file or another program is UTF-8; a letter that a screen does not have is shown as another.

    A console of Windows that is redirected takes cp1252 by itself: one "●" would end a run after all its work.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


class Terminated(BaseException):
    """Asked by the system to end.

    Attributes
    ----------
    number
        Of the signal by which it asked.
    """

    number: int = signal.SIGTERM


def complain(message: str) -> None:
    """Say in one line on stderr what is wrong."""
    line = visible(" ".join(message.split()))
    print("samenspel:", line if len(line) <= LONGEST_SAID else f"{line[:LONGEST_SAID]} ...", file=sys.stderr)


def stop(number: int, _frame: FrameType | None) -> None:
    """Clean up on the way out."""
    end = Terminated()
    end.number = number
    raise end


def leave(code: int, end: BaseException) -> None:
    """Say so and end at once: a compiled run in a thread cannot be interrupted, and need not be waited for.

    Parameters
    ----------
    code
        Of the exit.
    end
        What ended it; its words, where it has any, say what there is to go on with.
    """
    with suppress(OSError):  # the terminal may be gone
        complain(str(end) or "stopped")
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


# Commands ----------------------------------------------------------------------------------------------------------


@app.command(group=LOOK, help_epilogue="Example: samenspel scenarios --copy merger mine.toml")
def scenarios(
    *,
    copy: Annotated[
        tuple[str, Path] | None,
        Parameter(help="A scenario by name, and a new file: copy it there, to make it your own.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the scenarios that come with the model, or take one home."""
    from . import scenario
    from .results import report

    if copy is not None:
        name, path = copy
        for written in scenario.copy(name, path):
            print(f"Written: {written}")
        return None
    known = [scenario.load(name) for name in scenario.names()]
    if as_json:
        fields = ("name", "title", "question", "story", "lesson", "reality", "fiction", "round", "rounds", "seed")
        lists = {"organisations": "labels", "choices": "choices"}
        return print_json(
            [
                {field: getattr(one, field) for field in fields}
                | {name: list(getattr(one, field)) for name, field in lists.items()}
                for one in known
            ]
        )
    print(report.of_scenarios(known))


@app.command(group=LOOK, help_epilogue="Example: samenspel parameters trust")
def parameters(word: str | None = None, *, as_json: AsJson = False) -> None:
    """Show every parameter: range, unit, default, meaning and source.

    Parameters
    ----------
    word
        Show only parameters with this word in their name, meaning or sources.
    """
    from .results import report

    every = described_parameters()
    known = [one for one in every if word is None or word.casefold() in searched(one)]
    if not known:
        raise InputError(f"parameters: none is about '{word}'{nearest(str(word), (one['name'] for one in every))}")
    print_json(known) if as_json else print(report.of_parameters(known))


@app.command(group=LOOK, help_epilogue="Example: samenspel outcomes")
def outcomes(*, as_json: AsJson = False) -> None:
    """Show every outcome: unit and meaning."""
    from .measures import Outcomes
    from .parameters import declared
    from .results import report
    from .runs import Summary

    if not as_json:
        return print(report.of_outcomes())
    print_json(
        {
            scope: [{"name": name, "unit": one.unit, "meaning": one.meaning} for name, one in declared(kind).items()]
            for scope, kind in (("run", Summary), ("round", Outcomes))
        }
    )


@app.command(group=LOOK, help_epilogue="Example: samenspel run integrated_care --logic hierarchy --replicates 100")
def run(
    where: Where,
    /,
    *,
    set_: Settings = [],  # noqa: B006
    logic: Bundle = None,
    rounds: Rounds = None,
    seed: Seed = None,
    replicates: Runs = 1,
    threads: Threads = None,
    out: Out = None,
    excel: AsExcel = False,
    posterior: Posterior = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Run a scenario, and say what came of it."""
    from .ask import checked_seeds, replicated
    from .results.uncertainty import read_posterior

    changes = asked(set_, "--set", logic, rounds)
    scenario = prepared(where, changes)
    seeds = checked_seeds(scenario, seed, replicates, threads, option)
    drawn = read_posterior(posterior, scenario, changes) if posterior else None
    check_excel(excel, out, len(seeds) * scenario.rounds)
    with progress(len(seeds) * scenario.rounds) as watch:
        if out:
            from .results.record import check_destination, runs_to_keep

            check_destination(out)
        results = replicated(scenario, seeds, runs_to_keep(scenario) if out else 0, threads, watch, drawn)
        if out:
            keep_runs(out, scenario, changes, seeds, results, excel, drawn)
    if as_json:
        return print_json(described_runs(scenario, changes, results) | described_draws(drawn))
    from .results import report

    print(report.of_runs(scenario, changes, results, language, drawn))
    say_where(out)


@app.command(group=ASK, help_epilogue="Example: samenspel compare merger --change trust.initial=0.6")
def compare(
    where: Where,
    /,
    *,
    change: Changes = [],  # noqa: B006
    beside: Beside = None,
    set_: Settings = [],  # noqa: B006
    logic: Bundle = None,
    rounds: Rounds = None,
    seed: Seed = None,
    replicates: Runs = 100,
    threads: Threads = None,
    out: Out = None,
    excel: AsExcel = False,
    as_json: AsJson = False,
) -> None:
    """Ask what if: run a scenario with and without a change, or beside another, in pairs on the same random numbers.

    --set, --logic and --rounds hold for both sides.
    """
    from .ask import other_side, pairs, set_beside
    from .results import report

    settings, changes = asked(set_, "--set", logic, rounds), asked(change, "--change")
    baseline = prepared(where, settings)
    other = None if beside is None else set_beside(baseline, prepared(beside, {}), settings)
    changed, seeds = other_side(baseline, changes, seed, replicates, threads, option, other)
    if other is not None:
        changes = {"scenario": other.name, **changes}
    check_excel(excel, out, len(seeds))
    if out:
        from .results.record import check_destination

        check_destination(out)
    with progress(len(seeds) * (baseline.rounds + changed.rounds)) as watch:
        comparison = pairs(baseline, changed, changes, seeds, threads, watch)
        if out:
            keep_comparison(out, comparison, settings, seeds, excel)
    if as_json:
        return print_json(described_comparison(comparison, settings))
    print(report.of_comparison(comparison, settings))
    say_where(out)


# Those of other packages, which are imported when they are called.
ELSEWHERE = (
    (ASK, "advise", "group.command:advise", "Say what a group can do, and how sure that is.", "advise integrated_care"),
    (GROUP, "new", "group.command:new", "Make a scenario from a dialogue.", "new mine.toml --language nl"),
    (GROUP, "import", "group.command:import_", "Make a scenario of a survey.", "import --help"),
    (
        GROUP, "collect", "collect.command:collect", "Let a group fill in a questionnaire on their phones.",
        "collect our_group --organisations Town,Hospital,Insurer --host 0.0.0.0",
    ),
    (
        EXPERIMENT, "sweep", "experiments.commands:sweep", "Run an experiment, or go on with one that was cut off.",
        "sweep design.toml --out results",
    ),
    (
        EXPERIMENT, "search", "experiments.commands:search", "Search what a group can do, for several aims at once.",
        "search what_helps --out found",
    ),
    (
        EXPERIMENT, "explore", "experiments.commands:explore",
        "Explore which kinds of collaboration the model can make at all.", "explore what_kinds --out reached",
    ),
    (
        EXPERIMENT, "calibrate", "experiments.commands:calibrate",
        "Say what your own numbers say of parameters, and whether they can.", "calibrate two_groups --out fitted",
    ),
    (EXPERIMENT, "status", "experiments.commands:status", "Say how far an experiment is.", "status results"),
    (
        EXPERIMENT, "report", "experiments.commands:write_report", "Say what came of an experiment, on a page.",
        "report results",
    ),
    (
        EXPERIMENT, "verify", "experiments.commands:verify", "Check that results are what they say.", "verify results",
    ),
    (
        EXPERIMENT, "tables", "experiments.commands:tables", "Write the runs of an experiment as CSV.",
        "tables results --out tables",
    ),
    (
        EXPERIMENT, "bundle", "experiments.commands:bundle", "Put results and what proves them into one file.",
        "bundle results --out results.zip",
    ),
    (
        EXPERIMENT, "study", "experiments.study:study", "Run a study again, and say what came of it.",
        "study which_logic",
    ),
    (
        EXPERIMENT, "patterns", "studies.patterns.command:patterns",
        "Measure what the model must show, and say what comes out and what does not.", "patterns --quick --only 5",
    ),
    (
        EXPERIMENT, "case", "studies.cases.command:case",
        "Say what a scenario shows: both logics, every event, lever and choice.", "case merger",
    ),
    (
        EXPERIMENT, "schema", "experiments.commands:schema", "Print the JSON Schema of a file, for editors.",
        "schema scenario",
    ),
    (SHOW, "view", "view.command:view", "Show a collaboration in the browser, live.", "view"),
    (
        SHOW, "room", "room.command:room", "Let a group play a collaboration, each on a phone.",
        "room integrated_care --host 0.0.0.0 --language nl",
    ),
    (
        SHOW, "agenda", "view.command:agenda", "Check the agenda of a session, print it, or write its hand-out.",
        "agenda merger --language nl --out handout.html",
    ),
    (
        SHOW, "export", "onefile.export:export", "Write a run as one page that plays without Python or a network.",
        "export integrated_care --out integrated_care.html",
    ),
)  # fmt: skip
for _group, _name, _where, _help, _example in ELSEWHERE:
    app.command(
        f"samenspel.{_where}", name=_name, group=_group, help=_help, help_epilogue=f"Example: samenspel {_example}"
    )
app.register_install_completion_command()


# What is asked for -------------------------------------------------------------------------------------------------


def option(name: str) -> str:
    """What the command line calls what Python calls `name`."""
    return f"--{'change' if name == 'changes' else name}"


def asked(pairs: Sequence[str], by: str, logic: str | None = None, rounds: int | None = None) -> dict[str, Any]:
    """The changes that options ask for, by key.

    Parameters
    ----------
    pairs
        As they were written, `key=value`.
    by
        The option by which they were given.
    logic, rounds
        Of options of their own; None where they were not given.
    """
    from .ask import changed

    changes: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not (key and equals and value):
            got = show(pair)
            raise InputError(
                "got {got}, allowed: key=value, such as {by} trust.initial=0.6", f"{by} {pair}", got=got, by=by
            )
        if key in changes:
            raise InputError("{name} is given twice", f"{by} {pair}", name=key)
        changes[key] = value
    if rounds is not None and rounds < 1:
        raise InputError(f"--rounds: got {rounds}, allowed: a whole number from 1 up")
    return changed(changes, logic, rounds, option)


def prepared(where: str, changes: dict[str, Any]) -> Scenario:
    """The scenario with what was asked for."""
    from .scenario import load, with_changes

    return with_changes(load(where), changes)


# What is kept ------------------------------------------------------------------------------------------------------


def check_excel(excel: bool, out: Path | None, rows: int) -> None:
    """Refuse spreadsheets that nobody keeps, or that are too long to be."""
    if excel and out is None:
        raise InputError("--excel: got no folder, allowed: with --out, which says where the tables go")
    if excel:
        from .results.record import check_rows

        check_rows(rows)


def keep_runs(
    out: Path,
    scenario: Scenario,
    changes: dict[str, Any],
    seeds: range,
    results: list[Replicate],
    excel: bool = False,
    drawn: Draws | None = None,
) -> None:
    """Tables, figure and manifest of runs.

    Parameters
    ----------
    out
        New folder.
    scenario
        As it was run.
    changes
        What was asked to differ, by key.
    seeds
        Of the runs.
    results
        The runs, in the order of their seeds.
    excel
        As spreadsheets too.
    drawn
        The posterior of which each run had another draw.
    """
    from .results import figures, record

    kept = [one for one in results if one.organisations is not None]
    about = {"runs": len(kept), "rounds": "all" if len(kept[0].organisations) == scenario.rounds else "the last"}
    with record.new_folder(out) as folder:
        record.write_runs(folder, scenario, results, excel)
        figures.save(figures.of_runs(scenario, results), folder / "run")
        record.write_manifest(
            folder,
            record.manifest(
                scenario, seeds, command="run", changes=changes, organisations_table=about, **described_draws(drawn)
            ),
        )


def keep_comparison(
    out: Path, comparison: Comparison, settings: dict[str, Any], seeds: range, excel: bool = False
) -> None:
    """Tables, figure and manifest of a what-if.

    Parameters
    ----------
    out
        New folder.
    comparison
        The pairs.
    settings
        What holds for both sides, by key.
    seeds
        Of the pairs.
    excel
        As spreadsheets too.
    """
    from .results import figures, record

    with record.new_folder(out) as folder:
        record.write_comparison(folder, comparison, excel)
        figures.save(figures.of_comparison(comparison), folder / "comparison")
        about = record.manifest(
            comparison.baseline, seeds, command="compare", changes=settings, what_if=dict(comparison.changes)
        )
        record.write_manifest(folder, about)


def say_where(out: Path | None) -> None:
    """Where the results are."""
    if out:
        print(f"\nTables, figure and manifest are in {out}")


# For programs ------------------------------------------------------------------------------------------------------


def print_json(contents: object) -> None:
    """Print as JSON, null for NaN."""
    import json

    print(json.dumps(without_nan(contents), indent=2, ensure_ascii=False, allow_nan=False))


def without_nan(contents: object) -> object:
    """The same, with None where a number is not defined."""
    if isinstance(contents, dict):
        return {key: without_nan(value) for key, value in contents.items()}
    if isinstance(contents, list | tuple):
        return [without_nan(value) for value in contents]
    return None if isinstance(contents, float) and not math.isfinite(contents) else contents


def described_parameters() -> list[dict[str, Any]]:
    """Every parameter as it is declared."""
    from .dynamics import Parameters
    from .parameters import declarations

    defaults = Parameters()
    about = {group: (type(values).__doc__ or "").split("\n")[0] for group, values in defaults._asdict().items()}
    return [
        {
            "name": name,
            "mechanism": name.partition(".")[0],
            "mechanism_meaning": about[name.partition(".")[0]],
            "default": declared.show(value),
            "kind": declared.kind,
            "low": None if declared.kind == "choice" else declared.low,
            "high": None if declared.kind == "choice" else declared.high,
            "words": list(declared.words),
            "unit": declared.unit,
            "allowed": declared.describe_range(),
            "meaning": declared.meaning,
            "sources": list(declared.sources),
        }
        for name, declared, value in declarations(defaults)
    ]


def searched(parameter: dict[str, Any]) -> str:
    """The text of a parameter that a word is looked for in."""
    fields = (parameter["name"], parameter["mechanism_meaning"], parameter["unit"], parameter["meaning"])
    return " ".join((*fields, *parameter["sources"])).casefold()


def described_scenario(scenario: Scenario, replicates: list[Replicate]) -> dict[str, Any]:
    """What was run."""
    from .results.comparison import contrasts, logic_of
    from .version import source_digest

    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "logic": logic_of(scenario),
        "contrasts": contrasts(scenario),
        "rounds": scenario.rounds,
        "round": scenario.round,
        "seeds": {"first": replicates[0].seed, "last": replicates[-1].seed, "runs": len(replicates)},
        "source_digest": source_digest(),
    }


def described_draws(drawn: Draws | None) -> dict[str, Any]:
    """The draws that runs had another of each; nothing where there are none."""
    return {"posterior": {"draws": drawn.draws, "left_out": drawn.left_out}} if drawn else {}


def described_runs(scenario: Scenario, changes: dict[str, Any], replicates: list[Replicate]) -> dict[str, Any]:
    """Runs, as keys and numbers."""
    from .conditions import CONDITIONS
    from .results.comparison import summary_intervals
    from .results.intervals import mean_interval
    from .results.outcomes import on_four

    intervals = summary_intervals(replicates)
    return {
        **described_scenario(scenario, replicates),
        "changes": changes,
        "import_report": None if scenario.report is None else str(scenario.report),
        "outcomes": {name: described_interval(one) for name, one in intervals.items()},
        "conditions_1_to_4": {name: on_four(intervals[name].mean) for name in CONDITIONS},
        "partners": [
            {
                "name": label,
                "gain": described_interval(mean_interval([one.partners["gain"][place] for one in replicates])),
                "liking": described_interval(mean_interval([one.partners["liking"][place] for one in replicates])),
                "left_in_runs": sum(int(one.partners["left"][place] > 0) for one in replicates),
            }
            for place, label in enumerate(scenario.labels)
        ],
        "runs": [{"seed": one.seed, **one.summary._asdict(), **one.own} for one in replicates],
    }


def described_comparison(comparison: Comparison, settings: dict[str, Any]) -> dict[str, Any]:
    """A what-if, as keys and numbers."""
    from .results import report

    differences = comparison.differences()
    labelled = comparison.partner_differences().items()
    return {
        **described_scenario(comparison.baseline, comparison.before),
        "changes": settings,
        "what_if": dict(comparison.changes),
        "replaced": {key: {"from": was, "to": becomes} for key, (was, becomes) in comparison.replaced().items()},
        "in_words": report.in_words(comparison, differences),
        "differences": {name: described_difference(one) for name, one in differences.items()},
        "partners": [{"name": label, **described_difference(one)} for label, one in labelled],
    }


def described_interval(interval: Interval) -> dict[str, Any]:
    """A mean and its interval."""
    return interval._asdict()


def described_difference(difference: Difference) -> dict[str, Any]:
    """A paired difference: `count` is the pairs in which both runs are defined."""
    own = {name: getattr(difference, name) for name in ("higher", "lower", "only_baseline", "only_changed")}
    return {**difference.interval._asdict(), **own}
