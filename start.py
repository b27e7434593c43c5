"""Start Samenspel on a machine that has nothing but Python: make an environment, install, run.

    python3 start.py samenspel run integrated_care
    python3 start.py test

The environment is the folder `.venv` beside this file (or what SAMENSPEL_ENV names). It is made the first time, and
again when pyproject.toml or constraints.txt change. Anything after `start.py` is a command in that environment;
`test` stands for the whole test suite.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEEDED = (3, 12)
SHORTHANDS = {"test": ["pytest", "-n", "2"]}
FOR_USE, FOR_TESTS = "experiments,view", "test,experiments,view"


def main(arguments: list[str]) -> int:
    """Run a command in the environment of the project; returns its exit code."""
    if sys.version_info < NEEDED:
        return elsewhere(arguments)
    if not arguments:
        print(__doc__.strip())
        return 2
    command, *rest = arguments
    extras = FOR_USE if command == "samenspel" else FOR_TESTS
    programs = environment(Path(os.environ.get("SAMENSPEL_ENV", HERE / ".venv")), extras)
    command, *before = SHORTHANDS.get(command, [command])
    program = shutil.which(command, path=str(programs))
    if program is None:
        print(f"start.py: no command '{command}' in the environment; try: samenspel, test, python", file=sys.stderr)
        return 2
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return subprocess.call([program, *before, *rest], env={**os.environ, "PATH": path})


def elsewhere(arguments: list[str]) -> int:
    """Go on under a newer Python, if this machine has one."""
    for minor in (13, 12, 14):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([newer, __file__, *arguments])
    print(f"start.py: needs Python 3.12 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
    return 2


def environment(folder: Path, extras: str) -> Path:
    """The folder of programs of an environment that holds the project with these extras, made if it is not there."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    sources = (HERE / "pyproject.toml").read_bytes() + (HERE / "constraints.txt").read_bytes()
    wanted = hashlib.sha256(sources).hexdigest()
    stamp = folder / "samenspel-installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    if installed[:1] != [wanted]:
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(folder)])
    elif extras in installed:
        return programs
    print(f"Installing Samenspel into {folder.name} (once, a minute or two) ...", file=sys.stderr)
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*install, "-c", "constraints.txt", "-e", f".[{extras}]"], cwd=HERE)
    stamp.write_text(f"{wanted} {FOR_USE} {extras}")
    return programs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
