"""Formulas as MathML, which browsers show by themselves: no script and no font of another host."""

from __future__ import annotations

from docutils.nodes import SkipNode
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def mathml(formula: object, display: str) -> str:
    """A formula as MathML; in the names of parameters an underscore is nothing but that."""
    return convert(formula.astext().replace(r"\_", "_"), display=display)


def inline(page: HTML5Translator, formula: object) -> None:
    """A formula in a line of text."""
    page.body.append(mathml(formula, "inline"))
    raise SkipNode


def apart(page: HTML5Translator, formula: object) -> None:
    """A formula on a line of its own."""
    page.body.append(mathml(formula, "block"))
    raise SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer it to Sphinx."""
    app.add_html_math_renderer("mathml", (inline, None), (apart, None))
    app.config.html_math_renderer = "mathml"
    return {"parallel_read_safe": True}
