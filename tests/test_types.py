"""What is public says its types, and what its arguments are: mypy, and whoever reads, can rely on it."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib

import pytest

import samenspel
from samenspel.kernel import ENGINE
from tests import as_installed
from tests.as_installed import ROOT, folders
from tests.repository import tracked

# What is compiled has its terms in the ODD; the page, its forms and the studies are used, and not called.
INSIDE = ("simulation/view/", "simulation/group/", "studies/")
MANY = 4  # arguments, from which on a docstring describes them


def mypy(*words: str) -> subprocess.CompletedProcess:
    pytest.importorskip("mypy", reason="mypy is not installed")
    return as_installed.run([sys.executable, "-m", "mypy", "--no-error-summary", *words])


def test_mypy_has_nothing_to_say():
    """Oracle: mypy, by the configuration in pyproject.toml."""
    done = mypy("-p", "samenspel")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_public_is_checked():
    """Oracle: `__all__`; no module of which something is public is among those that are left out."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        (override,) = tomllib.load(file)["tool"]["mypy"]["overrides"]
    left_out = re.compile("|".join(one.replace(".", r"\.").replace("*", ".*") for one in override["module"]))
    for name in samenspel.__all__:
        one = getattr(samenspel, name)
        module = one.__name__ if inspect.ismodule(one) else one.__module__
        assert not left_out.fullmatch(module), module


def test_who_uses_it_is_told_of_a_wrong_type(tmp_path):
    """Oracle: by hand; the line without a mistake is fine, and every other is said, once."""
    wrong = {
        'sp.run("baseline", replicates="ten")': 'incompatible type "str"; expected "int"',
        'sp.compare("baseline", {"trust.initial": 0.6}).summry': 'has no attribute "summry"',
        'sp.load("baseline").rounds + "one"': "Unsupported operand types",
    }
    lines = ["import samenspel as sp", "sp.run('baseline', replicates=10).summary['trust'].mean", *wrong]
    (tmp_path / "mine.py").write_text("\n".join(lines))
    done = mypy(str(tmp_path / "mine.py"))
    assert done.returncode == 1, done.stdout
    told = [re.search(r"mine\.py:(\d+): error: (.*)", one).groups() for one in done.stdout.splitlines()]
    assert [int(number) for number, _ in told] == [3, 4, 5], done.stdout
    for (_, found), said in zip(told, wrong.values(), strict=True):
        assert said in found


def test_it_says_that_it_is_typed():
    """Oracle: PEP 561."""
    assert (ROOT / "simulation" / "py.typed").exists()


# --- arguments are described --------------------------------------------------------------------------------------


def of_many_arguments() -> list[tuple[str, ast.FunctionDef]]:
    """Public functions with four arguments or more, and where each stands."""
    compiled = {path for pattern in ENGINE for path in (ROOT / "simulation").glob(pattern)}
    found = []
    for path in sorted(set(tracked()) - compiled):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.split("/")[0] in folders().values() and not name.startswith(INSIDE):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            rooms = [
                (name + ":", tree),
                *((f"{name}:{one.name}.", one) for one in tree.body if isinstance(one, ast.ClassDef)),
            ]
            found += [(f"{place}{one.name}", one) for place, room in rooms for one in room.body if of_many(one)]
    return found


def of_many(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(names_of(node)) >= MANY


def names_of(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        *[arguments.vararg] * bool(arguments.vararg),
    ]
    return [one.arg for one in every if one.arg not in ("self", "cls")]


def described(where: str, function: ast.FunctionDef) -> set[str]:
    """The arguments that its docstring describes, or, of a command, its help."""
    _, found, rest = (ast.get_docstring(function) or "").partition("Parameters\n----------\n")
    section = re.split(r"\n\n\w+\n-{3,}\n", rest)[0] if found else ""
    names = {name for line in re.findall(r"^(\w[\w, *]*)$", section, re.MULTILINE) for name in line.split(", ")}
    path, _, name = where.partition(":")
    if "." not in name:
        package = next(package for package, folder in folders().items() if path.startswith(f"{folder}/"))
        inner = path.partition("/")[2].removesuffix(".py").replace("/", ".").removesuffix("__init__").rstrip(".")
        module = importlib.import_module(f"{package}.{inner}".rstrip("."))
        for argument, note in inspect.get_annotations(getattr(module, name), eval_str=False).items():
            known = eval(note, vars(module)) if "Annotated" in note or note in vars(module) else note
            if any(getattr(one, "help", None) for one in getattr(known, "__metadata__", ())):
                names.add(argument)
    return names


@pytest.mark.parametrize(("where", "function"), [pytest.param(*one, id=one[0]) for one in of_many_arguments()])
def test_who_takes_many_arguments_describes_each(where, function):
    """Oracle: the signature."""
    assert not set(names_of(function)) - described(where, function)
    documented = described(where, function) - set(names_of(function))
    assert not {one for one in documented if not one.startswith("*")}, "it describes what it does not take"
