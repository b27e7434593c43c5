"""Links that nobody has to write: wherever it is named, a parameter, outcome or source leads to where it is described.

The home of a name is a row of a table, or an item of a list, that begins with it. The pages themselves hold no links
of this kind, so that they read as well in the repository.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

HOMES = ("docs/reference/parameters", "docs/reference/outcomes", "docs/bibliography")
SOURCES = "docs/bibliography"


def remember_names(app: Sphinx, document: nodes.document) -> None:
    """What is described on a page gets an anchor: its name."""
    page = app.env.current_document.docname
    if page not in HOMES:
        return
    known = app.env.__dict__.setdefault("samenspel_names", {})
    for place in [*document.findall(nodes.row), *document.findall(nodes.list_item)]:
        first = next(place.findall(nodes.strong if page == SOURCES else nodes.literal), None)
        if first is not None and place.astext().startswith(first.astext()):
            place["ids"].append(first.astext())
            known[first.astext()] = page


def add_links(app: Sphinx, document: nodes.document, page: str) -> None:
    """What is named on a page becomes a link to where it is described."""
    known = app.env.__dict__.get("samenspel_names", {})
    for word in list(document.findall(nodes.literal)):
        if word.astext() in known and not within(word, nodes.reference, nodes.title) and not at_home(word, page, known):
            word.replace_self(link(app, page, word.astext(), known, word.deepcopy()))
    sources = [name for name, home in known.items() if home == SOURCES]
    if not sources:
        return
    mentioned = re.compile(rf"\b({'|'.join(sorted(sources, key=len, reverse=True))})\b")
    for text in list(document.findall(nodes.Text)):
        if page == SOURCES or within(text, nodes.reference, nodes.title, nodes.literal, nodes.literal_block, nodes.raw):
            continue
        parts = mentioned.split(text.astext())
        if len(parts) > 1:
            new = [
                link(app, page, part, known, nodes.Text(part)) if place % 2 else nodes.Text(part)
                for place, part in enumerate(parts)
                if part
            ]
            text.parent.replace(text, new)


def within(node: nodes.Node, *kinds: type) -> bool:
    """Whether a node lies in one of some kinds."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def at_home(word: nodes.Node, page: str, known: dict[str, str]) -> bool:
    """Whether a name stands where it is described."""
    if known[word.astext()] != page:
        return False
    while word is not None:
        if word.astext() and isinstance(word, nodes.Element) and set(word.get("ids", [])) & known.keys():
            return True
        word = word.parent
    return False


def link(app: Sphinx, page: str, name: str, known: dict[str, str], shown: nodes.Node) -> nodes.reference:
    """A link to where a name is described."""
    return make_refnode(app.builder, page, known[name], name, shown)


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """A page that is read anew describes nothing yet."""
    known = env.__dict__.get("samenspel_names", {})
    for name in [name for name, home in known.items() if home == page]:
        del known[name]


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer it to Sphinx."""
    app.connect("env-purge-doc", forget)
    app.connect("doctree-read", remember_names)
    app.connect("doctree-resolved", add_links)
    return {"parallel_read_safe": False}
