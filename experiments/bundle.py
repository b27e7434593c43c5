"""A bundle: one file with results, what proves them, the model that made them and its description, for a reviewer."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, NamedTuple

from samenspel.based import as_toml
from samenspel.errors import InputError
from samenspel.kernel import PACKAGE
from samenspel.scenario import read_toml
from samenspel.version import NESTED

from .checksums import CHECKSUMS, checksum, lines_of
from .design import files_of, is_ours
from .listing import DOCS
from .store import MANIFEST, ROUNDS, RUNS, counting, read_chunk, read_manifest

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same results make the same file
README = """# {title}

{question}

{runs} runs of a sweep of Samenspel, a model of collaboration between organisations, with what it takes to check them:

| what | where |
| -- | -- |
| the runs, a row each{rounds}, and what it takes to make them again | `results/` |
| the design, and the scenarios that it varies | `design.toml`, `scenarios/` |
| the model and the tool that made them | `samenspel/` |
| the versions of what they stand on | `requirements.txt`, for Python {python} |
{description}| checksums of all of these | `checksums.txt` |

```sh
sha256sum --check checksums.txt
python3 -m venv env
env/bin/pip install --requirement requirements.txt
env/bin/python -m samenspel verify results{with_data}     # makes a sample of the runs again, bit for bit
env/bin/python -m samenspel report results     # what came of them, on a page
```
{needed}"""
NEEDED = """
Data that a scenario names are not in here; `verify` makes runs again once they are in `scenarios/`: {files}.
"""


class Bundled(NamedTuple):
    """What came of it: bytes of the file, and the data files that it takes to make runs again and are not in it."""

    bytes: int
    left_out: list[str]


def bundle(folder: Path, out: Path, data: Path | None = None) -> Bundled:
    """Put results and all that proves them into one file.

    Parameters
    ----------
    folder
        Of a sweep, finished or not.
    out
        The file, which is not there yet: a zip archive.
    data
        Folder of the files that a scenario names, if they are to be in it; they may be about people.

    Raises
    ------
    InputError
        No results there, one that is not as it was written, or a file that cannot be.
    """
    if out.exists():
        raise InputError(f"--out {out}: it is there already, allowed: a new file")
    if not out.parent.is_dir():
        raise InputError(f"--out {out}: no such folder: {out.parent}")
    manifest = read_manifest(folder)
    unfinished = out.with_name(f".{out.name}.part")
    try:
        sums = {}
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in contents(folder, manifest, data):
                sums[name] = checksum(content)
                packed.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
            packed.writestr(zipfile.ZipInfo(CHECKSUMS, LONG_AGO), lines_of(sums), zipfile.ZIP_DEFLATED)
        os.replace(unfinished, out)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return Bundled(out.stat().st_size, [] if data else data_files(manifest["scenarios"]))


def contents(folder: Path, manifest: Mapping[str, Any], data: Path | None) -> Iterator[tuple[str, bytes]]:
    """Every file of a bundle, by its path."""
    named = {name: counting(folder, name) for name in (RUNS, ROUNDS)}
    runs, _ = (sum(read_chunk(folder, path, manifest, ["run"]).num_rows for path in paths) for paths in named.values())
    files, description = data_files(manifest["scenarios"]), DOCS / "odd.md"
    described = "| what the model is, by the ODD protocol | `odd.md` |\n" if description.is_file() else ""
    yield "README.md", README.format(
        title=manifest["title"], question=manifest["question"], runs=f"{runs:,}", description=described,
        rounds=" and a row a round" if named[ROUNDS] else "", python=manifest["versions"]["python"],
        with_data=" --data scenarios" if any("parts" in one for one in manifest["scenarios"].values()) or files else "",
        needed="" if data or not files else NEEDED.format(files=", ".join(f"`{one}`" for one in files)),
    ).encode()  # fmt: skip
    yield "requirements.txt", "".join(f"{one}\n" for one in requirements(manifest["versions"])).encode()
    yield "design.toml", as_toml(of_the_bundle(manifest["design"], manifest["scenarios"])).encode()
    for name, scenario in manifest["scenarios"].items():
        yield f"scenarios/{name}.toml", scenario["text"].encode()
    yield from own_parts(manifest["scenarios"])
    if data:
        yield from ((f"scenarios/{name}", brought(data, name)) for name in files)
    if description.is_file():
        yield "odd.md", description.read_bytes()
    for path in (MANIFEST, CHECKSUMS, *named[RUNS], *named[ROUNDS]):
        yield f"results/{path}", (folder / path).read_bytes()
    yield from sources()


def of_the_bundle(said: Mapping[str, Any], scenarios: Mapping[str, Any]) -> dict[str, Any]:
    """The design, with the places of its scenarios in the bundle, where these do not come with the model."""
    places = [
        name if is_ours(name, kept["text"]) else f"scenarios/{name}.toml" for name, kept in scenarios.items()
    ]  # in the order of the design
    named = {"scenarios": places} if "scenarios" in said else {"scenario": places[0]}
    return {**said, **named}


def data_files(scenarios: Mapping[str, Any]) -> list[str]:
    """The data files that scenarios name, other than those that come with the model."""
    mine = [kept["text"] for name, kept in scenarios.items() if not is_ours(name, kept["text"])]
    return sorted({file for text in mine for file in files_of(text)})


def brought(data: Path, name: str) -> bytes:
    """A data file."""
    if not (data / name).resolve().is_relative_to(data.resolve()):
        raise InputError(f"--data {data}: got {name}, allowed in a bundle: a file in that folder")
    try:
        return (data / name).read_bytes()
    except OSError as problem:
        raise InputError(f"--data {data}: {name}: {problem.strerror or problem}") from None


def own_parts(scenarios: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The Python files that scenarios name, each once; runs are made again with what a reviewer has looked at."""
    held = {read_toml(one["text"])["parts"]: one["parts"].encode() for one in scenarios.values() if "parts" in one}
    yield from ((f"scenarios/{name}", source) for name, source in held.items())


def sources() -> Iterator[tuple[str, bytes]]:
    """The model and the tool for experiments, as they are installed; not the studies."""
    for package, root in (("samenspel", PACKAGE), ("samenspel/experiments", Path(__file__).parent)):
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and inside.parts[0] not in NESTED:
                yield f"{package}/{inside.as_posix()}", path.read_bytes()


def requirements(made_by: Mapping[str, str]) -> Iterator[str]:
    """What the model stands on, in the versions that made the results, and as it is here where they do not say."""
    needed = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in requires("samenspel") or () if kept(one)]
    for name in sorted({*needed, *made_by} - {"python", "samenspel"}, key=str.casefold):
        try:
            yield f"{name}=={made_by.get(name) or version(name)}"
        except PackageNotFoundError:
            yield name


def kept(requirement: str) -> bool:
    """Whether the model, or the tool for experiments, needs it."""
    _, _, condition = requirement.partition(";")  # what stands before it may name extras of another package
    return "extra" not in condition or "experiments" in condition
