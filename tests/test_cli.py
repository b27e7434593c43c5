"""The command line: what it prints, what it keeps, and how it takes bad input."""

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from functools import partial

import numpy as np
import pytest

from samenspel import kernel
from samenspel.cli import app, main
from samenspel.dynamics import Parameters
from samenspel.measures import Outcomes
from samenspel.parameters import declarations
from samenspel.results import figures
from samenspel.results.comparison import Comparison
from samenspel.results.replicates import PARTNER, Replicate
from samenspel.results.report import in_words, of_comparison
from samenspel.runs import Summary, run, summarise
from samenspel.scenario import load, names, with_changes

START = [sys.executable, "-c", "import sys; from samenspel.cli import main; sys.exit(main())"]
SHORT = "baseline --rounds 6"


# Bad input


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nonsense", ["nonsense", "run"]),
        ("rnu baseline", ["rnu", "did you mean", "run"]),
        ("run", ["SCENARIO"]),
        ("run baselin", ["baselin", "baseline"]),
        ("run nowhere/scenario.toml", ["nowhere/scenario.toml", "no such"]),
        ("run baseline twice", ["run: got 'twice' as well", "samenspel run --help"]),
        ("import a b c --out x.toml --language nl", ["import: te veel: 'b', 'c'"]),
        ("run baseline --replicate 3", ["--replicate", "--replicates"]),
        ("run baseline --rounds 0", ["--rounds", "0"]),
        ("run baseline --rounds -3", ["--rounds", "-3"]),
        ("run baseline --rounds 1.5", ["--rounds", "1.5"]),
        ("run baseline --rounds 100000000", ["rounds", "100000"]),
        ("run baseline --replicates 0", ["--replicates", "0"]),
        ("run baseline --replicates 1000000", ["--replicates", "10000"]),
        ("run baseline --replicates 10000 --rounds 100000", ["--replicates", "10000000"]),
        ("run baseline --seed -1", ["--seed", "-1"]),
        (f"run baseline --seed {2**63}", ["--seed", str(2**63 - 1)]),
        (f"run baseline --seed {2**63 - 1} --replicates 2", ["--seed", str(2**63 - 2)]),
        ("run baseline --threads 0", ["--threads", "0"]),
        ("run baseline --logic anarchy", ["--logic", "anarchy", "hierarchy", "network"]),
        ("run baseline --set trust.gain", ["--set", "key=value"]),
        ("run baseline --set =0.3", ["--set", "key=value"]),
        ("run baseline --set trust.gain=", ["--set", "key=value"]),
        ("run baseline --set trust.gian=0.3", ["trust.gian", "did you mean 'trust.gain'"]),
        ("run baseline --set trust.gain=1.3", ["trust.gain", "1.3", "0 to 1"]),
        ("run baseline --set trust.gain=nan", ["trust.gain", "nan"]),
        ("run baseline --set trust.gain=high", ["trust.gain", "high"]),
        ("run baseline --set trust.gain=0.3 trust.gain=0.4", ["trust.gain", "twice"]),
        ("run baseline --set rounds=3 --rounds 4", ["rounds", "twice"]),
        ("run baseline --set logic.goal=anarchy", ["logic.goal", "anarchy", "network"]),
        ("compare baseline", ["--change"]),
        ("compare baseline --change trust.gian=0.3", ["trust.gian", "did you mean 'trust.gain'"]),
        ("compare baseline --change seed=3", ["seed"]),
        ("compare baseline --change trust.initial=0.45", ["already"]),
        ("parameters xyzzy", ["xyzzy"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(samenspel, line, words):
    """Oracle: the contract of the command line; the line names what was given and what is allowed."""
    said = samenspel(line)
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    for word in words:
        assert word.casefold() in said.err.casefold()


def test_bad_places_for_results(samenspel, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("")
    for place, word in (("file", "file"), ("file/below", "file"), ("full", "thesis.docx")):
        said = samenspel(f"run {SHORT} --out {tmp_path / place}")
        assert said.code == 2
        assert said.err.count("\n") == 1
        assert word in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]


# A run


def test_run_prints_the_numbers_of_the_run(samenspel):
    """Oracle: `summarise(run())`, written with two decimals; and the 1-4 scale of an index by hand."""
    said = samenspel("run integrated_care --seed 3")
    expected = summarise(run(load("integrated_care"), 3))
    assert said.code == 0
    lines = {line[:32].strip(): line[32:].split() for line in said.out.splitlines()}
    assert lines["value created together"][0] == f"{expected.joint_value:.2f}"
    assert lines["value for clients"][0] == f"{expected.client_value:.2f}"
    assert lines["share of what was attainable"][0] == f"{expected.attainable_share:.2f}"
    assert lines["goal of the lead realised"] == [f"{expected.goal_realisation:.2f}"]
    assert lines["partners that gain"] == [f"{expected.sorted_effect:.2f}"]
    assert lines["relation"][:2] == [f"{1 + 3 * expected.relation:.1f}", f"{expected.relation:.2f}"]
    assert lines["decisions"] == [f"{expected.decided:.0f}"]
    assert "Round 13: " in said.out
    for label in load("integrated_care").labels:
        assert label[:28] in said.out


@pytest.mark.parametrize("name", names())
def test_summary_fits_in_a_hundred_columns(samenspel, name):
    for line in (f"run {name}", f"run {name} --replicates 3", f"compare {name} --change trust.loss=0.5 --replicates 3"):
        said = samenspel(line)
        assert said.code == 0
        assert max(map(len, said.out.splitlines())) <= 100


def test_json_of_a_run(samenspel):
    """Oracle: `summarise(run())` of every seed; their mean."""
    said = samenspel(f"run {SHORT} --seed 5 --replicates 3 --set trust.gain=0.2 --logic hierarchy --json")
    found = json.loads(said.out)
    scenario = with_changes(load("baseline"), {"logic": "hierarchy", "trust.gain": 0.2, "rounds": 6})
    expected = [summarise(run(scenario, seed)) for seed in (5, 6, 7)]
    assert [one.pop("seed") for one in found["runs"]] == [5, 6, 7]
    assert [list(one.values()) for one in found["runs"]] == [
        [None if np.isnan(value) else value for value in one] for one in expected
    ]
    assert found["outcomes"]["trust"]["mean"] == pytest.approx(np.mean([one.trust for one in expected]))
    assert found["conditions_1_to_4"]["process"] == pytest.approx(
        1 + 3 * np.mean([one.process for one in expected]), rel=1e-12
    )
    assert found["logic"] == "hierarchy"
    assert found["seeds"] == {"first": 5, "last": 7, "runs": 3}
    assert [one["name"] for one in found["partners"]] == list(scenario.labels)
    assert found["source_digest"] == kernel.digest()


def test_what_is_not_defined_is_null_in_json(samenspel):
    """Oracle: without trust nobody gives up autonomy that it values, so there is no first decision."""
    said = samenspel("run baseline --rounds 2 --set trust.initial=0 decision.autonomy=0.5 --json")
    found = json.loads(said.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert found["runs"][0]["decided"] == 0
    assert found["runs"][0]["first_decision"] is None
    assert found["outcomes"]["first_decision"] == {"mean": None, "low": None, "high": None, "count": 0}


def test_threads_do_not_matter(samenspel):
    """Oracle: the same command on one thread, byte for byte."""
    line = "compare integrated_care --rounds 12 --change trust.initial=0.6 --replicates 12 --json --threads"
    assert samenspel(f"{line} 1").out == samenspel(f"{line} 2").out
    line = "run integrated_care --rounds 12 --replicates 12 --json --threads"
    assert samenspel(f"{line} 1").out == samenspel(f"{line} 2").out


def test_only_capacity_limits_pooling_is_said_when_it_is_so(samenspel):
    """Oracle: the spectral radius in the summary."""
    weak = samenspel("run baseline")
    strong = samenspel("run baseline --set dependence.total=2")
    assert summarise(run(load("baseline"))).radius < 1
    beyond = summarise(run(with_changes(load("baseline"), {"dependence.total": 2})))
    assert beyond.radius >= 1
    assert beyond.at_capacity > 0.9
    assert "only capacity limits pooling" not in weak.out
    assert "only capacity limits pooling" in strong.out


def test_compiling_is_announced_when_nothing_is_compiled_yet(samenspel, tmp_path, monkeypatch):
    quiet = samenspel(f"run {SHORT}")
    monkeypatch.setattr(kernel, "cache_folder", lambda: tmp_path)
    told = samenspel(f"run {SHORT}")
    assert "Compiling" not in quiet.err
    assert "Compiling the model" in told.err
    assert told.out == quiet.out


# A what-if


def test_json_of_a_what_if(samenspel):
    """Oracle: numpy on runs made one by one with and without the change."""
    found = json.loads(samenspel(f"compare {SHORT} --change trust.initial=0.8 --replicates 5 --json").out)
    baseline = with_changes(load("baseline"), {"rounds": 6})
    changed = with_changes(baseline, {"trust.initial": 0.8})
    before, after = (np.array([summarise(run(one, seed)) for seed in range(1, 6)]) for one in (baseline, changed))
    difference = (after - before)[:, Summary._fields.index("trust")]
    assert found["differences"]["trust"]["mean"] == pytest.approx(difference.mean(), rel=1e-12)
    assert found["differences"]["trust"]["higher"] == np.mean(difference > 0)
    assert found["replaced"] == {"trust.initial": {"from": 0.45, "to": 0.8}}
    assert set(found["differences"]) == set(Summary._fields)


def test_settings_hold_for_both_sides(samenspel):
    """Oracle: the same what-if with the setting in the scenario itself."""
    found = json.loads(
        samenspel(f"compare {SHORT} --set trust.gain=0.3 --change trust.initial=0.8 --replicates 3 --json").out
    )
    both = with_changes(load("baseline"), {"rounds": 6, "trust.gain": 0.3})
    changed = with_changes(both, {"trust.initial": 0.8})
    expected = np.mean([summarise(run(changed, s)).trust - summarise(run(both, s)).trust for s in (1, 2, 3)])
    assert found["differences"]["trust"]["mean"] == pytest.approx(expected, rel=1e-12)


def made_up(before, after, **changed):
    """A what-if on `trust.gain` with these values created together; `changed` are both columns of other outcomes."""
    scenario = with_changes(load("baseline"), {"trust.gain": 0.15})

    def side(values, place):
        return [
            Replicate(
                seed=1 + run_,
                summary=Summary(*[0.5] * len(Summary._fields))._replace(
                    joint_value=value, **{name: columns[place][run_] for name, columns in changed.items()}
                ),
                history=np.zeros(1, [("joint_value", float)]),
                partners=np.zeros(len(scenario.labels), PARTNER),
            )
            for run_, value in enumerate(values)
        ]

    other = with_changes(scenario, {"trust.gain": 0.2})
    return Comparison(scenario, other, {"trust.gain": "0.2"}, side(before, 0), side(after, 1))


def words(comparison):
    return in_words(comparison, comparison.differences())


def test_a_rise_in_words():
    """Oracle: by hand. Differences .1, .2, .3, .2: mean .2, standard error .0408, t(3) = 3.182."""
    said = words(made_up([0.0, 0.0, 0.0, 0.0], [0.1, 0.2, 0.3, 0.2]))
    assert "With trust.gain = 0.2 instead of 0.15, value created together rises by 0.20 (0.07 to 0.33)" in said
    assert "In all 4 pairs it is higher." in said


def test_a_fall_in_words():
    """Oracle: by hand, the mirror image of the rise; one of five pairs goes the other way."""
    said = words(made_up([0.0] * 5, [-0.3, -0.4, -0.3, -0.4, 0.01]))
    assert "value created together falls by 0.28 (0.07 to 0.49)" in said
    assert "In 80 % of the 5 pairs it is lower." in said


def test_what_cannot_be_told_from_chance_is_not_called_a_change():
    """Oracle: by hand; differences -1, 1, -1, 1, 1 have an interval around zero."""
    comparison = made_up([0.0] * 5, [-1.0, 1.0, -1.0, 1.0, 1.0])
    assert "cannot be told from chance in 5 pairs" in words(comparison)
    assert "rises" not in words(comparison)
    row = next(line for line in of_comparison(comparison, {}).splitlines() if line.startswith("value created"))
    assert row.endswith("chance?")


def test_one_pair_says_nothing_of_chance():
    assert "one pair says nothing of chance" in words(made_up([0.0], [1.0]))


def test_a_change_without_effect():
    said = words(made_up([0.1, 0.2], [0.1, 0.2]))
    assert "nothing changes" in said


def test_decisions_that_come_on_one_side_only():
    """Oracle: by hand. Of five pairs three decide on both sides, 5, 4 and 3 rounds earlier; t(2) = 4.303."""
    nan = float("nan")
    said = words(
        made_up(
            [0.0] * 5, [0.1, 0.2, 0.3, 0.2, 0.1], first_decision=([9.0, 9.0, 9.0, nan, 8.0], [4.0, 5.0, 6.0, 7.0, nan])
        )
    )
    assert "the first decision comes 4.0 (1.5 to 6.5) rounds earlier" in said.replace("The first", "the first")
    assert "Of 5 pairs, 3 come to a decision on both sides, 1 only with the change and 1 only without it." in said


# What there is


def test_every_parameter_is_shown(samenspel):
    """Oracle: the declarations."""
    declared = {name: (one, value) for name, one, value in declarations(Parameters())}
    listed = json.loads(samenspel("parameters --json").out)
    assert [one["name"] for one in listed] == list(declared)
    for one in listed:
        declaration, value = declared[one["name"]]
        assert one["default"] == declaration.show(value)
        assert (one["unit"], one["sources"]) == (declaration.unit, list(declaration.sources))
    text = samenspel("parameters").out
    assert all(f"  {name} " in text for name in declared)
    assert max(map(len, text.splitlines())) <= 100


def test_parameters_about_a_word(samenspel):
    """Oracle: Slovic (1993) is the source of the asymmetry of trust."""
    found = {one["name"] for one in json.loads(samenspel("parameters slovic --json").out)}
    assert {"trust.gain", "trust.loss"} <= found
    assert "logic.goal" not in found


def test_outcomes_and_scenarios(samenspel):
    """Oracle: the declarations of outcomes, and the scenarios."""
    found = json.loads(samenspel("outcomes --json").out)
    assert [one["name"] for one in found["run"]] == list(Summary._fields)
    assert [one["name"] for one in found["round"]] == list(Outcomes._fields)
    text = samenspel("outcomes").out
    assert all(name in text for name in (*Summary._fields, *Outcomes._fields))
    listed = json.loads(samenspel("scenarios --json").out)
    assert [one["name"] for one in listed] == names()
    text = samenspel("scenarios").out
    assert all(name in text for name in names())


# What is kept


def test_run_keeps_its_results(samenspel, tmp_path):
    said = samenspel(f"run {SHORT} --replicates 3 --seed 4 --set trust.gain=0.2 --out {tmp_path / 'results'}")
    assert said.code == 0
    expected = {"manifest.json", "run.png", "run.svg"}
    expected |= {f"{name}.{kind}" for name in ("summary", "rounds", "organisations") for kind in ("csv", "parquet")}
    assert {path.name for path in (tmp_path / "results").iterdir()} == expected
    manifest = json.loads((tmp_path / "results" / "manifest.json").read_text())
    assert manifest["changes"] == {"trust.gain": "0.2", "rounds": 6}
    assert manifest["seeds"] == {"first": 4, "last": 6, "runs": 3}
    assert manifest["parameters"]["trust.gain"] == 0.2
    assert manifest["scenario_text"] == load("baseline").text
    assert manifest["source_digest"] == kernel.digest()
    assert {"samenspel", "python", "numpy", "numba"} <= set(manifest["versions"])
    assert set(manifest["files"]) == expected - {"manifest.json"}


def test_results_say_nothing_of_machine_or_hour(samenspel, tmp_path, monkeypatch):
    """Oracle: the same command again, in another place and a second later: the same bytes."""
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        monkeypatch.chdir(tmp_path / place)
        assert samenspel(f"run {SHORT} --replicates 2 --out results").code == 0
        assert samenspel(f"compare {SHORT} --change trust.gain=0.3 --replicates 4 --out what_if").code == 0
        time.sleep(1.1)
    for folder in ("results", "what_if"):
        files = sorted((tmp_path / "one" / folder).iterdir())
        assert len(files) in (7, 9)
        for file in files:
            contents = file.read_bytes()
            assert contents == (tmp_path / "two" / folder / file.name).read_bytes(), file.name
            if file.suffix in (".json", ".csv", ".svg"):
                host = re.escape(socket.gethostname())
                assert not re.search(rf"\b{host}\b|/home/|/Users/|pytest", file.read_text()), file.name


def test_failing_half_way_leaves_nothing(samenspel, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "run.png")

    monkeypatch.setattr(figures, "save", full)
    said = samenspel(f"run {SHORT} --out {tmp_path / 'results'}")
    assert said.code == 1
    assert said.err == "samenspel: run.png: No space left on device\n"
    assert list(tmp_path.iterdir()) == []


# As a process


def process(line, **options):
    return subprocess.run([*START, *shlex.split(line)], capture_output=True, text=True, timeout=240, **options)


def test_exit_codes_and_streams():
    """Oracle: the contract; results on stdout, complaints on stderr."""
    good, bad = process(f"run {SHORT} --json"), process(f"run {SHORT} --set trust.gian=1")
    assert good.returncode == 0
    assert json.loads(good.stdout)["scenario"] == "baseline"
    assert good.stderr == ""
    assert bad.returncode == 2
    assert bad.stdout == ""
    assert bad.stderr.startswith("samenspel: ")
    assert bad.stderr.count("\n") == 1


def test_a_plain_run_imports_nothing_heavy():
    """Oracle: the modules of Python itself."""
    code = "import sys; from samenspel.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "run", "integrated_care"], capture_output=True, text=True, timeout=240
    )
    loaded = set(done.stderr.split())
    assert "samenspel.runs" in loaded
    assert not loaded & {
        "mesa",
        "pandas",
        "pyarrow",
        "matplotlib",
        "networkx",
        "scipy.special",
        "scipy.stats",
        "solara",
    }


def test_whoever_stops_reading_is_not_told_off():
    with subprocess.Popen([*START, "parameters"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


def test_without_memory_it_says_so_in_a_line(samenspel, monkeypatch):
    def too_large(*_):
        raise MemoryError

    monkeypatch.setattr("samenspel.scenario.load", too_large)
    said = samenspel("run baseline")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "not enough memory" in said.err


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_half_way_it_leaves_nothing(tmp_path, sent, code):
    line = f"run baseline --rounds 1000 --replicates 10000 --out {tmp_path / 'results'}"
    hears = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    with subprocess.Popen(
        [*START, *line.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hears
    ) as running:
        time.sleep(6)
        running.send_signal(sent)
        try:
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == code
    assert out == b""
    assert err == b"samenspel: stopped\n"
    assert list(tmp_path.iterdir()) == []


def test_commands_stand_in_groups_with_a_start_and_an_example(capsys):
    """Oracle: by hand; every command is in a group of its own kind, and its help ends with an example that names it."""
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "Start here: samenspel run integrated_care" in said
    places = [said.index(f" {title} ─") for title in ("Look", "Ask", "Your own group", "Experiment", "Show")]
    assert places == sorted(places)
    for name in app:
        if not name.startswith("-"):
            assert main([name, "--help"]) == 0
            assert f"Example: samenspel {name}" in capsys.readouterr().out, name


@pytest.mark.parametrize("name", ["merger", "survey_example"])
def test_a_scenario_is_copied_with_what_it_reads(name, tmp_path, capsys):
    """Oracle: the scenario that comes with the model."""
    assert main(["scenarios", "--copy", name, str(tmp_path / "mine.toml")]) == 0
    mine, theirs = load(tmp_path / "mine.toml"), load(name)
    assert (mine.labels, mine.parameters, mine.events) == (theirs.labels, theirs.parameters, theirs.events)
    before = sorted(tmp_path.rglob("*"))
    assert main(["scenarios", "--copy", name, str(tmp_path / "mine.toml")]) == 2
    assert "is there already" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "file", "says"),
    [("merge", "mine.toml", "did you mean 'merger'"), ("merger", "no/mine.toml", "no such folder")],
)
def test_what_cannot_be_copied_is_refused(name, file, says, tmp_path, capsys):
    """Oracle: by hand; nothing is written."""
    assert main(["scenarios", "--copy", name, str(tmp_path / file)]) == 2
    assert says in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_tables_for_excel(samenspel, tmp_path):
    """Oracle: openpyxl; a row for each round, as numbers."""
    from openpyxl import load_workbook

    assert samenspel(f"run baseline --rounds 6 --replicates 2 --out {tmp_path / 'out'} --excel").code == 0
    sheet = load_workbook(tmp_path / "out" / "rounds.xlsx", read_only=True).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0][:2], len(rows)) == (("seed", "round"), 13)
    assert all(isinstance(value, int | float) for value in rows[1][:6])
    assert "--out" in samenspel("run baseline --excel").err


def test_what_cannot_be_written_in_another_encoding_does_not_end_a_run():
    """Oracle: a console that has no letters but those of ASCII, and a file of Windows."""
    import os
    import subprocess
    import sys

    for encoding in ("ascii", "cp1252"):
        done = subprocess.run(
            [sys.executable, "-m", "samenspel", "scenarios"],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode("utf-8")


def test_a_run_of_a_year_is_refused_before_it_begins(samenspel, tmp_path):
    """Oracle: 100,000 rounds of 10,000 organisations with 200 ties each, at a tenth of a microsecond."""
    text = '[network]\ngenerator = "random"\norganisations = 10000\ndegree = 200\n'
    (tmp_path / "large.toml").write_text(text)
    said = samenspel(f"run {tmp_path / 'large.toml'} --rounds 100000 --replicates 50")
    assert said.code == 2
    assert "days" in said.err


def test_a_network_in_blocks_takes_the_time_of_the_ties_that_it_has(tmp_path):
    """Oracle: by hand. Two blocks of 50,000 and a tie with a probability of 1 in 100,000: two ties for each of them."""
    from samenspel.ask import checked_seeds
    from samenspel.errors import InputError
    from samenspel.scenario import parse

    network = 'generator = "blocks"\norganisations = 100000\nblocks = [50000, 50000]\nwithin = 2e-5\nbetween = 2e-5'
    scenario = parse(f"rounds = 1000\n[network]\n{network}\n", "blocks")
    # 1,000 runs of 1,000 rounds, of 200,000 ties and ten times 100,000 organisations, at 1e-7 s: 1.4 days
    assert len(checked_seeds(scenario, 1, 1000, None)) == 1000
    with pytest.raises(InputError, match=r"with 199998 ties would take about 14 days"):
        checked_seeds(scenario, 1, 10_000, None)
