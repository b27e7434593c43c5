"""Networks: who is tied to whom at the start, as a `State`, and a state as a graph of networkx.

Ties come from three places: one by one, from a generator, or everybody with everybody. Whatever is known of
organisations and ties is kept as `Declared`; what is not known is NaN, and left to chance. Generators are those of
networkx, which is imported only when one is used.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InputError, Message
from .events import TIE_FIELDS
from .parameters import number, whole
from .population import LEFT_TO_CHANCE, declare
from .reading import Several, check_known, show
from .state import MEMBER, OUTSIDE, State, organisation_type

if TYPE_CHECKING:
    import networkx as nx

MOST_ORGANISATIONS = 100_000
MOST_TIES = 10_000_000  # directed
MOST_THEMES = 20
MOST_BLOCKS = 300  # their probabilities are a table of this by this
MOST_DENSE_EDGES = 1_000_000  # of a regular network that is drawn by switches: about 20 seconds
SPARSE = 20  # partners, up to which pairing at random soon gives a regular network
LEAST_ODDS = 1e-12  # of a tie; with less, nobody is tied
SWITCHES = 10  # of an edge, until nothing is left of the order that it began with

# What may be declared of an organisation besides its traits: motives, and a number for each theme.
WEIGHT = number(0, 1e6, "relative weight", "how much it counts, relative to the others")
PLACE = number(0, 1, "place in theme space", "where it stands in a theme")
MOTIVES = {"affective": WEIGHT, "moral": WEIGHT, "instrumental": WEIGHT}
POINTS = {"interests": PLACE, "salience": WEIGHT, "frame": PLACE, "perception": PLACE}

SAID_OR_NOT = ("room", "right", "ratifies")  # traits that nobody has unless it is said

NO_EDGES = np.zeros((0, 2), np.int64)
KNOWN_TIE = np.dtype([("source", np.int64), ("target", np.int64), *((field, np.float64) for field in TIE_FIELDS)])

# The generators, and what each needs to know besides the number of organisations. Those that need nothing more are
# the same for every seed; in all others there is chance.
ORGANISATIONS = whole(2, MOST_ORGANISATIONS, "organisations", "how many there are")
SHARE = number(0, 1, "probability", "of a tie, or of moving one")
SIZES = Several(whole(1, MOST_ORGANISATIONS, "organisations", "how many there are in each block"))
DEGREE = whole(1, MOST_ORGANISATIONS, "ties of an organisation", "how many partners it has")
MEAN_DEGREE = number(0, MOST_ORGANISATIONS, "ties of an organisation, mean", "how many partners it has")
GENERATORS: dict[str, dict[str, Any]] = {
    "complete": {},
    "star": {},
    "ring": {},
    "path": {},
    "small_world": {"degree": DEGREE, "rewiring": SHARE},
    "scale_free": {"degree": DEGREE},
    "random": {"degree": MEAN_DEGREE},
    "regular": {"degree": DEGREE},
    "blocks": {"blocks": SIZES, "within": SHARE, "between": SHARE},
}
EVEN = ("small_world", "scale_free")  # these lay ties in pairs


class Roster(NamedTuple):
    """Who takes part and how, as it was read.

    `organisations` has a dictionary for each, with its name and what else is declared; `places` says where each
    was read, for errors; `ties` are records of `KNOWN_TIE`.
    """

    organisations: Sequence[Mapping[str, Any]]
    places: Sequence[str | Message]
    ties: np.ndarray

    @property
    def labels(self) -> tuple[str, ...]:
        """Names, in row order."""
        return tuple(organisation["name"] for organisation in self.organisations)


class Declared(NamedTuple):
    """What is known before chance has its say; NaN is what is not."""

    organisations: np.ndarray  # records as in `State`
    ties: np.ndarray  #          (k,) KNOWN_TIE, directed
    need: np.ndarray  #          (themes,)
    lead: int  #                 row, or -1
    goal: np.ndarray | None = None  # (themes,) of a group that exists
    age: int = 0  #              rounds that it has that goal

    def state(self, edges: np.ndarray) -> State:
        """A new state, of which the ties are the given edges and those that are known."""
        n = self.organisations.size
        ends = np.concatenate([edges, np.column_stack([self.ties["source"], self.ties["target"]])])
        keys = np.unique(ends.min(axis=1) * n + ends.max(axis=1))
        state = declare(self.need.size, np.column_stack([keys // n, keys % n]), n)
        for field in (*LEFT_TO_CHANCE, *SAID_OR_NOT, "member"):
            state.organisations[field] = self.organisations[field]
        rows = np.searchsorted(state.sources * n + state.ties["target"], self.ties["source"] * n + self.ties["target"])
        for field in TIE_FIELDS:
            state.ties[field][rows] = self.ties[field]
        state.collaboration["need"] = self.need
        state.collaboration["declared_lead"] = self.lead
        if self.goal is not None:
            state.collaboration["goal"] = self.goal
            state.collaboration["age"] = self.age
        return state


@dataclass(frozen=True, repr=False)
class Fixed:
    """The same state for every seed; each call gives a copy of its own."""

    state: State

    def __call__(self, seed: int) -> State:
        """A copy of the state."""
        return State(*(np.ndarray(shape, kind, held.copy()) for shape, kind, held in self.held))

    @cached_property
    def held(self) -> list[tuple[tuple[int, ...], np.dtype, np.ndarray]]:
        """Shape, type and bytes of its records: what every run begins with is not made out anew for each."""
        return [(records.shape, records.dtype, records.view(np.uint8)) for records in self.state]


@dataclass(frozen=True, repr=False)
class Generated:
    """A state with another random network for every seed."""

    declared: Declared
    generator: str
    arguments: Mapping[str, Any]

    def __call__(self, seed: int) -> State:
        """The state with the network of this seed."""
        return self.declared.state(generate(self.generator, self.declared.organisations.size, self.arguments, seed))


@dataclass(frozen=True)
class Drawn:
    """A state with a network of one's own for every seed; see `samenspel.parts`."""

    declared: Declared
    join: Callable[[int, np.random.Generator], Iterable[Any]]

    def __call__(self, seed: int) -> State:
        """The state with the network of this seed."""
        n = self.declared.organisations.size
        return self.declared.state(edges_in(self.join(n, np.random.default_rng(seed)), n))


def edges_in(pairs: Iterable[Any], n: int) -> np.ndarray:
    """Edges that somebody else made, each once, shape (e, 2).

    Raises
    ------
    InputError
        What is no pair of two of the rows.
    """
    found = set()
    for pair in pairs:
        ends = tuple(pair) if isinstance(pair, Iterable) else (pair,)
        if len(ends) != 2 or not all(isinstance(end, int | np.integer) and 0 <= end < n for end in ends):
            raise InputError("got the tie {got}, allowed: two rows from 0 to {last}", got=show(ends), last=n - 1)
        if ends[0] == ends[1]:
            raise InputError("got a tie of {got} to itself, allowed: a tie to another", got=show(int(ends[0])))
        found.add((int(min(ends)), int(max(ends))))
    return np.array(sorted(found), np.int64).reshape(-1, 2) if found else NO_EDGES


# --- from what was read to what is declared ---------------------------------------------------------------------


def gather_ties(
    ties: Iterable[tuple[int, str, str, Mapping[str, float]]], rows: Mapping[str, int], where: str | Message
) -> np.ndarray:
    """Directed ties between organisations that are known by name, as records of `KNOWN_TIE`.

    Parameters
    ----------
    ties
        Of each its number (for errors), source, target and what is known of it, by field.
    rows
        Row of each organisation, by name.
    where
        What to call the ties in an error; the number is added to it.

    Raises
    ------
    InputError
        A tie of an unknown organisation, of one to itself, or one that was given already.
    """

    def at(number: int) -> Message:
        return Message("{unit} {number}", unit=where, number=number)

    flat, numbers = array("d"), array("q")
    for place, source, target, values in ties:
        for name in (source, target):
            if name not in rows:
                check_known([name], rows, at(place), "organisation")
        if source == target:
            raise InputError("got a tie of {got} to itself, allowed: a tie to another", at(place), got=show(source))
        flat.extend((rows[source], rows[target], *(values.get(field, math.nan) for field in TIE_FIELDS)))
        numbers.append(place)
    check_ties(len(numbers))
    table = np.array(flat).reshape(-1, 2 + len(TIE_FIELDS))
    records = np.zeros(len(table), KNOWN_TIE)
    for column, field in enumerate(("source", "target", *TIE_FIELDS)):
        records[field] = table[:, column]
    keys = records["source"] * len(rows) + records["target"]
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(np.diff(keys[order]) == 0)
    if twice.size:
        first, again = (numbers[row] for row in order[twice[0] : twice[0] + 2])
        names = list(rows)
        one, other = (show(names[records[order[twice[0]]][end]]) for end in ("source", "target"))
        raise InputError(
            "the tie of {got} to {other} is there already, as {place}", at(again), got=one, other=other, place=at(first)
        )
    return records


def check_ties(count: float) -> None:
    """Refuse more ties than the model can hold."""
    if count > MOST_TIES:
        most = MOST_TIES
        raise InputError("got {got:,.0f} directed ties, allowed: at most {most:,}", "network", got=count, most=most)


def check_organisations(count: int) -> None:
    """Refuse more organisations than the model can hold, and too few to collaborate."""
    if not 2 <= count <= MOST_ORGANISATIONS:
        raise InputError("got {got}, allowed: 2 to {most:,}", "organisations", got=count, most=MOST_ORGANISATIONS)


def count_themes(
    roster: Roster, said_of_all: Mapping[str, Sequence[float] | None] | None = None, themes: int | None = None
) -> int:
    """The number of themes: as it is said, or as the points have it that are given, or else 2.

    `said_of_all` are points of the collaboration as a whole, by what they are called; None for one that is not given.
    """
    said = Message("as 'themes' says")
    points: list[tuple[str | Message, Sequence[float]]] = [
        (place, point) for place, point in (said_of_all or {}).items() if point is not None
    ]
    for organisation, place in zip(roster.organisations, roster.places, strict=True):
        points += [
            (Message("{place}: {point}", place=place, point=point), organisation[point])
            for point in POINTS
            if point in organisation
        ]
    for place, point in points:
        if themes is None:
            themes, said = len(point), Message("as in {place}", place=place)
        if len(point) != themes:
            got = len(point)
            raise InputError("got {got} numbers, allowed: {allowed}, {why}", place, got=got, allowed=themes, why=said)
    themes = 2 if themes is None else themes
    if themes < 2:
        place, most = points[0][0], MOST_THEMES
        raise InputError("got {got} number, allowed: 2 to {most}, one for each theme", place, got=themes, most=most)
    return themes


def settle(roster: Roster, themes: int, need: Sequence[float] | None = None) -> Declared:
    """What a roster declares, once it is sure that it can be a collaboration.

    Raises
    ------
    InputError
        Fewer than two organisations or members, a name given twice, more than one lead or one that is no member,
        motives of which some are given and some are not, or weights that are all zero.
    """
    n = len(roster.organisations)
    check_organisations(n)
    records = np.zeros(n, organisation_type(themes))
    for field in (*LEFT_TO_CHANCE, "room"):
        records[field] = np.nan
    lead = -1
    seen: dict[str, str | Message] = {}
    for row, (organisation, place) in enumerate(zip(roster.organisations, roster.places, strict=True)):
        name = organisation["name"]
        if name in seen:
            raise InputError("the name {got} is there already, in {place}", place, got=show(name), place=seen[name])
        seen[name] = place
        check_weights(organisation, tuple(MOTIVES), place, "motives")
        for field in (*LEFT_TO_CHANCE, *SAID_OR_NOT):
            if field in organisation:
                records[row][field] = organisation[field]
        if "salience" in organisation:
            check_weights(dict(enumerate(organisation["salience"])), range(themes), place, "salience")
        records[row]["member"] = MEMBER if organisation.get("member", True) else OUTSIDE
        if organisation.get("lead", False):
            if lead >= 0:
                other = show(roster.labels[lead])
                raise InputError(
                    "{got} leads, and so does {other}; allowed: one", place, "lead", got=show(name), other=other
                )
            if not organisation.get("member", True):
                raise InputError("{got} is no member, allowed: a member that leads", place, "lead", got=show(name))
            lead = row
    members = int((records["member"] == MEMBER).sum())
    if members < 2:
        raise InputError("got {got} members, allowed: at least 2", "organisations", got=members)
    known = np.full(themes, np.nan) if need is None else np.array(need, np.float64)
    return Declared(records, roster.ties, known, lead)


def check_weights(values: Mapping[Any, float], names: Sequence[Any], place: str | Message, what: str) -> None:
    """Refuse weights of which some are given and some are not, or that are all zero.

    Parameters
    ----------
    values
        The weights that are known, by name; NaN counts as not given.
    names
        All that go together.
    place
        Where it is said.
    what
        What they are weights of.
    """
    given = [values[name] for name in names if name in values and not math.isnan(values[name])]
    if given and len(given) < len(names):
        raise InputError("got {got} of {all}, allowed: all or none", place, what, got=len(given), all=len(names))
    if given and not sum(given) > 0.0:
        raise InputError("got zero for all, allowed: a sum above zero", place, what)


# --- generators -------------------------------------------------------------------------------------------------


def everybody(n: int) -> np.ndarray:
    """Every pair of organisations, shape (n (n - 1) / 2, 2)."""
    check_ties(n * (n - 1))
    return np.column_stack(np.triu_indices(n, 1))


def check_generator(generator: str, n: int, arguments: Mapping[str, Any]) -> None:
    """Refuse a network that cannot be, or that is too large."""
    degree, blocks = arguments.get("degree", 0), arguments.get("blocks")
    if blocks is not None and len(blocks) > MOST_BLOCKS:
        at = "network", "blocks"
        raise InputError("got {got} blocks, allowed: at most {most}", *at, got=len(blocks), most=MOST_BLOCKS)
    at = "network", "degree"
    if generator == "ring" and n < 3:
        raise InputError("got {got}, allowed: at least 3 for a ring", "network", "organisations", got=n)
    if degree >= n:
        raise InputError("got {got}, allowed: less than the number of organisations, {n}", *at, got=degree, n=n)
    if generator in EVEN and degree % 2:
        raise InputError("got {got}, allowed: an even number for {generator}", *at, got=degree, generator=generator)
    if generator == "regular" and n * degree % 2:
        raise InputError("got {got}, allowed: an even number, as there are {n} organisations", *at, got=degree, n=n)
    fewer = min(degree, n - 1 - degree)
    if generator == "regular" and (fewer > SPARSE or 2 * degree > n) and n * max(fewer, 1) > 2 * MOST_DENSE_EDGES:
        most = 2 * MOST_DENSE_EDGES // n
        raise InputError("got {got}, allowed: at most {most} for {n} organisations", *at, got=degree, most=most, n=n)
    if blocks is not None and sum(blocks) != n:
        at = "network", "blocks"
        raise InputError("got {got} in all, allowed: the number of organisations, {n}", *at, got=sum(blocks), n=n)
    check_ties(expected_ties(generator, n, arguments))


def expected_ties(generator: str, n: int, arguments: Mapping[str, Any]) -> float:
    """How many directed ties a generator makes, in the mean.

    Examples
    --------
    >>> expected_ties("blocks", 4, {"blocks": [2, 2], "within": 1.0, "between": 0.5})
    8.0
    """
    if generator == "complete":
        return n * (n - 1)
    if generator == "blocks":
        inside = sum(size * (size - 1) for size in arguments["blocks"])
        return arguments["within"] * inside + arguments["between"] * (n * (n - 1) - inside)
    return n * arguments.get("degree", 2)


def generate(generator: str, n: int, arguments: Mapping[str, Any], seed: int) -> np.ndarray:
    """Edges of a network, each once, shape (e, 2).

    Parameters
    ----------
    generator, arguments
        As in `GENERATORS`.
    n
        Number of organisations; the first is the centre of a star.
    seed
        Another seed is another network, where there is chance in it: small worlds (Watts and Strogatz 1998),
        scale-free networks (Barabási and Albert 1999), random ones (each tie with the same probability), regular
        ones (each organisation the same number of partners) and blocks (more ties within than between them).
    """
    if generator == "complete":
        return everybody(n)
    import networkx as nx

    degree = arguments.get("degree", 0)
    match generator:
        case "star":
            graph = nx.star_graph(n - 1)
        case "ring":
            graph = nx.cycle_graph(n)
        case "path":
            graph = nx.path_graph(n)
        case "small_world":
            graph = nx.watts_strogatz_graph(n, degree, arguments["rewiring"], seed)
        case "scale_free":
            graph = nx.barabasi_albert_graph(n, degree // 2, seed)
        case "random":
            odds = degree / (n - 1)
            if odds < LEAST_ODDS:
                return NO_EDGES
            graph = nx.fast_gnp_random_graph(n, odds, seed)
        case "regular":
            return regular(degree, n, seed)
        case "blocks":
            sizes, within, between = arguments["blocks"], arguments["within"], arguments["between"]
            odds = np.full((len(sizes), len(sizes)), between)
            np.fill_diagonal(odds, within)
            graph = nx.stochastic_block_model(sizes, odds.tolist(), seed=seed)
    return np.array(graph.edges, np.int64).reshape(-1, 2)


def regular(degree: int, n: int, seed: int) -> np.ndarray:
    """Edges of a network in which everybody has the same number of partners, shape (n degree / 2, 2).

    Pairing at random, as networkx does it, seldom ends where there are many partners: a network in which most are
    partners is what a sparse one leaves out, and one in between is drawn by switches.
    """
    import networkx as nx

    if 2 * degree > n - 1:
        left_out = regular(n - 1 - degree, n, seed)
        full = np.ones((n, n), bool)
        full[left_out[:, 0], left_out[:, 1]] = full[left_out[:, 1], left_out[:, 0]] = False
        return np.argwhere(np.triu(full, 1))
    if degree <= SPARSE:
        return np.array(nx.random_regular_graph(degree, n, seed).edges, np.int64).reshape(-1, 2)
    return switched(ordered(degree, n), n, seed)


def ordered(degree: int, n: int) -> np.ndarray:
    """Edges of a ring in which everybody has as many partners as close by as can be.

    Examples
    --------
    >>> ordered(3, 4).tolist()
    [[0, 1], [1, 2], [2, 3], [3, 0], [0, 2], [1, 3]]
    """
    nodes = np.arange(n)
    rings = [np.column_stack([nodes, (nodes + step) % n]) for step in range(1, degree // 2 + 1)]
    across = [np.column_stack([nodes[: n // 2], nodes[: n // 2] + n // 2])] if degree % 2 else []
    return np.concatenate([*rings, *across, NO_EDGES])


def switched(edges: np.ndarray, n: int, seed: int) -> np.ndarray:
    """The edges after many switches of two, a-b and c-d to a-d and c-b, which keep how many partners each has.

    The chain of switches mixes to every such network alike (Cooper, Dyer and Greenhill 2007).
    """
    chance = np.random.default_rng(seed)
    ends = edges.tolist()
    there = {min(one, other) * n + max(one, other) for one, other in ends}
    for first, second, turned in chance.integers([len(ends), len(ends), 2], size=(SWITCHES * len(ends), 3)).tolist():
        (a, b), (c, d) = ends[first], ends[second]
        if turned:
            c, d = d, c
        one, other = min(a, d) * n + max(a, d), min(c, b) * n + max(c, b)
        if a != d and c != b and one != other and one not in there and other not in there:
            there -= {min(a, b) * n + max(a, b), min(c, d) * n + max(c, d)}
            there |= {one, other}
            ends[first], ends[second] = [a, d], [c, b]
    return np.array(ends, np.int64).reshape(-1, 2)


# --- back to networkx -------------------------------------------------------------------------------------------


def to_graph(state: State, labels: Sequence[str]) -> nx.DiGraph:
    """The state as a directed graph, to analyse with networkx or to write for other programs.

    Nodes are the labels. A node has everything there is to know of the organisation, an edge everything of the
    tie of its source towards its target; a point in theme space becomes a number for each theme (`interests_1`,
    `interests_2`), so that `networkx.write_graphml` takes the graph, and a scenario takes the file. What is still
    left to chance (NaN) is left out.

    Parameters
    ----------
    state
        At any moment.
    labels
        Names of the organisations, in row order.

    Examples
    --------
    >>> from samenspel.population import declare
    >>> state = declare(2, [[0, 1]], 3)
    >>> state.ties["trust"] = [0.4, 0.7]
    >>> graph = to_graph(state, ["Town", "Province", "Club"])
    >>> graph.edges["Province", "Town"]["trust"]
    0.7
    >>> list(graph)
    ['Town', 'Province', 'Club']
    """
    import networkx as nx

    graph = nx.DiGraph()
    lead = int(state.collaboration[0]["declared_lead"])
    for row, (label, organisation) in enumerate(zip(labels, state.organisations, strict=True)):
        known = attributes(organisation, leave_out=("key", "first", "last"))
        graph.add_node(label, **known | {"member": bool(organisation["member"] == MEMBER), "lead": row == lead})
    for source, tie in zip(state.sources, state.ties, strict=True):
        ends = labels[source], labels[tie["target"]]
        graph.add_edge(*ends, **attributes(tie, leave_out=("target", "reverse")))
    return graph


def attributes(record: np.void, leave_out: Sequence[str]) -> dict[str, float | int]:
    """What a record holds, as plain numbers; a point as a number for each theme."""
    numbers: dict[str, float | int] = {}
    for field in record.dtype.names or ():
        if field not in leave_out:
            values = {field: record[field]}
            if record[field].ndim:
                values = {f"{field}_{theme}": value for theme, value in enumerate(record[field], 1)}
            numbers |= {name: value.item() for name, value in values.items() if not np.isnan(value)}
    return numbers
