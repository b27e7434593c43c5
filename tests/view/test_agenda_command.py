"""`samenspel agenda`: checks an agenda, prints it, and writes its hand-out."""

from __future__ import annotations

import pytest

from samenspel.cli import main
from samenspel.scenario import copy, load
from samenspel.view import tours
from samenspel.view.shown.handout import handout
from samenspel.view.texts import Texts


def test_it_prints_every_step_with_its_time_and_notes_only_when_asked(capsys):
    steps = tours.read("merger", "nl")
    assert main(["agenda", "merger", "--language", "nl"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(step.text in said and step.notes not in said for step in steps)
    assert "34-44 Bespreek" in said
    assert main(["agenda", "merger", "--language", "nl", "--notes"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(step.notes in said for step in steps)


def test_a_hand_out_is_that_of_the_page(tmp_path):
    for notes in ([], ["--notes"]):
        path = tmp_path / f"sheet{len(notes)}.html"
        assert main(["agenda", "merger", "--language", "nl", *notes, "--out", str(path)]) == 0
        sheet = handout(load("merger"), tours.read("merger", "nl"), Texts("nl"), bool(notes))
        assert path.read_text(encoding="utf-8") == sheet


def test_a_tour_is_taken_home_and_changed(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    assert main(["agenda", "merger", "--out", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minutes = 10", "minutes = 25"), encoding="utf-8")
    assert main(["agenda", str(path)]) == 0
    assert "34-59" in capsys.readouterr().out


def test_an_agenda_can_be_for_a_scenario_of_ones_own(tmp_path, capsys):
    copy("merger", tmp_path / "case.toml")
    (tmp_path / "mine.toml").write_text('[[steps]]\nstep = "setting"\ntext = "Hello"\nminutes = 5\n', encoding="utf-8")
    assert main(["agenda", str(tmp_path / "mine.toml"), "--scenario", str(tmp_path / "case.toml")]) == 0
    assert "0-5         The setting" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mergr"], "did you mean 'merger'?"),
        (["none.toml"], "none.toml: no such file"),
        (["merger", "--out", "sheet.pdf"], "--out: got 'sheet.pdf', allowed: .html, .toml"),
        (["mine.toml"], "mine.toml: it names no scenario"),
        (["merger", "--out", "mine.toml"], "mine.toml: there is a file already"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_written(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('[[steps]]\nstep = "setting"\ntext = "Hello"\n', encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["agenda", *arguments]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
