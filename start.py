"""Start Samenspel on a machine that has nothing but Python: make an environment, install, run.

    python3 start.py samenspel run integrated_care
    python3 start.py check
    python3 start.py test
    python3 start.py docs

The environment is the folder `.venv` beside this file (or what SAMENSPEL_ENV names). It is made the first time, and
again when pyproject.toml or constraints.txt change; what a command does not need is installed when one first asks for
it. Anything after `start.py` is a command in that environment; `check` stands for style, contracts, types and the tests
of the model's parts, within a minute, `test` for the whole test suite, `docs` for all pages as a site in build/site/,
to be opened from disk.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = (3, 12)
PARTS = [
    "mechanisms",
    "test_changes.py",
    "test_closed_forms.py",
    "test_concepts.py",
    "test_conditions.py",
    "test_game.py",
    "test_logic.py",
    "test_mechanisms.py",
]
SHORTHANDS = {
    # What a file shares is made in one process; the longest come first (tests/conftest.py), not those of most tests.
    # Three for two processors: a quarter of the time was waiting, for a browser or another process.
    "test": [["pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]],
    "docs": [
        ["sphinx-build", "-c", "docs/site", ".", "build/site"],
        ["python", "docs/site/gallery.py", "build/site/docs/gallery"],
    ],
    "check": [
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["python", "-m", "tests.as_installed", "lint-imports"],
        ["python", "-m", "tests.as_installed", "mypy", "-p", "samenspel"],
        ["pytest", "-q", "-n", "2", *(f"tests/{part}" for part in PARTS)],
    ],
}
# What commands of samenspel need beside the model; all others of them need nothing, and tests everything.
EXTRAS = {
    "view": {"view"},
    "export": {"view"},
    **{name: {"experiments"} for name in ("sweep", "explore", "calibrate", "verify", "report", "study", "patterns")},
    "search": {"search"},
}
EVERYTHING = {"test", "docs", "experiments", "view"}


def main(arguments: list[str]) -> int:
    """Run a command in the environment of the project; returns its exit code."""
    if sys.version_info < NEEDED:
        return elsewhere(arguments)
    if not arguments:
        print(__doc__.strip())
        return 2
    command, *rest = arguments
    programs = environment(Path(os.environ.get("SAMENSPEL_ENV", HERE / ".venv")), needed(arguments))
    inside = {**os.environ, "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", "")])}
    if command == "test":  # else each of hundreds of processes reads all sources again
        inside.pop("PYTHONDONTWRITEBYTECODE", None)
    for name, *before in SHORTHANDS.get(command, [[command]]):
        program = shutil.which(name, path=str(programs))
        if program is None:
            print(f"start.py: no command '{name}' here; try: samenspel, check, test, docs", file=sys.stderr)
            return 2
        if code := subprocess.call([program, *before, *rest], env=inside):
            return code
    return 0


def needed(arguments: list[str]) -> set[str]:
    """The extras that a command needs."""
    if arguments[0] == "docs":
        return {"docs", "experiments", "view"}
    if arguments[0] != "samenspel":
        return EVERYTHING
    return EXTRAS.get(arguments[1], set()) if arguments[1:] else set()


def elsewhere(arguments: list[str]) -> int:
    """Go on under a newer Python, if this machine has one."""
    for minor in (13, 12, 14):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([newer, __file__, *arguments])
    print(f"start.py: needs Python 3.12 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
    return 2


def environment(folder: Path, extras: set[str]) -> Path:
    """The folder of programs of an environment that holds the project with these extras, made if it is not there."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    sources = (HERE / "pyproject.toml").read_bytes() + (HERE / "constraints.txt").read_bytes()
    wanted = hashlib.sha256(sources).hexdigest()
    stamp = folder / "samenspel-installed"
    made_of, *installed = stamp.read_text().split() if stamp.exists() else [""]
    if made_of != wanted:
        say(f"Making an environment in {folder.name} ...")
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(folder)])
        installed = []
    elif extras <= set(installed):
        return programs
    together = sorted({"use", *installed, *extras})
    install(programs / "python", [one for one in together if one != "use"])
    stamp.write_text(" ".join([wanted, *together]))
    return programs


def install(python: Path, extras: list[str]) -> None:
    """Install the project, and say of every package that it comes."""
    say(f"Installing Samenspel{' for ' + ', '.join(extras) if extras else ''}; once, a minute or two.")
    what = f".[{','.join(extras)}]" if extras else "."
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-c", "constraints.txt", "-e", what]
    said = []
    with subprocess.Popen(
        command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith("Collecting "):
                say(f"  {line.split()[1]}")
            elif line.startswith(("Installing collected", "Installing build")):
                say("  putting them in place ...")
    if process.returncode:
        print("".join(said[-20:]), file=sys.stderr)
        raise SystemExit(f"start.py: installing failed; the last lines of pip are above: {' '.join(command)}")


def say(what: str) -> None:
    """A line of progress, apart from what the command prints."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
