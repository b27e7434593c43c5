"""What cannot be is told before anything runs, counted; and why runs failed, by kind."""

from __future__ import annotations

import pytest

from samenspel.errors import InputError
from samenspel.experiments.design import read_design
from samenspel.experiments.impossible import by_kind, examine, in_words

NETWORKS = {
    "network.generator": {"values": ["small_world", "ring", "star"]},
    "network.organisations": {"values": [3, 8]},
    "network.degree": {"values": [2, 4]},
}


@pytest.fixture
def cut(tmp_path):
    """A scenario of 12 rounds with an event."""
    path = tmp_path / "cut.toml"
    path.write_text(
        'title = "Cut"\nrounds = 12\n[network]\ngenerator = "small_world"\norganisations = 8\ndegree = 4\n'
        'rewiring = 0.1\n[[events]]\nround = 6\nname = "Cut"\nparameters = { "effort.relation" = 0.0 }\n'
    )
    return str(path)


def test_points_are_counted_by_what_is_wrong_with_them(cut):
    """Oracle: by hand, of 3 generators, 2 sizes and 2 degrees: of three organisations nobody has 4 partners; a ring and
    a star take no degree, in 4 points each."""
    found = examine(read_design({"scenario": cut, "factors": NETWORKS}))
    assert found.tried == 12
    assert sum(found.impossible.values()) == 1
    assert "degree: got 4, allowed: less than the number of organisations, 3" in next(iter(found.impossible))
    assert found.idle == {"network.degree means nothing with ring": 4, "network.degree means nothing with star": 4}


def test_a_factor_that_means_nothing_is_seen_of_each_scenario_by_itself(tmp_path):
    """Oracle: by hand; the star takes no degree, at its two points."""
    generators = {"star": "", "small_world": "degree = 2\nrewiring = 0.1\n"}
    for generator, needs in generators.items():
        text = f'[network]\ngenerator = "{generator}"\norganisations = 6\n{needs}'
        (tmp_path / f"{generator}.toml").write_text(text)
    scenarios = [str(tmp_path / f"{generator}.toml") for generator in generators]
    found = examine(read_design({"scenarios": scenarios, "factors": {"network.degree": {"values": [2, 4]}}}))
    assert found.idle == {"network.degree means nothing with star": 2}


def test_the_date_of_what_does_not_happen_means_nothing(cut):
    """Oracle: by hand, two dates at which the event is absent."""
    factors = {"event.Cut.round": {"values": [3, 9]}, "event.Cut.present": {"values": [True, False]}}
    found = examine(read_design({"scenario": cut, "factors": factors}))
    assert not found.impossible
    assert found.idle == {"event.Cut.round means nothing where it does not happen": 2}


def test_an_event_after_the_last_round_cannot_be(cut):
    """Oracle: by hand, it is in round 6; runs of 4 rounds end before, with and without a date of its own."""
    rounds = {"rounds": {"values": [4, 12]}, "event.Cut.present": {"values": [True]}}
    found = examine(read_design({"scenario": cut, "factors": rounds}))
    assert found.impossible == {"event 'Cut': got round 6, allowed: at most 4, the last round": 1}


@pytest.mark.parametrize(
    ("also", "last"),
    [({}, 12), ({"set": {"rounds": 30}}, 30), ({"factors": {"rounds": {"values": [5, 20]}}}, 20)],
)
def test_the_date_of_an_event_lies_within_a_run(cut, also, last):
    """Oracle: by hand, the rounds of the scenario, those that are set, or the most that vary."""
    factors = {"event.Cut.round": {}, **also.get("factors", {})}
    drawn = {"scenario": cut, "design": {"method": "latin_hypercube", "samples": 8}, **also, "factors": factors}
    date = read_design(drawn).factors[0]
    assert (date.low, date.high) == (1, last)
    with pytest.raises(InputError, match=f"event.Cut.round: values: got {last + 1}, allowed: .*1 to {last}"):
        read_design(drawn | {"factors": factors | {"event.Cut.round": {"values": [last + 1]}}, "design": {}})


def test_reasons_of_a_kind_differ_in_numbers_alone():
    """Oracle: by hand."""
    reasons = {"got 3, allowed: 5": 2, "got 4.5, allowed: 1,000": 1, "too large": 4}
    assert by_kind(reasons) == {"got 3, allowed: 5": 3, "too large": 4}
    assert in_words(reasons, 14) == "4 (29 %): too large; 3 (21 %): got 3, allowed: 5"
