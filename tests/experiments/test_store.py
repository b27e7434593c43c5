"""The store: what is refused, what is damaged, and who can read it."""

from __future__ import annotations

import errno
import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import samenspel.experiments
from samenspel.errors import InputError
from samenspel.experiments import engine, run_design, store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep

from .conftest import SMALL, contents

pytestmark = pytest.mark.usefixtures("small_chunks")


# What is refused


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 12}, ["seed: was 11, is 12"]),
        ({"set": {"rounds": 6}}, ["set.rounds", "was 5, is 6"]),
        ({"every_round": False}, ["every_round"]),
        (
            {"scenario": "merger", "factors": {"trust.initial": {"levels": 3}}},
            ["scenario: was 'baseline', is 'merger'"],
        ),
        ({"factors": {**SMALL["factors"], "trust.gain": {"levels": 2}}}, ["factors.trust.gain", "was not there"]),
        ({"factors": {**SMALL["factors"], "logic": {"values": ["network", "hierarchy"]}}}, ["factors.logic"]),
    ],
)
def test_another_design_does_not_mix(finished, change, words):
    before = contents(finished)
    with pytest.raises(InputError) as error:
        sweep(read_design(SMALL | change), finished)
    for word in [*words, "different", str(finished)]:
        assert word in str(error.value)
    assert "\n" not in str(error.value)
    assert contents(finished) == before


@pytest.mark.parametrize("change", [{"title": "Other"}, {"question": "Why?"}, {"outcomes": ["trust"]}])
def test_what_is_for_people_may_change(finished, change):
    assert sweep(read_design(SMALL | change), finished).made == 0


def test_other_code_does_not_mix_and_is_named(finished, monkeypatch):
    changed = {**store.sources(), "mechanisms/trust.py": "0123456789abcdef"}
    monkeypatch.setattr(store, "sources", lambda: changed)
    with pytest.raises(InputError, match=r"the code of the model: mechanisms/trust\.py\."):
        sweep(read_design(SMALL), finished)


def test_another_version_of_numba_does_not_mix(finished, monkeypatch):
    known = store.versions()
    monkeypatch.setattr(store, "versions", lambda: known | {"numba": "0.1"})
    with pytest.raises(InputError, match=r"numba: was .*, is 0\.1"):
        sweep(read_design(SMALL), finished)


def test_a_machine_that_draws_other_numbers_does_not_mix(finished, monkeypatch):
    monkeypatch.setattr(store, "draws_digest", lambda: "0123456789abcdef")
    with pytest.raises(InputError, match="the numbers that are drawn: this machine calculates otherwise"):
        sweep(read_design(SMALL), finished)


def test_another_scenario_of_the_same_name_does_not_mix(tmp_path):
    scenario, design = tmp_path / "mine.toml", tmp_path / "design.toml"
    design.write_text('scenario = "mine.toml"\n[set]\nrounds = 2\n[factors]\nlogic = {}\n')
    scenario.write_text('[network]\ngenerator = "ring"\norganisations = 4\n')
    run_design(design, tmp_path / "out")
    scenario.write_text('[network]\ngenerator = "ring"\norganisations = 5\n')
    with pytest.raises(InputError, match="scenario mine: its file"):
        run_design(design, tmp_path / "out")


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("all of it")
    with pytest.raises(InputError, match=r"other things, such as 'thesis\.docx'"):
        sweep(read_design(SMALL), tmp_path)
    (tmp_path / "manifest.json").write_text('{"made_by": "samenspel"}')
    with pytest.raises(InputError, match="other results"):
        sweep(read_design(SMALL), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "thesis.docx"]
    with pytest.raises(InputError, match="it is a file"):
        sweep(read_design(SMALL), tmp_path / "thesis.docx")


def test_the_manifest_is_the_same_on_every_machine(finished):
    """Oracle: nothing in it is of this folder, machine or moment."""
    text = (finished / store.MANIFEST).read_text()
    manifest = json.loads(text)
    for foreign in (
        str(finished),
        str(Path.home()),
        f'"{os.uname().nodename}"',
        str(Path(samenspel.experiments.__file__).parent),
    ):
        assert foreign not in text
    assert manifest["design"] == SMALL
    assert "organisations = 8" in manifest["scenarios"]["baseline"]["text"]


# What is damaged


@pytest.mark.parametrize("name", ["runs", "rounds"])
@pytest.mark.parametrize("damage", ["half", "bit", "empty", "text"])
def test_a_corrupt_chunk_is_named_set_aside_and_run_again(finished, name, damage):
    """Oracle: the folder as it was; damage of every kind, a single bit too."""
    before = contents(finished)
    path = finished / name / f"{name}-000003.parquet"
    data = bytearray(path.read_bytes())
    if damage == "bit":
        data[len(data) // 3] ^= 1  # of a page; below, of every part of the file
    path.write_bytes({"half": data[: len(data) // 2], "bit": data, "empty": b"", "text": b"hello"}[damage])
    came = sweep(read_design(SMALL), finished)
    assert came.made == 10
    assert "runs-000003.parquet" in came.notices[0]
    aside = finished / f"{name}-000003.parquet.corrupt"
    assert aside.read_bytes() == path.read_bytes() or aside.exists()
    after = {file: content for file, content in contents(finished).items() if not file.endswith(".corrupt")}
    assert after == before
    assert f"{name}-000003.parquet.corrupt" in engine.status(finished).corrupt


def test_a_bit_that_is_turned_anywhere_is_seen(finished):
    """Oracle: a file that is the same again is read, and one that is not is refused, wherever it differs."""
    held = store.Store(finished, read_design(SMALL))
    path = held.path("runs", 2)
    data = path.read_bytes()
    held.read("runs", 2)
    for place in range(0, len(data), 97):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        with pytest.raises((OSError, ValueError)):
            held.read("runs", 2)


def test_a_chunk_with_runs_of_another_is_corrupt(finished):
    (finished / "runs" / "runs-000002.parquet").write_bytes((finished / "runs" / "runs-000001.parquet").read_bytes())
    assert sweep(read_design(SMALL), finished).made == 10


def test_a_full_disk_stops_the_sweep_and_leaves_no_half_a_file(tmp_path, monkeypatch):
    """Oracle: the undisturbed sweep; the system itself refuses to write more than the limit."""
    design = read_design(SMALL)
    sweep(design, tmp_path / "undisturbed")
    sizes = {name: len(data) for name, data in contents(tmp_path / "undisturbed").items()}
    limit = min(size for name, size in sizes.items() if name.startswith("rounds")) - 1
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            sweep(design, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list((tmp_path / "out").rglob("*.part"))
    sweep(design, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_whatever_step_of_writing_fails_nothing_is_left_of_it(tmp_path, monkeypatch, step):
    """Oracle: the undisturbed sweep; the tenth time, the disk is full."""
    design, calls = read_design(SMALL), []
    real = getattr(os, step)

    def full(*arguments):
        calls.append(arguments)
        if len(calls) == 10:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(OSError, match="No space left"):
            sweep(design, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.part"))
    sweep(design, tmp_path / "out")
    sweep(design, tmp_path / "undisturbed")
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_a_file_system_without_locks_or_folders_to_bring_to_disk_will_do(tmp_path, monkeypatch):
    """Oracle: the sweep on one that has both; what is missing is said."""
    real = os.fsync

    def only_files(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    def no_locks(descriptor):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    sweep(read_design(SMALL), tmp_path / "usual")
    monkeypatch.setattr(os, "fsync", only_files)
    monkeypatch.setattr(store, "try_lock", no_locks)
    came = sweep(read_design(SMALL), tmp_path / "out")
    assert came.notices == ["this file system takes no locks: nothing keeps a second sweep out of the folder"]
    assert contents(tmp_path / "out") == contents(tmp_path / "usual")


# One at a time


HOLD = (
    "import sys, time\nfrom pathlib import Path\nfrom samenspel.experiments.store import locked\n"
    "with locked(Path(sys.argv[1])):\n    print('locked', flush=True)\n    time.sleep(60)\n"
)


def test_two_sweeps_do_not_share_a_folder_and_a_dead_one_does_not_keep_it(finished):
    root = Path(samenspel.experiments.__file__).parent.parent
    other = subprocess.Popen([sys.executable, "-c", HOLD, finished], cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "locked\n"
        assert engine.status(finished).running
        with pytest.raises(InputError, match="a sweep is running there"):
            sweep(read_design(SMALL), finished)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    assert not engine.status(finished).running
    assert sweep(read_design(SMALL), finished).made == 0


def test_a_process_does_not_share_a_folder_with_itself(finished):
    with store.locked(finished):
        assert engine.status(finished).running
        with pytest.raises(InputError, match="a sweep is running there"):
            sweep(read_design(SMALL), finished)


# Who can read it


def test_pandas_polars_and_duckdb_read_it(finished):
    """Oracle: one another; R reads the same files through arrow."""
    import pandas

    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    by_pandas = pandas.read_parquet(finished / "runs")
    by_polars = polars.read_parquet(finished / "runs" / "*.parquet")
    assert by_polars.columns == list(by_pandas.columns)
    mean = by_pandas.groupby("logic")["joint_value"].mean().to_dict()
    assert dict(by_polars.group_by("logic").agg(polars.col("joint_value").mean()).iter_rows()) == pytest.approx(mean)
    query = f"select logic, avg(joint_value) from '{finished}/runs/*.parquet' group by logic"
    assert dict(duckdb.sql(query).fetchall()) == pytest.approx(mean)
    assert duckdb.sql(f"select count(*) from '{finished}/rounds/*.parquet'").fetchall() == [(72 * 5,)]


def test_a_chunk_is_read_in_the_thread_that_asked(finished):
    """Oracle: the threads of a process of its own; one of pyarrow's that lets go of bytes at the end aborts Python."""
    if not os.path.isdir("/proc/self/task"):
        pytest.skip("this system does not list threads in /proc")
    script = (
        "import os, sys; from pathlib import Path; import pyarrow.parquet; from samenspel.experiments import store;"
        "data = next(Path(sys.argv[1]).glob('runs/*.parquet')).read_bytes();"
        "before = len(os.listdir('/proc/self/task')); store.from_parquet(data);"
        "sys.exit(len(os.listdir('/proc/self/task')) - before)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script, str(finished)], env=environment, check=False).returncode == 0


def test_columns_carry_unit_and_meaning(finished):
    from pyarrow import parquet

    schema = parquet.read_schema(finished / "runs" / "runs-000000.parquet")
    assert schema.field("trust.initial").metadata[b"unit"] == b"share"
    assert b"value created together" in schema.field("joint_value").metadata[b"meaning"]
    assert schema.field("network.organisations").type == "int64"


def test_the_status_says_how_far_it_is(finished):
    """Oracle: counted by hand."""
    found = engine.status(finished)
    assert (found.runs, found.wanted, found.points, found.replicates, found.failed) == (72, 72, 12, 6, 0)
    assert found.files == 16
    assert found.bytes == sum(path.stat().st_size for path in finished.rglob("*.parquet"))
    assert "complete: 72 of 72 runs" in found.last
    with pytest.raises(InputError, match="no results of a sweep"):
        engine.status(finished.parent)
