"""What people bring is checked before it costs anything, and reads no files of this computer."""

from __future__ import annotations

import base64
import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from samenspel.errors import InputError
from samenspel.group.portrait import Remarks
from samenspel.scenario import BUILT_IN, load
from samenspel.view import upload
from samenspel.view.address import Setting, decode, encode
from samenspel.view.desk import Desk
from samenspel.view.session import MOST_ORGANISATIONS, Line
from samenspel.view.shown.brought import brought
from samenspel.view.shown.share import share
from samenspel.view.shown.top import top
from tests.brought.cases import held

TWO = '[[organisations]]\nname = "a"\n[[organisations]]\nname = "b"\n'


def test_a_scenario_opens():
    assert upload.opened({"mine.toml": TWO}).labels == ("a", "b")


def test_a_survey_opens_with_the_scenario_that_names_its_files():
    """Oracle: the scenario that comes with the model, run from its own folder."""
    folder = BUILT_IN / "survey_example"
    text = (BUILT_IN / "survey_example.toml").read_text().replace("survey_example/", "")
    files = {"survey.toml": text} | {name: (folder / name).read_text() for name in ("orgs.csv", "ties.csv")}
    one, other = upload.opened(files), load("survey_example")
    assert one.labels == other.labels
    assert Line(one, 1).history.tobytes() == Line(other, 1).history.tobytes()


@pytest.mark.parametrize("key", ["org_id", "name"])
def test_lists_open_without_a_scenario(key):
    orgs = f"{key},autonomy\nA,0.5\nB,\nC,0.3\n"
    ties = "from,to,trust\nA,B,0.9\nB,A,0.4\nA,C,0.2\n"
    scenario = upload.opened({"Orgs.csv": orgs, "ties.csv": ties})
    assert scenario.labels == ("A", "B", "C")
    assert scenario.declare(1).ties.size == 4


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "0 files"),
        ({"a.toml": TWO, "b.toml": TWO}, "2 scenario files"),
        ({"a.pdf": "x"}, "allowed: a scenario"),
        ({"ties.csv": "from,to\n"}, "no organisations among the files"),
        ({"a.toml": "title = "}, "not TOML"),
        ({"a.toml": "x" * 2_000_000}, "2.0 MB, allowed: at most 1 MB"),
        ({"a.toml": '[network]\norgs = "/etc/passwd"\n'}, "a file that was brought: none"),
        ({"a.toml": '[network]\norgs = "../orgs.csv"\n', "orgs.csv": "org_id\nA\nB\n"}, "a file that was brought"),
        ({"a.toml": '[network]\ngraphml = "/etc/hostname"\n'}, "a file that was brought"),
        ({"a.toml": '[network]\norgs = ["x"]\n'}, "a file that was brought"),
        ({"a.toml": "network = 3\n"}, "network"),
        ({"a.toml": "organisations = 3\n"}, "organisations"),
        ({"a.toml": '[network]\ngenerator = "complete"\norganisations = 90000\n'}, "90000 organisations"),
        ({"orgs.csv": "org_id\n" + "".join(f"o{row}\n" for row in range(500))}, "500 organisations"),
        ({"a.toml": f"rounds = 50000\n{TWO}"}, "50000 rounds"),
        ({"a.toml": '[network]\ngenerator = "complete"\norganisations = 390\n'}, "ties times rounds"),
        ({"orgs.csv": "wie\nA\n"}, "org_id"),
        ({"\u202e.toml": TWO}, "called"),
        ({".toml": TWO}, "called"),
        ({"a\x00.toml": TWO}, "called"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(files, said):
    with pytest.raises(InputError, match=said) as caught:
        upload.opened(files)
    assert "\n" not in str(caught.value)


def test_a_name_with_folders_stays_in_the_folder():
    assert upload.plain_name("../../x/orgs.csv") == "orgs.csv"
    assert upload.plain_name("C:\\Users\\x\\orgs.csv") == "orgs.csv"


def test_a_huge_network_is_refused_before_it_is_made():
    """Oracle: the memory that Python and numpy took at most."""
    tracemalloc.start()
    orgs = "org_id\n" + "".join(f"{row}\n" for row in range(100_000))
    with pytest.raises(InputError, match=str(MOST_ORGANISATIONS)):
        upload.opened({"a.toml": '[network]\norgs = "orgs.csv"\nothers = "all"\n', "orgs.csv": orgs})
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    """Oracle: the folder for passing files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    upload.opened({"orgs.csv": "org_id\nA\nB\n"})
    with pytest.raises(InputError):
        upload.opened({"orgs.csv": "org_id\nA\nA\n"})
    assert list(Path(tmp_path).iterdir()) == []


def test_a_link_holds_what_was_brought():
    """Oracle: the histories of the desk that made the link."""
    desk = Desk(Setting("baseline", language="nl"))
    desk.opened([{"name": "mine.toml", "text": f'title = "Mijn <b>plan</b>"\nrounds = 20\n{TWO}'}])
    desk.forked({"name": "snel", "changes": {"trust.gain": 0.4}, "round": 3})
    again = Desk(decode(desk.address()))
    for line, other in zip(desk.session.lines, again.session.lines, strict=True):
        assert line.history.tobytes() == other.history.tobytes()
    assert top(again)["title"] == "Mijn <b>plan</b>"
    assert top(again)["scenarios"][0] == {"name": "own", "title": "Mijn <b>plan</b>"}
    assert again.address() == desk.address()


@pytest.mark.parametrize(
    ("language", "address", "kept"), [("nl", "adres", "blijft niets"), ("en", "address", "Nothing stays")]
)
def test_what_stays_of_files_is_said_before_they_are_chosen(language, address, kept):
    """Oracle: the address of a survey, which holds its names and scores."""
    desk = Desk(Setting("baseline", language=language))
    note = desk.texts("share.open_note", most=60)
    desk.opened(sent("imp_00_base"))
    held_there = decode(desk.address()).text
    assert "Gemeente Noord" in held_there
    assert "scores" in held_there
    assert address in note
    assert kept not in note


def test_what_is_too_large_for_a_link_says_so():
    """Oracle: names of letters without a pattern, which cannot be packed."""
    import random

    chance = random.Random(1)
    rows = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=60)) for _ in range(200)]
    desk = Desk(Setting("baseline"))
    text = "\n".join(f'[[organisations]]\nname = "{name}"' for name in rows) + '\n[network]\nothers = "none"\n'
    desk.opened([{"name": "mine.toml", "text": text}])
    assert not desk.linked
    assert "file=" not in desk.address()
    assert not share(desk, "http://127.0.0.1:1/", "127.0.0.1")["linked"]


def sent(case):
    """The files of a case, as a browser sends them."""
    return [{"name": name, "data": base64.b64encode(data).decode()} for name, data in held(case).items()]


def test_a_group_is_called_as_its_file_and_the_wave_that_was_read_is_chosen():
    """Oracle: the name of the file, which is no part of a survey; two waves, of which the last is read."""
    desk = Desk(Setting("baseline", language="nl"))
    desk.opened([{"name": "wonen en zorg.xlsx", "data": base64.b64encode(two_waves()).decode()}])
    assert desk.scenario.title == "Wonen en zorg"
    shown = brought(desk)
    assert [(one["key"], one["chosen"]) for one in shown["questions"]] == [("together", None), ("wave", "2025")]
    assert shown["words"]["asked"] == desk.texts("brought.otherwise")
    assert desk.texts("brought.changed") in [part["title"] for part in shown["parts"]]
    desk.answered({"wave": "2024"})
    assert brought(desk)["questions"][1]["chosen"] == "2024"
    desk.opened(sent("imp_00_base"))
    assert desk.scenario.title == "Uw groep"


def two_waves():
    """A workbook as a consultant has it: a title above the headings, their own words, two waves."""
    book, written = Workbook(), io.BytesIO()
    orgs, ties = book.active, book.create_sheet("Relaties")
    orgs.title = "Deelnemers"
    for row in (["Wonen en zorg, november 2025"], [], ["Organisatie", "Aantal fte", "Penvoerder"],
                ["Gemeente", 310, True], ["Zorggroep", "287,5", False], ["De Brug", 140, False]):  # fmt: skip
        orgs.append(row)
    ties.append(["Van", "Naar", "Meting", "Vertrouwen (1-5)"])
    for wave, trust in ((2024, 2), (2025, 4)):
        for one, other in (("Gemeente", "De Brug"), ("De Brug", "Gemeente"), ("Zorggroep", "Gemeente")):
            ties.append([one, other, wave, trust])
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_read_is_shown_before_the_run(language):
    """Oracle: by hand, from the plain survey: four organisations, five ties, seven answers of three respondents."""
    desk = Desk(Setting("baseline", language=language))
    desk.opened(sent("imp_00_base"))
    shown = brought(desk)
    assert ["trust_reliability, trust_openness", {"nl": "Vertrouwen", "en": "Trust"}[language]] in shown["columns"]
    assert [part["title"] for part in shown["parts"]] == [
        shown["words"][name] for name in Remarks._fields if name != "changed"
    ]  # there is one wave
    assert any("5 " in line and "4 organisat" in line for line in shown["parts"][0]["lines"])
    assert any("trust_reliability, trust_openness" in line for line in shown["parts"][2]["lines"])  # of which no scale
    assert ([one["key"] for one in shown["questions"]], shown["done"], desk.sharing) == (["together"], True, True)
    desk.share_opened(False)
    assert desk.read is None
    assert desk.scenario.labels[0] == "Gemeente Noord"


def test_whether_there_is_an_agreement_is_asked_and_the_answer_is_what_the_group_starts_with():
    """Oracle: by hand; without scores nothing says it, and there is none until somebody says so."""
    desk = Desk(Setting("baseline", language="nl"))
    orgs, ties = b"naam,macht_1to4\nA,4\nB,1\nC,2\n", b"van,naar,vertrouwen_1to4\nA,B,4\nB,C,1\n"
    desk.opened([{"name": name, "data": base64.b64encode(data).decode()}
                 for name, data in (("orgs.csv", orgs), ("ties.csv", ties))])  # fmt: skip
    (asked,) = brought(desk)["questions"]
    assert asked["title"].startswith("Is er al een akkoord waar alle partners naar werken, zoals een convenant")
    assert [(one["value"], one["title"]) for one in asked["choices"]] == [("0", "nog niet"), ("12", "ja")]
    assert asked["chosen"] is None  # asked, and not taken to be answered by the scores
    assert np.isnan(desk.scenario.declare(1).collaboration[0]["goal"]).all()
    desk.answered({"together": "12"})
    assert brought(desk)["questions"][0]["chosen"] == "12"
    assert not np.isnan(desk.scenario.declare(1).collaboration[0]["goal"]).any()


def test_a_question_is_asked_and_answered():
    """Oracle: the option of the reader; a 0 on a scale from 1 to 4 is no rating."""
    desk = Desk(Setting("baseline", language="nl"))
    with pytest.raises(InputError):
        desk.opened(sent("imp_27_zero_rating"))
    asked = brought(desk)["questions"]
    assert [one["key"] for one in asked] == ["zero", "scale all"]
    assert asked[0]["choices"][0] == {"value": "no_tie", "title": "geen relatie"}
    desk.answered({"zero": "no_tie"})
    assert desk.scenario.declare(1).ties.size == 8
    assert brought(desk)["done"]
    with pytest.raises(InputError):
        desk.opened(sent("imp_27_zero_rating"))
    with pytest.raises(InputError):
        desk.answered({"scale trust": "0:4"})  # and then the other column has a 0 too
    assert brought(desk)["questions"][0]["key"] == "zero"
    desk.answered({"scale value": "0:4"})
    assert desk.scenario.declare(1).ties.size == 10


def test_a_file_that_did_not_come_whole_is_refused():
    desk = Desk(Setting("baseline"))
    with pytest.raises(InputError, match="come whole"):
        desk.opened([{"name": "orgs.csv", "data": "§§"}])


@pytest.mark.parametrize("degree", [57, 58, 30])
def test_a_link_to_a_network_that_is_hard_to_draw_opens(degree):
    """Oracle: the number of ties; networkx's own generator does not return at 57 of 60."""
    text = f'rounds = 3\n[network]\ngenerator = "regular"\norganisations = 60\ndegree = {degree}\n'
    desk = Desk(decode(encode(Setting("own", text=text))))
    assert desk.scenario.declare(1).ties.size == 60 * degree
