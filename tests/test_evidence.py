"""Evidence: what a page or a picture says came of runs can be made again, by a command that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from samenspel.experiments.study import README, STUDY
from samenspel.experiments.study import names as studies
from samenspel.scenario import names
from samenspel.studies.calibration import __main__ as calibration
from samenspel.studies.cases import listing as cases
from samenspel.studies.corroboration import __main__ as corroboration
from samenspel.studies.corroboration import found as corroborated
from samenspel.studies.examples import __main__ as examples
from samenspel.studies.examples.asked import EXAMPLES
from samenspel.studies.patterns import __main__ as patterns
from samenspel.studies.patterns import effects
from samenspel.studies.qca import __main__ as qca
from samenspel.studies.rivals import __main__ as rivals
from samenspel.studies.tournament import __main__ as tournament
from samenspel.studies.validation import __main__ as validation
from samenspel.studies.validation.claims import read_hypotheses
from samenspel.studies.validation.kept import read_kept
from tests.repository import ROOT, tracked

TRACE = ROOT / "docs" / "trace.md"
INTERVAL = re.compile(r"[+−-]?\.?\d[.\d]* to [+−-]?\d?\.\d|between \.\d+ and \.\d|± ?\.?\d")
COMMAND = re.compile(
    r"`(?:python -m samenspel\.[\w.]+|samenspel \w+)[^`]*`|^ *samenspel (?:sweep|study) ", re.MULTILINE
)
DIGEST = re.compile(r"[Ee]ngine [0-9a-f]{16}")
MANY = 3  # numbers with an interval, or ranges, make a page of what was found
# Which file makes the pictures of a folder; it names each, but for those that are named as a scenario is.
MAKERS = {
    "docs/view": "tests/view/screenshots.py",
    "docs/collect": "tests/collect/pictures.py",
    "docs/playing": "tests/room/pictures.py",
    "docs/figures/round": "docs/figures/round.py",
    "docs/figures/search": "studies/rivals/figure.py",
    "docs/figures/tournament": "studies/tournament/figure.py",
}
# These say what others found, or how something is said, and link where it stands.
QUOTING = {"model_card", "trace", "design_decisions", "bibliography", "concepts", "odd", "experiments", "survey"}


def pictures() -> list[Path]:
    """Every picture that is committed in the pages and the studies."""
    kept = (one.relative_to(ROOT) for one in tracked() if one.suffix in (".png", ".svg"))
    return [one for one in kept if one.parts[0] in ("docs", "studies")]


def maker(picture: Path) -> str:
    """The text of what makes a picture; nothing where nothing is known to."""
    if picture.parts[0] == "studies":
        return (ROOT / picture.parent.parent / STUDY).read_text(encoding="utf-8")
    found = [file for place, file in MAKERS.items() if picture.as_posix().startswith(place)]
    return (ROOT / found[0]).read_text(encoding="utf-8") if found else ""


def remade(picture: Path) -> bool:
    """Whether a picture is named by what makes those of its folder."""
    name, text = picture.name.split(".")[0], maker(picture)
    if picture.parts[0] == "studies":
        return any(f'key = "{key}"' in text for key in (name, name.rpartition("-")[0]))
    return (picture.parent.name == "view" and name in names()) or bool(re.search(rf"\b{name}\b", text))


def test_a_picture_is_remade_by_a_file_that_names_it():
    """Oracle: the scripts of pictures, and what each study asks; a picture that they do not name is of nobody."""
    assert len(pictures()) > 50
    assert [str(one) for one in pictures() if not remade(one)] == []
    assert not remade(Path("docs/figures/nobody.png"))
    assert not remade(Path("docs/view/nobody.en.png"))
    assert not remade(Path("studies/scale/figures/nobody.png"))


def measured() -> Iterator[Path]:
    """The pages of what was found: those with several intervals, that quote no others."""
    for page in [*(ROOT / "docs").glob("*.md"), *(ROOT / "studies" / one / README for one in studies())]:
        if page.stem not in QUOTING and len(INTERVAL.findall(page.read_text(encoding="utf-8"))) >= MANY:
            yield page


@pytest.mark.parametrize("page", list(measured()), ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_page_of_numbers_says_which_command_engine_and_seeds_made_them(page):
    """Oracle: the page."""
    text = page.read_text(encoding="utf-8")
    assert COMMAND.search(text)
    assert DIGEST.search(text)
    assert re.search("[Ss]eed", text)


def traced() -> dict[str, tuple[str, str]]:
    """Pages that TRACE names, with the command and what is kept, as it says them."""
    row = re.compile(r"^\| \[[\w ]+\]\((\w+\.md)\) \| `(.+?)` \| (.+?) \| .+? \|$", re.MULTILINE)
    rows = row.findall(TRACE.read_text(encoding="utf-8"))
    return {page: (command, kept) for page, command, kept in rows}


def test_every_page_of_numbers_stands_in_the_table_of_where_they_come_from():
    """Oracle: the pages, their commands as they stand on them, and the files; a page that keeps none is not enough."""
    of_docs = {page.name for page in measured() if page.parent.name == "docs"}
    assert of_docs <= set(traced())
    for page, (command, kept) in traced().items():
        assert command in (ROOT / "docs" / page).read_text(encoding="utf-8"), page
        files = re.findall(r"`(studies/\S+)`", kept)
        assert files, page
        assert {ROOT / file for file in files} <= set(tracked()), page


def of_an_example(name: str, text: str) -> str:
    """A page with what is said of an example made anew of what is kept."""
    return examples.told(text, name, examples.kept()[name], examples.KEPT.found_by())


def claims() -> str:
    """The page of the validation."""
    hypotheses = read_hypotheses()
    return validation.page(hypotheses, read_kept(hypotheses))


# Each page of the table, from its text as it is: of some of them people wrote the rest.
MADE_OF_WHAT_IS_KEPT = {
    "calibration.md": lambda _: calibration.page(),
    "corroboration.md": lambda _: corroboration.page(corroborated.kept(), corroborated.KEPT.found_by()),
    "effects.md": lambda _: effects.page(effects.kept(), effects.KEPT.found_by()),
    "patterns.md": lambda _: patterns.whole(),
    "qca.md": lambda _: qca.page(qca.kept(), qca.KEPT.found_by()),
    "rivals.md": lambda _: rivals.page(rivals.kept(), rivals.KEPT.found_by()),
    "scenarios.md": cases.page,
    "tournament.md": lambda _: tournament.page(tournament.kept(), tournament.KEPT.found_by()),
    "validation.md": lambda _: claims(),
    **{f"{one.page}.md": partial(of_an_example, name) for name, one in EXAMPLES.items()},
}


@pytest.mark.parametrize("page", list(traced()))
def test_a_page_of_the_table_is_that_of_what_is_kept(page):
    """Oracle: the committed page, made again of the files beside it, without a run."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert MADE_OF_WHAT_IS_KEPT[page](text) == text
