"""The order of rows, columns and sheets is no part of what a group is: sorting them another way changes no advice."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest

import samenspel as sp
from samenspel.results.advice_in_words import of_board
from samenspel.scenario import BUILT_IN, load, parse
from samenspel.view import upload

from .cases import files

# Of each: what is said of it besides.
CASES = {
    "imp_00_base": {}, "imp_30_dutch_words": {}, "imp_28a_missing": {}, "imp_32_waar": {}, "imp_41_kumu": {},
    "imp_42_gephi": {}, "imp_40_matrix": {"weight": "trust"}, "imp_52_resp_two_orgs": {"respondents": "several"},
}  # fmt: skip
EXAMPLE = [*sorted((BUILT_IN / "survey_example").glob("*.csv"))]


def written(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def shuffled(path, seed):
    """The table with rows and columns in another order; the first column stays, as in a matrix it names the rows."""
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    chance = random.Random(seed)
    chance.shuffle(rows)
    places = [0, *chance.sample(range(1, len(head)), len(head) - 1)]
    return written([[row[place] for place in places if place < len(row)] for row in (head, *rows)])


def orders(paths):
    """The files as they are, from the last row and file to the first, and shuffled, by name."""
    read = {path.name: [*csv.reader(path.read_text(encoding="utf-8").splitlines())] for path in paths}
    backwards = {name: written([rows[0], *rows[:0:-1]]) for name, rows in reversed(read.items())}
    return [
        {name: written(rows) for name, rows in read.items()}, backwards,
        *({path.name: shuffled(path, seed) for path in paths} for seed in (1, 2)),
    ]  # fmt: skip


def same(one, other):
    """Whether two groups are the same to the bit, but for the order in which their files are told of."""
    assert one.labels == other.labels
    for group in ("organisations", "ties", "collaboration"):
        assert getattr(one.declare(1), group).tobytes() == getattr(other.declare(1), group).tobytes()
    assert (one.parameters, one.scores, one.unsure, one.answered) == (
        other.parameters, other.scores, other.unsure, other.answered,
    )  # fmt: skip


def by_page(held, said, folder):
    return upload.opened(held, said)


def by_scenario(held, said, folder):
    for name, data in held.items():
        (folder / name).write_bytes(data)
    lines = [f'{name.partition(".")[0]} = "{name}"' for name in held]
    return parse("\n".join(["[network]", *lines, *(f'{key} = "{value}"' for key, value in said.items())]), "s", folder)


def by_python(held, said, folder):
    for name, data in held.items():
        (folder / name).write_bytes(data)
    return sp.survey(folder, **said)


@pytest.mark.parametrize("door", [by_page, by_scenario, by_python], ids=lambda door: door.__name__)
@pytest.mark.parametrize(("case", "said"), CASES.items(), ids=[*CASES])
def test_the_order_of_rows_columns_and_files_makes_no_other_group(case, said, door, tmp_path):
    """Oracle: the same tables, sorted otherwise."""
    plain, *others = orders(files(case))
    first = door(plain, said, tmp_path)
    assert first.labels == tuple(sorted(first.labels, key=str.lower))
    for held in others:
        same(first, door(held, said, tmp_path))


@pytest.mark.parametrize("paths", [EXAMPLE, files("imp_42_gephi")], ids=["survey", "network"])
def test_the_order_of_rows_makes_no_other_advice(paths, tmp_path):
    """Oracle: the same tables, sorted otherwise, sentence for sentence; columns are listed as they stand."""
    told = set()
    for place, held in enumerate(orders(paths)):
        (tmp_path / str(place)).mkdir()
        scenario = by_python(held, {"title": "Group"}, tmp_path / str(place))
        found = sp.advise(scenario, rounds=12, phase=4, replicates=20)
        board = of_board(found.scenario, found, found.counsel, None, "nl")
        told.add(tuple(" ".join(sorted(re.findall(r"\w+", line))) for line in board.splitlines()))
    assert len(told) == 1


def test_a_scenario_that_says_what_each_column_is_keeps_the_rows_of_its_file():
    """Oracle: the file of the case, which is not in the order of names."""
    rows = [*csv.reader((BUILT_IN / "survey_example" / "orgs.csv").read_text(encoding="utf-8").splitlines())]
    assert load("survey_example").labels == tuple(row[1] for row in rows[1:])
