"""Examples that come with the tool: what is kept of each, and how it is said on its page."""

from __future__ import annotations

import pytest

from samenspel.experiments.listing import DOCS
from samenspel.studies.examples import __main__ as command
from samenspel.studies.examples.asked import EXAMPLES, Number


def numbers(name: str) -> dict[str, Number]:
    """What is kept of an example, by name."""
    return {one.name: one for one in command.kept()[name]}


@pytest.mark.parametrize(
    "name",
    ["two_groups", *(pytest.param(one, marks=pytest.mark.exhaustive) for one in EXAMPLES if one != "two_groups")],
)
def test_what_is_kept_is_what_comes_of_it(name):
    """Oracle: the example carried out again, number by number."""
    again = list(command.carried_out(name))
    assert [one.name for one in again] == list(numbers(name))
    for one in again:
        kept = numbers(name)[one.name]
        assert kept[1:] == pytest.approx(one[1:], rel=1e-8, nan_ok=True), one.name


def test_what_pages_say_in_words_is_so():
    """Oracle: the words, as conditions on what is kept."""
    found, kinds = numbers("what_helps"), numbers("what_kinds")
    assert found["network"].mean == found["front"].mean
    going = {name: one.mean for name, one in kinds.items() if name.startswith("with_")}
    assert max(going, key=going.get) == "with_dependence.total"
    ninth = numbers("ninth_partner")
    assert ninth["ninth"].low < 0.0 < ninth["ninth"].high
    assert ninth["dependence.total"].low < ninth["organisations.interests"].high
    assert ninth["Ninth.commitment"].low < 0.0 < ninth["logic"].low
    assert ninth["falls"].low > 0.0
    groups = numbers("two_groups")
    assert groups["left_of_delivery.noise"].mean > 90.0


def test_another_number_is_another_page():
    """Oracle: by hand; a page in which one interval is wider, and nothing else."""
    text = (DOCS / "search.md").read_text(encoding="utf-8")
    wider = [one._replace(high=0.81) if one.name == "more_joint_value" else one for one in command.kept()["what_helps"]]
    told = command.told(text, "what_helps", wider, command.KEPT.found_by())
    assert "0.59 (0.48 to 0.81) more value" in told
    assert "0.59 (0.48 to 0.81) more value" not in text
    assert len(told) == len(text)


def test_a_paragraph_is_wrapped_as_pages_are_and_code_stays_whole():
    """Oracle: by hand."""
    code = "`" + " ".join(["word"] * 6) + "`"
    assert command.wrapped("x " * 50 + code).splitlines() == [("x " * 50).strip(), code]
    assert command.wrapped("- one\n  more\n- two") == "- one more\n- two"
    assert max(map(len, command.wrapped("- " + "seven " * 60).splitlines())) <= command.WIDTH
