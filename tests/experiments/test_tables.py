"""Tables of a sweep for other programs."""

from __future__ import annotations

import pandas
import pytest
from openpyxl import load_workbook

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import remade as remade_module
from samenspel.experiments import store
from samenspel.experiments.design import kept_design
from samenspel.experiments.store import read_runs
from samenspel.experiments.tables import write_tables
from samenspel.runs import run
from samenspel.state import MEMBER

from .conftest import SMALL

pytestmark = pytest.mark.usefixtures("small_chunks")


def test_the_table_of_rounds_has_the_factors(finished):
    """Oracle: the table of runs, by run."""
    runs, rounds = read_runs(finished).set_index("run"), read_runs(finished, "rounds")
    for name in SMALL["factors"]:
        assert rounds[name].tolist() == runs.loc[rounds["run"], name].tolist()


def test_csv_and_spreadsheets_hold_what_was_kept(finished, tmp_path, capsys):
    """Oracle: the Parquet, read by pandas; CSV writes numbers so that the same ones are read."""
    assert main(["tables", str(finished), "--out", str(tmp_path / "tables"), "--excel"]) == 0
    assert capsys.readouterr().out.count("Written: ") == 4
    for name in ("runs", "rounds"):
        kept = read_runs(finished, name)
        read = pandas.read_csv(tmp_path / "tables" / f"{name}.csv")
        assert list(read) == list(kept)
        for column in kept:
            assert read[column].isna().tolist() == kept[column].isna().tolist()
            there = kept[column].notna()
            assert read[column][there].tolist() == kept[column][there].tolist(), column
        sheet = load_workbook(tmp_path / "tables" / f"{name}.xlsx", read_only=True).active
        assert next(sheet.values) == tuple(kept)
        assert sum(1 for _ in sheet.values) == 1 + len(kept)


def test_organisations_and_ties_are_made_again_with_names_and_factors(finished, tmp_path):
    """Oracle: each run, played by itself."""
    written = write_tables(finished, tmp_path / "tables", also=("organisations", "ties"))
    kinds = {path.name for path in written}
    assert {f"{name}.{kind}" for name in ("organisations", "ties") for kind in ("csv", "parquet")} <= kinds
    design, runs = kept_design(store.read_manifest(finished)), read_runs(finished).set_index("run")
    by_partner = pandas.read_parquet(tmp_path / "tables" / "organisations.parquet")
    by_tie = pandas.read_parquet(tmp_path / "tables" / "ties.parquet")
    assert pandas.read_csv(tmp_path / "tables" / "ties.csv")["trust"].tolist() == by_tie["trust"].tolist()
    assert set(by_partner["run"]) == set(by_tie["run"]) == set(runs.index)
    for number in (0, 17, len(runs) - 1):
        scenario = design.scenario(runs.loc[number, "point"])
        one = run(scenario, int(runs.loc[number, "seed"]), trace=True)
        ours, ties = by_partner[by_partner["run"] == number], by_tie[by_tie["run"] == number]
        for name in SMALL["factors"]:
            assert set(ours[name]) == set(ties[name]) == {runs.loc[number, name]}
        assert ours["organisation"].tolist() == list(scenario.labels)
        assert ours["size"].tolist() == one.state.organisations["size"].tolist()
        assert (ours["member"] == "member").tolist() == (one.state.organisations["member"] == MEMBER).tolist()
        assert ties["trust"].tolist() == one.state.ties["trust"].tolist()
        assert ties["partner"].tolist() == [scenario.labels[row] for row in one.state.ties["target"]]


def test_runs_that_failed_have_no_ties_and_where_all_did_it_says_so(finished, tmp_path, monkeypatch):
    """Oracle: by hand; chunks of which every run failed are passed over."""
    read, first = remade_module.read_chunk, store.counting(finished, "runs")[0]

    def failing(all_of_them):
        def failed(folder, path, manifest):
            table = read(folder, path, manifest)
            if not all_of_them and path != first:
                return table
            return table.set_column(table.column_names.index("error"), "error", [["too large"] * table.num_rows])

        monkeypatch.setattr(remade_module, "read_chunk", failed)

    failing(all_of_them=False)
    write_tables(finished, tmp_path / "some", also=["ties"])
    runs = pandas.read_parquet(tmp_path / "some" / "ties.parquet")["run"]
    assert set(read_runs(finished)["run"]) - set(runs) == set(range(10))
    failing(all_of_them=True)
    with pytest.raises(InputError, match="all runs failed"):
        write_tables(finished, tmp_path / "none", also=["ties"])
    assert not (tmp_path / "none").exists()


def test_what_cannot_be_made_again_as_it_was_is_no_table(finished, tmp_path, monkeypatch):
    """Oracle: by hand; another version, and a run that comes out otherwise."""
    with monkeypatch.context() as other:
        other.setattr(remade_module, "differences", lambda *_: ["numba: was 1, is 2"])
        with pytest.raises(InputError, match=r"made by another version.*numba"):
            write_tables(finished, tmp_path / "tables", also=["ties"])
    monkeypatch.setitem(remade_module.KINDS, "ties", lambda scenario, seed: (0.123, {}))
    with pytest.raises(InputError, match="run 0 comes out otherwise"):
        write_tables(finished, tmp_path / "tables", also=["ties"])
    assert not (tmp_path / "tables").exists()


def test_words_that_a_spreadsheet_would_execute_are_text():
    """Oracle: by hand."""
    import pyarrow as pa

    from samenspel.experiments.tables import marked

    table = pa.table({"error": ["=1+1", None, "too large"], "value": [-1.0, 2.0, 3.0]})
    assert marked(table).to_pydict() == {"error": ["'=1+1", None, "too large"], "value": [-1.0, 2.0, 3.0]}


def test_what_is_not_as_it_was_written_is_no_table(finished, tmp_path):
    """Oracle: the text, and that nothing is left half."""
    (finished / "runs" / "runs-000002.parquet").write_bytes(b"half")
    with pytest.raises(InputError, match="other bytes than were written"):
        write_tables(finished, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
    with pytest.raises(InputError, match="no results of a sweep"):
        write_tables(tmp_path / "nowhere", tmp_path / "tables")
    assert store.read_manifest(finished)["title"] == "Small"
