"""A folder of results that proves itself: what counts, what does not, and the same bits again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256

import numpy as np
import pytest
from pyarrow import parquet

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import checksums, engine, read, report, run_design, store, to_ema
from samenspel.experiments.bundle import bundle, kept
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep
from samenspel.experiments.tables import write_tables
from samenspel.experiments.verify import verify
from samenspel.kernel import ENGINE, PACKAGE, digest

from .conftest import SMALL, contents

pytestmark = pytest.mark.usefixtures("small_chunks")
READERS = {"read": read, "report": report, "to_ema": to_ema, "verify": verify}
READERS_OF_ROUNDS = {
    "rounds": lambda folder, out: read(folder).rounds(),
    "to_ema": lambda folder, out: to_ema(folder, every_round=True),
    "verify": lambda folder, out: verify(folder),
    "tables": write_tables,
    "bundle": bundle,
}


def rewritten(folder, name, change):
    """A chunk written anew by somebody who knows of checksums too."""
    path = folder / name
    table = change(parquet.ParquetFile(path).read())
    path.write_bytes(store.as_parquet(table))
    checksums.add_checksums(folder, {name: sha256(path.read_bytes()).hexdigest()})


def with_column(table, name, values):
    place = table.column_names.index(name)
    return table.set_column(place, table.schema.field(name), [np.asarray(values)])


# What counts


def test_every_chunk_has_the_checksum_that_others_would_find(finished):
    """Oracle: `sha256` of the standard library, and the files that are there."""
    said = dict(reversed(line.split("  ")) for line in (finished / "checksums.txt").read_text().splitlines())
    there = {path.relative_to(finished).as_posix(): path for path in finished.rglob("*.parquet")}
    assert said == {name: sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
    assert len(said) == 16


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_refuses_a_chunk_of_other_bytes(finished, reader):
    """Oracle: the text; a table that parquet itself reads without complaint."""
    path = finished / "runs" / "runs-000003.parquet"
    table = parquet.ParquetFile(path).read()
    path.write_bytes(store.as_parquet(with_column(table, "trust", np.full(table.num_rows, 0.5))))
    with pytest.raises(InputError, match=r"runs-000003\.parquet: other bytes than were written; the same sweep again"):
        READERS[reader](finished)
    assert engine.status(finished).corrupt == ["runs-000003.parquet"]
    assert engine.status(finished).runs == 62


def test_the_status_of_a_corrupt_folder_is_a_failure_until_the_sweep_has_made_it_anew(finished, capsys):
    """Oracle: the code of the command, and its words."""
    assert main(["status", str(finished)]) == 0
    (finished / "runs" / "runs-000003.parquet").write_bytes(b"half")
    assert main(["status", str(finished)]) == 1
    assert "runs-000003.parquet: not as written; the same command again makes it anew" in capsys.readouterr().err
    sweep(read_design(SMALL), finished, workers=1)
    assert main(["status", str(finished)]) == 0
    assert "corrupt: runs-000003.parquet.corrupt" in capsys.readouterr().out


@pytest.mark.parametrize("reader", READERS_OF_ROUNDS)
def test_every_reader_of_rounds_refuses_a_chunk_of_other_bytes(finished, tmp_path, reader):
    """Oracle: the text; a table that parquet itself reads without complaint."""
    path = finished / "rounds" / "rounds-000003.parquet"
    table = parquet.ParquetFile(path).read()
    path.write_bytes(store.as_parquet(with_column(table, "trust", np.full(table.num_rows, 0.5))))
    with pytest.raises(InputError, match=r"rounds-000003\.parquet: other bytes than were written; the same sweep"):
        READERS_OF_ROUNDS[reader](finished, tmp_path / "made")
    assert not (tmp_path / "made").exists()
    assert engine.status(finished).corrupt == ["rounds-000003.parquet"]


@pytest.mark.parametrize(
    ("column", "shift", "says"),
    [("seed", 100, "seeds that"), ("point", 1, "points and replicates"), ("run", 10, "do not belong in it")],
)
def test_every_reader_checks_rows_against_run_point_and_seed(finished, column, shift, says):
    """Oracle: by hand; the checksum is right, and the row says something else."""
    shifted = lambda table: with_column(table, column, table[column].to_numpy() + shift)  # noqa: E731
    rewritten(finished, "runs/runs-000002.parquet", shifted)
    for reader in READERS.values():
        with pytest.raises(InputError, match=says):
            reader(finished)
    assert engine.status(finished).runs == 62


def test_what_no_checksum_names_does_not_count(finished):
    """Oracle: the results without it."""
    before = read(finished).runs
    stranger = finished / "runs" / "runs-000099.parquet"
    stranger.write_bytes((finished / "runs" / "runs-000001.parquet").read_bytes())
    assert read(finished).runs.equals(before)
    found = engine.status(finished)
    assert (found.runs, found.strangers, found.files) == (72, ["runs-000099.parquet"], 16)
    assert "does not count, as no checksum names it: runs-000099.parquet" in str(found)


def test_a_line_that_was_cut_off_is_no_checksum(finished):
    """Oracle: the folder as it was."""
    before = contents(finished)
    with open(finished / "checksums.txt", "ab") as file:
        file.write(b"0123456789abcdef")
    assert len(read(finished).runs) == 72
    assert sweep(read_design(SMALL), finished).made == 0
    assert contents(finished) == before


def test_of_a_chunk_that_is_cut_off_as_it_is_written_anew_both_are_known(finished):
    """Oracle: the file as it was, which has a line still, and the folder in the end."""
    before = contents(finished)
    checksums.add_checksums(finished, {"runs/runs-000001.parquet": "0" * 64})
    assert len(read(finished).runs) == 72
    assert sweep(read_design(SMALL), finished).made == 0
    assert contents(finished) == before


def test_results_of_before_there_were_checksums_are_refused(finished):
    manifest = json.loads((finished / "manifest.json").read_text())
    del manifest["seeds"]
    (finished / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="of an earlier version, which nothing proves"):
        read(finished)


# What is under way


def test_the_status_counts_what_is_made_and_not_stored_yet(tmp_path, monkeypatch):
    """Oracle: what the sweep itself says to have made."""
    monkeypatch.setattr(engine, "MOST_BLOCK", 1)
    monkeypatch.setattr(engine, "TELL_SECONDS", 0.0)
    seen = []

    def look(progress):
        found = engine.status(tmp_path / "out")
        seen.append((found.runs + found.under_way, progress.done))
        assert found.under_way == 0 or f"running, {found.under_way} more made" in str(found)

    sweep(read_design(SMALL | {"replicates": 2}), tmp_path / "out", workers=1, watch=look)
    assert all(there == done for there, done in seen)
    assert any(0 < done < 24 for _, done in seen)
    assert engine.status(tmp_path / "out").under_way == 0


# The same bits again


def test_runs_that_are_made_again_have_the_same_bits(finished, capsys):
    """Oracle: they were made by this code."""
    found = verify(finished, 20)
    assert (found.files, found.runs, found.again, found.other, found.wrong) == (16, 72, 20, [], [])
    assert main(["verify", str(finished), "--runs", "5"]) == 0
    assert "5 runs made again, all with the same bits." in capsys.readouterr().out


@pytest.mark.parametrize(("name", "column"), [("runs", "trust"), ("rounds", "trust")])
def test_a_number_that_was_written_with_a_right_checksum_is_found(finished, capsys, name, column):
    """Oracle: by hand, one bit of one number of one run."""

    def changed(table):
        values = table[column].to_numpy().copy()
        values[0] = np.nextafter(values[0], 1.0)
        return with_column(table, column, values)

    rewritten(finished, f"{name}/{name}-000004.parquet", changed)
    assert verify(finished, 72).wrong == ["run 40 (point 4, seed 14) comes out otherwise"]
    assert main(["verify", str(finished), "--runs", "72"]) == 1
    said = capsys.readouterr()
    assert "71 with the same bits" in said.out
    assert said.err == "samenspel: 1 thing is not as it should be\n"


def test_a_factor_that_is_not_that_of_the_design_is_found(finished):
    """Oracle: by hand."""
    other = lambda table: with_column(table, "trust.initial", table["trust.initial"].to_numpy() / 2)  # noqa: E731
    rewritten(finished, "runs/runs-000004.parquet", other)
    wrong = verify(finished, 0).wrong
    assert wrong == ["runs/runs-000004.parquet: its column trust.initial is not that of the design"]


def test_other_code_is_named_and_its_runs_are_compared_all_the_same(finished):
    """Oracle: by hand, a source with another fingerprint."""
    manifest = json.loads((finished / "manifest.json").read_text())
    manifest["sources"]["mechanisms/trust.py"] = "0" * 16
    (finished / "manifest.json").write_text(json.dumps(manifest))
    found = verify(finished, 3)
    assert found.other == ["the code of the model: mechanisms/trust.py"]
    assert "Made by another version; different: the code of the model" in str(found)


def test_a_scenario_of_one_s_own_is_made_again_from_the_manifest(tmp_path):
    """Oracle: the bits, without the file."""
    path = tmp_path / "mine.toml"
    path.write_text('[network]\ngenerator = "ring"\norganisations = 5\n')
    sweep(read_design(SMALL | {"scenario": str(path), "replicates": 1}), tmp_path / "out")
    path.unlink()
    assert verify(tmp_path / "out", 10).wrong == []


# A bundle


def test_a_bundle_proves_itself_by_the_model_in_it(finished, tmp_path):
    """Oracle: the checksums, the fingerprint of the model, and its own `verify`, run from the folder of the bundle."""
    assert bundle(finished, tmp_path / "one.zip").bytes == (tmp_path / "one.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        packed.extractall(tmp_path / "opened")
    place = tmp_path / "opened"
    for line in (place / "checksums.txt").read_text().splitlines():
        said, name = line.split("  ")
        assert sha256((place / name).read_bytes()).hexdigest() == said
    assert (place / "odd.md").read_bytes() == (PACKAGE.parent / "docs" / "odd.md").read_bytes()
    assert read_design(place / "design.toml").points == 12
    tell = "import samenspel, samenspel.kernel as k; print(samenspel.__file__, k.digest(*k.ENGINE))"
    alone = subprocess.run([sys.executable, "-c", tell], cwd=place, capture_output=True, text=True, check=True).stdout
    assert alone.split() == [str(place / "samenspel" / "__init__.py"), digest(*ENGINE)]
    command = [sys.executable, "-m", "samenspel", "verify", "results", "--runs", "0"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("16 files are as they were written: 72 runs")
    assert done.stdout.count("\n") == 2
    assert "different: the size of a chunk." in done.stdout  # which is that of these tests
    stands_on = dict(line.split("==") for line in (place / "requirements.txt").read_text().casefold().splitlines())
    assert {"numpy", "numba", "pyarrow", "jinja2", "cyclopts"} <= stands_on.keys()


def test_a_bundle_asks_for_what_the_model_needs_and_for_nothing_else():
    """Oracle: by hand; a name of an extra may be that of an extra of another package too."""
    assert kept("numpy>=2")
    assert kept('pyarrow>=20; extra == "experiments"')
    assert not kept('other[experiments]>=1; extra == "benchmark"')


def test_a_bundle_has_the_data_of_a_scenario_only_where_that_is_asked(tmp_path):
    """Oracle: the files; with them in it, its design and its results can be made again from the bundle alone."""
    shutil.copytree(PACKAGE / "scenarios" / "survey_example", tmp_path / "survey_example")
    shutil.copy(PACKAGE / "scenarios" / "survey_example.toml", tmp_path / "mine.toml")
    (tmp_path / "design.toml").write_text(
        'title = "Mine"\nscenario = "mine.toml"\nset = { rounds = 2 }\nfactors = { logic = {} }'
    )
    run_design(tmp_path / "design.toml", tmp_path / "out")
    files = ["survey_example/orgs.csv", "survey_example/ties.csv"]
    assert bundle(tmp_path / "out", tmp_path / "without.zip").left_out == files
    with zipfile.ZipFile(tmp_path / "without.zip") as packed:
        assert not {f"scenarios/{name}" for name in files} & set(packed.namelist())
        assert all(name in packed.read("README.md").decode() for name in files)
    assert bundle(tmp_path / "out", tmp_path / "with.zip", tmp_path).left_out == []
    with zipfile.ZipFile(tmp_path / "with.zip") as packed:
        packed.extractall(tmp_path / "opened")
    place = tmp_path / "opened"
    assert "verify results --data scenarios" in (place / "README.md").read_text()
    assert (place / "scenarios" / files[0]).read_bytes() == (tmp_path / files[0]).read_bytes()
    assert verify(place / "results", 1, place / "scenarios").wrong == []
    run_design(place / "design.toml", place / "again")
    assert (
        contents(place / "again")["runs/runs-000000.parquet"] == contents(tmp_path / "out")["runs/runs-000000.parquet"]
    )
    with pytest.raises(
        InputError, match=r"mine: network: got survey_example/orgs\.csv, survey_example/ties\.csv, allowed"
    ):
        verify(place / "results", 1)
    with pytest.raises(InputError, match=r"--data .*nowhere: survey_example/orgs\.csv: No such file"):
        bundle(tmp_path / "out", tmp_path / "no.zip", tmp_path / "nowhere")
    assert not (tmp_path / "no.zip").exists()


def test_the_same_results_make_the_same_bundle(finished, tmp_path):
    bundle(finished, tmp_path / "one.zip")
    bundle(finished, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_no_bundle_is_made_of_what_is_not_proven_nor_over_what_is_there(finished, tmp_path):
    (tmp_path / "there.zip").write_bytes(b"mine")
    with pytest.raises(InputError, match="it is there already"):
        bundle(finished, tmp_path / "there.zip")
    with pytest.raises(InputError, match="no such folder"):
        bundle(finished, tmp_path / "nowhere" / "one.zip")
    (finished / "runs" / "runs-000000.parquet").write_bytes(b"half")
    with pytest.raises(InputError, match="other bytes than were written"):
        bundle(finished, tmp_path / "one.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "there.zip"]
