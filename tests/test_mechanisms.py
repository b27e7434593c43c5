"""A mechanism is complete: whatever was forgotten of one is named here. Its steps stand in docs/change/mechanism.md."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from samenspel import dynamics
from samenspel.dynamics import Parameters
from samenspel.parameters import declarations

ROOT = Path(__file__).parent.parent
WORDS = sorted(path.stem for path in (ROOT / "simulation" / "mechanisms").glob("*.py") if path.stem != "__init__")
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
SCHEDULE = ODD[ODD.index("## 3. ") : ODD.index("## 4. ")]
SUBMODELS = ODD[ODD.index("## 7. ") : ODD.index("## 8. ")]
REFERENCE = (ROOT / "tests" / "reference.py").read_text(encoding="utf-8")


def source(word: str) -> str:
    return (ROOT / "simulation" / "mechanisms" / f"{word}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", WORDS)
def test_a_mechanism_is_described_where_it_acts_and_how(word):
    """Oracle: docs/odd.md, sections 3 and 7."""
    assert f"**{word}**" in SCHEDULE, f"docs/odd.md: section 3 does not say when **{word}** acts"
    told = re.search(rf"\b{word}\b", SUBMODELS, re.IGNORECASE)
    assert told, f"docs/odd.md: section 7 has no paragraph on {word}"


@pytest.mark.parametrize("word", WORDS)
def test_a_mechanism_acts(word):
    """Oracle: the round, in `dynamics.play`; and what it declares is among the parameters."""
    called = set(re.findall(r"\b(\w+)\.\w+\(state", inspect.getsource(dynamics.play.py_func)))
    assert word in called, f"simulation/dynamics.py: play() calls no function of {word}"
    for kind in re.findall(r"^class (\w+)\(NamedTuple\)", source(word), re.MULTILINE):
        if "Annotated[" in source(word).partition(f"class {kind}(")[2].partition("\n@")[0]:
            assert kind in {type(group).__name__ for group in Parameters()}, (
                f"simulation/dynamics.py: Parameters has no {word}.{kind}"
            )


@pytest.mark.parametrize("word", WORDS)
def test_a_mechanism_has_tests_of_its_own(word):
    """Oracle: the file of tests, which names the mechanism."""
    path = ROOT / "tests" / "mechanisms" / f"test_{word}.py"
    assert path.exists(), f"tests/mechanisms/test_{word}.py is missing"
    assert re.search(rf"\b{word}\b", path.read_text(encoding="utf-8")), f"{path.name} does not test {word}"


@pytest.mark.parametrize("name", [name for name, _, _ in declarations(Parameters())])
def test_the_second_model_knows_every_parameter(name):
    """Oracle: tests/reference.py, written from the text; it makes the names of some groups in a loop."""
    made = f'f"{name.partition(".")[0]}.{{' in REFERENCE
    assert f'"{name}"' in REFERENCE or made, f"tests/reference.py does not use {name}: change it from the text"
