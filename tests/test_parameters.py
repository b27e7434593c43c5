"""Declarations: each parameter once, with range, unit, meaning and source; and what is said of a wrong one."""

from __future__ import annotations

import math

import pytest

from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.logic import HIERARCHY, NETWORK
from samenspel.parameters import ASSUMPTION, as_record, changed, choice, declarations, number, whole

ALL = list(declarations(Parameters()))


@pytest.mark.parametrize(("name", "declared", "default"), ALL, ids=[name for name, _, _ in ALL])
class TestEveryParameter:
    """Oracle: what a declaration is for."""

    def test_has_a_default_within_its_range(self, name, declared, default):
        assert declared.low <= default <= declared.high
        assert declared.low < declared.high
        assert declared.read(declared.show(default), name) == default

    def test_says_what_it_is(self, name, declared, default):
        assert declared.unit.strip()
        assert declared.meaning.strip()
        assert declared.describe_range().strip()
        assert declared.sources
        assert all(source == ASSUMPTION or source[-4:].isdigit() for source in declared.sources)

    def test_is_read_by_the_rules_as_it_is_declared(self, name, declared, default):
        group, field = name.split(".")
        assert as_record(Parameters())[0][group][field] == default

    def test_takes_its_borders_and_nothing_beyond(self, name, declared, default):
        group, field = name.split(".")
        if declared.kind == "choice":
            for place, word in enumerate(declared.words):
                assert getattr(getattr(changed(Parameters(), {name: word}), group), field) == place
            return
        for border, beyond in [(declared.low, declared.low - 1), (declared.high, declared.high + 1)]:
            settings = changed(Parameters(), {name: border})
            assert getattr(getattr(settings, group), field) == border
            assert as_record(settings)[0][group][field] == border
            with pytest.raises(InputError, match=f"{name}: got {beyond}, allowed: "):
                changed(Parameters(), {name: beyond})


def test_names_are_unique():
    """Oracle: by hand."""
    assert len({name for name, _, _ in ALL}) == len(ALL)


def test_a_change_changes_one_parameter_in_a_copy():
    """Oracle: by hand."""
    before = Parameters()
    after = changed(before, {"trust.gain": 0.25, "logic.norm": "hierarchy", "participation.limit": 7})
    assert (after.trust.gain, after.logic.norm, after.participation.limit) == (0.25, HIERARCHY, 7)
    assert before == Parameters()
    restored = {"trust.gain": before.trust.gain, "logic.norm": "network", "participation.limit": 1_000_000}
    assert changed(after, restored) == before
    assert before.logic.norm == NETWORK


def test_the_record_holds_what_the_settings_hold_and_gives_it_back():
    """Oracle: the settings; every value differs from its neighbours, so that none can be in another's place."""
    moved = {
        name: declared.low + (declared.high - declared.low) * (i + 1) / (len(ALL) + 1)
        for i, (name, declared, _) in enumerate(ALL)
        if declared.kind == "number"
    }
    settings = changed(Parameters(), moved | {"logic.goal": "hierarchy", "governance.form": "administrative"})
    record = as_record(settings)
    assert record.shape == (1,)
    groups = zip(Parameters._fields, settings, record[0].item(), strict=True)
    assert Parameters(**{group: type(values)(*kept) for group, values, kept in groups}) == settings
    assert all(record[0][name.split(".")[0]][name.split(".")[1]] == value for name, value in moved.items())


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("trust.gains", "trust.gain"), ("trust.Gain", "trust.gain"), ("gouvernance.form", "governance.form")],
)
def test_an_unknown_parameter_is_named_with_the_nearest_known(wrong, meant):
    """Oracle: by hand."""
    with pytest.raises(InputError, match=rf"^here: unknown parameter '{wrong}' \(did you mean '{meant}'\?\)$"):
        changed(Parameters(), {wrong: 0.1}, where="here")


def test_a_parameter_unlike_any_is_unknown_and_no_more():
    """Oracle: by hand."""
    with pytest.raises(InputError, match=r"^parameters: unknown parameter 'zzz'$"):
        changed(Parameters(), {"zzz": 0.1})


@pytest.mark.parametrize(
    "value", ["0.1", None, True, False, [0.1], math.nan, math.inf, -math.inf, 1.5, -0.1, 10**400], ids=repr
)
def test_a_value_that_is_no_number_in_range_is_refused_with_what_is_allowed(value):
    """Oracle: by hand."""
    with pytest.raises(InputError, match=r"^here: trust\.gain: got .*, allowed: a number from 0 to 1 \(per round\)$"):
        changed(Parameters(), {"trust.gain": value}, where="here")


@pytest.mark.parametrize("value", ["5", None, True, [5], 5.5, 1, 1_000_001, math.nan, math.inf], ids=repr)
def test_a_value_that_is_no_whole_number_in_range_is_refused(value):
    """Oracle: by hand."""
    allowed = r"allowed: a whole number from 2 to 1e\+06 \(members\)$"
    with pytest.raises(InputError, match=rf"^parameters: participation\.limit: got .*, {allowed}"):
        changed(Parameters(), {"participation.limit": value})


@pytest.mark.parametrize("value", [5, 5.0])
def test_a_whole_number_may_be_written_as_a_real_one(value):
    """Oracle: by hand."""
    limit = changed(Parameters(), {"participation.limit": value}).participation.limit
    assert limit == 5
    assert isinstance(limit, int)


@pytest.mark.parametrize("value", [1, 1.0, True, None, "Network", "", ["network"], math.nan], ids=repr)
def test_a_choice_takes_its_words_alone(value):
    """Oracle: by hand; not even the place of a word."""
    with pytest.raises(InputError, match=r"^parameters: logic\.norm: got .*, allowed: hierarchy, network"):
        changed(Parameters(), {"logic.norm": value})


def test_a_misspelt_word_is_named_with_the_nearest():
    """Oracle: by hand."""
    with pytest.raises(InputError, match=r"got 'netwerk', .* \(did you mean 'network'\?\)$"):
        changed(Parameters(), {"logic.norm": "netwerk"})


def test_a_wrong_change_leaves_the_right_ones_undone():
    """Oracle: by hand."""
    settings = Parameters()
    with pytest.raises(InputError):
        changed(settings, {"trust.gain": 0.3, "trust.loss": 3})
    assert settings == Parameters()


def test_a_number_without_a_source_is_called_an_assumption():
    """Oracle: by hand."""
    assert number(0, 1, "share", "part").sources == whole(0, 1, "count", "heads").sources == (ASSUMPTION,)
    assert choice(("a", "b"), "which").sources == (ASSUMPTION,)
    assert number(0, 1, "share", "part", "emerson1962").sources == ("emerson1962",)


def test_a_range_is_said_in_words():
    """Oracle: by hand."""
    assert number(0, 0.5, "share", "part").describe_range() == "number from 0 to 0.5 (share)"
    assert whole(2, 9, "members", "most").describe_range() == "whole number from 2 to 9 (members)"
    assert choice(("a", "b"), "which").describe_range() == "a | b"
    assert choice(("a", "b"), "which").show(1) == "b"
