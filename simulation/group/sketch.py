"""A case as somebody sketches it, in words and small numbers, and the scenario that it stands for.

What numbers of the model the words stand for is below, and an assumption. Whoever wants more precision opens the file
that comes of it, and docs/scenarios.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..dynamics import Parameters
from ..mechanisms.expectation import attention
from ..parameters import declared
from ..population import USUAL_PARTNERS, Dependence
from .writing import in_toml

# What words stand for, from the least to the most (assumptions); of trust and needs as in the cases that come along.
SIZES = (0.5, 1.0, 2.0)
BURDENS = (-0.3, -0.15, 0.0, 0.15, 0.3)
TRUST = (0.4, 0.55, 0.7)
NEEDS = (0.92, 1.15, 1.4)  # dependence on all partners together, of whom there are as many as usual
MOST_NEED = declared(Dependence)["total"]
OUTSIDE, RATIFIES, RIGHT = 0.1, 0.7, 0.5
FURTHER = 1.6  # a professional frame lies further from the middle than what one wants
SHARED = 0.7  # of a burden that is paid by those who save
ACQUAINTING = {"effort.relation": 0.5, "effort.price": 0.05}  # effort, and what its hours cost
YEAR = 12  # rounds, of a month
MOST_YEARS = 10
HITS = (
    ("towards", {"trust": -0.3}),
    ("organisation", {"burden": -0.2}),
    ("organisation", {"commitment": -0.3, "loyalty": -0.2}),
    ("organisation", {"outside": 0.2}),
)


class Theme(NamedTuple):
    """Something that is at stake, between two ends; what those for whom it is need lies from 0 to 1."""

    name: str
    low: str
    high: str
    need: float


class Party(NamedTuple):
    """Who takes part.

    Attributes
    ----------
    name
        As people call it.
    wishes
        What it wants of each theme, from 0 (the low end) to 1.
    size, burden
        Places in `SIZES` and `BURDENS`.
    ratifies, outside
        Whether others have to say yes at home, and whether it could do as well alone.
    amount, unit
        What it makes by itself in a month; no unit where nobody said.
    wants, fears
        In a sentence; empty where nobody said.
    """

    name: str
    wishes: tuple[float, ...]
    size: int = 1
    burden: int = 2
    ratifies: bool = False
    outside: bool = False
    amount: float = 0.0
    unit: str = ""
    wants: str = ""
    fears: str = ""


class Happening(NamedTuple):
    """Something that will happen in a month: whom it hits, a row of the parties, and how, a place in `HITS`."""

    name: str
    month: int
    whom: int
    how: int


class Sketch(NamedTuple):
    """A case.

    Attributes
    ----------
    title, story, question, lesson
        For people; all but the title may be empty.
    themes, parties
        At least two of each.
    lead
        The row of whoever may decide, by law or because it pays; -1 for nobody.
    trust, needs
        Places in `TRUST` and `NEEDS`.
    years
        How long it runs.
    pairs
        Rows of those who work together; without any, everybody works with everybody.
    happens
        What will happen.
    """

    title: str
    story: str
    question: str
    lesson: str
    themes: tuple[Theme, ...]
    parties: tuple[Party, ...]
    lead: int
    trust: int
    needs: int
    years: int
    pairs: tuple[tuple[int, int], ...] = ()
    happens: tuple[Happening, ...] = ()


def scenario_text(sketch: Sketch, told: Mapping[str, str]) -> str:
    """The text of the scenario file that a sketch stands for.

    Parameters
    ----------
    sketch
        The case.
    told
        What is said in it beside the words of the sketch, by key (`dialogue.lines`).
    """
    tables: list[tuple[str, Mapping[str, Any]]] = [
        (
            "",
            {
                "title": sketch.title,
                **{key: text for key in ("story", "question", "lesson") if (text := getattr(sketch, key))},
                "fiction": told["fiction"],
                "round": told["month_long"],
                "rounds": YEAR * sketch.years,
                "seed": 1,
                "need": [theme.need for theme in sketch.themes],
            },
        ),
        *(("[[themes]]", {"name": one.name, "from": one.low, "to": one.high}) for one in sketch.themes),
        (
            "[parameters]",
            {"trust.initial": TRUST[sketch.trust], "dependence.total": round(min(MOST_NEED.high, needed(sketch)), 3)},
        ),
        *(("[[organisations]]", described(one, row == sketch.lead)) for row, one in enumerate(sketch.parties)),
        *(("[[ties]]", tie) for tie in ties(sketch)),
        *(("[[events]]", event) for event in events(sketch)),
        *(("[[choices]]", choice) for choice in choices(sketch, told)),
    ]
    return "\n\n".join("\n".join([*[head][: bool(head)], *written(table)]) for head, table in tables if table) + "\n"


def needed(sketch: Sketch) -> float:
    """The dependence on usual partners at which these bring together what the words say, however many they are.

    Each brings its own, as far as both sides attend to the tie: of few partners each gets more attention.
    """
    n, usual = len(sketch.parties), Parameters().ties
    partners = 2 * len(sketch.pairs) / n if sketch.pairs else n - 1.0
    theirs, usually = (attention(k, 1.0, usual.crowding, usual.by_size) for k in (partners, USUAL_PARTNERS))
    return float(NEEDS[sketch.needs] * USUAL_PARTNERS / partners * (usually / theirs) ** 2)


def described(one: Party, leads: bool) -> dict[str, Any]:
    """A party in the words of a scenario."""
    said: dict[str, Any] = {"name": one.name}
    said |= {key: text for key in ("wants", "fears") if (text := getattr(one, key))}
    said |= {"size": SIZES[one.size]}
    said |= {"lead": True, "right": RIGHT} if leads else {}
    said |= {"burden": burden} if (burden := BURDENS[one.burden]) else {}
    said |= {"ratifies": RATIFIES} if one.ratifies else {}
    said |= {"outside": OUTSIDE} if one.outside else {}
    said |= {
        "interests": list(one.wishes),
        "frame": [round(min(1.0, max(0.0, 0.5 + FURTHER * (wish - 0.5))), 3) for wish in one.wishes],
    }
    return said | ({"stake": {"amount": one.amount, "unit": one.unit}} if one.unit else {})


def ties(sketch: Sketch) -> Iterator[dict[str, Any]]:
    """Who works with whom, both ways."""
    for one, other in sketch.pairs:
        for source, target in ((one, other), (other, one)):
            yield {"from": sketch.parties[source].name, "to": sketch.parties[target].name}


def events(sketch: Sketch) -> Iterator[dict[str, Any]]:
    """What will happen."""
    for one in sketch.happens:
        way, change = HITS[one.how]
        yield {"round": one.month, "name": one.name, way: sketch.parties[one.whom].name, "add": change}


def choices(sketch: Sketch, told: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What the group can decide: share the bill if some pay and others save, have it decided, or get acquainted."""
    burdens = [BURDENS[one.burden] for one in sketch.parties]
    paid, saved = -sum(b for b in burdens if b < 0), sum(b for b in burdens if b > 0)
    if paid and saved:
        moved = SHARED * min(paid, saved)
        for one, burden in zip(sketch.parties, burdens, strict=True):
            if burden:
                part = round(-burden / paid * moved if burden < 0 else -burden / saved * moved, 3)
                yield {"round": 1, "name": told["share"], "organisation": one.name, "add": {"burden": part}}
    if sketch.lead >= 0:
        name = told["command"].format(party=sketch.parties[sketch.lead].name)
        yield {"round": 1, "name": name, "parameters": {"logic.decision": "hierarchy"}}
    yield {"round": 1, "name": told["acquaint"], "parameters": ACQUAINTING}


def written(table: Mapping[str, Any]) -> Iterator[str]:
    """A table in TOML, a line for each key."""
    for key, value in table.items():
        yield f"{key} = {in_toml(value)}"
