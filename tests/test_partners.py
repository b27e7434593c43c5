"""Organisations in a what-if: what each change does to the state and the events, and whose chance stays what it was."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

import samenspel as sp
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.networks import Fixed
from samenspel.partners import ALIKE
from samenspel.population import initialise
from samenspel.runs import run
from samenspel.scenario import choosing, parse, with_changes
from samenspel.state import LEFT, MEMBER, OUTSIDE
from samenspel.view.download import whole_file

TEXT = """
rounds = 8
[[organisations]]
name = "Polder"
size = 2.0
commitment = 0.2
lead = true
[[organisations]]
name = "Town > West"
size = 1.0
commitment = 0.8
[[organisations]]
name = "Club"
[[organisations]]
name = "Guest"
member = false
[[ties]]
from = "Polder"
to = "Town > West"
trust = 0.5
dependence = 0.1
[[ties]]
from = "Polder"
to = "Club"
trust = 0.3
dependence = 0.2
[[ties]]
from = "Town > West"
to = "Club"
trust = 0.7
dependence = 0.3
[[ties]]
from = "Club"
to = "Guest"
[[events]]
round = 3
organisation = "Town > West"
add = { commitment = -0.1 }
[[events]]
round = 4
tie = ["Polder", "Town > West"]
set = { trust = 0.0 }
"""
GROUP = parse(TEXT, "group")


def first_round(scenario, seed=1):
    """The organisations after the first round."""
    return run(scenario, seed, rounds=1).state.organisations


def tie_of(state, source, target):
    me = state.organisations[source]
    (row,) = (row for row in range(me["first"], me["last"]) if state.ties["target"][row] == target)
    return state.ties[row]


def test_a_field_of_an_organisation_and_so_much_more_or_less_of_it():
    """Oracle: the events, by hand; text with a sign is a difference, a number is a value."""
    for value, expected in (("+0.4", {"add": {"commitment": 0.4}}), (0.4, {"set": {"commitment": 0.4}}),
                            ("0.4", {"set": {"commitment": 0.4}}), ("-.1", {"add": {"commitment": -0.1}})):  # fmt: skip
        event = with_changes(GROUP, {"Polder.commitment": value}).events[0]
        assert (event.round, event.organisation, event.partner) == (1, 0, None)
        assert {way: dict(getattr(event, way)) for way in expected} == expected
        assert len(event.set) + len(event.add) == 1


def test_a_tie_of_two_and_all_ties_towards_one():
    """Oracle: the events, by hand; a name may have the sign in it."""
    event = with_changes(GROUP, {"Polder > Club.trust": "+0.2"}).events[0]
    assert (event.organisation, event.partner, dict(event.add)) == (0, 2, {"trust": 0.2})
    event = with_changes(GROUP, {"Town > West > Club.trust": "+0.2"}).events[0]
    assert (event.organisation, event.partner) == (1, 2)
    event = with_changes(GROUP, {"Town > West.commitment": 0.2}).events[0]
    assert (event.organisation, event.partner, dict(event.set)) == (1, None, {"commitment": 0.2})
    event = with_changes(GROUP, {"> Club.trust": 0.9}).events[0]
    assert (event.organisation, event.towards, dict(event.set)) == (2, True, {"trust": 0.9})


def test_somebody_leaves_and_somebody_joins():
    """Oracle: who takes part, round by round."""
    found = run(with_changes(GROUP, {"Club.leaves": 3, "Guest.joins": "2"}), 1, trace=True).trace["member"]
    assert found[:, 2].tolist() == [MEMBER] * 2 + [LEFT] * 6
    assert found[0, 3] == OUTSIDE
    assert found[1, 3] == MEMBER


def test_another_lead():
    """Oracle: the declared lead; who is no member leads nobody."""
    assert with_changes(GROUP, {"lead": "Club"}).declare(1).collaboration["declared_lead"] == 2
    assert GROUP.declare(1).collaboration["declared_lead"] == 0
    with pytest.raises(InputError, match="no member"):
        with_changes(GROUP, {"lead": "Guest"})


def test_two_go_on_as_one():
    """Oracle: by hand. Sizes 2 and 1: commitment (2 x .2 + .8) / 3; trust in Club the mean, and what both have in it
    for a unit of theirs (2 x .2 + .3) / 3. What Club has in them for a unit of each is the sum; nobody said that.
    """
    found = with_changes(GROUP, {"merge": "Polder + Town > West"})
    assert found.labels == ("Polder + Town > West", "Town > West", "Club", "Guest")
    state = found.declare(1)
    assert state.organisations["size"][0] == 3.0
    assert state.organisations["commitment"][0] == pytest.approx(0.4)
    assert state.organisations["member"].tolist() == [MEMBER, OUTSIDE, MEMBER, OUTSIDE]
    assert state.organisations["last"][1] == state.organisations["first"][1]  # no tie is left of it
    tie = tie_of(state, 0, 2)
    assert (tie["trust"], tie["dependence"]) == (pytest.approx(0.5), pytest.approx(0.7 / 3.0))
    assert math.isnan(tie_of(state, 2, 0)["dependence"])
    assert state.collaboration["declared_lead"] == 0
    assert [(event.round, event.organisation, event.partner) for event in found.events] == [(3, 0, None)]
    assert run(found, 1).history["members"][-1] == 2


def test_one_more_partner_does_not_disturb_the_chance_of_the_others():
    """Oracle: the draws of the group without it, for every field of every organisation and tie that is drawn alone.

    Sizes that are drawn are brought to a mean, of one more now: here two are declared, and it is told apart.
    """
    found = with_changes(GROUP, {"partner": "Newcomer", "Newcomer.commitment": 0.9})
    assert found.labels[-1] == "Newcomer"
    assert found.stakes == (None,) * 5
    for seed in (1, 2, 3):
        before, after = GROUP.declare(seed), found.declare(seed)
        for state, scenario in ((before, GROUP), (after, found)):
            initialise(state, scenario.parameters, seed)
        for field in before.organisations.dtype.names:
            if field not in ("first", "last", "size", "depends", "partners"):
                np.testing.assert_array_equal(
                    before.organisations[field], after.organisations[field][:4], err_msg=field
                )
        for row, tie in enumerate(before.ties):
            same = tie_of(after, before.sources[row], tie["target"])
            assert (tie["trust"], tie["understanding"]) == (same["trust"], same["understanding"])
    me = after.organisations[4]
    assert after.ties["target"][me["first"] : me["last"]].tolist() == [0, 1, 2]  # all that take part


def test_one_more_tie():
    """Oracle: by hand; both ways, and left to chance."""
    state = with_changes(GROUP, {"tie": "Polder > Guest"}).declare(1)
    assert math.isnan(tie_of(state, 0, 3)["trust"])
    assert tie_of(state, 3, 0)["target"] == 0
    assert tie_of(state, 0, 2)["trust"] == 0.3
    with pytest.raises(InputError, match="not tied yet"):
        with_changes(GROUP, {"tie": "Polder > Club"})


def test_a_network_that_is_drawn_is_changed_for_every_seed():
    """Oracle: the network of each seed, and one more."""
    text = 'rounds = 4\n[network]\ngenerator = "random"\norganisations = 8\ndegree = 3\n'
    drawn = parse(text, "drawn")
    found = with_changes(drawn, {"partner": "Newcomer"})
    for seed in (1, 2):
        assert found.declare(seed).ties.size == drawn.declare(seed).ties.size + 16
        assert run(found, seed).history.size == 4


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"Polder.stays": "perhaps"}, ["Polder.stays", "'perhaps'", "true or false"]),
        ({"Polder.stays": "+0.1"}, ["Polder.stays", "true or false"]),
        ({"Polder.stay": "true"}, ["Polder.stay", "did you mean 'stays'"]),
        ({"Poldr.commitment": 1}, ["Poldr.commitment", "did you mean 'Polder.commitment'"]),
        ({"Polder.comitment": 1}, ["Polder.comitment", "did you mean 'commitment'"]),
        ({"Polder.commitment": 3}, ["Polder.commitment", "3", "0 to 1"]),
        ({"Polder.commitment": "much"}, ["Polder.commitment", "'much'"]),
        ({"Polder.leaves": 0}, ["Polder.leaves", "from 1"]),
        ({"Polder > Guest.trust": 0.2}, ["not tied"]),
        ({"merge": "Polder"}, ["merge", "two organisations"]),
        ({"merge": "Polder + Clb"}, ["merge", "'Clb'", "did you mean 'Club'"]),
        ({"partner": "Club"}, ["partner", "there already"]),
        ({"lead": "Clb"}, ["lead", "did you mean 'Club'"]),
    ],
)
def test_what_cannot_be_is_said_in_a_line(changes, parts):
    with pytest.raises(InputError) as caught:
        with_changes(GROUP, changes)
    for part in parts:
        assert part in str(caught.value)


def test_a_what_if_by_command_and_from_python(samenspel, tmp_path):
    """Oracle: the two doors, and who is on both sides."""
    path = tmp_path / "group.toml"
    path.write_text(TEXT)
    line = f"compare {path} --replicates 5 --change Polder.commitment=+0.4 partner=Newcomer"
    told = json.loads(samenspel(f"{line} --json").out)
    assert told["what_if"] == {"Polder.commitment": "+0.4", "partner": "Newcomer"}
    assert [one["name"] for one in told["partners"]] == list(GROUP.labels)
    said = samenspel(line)
    assert "With Polder.commitment = +0.4 and partner = Newcomer" in " ".join(said.out.split())
    found = sp.compare(path, {"Polder.commitment": "+0.4", "partner": "Newcomer"}, replicates=5)
    assert f"{found}\n" == said.out
    assert found.summary["joint_value"].interval.mean == told["differences"]["joint_value"]["mean"]
    found.plot()
    assert len(found.to_frame())


def test_two_scenarios_beside_one_another(samenspel):
    """Oracle: the runs of each by itself, on the same seeds, for as many rounds as the first."""
    found = sp.compare("merger", other="port_data", rounds=6, replicates=4)
    for side, name in ((found.before, "merger"), (found.after, "port_data")):
        expected = sp.run(name, rounds=6, seed=found.baseline.seed, replicates=4).replicates
        assert [one.summary.joint_value for one in side] == [one.summary.joint_value for one in expected]
    said = samenspel("compare merger --with port_data --rounds 6 --replicates 4").out
    assert f"{found}\n" == said
    assert "With scenario = port_data instead of merger" in " ".join(said.split())
    told = json.loads(samenspel("compare merger --with port_data --rounds 6 --replicates 4 --json").out)
    assert told["partners"] == []  # nobody is in both
    assert "got none" in samenspel("compare merger").err


def test_one_more_partner_that_works_with_some_alone():
    """Oracle: by hand; a name may have either sign in it, and whoever is not known is part of the name."""
    found = with_changes(GROUP, {"partner": "New > One > Polder + Town > West"})
    assert found.labels[-1] == "New > One"
    me = found.declare(1).organisations[4]
    assert found.declare(1).ties["target"][me["first"] : me["last"]].tolist() == [0, 1]
    merged = with_changes(GROUP, {"merge": "Polder + Club"})
    both = with_changes(merged, {"partner": "New > Polder + Club + Town > West"})
    me = both.declare(1).organisations[4]
    assert both.declare(1).ties["target"][me["first"] : me["last"]].tolist() == [0, 1]
    assert with_changes(GROUP, {"partner": "New > Elsewhere"}).labels[-1] == "New > Elsewhere"


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_is_like_another_is_so_in_all_but_size_and_burden_and_disturbs_nobody(seed):
    """Oracle: what chance gave the other, and the draws of the group without the change."""
    plain = with_changes(GROUP, {"partner": "Newcomer"})
    found = with_changes(plain, {"Newcomer.like": "Club"})
    before, after = plain.declare(seed), found.declare(seed)
    for state, scenario in ((before, plain), (after, found)):
        initialise(state, scenario.parameters, seed)
    for field in before.organisations.dtype.names:
        if field != "depends":  # what others have in it goes by size, which it keeps
            np.testing.assert_array_equal(before.organisations[field][:4], after.organisations[field][:4], field)
    for field in ALIKE:
        np.testing.assert_allclose(after.organisations[field][4], after.organisations[field][2], err_msg=field)
    for field in ("size", "burden", "key"):
        assert after.organisations[field][4] == before.organisations[field][4]
    assert run(found, seed).history.tobytes() != run(plain, seed).history.tobytes()


def test_whoever_is_like_all_is_so_in_the_mean_of_those_that_take_part():
    """Oracle: the mean of what chance gave the three members; the guest does not count, nor does it itself."""
    found = with_changes(GROUP, {"partner": "Newcomer", "Newcomer.like": "all"})
    state = found.declare(3)
    initialise(state, found.parameters, 3)
    for field in ("commitment", "interests", "loyalty"):
        values = state.organisations[field]
        np.testing.assert_allclose(values[4], values[:3].mean(axis=0))
    known = with_changes(parse(ALL_KNOWN, "known"), {"B.like": "A"})
    assert known.declare(1).organisations["interests"][1].tolist() == [0.2, 0.4]
    assert isinstance(known.declare, Fixed)  # nothing of it is chance


ALL_KNOWN = """
rounds = 4
[[organisations]]
name = "A"
interests = [0.2, 0.4]
salience = [0.5, 0.5]
frame = [0.3, 0.7]
autonomy = 0.5
loyalty = 0.5
home = 0.5
commitment = 0.5
skill = 0.5
outside = 0.0
affective = 0.2
moral = 0.3
instrumental = 0.5
[[organisations]]
name = "B"
"""


def test_two_that_are_tied_no_longer_are():
    """Oracle: by hand, both ways; all other ties are as they were."""
    state = with_changes(GROUP, {"untie": "Polder > Club"}).declare(1)
    pairs = set(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))
    assert pairs == {(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)}
    assert tie_of(state, 0, 1)["trust"] == 0.5
    with pytest.raises(InputError, match="allowed: two that are tied"):
        with_changes(GROUP, {"untie": "Polder > Guest"})


def test_what_nobody_said_of_two_that_merge_stays_open():
    """Oracle: nothing is declared, so that nothing may be known of what they have in others or others in them."""
    plain = parse('rounds = 4\n[network]\ngenerator = "complete"\norganisations = 5\n', "plain")
    merged = with_changes(plain, {"merge": "Organisation 1 + Organisation 2"}).declare(1)
    assert np.isnan(merged.ties["dependence"]).all()
    assert np.isnan(merged.ties["need"]).all()


def test_what_two_make_by_themselves_is_added_up_in_one_unit():
    """Oracle: by hand; beds and euro make no sum."""
    stake = '\n[organisations.stake]\namount = 2\nunit = "{unit}"\n'
    for unit, expected in (("beds", 4.0), ("euro", None)):
        head = '[[organisations]]\nname = "{name}"' + stake
        text = "rounds = 4\n" + head.format(name="A", unit="beds") + head.format(name="B", unit=unit)
        text += '[[organisations]]\nname = "C"\n'
        made = with_changes(parse(text, "stakes"), {"merge": "A + B"}).stakes[0]
        assert (made and made.amount) == expected


RESTLESS = {"participation.exit": 10.0, "norm.tolerance": 0.0, "participation.lock_in": 0.0, "decision.quorum": 1.0}


def restless(text=TEXT):
    """A scenario in which whoever may go has soon gone."""
    return with_changes(parse(text, "restless"), {**RESTLESS, "effort.process": 1.0, "effort.price": 0.2, "rounds": 30})


def left_of(scenario, seed):
    return {scenario.labels[row] for row in np.flatnonzero(run(scenario, seed).state.organisations["member"] == LEFT)}


@pytest.mark.parametrize("seed", range(1, 6))
def test_who_cannot_leave_does_not_as_long_as_there_is_a_collaboration(seed):
    """Oracle: what the parties did without it; two that stay are a collaboration, one alone is none."""
    free = restless()
    assert left_of(free, seed) >= {"Polder", "Club"}
    bound = with_changes(free, {"Polder.stays": "true", "Club.stays": True})
    assert not left_of(bound, seed) & {"Polder", "Club"}
    assert left_of(with_changes(free, {"Polder.stays": "true"}), seed) >= {"Polder", "Club"}


def test_it_is_declared_or_said_later_or_taken_back_and_whoever_is_sent_away_goes():
    """Oracle: by hand."""
    declared = restless(TEXT.replace('name = "Polder"', 'name = "Polder"\nstays = true'))
    assert declared.stays == (0,)
    also = with_changes(declared, {"Club.stays": True})
    let_go = [(0, 12, False), (2, 20, False)]
    freed = replace(also, events=(*also.events, *(Event(at, organisation=row, stays=yes) for row, at, yes in let_go)))
    trace = run(freed, 1, trace=True).trace["member"]
    assert (trace[:11, [0, 2]] == MEMBER).all()
    assert trace[-1, 0] == trace[-1, 2] == LEFT
    sent = run(with_changes(also, {"Polder.leaves": 9}), 1, trace=True).trace["member"][:, 0]
    assert (sent[:8] == MEMBER).all()
    assert sent[8] == LEFT


def test_where_nobody_would_have_left_to_be_bound_is_the_same_bits():
    """Oracle: the run without it, of a scenario that nobody leaves."""
    content = with_changes(parse(TEXT, "content"), {"participation.exit": 0.0})
    bound = with_changes(content, {"Polder.stays": "true"})
    for trace in (False, True):
        one, two = run(content, 3, trace=trace), run(bound, 3, trace=trace)
        assert one.history.tobytes() == two.history.tobytes()
        assert all(was.tobytes() == now.tobytes() for was, now in zip(one.state, two.state, strict=True))


def test_of_two_that_merge_one_that_stays_keeps_both():
    """Oracle: by hand."""
    declared = parse(TEXT.replace('name = "Club"', 'name = "Club"\nstays = true'), "two")
    assert with_changes(declared, {"merge": "Polder + Club"}).stays == (0,)


def test_a_file_that_is_written_out_says_who_cannot_leave():
    """Oracle: the file read again, and its run."""
    declared = restless(TEXT.replace('name = "Polder"', 'name = "Polder"\nstays = true'))
    changed = with_changes(declared, {"Club.stays": "true"})
    again = parse(whole_file(changed, 2), "again")
    assert (again.stays, [event.stays for event in again.events]) == ((0,), [True, None, None])
    assert run(again).history.tobytes() == run(changed, 2).history.tobytes()


@pytest.mark.parametrize("bound", ["", 'bound = "bound by a treaty"\n'])
def test_a_file_that_is_written_out_has_the_words_for_leaving_and_the_steps_of_a_choice(bound):
    """Oracle: the file read again."""
    own = f"""
[leaving]
does = "acts on its own"
label = "on its own"
{bound}[[choices]]
round = 2
name = "Part"
step = "Notice is given"
organisation = "Club"
add = {{ commitment = -0.1 }}
[[choices]]
round = 5
name = "Part"
organisation = "Club"
act = {{ stay = false }}
"""
    declared = parse(TEXT + own, "parting")
    assert [(one.round, one.name) for one in declared.choices["Part"]] == [(2, "Notice is given"), (5, "Part")]
    again = parse(whole_file(declared, 1), "again")
    assert (again.leaving, again.choices) == (declared.leaving, declared.choices)
    assert choosing(again, "Part").events == choosing(declared, "Part").events
