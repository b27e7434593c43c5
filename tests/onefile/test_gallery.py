"""The gallery: what it opens is what it says."""

from __future__ import annotations

import runpy
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from samenspel.scenario import names
from samenspel.view.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent.parent
GALLERY = runpy.run_path(str(ROOT / "docs" / "site" / "gallery.py"))


def test_there_is_a_file_of_every_scenario_and_of_whatever_a_map_is_drawn_in():
    """Oracle: the scenarios, and the list of maps."""
    files = GALLERY["sources"]()
    assert {f"{name}.html" for name in names()} <= files.keys()
    assert {entry.file for entry in (*GALLERY["scenarios"](), *GALLERY["studies"]())} == files.keys()


def test_every_study_of_a_design_is_there():
    """Oracle: the folders of the studies."""
    assert GALLERY["STUDIES"].keys() == {path.parent.name for path in (ROOT / "studies").glob("*/design.toml")}


@pytest.mark.parametrize("study", [study for study, drawn in GALLERY["STUDIES"].items() if "map" in drawn])
def test_a_map_is_of_two_factors_that_the_study_varies_and_is_drawn(study, export):
    """Oracle: the design of the study, and the file, which refuses what cannot be."""
    drawn = GALLERY["STUDIES"][study]
    design = tomllib.loads((ROOT / "studies" / study / "design.toml").read_text(encoding="utf-8"))
    keys = [axis.partition(":")[0] for axis in drawn["map"].split(",")]
    assert set(keys) <= design["factors"].keys()
    words = str(ROOT / drawn["scenario"]) if "/" in drawn["scenario"] else drawn["scenario"]
    file = export(words, f"map={drawn['map']}")
    file.page.wait_for_selector(".sp-map:not([data-cells='0'])", timeout=60_000)
    assert file.page.query_selector("[data-test=lab-problem]") is None
    assert [file.page.input_value(f"[data-test=lab-{axis}]") for axis in ("across", "up")] == keys
    headings = [Texts(language)("laboratory.map") for language in LANGUAGES]
    assert any(heading in file.page.inner_text(".sp-asks") for heading in headings)
    assert file.wrong == []


@pytest.mark.parametrize("study", [study for study, drawn in GALLERY["STUDIES"].items() if "change" in drawn])
def test_a_change_is_of_factors_that_the_study_varies_and_is_played(study, export):
    """Oracle: the design of the study, in which `logic.*` is each contrast, and what the file says is changed."""
    drawn = GALLERY["STUDIES"][study]
    design = tomllib.loads((ROOT / "studies" / study / "design.toml").read_text(encoding="utf-8"))
    keys = [pair.partition("=")[0] for pair in drawn["change"].split("&")]
    assert all(any(fnmatch(key, factor) for factor in design["factors"]) for key in keys)
    file = export(drawn["scenario"], drawn["change"])
    file.page.wait_for_selector("[data-test=lab-number]", timeout=60_000)
    assert file.page.query_selector("[data-test=lab-problem]") is None
    assert file.page.locator(".sp-list li").count() == len(keys)
    assert file.wrong == []


def test_a_file_that_is_too_large_is_said(monkeypatch, tmp_path):
    """Oracle: by hand; nothing that cannot be sent is written."""
    main = GALLERY["main"]
    monkeypatch.setitem(main.__globals__, "MOST", 1_000)
    monkeypatch.setitem(main.__globals__, "sources", lambda: {"baseline.html": "baseline"})
    with pytest.raises(SystemExit, match=r"baseline.html has [\d,]+ bytes, allowed: at most 1,000"):
        main(tmp_path)
    assert list(tmp_path.iterdir()) == []
