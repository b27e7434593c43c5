"""What a seat sees: the fields on the list, which do not move when what it does not know does."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.room.amounts import as_shown
from samenspel.room.play import OFFERS, Decision, Offer, Play
from samenspel.room.seen import Card, Condition, Felt, Gift, Mandate, Offered, Partner, Scale, Seen, seen
from samenspel.scenario import Aim, load

from .conftest import CARE

ME = 2
# All that may reach a phone. Whoever adds a field here says that an organisation knows it: the story was read out; by
# which logic is decided, all know; what it promised and delivered, it knows as others see it; how its own yes that hung
# on something fell out is its own, and how many and who said yes stood on the screen.
ALLOWED = {
    Seen: {"organisation", "called", "story", "number", "place", "asked", "unit", "alone", "scales", "wishes", "aim",
           "proposal", "led", "agreed", "members", "yes", "homes", "mandate", "cards", "partners", "kept", "condition",
           "gifts", "to_offer",
           "offers", "worked_on", "work_costs", "gained", "filled", "news", "group", "fired",
           "burden", "felt", "mine"},
    Scale: {"name", "low", "high", "heavier", "wish", "need", "proposal", "goal"},
    Mandate: {"allowed", "given", "left"},
    Card: {"promise", "extra", "delivered"},
    Partner: {"row", "name", "called", "trust", "promised", "delivered"},
    Condition: {"kind", "asked", "yes", "partner", "others", "said_yes"},  # that of its own yes; the screen counts all
    Gift: {"offer", "worth"},
    Offered: {"called", "worth"},
    Felt: {"name", "worth"},
    Aim: {"wants", "fears"},
    Decision: {"consent", "partner", "promise", "delivery", "home", "to", "offer", "work"},
}  # fmt: skip
# Of others it knows what they promised and what came of it, whether they sit at the table, and nothing more.
PUBLIC = {"promise", "pooled", "member", "first", "last", "key"}
OWN_TIES = {"target", "reverse", "age", "trust"}  # of its own ties; of those of others who is tied to whom


def played():
    """A play after two rounds, in which people decided, and which is looked ahead in."""
    play = Play(CARE)
    yes = Decision("yes", promise=1.5, delivery="promised")
    for _ in range(2):
        play.close({ME: yes, 4: yes._replace(delivery="half", home="report"), 5: Decision("no", promise=1.0)})
    assert play.mandate(ME) >= 0.0
    return play


def scrambled(state):
    """The same state but for what a seat does not know: all of that is other numbers, or other points."""
    chance = np.random.default_rng(1)
    organisations, ties, us = state.organisations, state.ties, state.collaboration
    others = np.arange(organisations.size) != ME
    for name in set(organisations.dtype.names) - PUBLIC:
        shape = organisations[name][others].shape
        organisations[name][others] = chance.integers(3, 9, shape) if organisations[name].dtype.kind == "i" else (
            chance.uniform(0.0, 1.0, shape)
        )  # fmt: skip
    not_known = {"loyalty", "home", "commitment", "trust", "fortune", "satisfaction"} & set(organisations.dtype.names)
    for name in not_known - {"satisfaction"}:  # not even its own home does it know in numbers
        organisations[name][ME] = chance.uniform(0.0, 1.0)
    mine = np.zeros(ties.size, bool)
    mine[organisations["first"][ME] : organisations["last"][ME]] = True
    for name in set(ties.dtype.names) - {"target", "reverse", "age"}:
        rows = ~mine if name in OWN_TIES else np.ones(ties.size, bool)
        ties[name][rows] = (chance.uniform(0.0, 1.0, rows.sum()) * 100).astype(ties[name].dtype)
    for name in ("need", "diagnosis", "lead_interests", "lead_perception"):
        us[name] = chance.uniform(0.0, 1.0, us[name].shape)
    for name in ("lead", "lead_loyalty", "ambiguity", "support", "backing", "climate", "price_of_consent"):
        us[name] = 0


def test_what_reaches_a_phone_is_on_the_list():
    """Oracle: the list above; values are text, numbers, and tuples of what is on the list."""
    for kind, fields in ALLOWED.items():
        assert set(kind._fields) == fields

    def walk(value):
        if isinstance(value, tuple):
            assert type(value) is tuple or type(value) in ALLOWED, value
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            assert set(value) == {"promised", "half", "home"}
            walk(tuple(value.values()))
        else:
            assert value is None or isinstance(value, str | int | float), value

    walk(seen(played(), ME, "nl", [1], Decision("partner", 1, 1.5), [Offer(1, ME, 0.05)]))


def test_it_does_not_move_when_what_the_seat_does_not_know_does():
    """Oracle: the same function, on a state in which all that it should not read is other numbers."""
    play = played()
    before = seen(play, ME, "nl")
    for state in (play.ahead, *play.trace, play.state):
        scrambled(state)
    assert seen(play, ME, "nl") == before
    assert before.partners[0].promised is not None


def test_it_does_move_with_what_the_seat_knows():
    """Oracle: by hand; the test above would also pass of a function that reads nothing."""
    play = played()
    before = seen(play, ME, "nl")
    play.ahead.organisations["perception"][ME] = 0.99
    play.trace[-1].organisations["pooled"][1] += 6.0
    play.state.ties["trust"][play.state.organisations["first"][ME]] = 0.0
    after = seen(play, ME, "nl")
    assert after.scales[0].need == 99
    assert after.partners[0].trust == 0
    assert after.partners[1].name == "Ziekenhuis"
    assert after.partners[1].delivered == before.partners[1].delivered + 100


def test_what_was_decided_in_secret_reaches_nobody_else():
    """Oracle: two tables that differ in what another means to deliver, before the round is closed."""
    play = Play(CARE)
    one = seen(play, ME, "nl", [4])
    assert one.yes == ("het zorgkantoor",)
    assert "half" not in str(one._replace(cards=()))
    assert one.mine is None


def test_it_is_in_the_unit_of_the_organisation_and_in_its_words():
    """Oracle: the scenario, by hand: 31,000 hours of care a month, of which a card is half more."""
    play = Play(CARE)
    one = seen(play, ME, "nl")
    assert (one.organisation, one.unit, one.alone) == ("Thuiszorg", "zorguren", 31_000)
    assert [card.extra for card in one.cards] == [0.0, 7_750.0, 15_500.0, 31_000.0]
    assert one.cards[2].delivered["promised"] == 15_500.0
    assert one.cards[2].delivered["half"] == 7_750.0
    assert one.mandate.allowed == as_shown(31_000 * max(0.0, play.mandate(ME) - 1.0))
    assert one.wishes == (
        "liever “goed leven” dan “ziekte behandelen”",
        "iets liever “tijd en keuze voor ieder mens” dan “de kosten beheersen”",
    )
    assert seen(play, ME, "en").organisation == "Home Care Organisation"


def test_an_offer_is_to_each_in_its_own_unit():
    """Oracle: by hand: a tenth of 31,000 hours of care a month is given up, and a tenth of 640 admissions is got."""
    play = Play(CARE)
    tenth, fifth = seen(play, ME, "en").gifts
    assert (tenth.worth, fifth.worth) == pytest.approx((3_100.0, 6_200.0))
    (got,) = seen(play, 1, "nl", offers=[Offer(ME, 1, OFFERS[0])]).offers
    assert got == Offered("de thuiszorg", pytest.approx(64.0))


def test_what_is_left_of_the_mandate_is_what_home_allows_less_what_was_promised():
    """Oracle: by hand, in places in a nursing home."""
    play = Play(CARE)
    play.close({3: Decision("yes", promise=1.25), **{row: Decision("yes", promise=1.0) for row in (0, 1, 4, 5, 6)}})
    assert play.agreed
    mandate = seen(play, 3, "en").mandate
    assert mandate.given == as_shown(410 * 0.25)
    assert mandate.left == pytest.approx(mandate.allowed - mandate.given)


def test_news_are_what_happened_since_the_last_round_by_name():
    """Oracle: the scenario: in month 13 the council cuts the budget."""
    play = Play(CARE)
    for _ in range(2):
        play.close({})
        assert seen(play, ME, "en").news == () or play.round == 12
    assert seen(play, ME, "nl").news[0] == "De gemeenteraad bezuinigt op de Wmo"  # it holds from month 13 on
    play.close({})
    play.close({})
    assert not any("Wmo" in one for one in seen(play, ME, "nl").news)


def test_what_follows_from_a_decision_of_the_group_is_its_own_and_not_from_outside():
    """Oracle: the file of the scenario: one board has three moments, each by a name of its own."""
    play = Play(load("merger"))
    choice = next(name for name in play.scenario.choices if name.startswith("One board"))
    play.fire(play.scenario.choices[choice])
    moments = list(dict.fromkeys(event.name for event in play.scenario.choices[choice]))
    assert seen(play, 0, "en").fired == ((True, moments[0]),)
    for _ in range(4):
        play.close({})
    assert [one for one in seen(play, 0, "en").group if one in moments] == moments[:2]
    assert not {*moments} & {*seen(play, 0, "en").news}


def test_what_the_group_decides_is_told_to_each_in_what_it_costs_or_saves():
    """Oracle: by hand, of the fund in the file of the scenario: .07 of the .50 that is made alone, of 130 visits."""
    play = Play(load("debts"))
    fund = next(name for name in play.scenario.choices if "fund" in name)
    play.fire(play.scenario.choices[fund])
    felt = [{one.name: one.worth for one in seen(play, row, "en").felt}.get(fund) for row in range(7)]
    assert felt[:6] == pytest.approx([48.0, -18.2, -89.6, -380.0, 67.2, -12.0])
    assert felt[6] is None
    burdens = [seen(play, row, "en").burden for row in range(7)]  # .15 of .50 less .07, of 130; and so on
    assert burdens == pytest.approx([-24.0, 20.8, 102.4, 380.0, -100.8, 18.0, -26.0])
    play.take_back()
    assert not seen(play, 1, "en").felt


def test_whoever_left_the_promise_open_reads_that_the_model_made_it():
    """Oracle: by hand: one said no and nothing else, one nothing at all, and one decided."""
    play = Play(CARE)
    yes = Decision("yes", promise=1.5, delivery="promised")
    play.close(dict.fromkeys((0, 1, ME, 5, 6), yes))
    assert not seen(play, ME, "nl").filled
    play.close({0: yes, ME: Decision("no")})
    assert play.agreed
    assert [seen(play, row, "nl").filled for row in (0, 1, ME)] == [False, True, True]


def test_a_yes_that_hung_on_something_is_told_as_it_fell_out_and_to_whoever_said_it_alone():
    """Oracle: by hand, of nine: two say no, so most say yes; one hangs on a no, one on the books of the model."""
    play = Play(CARE)
    yes, no = Decision("yes", promise=1.0), Decision("no")
    play.close({0: yes, 1: no, ME: Decision("partner", 1), 3: Decision("most"), 4: Decision("worth"), 5: yes, 6: yes,
                7: yes})  # fmt: skip
    fell = [seen(play, row, "nl").condition for row in range(8)]
    assert [fell[row] for row in (0, 1, 5, 6, 7)] == [None] * 5
    said = play.played[0].said
    assert fell[ME] == Condition("partner", 6, 0, "het ziekenhuis", len(said) - 1, sum(said.values()))
    assert fell[3] == Condition("most", 6, 6, "", len(said) - 1, sum(said.values()) - 1)
    accepted = [state.organisations["accepts"][4] for state in play.states_of(play.played[0])]
    assert fell[4][:4] == ("worth", 6, sum(accepted), "")
    assert {type(value) for one in (fell[ME], fell[3], fell[4]) for value in one} == {str, int}
    play.close({})
    assert seen(play, ME, "nl").condition is None


def test_of_itself_a_seat_sees_what_others_see_of_it():
    """Oracle: what a partner of it sees; nothing without a goal."""
    play = Play(CARE)
    assert seen(play, ME, "nl").kept is None
    play = played()
    assert play.agreed
    (there,) = [one for one in seen(play, 1, "nl").partners if one.row == ME]
    assert seen(play, ME, "nl").kept == (there.promised, there.delivered)


BESIDE = {"see", "wanted", "shows", "span", "per", "left", "wrong", "decided", "laid", "anew", "running", "started",
          "stage", "held", "votes", "voted", "monday", "agreed", "half_way", "to_answer", "scores", "asked",
          "large"}  # fmt: skip


def test_a_page_is_made_of_what_a_seat_sees_and_of_what_is_on_this_list(seated, table, monkeypatch):
    """Oracle: the list; what is not given to a page cannot be on it."""
    from samenspel.room import seat

    given = []
    show = seat.shown

    def noted(request, page, *rest, **values):
        given.append((page, values))
        return show(request, page, *rest, **values)

    monkeypatch.setattr(seat, "shown", noted)
    one = seated(ME)
    for path in ("who", "consent"):
        one.get(f"/seat/{path}")
    table.close()
    table.show("check")
    one.get("/seat")
    pages = {page for page, values in given if "see" in values}
    assert pages == {"who", "consent", "check"}
    assert {name for _, values in given if "see" in values for name in values} == BESIDE
    assert all(type(values["see"]) is Seen for _, values in given if "see" in values)
