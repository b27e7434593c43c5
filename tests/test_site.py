"""The site of the documentation: built by one command, complete, and readable from disk without the internet."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import samenspel
from samenspel.dynamics import Parameters
from samenspel.measures import Outcomes
from samenspel.parameters import declarations
from samenspel.runs import OfARun
from tests.bibliography import keys
from tests.view.conftest import browser  # noqa: F401

ROOT = Path(__file__).parent.parent
GALLERY = runpy.run_path(str(ROOT / "docs" / "site" / "gallery.py"))
# What a browser fetches by itself; a link that somebody follows is no request.
FETCHED = {("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}


class Page(HTMLParser):
    """The links of a page, what it fetches, and its anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            if (tag, name) in FETCHED and value:
                self.fetched.append(value)
            if (tag, name) == ("a", "href") and value:
                self.links.append(value)
            if name == "style" and value:
                self.fetched += re.findall(r"url\(['\"]?([^'\")]+)", value)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site as `start.py docs` builds it, with every warning an error."""
    pytest.importorskip("sphinx", reason="what makes the site is not installed")
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(place / "read"), "-c", "docs/site"]
    done = subprocess.run([*command, ".", str(place / "site")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place / "site"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def opened(site, browser):  # noqa: F811
    """A page of the site in a browser without internet, and all that it asked for."""
    context = browser.new_context(offline=True)
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page, asked, wrong
    context.close()


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(site, pages):
    """Oracle: the files, and the anchors in them."""
    followed = 0
    for page in pages.values():
        for target in [*page.links, *page.fetched]:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            path = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            if path.parent == site / "docs" / "gallery":  # which is made beside the site
                assert path.name in GALLERY["sources"](), target
                continue
            assert path.is_file(), f"{page.path.relative_to(site)}: {target}"
            if parts.fragment and path in pages:
                anchors = pages[path].anchors
                assert unquote(parts.fragment) in anchors, f"{page.path.relative_to(site)}: {target}"
                followed += 1
    assert followed > 1000


def test_no_page_asks_for_anything_of_another_host(site, pages):
    """Oracle: by hand: scripts, styles, fonts and pictures lie in the folder."""
    for page in pages.values():
        assert not [one for one in page.fetched if urlsplit(one).scheme not in ("", "data")], page.path
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"url\(['\"]?([^'\")]+)", text) + re.findall(r"@import ['\"]([^'\"]+)", text)
        assert not [one for one in named if urlsplit(one).scheme not in ("", "data")], path


def test_what_is_public_in_python_is_described(pages, site):
    """Oracle: `__all__`."""
    anchors = pages[site / "docs" / "reference" / "python.html"].anchors
    public = {f"samenspel.{name}" for name in samenspel.__all__}
    public |= {f"samenspel.experiments.{name}" for name in samenspel.experiments.__all__}
    assert not {name for name in public if name not in anchors and f"module-{name}" not in anchors}


def test_parameters_outcomes_and_sources_have_a_place_of_their_own(pages, site):
    """Oracle: the declarations, and the bibliography as it is read by another test."""
    at = {
        name: pages[site / "docs" / f"{name}.html"].anchors for name in ("reference/parameters", "reference/outcomes")
    }
    assert {name for name, _, _ in declarations(Parameters())} <= at["reference/parameters"]
    assert {*Outcomes._fields, *OfARun._fields} <= at["reference/outcomes"]
    assert set(keys()) <= pages[site / "docs" / "bibliography.html"].anchors


def test_concepts_lead_to_parameters_outcomes_and_those_to_sources(pages, site):
    """Oracle: by hand, one of each; nobody writes these links."""
    assert {
        "reference/parameters.html#understanding.confusion",
        "reference/outcomes.html#understanding",
    } <= set(pages[site / "docs" / "concepts.html"].links)
    assert "../bibliography.html#debruijn2018" in pages[site / "docs" / "reference" / "parameters.html"].links
    assert "../../docs/bibliography.html#ring1994" in pages[site / "studies" / "which_logic" / "README.html"].links


def test_every_page_of_the_repository_is_in_the_site_once(pages, site):
    """Oracle: the files; the paper is written for a journal."""
    written = [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "docs").rglob("*.ipynb"),
        *(ROOT / "studies").glob("*/README.md"),
    ]
    written += [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "studies/README.md")]
    expected = {path.relative_to(ROOT).with_suffix(".html") for path in written if path.parent.name != "paper"}
    found = {path.relative_to(site) for path in pages}
    assert not expected - found
    first = set(pages[site / "index.html"].links)
    assert {path.as_posix() for path in expected if "start" in path.parts} <= first


def test_every_formula_of_the_model_is_mathematics(site):
    """Oracle: counted in the text; what is code in the text is not in a formula, which would begin where one ends."""
    page = (site / "docs" / "odd.html").read_text(encoding="utf-8")
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    shown = re.findall(r"<math .*?</math>", page, flags=re.DOTALL)
    assert len(shown) == len(re.findall(r"\$\$.+?\$\$|\$[^$]+\$", text, flags=re.DOTALL))
    assert not [one for one in shown if "`" in one]
    assert "dependence.by_size</mtext>" in page


def test_it_reads_and_searches_from_disk_without_internet(site, opened):
    """Oracle: by hand: the page of trust is found by its word, and everything that was asked for is a file here."""
    page, asked, wrong = opened
    page.goto((site / "index.html").as_uri())
    page.fill("input[name=q]", "reactance")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert any("odd" in one.get_attribute("href") for one in page.query_selector_all("#search-results li a"))
    page.goto((site / "docs" / "odd.html").as_uri())
    page.wait_for_selector("math")
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert not wrong


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(site, opened, width):
    """Oracle: the page itself; tables and code scroll in a place of their own."""
    page, _, _ = opened
    page.set_viewport_size({"width": width, "height": 844})
    for name in ("index", "docs/odd", "docs/concepts", "docs/reference/parameters", "docs/reference/python"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
