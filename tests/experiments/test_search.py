"""`samenspel search`: the front by brute force, runs by the ordinary engine, resuming by bytes, and what is refused."""

from __future__ import annotations

import itertools
import json
import shutil
import sys
from types import SimpleNamespace

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.experiments.search import seek, seeking
from samenspel.experiments.search.front import Front, best_of, regret
from samenspel.experiments.search.kept import outcomes_of, read_found
from samenspel.experiments.search.page import Saying, about, answers, brief, report
from samenspel.experiments.search.plan import PLAN, SHIPPED, Aim, read_plan
from samenspel.experiments.search.seeking import search
from samenspel.runs import run, summarise
from samenspel.scenario import load, with_changes

from .kept import KeptPartByPart

pytest.importorskip("pymoo", reason="pymoo is not installed")

SMALL = {
    "title": "Small",
    "scenario": "baseline",
    "seed": 5,
    "set": {"rounds": 6},
    "search": {"evaluations": 12, "population": 4},
    "worlds": {"search": 2, "fresh": 3},
    "phases": {"rounds": 3},
    "aims": {"joint_value": "more", "effort": "less"},
    "levers": {"logic": {}, "phase.1.relation": {}, "phase.2.interests": {"values": [0, 0.5]}},
    "unknown": {"trust.initial": {"from": 0.3, "to": 0.6}},
}

SMALL_WORLD = {"network.generator": "small_world", "network.degree": 4, "network.rewiring": 0.1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small search that was found."""
    place = tmp_path_factory.mktemp("search") / "found"
    seek(SMALL, place, workers=2)
    return place


@pytest.fixture
def found(folder):
    """What it found."""
    return read_found(folder)


def changed(**said):
    """The small search with other tables."""
    return {**SMALL, **said}


# --- the front ------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=12))
def test_the_front_is_what_nothing_beats(rows):
    """Oracle: every pair compared, one by one."""
    worth = np.array(rows, float)
    beaten = {
        one
        for one, other in itertools.permutations(range(len(worth)), 2)
        if np.all(worth[other] >= worth[one]) and np.any(worth[other] > worth[one])
    }
    unbeaten = {tuple(worth[one]) for one in range(len(worth)) if one not in beaten}
    front = best_of(worth, 100)
    assert {tuple(worth[one]) for one in front} == unbeaten
    assert len(front) == len(unbeaten)  # what comes to the same is told once


def test_of_a_long_front_the_ends_are_kept():
    """Oracle: by hand; on a line of 101 the five that lie farthest apart are a quarter of it from one another."""
    line = np.linspace(0.0, 1.0, 101)
    assert best_of(np.column_stack([line, 1.0 - line]), 5).tolist() == [0, 25, 50, 75, 100]


def test_regret_is_what_is_missed_of_the_best_in_each_world():
    """Oracle: by hand."""
    worth = np.array([[[3.0], [0.0]], [[1.0], [2.0]]])
    assert regret(worth).ravel().tolist() == [0.0, 2.0, 2.0, 0.0]


def test_the_worst_quarter_judges_otherwise_than_the_mean():
    """Oracle: by hand; the second is better on average, the first where it is worst."""
    from samenspel.experiments.search.front import judged

    values = np.array([[[1.0]] * 4, [[0.0], [5.0], [5.0], [5.0]]])
    aims = [Aim("joint_value", "more")]
    assert judged(values, aims).ravel().argmax() == 1
    assert judged(values, aims, "worst quarter").ravel().argmax() == 0


# --- what is run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fresh", [False, True])
def test_a_run_of_a_search_is_an_ordinary_run(found, fresh):
    """Oracle: the scenario changed by hand, and run by itself."""
    place = 0 if fresh else 7
    number = int(found.front[place]) if fresh else place
    does = found.does(number)
    world = found.manifest["worlds"][2 if fresh else 1]
    scenario = with_changes(
        load("baseline"), {"rounds": 6, "trust.initial": world["trust.initial"], "logic": does["logic"]}
    )
    first = {"effort.interests": 0.0, "effort.relation": does["phase.1.relation"]}
    second = {"effort.interests": does["phase.2.interests"], "effort.relation": 0.0}
    events = [Event(1, "Phase 1", first), Event(4, "Phase 2", second)]
    finished = run(scenario.__class__(**{**vars_of(scenario), "events": tuple(events)}), world["seed"])
    kept_values = (found.fresh[place, 0] if fresh else found.outcomes[place, 1]).tolist()
    wanted = [*summarise(finished), float(finished.history["effort"][-1])]
    assert np.array_equal(kept_values, wanted, equal_nan=True)


def vars_of(scenario):
    """The fields of a scenario."""
    return {name: getattr(scenario, name) for name in scenario.__dataclass_fields__}


def test_effort_is_what_the_phases_spend(found):
    """Oracle: closed form, three rounds of each phase."""
    spent = found.outcomes[..., outcomes_of({}).index("effort")]
    asked = [
        3 * (found.does(place)["phase.1.relation"] + found.does(place)["phase.2.interests"]) for place in range(12)
    ]
    assert spent == pytest.approx(np.repeat(asked, 2).reshape(12, 2), rel=1e-12)


def test_every_intervention_meets_the_same_worlds_and_fresh_ones_are_others(folder):
    """Oracle: the seeds and draws in the files."""
    worlds = json.loads((folder / "manifest.json").read_text())["worlds"]
    assert [world["seed"] for world in worlds] == [5, 6, 7, 8, 9]
    assert len({world["trust.initial"] for world in worlds}) == 5
    for path in (folder / "generations").glob("*.parquet"):
        assert set(pandas.read_parquet(path).groupby("intervention")["seed"].apply(tuple)) == {(5, 6)}
    fresh = pandas.read_parquet(folder / "fresh" / "fresh-0000.parquet")
    assert set(fresh["seed"]) == {7, 8, 9}


def test_draws_of_a_posterior_are_not_shared_between_search_and_fresh_worlds(tmp_path):
    """Oracle: the file; a lever is not taken from it, and without a share nothing else varies."""
    (tmp_path / "draws.csv").write_text("trust.gain,trust.initial\n" + "\n".join(f"0.{n},0.4" for n in range(10, 30)))
    plan = dict(changed(worlds={"search": 4, "fresh": 6, "posterior": str(tmp_path / "draws.csv")}, unknown={}))
    plan["levers"] = {"trust.initial": {}}
    worlds = read_plan(plan).every_world
    assert {tuple(world.values) for world in worlds} == {("trust.gain",)}
    assert len({world.values["trust.gain"] for world in worlds}) == 10


def test_a_share_varies_what_nobody_chooses():
    """Oracle: within 10 % of what it is; not what is set, chosen, or drawn already."""
    plan = read_plan(changed(worlds={"search": 3, "fresh": 3, "share": 0.1}))
    gain = load("baseline").parameters.trust.gain
    values = [world.values for world in plan.every_world]
    assert all(abs(one["trust.gain"] / gain - 1.0) <= 0.1 for one in values)
    assert len({one["trust.gain"] for one in values}) == 6
    assert all(0.3 <= one["trust.initial"] <= 0.6 for one in values)
    assert not any(name.startswith(("effort.", "phase.")) or name == "rounds" for name in values[0])


def test_several_scenarios_are_worlds():
    """Oracle: evenly, as of a latin hypercube."""
    said = {key: value for key, value in SMALL.items() if key not in ("scenario", "unknown")}
    plan = read_plan({**said, "scenarios": ["baseline", "merger"], "worlds": {"search": 4, "fresh": 6}})
    assert sorted(world.values["scenario"] for world in plan.worlds) == ["baseline"] * 2 + ["merger"] * 2


def test_what_cannot_be_is_not_on_the_front(tmp_path):
    """Oracle: three or four organisations have no degree of four."""
    plan = changed(
        levers={"network.organisations": {"values": [3, 4, 8]}, "phase.1.relation": {}},
        set={"rounds": 3, **SMALL_WORLD},
        search={"evaluations": 8, "population": 8},
    )
    found = seek(plan, tmp_path / "out")
    failed = np.isnan(found.outcomes[..., 0]).any(axis=1)
    assert failed.any()
    assert not failed[found.front].any()


def test_search_ends_where_there_is_nothing_else_to_try():
    """Oracle: two levers of two values have four combinations."""
    plan = changed(
        levers={"logic": {}, "phase.2.interests": {"values": [0, 0.5]}},
        search={"evaluations": 40, "population": 4},
    )
    found = seek(plan)
    assert len(np.unique(found.tried, axis=0)) == 4
    assert len(found.tried) < 40


def test_the_present_is_among_the_first_that_are_tried(found):
    """Oracle: the scenario: no effort, its own logic."""
    assert found.does(0) == {"logic": "network", "phase.1.relation": 0.0, "phase.2.interests": 0.0}
    assert np.array_equal(found.outcomes[0], found.present[:2], equal_nan=True)


def test_a_budget_between_levers_is_kept_to(tmp_path, monkeypatch):
    """Oracle: the constraint by hand; what breaks it is tried in no run."""
    made = []
    monkeypatch.setattr(seeking, "make", lambda block, real=seeking.make: made.append(block.table) or real(block))
    found = seek({**SMALL, "constraints": ["phase.1.relation + phase.2.interests <= 0.4"]}, tmp_path / "out", workers=1)
    sums = found.tried[:, 1] + found.tried[:, 2]
    assert (sums > 0.4).any()
    assert (sums[found.front] <= 0.4).all()
    assert all((table[:, 1:].sum(axis=1) <= 0.4).all() for table in made if table.shape[1])


def test_what_breaks_a_constraint_did_not_fail(tmp_path):
    """Oracle: the constraint by hand; all that keeps to it can be run."""
    plan = read_plan({**SMALL, "constraints": ["phase.1.relation + phase.2.interests <= 0.4"]})
    told = []
    found = search(plan, tmp_path / "out", 1, told.append)
    assert told[-1].failed == 0
    broken = int((found.tried[:, 1] + found.tried[:, 2] > 0.4).sum())
    said = dict(about(found).said)
    assert said["Break a constraint"].startswith(f"{broken} intervention")
    assert said["Runs that failed"].startswith(f"0 of {2 * (12 - broken)};")


def test_a_short_generation_takes_no_numbers_that_it_does_not_need(tmp_path, monkeypatch):
    """Oracle: by hand; two, and then four."""

    def two_and_four(plan):
        every = np.array([list(one.values()) for one in seeking.first_of(plan)])
        yield from ((number, table, lambda values: None) for number, table in enumerate((every[:2], every)))

    monkeypatch.setattr(seeking, "generations", two_and_four)
    found = seek(SMALL, tmp_path / "out")
    rows = pandas.concat(map(pandas.read_parquet, sorted((tmp_path / "out" / "generations").glob("*.parquet"))))
    assert rows["intervention"].unique().tolist() == [0, 1, 2, 3, 4, 5]
    assert len(found.tried) == 6


# --- what is kept ---------------------------------------------------------------------------------------------------


class TestWhatIsKept(KeptPartByPart):
    """Of a search: nothing done in its worlds, three generations, and a front in fresh worlds."""

    what, SMALL, known = "search", SMALL, PLAN
    make, read, read_plan = staticmethod(seek), staticmethod(read_found), staticmethod(read_plan)
    shipped = tuple(SHIPPED.glob("*.toml"))
    seeking, goes_on, first, longer = seeking, "search", "first_of", ("search", "evaluations")
    arrays, last, parts, before = ("tried", "outcomes", "front", "fresh", "present"), "front", 5, 5
    unlike = "asks for other interventions than are kept"


def test_a_folder_of_another_search_is_refused(folder):
    with pytest.raises(InputError, match=r"would not go with; different: levers\.phase\.1\.relation\.to"):
        seek(changed(levers={**SMALL["levers"], "phase.1.relation": {"to": 0.5}}), folder)
    with pytest.raises(InputError, match=r"different: worlds\.search: was 2, is 3"):
        seek(changed(worlds={"search": 3, "fresh": 3}), folder)


def test_a_file_that_is_not_as_it_was_written_does_not_count(folder, tmp_path, capsys):
    """Oracle: by hand: of three generations one is not, and the last part is not."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    for name in ("generations/generation-0001.parquet", "fresh/fresh-0000.parquet"):
        (copy / name).write_bytes(b"half")
    assert main(["status", str(copy)]) == 1
    said = capsys.readouterr()
    assert "search, 2 generations, not finished, not running\ncorrupt: fresh/fresh-0000.parquet\n" in said.out
    assert "not as written; remove it; the same command again makes it anew" in said.err


# --- what is said ---------------------------------------------------------------------------------------------------


def test_what_is_told_of_was_chosen_by_the_search_alone(found):
    """Oracle: other fresh worlds choose the same."""
    front = Front(found)
    turned = Front(SimpleNamespace(**{**found.__dict__, "aims": found.aims, "values": found.values,
                                      "of_aims": found.of_aims, "fresh": found.fresh[::-1]}))  # fmt: skip
    assert front.told == turned.told
    assert set(front.told) == {"more value created together", "less effort spent", "least regret"}


def test_too_few_fresh_worlds_tell_nothing(found):
    texts = [one.reading for one in answers(found)]
    assert all("With 3 fresh worlds nothing can be told" in texts[place] for place in (0, 2, 3))
    assert not any(word in " ".join(texts) for word in ("optimum", "optimal", "the best intervention"))


def test_sentences_say_what_they_rest_on():
    """Oracle: the plan."""
    found = seek(changed(worlds={"search": 2, "fresh": 10}))
    tradeoffs, deeds, fresh, missed = answers(found)
    for one in (tradeoffs, fresh, missed):
        assert "12 interventions in 2 worlds (seeds 5 to 6), and on 10 fresh worlds (seeds 7 to 16)" in one.reading
    least = Front(found).told["less effort spent"]
    letter = next(
        row["letter"] for row in tradeoffs.numbers.to_dict("records") if row["intervention"] == found.front[least]
    )
    assert f"{letter} (" in tradeoffs.reading
    assert "least effort spent" in tradeoffs.reading
    assert f"{letter} has" in deeds.reading
    assert brief(0.0) == "0"


def test_a_lucky_promise_is_called_luck(found, monkeypatch):
    """Oracle: by hand; the search saw the most, and fresh worlds nothing of it."""
    front = Front(found)
    searched = np.array([[[9.0, 0.0], [9.1, 0.0], [9.2, 0.0]]])
    fresh = np.array([[[1.0, 0.0], [1.1, 0.1], [1.2, 0.2]] * 4])
    for name, value in (("searched", searched), ("fresh", fresh)):
        monkeypatch.setitem(front.__dict__, name, value)
    assert Saying(front).short_of(0, 0)
    assert not Saying(front).short_of(0, 1)


def worth(**said):
    """A front of two aims by its worth, of which the third that stands on it fails in one fresh world."""
    aims = (Aim("joint_value", "more"), Aim("effort", "less"))
    line = np.arange(12.0)
    fresh = np.stack([np.column_stack([line, -line])] * 12, axis=1) + np.zeros((12, 12, 2))
    fresh[2, 0] = np.nan
    told = {"more value created together": 11, "less effort spent": 0, "least regret": 2}
    front = Front(SimpleNamespace(aims=aims, front=np.arange(12), fresh=fresh))
    front.__dict__.update({"fresh": fresh, "searched": np.nan_to_num(fresh), "told": told, **said})
    return front


def test_what_fails_in_one_fresh_world_is_left_out_there():
    """Oracle: by hand; on a line of twelve, which go against each other, the third misses 9 of one aim and 2 of the
    other in each world in which it can be run.
    """
    front = worth()
    said = Saying(front)
    assert said.in_conflict().endswith("(rank correlation -1.00).")
    assert front.regrets(2) == [(9.0, 9.0), (2.0, 2.0)]
    assert front.worst_regret(2) == pytest.approx(9.0 / 11.0)
    assert said.short_of(2, 0) is False


def test_what_can_be_run_nowhere_is_not_told_of_by_numbers():
    """Oracle: by hand."""
    fresh = worth().fresh.copy()
    fresh[2] = np.nan
    front = worth(fresh=fresh)
    assert np.isnan(front.regrets(2)).all()
    assert np.isnan(front.worst_regret(2))
    assert front.regrets(11) == [(0.0, 0.0), (11.0, 11.0)]
    assert Saying(front).short_of(2, 0) is False


def test_every_letter_has_a_mark_of_its_own():
    """Oracle: as many as there are places, no two alike."""
    marks = Saying(worth(told={f"reason {place}": place for place in range(12)})).marks
    assert [(letter, place) for letter, place, _, _ in marks] == list(zip("ABCDEFGHIJKL", range(12), strict=True))
    assert len({(colour, marker) for _, _, colour, marker in marks}) == 12


def test_the_command_says_what_was_found_and_writes_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = ['scenario = "baseline"', "seed = 5", 'aims = { joint_value = "more", effort = "less" }']
    lines += ["[set]", "rounds = 3", "[search]", "evaluations = 8", "population = 4"]
    lines += ["[worlds]", "search = 2", "fresh = 2", "[levers]", '"phase.1.*" = { values = [0, 0.5] }']
    (tmp_path / "mine.toml").write_text("\n".join(lines))
    assert main(["search", "mine.toml", "--out", "found"]) == 0
    said = capsys.readouterr()
    assert "8 interventions in 2 worlds and the front in 2 fresh ones, at most 24 runs" in said.err
    assert "4 answers: found" in said.out
    page = tmp_path / "found" / "report" / "index.html"
    assert "What can be had, and at what price?" in page.read_text(encoding="utf-8")
    assert {"search-tradeoffs.png", "search-deeds.csv", "search-fresh.svg"} <= {
        one.name for one in page.parent.iterdir()
    }
    assert main(["report", "found", "--out", "again"]) == 0
    assert capsys.readouterr().out.startswith("Of 8 interventions")
    assert (tmp_path / "again" / "index.html").read_text() == page.read_text()
    assert main(["report", "found", "--outcome", "trust"]) == 2
    assert "a search is told of by its aims" in capsys.readouterr().err


def test_a_page_of_one_intervention_is_written(tmp_path):
    """Oracle: one lever of one value leaves one thing to do."""
    plan = changed(levers={"logic": {"values": ["network"]}}, search={"evaluations": 4, "population": 4})
    seek(plan, tmp_path / "out")
    assert "better than every other, or as good, in every aim" in report(read_found(tmp_path / "out")).readings[0]


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"aims": {"joint_value": "more"}}, "aims: got 1, allowed: at least 2"),
        ({"aims": {"joint_value": "up", "effort": "less"}}, "aims: joint_value: got 'up', allowed: more, less"),
        ({"aims": {"first_decision": "less", "effort": "less"}}, "aims: unknown key 'first_decision'"),
        ({"aims": {"joint_valu": "more", "effort": "less"}}, "did you mean 'joint_value'?"),
        ({"levers": {}}, "levers: got none"),
        ({"levers": {"trust.gian": {}}}, "levers: unknown factor 'trust.gian' (did you mean 'trust.gain'?)"),
        ({"levers": {"phase.9.relation": {}}}, "phase.9.relation: begins in round 25, allowed: at most 6"),
        ({"levers": {"order": {}, "phase.1.relation": {}}}, "levers: got order and phase.1.relation"),
        ({"levers": {"order": {"values": ["x"]}}}, "levers: order: unknown key 'values'"),
        ({"levers": {"trust.gain": {"levels": 3}}}, "levers: trust.gain: levels: allowed: from and to, or values"),
        ({"levers": {"rounds": {}}}, "levers: rounds is fixed in [set] as well"),
        ({"levers": {"trust.initial": {}}}, "levers: trust.initial is among what is unknown as well"),
        ({"unknown": {"rounds": {"from": 3, "to": 6}}}, "unknown: rounds is fixed in [set] as well"),
        ({"unknown": {"trust.gain": {"levels": 3}}}, "unknown: trust.gain: levels: allowed: from and to, or values"),
        (
            {"search": {"evaluations": 8, "population": 9}},
            "search: got 8 evaluations, allowed: at least the population",
        ),
        ({"search": {"judged": "median"}}, "search: judged: got 'median', allowed: mean, worst quarter"),
        ({"worlds": {"search": 0}}, "worlds: search: got 0"),
        ({"worlds": {"posterior": "none.csv"}}, "none.csv"),
        ({"seed": 2**63 - 1}, "seed: got 9223372036854775807, allowed: at most"),
        ({"scenario": "education_labour"}, "invests in conditions itself"),
        ({"factors": {}}, "unknown key 'factors'"),
    ],
    ids=lambda one: None if isinstance(one, str) else " ".join(one),
)
def test_what_cannot_be_sought_is_refused_in_one_line(said, line):
    with pytest.raises(InputError) as refused:
        read_plan({**SMALL, **said})
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_pymoo_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymoo.core.mixed", None)
    with pytest.raises(InputError, match=r"a search needs pymoo: pip install 'samenspel\[search\]'"):
        seek(SMALL, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_that_can_be_done_is_said(tmp_path):
    """Oracle: three or four organisations have no degree of four."""
    plan = changed(
        levers={"network.organisations": {"values": [3, 4]}},
        set={"rounds": 3, **SMALL_WORLD}, search={"evaluations": 4, "population": 4},
    )  # fmt: skip
    with pytest.raises(InputError, match="nothing that was tried can be run in every world"):
        seek(plan, tmp_path / "out")
