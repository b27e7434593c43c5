"""The studies: each reads as a paper, belongs to its design, and says again what is kept of it."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import numpy as np
import pandas
import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import study
from samenspel.experiments.answers import choice, curves, difference, sheet
from samenspel.experiments.design import read_design
from samenspel.experiments.factors import NOTHING
from samenspel.experiments.results import read
from samenspel.kernel import PACKAGE
from samenspel.logic import Logic
from samenspel.results.figures import BLUE, ORANGE
from samenspel.studies.readings import ASKED as NUMBERS_OF_READINGS

ROOT = Path(__file__).parent.parent.parent
NAMES = [
    "bargaining", "breaking_and_mending", "diversity", "five_conditions", "governance", "power", "scale",
    "six_contrasts", "split_loyalty", "structure", "temptation", "turbulence", "which_logic",
]  # fmt: skip
OTHER = (study.STUDY, NUMBERS_OF_READINGS)  # in the folder of a study, beside designs
HEADINGS = ["Question", "Expectation", "Design", "Findings", "Reading", "Limits", "Again"]
MOST_BYTES = 300_000
STANDARD_ERRORS = 4.0
FEW_REPLICATES = 4  # of each point; as many as a quick version takes by command: they are 70,000 runs together
NETWORK, HIERARCHY = {"logic": "network"}, {"logic": "hierarchy"}

# A few points of each design that its quick version has too.
POINTS = {
    "which_logic/design.toml": [
        {"trust.initial": 0.2, "dependence.total": 1.8, "organisations.interests": 0.4, "rounds": 60, **HIERARCHY},
        {"trust.initial": 0.8, "dependence.total": 1.8, "organisations.interests": 0.4, "rounds": 60, **NETWORK},
        {"trust.initial": 0.8, "dependence.total": 0.9, "organisations.interests": 0.2, "rounds": 120, **NETWORK},
    ],
    "which_logic/numbers.toml": [{"point": point} for point in (0, 1, 30, 31)],
    "six_contrasts/imposing.toml": [
        {"logic.decision": decision, "decision.appeal": 0.4, "value.ceding": 0.3, "effort.interests": 0.5,
         "organisations.interests": 0.4, "trust.initial": trust}
        for decision in ("hierarchy", "network")
        for trust in (0.3, 0.75)
    ],
    "six_contrasts/design.toml": [
        {"trust.initial": 0.6, **dict.fromkeys((f"logic.{one}" for one in Logic._fields), logic)}
        for logic in ("hierarchy", "network")
    ],
    "six_contrasts/moving_need.toml": [
        {"trust.initial": 0.6, **dict.fromkeys((f"logic.{one}" for one in Logic._fields), logic)}
        for logic in ("hierarchy", "network")
    ],
    "five_conditions/design.toml": [{"point": point} for point in (0, 1, 100, 101)],
    "five_conditions/burdens.toml": [{"point": point} for point in (0, 1, 100, 101)],
    "five_conditions/orders.toml": [
        {"order": order, **logic} for order in (NOTHING,) for logic in (HIERARCHY, NETWORK)
    ],
    "diversity/design.toml": [
        {"organisations.frames": frames, "expectation.complementarity": 2.5, "effort.relation": 0.0, **logic}
        for frames in (0.0, 0.5, 1.0)
        for logic in (HIERARCHY, NETWORK)
    ],
    "diversity/edges.toml": [
        {"organisations.frames": 1.0, "expectation.complementarity": on, "opportunity.rate": 0.95,
         "understanding.confusion": 0.8, "understanding.friction": 0.8, "information.bias": 0.5, **NETWORK}
        for on in (0.0, 2.5)
    ],
    "split_loyalty/design.toml": [
        {"organisations.loyalty": loyalty, "organisations.home": 0.1, "effort.organisation": 0.0, **NETWORK}
        for loyalty in (0.1, 0.9)
    ],
    "split_loyalty/tempted.toml": [
        {"organisations.home": home, "organisations.loyalty": 0.4, "value.common": 0.39, "delivery.reciprocity": 0.62,
         **NETWORK}
        for home in (0.1, 0.9)
    ],
    "scale/design.toml": [
        {"network.organisations": many, "dependence.substitution": 1.0, "governance.coordination": 0.013, **HIERARCHY}
        for many in (2, 20)
    ],
    "scale/attention.toml": [
        {"network.organisations": 20, "ties.crowding": crowding, "trust.initial": 0.7, **NETWORK}
        for crowding in (0.0, 0.25)
    ],
    "power/design.toml": [
        {"organisations.inequality": inequality, "expectation.awe": 0.3, "effort.relation": 0.5, **NETWORK}
        for inequality in (0.0, 1.5)
    ],
    "power/influence.toml": [
        {"organisations.inequality": 1.5, "power.position": 0.5, "power.margin": margin, **HIERARCHY}
        for margin in (0.05, 1.0)
    ],
    "turbulence/design.toml": [
        {"turbulence.step": 0.08, "logic.goal": goal, "logic.implementation": "network", "organisations.moral": 1.0,
         "trust.initial": 0.6}
        for goal in ("hierarchy", "network")
    ],
    "turbulence/opportunities.toml": [
        {"opportunity.rate": rate, "turbulence.step": 0.0, "logic.implementation": "network", "trust.initial": 0.6}
        for rate in (0.0, 0.95)
    ],
    "governance/design.toml": [
        {"governance.form": form, "trust.initial": 0.7, "network.organisations": 16, "organisations.interests": 0.2,
         "organisations.inequality": 0.2, "dependence.total": 1.35, **HIERARCHY}
        for form in ("shared", "lead", "administrative")
    ],
    "governance/without_costs.toml": [
        {"governance.form": form, "trust.initial": 0.7, "network.organisations": 8, "organisations.interests": 0.2,
         "organisations.inequality": 1.0, "dependence.total": 1.35, **NETWORK}
        for form in ("shared", "lead")
    ],
    "temptation/design.toml": [
        {"scenario": scenario, "rounds": 25, "trust.initial": 0.75, "value.common": 0.6, **NETWORK}
        for scenario in ("as_it_is", "half_always")
    ],
    "temptation/discipline.toml": [
        {"scenario": scenario, "delivery.reciprocity": 0.62, "trust.severity": 1.8, "reputation.rate": 0.1,
         "effort.process": 0.0, "effort.relation": 0.5, "dependence.total": 1.35, **NETWORK}
        for scenario in ("as_it_is", "half_once")
    ],
    "breaking_and_mending/design.toml": [
        {"trust.initial": trust, "fortune.lasting": 0.86, "backing.patience": 6, "effort.interests": 0.0,
         "effort.relation": 0.0, "effort.organisation": 0.0, "effort.process": 0.0, **NETWORK}
        for trust in (0.3, 0.75)
    ],
    "breaking_and_mending/breach.toml": [
        {"scenario": scenario, "rounds": 48, "effort.relation": 1.0, "effort.process": 0.0,
         "delivery.reciprocity": 0.62, **NETWORK}
        for scenario in ("no_breach", "one_betrays", "all_are_hurt")
    ],
    "bargaining/design.toml": [
        {"organisations.burden": 0.5, "organisations.interests": 0.4, "effort.interests": effort, "trust.initial": 0.6,
         "decision.quorum": 0.67, **NETWORK}
        for effort in (0.0, 0.5)
    ],
    "bargaining/pockets.toml": [
        {"scenario": scenario, "effort.interests": 0.5, "decision.quorum": 1.0, "trust.initial": 0.6, **NETWORK}
        for scenario in ("nobody_pays", "one_pays", "half_pay")
    ],
    "bargaining/ways.toml": [
        {"organisations.burden": 0.5, "trust.initial": 0.6, "bargaining.reach": reach, "value.sharing": 0.5,
         "goal.accommodation": 0.1}
        for reach in (0.0, 1.0)
    ],
    "structure/design.toml": [
        {"scenario": scenario, "trust.initial": 0.6, "ties.lapse": 0.05, "ties.search": 0.5,
         "opportunity.novelty": 0.8, **NETWORK}
        for scenario in ("by_chance", "cliques")
    ],
    "structure/partners.toml": [
        {"network.degree": 23, "ties.crowding": crowding, "governance.coordination": 0.013, "trust.initial": 0.6,
         **NETWORK}
        for crowding in (0.0, 0.125)
    ],
}  # fmt: skip


def designs_of(name: str) -> list[str]:
    """The design files in the folder of a study."""
    return sorted(path.name for path in (study.HERE / name).glob("*.toml") if path.name not in OTHER)


EVERY = [f"{name}/{file}" for name in NAMES for file in designs_of(name)]


def at(table: pandas.DataFrame, where: dict) -> pandas.Series:
    """The one row of a table of points with these values."""
    rows = table.rename_axis("point").reset_index()
    for name, value in where.items():
        close = np.isclose(rows[name], value) if isinstance(value, float | int) else rows[name] == value
        rows = rows[close]
    assert len(rows) == 1, f"{len(rows)} points with {where}"
    return rows.iloc[0]


def test_the_studies_are_all_there():
    """Oracle: nine questions of the theory, and four that the second model can be asked."""
    assert study.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_study_reads_as_a_paper(name):
    """Oracle: the headings, and sources that the bibliography has."""
    text = (study.HERE / name / study.README).read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == HEADINGS
    assert "Not run yet" not in text
    before = text.partition(study.BEGIN)[0]
    expectation = before.partition("## Expectation")[2].partition("## Design")[0]
    assert "Written before the run" in expectation
    bibliography = (ROOT / "docs" / "bibliography.md").read_text(encoding="utf-8")
    keys = set(re.findall(r"\b[a-z]+(?:19|20)\d\d\b", text))
    assert keys, "no source"
    assert [key for key in keys if f"**{key}**" not in bibliography] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_design_in_the_folder_is_asked_about(name):
    """Oracle: the file system; and whatever is asked is asked of a design that can be read."""
    found = study.read_study(name)
    assert sorted(found.designs) == designs_of(name)
    for file in found.designs:
        assert read_design(found.folder / file).points > 1


@pytest.mark.parametrize("design", EVERY)
def test_results_belong_to_the_present_design(design):
    """Oracle: the fingerprint of the design file, and the points and seeds that the design has now."""
    name, file = design.split("/")
    found = study.read_study(name)
    digest, kept = study.read_results(found, file)
    now = read_design(found.folder / file)
    assert digest == study.text_digest(found.folder / file), "run the study again"
    assert len(kept) == min(now.points, study.MOST_POINTS)
    assert (kept["runs"] == now.replicates).all()
    assert set(now.outcomes) <= set(kept.columns)
    text = (found.folder / study.README).read_text(encoding="utf-8")
    runs = now.points * now.replicates
    seeds = now.seeds(np.arange(runs))
    said = f"{runs:,} runs of `{file}` ({now.points:,} points, seeds {seeds.min()} to {seeds.max()})"
    assert said in text


@pytest.mark.parametrize("name", NAMES)
def test_files_are_there_and_small(name):
    """Oracle: the file system; every figure that the text shows is there, as PNG and SVG, and no other."""
    folder = study.HERE / name
    text = (folder / study.README).read_text(encoding="utf-8")
    shown = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert shown, "no figure"
    wanted = {path for one in shown for path in (one, one.replace(".png", ".svg"))}
    assert wanted == {f"{study.FIGURES}/{path.name}" for path in (folder / study.FIGURES).iterdir()}
    assert [f.name for f in (folder / study.RESULTS).iterdir() if f.stat().st_size > MOST_BYTES] == []
    assert [f.name for f in (folder / study.FIGURES).iterdir() if f.stat().st_size > 2 * MOST_BYTES] == []


@pytest.mark.parametrize(
    "replicates",
    [FEW_REPLICATES, pytest.param(study.QUICK_REPLICATES, marks=pytest.mark.exhaustive)],
)
@pytest.mark.parametrize("study_name", NAMES)
def test_the_quick_version_says_what_is_kept(study_name, replicates, tmp_path, monkeypatch):
    """Oracle: the results in the folder, within sampling error, at a few points; and every finding has its sentence."""
    monkeypatch.setattr(study, "QUICK_REPLICATES", replicates)
    found = study.read_study(study_name)
    results = study.run(found, tmp_path, quick=True)
    for file in found.designs:
        _, kept = study.read_results(found, file)
        quick = study.points_table(results[file])
        checked = 0
        for where in POINTS[f"{study_name}/{file}"]:
            was, now = at(kept, where), at(quick, where)
            for name, factor in results[file].factors.items():
                assert was[name] == (now[name] if factor.kind == "word" else pytest.approx(now[name], rel=1e-3))
            for outcome in results[file].outcomes:
                halves = [(one[f"{outcome}_high"] - one[f"{outcome}_low"]) / 2.0 for one in (was, now)]
                lengths = [half * np.sqrt(one["runs"]) for half, one in zip(halves, (was, now), strict=True)]
                spread = max(lengths) / 1.96  # standard deviation of a run, near enough; a few runs may be alike
                error = spread * np.sqrt(1.0 / now["runs"] + 1.0 / was["runs"])
                assert abs(now[outcome] - was[outcome]) <= STANDARD_ERRORS * error + 1e-4, (where, outcome)
                checked += 1
        assert checked >= 2
    for asked, section in study.answered(found, results):
        assert section.reading.endswith("."), asked.key
        assert len(section.table) > 0, asked.key


def test_every_point_that_is_named_is_of_a_design():
    """Oracle: the folders."""
    assert sorted(POINTS) == sorted(EVERY)


def test_the_index_has_every_study():
    """Oracle: the folders."""
    text = (study.HERE / study.README).read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\((\w+)/README\.md\)", text)) == NAMES


# --- a study of one's own -----------------------------------------------------------------------------------------

DESIGN = """
title = "Toy"
question = "Does trust matter?"
replicates = 6
outcomes = ["joint_value", "trust"]
[set]
rounds = 8
[factors]
"trust.initial" = { values = [0.2, 0.5, 0.8] }
logic = {}
"""
ASKED = """
[[finding]]
key = "trust"
asks = "Does trust matter?"
shows = "curves"
title = "Over trust"
x = "trust.initial"
lines = "logic"
"""


@pytest.fixture
def toy(tmp_path, monkeypatch, capsys):
    """The command line, beside the folder of a study of one's own."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "design.toml").write_text(DESIGN)
    (folder / study.STUDY).write_text(ASKED)
    (folder / study.README).write_text(f"# Toy\n\nBefore.\n\n{study.BEGIN}\nyesterday\n{study.END}\n\nAfter.\n")

    def call(line):
        code = main(shlex.split(line))
        said = capsys.readouterr()
        return code, said.out, said.err

    return folder, call


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_study_writes_results_figures_and_findings(toy):
    """Oracle: means by pandas over the runs themselves; the text around the marks as it was."""
    folder, samenspel = toy
    code, out, _ = samenspel("study toy")
    assert code == 0
    assert "Does trust matter?" in out
    runs = read(study.runs_of(study.read_study("toy")) / "design").runs
    _, kept = study.read_results(study.read_study("toy"), "design.toml")
    by_hand = runs.groupby(["trust.initial", "logic"])["joint_value"].mean()
    for row in kept.to_dict("records"):
        assert row["joint_value"] == pytest.approx(by_hand[row["trust.initial"], row["logic"]], rel=1e-3, abs=1e-6)
    text = (folder / study.README).read_text()
    assert text.startswith("# Toy\n\nBefore.\n")
    assert text.endswith("\n\nAfter.\n")
    assert "yesterday" not in text
    assert {"figures/trust.png", "figures/trust.svg", "results/design.csv"} <= set(contents(folder))


def test_a_study_again_gives_the_same_bytes_and_runs_nothing(toy):
    """Oracle: the bytes of the first time."""
    folder, samenspel = toy
    samenspel("study toy")
    before, runs = contents(folder), contents(Path("out"))
    assert samenspel("study toy")[0] == 0
    assert contents(folder) == before
    assert {path for path in runs if path.endswith(".parquet")} == {
        path for path in contents(Path("out")) if path.endswith(".parquet")
    }


def test_the_quick_version_writes_nothing(toy):
    """Oracle: the bytes of the folder."""
    folder, samenspel = toy
    before = contents(folder)
    code, out, _ = samenspel("study toy --quick")
    assert code == 0
    assert "### Does trust matter?" in out
    assert contents(folder) == before
    assert not Path("out").exists()


def test_what_is_wrong_is_said_in_a_line(toy):
    """Oracle: the text of the error."""
    folder, samenspel = toy
    assert "did you mean 'which_logic'?" in samenspel("study which_logik")[2]
    (folder / study.STUDY).write_text(ASKED.replace("trust.initial", "trust.gain"))
    code, _, err = samenspel("study toy --quick")
    assert (code, err.count("\n")) == (2, 1)
    assert "trust: curves: unknown factor 'trust.gain'" in err
    (folder / study.STUDY).write_text(ASKED)
    (folder / study.README).write_text("# Toy\n")
    assert "the marks are missing" in samenspel("study toy")[2]
    assert not (folder / study.RESULTS).exists()


@pytest.fixture
def installed(toy, monkeypatch, tmp_path):
    """The study as one that comes with the model, in a package that is installed."""
    folder, samenspel = toy
    package = tmp_path / "site-packages" / "studies"
    package.mkdir(parents=True)
    folder.rename(package / "toy")
    monkeypatch.setattr(study, "HERE", package)
    return package, samenspel


def test_a_study_that_comes_with_the_model_is_copied_and_its_package_stays_as_it_is(installed):
    """Oracle: the bytes of the package, and the files of the copy."""
    package, samenspel = installed
    before = contents(package)
    code, _, err = samenspel("study toy")
    assert code == 0, err
    assert contents(package) == before
    copied = contents(Path("my_studies/toy"))
    assert {"design.toml", "study.toml", "README.md", "figures/trust.png", "results/design.csv"} <= set(copied)
    (Path("my_studies/toy") / study.README).write_text(copied["README.md"].decode().replace("Before.", "Mine."))
    assert samenspel("study toy")[0] == 0
    assert "Mine." in (Path("my_studies/toy") / study.README).read_text()  # what a user wrote in the copy stays


def test_a_folder_of_the_program_is_written_in_a_checkout_alone_and_only_when_it_is_named(installed, monkeypatch):
    """Oracle: the text of the error, the bytes of the package; then its figures."""
    package, samenspel = installed
    before = contents(package)
    _, _, err = samenspel(f"study toy --into {package / 'toy'}")
    assert "it is a folder of the program, allowed: a folder of your own" in err
    for folder in (study.TOOL, PACKAGE):
        assert "it is a folder of the program" in samenspel(f"study toy --into {folder / 'toy'}")[2]
        assert not (folder / "toy").exists()
    monkeypatch.setattr(study, "MINE", package)  # as if the command were given from there
    assert "it is a folder of the program" in samenspel("study toy")[2]
    assert contents(package) == before
    (package.parent / "pyproject.toml").touch()
    assert samenspel(f"study toy --into {package / 'toy'}")[0] == 0
    assert "toy/figures/trust.png" in contents(package)


def test_a_folder_with_other_things_is_not_written(installed):
    """Oracle: the text of the error, and the bytes of the folder."""
    _, samenspel = installed
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    _, _, err = samenspel("study toy --into mine")
    assert "--into mine: holds other things" in err
    assert contents(Path("mine")) == {"thesis.txt": b"years of work"}
    samenspel("study toy --into other")
    asked = Path("other") / study.STUDY
    asked.write_text(asked.read_text() + 'design = "another.toml"\n')
    assert "--into other: holds another study" in samenspel("study toy --into other")[2]


# --- its parts ----------------------------------------------------------------------------------------------------


def test_examples_give_what_they_say():
    """Oracle: the output written under each example."""
    done = doctest.testmod(curves)
    assert (done.failed, done.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("means", "word", "best"),
    [
        ([0.0, 1.0, 0.0], curves.BOTH, 2),
        ([0.0, 1.0, 2.0], curves.RISES, 3),
        ([2.0, 1.0, 0.0], curves.FALLS, 1),
        ([1.0, 0.0, 1.5], curves.TROUGH, 3),
    ],
)
def test_shapes(means, word, best):
    """Oracle: by hand, means far apart from the noise."""
    noise = np.random.default_rng(3).normal(0.0, 0.1, (3, 50))
    found = curves.shape_of([1, 2, 3], noise + np.array(means)[:, np.newaxis])
    assert (found.word, found.best) == (word, best)


def test_the_best_must_be_worth_it():
    """Oracle: by hand; a difference of half of what is worth it is none, however clear."""
    base = np.random.default_rng(3).normal(0.0, 0.1, 60)
    assert choice.best_of(["a", "b"], np.array([base, base + 2.0 * choice.WORTH]))["clear"]
    assert not choice.best_of(["a", "b"], np.array([base, base + 0.5 * choice.WORTH]))["clear"]


def test_how_the_difference_moves_is_by_hand():
    """Oracle: by hand, 1 at the low end and 4 at the high end of the other factor, in each replicate."""
    rows = [
        {
            "point": point,
            "replicate": one,
            "seed": one,
            "logic": logic,
            "x": x,
            "joint_value": value + one,
        }
        for point, (logic, x, value) in enumerate(
            [("hierarchy", 0.0, 0.0), ("network", 0.0, 1.0), ("hierarchy", 1.0, 2.0), ("network", 1.0, 6.0)]
        )
        for one in range(4)
    ]
    table = pandas.DataFrame(rows)
    ends = difference.at_ends(table, "joint_value", "logic", ("hierarchy", "network"))
    assert [(one.factor, one.at_low.mean, one.at_high.mean, one.change.mean) for one in ends] == [("x", 1.0, 4.0, 3.0)]


@pytest.mark.parametrize("most", [3, 24])
def test_a_quick_version_keeps_the_ends(most):
    """Oracle: by hand."""
    codes = np.arange(122.0)
    kept = study.few(codes, most)
    assert (kept[0], kept[-1], kept.size) == (0.0, 121.0, most)
    assert study.few(codes[:2], most).tolist() == [0.0, 1.0]


def test_numbers_are_told_apart_by_a_rising_blue_and_logics_by_their_own_colours():
    """Oracle: the house style."""
    assert [style["color"] for style in sheet.styles_of(["hierarchy", "network"])] == [ORANGE, BLUE]
    light, dark = (sum(style["color"]) for style in sheet.styles_of([0.1, 0.9]))
    assert light > dark


@pytest.mark.parametrize("ask", [curves.shape_of, choice.best_of])
def test_what_is_defined_nowhere_at_a_setting_is_said_in_a_line(ask):
    """Oracle: by hand; a goal that comes under no lead has no first round, and a report says so and goes on."""
    with pytest.raises(InputError, match="at one of the settings it is not defined in any run"):
        ask([1, 2], np.full((2, 8), np.nan))
    some = np.array([[np.nan] * 8, [0.5] * 8])
    assert curves.shape_of([1, 2], some).best == 2
