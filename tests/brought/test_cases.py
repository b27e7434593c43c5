"""Files as people have them, through every door: each does what a person who knows where it comes from expects.

The files in cases/ are kinds, made after real exports and public reports of bugs, with invented names. Each is read by
the command line, by a scenario that names it and by the page, which must end with the same ratings or the same lines.
"""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought.options import options_of
from samenspel.brought.parts import Source
from samenspel.brought.present import level_by
from samenspel.brought.ratings import group_scores, rated_roster
from samenspel.brought.reader import read
from samenspel.errors import InputError
from samenspel.events import TIE_FIELDS
from samenspel.population import LEFT_TO_CHANCE
from samenspel.scenario import load, parse
from samenspel.view import upload

from .cases import CASES, held
from .pairs import of_names, table_of

NAMES = ("Gemeente Noord", "Zorggroep Zuid", "Huisartsen Oost", "Welzijn West")
# Trust of imp_00_base by hand: the mean of two ratings r on 1 to 4, (r - 1) / 3, by who rates and who is rated.
TRUST = {(0, 1): 5 / 6, (1, 0): 2 / 3, (0, 2): 1 / 3, (2, 1): 5 / 6, (3, 0): 1.0}
# What others read alike: the same ratings, whatever the file looks like.
ALIKE = (
    "imp_00_base", "imp_04_tab", "imp_07_trailing_comma_rows", "imp_10_title_row", "imp_11_qualtrics",
    "imp_12_header_case", "imp_17_nfc_nfd", "imp_19_leading_zero_lost", "imp_30_dutch_words", "imp_32_waar",
    "imp_32c_1.0", "imp_54_zwsp",
)  # fmt: skip
# Of the others, the trust that is read; what was not rated is left out.
TRUSTS = {
    "imp_03_utf16_tab": ({}, TRUST),
    "imp_08_short_rows": ({}, {(0, 1): 5 / 6, (1, 0): 2 / 3, (0, 2): 1 / 3}),
    "imp_27_zero_rating": ({"zero": "missing"}, TRUST),
    "imp_28a_missing": ({}, TRUST | {(3, 2): 2 / 3}),
    "imp_28g_missing": ({}, TRUST | {(3, 2): 2 / 3}),
    "imp_28i_missing": ({}, TRUST | {(3, 2): 2 / 3}),
    "imp_33_quoted_comma": ({}, TRUST | {(0, 1): (2.5 / 3 + 2 / 3) / 2}),
    "imp_40_matrix": (
        {"weight": "trust"},
        {(0, 1): 1.0, (0, 2): 2 / 3, (0, 3): 1 / 3, (1, 0): 2 / 3, (1, 2): 1 / 3, (1, 3): 0.0,
         (2, 0): 1 / 3, (2, 1): 1 / 3, (2, 3): 0.0, (3, 0): 0.0, (3, 1): 0.0, (3, 2): 0.0},
    ),
    "imp_52_resp_two_orgs": ({"respondents": "several"}, TRUST),
    "sc_g3_parallel": ({"parallel": "mean"}, {(0, 1): 0.5}),
}  # fmt: skip
# Who is tied to whom, where nothing was rated.
TIES = {
    "imp_41_kumu": ({}, ("Gemeente", "Zorg"), {(0, 1), (1, 0)}),
    "imp_42_gephi": ({}, ("Gemeente", "Zorg", "H"), {(0, 1), (1, 0), (1, 2), (2, 1)}),
    "sc_g4_selfloop": ({"self": "drop"}, ("a", "b", "c"), {(1, 2)}),
    "sc_g5_mixed": ({}, ("a", "b", "c"), {(0, 1), (1, 0), (1, 2)}),
    "sc_g6_nokeytype": ({}, ("a", "b", "c"), {(1, 2)}),
}
# What is asked or refused, and what its line must hold: the place, the value and the remedy.
REFUSED = {
    "imp_27_zero_rating": ["ties.csv: line 7", "got 0", "1 to 4", "zero", "no_tie", "missing", "scale"],
    "imp_40_matrix": ["ties.csv", "matrix of numbers from 1 to 4", "weight", "trust"],
    "imp_50b_stray_quote_start": ["orgs.csv: line 2", "not CSV"],
    "imp_52_resp_two_orgs": ["conditions.csv: line 9", "'R1'", "line 2", "respondents", "several"],
    "sc_g3_parallel": ["n.graphml: edge 2", "is there already", "edge 1", "parallel", "mean"],
    "sc_g4_selfloop": ["n.graphml: edge 1", "'a'", "itself", "self", "drop"],
    "sc_g15_decimal_comma": ["n.graphml: edge 1: trust", "'0,4'", "0.4"],
}


def by_python(case, said, tmp_path, samenspel):
    answers = read([Source(name, data) for name, data in held(case).items()], options_of(said))
    return answers.roster.labels, rated_roster(answers, level_by(group_scores(answers)[0])).ties


def by_scenario(case, said, tmp_path, samenspel):
    folder = CASES / case
    files = {path.stem: path.name for path in folder.iterdir() if path.suffix == ".csv"} or {"graphml": "n.graphml"}
    lines = [f'{key} = "{value}"' for key, value in {**files, **said}.items()]
    scenario = parse("\n".join(["[network]", *lines]), "s", folder)
    return scenario.labels, scenario.declare(1)


def by_command(case, said, tmp_path, samenspel):
    out = tmp_path / "group.toml"
    options = " ".join(f"--{name} {value}" for name, value in said.items())
    found = samenspel(f"import {CASES / case} --out {out} {options}")
    if found.code:
        assert "Traceback" not in found.err
        raise InputError(found.err)
    scenario = load(out)
    return scenario.labels, scenario.declare(1)


def by_page(case, said, tmp_path, samenspel):
    scenario = upload.opened(held(case), said)
    return scenario.labels, scenario.declare(1)


DOORS = (by_python, by_scenario, by_command, by_page)
every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)


@every_door
@pytest.mark.parametrize("case", ALIKE)
def test_the_same_survey_is_read_alike(case, door, tmp_path, samenspel):
    """Oracle: trust by hand; and the ratings of the plain survey, as the reader has them."""
    labels, found = door(case, {}, tmp_path, samenspel)
    assert of_names(table_of(found, "trust"), labels, NAMES) == pytest.approx(TRUST, abs=1e-4)
    _, plain = by_python("imp_00_base", {}, tmp_path, samenspel)
    given = of_names(table_of(found, "dependence"), labels, NAMES)
    assert given == pytest.approx(table_of(plain, "dependence"), abs=1e-4)


@every_door
@pytest.mark.parametrize("case", TRUSTS)
def test_what_was_rated_is_read(case, door, tmp_path, samenspel):
    """Oracle: by hand."""
    said, expected = TRUSTS[case]
    labels, found = door(case, said, tmp_path, samenspel)
    names, _ = by_python(case, said, tmp_path, samenspel)
    assert of_names(table_of(found, "trust"), labels, names) == pytest.approx(expected, abs=1e-4)


@every_door
@pytest.mark.parametrize("case", TIES)
def test_who_is_tied_to_whom(case, door, tmp_path, samenspel):
    """Oracle: by hand. A tie of one side exists for the other too, once there is a model of it."""
    said, names, pairs = TIES[case]
    labels, found = door(case, said, tmp_path, samenspel)
    both = pairs | {(target, source) for source, target in pairs}
    there = found.ties if hasattr(found, "sources") else found
    sources = found.sources if hasattr(found, "sources") else found["source"]
    expected = both if hasattr(found, "sources") else pairs
    found_ = dict.fromkeys(zip(sources.tolist(), there["target"].tolist(), strict=True))
    assert of_names(found_, labels, names).keys() == expected


@every_door
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_told_is_asked(case, door, tmp_path, samenspel):
    """Oracle: by hand; the line holds the place, the value and the remedy, which the page has as a question."""
    with pytest.raises(InputError) as caught:
        door(case, {}, tmp_path, samenspel)
    asked = " ".join(f"{one.option} {one.choices}" for one in upload.questions(caught.value))
    for part in REFUSED[case]:
        assert part in f"{caught.value}{asked if door is by_page else ''}"
    assert door is not by_page or "; say" not in str(caught.value)


@pytest.mark.parametrize(("case", "parts"), [("sc_t3_smartquotes", ["“", '"']), ("sc_t4_decimalcomma", ["0,4", "0.4"])])
def test_a_scenario_as_word_processors_write_it(case, parts, samenspel):
    """Oracle: the character that was typed and the one that is meant."""
    said = samenspel(f"run {CASES / case / 's.toml'}")
    assert said.code == 2
    assert said.err.count("\n") == 1
    for part in parts:
        assert part in said.err


@every_door
def test_the_size_of_a_dot_is_not_that_of_an_organisation(door, tmp_path, samenspel):
    """Oracle: by hand; what Gephi calls label is the name, and nobody has a size."""
    labels, _ = door("sc_g1_gephi", {}, tmp_path, samenspel)
    assert {"Gemeente", "Zorg"} <= {*labels}
    scenario = upload.opened(held("sc_g1_gephi"))
    assert np.isnan(scenario.declare(1).organisations["size"]).all()


@every_door
def test_a_tie_of_nothing_can_be_left_out(door, tmp_path, samenspel):
    """Oracle: by hand; a rating of 0 below its scale, and a tie of weight 0."""
    (tmp_path / "other").mkdir()
    labels, found = door("imp_27_zero_rating", {"zero": "no_tie"}, tmp_path / "other", samenspel)
    assert of_names(table_of(found, "trust"), labels, NAMES) == pytest.approx(TRUST, abs=1e-4)
    labels, found = door("imp_42_gephi", {"zero": "no_tie"}, tmp_path, samenspel)
    ties = found.ties if hasattr(found, "sources") else found
    assert len(labels) == 3
    assert len(ties) == 2


def test_all_that_is_declared_is_the_same_by_every_door(tmp_path, samenspel):
    """Oracle: the doors themselves; every field of every organisation and tie of the plain survey."""
    (_, one), (_, other), (_, page) = (
        door("imp_00_base", {}, tmp_path, samenspel) for door in (by_scenario, by_command, by_page)
    )
    for field in LEFT_TO_CHANCE:
        np.testing.assert_allclose(one.organisations[field], other.organisations[field], atol=1e-4, err_msg=field)
        np.testing.assert_allclose(one.organisations[field], page.organisations[field], atol=1e-4, err_msg=field)
    for field in TIE_FIELDS:
        np.testing.assert_allclose(one.ties[field], other.ties[field], atol=1e-4, err_msg=field)
        np.testing.assert_allclose(one.ties[field], page.ties[field], atol=1e-4, err_msg=field)


def test_every_case_has_a_test():
    """Oracle: the folder of cases."""
    tested = {*ALIKE, *TRUSTS, *TIES, *REFUSED, "sc_g1_gephi", "sc_t3_smartquotes", "sc_t4_decimalcomma"}
    assert {path.name for path in CASES.iterdir()} == tested


def test_python_takes_a_folder_too(tmp_path, samenspel):
    """Oracle: what `samenspel import` writes of it."""
    import samenspel as sp

    scenario = sp.survey(CASES / "imp_27_zero_rating", zero="no_tie")
    _, command = by_command("imp_27_zero_rating", {"zero": "no_tie"}, tmp_path, samenspel)
    np.testing.assert_array_equal(scenario.declare(1).ties["trust"], command.ties["trust"])
