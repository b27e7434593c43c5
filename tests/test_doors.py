"""The first pages for each reader: every command and every line of Python on them works, from top to bottom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samenspel.cli import app
from samenspel.scenario import load, names
from samenspel.view.texts import Texts

ROOT = Path(__file__).parent.parent
START = ROOT / "docs" / "start"
DOORS = sorted(START.glob("*.md"))
COMMAND = re.compile(r"python3 start\.py samenspel ([^`#\n]+)")
SERVES = {"view", "study"}  # runs until it is stopped, or for long: each has tests of its own


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(text: str) -> list[str]:
    return [found.strip() for found in COMMAND.findall(text)]


def test_there_is_a_door_for_each_reader_and_the_readme_leads_there():
    """Oracle: by hand."""
    assert [path.stem for path in DOORS] == ["researcher", "student", "trainer", "trainer.nl"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(docs/start/([\w.]+)\.md\)", readme)) == {path.stem for path in DOORS}
    assert len(commands(readme)) == 2


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOORS], ids=lambda path: path.name)
def test_the_commands_of_a_door_work_from_top_to_bottom(path, samenspel, tmp_path, monkeypatch):
    """Oracle: exit code 0; a reader has the files of the page in the folder, and nothing else."""
    monkeypatch.chdir(tmp_path)
    text = path.read_text(encoding="utf-8")
    for name, content in re.findall(r"`([\w.]+\.toml)`[^\n]*\n\n```toml\n(.*?)```", text, flags=re.DOTALL):
        Path(name).write_text(content, encoding="utf-8")
    given = commands(text)
    assert given
    for command in given:
        if command.split()[0] in SERVES:
            assert command.split()[0] in set(app)
            command = f"{command} --help"
        said = samenspel(command)
        assert said.code == 0, f"{command}: {said.err}"
        assert said.out


def test_the_report_of_the_researcher_is_where_the_page_says(samenspel, tmp_path, monkeypatch):
    """Oracle: the text."""
    monkeypatch.chdir(tmp_path)
    text = (START / "researcher.md").read_text(encoding="utf-8")
    Path("design.toml").write_text(blocks(text, "toml")[0], encoding="utf-8")
    for command in commands("\n".join(blocks(text, "sh"))):
        samenspel(command)
    (said,) = re.findall(r"`(results/report/[\w.]+)`", text)
    assert Path(said).stat().st_size > 10_000
    assert len(list(Path("results").rglob("*.parquet"))) > 0


def test_the_python_of_the_doors_runs():
    """Oracle: it raises nothing, and says what the text beside it says."""
    known: dict = {}
    for path in DOORS:
        for block in blocks(path.read_text(encoding="utf-8"), "python"):
            assert len(block.splitlines()) <= 10
            exec(block, known)
    assert known["what_if"].summary["joint_value"].interval.sign == 1
    assert known["model"].steps == 24
    assert 0 <= known["insurer"].trust_in(known["insurer"].partners()[0]) <= 1


@pytest.mark.parametrize(("door", "language"), [("trainer", "en"), ("trainer.nl", "nl")])
def test_what_a_trainer_is_told_to_press_is_on_the_page(door, language):
    """Oracle: the words of the page, and the titles of the scenarios in that language."""
    text = (START / f"{door}.md").read_text(encoding="utf-8")
    texts = Texts(language)
    titles = [texts.of_scenario(load(name), "title") for name in names()]
    there = " ".join([*texts.group("top").values(), *texts.group("whatif").values(), *titles])
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    assert named
    for words in named:
        assert words.rstrip("?") in there or any(words == one for one in titles), words


def test_both_pages_for_trainers_say_the_same_commands_and_keys():
    """Oracle: each other."""
    english, dutch = ((START / f"{door}.md").read_text(encoding="utf-8") for door in ("trainer", "trainer.nl"))
    assert commands(english) == commands(dutch)
    assert re.findall(r"`([A-Z])`", english) == re.findall(r"`([A-Z])`", dutch)
