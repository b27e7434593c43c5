"""The site of the documentation: `python3 start.py docs` builds it in build/site/, to be opened from disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"  # a rule is documented, and not compiled
sys.path.insert(0, str(Path(__file__).parent))

from samenspel import __version__

project = "Samenspel"
author = "The Samenspel authors"
version = release = __version__
copyright = author

# Every page lies where it is read in the repository too, so that links between pages hold in both.
root_doc = "README"
include_patterns = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/**.md",
    "docs/notebooks/*.ipynb",
    "benchmarks/*.md",
    "experiments/README.md",
    "studies/README.md",
    "studies/*/README.md",
    "studies/validation/blind_check.md",
]
exclude_patterns = [".*", "build", "dist", "docs/paper", "docs/site", "my_studies", "out"]  # not even looked into

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "contents",
    "declared",
    "links",
    "mathematics",
]
myst_enable_extensions = ["dollarmath"]
myst_dmath_double_inline = True  # a formula apart within a paragraph
myst_heading_anchors = 3
nb_execution_mode = "off"  # the notebooks hold their answers, which a test compares with what they give now
default_role = "code"  # one backtick in a docstring
toc_object_entries_show_parents = "hide"
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # types are in the signature of the source; the text says shapes and units
napoleon_google_docstring = False
napoleon_use_rtype = False
suppress_warnings = ["myst.header"]  # a page may begin under a heading of the page that it belongs to

html_title = "Samenspel"
html_theme = "furo"
html_static_path = ["style.css"]
html_css_files = ["style.css"]
html_show_search_summary = False  # it would fetch pages, which a browser refuses from disk
html_show_sphinx = False
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navigation_with_keys": True,
    "light_css_variables": {
        "color-brand-primary": "#0072B2",
        "color-brand-content": "#0072B2",
        "color-brand-visited": "#0072B2",
        "font-stack": '"Inter", "Segoe UI", "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif',
    },
    "dark_css_variables": {
        "color-brand-primary": "#56B4E9",
        "color-brand-content": "#56B4E9",
        "color-brand-visited": "#56B4E9",
    },
}
