"""`samenspel report`: a page of what fits the method, that asks for nothing from elsewhere."""

from __future__ import annotations

import base64
import json
import re
import shlex
import shutil
import sys
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import numpy as np
import pandas
import pytest
from matplotlib.figure import Figure

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import page as pages
from samenspel.experiments import read, report, run_design, to_ema
from samenspel.experiments.answers import QUESTIONS
from samenspel.experiments.answers.asking import Compared
from samenspel.experiments.answers.map import maps
from samenspel.experiments.answers.sheet import Layout
from samenspel.experiments.factors import Factor
from samenspel.experiments.page import PAGE, in_short
from samenspel.experiments.store import ROUNDS, read_runs
from samenspel.experiments.words import ENGLISH, Speech, texts_of

KEPT = Path(__file__).parent / "english"  # what reports said before they spoke another language
TWO_LOGICS = {"values": ["hierarchy", "network"]}
ROUNDS_OF_A_RUN = {"rounds": 6}
FACTORS = {"trust.initial": {}, "dependence.total": {"to": 0.6}, "network.organisations": {"values": [3, 4]}}
DESIGNS = {
    "grid": {
        "factors": {"trust.initial": {"levels": 3}, "dependence.total": {"levels": 2, "to": 0.6}, "logic": TWO_LOGICS}
    },
    "one_at_a_time": {"factors": {"trust.initial": {"levels": 3}, "logic": {}}},
    "factorial": {"factors": {"trust.initial": {}, "logic.goal": {}, "logic.decision": {}}},
    "latin_hypercube": {"design": {"samples": 40, "cross": ["logic"]}, "factors": FACTORS | {"logic": TWO_LOGICS}},
    "sobol": {"design": {"samples": 8, "cross": ["logic"]}, "factors": FACTORS | {"logic": TWO_LOGICS}},
    "morris": {"design": {"trajectories": 5}, "factors": FACTORS},
    "list": {"points": [{"trust.initial": 0.2}, {"trust.initial": 0.7}]},
    "orders": {"design": {"conditions": ["relation", "process"], "rounds": 2}, "factors": {"logic": TWO_LOGICS}},
}
EXPECTED = {
    "grid": {"map", "difference", "effects", "curves", "course", "spread", "modes"},
    "one_at_a_time": {"effects", "course", "spread", "modes"},
    "factorial": {"shapley", "interactions", "best", "course", "spread", "modes"},
    "latin_hypercube": {"map", "effects", "depends", "scores", "course", "spread", "modes"},
    "sobol": {"sobol", "explains", "effects", "depends", "course", "spread", "modes"},
    "morris": {"morris", "course", "spread", "modes"},
    "list": {"best", "course", "spread", "modes"},
    "orders": {"orders", "best", "course", "spread", "modes"},
}


def designed(method, **also):
    design = DESIGNS[method]
    return {
        "title": "A <b>bold</b> title", "question": "Does it & how?", "replicates": 20, "every_round": True,
        "set": ROUNDS_OF_A_RUN, **design, "design": {"method": method, **design.get("design", {})}, **also,
    }  # fmt: skip


@pytest.fixture(scope="module")
def results_of(tmp_path_factory):
    """The folder of results of a method, which is run once."""

    @cache
    def ran(method):
        folder = tmp_path_factory.mktemp(method) / "results"
        run_design(designed(method), folder)
        return folder

    return ran


@pytest.fixture(scope="module", params=DESIGNS)
def reported(request, results_of):
    folder = results_of(request.param)
    return request.param, folder, report(folder)


@pytest.fixture
def drawn_once(monkeypatch):
    """Of a figure the SVG alone, which a page holds: for tests that look at no other, which take longer to make."""
    drawn = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda *one, **given: one[1].suffix == ".svg" and drawn(*one, **given))


class References(HTMLParser):
    """Whatever a page points at."""

    def __init__(self):
        super().__init__()
        self.found, self.text = [], []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("src", "href", "srcset", "data", "action")]

    def handle_data(self, data):
        self.text.append(data)


def test_a_page_has_the_analyses_that_fit_its_method(reported):
    method, folder, written = reported
    made = {path.stem.removeprefix("joint_value-") for path in (folder / "report").glob("*.csv")}
    assert made - {"where", "dissolved"} == EXPECTED[method]
    assert len(written.readings) == len(made)
    page = written.page.read_text(encoding="utf-8")
    for reading in written.readings:
        assert reading.endswith(".")
        assert "nan" not in reading.lower()
        assert page.count(reading.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) >= 2


def test_a_page_asks_for_nothing_from_elsewhere(reported):
    """Oracle: everything that it points at is in it."""
    page = reported[2].page.read_text(encoding="utf-8")
    references = References()
    references.feed(page)
    assert references.found
    for reference in references.found:
        assert reference.startswith(("#", "data:image/svg+xml;base64,"))
    assert not re.search(r"https?:|@import|url\(|<script|<link", page)
    for drawn in re.findall(r"base64,([^\"]+)", page):
        picture = base64.b64decode(drawn).decode()
        assert not re.search(r"(href|src)=\"(?!#|data:)", picture)


def test_a_page_says_what_was_run_and_escapes_it(reported):
    """Oracle: counted by hand."""
    method, folder, written = reported
    page = written.page.read_text(encoding="utf-8")
    assert "<h1>A &lt;b&gt;bold&lt;/b&gt; title</h1>" in page
    assert "Does it &amp; how?" in page
    runs = len(read_runs(folder))
    assert f"<dt>Runs</dt><dd>{runs:,}</dd>" in page
    assert "20, seeds from 1 up" in page
    assert "Not finished" not in page
    if method in ("grid", "latin_hypercube", "morris"):
        assert "trust of a tie at the start" in page


def told(page):
    """What a page says and what its figures say, a line each, without their numbers and code."""
    text = page.read_text(encoding="utf-8")
    for drawn in re.findall(r"base64,([^\"]+)", text):
        text = text.replace(f"data:image/svg+xml;base64,{drawn}", "") + base64.b64decode(drawn).decode()
    text = re.sub(r"<(style|metadata|defs|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    lines = [unescape(line).strip() for line in re.sub(r"<[^>]*>", "\n", text).splitlines()]
    lines = [re.sub(r"[-+−]?\d[\d.,]*", "#", line) for line in lines]
    return "\n".join(line for line in lines if re.search(r"[A-Za-z]{2}", line)) + "\n"


def test_a_report_says_in_english_what_it_said_before_there_was_another_language(reported):
    """Baseline: pages and figures of these designs, made by the last version that spoke English alone; since then
    sentences were changed on purpose."""
    method, _, written = reported
    assert told(written.page) == (KEPT / f"{method}.txt").read_text(encoding="utf-8")


# Words of English that are none of Dutch.
ENGLISH_WORDS = (
    "the|and|with|from|by|round|rounds|seed|seeds|how|value|unclear|mean|least|most|which|where|what|does|"
    "each|other|others|cannot|chance|points|replicates|lowest|highest|between|logic|hierarchy|share|choice"
)


@pytest.mark.usefixtures("drawn_once")
def test_a_report_in_dutch_has_no_english(reported, tmp_path):
    """Oracle: no fixed part of an English text is left, nor a common English word, on the page and in its figures;
    numbers have a comma; and what programs read is as it was."""
    _, folder, english = reported
    written = report(folder, tmp_path, language="nl")
    dutch = "\n".join(
        line for line in told(written.page).split("\n") if line not in ("A <b>bold</b> title", "Does it & how?")
    )
    assert '<html lang="nl">' in written.page.read_text(encoding="utf-8")
    assert re.findall(rf"\b({ENGLISH_WORDS})\b", dutch, re.IGNORECASE) == []
    of_dutch = " ".join(texts_of("nl").values())
    for key, text in texts_of("en").items():
        for part in (part.strip(" .,;:()") for part in re.split(r"\{[^}]*\}", text)):
            if " " in part and part not in of_dutch:
                assert part not in dutch, key
    for reading in written.readings:
        assert reading.endswith(".")
        assert re.findall(r"\d\.\d(?!\d\d)", reading) == []
    assert len(written.readings) == len(english.readings)
    for path in tmp_path.glob("*.svg"):
        marks = re.findall(r">([-−]?\d+\.\d+)<", path.read_text(encoding="utf-8"))
        assert marks == [], path.name
    for path in folder.glob("report/*.csv"):
        columns = [pandas.read_csv(place / path.name).columns.tolist() for place in (path.parent, tmp_path)]
        assert columns[0] == columns[1]


def test_every_text_stands_in_every_language_with_the_same_placeholders():
    """Oracle: English; and every text has a use."""
    english, dutch = texts_of("en"), texts_of("nl")
    assert english.keys() == dutch.keys()
    for key in english:
        fields = [sorted({name for _, name, _, _ in Formatter().parse(one[key]) if name}) for one in (english, dutch)]
        assert fields[0] == fields[1], key
        assert dutch[key].strip(), key
    files = [*Path(pages.__file__).parent.rglob("*.py"), Path(pages.__file__).with_name("page.html")]
    source = " ".join(path.read_text(encoding="utf-8") for path in files)
    begins = [re.escape(one) for one in re.findall(r"f[\"'](\w+\.\w*)\{", source)]
    of_data = ("table.", "value.", "unit.")  # by the names of columns, words and units
    made = re.compile("|".join([*begins, *(rf"{one}\.about" for one in QUESTIONS)]))
    unused = [
        key
        for key in english
        if f'"{key}"' not in source and f"'{key}'" not in source and not key.startswith(of_data) and not made.match(key)
    ]
    assert unused == []


def test_a_number_of_one_is_told_as_one():
    """Oracle: by hand, in Dutch, where a verb goes with its number too."""
    say = Speech("nl")
    one = {"one": "‘a’", "other": "‘b’", "size": "+0,1"}
    assert "is er 1 van toeval te onderscheiden" in say("interactions.told", all=3, count=1, **one)
    assert "zijn er 2 van toeval te onderscheiden" in say("interactions.told", all=3, count=2, **one)
    assert say("effects.too", factors="‘a’", count=1) == "‘a’ telt ook mee"
    assert say("effects.too", factors="‘a’ en ‘b’", count=2) == "‘a’ en ‘b’ tellen ook mee"
    assert say("answer.undefined_all_failed", count=1, outcome="‘vertrouwen’", failed=1).endswith("(die is mislukt)")
    reading = say("map.reading", cells=1, outcome="‘a’", second="b", in_second="1 %", first="c", in_first="2 %",
                  neither="97 %", worth="0,01")  # fmt: skip
    assert reading.startswith("Van het ene vak is")


def test_a_factor_is_called_as_the_page_calls_it_or_by_its_code():
    """Oracle: simulation/view/texts/nl.toml, simulation/results/outcomes.toml, and by hand."""
    say = Speech("nl")
    assert say.factor("norm.tolerance") == "‘tolerantie’"
    assert say.factor("phase.2.relation") == "‘inzet op relatie in fase 2’"
    assert say.factor("event.Verkiezingen.round") == "‘ronde van Verkiezingen’"
    assert say.factor("trust.inertia") == "trust.inertia"
    assert say.word("relation > process") == "relatie > proces"
    assert say.value("logic.goal", "network") == "‘logica van het doel’ = netwerk"
    assert say.value("logic", "network") == "netwerk"
    assert [ENGLISH.factor(name) for name in ("norm.tolerance", "logic.goal")] == ["norm.tolerance", "logic.goal"]


@pytest.mark.usefixtures("drawn_once")
def test_what_cannot_be_done_is_said_in_dutch(tmp_path):
    """Oracle: the design has too few runs at a point for the question on two kinds."""
    run_design(designed("grid", replicates=2), tmp_path / "results")
    written = report(tmp_path / "results", language="nl")
    assert any("geen enkel punt heeft 20 runs waarin het te bepalen is" in reason for reason in written.left_out)
    assert "Weggelaten: of gelijke omstandigheden" in in_short(written, "nl")


@pytest.mark.usefixtures("drawn_once")
def test_the_command_speaks_dutch(tmp_path, capsys):
    """Oracle: what it says of an outcome, and of a folder without results."""
    run_design(designed("list", replicates=2), tmp_path / "results")
    assert main(["report", str(tmp_path / "results"), "--language", "nl"]) == 0
    said = capsys.readouterr().out
    assert "‘Wat samenwerken oplevert’ is het hoogst met ‘vertrouwen bij het begin’ = 0," in said
    assert "antwoorden: " in said
    assert main(["report", str(tmp_path / "results"), "--out", str(tmp_path), "--language", "nl"]) == 2
    assert "hier staat iets anders in; dat moet zijn: een nieuwe map" in capsys.readouterr().err


def test_every_figure_is_there_three_times(reported):
    folder = reported[1] / "report"
    drawn = {path.stem for path in folder.glob("*.png")}
    assert drawn
    assert drawn == {path.stem for path in folder.glob("*.svg")} == {path.stem for path in folder.glob("*.pdf")}
    for path in folder.glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG")


def test_axes_have_meaning_and_unit(reported):
    """Oracle: as declared of the parameter and of the outcome."""
    method, folder, _ = reported
    if method == "grid":
        svg = (folder / "report" / "joint_value-map.svg").read_text(encoding="utf-8")
        said = " ".join(re.sub(r"<.*?>", " ", svg, flags=re.DOTALL).split())
        assert "trust.initial: trust of a tie at the start (share)" in said
        assert "value created together (value per organisation and round)" in said


def test_the_same_results_give_the_same_report(results_of, tmp_path):
    one, other = (report(results_of("factorial"), tmp_path / name).page.parent for name in ("one", "other"))
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


@pytest.mark.usefixtures("drawn_once")
def test_a_sweep_that_is_not_finished_says_so_and_is_reported_as_far_as_it_is(tmp_path):
    folder = tmp_path / "results"
    run_design(designed("grid", replicates=2), folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"replicates": 50, "most_replicates": 50}))
    written = report(folder)
    page = written.page.read_text(encoding="utf-8")
    assert "<strong>Not finished.</strong> 24 of 600 runs are there" in page
    assert "<dd>24 of 600</dd>" in page
    assert any("whether the same conditions" in reason for reason in written.left_out)
    assert "Left out" in page


@pytest.mark.usefixtures("drawn_once")
def test_one_replicate_has_no_interval_and_nothing_is_told(tmp_path):
    run_design(designed("grid", replicates=1), tmp_path / "results")
    assert any("cannot be told from chance" in reading for reading in report(tmp_path / "results").readings)


@pytest.mark.usefixtures("drawn_once")
def test_a_sobol_sample_that_is_mostly_impossible_says_nothing_that_cannot_be(tmp_path):
    """Oracle: of 64 blocks 5 are complete, which is too few for shares; no share of any sentence is beyond 100 %; and
    what failed is counted, by hand of the table of runs."""
    gen = tmp_path / "gen.toml"
    gen.write_text('title = "gen"\nrounds = 6\n[network]\ngenerator = "small_world"\norganisations = 24\ndegree = 4\n'
                   "rewiring = 0.1\n")  # fmt: skip
    factors = {
        "network.organisations": {"from": 4, "to": 12}, "network.degree": {"from": 2, "to": 10}, "trust.initial": {}
    }  # fmt: skip
    design = {"scenario": str(gen), "replicates": 2, "design": {"method": "sobol", "samples": 64}, "factors": factors}
    runs = run_design(design, tmp_path / "results")
    readings = report(tmp_path / "results").readings
    said = "What explains value created together cannot be told: 5 of 64 blocks are complete"
    assert any(reading.startswith(said) for reading in readings)
    assert all(float(share) <= 100 for reading in readings for share in re.findall(r"([\d.]+) %", reading))
    failed = int(runs["error"].notna().sum())
    assert failed == int(runs["joint_value"].isna().sum())
    counted = f"in {failed} of them value created together is not defined (all of these failed)."
    assert all(counted in reading for reading in readings)
    lost = int(runs["joint_value"].isna().groupby(runs["point"]).all().sum())
    held = f"In {lost} of 320 points value created together is not defined, so that factors depend on one another"
    assert sum(held in reading for reading in readings) == 1
    quarter = re.findall(r"lowest quarter .* in (\d+) % of the runs in which it is defined", " ".join(readings))
    assert quarter == ["25"]  # a quarter is one by definition, and not what half of the runs happened to hold


@pytest.mark.usefixtures("drawn_once")
def test_a_sentence_of_shares_says_what_it_rests_on(tmp_path):
    """Oracle: by hand, 64 blocks of 4 points at two logics, 2 replicates, each block on seeds of its own."""
    factors = {"trust.initial": {}, "dependence.total": {"to": 0.6}, "logic": TWO_LOGICS}
    design = {"method": "sobol", "samples": 64, "cross": ["logic"]}
    run_design({"replicates": 2, "set": {"rounds": 12}, "design": design, "factors": factors}, tmp_path)
    written = report(tmp_path, outcome="trust")
    shares = written.readings[0]
    assert shares.endswith("It rests on 1,024 runs: 512 points, 2 replicates of each, 128 seeds.")
    assert "of 64 of 64 blocks, 2 replicates of each point." in shares
    assert re.search(r"is behind \d+ % \([^)]+ to \d+ %[^)]*\) of the variance of trust", shares)
    assert "the same within a block, of every block its own" in written.page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("drawn_once")
def test_another_outcome(results_of, tmp_path):
    written = report(results_of("list"), tmp_path, outcome="trust")
    assert written.readings[0].startswith("Trust is highest with trust.initial 0.7")
    assert not list(written.page.parent.glob("joint_value-*"))


@pytest.mark.usefixtures("drawn_once")
def test_each_outcome_of_the_design_is_a_part_of_the_page(tmp_path):
    run_design(designed("list", outcomes=["trust", "first_decision"]), tmp_path / "results")
    page = report(tmp_path / "results").page.read_text(encoding="utf-8")
    assert "Trust <small>(share)</small>" in page
    assert "First round with a goal" in page


@pytest.fixture
def samenspel(results_of, tmp_path, monkeypatch, capsys, drawn_once):
    """The command line in a folder with results."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(results_of("list"), "results", ignore=shutil.ignore_patterns("report"))

    def call(line):
        code = main(shlex.split(line))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_command_says_what_the_page_says(samenspel, tmp_path):
    code, out, _ = samenspel("report results --out page")
    assert code == 0
    assert out.startswith("Value created together is highest with trust.initial 0.")
    assert f"page/{PAGE}" in out
    assert (tmp_path / "page" / PAGE).exists()
    _, out, _ = samenspel("report results --json")
    assert set(json.loads(out)) == {"page", "readings", "left_out"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("report", ["DIR"]),
        ("report nowhere", ["nowhere", "no results"]),
        ("report results --outcome joint_valeu", ["joint_valeu", "did you mean 'joint_value'?"]),
        ("report results --out results", ["results", "holds other things"]),
        ("report results --out results/manifest.json", ["it is a file"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(samenspel, line, words):
    code, out, err = samenspel(line)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1, err
    for word in words:
        assert word in err


def test_nothing_to_analyse_is_said(samenspel, monkeypatch):
    """Oracle: every run failed; or the outcome came in none of them."""
    runs = read_runs("results")
    monkeypatch.setattr("samenspel.experiments.results.read_runs", lambda folder: runs.assign(first_decision=np.nan))
    code, _, err = samenspel("report results --outcome first_decision")
    assert code == 2
    assert "nothing to analyse: first round with a goal: it is not defined in any run" in err
    monkeypatch.setattr(
        "samenspel.experiments.results.read_runs", lambda folder: runs.assign(error="nothing to divide by")
    )
    code, _, err = samenspel("report results")
    assert code == 2
    assert "nothing to analyse: all 40 runs failed" in err


def test_results_are_known_without_the_scenario(results_of):
    """Oracle: the design that was run."""
    results = read(results_of("sobol"))
    assert results.drawn == ["trust.initial", "dependence.total", "network.organisations"]
    assert results.crossed == ["logic"]
    assert results.factors["dependence.total"].high == 0.6
    settings = list(results.settings())
    assert [values for values, _ in settings] == [{"logic": "hierarchy"}, {"logic": "network"}]
    where = results.runs.drop_duplicates("point").set_index("point")
    for values, points in settings:
        assert (where.loc[points, "logic"] == values["logic"]).all()
        trust = where.loc[points, "trust.initial"].to_numpy()
        np.testing.assert_array_equal(trust, results.cube()[:, 0])  # over its whole range, which is from 0 to 1


def test_ema_workbench_takes_what_to_ema_gives(tmp_path):
    """Oracle: the runs; and that its own tools run on them."""
    runs = run_design(designed("latin_hypercube", replicates=3), tmp_path / "results")
    experiments, outcomes = to_ema(tmp_path / "results")
    assert len(experiments) == len(runs) == 240
    assert list(experiments.columns) == [*FACTORS, "logic"]
    np.testing.assert_array_equal(outcomes["joint_value"], runs["joint_value"])
    from ema_workbench.analysis import feature_scoring

    scores = feature_scoring.get_feature_scores_all(experiments, {"trust": outcomes["trust"]})
    assert scores["trust"].idxmax() == "trust.initial"
    _, rounds = to_ema(tmp_path / "results", every_round=True)
    table = read_runs(tmp_path / "results", ROUNDS)
    assert rounds["trust"].shape == (240, 6)
    np.testing.assert_array_equal(
        rounds["trust"], table.sort_values(["run", "round"])["trust"].to_numpy().reshape(240, 6)
    )
    assert rounds["TIME"][0].tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("every_round", [False, True])
def test_ema_workbench_saves_what_to_ema_gives(tmp_path, every_round):
    """Oracle: what it loads again."""
    from ema_workbench import load_results, save_results

    run_design(designed("latin_hypercube", replicates=2), tmp_path / "results")
    experiments, outcomes = to_ema(tmp_path / "results", every_round)
    save_results((experiments, outcomes), str(tmp_path / "saved.tar.gz"))
    again, loaded = load_results(str(tmp_path / "saved.tar.gz"))
    assert again["logic"].tolist() == experiments["logic"].tolist()
    assert loaded.keys() == outcomes.keys()
    for name, values in outcomes.items():
        np.testing.assert_allclose(loaded[name], values, rtol=1e-12, err_msg=name)


@pytest.mark.usefixtures("drawn_once")
def test_without_ema_workbench_a_report_says_which_extra_to_install(tmp_path, monkeypatch):
    """Oracle: the extra in pyproject.toml; a module that is None cannot be imported."""
    for name in [*(one for one in sys.modules if one.startswith("ema_workbench.")), "ema_workbench"]:
        monkeypatch.setitem(sys.modules, name, None)
    run_design(designed("latin_hypercube", replicates=3), tmp_path / "results")
    page = report(tmp_path / "results", tmp_path / "page").page.read_text(encoding="utf-8")
    assert unescape(page).count("this analysis needs ema_workbench: pip install 'samenspel[ema]'") == 2
    assert to_ema(tmp_path / "results")[1]["trust"].size == 240


def test_rounds_that_were_not_kept_are_said(tmp_path):
    run_design(designed("list", every_round=False), tmp_path / "results")
    with pytest.raises(InputError, match="every_round = true"):
        to_ema(tmp_path / "results", every_round=True)


def test_a_map_marks_what_cannot_be_told():
    """Oracle: by hand, the one cell that is not clear is hatched, and the name of each side that is higher."""
    cells = [
        (0.0, 0.0, -1.0, "hierarchy"),
        (1.0, 0.0, 1.0, ""),
        (0.0, 1.0, -1.0, "hierarchy"),
        (1.0, 1.0, 1.0, "network"),
    ]
    table = pandas.DataFrame(cells, columns=["x", "y", "difference", "better"])
    factors = {name: Factor(name, "number", 0.0, 1.0) for name in ("x", "y")}
    logics = Compared("logic", ("hierarchy", "network"))
    layout = Layout(factors, "Which logic", ENGLISH, x="x", y="y")
    axes = maps(table, layout, ENGLISH.outcome("joint_value"), logics, {}).axes[0]
    (hatched,) = [one for one in axes.collections if one.get_hatch()]
    assert hatched.get_array().mask.tolist() == [[True, False], [True, True]]
    assert {text.get_text() for text in axes.texts} == {"hierarchy", "network"}


@pytest.mark.usefixtures("drawn_once")
def test_pages_of_failed_runs_count_them(results_of, tmp_path, monkeypatch):
    folder = results_of("list")
    runs = read_runs(folder)
    outcomes = list(runs.columns[runs.columns.get_loc("joint_value") : -1])
    runs["error"] = runs["error"].astype(object)
    runs.loc[3, "error"], runs.loc[3, outcomes] = "nothing to divide by", pandas.NA
    monkeypatch.setattr(
        "samenspel.experiments.results.read_runs", lambda folder, *rest: runs if not rest else read_runs(folder, *rest)
    )
    page = report(folder, tmp_path).page.read_text(encoding="utf-8")
    assert "<dd>1 (2 %): nothing to divide by</dd>" in page


def test_the_function_is_not_hidden_by_a_module():
    """Oracle: importing everything there is leaves every public name what it is."""
    import importlib
    import pkgutil

    import samenspel.experiments

    for module in pkgutil.iter_modules(samenspel.experiments.__path__, "samenspel.experiments."):
        if not module.ispkg:
            importlib.import_module(module.name)
    assert all(callable(getattr(samenspel.experiments, name)) for name in samenspel.experiments.__all__)
