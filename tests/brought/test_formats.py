"""Every format, and every thing that a file may leave unsaid: small files of which the answer is worked out by hand."""

from __future__ import annotations

import doctest
import importlib
import io
import math
import pkgutil

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import samenspel.brought
from samenspel import errors
from samenspel.brought.cells import COMMA, POINT, is_open, number_in, sign_of
from samenspel.brought.options import options_of
from samenspel.brought.parts import Source
from samenspel.brought.ratings import rated_roster, ties_of
from samenspel.brought.reader import read
from samenspel.errors import FindingsError, InputError
from samenspel.scenario import parse
from tests.brought.cases import spreadsheet
from tests.brought.fuzz import DL, DL_LIST, GEXF, PAJEK

MODULES = [
    importlib.import_module(f"samenspel.brought.{one.name}") for one in pkgutil.iter_modules(samenspel.brought.__path__)
]
ORGS = "org_id,name\nA,Alpha\nB,Beta\nC,Gamma\n"


@pytest.mark.parametrize("module", [*MODULES, errors], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    """Oracle: what the docstring says."""
    assert doctest.testmod(module).failed == 0


def answers(said=None, /, **files):
    """What files say, by their names with _ for the dot; text or bytes."""
    held = [(name.replace("_", "."), data) for name, data in files.items()]
    sources = [Source(name, data if isinstance(data, bytes) else data.encode()) for name, data in held]
    return read(sources, options_of(said or {}))


def edges_of(found):
    """Directed ties by name."""
    labels, ties = found.roster.labels, found.roster.ties
    return {
        (labels[one], labels[other])
        for one, other in zip(ties["source"].tolist(), ties["target"].tolist(), strict=True)
    }


def trust_of(found):
    """Trust by pair of rows; what is open is left out."""
    ties = rated_roster(found).ties
    return {
        (int(tie["source"]), int(tie["target"])): round(float(tie["trust"]), 4)
        for tie in ties
        if not math.isnan(tie["trust"])
    }


# --- formats ----------------------------------------------------------------------------------------------------


def test_gexf():
    """Oracle: networkx, but for the edge without a direction, which it cannot have beside others."""
    found = answers(n_gexf=GEXF)
    graph = nx.read_gexf(io.BytesIO(GEXF.replace(' type="undirected"', "").encode()))
    names = {node: label or node for node, label in nx.get_node_attributes(graph, "label").items()}
    assert edges_of(found) == {(names[one], names[other]) for one, other in graph.edges} | {("c", "Zorg")}
    assert found.roster.organisations[0]["autonomy"] == 0.4


def test_pajek():
    """Oracle: networkx; its arcs go one way, its edges both."""
    graph = nx.parse_pajek(PAJEK.partition("*Edges")[0])
    assert edges_of(answers(n_net=PAJEK)) == {*graph.edges()} | {("Gemeente", "Huis"), ("Huis", "Gemeente")}
    assert [one["name"] for one in answers(n_net=PAJEK).roster.organisations] == ["Gemeente", "Zorg Noord", "Huis"]


@pytest.mark.parametrize(("text", "pairs"), [(DL, {(0, 1), (1, 0), (1, 2)}), (DL_LIST, {(0, 1), (1, 2)})])
def test_dl(text, pairs):
    """Oracle: by hand."""
    names = ("Gemeente", "Zorg", "Huis")
    assert edges_of(answers(n_dl=text)) == {(names[one], names[other]) for one, other in pairs}


def test_a_weight_can_be_a_rating():
    """Oracle: by hand, (3 - 1) / 4 and 0 on a scale from 1 to 5."""
    found = answers({"weight": "trust", "scale": {"weight": [1, 5]}}, n_dl=DL_LIST)
    assert trust_of(found) == {(0, 1): 0.5, (1, 2): 0.0}


def test_a_spreadsheet_says_what_its_sheets_say_as_csv():
    """Oracle: the same survey as CSV."""
    from .cases import held

    one = answers(survey_xlsx=spreadsheet("imp_00_base"))
    other = read([Source(name, data) for name, data in held("imp_00_base").items()], options_of({}))
    for field in one.roster.ties.dtype.names:
        np.testing.assert_array_equal(one.roster.ties[field], other.roster.ties[field])
    np.testing.assert_array_equal(one.scores.values, other.scores.values)
    assert one.roster.organisations == other.roster.organisations


@pytest.mark.parametrize("heading", ["score", "antwoord"])
def test_a_decimal_comma_is_read_whatever_the_heading(heading):
    """Oracle: by hand, (3.5 - 1) / 4 on a scale from 1 to 5."""
    rows = f"respondent_id,org_id,condition,{heading},scale_min,scale_max\n" + 'r1,A,ambition,"3,5",1,5\n'
    rows += 'r2,B,ambition,"2,5",1,5\n'
    found = answers(orgs_csv="org_id\nA\nB\n", ties_csv="from,to,trust\nA,B,3\nB,A,3\n", conditions_csv=rows)
    assert found.scores.values[:, 0].tolist() == [0.625, 0.375]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter(encoding, delimiter):
    """Oracle: the names as they were written."""
    text = "org_id,naam\nA,Súdwest-Fryslân\nB,Coöperatie Één\n".replace(",", delimiter)
    assert answers(orgs_csv=text.encode(encoding)).roster.labels == ("Súdwest-Fryslân", "Coöperatie Één")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0rest", "save it as"),
        (b"PK\x03\x04rest", "not a spreadsheet"),
        (b"%PDF-1.4\x00\x01", "no table.*save it as"),
        (b"<html><body>", "not GEXF|not GraphML|org_id"),
    ],
)
def test_what_is_none_of_these_says_what_it_could_be(data, said):
    with pytest.raises(InputError, match=said):
        answers(orgs_csv=data)


# --- cells ------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=6), st.sampled_from([COMMA, POINT])
)
def test_the_sign_of_decimals_is_that_of_the_column(numbers, sign):
    """Oracle: the numbers themselves, written with that sign and two decimals."""
    cells = [f"{number:.2f}".replace(".", "," if sign == COMMA else ".") for number in numbers]
    assert sign_of(cells) == sign
    assert [number_in(cell, "x", sign) for cell in cells] == pytest.approx(numbers)


def test_a_thousand_or_one_is_asked():
    """Oracle: by hand; another column of the file tells it, and so does the option."""
    orgs = "org_id;staff\nA;1.000\nB;2.500\n"
    with pytest.raises(InputError, match=r"a thousand or has decimals.*--decimal comma"):
        answers(orgs_csv=orgs.replace(";", "\t"))
    people = {COMMA: [1000, 2500], POINT: [1.0, 2.5]}
    for sign, sizes in people.items():
        found = answers({"decimal": sign}, orgs_csv=orgs)
        assert [one["size"] for one in found.roster.organisations] == sizes
    told = "org_id;staff;autonomy_1to5\nA;1.000;3,5\nB;2.500;4\n"
    assert [one["size"] for one in answers(orgs_csv=told).roster.organisations] == [1000, 2500]


def test_two_signs_in_one_column_is_a_mistake_of_the_one_that_is_rarer():
    """Oracle: the line of the rarer one."""
    with pytest.raises(InputError, match=r"ties.csv: line 4: trust_1to5: got '2.5'"):
        answers(orgs_csv=ORGS, ties_csv="from;to;trust_1to5\nA;B;3,5\nB;A;4,5\nC;A;2.5\n")


@pytest.mark.parametrize(
    "cell", ["", " ", "NA", "n/a", "#N/A", "#N/B", "NaN", ".", "-", "?", "NULL", "None", "n.v.t.", "Weet niet"]
)
def test_what_was_not_filled_in(cell):
    assert is_open(cell)
    found = answers(orgs_csv=ORGS, ties_csv=f"from,to,trust_1to4\nA,B,{cell}\nB,A,4\n")
    assert trust_of(found) == {(1, 0): 1.0}
    assert found.report.missing["trust"] == 1
    assert found.report.response_rate == 1 / 3


def test_a_code_for_missing_is_said_or_clear():
    """Oracle: by hand; 999 could be an answer, -99 on a scale from 1 to 4 could not."""
    ties = "from,to,trust_1to4\nA,B,{}\nB,A,4\n"
    assert trust_of(answers(orgs_csv=ORGS, ties_csv=ties.format(-99))) == {(1, 0): 1.0}
    with pytest.raises(InputError, match=r"line 2.*got 999.*--missing 999"):
        answers(orgs_csv=ORGS, ties_csv=ties.format(999))
    assert trust_of(answers({"missing": "999"}, orgs_csv=ORGS, ties_csv=ties.format(999))) == {(1, 0): 1.0}


def test_shares_are_shares_and_ratings_are_ratings():
    """Oracle: by hand; a column between 0 and 1 is no scale from 1 to 4."""
    found = answers(orgs_csv=ORGS, ties_csv="from,to,trust\nA,B,0.9\nB,A,0\n")
    assert trust_of(found) == {(0, 1): 0.9, (1, 0): 0.0}
    assert trust_of(answers(orgs_csv=ORGS, ties_csv="from,to,trust\nA,B,4\nB,A,1\n")) == {(0, 1): 1.0, (1, 0): 0.0}


# --- ties and answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("networks", "refused"), [(10, True), (3, True), (2, False), (1, False)])
def test_networks_that_nothing_joins_are_no_group_unless_it_is_said(networks, refused):
    """Oracle: by hand; so many chains of three, of which none holds half of all when there are more than two."""
    names = [f"{place}{end}" for place in range(networks) for end in "abc"]
    orgs = "org_id\n" + "\n".join(names)
    ties = "from,to,trust\n" + "".join(f"{k}a,{k}b,2\n{k}b,{k}c,3\n" for k in range(networks))
    sources = [Source("orgs.csv", orgs.encode()), Source("ties.csv", ties.encode())]
    if refused:
        with pytest.raises(InputError, match=f"ties.csv: got {networks} networks .* 3 organisations.*--apart together"):
            read(sources, options_of({}))
    assert len(read(sources, options_of({"apart": "together"})).roster.labels) == 3 * networks
    if not refused:
        assert read(sources, options_of({})).report.isolates == 0


def test_several_respondents_for_one_tie():
    """Oracle: by hand; the mean of 1 and 1/3, and the standard deviation between them."""
    ties = "respondent,from,to,trust_1to4\nR1,A,B,4\nR2,A,B,2\nR3,B,A,3\n"
    found = answers(orgs_csv=ORGS, ties_csv=ties)
    assert trust_of(found) == {(0, 1): round(2 / 3, 4), (1, 0): round(2 / 3, 4)}
    assert any(f"{np.std([1, 1 / 3], ddof=1):.2f} apart" in str(note) for note in found.report.notes)
    assert trust_of(answers({"parallel": "first"}, orgs_csv=ORGS, ties_csv=ties))[0, 1] == 1.0


def test_a_row_for_each_respondent():
    """Oracle: by hand; as tools for questionnaires export it, on scales that headings say."""
    header = "ResponseId,organisatie,ambitie_gedeeld_1to4,ambitie_helder_1to4,relatie (1-5),proces_1to4\n"
    wide = f"{header}R1,A,4,2,5,\nR2,Beta,1,,3,4\n"
    found = answers(orgs_csv=ORGS, answers_csv=wide)
    expected = [[2 / 3, math.nan, 1.0, math.nan, math.nan], [0.0, math.nan, 0.5, math.nan, 1.0]]
    np.testing.assert_allclose(found.scores.values, expected)
    assert (found.scores.respondents, found.scores.open) == (("R1", "R2"), 2)


def test_a_column_that_is_not_read_is_no_answer():
    """Oracle: by hand; nobody rated anything that is read, but for B."""
    found = answers(orgs_csv=ORGS, ties_csv="from,to,trust_1to4,remark\nA,B,,good\nB,A,3,\nC,A,,fine\n")
    assert found.report.response_rate == 1 / 3
    assert found.report.unused == {"ties.csv": ("remark",)}
    assert found.report.missing == {"trust": 2}


def test_all_that_is_wrong_is_told_at_once():
    """Oracle: four mistakes in three files, each with its place."""
    with pytest.raises(FindingsError) as caught:
        answers(
            orgs_csv="org_id,name,is_lead\nA,Alpha,maybe\nB,Beta,\nA,Other,\n",
            ties_csv="from,to,trust_1to4\nA,B,7\nA,Q,3\n",
            conditions_csv="respondent_id,org_id,condition,score,scale_min,scale_max\nR1,A,luck,3,1,4\n",
        )
    lines = str(caught.value).split("\n")
    places = ("orgs.csv: line 2: is_lead", "orgs.csv: line 4", "ties.csv: line 2: trust_1to4", "ties.csv: line 3: to")
    for place, line in zip((*places, "conditions.csv: line 2: condition"), lines, strict=True):
        assert line.startswith(place)


def test_a_place_is_said_once_whatever_the_file():
    """Oracle: by hand; a file, a sheet where there are several, a row."""
    from io import BytesIO

    from openpyxl import Workbook

    book, held = Workbook(), BytesIO()
    book.remove(book.active)
    for title, rows in (("orgs", [("org_id", "name"), ("A", "Alpha", "more")]), ("ties", [("from", "to", "to")])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(held)
    with pytest.raises(FindingsError) as caught:
        answers(survey_xlsx=held.getvalue())
    assert str(caught.value).split("\n") == [
        "survey.xlsx: orgs: row 2: got 3 cells, allowed: 2, as in the header",
        "survey.xlsx: ties: got 2 columns 'to', allowed: one",
    ]
    with pytest.raises(InputError, match=r"^orgs.csv: line 2: got 3 cells, allowed: 2, as in the header$"):
        answers(orgs_csv="org_id,name\nA,Alpha,more\n")


def test_a_need_that_is_said_is_declared_by_both_ways_to_a_scenario():
    """Oracle: by hand; the file of `import` and a scenario that names the data hold the same ties."""
    found = answers(orgs_csv=ORGS, ties_csv="from,to,trust_1to4,need\nA,B,4,0.3\nB,A,2,\n")
    assert ties_of(found) == [
        {"from": "Alpha", "to": "Beta", "need": 0.3, "trust": 1.0},
        {"from": "Beta", "to": "Alpha", "trust": 0.3333},
    ]
    np.testing.assert_array_equal(rated_roster(found).ties["need"], [0.3, np.nan])


def test_a_tie_of_nothing_to_oneself_is_no_tie():
    """Oracle: by hand; of two ties of weight 0 the one that is dropped does not count as a tie."""
    found = answers({"self": "drop", "weight": "tie"}, orgs_csv=ORGS, ties_csv="from,to,weight\nA,A,0\nA,B,0\nB,C,1\n")
    said = [str(note) for note in found.report.notes]
    assert any("ties of weight 0, which count as ties: 1;" in note for note in said)


def test_very_many_findings_are_not_all_said():
    """Oracle: the number of lines; a thousand ties of nobody."""
    with pytest.raises(FindingsError) as caught:
        answers(orgs_csv=ORGS, ties_csv="from,to\n" + "".join(f"x{row},y{row}\n" for row in range(1000)))
    assert len(str(caught.value).split("\n")) == 21
    assert str(caught.value).endswith("more like these")


def test_networks_that_are_said_to_be_one_group_are_told_of():
    """Oracle: by hand."""
    from samenspel.group.portrait import portray

    orgs = "org_id\n" + "".join(f"{name}\n" for name in range(20))
    ties = "from,to,trust_1to4\n" + "".join(f"{name},{name + 1},3\n" for name in range(0, 20, 2))
    sources = [Source("orgs.csv", orgs.encode()), Source("ties.csv", ties.encode())]
    said = portray(read(sources, options_of({"apart": "together"}))).remarks.unsaid
    assert "10 networks that nothing joins" in " ".join(map(str, said))


def test_answers_on_the_conditions_set_a_scenario_that_names_them(tmp_path):
    """Oracle: by hand; ambition 3 of 1 to 4 is a commitment of 2/3, and what the scenario says itself stands."""
    (tmp_path / "orgs.csv").write_text(ORGS)
    (tmp_path / "conditions.csv").write_text(
        "respondent_id,org_id,condition,score,scale_min,scale_max\nR1,A,ambition,3,1,4\nR2,B,ambition,4,1,4\n"
    )
    text = '[network]\norgs = "orgs.csv"\nconditions = "conditions.csv"\n'
    scenario = parse(text, "s", tmp_path)
    np.testing.assert_allclose(scenario.declare(1).organisations["commitment"], [2 / 3, 1.0, math.nan], atol=1e-4)
    assert scenario.parameters.organisations.commitment == pytest.approx(5 / 6, abs=1e-4)
    own = parse(text + "[parameters]\norganisations.commitment = 0.3\n", "s", tmp_path)
    assert own.parameters.organisations.commitment == 0.3


def test_an_answer_with_its_words():
    """Oracle: by hand; as forms export it."""
    ties = "from,to,trust_1to5\nA,B,4 - eens\nB,A,2 = oneens\nA,C,5. Helemaal mee eens\nC,A,3\n"
    assert trust_of(answers(orgs_csv=ORGS, ties_csv=ties)) == {(0, 1): 0.75, (1, 0): 0.25, (0, 2): 1.0, (2, 0): 0.5}


def test_a_formula_that_nobody_worked_out_is_no_answer_left_open():
    """Oracle: openpyxl, which writes formulas and does not work them out."""
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for row in (["org_id", "autonomy_1to5"], ["A", "=1+2"], ["B", 3]):
        book.active.append(row)
    book.save(held)
    with pytest.raises(InputError, match="row 2: autonomy_1to5: got a formula without its value"):
        answers(orgs_xlsx=held.getvalue())


def test_a_run_says_which_wave_it_read_and_what_it_did_not(tmp_path):
    """Oracle: by hand."""
    (tmp_path / "orgs.csv").write_text("org_id,wave,colour\nA,1,\nB,1,\nA,2,red\nB,2,\nC,2,\n")
    report = str(parse('[network]\norgs = "orgs.csv"\n', "s", tmp_path).report)
    assert report.startswith("wave 2; 3 organisations")
    assert report.endswith("not read: colour of orgs.csv")


@pytest.mark.parametrize("heading", ["voorzitter", "Penvoerder", "kartrekker"])
@pytest.mark.parametrize(
    ("cells", "leads"),
    [(("ja", "nee", ""), {"Alpha": True, "Beta": False}), (("J. de Vries", "", "ja"), {})],
    ids=["yes or no", "somebody"],
)
def test_a_heading_of_whoever_leads_is_a_flag_only_of_yes_and_no(heading, cells, leads):
    """Oracle: by hand; a column with a name in it is not read, and said to be."""
    rows = zip("ABC", ("Alpha", "Beta", "Gamma"), cells, strict=True)
    orgs = f"org_id,name,{heading}\n" + "".join(f"{key},{name},{cell}\n" for key, name, cell in rows)
    answers = read([Source("orgs.csv", orgs.encode()), Source("ties.csv", b"from,to\nA,B\nB,C\n")], options_of({}))
    assert {one["name"]: one["lead"] for one in answers.roster.organisations if "lead" in one} == leads
    assert answers.report.unused == ({} if leads else {"orgs.csv": (heading,)})
