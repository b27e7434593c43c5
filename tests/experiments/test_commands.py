"""`samenspel sweep` and `samenspel status`."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pandas
import pytest

from samenspel.cli import main
from samenspel.experiments import engine
from samenspel.experiments.commands import carried_out

DESIGN = """
title = "Small"
scenario = "baseline"
replicates = 4
[set]
rounds = 5
[factors]
"trust.initial" = { values = [0.3, 0.6] }
logic = {}
"""


@pytest.fixture
def samenspel(tmp_path, monkeypatch, capsys):
    """The command line in a folder that holds a design."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "design.toml").write_text(DESIGN)

    def call(line):
        code = main(shlex.split(line))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_sweep_says_what_it_will_take_and_what_came_of_it(samenspel):
    code, out, err = samenspel("sweep design.toml --out results --workers 2")
    assert code == 0
    assert "4 points, 16 runs to make, about" in err
    assert out == "16 runs made, 0 were there already: results are in results\n"
    assert len(pandas.read_parquet("results/runs")) == 16


def test_more_replicates_later(samenspel):
    samenspel("sweep design.toml --out results")
    _, out, _ = samenspel("sweep design.toml --out results --replicates 5")
    assert out.startswith("4 runs made, 16 were there already")


def test_json_is_for_programs(samenspel):
    _, out, _ = samenspel("sweep design.toml --out results --json")
    said = json.loads(out)
    assert (said["made"], said["held"], said["failed"], said["points"]) == (16, 0, 0, 4)
    _, out, _ = samenspel("status results --json")
    said = json.loads(out)
    assert (said["runs"], said["wanted"], said["running"], said["title"]) == (16, 16, False, "Small")


def test_status_is_for_people(samenspel):
    samenspel("sweep design.toml --out results")
    code, out, _ = samenspel("status results")
    assert code == 0
    assert "16 of 16 runs, 4 points, 0 failed; complete" in out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sweep", ["FILE"]),
        ("sweep design.toml", ["--out"]),
        ("sweep nowhere.toml --out results", ["nowhere.toml", "no such file"]),
        ("sweep . --out results", ["directory"]),
        ("sweep design.toml --out design.toml", ["design.toml", "it is a file"]),
        ("sweep design.toml --out .", ["other things", "design.toml"]),
        ("sweep design.toml --out results --workers 0", ["--workers", "0"]),
        ("sweep design.toml --out results --workers many", ["--workers", "many"]),
        ("sweep design.toml --out results --replicates 0", ["--replicates", "0"]),
        ("sweep design.toml --out results --replicates 1.5", ["--replicates", "1.5"]),
        ("sweep design.toml --out results --dask nonsense://1", ["--dask", "cannot be reached"]),
        ("sweep design.toml --out results --replicate 5", ["--replicate"]),
        ("status nowhere", ["nowhere", "no results"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(samenspel, line, words):
    code, out, err = samenspel(line)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1, err
    for word in words:
        assert word in err


def test_the_error_names_the_file_and_the_place_in_it(samenspel, tmp_path):
    (tmp_path / "design.toml").write_text(DESIGN.replace("trust.initial", "trust.inital"))
    _, _, err = samenspel("sweep design.toml --out results")
    assert err.startswith("samenspel: design.toml: factors: unknown factor 'trust.inital'")
    assert "did you mean 'trust.initial'" in err


def test_a_sweep_that_the_disk_cannot_hold_does_not_start(samenspel, monkeypatch, tmp_path):
    monkeypatch.setattr(engine.shutil, "disk_usage", lambda _: SimpleNamespace(free=100))
    code, _, err = samenspel("sweep design.toml --out results")
    assert code == 2
    assert "the disk has 100 B free" in err
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGHUP], ids=["ctrl-c", "the terminal is gone"])
def test_stopped_it_says_so_in_a_line_and_the_same_command_goes_on(tmp_path, sent):
    """Oracle: the number of runs, and no row twice."""
    (tmp_path / "design.toml").write_text(DESIGN.replace("replicates = 4", "replicates = 20000"))
    start = [sys.executable, "-c", "import sys; from samenspel.cli import main; sys.exit(main())"]
    command = [*start, "sweep", "design.toml", "--out", "results"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    running = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    waited = time.monotonic() + 60
    while not list(tmp_path.glob("results/runs/*.parquet")) and time.monotonic() < waited:
        time.sleep(0.02)
    running.send_signal(sent)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 128 + sent, err
    stored = engine.status(tmp_path / "results")
    assert err.splitlines()[-1] == (
        f"samenspel: stopped: {stored.runs:,} runs are in results; the same command goes on"
    )
    assert "Traceback" not in err
    assert 0 < stored.runs < 80_000
    runs = pandas.read_parquet(tmp_path / "results" / "runs")["run"]
    assert runs.is_unique
    finished = subprocess.run([*command, "--replicates", "2500"], cwd=tmp_path, env=environment, capture_output=True,
                              text=True, check=False)  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    runs = pandas.read_parquet(tmp_path / "results" / "runs")["run"]
    assert runs.is_unique
    assert set(range(10_000)) <= set(runs)


def test_stopped_before_there_is_a_folder_it_ends_as_any_command_does(tmp_path):
    """Oracle: the exit code of whatever is interrupted, and the words of it; in a process of its own, as it ends it."""
    (tmp_path / "design.toml").write_text(DESIGN)
    script = (
        "from samenspel.cli import main; from samenspel.experiments import engine\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "engine.sweep = stop; main(['sweep', 'design.toml', '--out', 'results'])"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True,
                           text=True, check=False)  # fmt: skip
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (130, "samenspel: stopped")


def test_a_plain_run_does_not_import_experiments(tmp_path):
    script = (
        "import sys; from samenspel.cli import main; main(['run', 'baseline', '--rounds', '3']);"
        "print([name for name in sys.modules if name.startswith('samenspel.experiments')])"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert said.stdout.endswith("[]\n"), said.stderr


def test_points_that_cannot_be_are_told_before_anything_runs(samenspel, tmp_path):
    """Oracle: by hand; of nine pairs, degree is not less than the number of organisations in three, and odd in none."""
    (tmp_path / "gen.toml").write_text(
        '[network]\ngenerator = "small_world"\norganisations = 24\ndegree = 4\nrewiring = 0.1\n'
    )
    (tmp_path / "design.toml").write_text(
        'scenario = "gen.toml"\nreplicates = 1\n[set]\nrounds = 2\n[factors]\n'
        '"network.organisations" = { values = [4, 6, 12] }\n"network.degree" = { values = [2, 4, 6] }\n'
    )
    code, _, err = samenspel(f"sweep {tmp_path / 'design.toml'} --out {tmp_path / 'out'}")
    assert code == 2
    assert "3 of 9 points cannot be: 3 (33 %): " in err
    assert "degree: got" in err
    assert not (tmp_path / "out").exists()
    code, out, err = samenspel(f"sweep {tmp_path / 'design.toml'} --out {tmp_path / 'out'} --yes")
    assert code == 1  # a third of the runs is not there
    assert "9 runs made" in out
    assert "3 of 9 runs failed" in err
    assert "3 (33 %): " in err


def test_what_is_cut_off_says_that_the_same_command_goes_on(tmp_path):
    """Oracle: by hand."""

    def stopped(watch):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match=r"^stopped: what was run is in .*out; the same command goes on$"):
        carried_out(stopped, tmp_path / "out", 1.0, yes=False)
