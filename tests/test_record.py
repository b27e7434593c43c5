"""Results on disk: the same numbers as in memory, whole or not at all."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from pyarrow import csv, parquet

from samenspel.errors import InputError
from samenspel.measures import OUTCOMES, Outcomes
from samenspel.parameters import declared
from samenspel.results import record, replicates
from samenspel.results.comparison import Comparison
from samenspel.results.replicates import replicate
from samenspel.runs import Summary, run, summarise
from samenspel.scenario import load, with_changes
from samenspel.state import LEFT, MEMBER, organisation_type

SEEDS = range(3, 6)


@pytest.fixture(scope="module")
def scenario():
    return with_changes(load("integrated_care"), {"rounds": 8})


@pytest.fixture(scope="module")
def results(scenario):
    return replicate(scenario, SEEDS, kept=2)


@pytest.fixture(scope="module")
def written(scenario, results, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    record.write_runs(folder, scenario, results)
    return folder


def both(folder, name):
    """A table as Parquet holds it, and as CSV does."""
    return parquet.read_table(folder / f"{name}.parquet"), csv.read_csv(folder / f"{name}.csv")


def numbers(table, column):
    """A column with NaN for what is missing."""
    return table[column].to_numpy().astype(float)


def test_rounds_are_the_histories_of_the_runs(scenario, written):
    """Oracle: `run().history` of every seed, to the last bit, in both formats."""
    expected = np.concatenate([run(scenario, seed).history for seed in SEEDS])
    for table in both(written, "rounds"):
        assert table["seed"].to_pylist() == np.repeat(SEEDS, 8).tolist()
        assert table["round"].to_pylist() == list(range(1, 9)) * 3
        for name in OUTCOMES.names:
            np.testing.assert_array_equal(numbers(table, name), expected[name])


def test_organisations_are_the_trace_of_the_runs(scenario, written):
    """Oracle: `run(trace=True).trace` of the two runs whose organisations were kept."""
    trace = np.concatenate([run(scenario, seed, trace=True).trace.ravel() for seed in SEEDS[:2]])
    for table in both(written, "organisations"):
        assert table["organisation"].to_pylist() == list(scenario.labels) * 16
        assert table["round"].to_pylist() == np.tile(np.repeat(range(1, 9), len(scenario.labels)), 2).tolist()
        for name in ("size", "value", "promise", "pooled", "satisfaction", "commitment", "expected", "standing"):
            np.testing.assert_array_equal(numbers(table, name), trace[name])
        np.testing.assert_array_equal(numbers(table, "perception_2"), trace["perception"][:, 1])
        assert [word == "member" for word in table["member"].to_pylist()] == (trace["member"] == MEMBER).tolist()


def test_summary_is_that_of_the_runs(scenario, written):
    """Oracle: `summarise(run())`; what is not defined is missing in both formats."""
    expected = [summarise(run(scenario, seed)) for seed in SEEDS]
    for table in both(written, "summary"):
        for place, name in enumerate(Summary._fields):
            np.testing.assert_array_equal(numbers(table, name), [one[place] for one in expected])


def test_what_is_not_defined_is_a_missing_value(tmp_path):
    """Oracle: by hand."""
    record.write_table(tmp_path / "table", {"row": np.array([1, 2]), "x": np.array([1.0, np.nan])}, {})
    for table in both(tmp_path, "table"):
        assert table["x"].to_pylist() == [1.0, None]


def test_columns_carry_their_unit_and_meaning(written):
    """Oracle: the declarations of the outcomes."""
    schema = parquet.read_schema(written / "rounds.parquet")
    for name, note in declared(Outcomes).items():
        assert schema.field(name).metadata == {b"unit": note.unit.encode(), b"meaning": note.meaning.encode()}


def test_value_of_partners_adds_up_to_value_created_together(scenario, results):
    """Oracle: joint value and liking of the history, which are per participant, and everybody takes part."""
    for one in results:
        assert one.partners["gain"].mean() == pytest.approx(one.history["joint_value"].mean(), rel=1e-12)
        assert one.partners["liking"].mean() == pytest.approx(one.history["liking"].mean(), rel=1e-12)


def test_partners_do_not_depend_on_how_much_is_looked_at_in_one_go(scenario, results, monkeypatch):
    """Oracle: the same runs looked at in one go; a limit of 20 records makes stretches of two rounds."""
    monkeypatch.setattr(replicates, "MOST_RECORDS", 20)
    for one, other in zip(replicate(scenario, SEEDS), results, strict=True):
        for name in ("gain", "liking"):
            np.testing.assert_allclose(one.partners[name], other.partners[name], rtol=1e-12)
        for name in ("left", "member", "size", "standing"):
            np.testing.assert_array_equal(one.partners[name], other.partners[name])


def test_the_round_in_which_a_partner_left():
    """Oracle: by hand, over two stretches: the first leaves in round 2, the second in round 4, the third stays.

    A round is worth 0.75, of which 0.05 is liking, and what is forgone 0.5 + 0.1 + 0.02: a gain of 0.08.
    """
    member = np.array([[1, 1, 1], [2, 1, 1], [2, 1, 1], [2, 2, 1]])
    records = np.zeros((4, 3), organisation_type(2))
    records["member"], records["value"], records["liking"] = member, 0.75, 0.05
    records["outside"], records["elsewhere"] = 0.1, 0.02
    partners = np.zeros(3, replicates.PARTNER)
    replicates.tally(partners, records[:3], 1)
    replicates.tally(partners, records[3:], 4)
    assert partners["left"].tolist() == [2, 4, 0]
    assert partners["gain"] == pytest.approx([0.08, 0.24, 0.32])
    assert partners["liking"] == pytest.approx([0.05, 0.15, 0.2])
    assert partners["member"].tolist() == [LEFT, LEFT, MEMBER]


def test_of_a_very_large_run_only_the_last_round_is_kept(scenario, tmp_path, monkeypatch):
    """Oracle: the last round of the trace."""
    monkeypatch.setattr(replicates, "MOST_RECORDS", 20)
    record.write_runs(tmp_path, scenario, replicate(scenario, range(3, 4), kept=1))
    table, _ = both(tmp_path, "organisations")
    assert set(table["round"].to_pylist()) == {8}
    np.testing.assert_array_equal(numbers(table, "value"), run(scenario, 3, trace=True).trace[-1]["value"])


@pytest.mark.parametrize(("rounds", "expected"), [(1, 27777), (60, 462), (27_777, 1), (100_000, 27777)])
def test_how_many_runs_are_kept_organisation_by_organisation(scenario, rounds, expected):
    """Oracle: 250,000 rows shared out over 9 organisations and the rounds kept, by hand."""
    assert record.runs_to_keep(replace(scenario, rounds=rounds)) == expected


def test_pairs_and_differences_of_a_what_if(scenario, results, tmp_path):
    """Oracle: numpy on the summaries of runs made one by one."""
    changed = with_changes(scenario, {"trust.initial": 0.9})
    comparison = Comparison(scenario, changed, {"trust.initial": "0.9"}, results, replicate(changed, SEEDS))
    record.write_comparison(tmp_path, comparison)
    before, after = (np.array([summarise(run(one, seed)) for seed in SEEDS]) for one in (scenario, changed))
    for table in both(tmp_path, "pairs"):
        np.testing.assert_array_equal(numbers(table, "baseline"), before.ravel())
        np.testing.assert_array_equal(numbers(table, "changed"), after.ravel())
        assert table["outcome"].to_pylist() == list(Summary._fields) * 3
    place = Summary._fields.index("joint_value")
    for table in both(tmp_path, "differences"):
        assert numbers(table, "difference")[place] == pytest.approx((after - before)[:, place].mean(), rel=1e-12)


# A folder, whole or not at all


def ours(folder, text="first"):
    """Write a result of one file."""
    with record.new_folder(folder) as unfinished:
        (unfinished / "table.csv").write_text(text)
        record.write_manifest(unfinished, {"made_by": record.MAKER})


def test_results_stand_in_a_new_folder(tmp_path):
    ours(tmp_path / "deep" / "results")
    assert sorted(path.name for path in (tmp_path / "deep" / "results").iterdir()) == ["manifest.json", "table.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_an_earlier_result_is_replaced(tmp_path):
    ours(tmp_path / "results")
    ours(tmp_path / "results", "second")
    assert (tmp_path / "results" / "table.csv").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def fail_half_way(folder, trouble):
    """Write half a result."""
    with record.new_folder(folder) as unfinished:
        (unfinished / "table.csv").write_text("half")
        raise trouble


@pytest.mark.parametrize("trouble", [OSError("disk full"), KeyboardInterrupt(), RuntimeError("a bug")])
def test_nothing_half_written_is_left(tmp_path, trouble):
    """Oracle: what was there before."""
    ours(tmp_path / "results")
    for folder in (tmp_path / "results", tmp_path / "new" / "results"):
        with pytest.raises(type(trouble)):
            fail_half_way(folder, trouble)
    assert (tmp_path / "results" / "table.csv").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_files_of_somebody_else_are_not_touched(tmp_path):
    ours(tmp_path / "results")
    (tmp_path / "results" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"notes\.txt"):
        ours(tmp_path / "results", "second")
    assert (tmp_path / "results" / "table.csv").read_text() == "first"
    assert (tmp_path / "results" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("manifest", ["{}", "[]", "not json", '{"made_by": "another", "files": {}}', '{"files": 3}'])
def test_a_manifest_of_something_else_is_not_ours(tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(InputError, match=r"manifest\.json"):
        record.check_destination(tmp_path)


def test_places_where_results_cannot_go(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="is a file"):
            record.check_destination(place)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="you are in it"):
        record.check_destination(tmp_path)


def test_manifest_holds_what_it_takes_to_make_the_results_again(scenario, tmp_path):
    """Oracle: running what the manifest says gives the same history."""
    changed = with_changes(scenario, {"trust.gain": 0.3})
    with record.new_folder(tmp_path / "results") as folder:
        record.write_manifest(folder, record.manifest(changed, range(7, 8)))
    manifest = json.loads((tmp_path / "results" / "manifest.json").read_text())
    (tmp_path / "again.toml").write_text(manifest["scenario_text"])
    again = with_changes(load(tmp_path / "again.toml"), manifest["parameters"] | {"rounds": manifest["rounds"]})
    assert run(again, manifest["seeds"]["first"]).history.tobytes() == run(changed, 7).history.tobytes()


def test_names_that_a_spreadsheet_would_execute_are_text(tmp_path):
    # oracle: openpyxl, which says of a cell whether it is a formula; and the first letter in CSV
    from openpyxl import load_workbook

    names = np.array(["=1+1", "@SUM(A1)", "-2", "+3", "Town", "a\x1bb"], dtype=object)
    record.write_table(
        tmp_path / "table", {"name": names, "value": np.array([1.5, math.nan, 3, 4, 5, 6])}, {}, excel=True
    )
    sheet = load_workbook(tmp_path / "table.xlsx").active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.value for cell in cells[:5]] == names[:5].tolist()
    assert [row[1].value for row in sheet.iter_rows(min_row=2, max_row=4)] == [1.5, None, 3]
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line[1] for line in lines] == ["'", "'", "'", "'", "T", "a"]
