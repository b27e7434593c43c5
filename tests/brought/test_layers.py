"""A workbook with several networks, a matrix a sheet: each on its own scale, and all of them one list of ties."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from samenspel.brought.layers import could_be, own_scale
from samenspel.brought.options import Options, options_of
from samenspel.brought.order import ordered_by_name
from samenspel.brought.parts import Source
from samenspel.brought.present import level_by
from samenspel.brought.ratings import group_scores, rated_roster
from samenspel.brought.reader import read
from samenspel.brought.tables import read_xlsx
from samenspel.errors import InputError, said
from samenspel.results.counsel_in_words import questions_told, rests_told
from samenspel.scenario import load, parse
from samenspel.view import upload

from .cases import workbook
from .pairs import table_of

LISTED = [["Organisatie", "Afk."], ["Gemeente Noord", "GN"], ["Zorggroep Zuid", "ZZ"], ["Huisartsen", "HA"]]
NAMES = ["", "GN", "ZZ", "HA"]
RATED = [["Hoeveel vertrouwt u de ander? Rapportcijfer 1-10"], ["Leeg = geen contact"], [], ["van \\ naar", *NAMES[1:]],
         ["GN", "x", 10, None], ["ZZ", "5,5", "x", 1], ["HA", None, 1, "x"]]  # fmt: skip
WORKED = [["Wie werkt met wie? (0 = niet, 1 = af en toe, 2 = wekelijks of vaker)"], ["Alleen bovenste helft"], [],
          NAMES, ["GN", "x", 2, 1], ["ZZ", None, "x", 0], ["HA", None, None, "x"]]  # fmt: skip
SCORED = [["cijfers op een schaal van 1 tot 5"], [],
          ["Organisatie", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces"],
          *([row[1], 3, 3, 2, 3, 4] for row in LISTED[1:])]  # fmt: skip
MARKED = [NAMES, ["GN", None, "x", "x"], ["ZZ", "x", None, None], ["HA", None, None, None]]
NAN, FIELDS = math.nan, ("trust", "dependence")


def flat(ties):
    """Trust and dependence, by the names at the ends of a tie and the field."""
    return {(*ends, name): value for ends, both in ties.items() for name, value in zip(FIELDS, both, strict=True)}


def ties_of(answers):
    return flat(
        {(int(one["source"]), int(one["target"])): [float(one[name]) for name in FIELDS] for one in answers.roster.ties}
    )


def opened(said=(), **sheets):
    book = {name.replace("_", " "): rows for name, rows in sheets.items()}
    return read([workbook(Partijen=LISTED, **book)], options_of(dict(said)))


def notes_of(answers):
    return " ".join(said(one, "nl") for one in answers.report.notes)


def sheet(name, rows):
    found, _ = read_xlsx("a.xlsx", workbook(**{name: rows, "Partijen": LISTED}).data)
    return found


def test_trust_and_who_works_with_whom_are_one_list_of_ties():
    """Oracle: by hand; a half matrix goes both ways, 0 is no tie of its own sheet, and may be one of the other."""
    answers = opened(Vertrouwen=RATED, Samenwerking=WORKED)
    assert ties_of(answers) == pytest.approx(
        flat({(0, 1): (1.0, 1.0), (1, 0): (0.5, 1.0), (0, 2): (NAN, 0.5), (2, 0): (NAN, 0.5), (1, 2): (0.0, NAN),
              (2, 1): (0.0, NAN)}), nan_ok=True,
    )  # fmt: skip
    assert answers.used == {"trust": ("Vertrouwen",), "dependence": ("Samenwerking",)}
    assert answers.answered.contact
    assert (answers.answered.organisations, answers.answered.scales) == (3, ((1.0, 10.0),))
    assert (answers.report.ties, answers.report.one_sided) == (6, 0)
    assert answers.report.unread == ()
    told = notes_of(answers)
    assert "Vertrouwen is gelezen als een matrix: hoeveel de rij de kolom vertrouwt" in told
    assert "Samenwerking is gelezen als een matrix: hoe vaak of hoe intensief zij samenwerken" in told


def test_the_line_above_a_matrix_says_what_it_is_where_its_name_does_not():
    """Oracle: by hand, whatever the order of the sheets."""
    by_name, by_line = opened(Vertrouwen=RATED, Samenwerking=WORKED), opened(Blad2=WORKED, Blad3=RATED)
    assert ties_of(by_line) == pytest.approx(ties_of(by_name), nan_ok=True)


@pytest.mark.parametrize(
    ("name", "line", "subject"),
    [
        ("Blad1", "Hoeveel vertrouwt u de ander?", "trust"), ("Trust matrix", "", "trust"),
        ("Blad1", "How often do you meet?", "frequency"), ("Contactfrequentie", "", "frequency"),
        ("Blad1", "Hoe afhankelijk bent u van deze partner?", "value"), ("Invloed", "", "value"),
        ("Blad1", "Who works with whom?", "tie"), ("Samenwerking", "Ingevuld in het overleg van 3 mei", "tie"),
        ("Samenwerking", "Hoe vaak werkt u samen?", "frequency"), ("Samenwerking", "In vertrouwen ingevuld?", "trust"),
        ("Reistijd", "in minuten; leeg = geen contact", None),
    ],
)  # fmt: skip
def test_what_a_matrix_is_about(name, line, subject):
    """Oracle: by hand, as somebody reads it."""
    rows = [[line], [], NAMES, ["GN", None, 2, 1], ["ZZ", 3, None, 4], ["HA", 1, 1, None]]
    found = could_be(sheet(name, rows if line else rows[2:]))
    assert [*found] == ([] if subject is None else [{subject}])


@pytest.mark.parametrize(
    ("legend", "scale"),
    [
        ("0 = niet, 1 = soms, 2 = vaak", (0, 2)), ("1 = dagelijks; 2 = wekelijks; 3 = maandelijks", (3, 1)),
        ("0 = geen contact, 1 = dagelijks, 2 = zelden", (2, 1)), ("1: never - 4: always", (1, 4)),
        ("1 = groep A, 2 = groep B", None), ("schaal 1 t/m 5", None),
    ],
)  # fmt: skip
def test_which_end_of_a_legend_is_often(legend, scale):
    """Oracle: by hand; where the words do not say it, nothing does."""
    assert own_scale(sheet("Contact", [[legend], [], *MARKED]), "frequency") == scale


@pytest.mark.parametrize(
    ("name", "words", "shares"),
    [
        ("Vertrouwen", ["hoog", "laag", "midden"], [1, 0, 0.5]),
        ("Contact", ["wekelijks", "nooit", "maandelijks"], [1, None, 0.75]),
        ("Afhankelijkheid", ["veel", "weinig", "geen"], [1, 1 / 3, None]),
        ("Samenwerking", ["veel", "matig", "weinig"], [1, 2 / 3, 1 / 3]),
        ("Samenwerking", ["ja", "ja", "nee"], [NAN, NAN, None]),
        ("Trust", ["high", "low", "medium"], [1, 0, 0.5]),
    ],
)
def test_cells_in_words(name, words, shares):
    """Oracle: by hand: the place of a word among its levels, as a share; a word for nothing is no tie."""
    rows = [NAMES, ["GN", None, words[0], words[1]], ["ZZ", words[2], None, None], ["HA", None, words[0], None]]
    ties = ties_of(opened(**{name: rows}))
    field = "trust" if name in ("Vertrouwen", "Trust") else "dependence"
    places = [(0, 1, field), (0, 2, field), (1, 0, field)]
    assert [place in ties for place in places] == [share is not None for share in shares]
    given = {place: ties[place] for place in places if place in ties}
    expected = {place: share for place, share in zip(places, shares, strict=True) if share is not None}
    assert given == pytest.approx(expected, nan_ok=True)


def test_a_list_of_ties_and_a_matrix_of_marks_are_read_together():
    """Oracle: by hand."""
    listed = [["Van", "Naar", "Vertrouwen (1-5)"], ["GN", "ZZ", 5], ["ZZ", "HA", 2]]
    answers = opened(Relaties=listed, Wie_met_wie=MARKED)
    assert ties_of(answers) == pytest.approx(
        flat({(0, 1): (1.0, NAN), (1, 2): (0.25, NAN), (0, 2): (NAN, NAN), (1, 0): (NAN, NAN)}), nan_ok=True
    )


def test_how_much_is_needed_goes_before_how_often_and_that_is_said():
    """Oracle: by hand; dependence is that of its own sheet, and the ties of both are there."""
    needs = [["schaal 1-5"], [], NAMES, ["GN", None, 5, None], ["ZZ", 1, None, None], ["HA", None, None, None]]
    answers = opened(Samenwerking=WORKED, Afhankelijkheid=needs)
    assert ties_of(answers) == pytest.approx(
        flat({(0, 1): (NAN, 1.0), (1, 0): (NAN, 0.0), (0, 2): (NAN, NAN), (2, 0): (NAN, NAN)}), nan_ok=True
    )
    assert "daarvan is gelezen wie met wie samenwerkt, en niet hoe vaak" in notes_of(answers)


def test_two_about_the_same_are_asked_about_and_the_third_is_read_beside_the_one_that_is_chosen():
    """Oracle: by hand."""
    files = {"a.xlsx": workbook(Partijen=LISTED, Vertrouwen=RATED, **{"Trust 2024": RATED}, Samenwerking=WORKED).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    (asked,) = upload.questions(refused.value)
    assert {*asked.choices} == {"Vertrouwen", "Trust 2024", "skip"}
    chosen = upload.brought(files, upload.with_answers({}, {"sheet ties": "Trust 2024"})).answers
    assert chosen.used == {"trust": ("Trust 2024",), "dependence": ("Samenwerking",)}
    assert chosen.report.unread == ("Vertrouwen",)


def test_what_is_wrong_is_said_with_its_sheet_and_its_cell():
    """Oracle: by hand; a scale of one sheet is not that of another."""
    wrong = [*RATED[:4], ["GN", "x", 12, 3], *RATED[5:]]
    with pytest.raises(InputError, match=r"regio.xlsx: Vertrouwen: row 5: ZZ: .*got 12, allowed: 1 to 10"):
        opened(Vertrouwen=wrong, Samenwerking=WORKED)
    with pytest.raises(InputError, match=r"regio.xlsx: Samenwerking: row 5: HA: got '2\?'"):
        opened(Vertrouwen=RATED, Samenwerking=[*WORKED[:4], ["GN", "x", 2, "2?"], *WORKED[5:]])
    with pytest.raises(InputError, match=r"regio.xlsx: Trust: row 2: ZZ: .*no file says on which scale"):
        opened(Trust=[NAMES, ["GN", None, 8, 2], ["ZZ", 3, None, None], ["HA", None, None, None]], Samenwerking=WORKED)


def test_short_headings_of_a_matrix_are_the_names_beside_it():
    """Oracle: the same matrix with these names above it as well."""
    full = ["Gemeente Noord", "Zorggroep Zuid", "Huisartsen"]
    rows = [*RATED[:4], *([name, *row[1:]] for name, row in zip(full, RATED[4:], strict=True)), ["Gemiddeld", 5, 5, 1]]
    assert ties_of(opened(Vertrouwen=rows)) == pytest.approx(ties_of(opened(Vertrouwen=RATED)), nan_ok=True)


def test_a_sheet_to_read_explains_the_sheets_that_it_names():
    """Oracle: by hand."""
    guide = [["Leeswijzer"], ["A", "hoeveel vertrouwt u de ander, cijfer 1 tot 10"], ["B", "wie werkt met wie"]]
    answers = opened(Leeswijzer=guide, A=RATED[3:], B=MARKED)
    assert answers.used == {"trust": ("A",)}
    assert {(0, 2, "trust"), (0, 1, "trust"), (1, 0, "trust")} <= ties_of(answers).keys()


def test_matrices_alone_say_who_takes_part():
    """Oracle: by hand."""
    answers = read([workbook(Vertrouwen=RATED, Samenwerking=WORKED)], Options())
    assert [one["name"] for one in answers.roster.organisations] == NAMES[1:]


def test_files_beside_one_another_are_sheets_too():
    """Oracle: the workbook."""
    files = [Source(f"{name}.xlsx", workbook(**{name: rows}).data) for name, rows in
             (("Partijen", LISTED), ("Vertrouwen", RATED), ("Samenwerking", WORKED))]  # fmt: skip
    book = ties_of(opened(Vertrouwen=RATED, Samenwerking=WORKED))
    assert ties_of(read(files, Options())) == pytest.approx(book, nan_ok=True)


def by_python(book, _):
    answers = ordered_by_name(read([Source("keten.xlsx", book)], Options()))
    return answers.roster.labels, rated_roster(answers, level_by(group_scores(answers)[0])).ties


def by_scenario(book, folder, _=None):
    (folder / "keten.xlsx").write_bytes(book)
    scenario = parse('[network]\nfile = "keten.xlsx"', "s", folder)
    return scenario.labels, scenario.declare(1)


def by_page(book, _):
    scenario = upload.opened({"keten.xlsx": book}, {})
    return scenario.labels, scenario.declare(1)


def test_every_door_reads_the_same(tmp_path, samenspel):
    """Oracle: the reader, for what the command writes, the page opens, and a scenario names."""
    book = workbook(Partijen=LISTED, Vertrouwen=RATED, Samenwerking=WORKED, Cijfers=SCORED).data
    labels, ties = by_python(book, tmp_path)
    doors = [by_scenario(book, tmp_path), by_page(book, tmp_path)]
    assert samenspel(f"import {tmp_path / 'keten.xlsx'} --out {tmp_path / 'keten.toml'}").code == 0
    written = load(tmp_path / "keten.toml")
    doors.append((written.labels, written.declare(1)))
    assert written.answered.contact
    for names, found in doors:
        assert names == labels
        for field in FIELDS:
            assert table_of(found, field) == pytest.approx(table_of(ties, field), abs=1e-4)


def test_the_advice_says_that_it_read_who_works_with_whom_and_asks_it_no_more():
    """Oracle: by hand; without that sheet it is all that is known that they were rated, and it is asked."""
    now = SimpleNamespace(agreed=False)
    few = SimpleNamespace(few_ties=("Huisartsen",), of_few=False, unread=None, ask_next=(), outlook=now)
    told = {}
    often = [["Partner", "Werkt samen met", "Hoe vaak", "Vertrouwen (1-10)"]]
    often += [["Huisartsen", "Zorggroep Zuid", "wekelijks", 7], ["Gemeente Noord", "Huisartsen", "maandelijks", 4]]
    often += [["Gemeente Noord", "Zorggroep Zuid", "wekelijks", 8]]
    judged = {"Vertrouwen": RATED}
    kinds = {"both": {**judged, "Samenwerking": WORKED}, "often": {"Werk": often}, "trust": judged}
    for name, sheets in kinds.items():
        book = workbook(Partijen=LISTED, **sheets, Cijfers=SCORED).data
        scenario = upload.opened({"keten.xlsx": book}, {})
        told[name] = " ".join([*rests_told(scenario, few.outlook.agreed, "nl"), *questions_told(scenario, few, "nl")])
    assert "Gelezen: wie met wie samenwerkt" in told["both"]
    assert "verder samenwerk" not in told["both"]
    assert "Gelezen: wie met wie samenwerkt" in told["often"]
    assert "verder samenwerk" not in told["often"]
    assert "Gelezen: wie over wie een oordeel gaf" in told["trust"]
    assert "Met wie Huisartsen verder samenwerk" in told["trust"]


def test_a_list_of_scores_is_about_what_its_sheet_is_called():
    """Oracle: by hand; its heading says only that it is a score, and a scale may stand alone above it."""
    listed = [["Schaal 1-5"], [], ["Van", "Naar", "Score"], ["GN", "ZZ", 5], ["ZZ", "HA", 2]]
    assert ties_of(opened(Vertrouwen=listed)) == pytest.approx(
        flat({(0, 1): (1.0, NAN), (1, 2): (0.25, NAN)}), nan_ok=True
    )


def test_sums_and_counts_beside_a_matrix_are_no_organisations_and_a_scale_may_stand_alone():
    """Oracle: the matrix without them; contact of 0 and 1 says who, and not how often."""
    plain = [["1-5"], [], NAMES, ["GN", None, 5, 1], ["ZZ", 3, None, 2], ["HA", 4, 4, None]]
    more = [*plain[:2], [*NAMES, "Som", "Aantal"], *([*row, 9, 2] for row in plain[3:]), ["Gem.", 3, 4, 1, 9, 2]]
    met = [NAMES, ["GN", "x", 1, 0], ["ZZ", 1, "x", 0], ["HA", 0, 0, "x"]]
    answers = opened(Vertrouwen=more, Contact=met)
    assert ties_of(answers) == pytest.approx(ties_of(opened(Vertrouwen=plain)), nan_ok=True)
    assert answers.report.unread == ()


def test_contact_is_said_to_be_read_as_dependence_and_may_be_contact_alone():
    """Oracle: by hand; where it is asked what the other brings, contact is not read at all."""
    heads = ["Van", "Naar", "Hoe vaak contact", "Vertrouwen (1-5)"]
    rows = [["A", "B", "wekelijks", 4], ["B", "A", "maandelijks", 3], ["B", "C", "per kwartaal", 2]]
    partners = [["Organisatie", "Opmerking"], ["A", "-"], ["B", "-"], ["C", "-"]]
    book = workbook(Partners=partners, Relaties=[heads, *rows]).data
    told = {}
    for contact in ("dependence", "tie"):
        scenario = upload.opened({"keten.xlsx": book}, {"contact": contact})
        told[contact] = " ".join(rests_told(scenario, False, "nl"))
        assert np.isnan(scenario.declare(1).ties["dependence"]).all() == (contact == "tie")
        assert scenario.declare(1).ties.size == 4
    assert "het contact (opgevat als onderlinge afhankelijkheid)" in told["dependence"]
    assert "de onderlinge afhankelijkheid" not in told["dependence"].partition("Door niemand")[0]
    assert "opgevat als" not in told["tie"]
    assert "‘Hoe vaak contact’" in told["tie"].partition("Niet gelezen")[2]
    value = workbook(Partners=partners, Relaties=[[*heads, "Meerwaarde (1-5)"], *([*row, 3] for row in rows)]).data
    assert "opgevat als" not in " ".join(rests_told(upload.opened({"keten.xlsx": value}, {}), False, "nl"))
