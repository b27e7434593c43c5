"""Files of networks: GraphML, GEXF, Pajek and UCINET DL, and graphs of networkx, as a sheet of nodes and one of edges.

Each is read as what it is, a list of nodes and of edges, so that edges that are there twice, loops and edges with and
without direction in one file reach the reader, which asks what to make of them. What belongs to a drawing (the
size of a dot, its place and colour) says nothing of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from ..errors import InputError, Message
from ..networks import MOST_ORGANISATIONS
from ..reading import decoded, show, words_of
from .cells import COMMA, LINE, Sheet, at, is_number, plain_number
from .words import tidy

if TYPE_CHECKING:
    import networkx as nx

NODE, SOURCE, TARGET = "(node)", "(from)", "(to)"  # columns of a graph that no attribute is called
DIRECTED = "(directed)"
DRAWN = {"r", "g", "b", "x", "y", "z", "viz:size", "color", "colour", "shape"}  # of a drawing
NUMBER_TYPES = ("int", "integer", "long", "float", "double")
Row = dict[str, Any]


def sheets_of(title: str, nodes: Sequence[Row], edges: Sequence[Row]) -> tuple[Sheet, Sheet]:
    """Nodes and edges as sheets; what belongs to a drawing is left out."""
    drawn = {name for row in nodes for name in row if name.casefold() in DRAWN}
    if {"r", "x", "viz:size"} & {name.casefold() for name in drawn}:
        drawn |= {name for row in nodes for name in row if name.casefold() == "size"}
    notes = (Message("{file}: the size of a dot is not the size of an organisation", file=title),) if drawn else ()
    kept = [{name: cell for name, cell in row.items() if name not in drawn} for row in nodes]
    return (
        Sheet(title, Message("node"), [*dict.fromkeys(chain.from_iterable(kept))], [*enumerate(kept, 1)], notes=notes),
        Sheet(title, Message("edge"), [*dict.fromkeys(chain.from_iterable(edges))], [*enumerate(edges, 1)]),
    )


def from_networkx(graph: nx.Graph, title: str) -> tuple[Sheet, Sheet]:
    """The nodes and the edges of a graph of networkx."""
    directed = graph.is_directed()
    nodes = [{**data, NODE: str(node)} for node, data in graph.nodes(data=True)]
    edges = [
        {**data, SOURCE: str(source), TARGET: str(target), DIRECTED: directed}
        for source, target, data in graph.edges(data=True)
    ]
    return sheets_of(title, nodes, edges)


# --- XML --------------------------------------------------------------------------------------------------------


def tree_of(text: str, kind: str) -> ElementTree.Element:
    """The root of an XML file."""
    if "<!ENTITY" in text:  # text that can grow without bound as it is read
        raise InputError("got an entity declaration, allowed: GraphML without")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise InputError("not {kind} that can be read: {problem}", kind=kind, problem=words_of(problem)) from None
    if plain_tag(root) != kind.casefold():
        outermost = Message("the outermost element is {got}", got=show(plain_tag(root)))
        raise InputError("not {kind} that can be read: {problem}", kind=kind, problem=outermost)
    return root


def plain_tag(element: ElementTree.Element) -> str:
    """The name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2].casefold()


def named(root: ElementTree.Element, *names: str) -> Iterable[ElementTree.Element]:
    """All elements of these names, however deep."""
    return (element for element in root.iter() if plain_tag(element) in names)


def typed(text: str | None, kind: str, name: str) -> Any:  # noqa: ANN401
    """What an attribute of a graph says, by the type that the file gives it; text where it gives none."""
    text = tidy(text or "")
    if kind not in NUMBER_TYPES or not text:
        return text
    try:
        return float(text) if kind in ("float", "double") else int(text)
    except ValueError:
        if is_number(text, COMMA):
            likely = f"{plain_number(text, COMMA):g}"
            raise InputError(
                "got {got}, allowed: {likely}, with a point, as in all {kind}", name, got=show(text), likely=likely,
                kind="XML",
            ) from None  # fmt: skip
        raise InputError("got {got}, allowed: a number, or nothing", name, got=show(text)) from None


def read_graphml(title: str, data: bytes) -> tuple[Sheet, Sheet]:
    """A GraphML file; a key without a type holds text."""
    root = tree_of(decoded(data), "GraphML")
    keys: dict[str, tuple[str, str]] = {
        key.get("id", ""): (key.get("attr.name", "") or key.get("id", ""), key.get("attr.type", "string"))
        for key in named(root, "key")
    }
    graphs = [element for element in root if plain_tag(element) == "graph"]
    if len(graphs) != 1 or any(True for _ in named(graphs[0], "hyperedge")):
        raise InputError(
            "got {got} graphs, or edges of more than two nodes, allowed: one graph of pairs", got=len(graphs)
        )
    directed = graphs[0].get("edgedefault", "directed") == "directed"

    def known(element: ElementTree.Element, place: int, unit: Message) -> Row:
        row: Row = {}
        for entry in element:
            if plain_tag(entry) == "data":
                name, kind = keys.get(entry.get("key", ""), (entry.get("key", ""), "string"))
                try:
                    row[name] = typed(entry.text, kind, name)
                except InputError as error:
                    error.where = (at(unit, place), *error.where)
                    raise
        return row

    nodes = [
        {**known(node, place, Message("node")), NODE: tidy(node.get("id", ""))}
        for place, node in enumerate(named(graphs[0], "node"), 1)
    ]
    edges = [
        {
            **known(edge, place, Message("edge")),
            SOURCE: tidy(edge.get("source", "")),
            TARGET: tidy(edge.get("target", "")),
            DIRECTED: edge.get("directed", "true" if directed else "false") == "true",
        }
        for place, edge in enumerate(named(graphs[0], "edge"), 1)
    ]
    return sheets_of(title, nodes, edges)


def read_gexf(title: str, data: bytes) -> tuple[Sheet, Sheet]:
    """A GEXF file, as Gephi writes it."""
    root = tree_of(decoded(data), "GEXF")
    graph = next(iter(named(root, "graph")), root)
    usual = graph.get("defaultedgetype", "undirected")
    keys: dict[tuple[str, str], tuple[str, str]] = {}
    for attributes in named(graph, "attributes"):
        for one in named(attributes, "attribute"):
            keys[attributes.get("class", ""), one.get("id", "")] = one.get("title", ""), one.get("type", "string")

    def known(element: ElementTree.Element, kind: str) -> Row:
        row: Row = {"label": tidy(element.get("label", ""))} if element.get("label") else {}
        for value in named(element, "attvalue"):
            name, type_ = keys.get((kind, value.get("for", "")), (value.get("for", ""), "string"))
            row[name] = typed(value.get("value"), type_, name)
        if any(True for _ in named(element, "size")):
            row["viz:size"] = ""
        return row

    nodes = [{**known(node, "node"), NODE: tidy(node.get("id", ""))} for node in named(graph, "node")]
    edges = [
        {
            **known(edge, "edge"),
            **({"weight": typed(edge.get("weight"), "double", "weight")} if edge.get("weight") else {}),
            SOURCE: tidy(edge.get("source", "")),
            TARGET: tidy(edge.get("target", "")),
            DIRECTED: edge.get("type", usual) == "directed",
        }
        for edge in named(graph, "edge")
    ]
    return sheets_of(title, nodes, edges)


# --- Pajek and UCINET -------------------------------------------------------------------------------------------

WORD = re.compile(r'"([^"]*)"|(\S+)')


def words(line: str) -> list[str]:
    """The words of a line; quotes hold one together."""
    return [tidy(quoted or bare) for quoted, bare in WORD.findall(line)]


def weighed(word: str, line: int) -> float:
    """The weight of a tie."""
    try:
        return float(word)
    except ValueError:
        raise InputError("got {got}, allowed: a number, or nothing", at(LINE, line), got=show(word)) from None


def counted(word: str, line: int) -> int:
    """How many nodes there are, or the number of one."""
    if not word.isascii() or not word.isdigit() or len(word) > 9 or int(word) > MOST_ORGANISATIONS:
        raise InputError(
            "got {got}, allowed: a number of a node, to {most:,}",
            at(LINE, line),
            got=show(word),
            most=MOST_ORGANISATIONS,
        )
    return int(word)


def edge(source: str, target: str, directed: bool, weight: float | None = None) -> Row:
    """One edge, as a row of a sheet.

    Parameters
    ----------
    source, target
        What identifies the nodes at its ends.
    directed
        Whether it goes one way.
    weight
        As the file has it; None where it has none.
    """
    return {SOURCE: source, TARGET: target, DIRECTED: directed} | ({} if weight is None else {"weight": weight})


def matrix_edges(labels: Sequence[str], rows: Iterable[Sequence[float]], to: Sequence[str] = ()) -> list[Row]:
    """The edges of a matrix of weights; 0 is no tie."""
    return [
        edge(source, target, True, weight)
        for source, row in zip(labels, rows, strict=False)
        for target, weight in zip(to or labels, row, strict=False)
        if weight
    ]


def read_pajek(title: str, data: bytes) -> tuple[Sheet, Sheet]:
    """A Pajek file: vertices by number, arcs (one way), edges (both), lists of these, or a matrix."""
    labels: dict[str, str] = {}
    edges: list[Row] = []
    rows: list[list[float]] = []
    part = ""
    for number, line in enumerate(decoded(data).splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if line.startswith("*"):
            part, *rest = line.casefold().split()
            if part == "*vertices":
                count = counted(rest[0] if rest else "", number)
                labels = {str(place): str(place) for place in range(1, count + 1)}
            continue
        cells = words(line)
        if part == "*vertices":
            known_node(cells[0], labels, number)
            labels[cells[0]] = cells[1] if len(cells) > 1 else cells[0]
        elif part == "*matrix":
            rows.append([weighed(cell, number) for cell in cells])
        elif part in ("*arcs", "*edges") and len(cells) > 1:
            weight = weighed(cells[2], number) if len(cells) > 2 else None
            source, target = (known_node(one, labels, number) for one in cells[:2])
            edges.append(edge(source, target, part == "*arcs", weight))
        elif part in ("*arcslist", "*edgeslist"):
            source, *targets = (known_node(one, labels, number) for one in cells)
            edges += [edge(source, target, part == "*arcslist") for target in targets]
    edges += matrix_edges([*labels], rows)
    return sheets_of(title, [{NODE: place, "label": label} for place, label in labels.items()], edges)


def known_node(word: str, labels: Mapping[str, str], line: int) -> str:
    """The number of a node that was announced."""
    if word not in labels:
        most = len(labels)
        raise InputError(
            "got {got}, allowed: 1 to {most}, as *Vertices says", at(LINE, line), got=show(word), most=most
        )
    return word


def read_dl(title: str, data: bytes) -> tuple[Sheet, Sheet]:
    """A UCINET DL file: a full matrix, or lists of edges or of nodes, with labels apart or embedded."""
    text = decoded(data)
    parts = re.split(r"(?im)^\s*(row labels|column labels|labels|labels embedded|data)\s*:[ \t]*", text)
    head = parts[0]
    kind = (re.search(r"(?i)format\s*=\s*(\w+)", head) or ["", "fullmatrix"])[1].casefold()
    size = re.search(r"(?i)\bn\s*=\s*(\S+?)[\s,]", f"{head} ")
    embedded = "labels embedded" in text.casefold()
    sections: dict[str, tuple[int, str]] = {}
    line = 1 + head.count("\n")
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        sections[name.casefold()] = line, body
        line += body.count("\n")
    if size is None or "data" not in sections:
        raise InputError(
            "not {kind} that can be read: {problem}", kind="DL", problem=Message("'n =' or 'data:' is missing")
        )
    n = counted(size[1], 1)
    labels = [one for one in re.split(r"[,\n\r]+|\s{2,}", sections.get("labels", (0, ""))[1]) if one.strip()]
    labels = [tidy(one).strip('"') for one in labels] or ([] if embedded else [str(one) for one in range(1, n + 1)])
    start, body = sections["data"]
    lines = [(start + k, words(row)) for k, row in enumerate(body.split("\n")) if row.strip()]
    edges: list[Row] = []
    if kind == "fullmatrix":
        if embedded and lines:
            labels, lines = lines[0][1], [(k, row[1:]) for k, row in lines[1:]]
        cells = [weighed(cell, k) for k, row in lines for cell in row]
        if len(cells) != n * n or len(labels) != n:
            raise InputError("got {got} cells and {labels} labels, allowed: {most} and {n}, as n says",
                             "data", got=len(cells), labels=len(labels), most=n * n, n=n)  # fmt: skip
        edges = matrix_edges(labels, (cells[k * n : (k + 1) * n] for k in range(n)))
    elif kind in ("edgelist1", "nodelist1"):
        seen: dict[str, None] = dict.fromkeys(labels)
        for k, row in lines:
            ends = row[:2] if kind == "edgelist1" else row
            if kind == "edgelist1" and len(row) < 2:
                raise InputError(
                    "got {got} cells, allowed: {most}, as in the header", at(LINE, k), got=len(row), most=2
                )
            ends = [one if embedded else labels[place_in(one, len(labels), k)] for one in ends]
            seen |= dict.fromkeys(ends)
            weight = weighed(row[2], k) if kind == "edgelist1" and len(row) > 2 else None
            edges += [edge(ends[0], target, True, weight) for target in ends[1:]]
        labels = [*seen]
    else:
        allowed = "fullmatrix, edgelist1, nodelist1"
        raise InputError("got {got}, allowed: {allowed}", "format", got=show(kind), allowed=allowed)
    if len(labels) > MOST_ORGANISATIONS:
        raise InputError("got {got}, allowed: 2 to {most:,}", "organisations", got=len(labels), most=MOST_ORGANISATIONS)
    return sheets_of(title, [{NODE: label} for label in labels], edges)


def place_in(word: str, n: int, line: int) -> int:
    """The place of a node by its number."""
    place = counted(word, line)
    if not 1 <= place <= n:
        raise InputError("got {got}, allowed: 1 to {most}, as *Vertices says", at(LINE, line), got=show(word), most=n)
    return place - 1
