"""Survey in, scenario out: small surveys of which every number is worked out by hand."""

import json
import math
import re
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samenspel.brought.options import options_of
from samenspel.brought.parts import Source
from samenspel.brought.reader import read
from samenspel.cli import main
from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.group.portrait import Remarks, portray
from samenspel.group.writing import words
from samenspel.parameters import known_parameters
from samenspel.population import declare
from samenspel.runs import run
from samenspel.scenario import load
from tests.brought.cases import workbook
from tests.collaborations import play

DEFAULTS = Parameters()
GROUP = Path(__file__).parents[1] / "simulation" / "group"
EXAMPLE = Path(__file__).parents[1] / "simulation" / "scenarios" / "survey_example"

# Three organisations. A and C rate a partner, B does not: it is rated, and leaves its own question open.
ORGS = "org_id,name,power,autonomy,is_lead,colour\nA,Alpha,4,3,yes,red\nB,Beta,1,,no,\nC,Gamma,,2,,blue\n"
TIES = "from,to,trust_kept,trust_open,value_money\nA,B,4,3,4\nB,A,,,\nC,A,1,,2\n"
CONDITIONS_CSV = """respondent_id,org_id,condition,item,score,scale_min,scale_max
R1,A,ambition,shared,4,1,4
R1,A,ambition,attractive,3,1,4
R2,A,ambition,shared,2,1,4
R2,A,ambition,attractive,,1,4
R3,B,ambition,shared,3,1,4
R1,A,relation,trust,5,0,10
R3,B,relation,trust,7.5,0,10
"""
HEADER = CONDITIONS_CSV.partition("\n")[0] + "\n"


@pytest.fixture
def folder(tmp_path):
    """The survey above, in files."""
    folder = tmp_path / "survey"
    write(folder)
    return folder


def write(folder, orgs=ORGS, ties=TIES, conditions=CONDITIONS_CSV):
    """A survey in files; None leaves one out."""
    folder.mkdir(exist_ok=True)
    for name, text in (("orgs.csv", orgs), ("ties.csv", ties), ("conditions.csv", conditions)):
        if text is not None:
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def answers_in(folder, wave=None, **scales):
    """The answers in a folder, with whatever files are there."""
    files = [Source(path.name, path.read_bytes(), path.stem) for path in sorted(folder.glob("*.csv"))]
    return read(files, options_of({"scale": scales} | ({"wave": wave} if wave else {})))


def sentences(findings):
    return " ".join(map(str, findings))


def portrait_of(folder, wave=None, **scales):
    return portray(answers_in(folder, wave, **scales))


# What becomes of the answers


def test_ties_by_hand(folder):
    """Oracle: by hand. Trust of A in B is the mean of (4 - 1) / 3 and (3 - 1) / 3.

    Dependence: A rated one of its two partners and C its only one, so that the ratings 1 and 1/3 stand for two of the
    seven partners that the default total is of.
    """
    level = DEFAULTS.dependence.total * 2 / 7 / (1 + 1 / 3)
    assert portrait_of(folder).ties == [
        {"from": "Alpha", "to": "Beta", "trust": 0.8333, "dependence": round(level, 4)},
        {"from": "Beta", "to": "Alpha"},
        {"from": "Gamma", "to": "Alpha", "trust": 0.0, "dependence": round(level / 3, 4)},
    ]


def test_organisations_by_hand(folder):
    """Oracle: by hand. Commitment of A is the mean of its respondents, 5/6 and 1/3; power 4 of 1 to 4 is 2."""
    assert portrait_of(folder).organisations == [
        {"name": "Alpha", "commitment": 0.5833, "loyalty": 0.5, "autonomy": 0.6667, "size": 2.0, "lead": True},
        {"name": "Beta", "commitment": 0.6667, "loyalty": 0.75, "size": 0.5},
        {"name": "Gamma", "autonomy": 0.3333},
    ]


def test_chance_for_what_was_not_answered(folder):
    """Oracle: by hand. Means of organisations; a width is sqrt(12) standard deviations, as of a uniform one."""
    found = portrait_of(folder).parameters
    trust, ambition = (5 / 6 + 0) / 2, (7 / 12 + 2 / 3) / 2
    assert found["trust.initial"] == pytest.approx(trust, abs=1e-4)
    assert found["trust.spread"] == pytest.approx(2 * trust, abs=1e-4)  # sqrt(12) * .59 would reach below 0
    assert found["organisations.commitment"] == pytest.approx(ambition, abs=1e-4)
    assert found["organisations.loyalty"] == pytest.approx(0.625)
    assert found["organisations.autonomy"] == pytest.approx(0.5)
    apart = [np.std([5 / 6, 1 / 3, 2 / 3], ddof=1), np.std([0.5, 0.75], ddof=1)]
    assert found["organisations.spread"] == pytest.approx(math.sqrt(12) * np.mean(apart), abs=1e-4)
    assert found["organisations.interests"] == pytest.approx((1 - ambition) / 2 * math.sqrt(12 * 3 / 2), abs=1e-4)


def test_scores_and_spread_by_hand(folder):
    """Oracle: by hand; three conditions were not asked."""
    found = portrait_of(folder)
    np.testing.assert_allclose(found.scores, [0.625, np.nan, 0.625, np.nan, np.nan])
    np.testing.assert_allclose(found.spread[[0, 2]], [0.25459, 0.176777], rtol=1e-4)


def test_drawn_as_wide_as_they_are_apart(folder):
    """Oracle: the standard deviation of the ratings, in many draws of what was not rated (Beta's trust in Alpha)."""
    write(folder, ties="from,to,trust_1to4\nA,B,2\nB,A,\nC,A,3\nA,C,3\nB,C,2\n")
    portrait = portrait_of(folder)
    width, mean = portrait.parameters["trust.spread"], portrait.parameters["trust.initial"]
    drawn = mean + width * (np.random.default_rng(1).random(100_000) - 0.5)
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
    assert drawn.std() == pytest.approx(np.std([1 / 3, 2 / 3, 2 / 3, 1 / 3], ddof=1), abs=0.01)


def test_power_that_was_asked_for_goes_before_a_number_of_people(folder):
    """Oracle: by hand; the middle of the scale is 1."""
    write(folder, orgs="org_id,size,power_1to5\nA,900,3\nB,1,5\nC,1,\n")
    found = portrait_of(folder)
    assert [one.get("size") for one in found.organisations] == [1.0, 2.0, None]
    assert "Not used of orgs.csv: size." in sentences(found.remarks.known)


def test_people_are_power_by_their_square_root(folder):
    """Oracle: by hand. 0, 25 and 225 people: mean 250/3; nobody counts as 25."""
    write(folder, orgs="org_id,size\nA,0\nB,25\nC,225\n")
    sizes = [one["size"] for one in portrait_of(folder).organisations]
    assert sizes == pytest.approx([math.sqrt(x / (250 / 3)) for x in (25, 25, 225)], abs=1e-4)


def test_frequency_stands_for_dependence_only_when_its_direction_is_said(folder):
    """Oracle: by hand; 1 is most often, so that A needs B, and C does not need A."""
    write(folder, ties="from,to,frequency\nA,B,1\nB,A,1\nC,A,4\nA,C,4\n")
    unsaid = portrait_of(folder)
    assert not any("dependence" in tie for tie in unsaid.ties)
    assert "which end is often" in sentences(unsaid.remarks.unsaid)
    found = [tie["dependence"] for tie in portrait_of(folder, frequency=(4.0, 1.0)).ties]
    level = round(DEFAULTS.dependence.total * 4 / 7 / 2, 4)  # Alpha has two partners, the others one: four, two ratings
    assert found == pytest.approx([level, level, 0.0, 0.0])


def test_scale_in_the_name_of_a_column_or_by_option(folder):
    """Oracle: by hand, (3 - 1) / 4 on a scale from 1 to 5."""
    write(folder, orgs="org_id,autonomy_1to5\nA,3\nB,\nC,5\n")
    assert [one.get("autonomy") for one in portrait_of(folder).organisations] == [0.5, None, 1.0]
    write(folder, orgs="org_id,autonomy\nA,3\nB,\nC,5\n")
    assert [one.get("autonomy") for one in portrait_of(folder, autonomy=(1.0, 5.0)).organisations] == [0.5, None, 1.0]


@pytest.mark.parametrize("text", ["A,B,3\nB,A,3\nC,A,3\n", "A,B,1\nB,A,2\nC,A,1\n"])
def test_mean_dependence_on_partners_is_what_chance_would_give(folder, text):
    """Oracle: the drawn dependence of equals with these partners, when everybody rated all of them; and by hand."""
    write(folder, ties="from,to,value\n" + text + "A,C,4\n")
    total = sum(tie["dependence"] for tie in portrait_of(folder).ties)
    alike = {"dependence.by_size": 0.0, "dependence.spread": 0.0}
    drawn, _ = play(declare(2, np.array([[0, 1], [0, 2]]), 3), alike, rounds=0)
    assert total == pytest.approx(drawn.ties["dependence"].sum(), abs=1e-3)
    assert total == pytest.approx(DEFAULTS.dependence.total * (2 + 1 + 1) / 7, abs=1e-3)


def test_the_dependence_of_one_tie_is_at_most_one(tmp_path):
    """Oracle: by hand; of 52 ratings one is above the lowest, and stands for more than a tie can hold."""
    others = [f"P{k}" for k in range(26)]
    folder = tmp_path / "star"
    write(
        folder,
        orgs="org_id\nA\n" + "".join(f"{one}\n" for one in others),
        ties="from,to,value\n" + "".join(f"{one},A,1\nA,{one},{4 if one == 'P0' else 1}\n" for one in others),
        conditions=None,
    )
    level = DEFAULTS.dependence.total * (26 + 26) / 7
    assert level > 1
    assert [tie["dependence"] for tie in portrait_of(folder).ties if tie["dependence"] > 0] == [1.0]


# The scale of the survey does not matter


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(low=st.integers(-5, 5), width=st.sampled_from([1, 2, 4, 6, 10, 100]), seed=st.integers(0, 10_000))
def test_another_scale_is_the_same_survey(tmp_path, low, width, seed):
    """Oracle: the same answers on 1 to 4."""
    chance = np.random.default_rng(seed)
    shares = chance.integers(0, 4, 40) / 3

    def survey(name, low, high):
        scaled = iter((low + shares * (high - low)).tolist())
        suffix = f"_{low}to{high}"
        pairs = [(a, b) for a in "ABC" for b in "ABC" if a != b]
        folder = tmp_path / name
        write(
            folder,
            orgs=f"org_id,power{suffix}\n" + "".join(f"{one},{next(scaled)!r}\n" for one in "ABC"),
            ties=f"from,to,trust{suffix},value{suffix}\n"
            + "".join(f"{a},{b},{next(scaled)!r},{next(scaled)!r}\n" for a, b in pairs),
            conditions=HEADER
            + "".join(
                f"R{one},{one},{condition},,{next(scaled)!r},{low},{high}\n"
                for one in "ABC"
                for condition in CONDITIONS
            ),
        )
        return portrait_of(folder)

    usual, other = survey("usual", 1, 4), survey("other", low, low + width)
    np.testing.assert_allclose(other.scores, usual.scores, atol=1e-9)
    np.testing.assert_allclose(other.spread, usual.spread, atol=1e-9)
    assert other.parameters == pytest.approx(usual.parameters, abs=1.1e-4)
    for mine, theirs in zip((*other.organisations, *other.ties), (*usual.organisations, *usual.ties), strict=True):
        assert mine == pytest.approx(theirs, abs=1.1e-4)


# Waves


WAVES = HEADER.replace("score", "wave,score") + "".join(
    f"R{org},{org},{condition},,{wave},{score},1,4\n"
    for wave, score in ((1, 1), (2, 2.5), (10, 4))
    for org in "AB"
    for condition in CONDITIONS
)


def test_the_last_wave_that_all_files_have(folder):
    """Oracle: by hand; 10 comes after 2, and the ties stop at 2."""
    write(folder, ties="from,to,wave,trust\nA,B,1,1\nA,B,2,4\n", conditions=WAVES)
    answers = answers_in(folder)
    assert (answers.report.wave, list(answers.later)) == ("2", ["10"])
    assert portray(answers).ties[0]["trust"] == 1.0
    np.testing.assert_allclose(answers.scores.of_group(3), 0.5)
    np.testing.assert_allclose(answers.later["10"].of_group(3), 1.0)
    first = answers_in(folder, "1")
    assert list(first.later) == ["2", "10"]
    assert portray(first).ties[0]["trust"] == 0.0


def test_an_organisation_that_joins_later(folder):
    """Oracle: by hand. B answers in a wave in which it is no organisation yet: it is known, and does not count."""
    orgs = "org_id,wave\nA,1\nC,1\nA,2\nB,2\nC,2\n"
    write(folder, orgs=orgs, ties="from,to,trust\nA,C,2\n", conditions=WAVES)
    answers = answers_in(folder, "1")
    assert answers.roster.labels == ("A", "C")
    np.testing.assert_allclose(answers.later["2"].of_organisations(2)[:, 0], [0.5, np.nan])


def test_later_waves_stand_beside_what_the_model_gives(samenspel, folder, tmp_path):
    write(folder, conditions=WAVES)
    said = samenspel(f"import {folder} --wave 1 --out {tmp_path / 'group.toml'}")
    (header,) = (line for line in said.out.splitlines() if line.startswith("On 1 to 4"))
    assert header.split()[4:] == [
        "score",
        "SD",
        "round",
        "1",
        "miss",
        "stands",
        "±",
        "wave",
        "2",
        "wave",
        "10",
        "round",
        "13",
        "round",
        "25",
    ]
    (row,) = (line for line in said.out.splitlines() if line.startswith("ambition "))
    assert (row.split()[1], row.split()[7:9]) == ("1.00", ["2.50", "4.00"])


# The scenario


def test_there_and_back(samenspel, folder, tmp_path):
    """Oracle: by hand, as above; what is not declared is drawn around the group, another for every seed."""
    out = tmp_path / "group.toml"
    said = samenspel(f"import {folder} --out {out} --title 'Three of us'")
    assert (said.code, said.err) == (0, "")
    scenario = load(out)
    state = scenario.declare(1)
    assert scenario.labels == ("Alpha", "Beta", "Gamma")
    assert scenario.title == "Three of us"
    np.testing.assert_equal(state.organisations["commitment"], [0.5833, 0.6667, np.nan])
    ends = list(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))
    assert ends == [(0, 1), (0, 2), (1, 0), (2, 0)]
    np.testing.assert_equal(state.ties["trust"], [0.8333, np.nan, np.nan, 0.0])
    assert state.collaboration["declared_lead"] == 0
    assert scenario.parameters.trust.initial == pytest.approx(0.4167)
    ran = samenspel(f"run {out} --replicates 20")
    assert ran.code == 0
    assert "95 % interval" in ran.out
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["group.toml"]
    assert not [key for key in ("R1", "R2", "R3") if key in out.read_text()]  # no respondent is in a scenario


def test_what_is_said_of_the_survey(samenspel, folder, tmp_path):
    """Oracle: by hand, from the survey above; the same stands in the file."""
    out = tmp_path / "group.toml"
    said = " ".join(samenspel(f"import {folder} --out {out}").out.split())
    for sentence in (
        "2 of them (67%) rated a partner; rated by one side only: 2; without ties: 0",
        "3 respondents of 2 of 3 organisations (67%); 1 of 7 answers (14%) left open",
        "Size is read from power.",
        "Not used of orgs.csv: colour.",
        "Scale not said, taken to be 1 to 4: autonomy, power, trust_kept, trust_open, value_money.",
        "Trust of 1 tie was left open",
        "Commitment and loyalty of 1 organisation without answers",
        "Not answered by anybody, so left to the default: interests, organisation and process.",
        "The model is no forecast",
        "samenspel advise",
    ):
        assert sentence in said
    text = " ".join(out.read_text(encoding="utf-8").replace("\n#", "\n").split())
    assert "2 of them (67%) rated a partner" in text
    assert "The model is no forecast" in text


def test_what_stands_is_near_the_score_and_only_where_it_was_asked(samenspel, folder, tmp_path):
    """Oracle: the rule in docs/survey.md: a belief of .20 around the score, and three times that is far."""
    rows = "".join(
        f"R{org},{org},{one},,{score},1,4\n" for org in "ABC" for one, score in (("process", 2), ("organisation", 3))
    )
    write(folder, conditions=HEADER + rows)
    found = json.loads(samenspel(f"import {folder} --out {tmp_path / 'group.toml'} --json").out)
    assert abs(found["parameters"]["stock.process"] - 1 / 3) < 0.6
    assert abs(found["parameters"]["stock.organisation"] - 2 / 3) < 0.6
    assert not {"stock.interests", "effort.interests", "effort.process"} & set(found["parameters"])
    assert found["stands"]["ambition"] is None
    assert 0 < found["unsure"]["process"] <= 0.2001
    assert found["agreement"] == 0  # 1/3 and 2/3: in the middle, not above it
    assert found["scores"]["process"] == pytest.approx(1 / 3)
    assert found["scores"]["ambition"] is None
    assert set(found["index"]["1"]) == set(CONDITIONS)


def test_the_example_comes_through(samenspel, tmp_path):
    """Oracle: the example of the documentation."""
    said = samenspel(f"import {EXAMPLE} --wave 1 --out {tmp_path / 'group.toml'}")
    assert said.code == 0
    assert "12 respondents of 10 of 14 organisations" in " ".join(said.out.split())
    assert max(len(line) for line in said.out.splitlines() if str(tmp_path) not in line) <= 100


@pytest.mark.parametrize("parts", [("orgs",), ("orgs", "ties"), ("orgs", "conditions")])
def test_what_was_not_asked_is_left_to_the_model(folder, parts):
    """Oracle: which statements there must be."""
    for name in ("ties", "conditions"):
        if name not in parts:
            (folder / f"{name}.csv").unlink()
    said = " ".join(sentence for kind in portrait_of(folder).remarks for sentence in map(str, kind))
    assert ("five conditions were not asked" in said) == ("conditions" not in parts)
    assert ("everybody is tied to everybody" in said) == ("ties" not in parts)


def test_a_file_as_spreadsheets_write_it(folder, tmp_path):
    """Oracle: the same survey with commas."""
    expected = portrait_of(folder)
    other = tmp_path / "other"
    changed = [
        text.replace(",", ";").replace("7.5", "7,5").replace("\n", "\r\n") for text in (ORGS, TIES, CONDITIONS_CSV)
    ]
    write(other, *(text.encode("utf-8-sig") for text in changed))
    found = portrait_of(other)
    assert (found.organisations, found.ties, found.parameters) == (
        expected.organisations,
        expected.ties,
        expected.parameters,
    )


def test_the_three_commands_of_the_documentation(samenspel, tmp_path):
    """Oracle: docs/survey.md; each command ends well on the example."""
    page = (Path(__file__).parents[1] / "docs" / "survey.md").read_text(encoding="utf-8")
    commands = [line.partition("#")[0].strip() for line in page.splitlines() if line.startswith("    samenspel ")]
    assert [command.split()[1] for command in commands] == ["import", "run", "advise"]
    for command in commands:
        line = command.removeprefix("samenspel ").replace("my_survey", str(EXAMPLE))
        said = samenspel(line.replace("group.toml", str(tmp_path / "group.toml")))
        assert (said.code, said.err) == (0, "")
        assert said.out


# What cannot be said


def test_one_respondent_is_one_view(folder):
    write(folder, conditions=HEADER + "R1,A,ambition,,3,1,4\n")
    found = portrait_of(folder)
    assert "One respondent is one view" in sentences(found.remarks.unsaid)
    assert "organisations.spread" not in found.parameters


def test_all_answers_equal(folder):
    rows = "".join(f"R{org},{org},{condition},,3,1,4\n" for org in "ABC" for condition in CONDITIONS)
    write(folder, ties="from,to,trust\nA,B,3\nB,C,3\n", conditions=HEADER + rows)
    found = portrait_of(folder)
    said = sentences(found.remarks.unsaid)
    assert "All respondents score the same on ambition, interests, relation, organisation and process" in said
    assert "All ratings of trust are the same (2)" in said
    assert "organisations.spread" not in found.parameters
    assert found.parameters["trust.spread"] == DEFAULTS.trust.spread


def test_nobody_answered(folder):
    write(folder, conditions=HEADER + "R1,A,ambition,,,1,4\nR2,B,ambition,,NA,1,4\n")
    assert "Nobody answered" in sentences(portrait_of(folder).remarks.unsaid)


def test_nobody_rated_above_the_lowest(folder):
    write(folder, ties="from,to,value\nA,B,1\nB,C,1\n")
    found = portrait_of(folder)
    assert not any("dependence" in tie for tie in found.ties)
    assert "who needs whom cannot be said" in sentences(found.remarks.unsaid)


# What is refused

ROW = "R9,C,relation,trust,5,0,10\n"
REFUSED = {
    "no organisations file": ({"orgs": None}, "", ["no orgs.csv", "ties.csv", "--orgs"]),
    "empty file": ({"conditions": ""}, "", ["conditions.csv", "no rows"]),
    "only a header": ({"conditions": HEADER}, "", ["conditions.csv", "no rows"]),
    "ties without rows": ({"ties": "from,to\n"}, "", ["ties.csv", "no rows"]),
    "tie of an unknown": ({"ties": "from,to\nA,Bb\n"}, "", ["ties.csv: line 2", "'Bb'", "organisation"]),
    "rating outside its scale": (
        {"ties": TIES + "B,C,5,,\n"},
        "",
        ["ties.csv: line 5", "trust_kept", "5", "no file says on which scale", "--scale trust=FROM:TO"],
    ),
    "rating outside the scale said": (
        {"ties": TIES + "B,C,6,,\n"},
        "--scale trust=1:5",
        ["line 5", "trust_kept", "1 to 5", "as its scale says"],
    ),
    "a head count below zero": (
        {"orgs": "org_id,size\nA,-1\nB,\n", "ties": None, "conditions": None},
        "",
        ["orgs.csv: line 2", "-1", "from 0", "people"],
    ),
    "organisation twice": ({"orgs": ORGS + "A,Other,,,,\n"}, "", ["orgs.csv: line 5", "'A'", "line 2"]),
    "answer of an unknown organisation": (
        {"orgs": "org_id\nNORTH\nSOUTH\n", "ties": None, "conditions": HEADER + "R1,NORHT,ambition,,3,1,4\n"},
        "",
        ["conditions.csv: line 2: org_id", "'NORHT'", "the same organisation as 'NORTH'", "--same NORHT=NORTH"],
    ),
    "unknown condition": (
        {"conditions": CONDITIONS_CSV + "R9,C,realtion,,3,1,4\n"},
        "",
        ["line 9: condition", "'realtion'", "did you mean 'relation'"],
    ),
    "score outside its scale": (
        {"conditions": CONDITIONS_CSV + "R9,C,relation,trust,11,0,10\n"},
        "",
        ["line 9: score", "11", "0 to 10"],
    ),
    "score that is no number": (
        {"conditions": CONDITIONS_CSV + "R9,C,relation,trust,high,0,10\n"},
        "",
        ["line 9: score", "'high'"],
    ),
    "two scales for one item": (
        {"conditions": CONDITIONS_CSV + "R9,C,relation,trust,3,1,4\n"},
        "",
        ["line 9: scale_min", "1 to 4", "0 to 10", "line 7"],
    ),
    "a scale upside down": (
        {"conditions": CONDITIONS_CSV + "R9,C,process,,3,4,1\n"},
        "",
        ["line 9: scale_min", "4", "scale_max"],
    ),
    "a scale left open": ({"conditions": CONDITIONS_CSV + "R9,C,process,,3,,4\n"}, "", ["line 9: scale_min", "number"]),
    "answer twice": ({"conditions": CONDITIONS_CSV + ROW + ROW}, "", ["line 10", "'R9'", "relation: trust", "line 9"]),
    "respondent of two organisations": (
        {"conditions": CONDITIONS_CSV + "R1,C,process,,3,1,4\n"},
        "",
        ["line 9: respondent_id", "'R1'", "'C'", "'A'", "line 2"],
    ),
    "respondent without a name": (
        {"conditions": CONDITIONS_CSV + ",C,process,,3,1,4\n"},
        "",
        ["line 9: respondent_id"],
    ),
    "unknown wave": ({"conditions": WAVES}, "--wave 3", ["--wave", "'3'", "1, 2, 10"]),
    "wave without waves": ({}, "--wave 1", ["wave", "'1'", "no file"]),
    "no wave in common": (
        {"ties": "from,to,wave\nA,B,5\n", "conditions": WAVES},
        "",
        ["wave", "ties.csv: 5", "conditions.csv: 1, 2, 10"],
    ),
    "scale of nothing there": ({}, "--scale trsut=1:5", ["--scale trsut", "did you mean 'trust'"]),
    "scale without a colon": ({}, "--scale trust=5", ["--scale trust=5", "NAME=FROM:TO"]),
    "scale without length": ({}, "--scale trust=5:5", ["scale trust", "two different ends"]),
    "scale twice": ({}, "--scale trust=1:5 trust=1:4", ["trust", "twice"]),
    "no text": ({"orgs": b"org_id,name\nA,caf\xe9\x81\n"}, "", ["orgs.csv", "no table", ".xlsx or .csv"]),
    "one organisation": ({"orgs": "org_id\nA\n", "ties": None, "conditions": None}, "", ["organisations", "got 1"]),
}


@pytest.mark.parametrize(("files", "options", "parts"), REFUSED.values(), ids=REFUSED)
def test_refused_in_one_line_and_nothing_is_written(samenspel, folder, files, options, parts):
    """Oracle: each has one mistake; the line must hold its place, its value, and the right name where one is near."""
    for name, text in files.items():
        (folder / f"{name}.csv").unlink()
        write(folder, **{"orgs": None, "ties": None, "conditions": None} | {name: text})
    out = folder / "group.toml"
    said = samenspel(f"import {folder} --out {out} {options}")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    for part in parts:
        assert part in said.err
    assert not [path for path in folder.iterdir() if path.suffix != ".csv"]


def test_a_scenario_is_never_overwritten(samenspel, folder):
    (folder / "mine.toml").write_text("edited by hand")
    for out, word in (("mine.toml", "already"), ("mine.txt", ".toml"), ("nowhere/mine.toml", "no such folder")):
        said = samenspel(f"import {folder} --out {folder / out}")
        assert said.code == 2
        assert word in said.err
    assert (folder / "mine.toml").read_text() == "edited by hand"


def test_no_folder(samenspel, tmp_path):
    assert "no files" in samenspel(f"import --out {tmp_path / 'a.toml'}").err
    assert "nothing there" in samenspel(f"import {tmp_path / 'nowhere'} --out {tmp_path / 'a.toml'}").err


def test_files_by_name(samenspel, folder, tmp_path):
    """Oracle: the same files in a folder."""
    for name in ("orgs", "ties", "conditions"):
        (folder / f"{name}.csv").rename(folder / f"our_{name}.csv")
    files = " ".join(f"--{name} {folder / f'our_{name}.csv'}" for name in ("orgs", "ties", "conditions"))
    assert samenspel(f"import {files} --out {tmp_path / 'a.toml'}").code == 0
    assert load(tmp_path / "a.toml").labels == ("Alpha", "Beta", "Gamma")


def test_a_group_too_large_for_a_scenario(tmp_path):
    """Oracle: the limit of a scenario file, 1 MB; read as [network] files it could be larger."""
    from samenspel.group.writing import scenario_text

    n = 130
    write(
        tmp_path / "large",
        orgs="org_id,name\n" + "".join(f"{i},An organisation with a long name {i}\n" for i in range(n)),
        ties="from,to,trust\n" + "".join(f"{i},{j},3\n" for i in range(n) for j in range(n) if i != j),
        conditions=None,
    )
    with pytest.raises(InputError, match=r"130 organisations and 16770 ties.*\[network\]"):
        scenario_text("Large", "network", portrait_of(tmp_path / "large"), "")


# --- in Dutch ----------------------------------------------------------------------------------------------------

# Words of English that are none of Dutch, and no heading or option of a file.
ENGLISH = (
    "the|and|which|with|from|that|this|by|not|are|were|taken|scale|said|left|mean|drawn|anew|every|run's|answered|other"
    "|group|wave|round|rounds|ties|trust|used|read|written|next|cannot|survey|scores|misses|ambition|interests|relation"
    "|process|organisation|organisations|conditions|respondents|answers"
)


def test_what_is_said_beside_the_remarks_stands_in_both_languages():
    """Oracle: the placeholders of English; and every text has a use."""
    english, dutch = words("en"), words("nl")
    assert [placeholders(one) for one in english.values()] == [placeholders(one) for one in dutch.values()]
    assert all(text.strip() for text in dutch.values())
    sources = "".join(path.read_text(encoding="utf-8") for path in GROUP.glob("*.py"))
    told = {*CONDITIONS, *known_parameters(Parameters), *Remarks._fields, *re.findall(r"[\"'](\w+)[\"']", sources)}
    assert english.keys() - told == set()


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_an_import_speaks_dutch(tmp_path, capsys):
    """Oracle: no English word is left but headings of the files and options; numbers have a comma."""
    out = tmp_path / "groep.toml"
    assert main(["import", str(EXAMPLE), "--out", str(out), "--language", "nl", "--wave", "1"]) == 0
    told = capsys.readouterr().out
    kept = [line[2:] for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    for text in (told.replace(str(out), ""), "\n".join(kept)):
        plain = re.sub(r"\w+_\w+|\w+\.csv|--\w+( \w+)?(=\S+)?|samenspel \w+", "", text)
        assert re.findall(rf"\b({ENGLISH})\b", plain) == []
        assert re.findall(r"\d\.\d", plain) == []
    assert "Wat is aangenomen:" in told
    assert load(out).title == "Survey example"


def test_both_languages_make_the_same_group(tmp_path):
    """Oracle: the histories; what is said of a group changes nothing in it."""
    for language in ("en", "nl"):
        assert main(["import", str(EXAMPLE), "--out", str(tmp_path / f"{language}.toml"), "--language", language]) == 0
    histories = [run(load(tmp_path / f"{one}.toml"), 1).history.tobytes() for one in ("en", "nl")]
    assert histories[0] == histories[1]


def test_what_is_wrong_with_files_is_said_in_the_language_that_is_asked_for(folder, tmp_path, capsys):
    """Oracle: the line of the page."""
    (folder / "ties.csv").write_text("from,to\nA,X\n", encoding="utf-8")
    assert main(["import", str(folder), "--out", str(tmp_path / "x.toml"), "--language=nl"]) == 2
    assert "regel 2: to: organisatie 'X' is onbekend" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".graphml"])
@pytest.mark.parametrize("command", ["advise", "run"])
def test_a_file_of_answers_in_the_place_of_a_scenario_is_to_be_imported_first(command, ending, tmp_path, samenspel):
    """Oracle: the line, which names the command that makes a scenario of it, and nothing of bytes."""
    file = tmp_path / f"ons boek{ending}"
    file.write_bytes(workbook(Blad=[["Organisatie"], ["A"]]).data if ending == ".xlsx" else b"Organisatie\nA\n")
    said = samenspel(f"{command} '{file}'")
    assert said.code == 2
    assert f'samenspel import "{file}" --out "ons boek.toml"' in said.err
    assert "UTF-8" not in said.err
