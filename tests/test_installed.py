"""What is installed: one package, whatever else is installed and whatever lies in the folder that one works in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import samenspel
from samenspel import cache
from samenspel.kernel import ENGINE, PACKAGE, cache_folder
from tests.as_installed import ROOT, folders
from tests.repository import tracked

STRANGERS = ("simulation", "experiments", "studies")  # top-level packages of others
RUN = ["run", "baseline", "--rounds", "3", "--seed", "5", "--json"]


def python(*words: str, where: Path, timeout: float = 600, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words],
        cwd=where,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def fine(done: subprocess.CompletedProcess) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- the wheel ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built of a copy of what is in the repository, without fetching anything."""
    place = tmp_path_factory.mktemp("wheel")
    for path in tracked():
        (place / "source" / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / "source" / path.relative_to(ROOT))
    build = ["pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--quiet", "./source"]
    fine(python("-m", *build, where=place))
    (built,) = place.glob("*.whl")
    return built


def test_everything_is_in_the_wheel_and_nothing_beside_the_package(wheel):
    """Oracle: the files of the repository, by the folders that the project file names."""
    mapped = {folder: package.replace(".", "/") for package, folder in folders().items()}
    expected = set()
    for path in tracked():
        folder, _, rest = path.relative_to(ROOT).as_posix().partition("/")
        if folder in mapped:
            expected.add(f"{mapped[folder]}/{rest}")
    with zipfile.ZipFile(wheel) as opened:
        found = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert found == expected


def stranger(name: str, place: Path) -> Path:
    """A wheel of somebody else, with a top-level package that is called as one of our folders."""
    path, about = place / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    files = {
        f"{name}/__init__.py": "whose = 'of a stranger'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{one},,\n" for one in [*files, f"{about}/RECORD"])
    with zipfile.ZipFile(path, "w") as packed:
        for one, text in files.items():
            packed.writestr(one, text)
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """Python in a user's folder that holds packages of the same names, where strangers are installed after us."""
    place = tmp_path_factory.mktemp("elsewhere")
    site, mine = place / "site", place / "mine"
    for name in STRANGERS:
        (mine / name).mkdir(parents=True)
        (mine / name / "__init__.py").write_text("whose = 'my own'\n", encoding="utf-8")
    install = ["pip", "install", "--no-deps", "--no-index", "--quiet", "--target"]
    for one in (wheel, *(stranger(name, place) for name in STRANGERS)):
        fine(python("-m", *install, str(site), str(one), where=place))

    def call(*words: str) -> subprocess.CompletedProcess:
        return python(*words, where=mine, PYTHONPATH=str(site), XDG_CACHE_HOME=str(place / "cache"))

    compiled_there(site / "samenspel", place / "cache" / "samenspel")
    return site, call


def compiled_there(package: Path, compiled: Path) -> None:
    """What is compiled of the same sources here, as if it had been compiled there: that takes most of a minute.

    Numba has a folder for each folder of sources, and compiles anew what has another time.
    """
    subpath = cache._CacheLocator.get_suitable_cache_subpath
    for source in {source for pattern in ENGINE for source in PACKAGE.glob(pattern)}:
        other = package / source.relative_to(PACKAGE)
        os.utime(other, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))
        ours, theirs = (
            one / cache_folder().name / subpath(str(path))
            for one, path in ((cache_folder().parent, source), (compiled, other))
        )
        if ours.is_dir() and not theirs.exists():
            shutil.copytree(ours, theirs, ignore=shutil.ignore_patterns("*.lock", "*.tmp*"))


def test_a_run_beside_strangers_and_folders_of_ones_own(elsewhere):
    """Oracle: the same run in this process; the packages of others are still theirs."""
    site, call = elsewhere
    both = "import samenspel, samenspel.experiments.engine as engine; print(samenspel.__file__, engine.__file__)"
    said = fine(call("-c", both))
    assert said.split() == [str(site / "samenspel" / one) for one in ("__init__.py", "experiments/engine.py")]
    assert fine(call("-c", "import simulation, experiments; print(simulation.whose, experiments.whose)")).split() == [
        "my", "own", "my", "own",
    ]  # fmt: skip
    assert {one.name for one in site.iterdir() if one.is_dir() and "info" not in one.name} >= {"samenspel", *STRANGERS}
    here = json.loads(fine(python("-m", "samenspel", *RUN, where=ROOT)))
    assert json.loads(fine(call("-m", "samenspel", *RUN))) == here


def test_a_sweep_on_processes_beside_strangers(elsewhere):
    """Oracle: a sweep on threads; what goes to other processes is found there by its name."""
    _, call = elsewhere
    code = (
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from multiprocessing import get_context\n"
        "from samenspel.experiments import run_design\n"
        "design = {'replicates': 2, 'set': {'rounds': 3}, 'factors': {'logic': {}}}\n"
        "if __name__ == '__main__':\n"
        "    with ProcessPoolExecutor(1, get_context('spawn')) as pool:\n"
        "        assert run_design(design, executor=pool).equals(run_design(design))\n"
    )
    fine(call("-c", code))


def test_what_comes_with_the_package_is_found_where_it_is_installed(elsewhere):
    """Oracle: the studies and scenarios of the repository; pages of the project are not written here."""
    _, call = elsewhere
    listed = fine(call("-c", "from samenspel.experiments.study import names; print(*names())"))
    assert listed.split() == sorted(path.parent.name for path in (ROOT / "studies").glob("*/study.toml"))
    scenarios = {path.stem for path in (ROOT / "simulation" / "scenarios").glob("*.toml")}
    assert scenarios <= set(fine(call("-m", "samenspel", "scenarios")).split())
    made = ("validation", "calibration", "rivals", "corroboration", "qca", "tournament", "examples", "cases.listing")
    modules = ["samenspel.experiments.listing", *(f"samenspel.studies.{one}" for one in made)]
    for (module, _), (code, out, err) in gone_through(call, modules, []).items():
        assert (code, out, err.count("\n")) == (1, "", 1), (module, err)
        assert "is written in a checkout of the project" in err


# --- python -m ----------------------------------------------------------------------------------------------------


def test_the_command_line_by_the_name_of_the_package():
    assert fine(python("-m", "samenspel", "--version", where=ROOT)).strip() == samenspel.__version__


def doors():
    """Every module that there is something to run in."""
    for package, folder in folders().items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "\nif __name__ == " in path.read_text(encoding="utf-8"):
                inside = path.relative_to(ROOT / folder).with_suffix("").parts
                yield ".".join([package, *inside]).removesuffix(".__main__")


def test_there_are_doors():
    """Oracle: by hand."""
    assert {"samenspel.experiments.listing", "samenspel.studies.calibration"} <= set(doors())


# Goes through every door with all that is asked there, as `python -m` does, and says what came of it, a line each.
GO_THROUGH = """
import contextlib, io, json, runpy, sys
doors, asked = map(json.loads, sys.argv[1:])
for door in doors:
    for words in asked:
        sys.argv, out, err, code = [door, *words], io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                runpy.run_module(door, run_name="__main__", alter_sys=True)
            except SystemExit as ended:
                code = ended.code or 0
            if isinstance(code, str):  # as Python ends
                code = print(code, file=sys.stderr) or 1
        print(json.dumps([door, " ".join(words), code, out.getvalue(), err.getvalue()]), flush=True)
"""


def gone_through(call, modules, *asked: list[str]) -> dict[tuple[str, str], list]:
    """What is said behind each door to all that is asked: code, stdout, stderr. One process, as it imports for seconds.

    `call` gives words to a Python.
    """
    said = fine(call("-W", "ignore::RuntimeWarning:runpy", "-c", GO_THROUGH, json.dumps(modules), json.dumps(asked)))
    return {(door, words): found for door, words, *found in map(json.loads, said.splitlines())}


@pytest.fixture(scope="module")
def behind():
    return gone_through(lambda *words: python(*words, where=ROOT), list(doors()), ["--help"], ["--nonsense"])


@pytest.mark.parametrize("module", list(doors()))
def test_whoever_asks_for_help_gets_help_and_nothing_else(module, behind):
    """Oracle: the text; a search of an hour that begins at `--help` does not end within the time of the test."""
    code, out, err = behind[module, "--help"]
    assert (code, err) == (0, "")
    assert out.startswith("Usage: ")
    code, out, err = behind[module, "--nonsense"]
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--nonsense" in err


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("samenspel.cli", "nothing to run"),
        ("samenspel.started", "nothing to run"),
        ("samenspel.experiments.engine", "nothing to run"),
        ("samenspel.view", "cannot be directly executed"),
        ("samenspel.nothing", "No module named"),
        ("simulation", "is the package samenspel"),
        ("simulation.cli", "is the package samenspel"),
        ("experiments.listing", "is the package samenspel.experiments"),
        ("studies.validation", "is the package samenspel.studies"),
    ],
)
def test_what_cannot_be_run_says_so_in_a_line(module, says):
    """Oracle: the text; never silence with exit code 0."""
    done = python("-m", module, where=ROOT)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert says in done.stderr


def test_every_package_is_named_in_the_project_file():
    """Oracle: the folders with an `__init__.py`."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        named = tomllib.load(file)["tool"]["setuptools"]["packages"]
    found = {
        ".".join([package, *path.parent.relative_to(ROOT / folder).parts])
        for package, folder in folders().items()
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert set(named) == found
