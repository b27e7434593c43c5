"""What cannot be is told before anything runs, counted; and why runs failed, by kind."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from samenspel.errors import InputError, translations
from samenspel.experiments.design import read_design
from samenspel.experiments.impossible import by_kind, examine, in_words
from samenspel.experiments.retold import FEWEST, retold
from samenspel.experiments.words import ENGLISH, Speech

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


def filled(template, values):
    """The template with its placeholders filled, whatever form they ask for."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda place: values[place[1]], template)


def test_a_line_that_results_keep_is_known_again_by_its_template():
    """Oracle: the catalogue of errors, every template of it filled with words of its own."""
    say, tried = Speech("nl"), 0
    for template, translation in translations("nl").items():
        parts = list(Formatter().parse(template))
        names = {name for _, name, *_ in parts if name}
        if sum(len(text) for text, *_ in parts) < FEWEST or re.match(r"\{\w+\}: ", template):
            continue  # it could be anything; or it begins with a place
        values = {name: "" if name == "nearest" else f"x{place}" for place, name in enumerate(sorted(names))}
        english, dutch = (filled(one, values) for one in (template, translation))
        assert retold(f"care.toml: network: {english}", say) == f"care.toml: network: {dutch}", template
        assert retold(english, ENGLISH) == english
        tried += 1
    assert tried > 200


def test_what_no_template_says_stays_as_it_is_and_numbers_are_written_anew():
    """Oracle: by hand."""
    say = Speech("nl")
    assert retold("ZeroDivisionError: division by zero", say) == "ZeroDivisionError: division by zero"
    kept = {"a.toml: lead: got 0.5, allowed: true or false": 1, "b: got 7, allowed: true or false": 999}
    said = in_words(kept, 5000, say)
    assert said == (
        "999 (20 %): b: hier staat 7; dat moet zijn: true of false; "
        "1 (minder dan 1 %): a.toml: lead: hier staat 0,5; dat moet zijn: true of false"
    )
