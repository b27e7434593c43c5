"""Make the WebAssembly modules anew: `python -m samenspel.onefile.build`.

Needs `wasm-ld` (Debian's package lld); LLVM's WebAssembly target comes with llvmlite. What is there stays until all is
made: a build that breaks leaves the last good modules.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding as llvm

from ..kernel import ENGINE, digest
from . import DESCRIPTION, FOLDER, path, records, typed

BUILD = ("onefile/build.py", "onefile/records.py", "onefile/runtime.ll", "onefile/typed.py")  # what makes them
THEMES = (2, 3)  # of the scenarios that come with the model
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext"  # of every browser since 2021
MOST_MEMORY = 1 << 30

# What a host hands over at each door: an array by its address and, where it may be any, by its number of records.
DOORS = {
    "begin": ("organisations n", "ties m", "collaboration", "parameters", "seed"),
    "play": ("organisations n", "ties m", "collaboration", "parameters", "seed", "first", "last", "history rounds"),
}
EXPORTED = ("allocate", "keep", "clear", *DOORS)


def build(themes: Sequence[int] = THEMES, folder: Path = FOLDER) -> None:
    """Make the modules for these numbers of themes, and their description, in a folder.

    Raises
    ------
    SystemExit
        With one line, where something is missing or breaks; the folder is as it was.
    """
    linker = shutil.which("wasm-ld")
    if linker is None:
        raise SystemExit("there is no wasm-ld on this machine: install the package lld")
    with tempfile.TemporaryDirectory(dir=folder) as made:
        try:
            for count in themes:
                path(count, Path(made)).write_bytes(module(count, linker))
        except (RuntimeError, subprocess.CalledProcessError) as broken:
            said = getattr(broken, "stderr", None) or str(broken)
            raise SystemExit(f"the build broke, and the modules are as they were: {said.strip()}") from broken
        described = {
            "engine": digest(*ENGINE),
            "tools": tools(linker),
            "build": digest(*BUILD),
            "records": {str(count): records.described(count) for count in themes},
        }
        (Path(made) / DESCRIPTION.name).write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
        for new in Path(made).iterdir():
            os.replace(new, folder / new.name)


def tools(linker: str) -> dict[str, str]:
    """The versions of what the modules were made with: others may give other bytes for the same engine."""
    said = subprocess.run([linker, "--version"], capture_output=True, text=True, check=True).stdout
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "numba": version("numba"),
        "llvmlite": version("llvmlite"),
        "wasm-ld": next(word for word in said.split() if word[0].isdigit()),
    }


def module(themes: int, linker: str) -> bytes:
    """The module for a number of themes."""
    with tempfile.TemporaryDirectory() as folder:
        typed.write(themes, Path(folder))
        codes = [(Path(folder) / f"{name}.ll").read_text(encoding="utf-8") for name in DOORS]
        compiled, linked = Path(folder) / "engine.o", Path(folder) / "engine.wasm"
        compiled.write_bytes(machine_code([*codes, runtime(themes)]))
        doors = [f"--export={name}" for name in EXPORTED]
        settings = ["--no-entry", "--strip-all", f"--max-memory={MOST_MEMORY}", "-z", f"stack-size={1 << 20}"]
        command = [linker, *settings, *doors, str(compiled), "-o", str(linked)]
        subprocess.run(command, capture_output=True, text=True, check=True)
        return linked.read_bytes()


def machine_code(codes: Sequence[str]) -> bytes:
    """An object file for WebAssembly of LLVM code in parts, of which nothing is seen from outside but the doors."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(
        features=FEATURES, opt=3, reloc="static", codemodel="default"
    )
    whole, *others = (llvm.parse_assembly(targeted(code, machine)) for code in codes)
    for other in others:
        whole.link_in(other)
    for one in (*whole.functions, *whole.global_variables):
        if not one.is_declaration and one.name not in EXPORTED:
            one.linkage = "internal"
    whole.verify()
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(whole, passes)
    return machine.emit_object(whole)


def targeted(code: str, machine: llvm.TargetMachine) -> str:
    """The code as of that machine: it names no other but in two lines."""
    code = re.sub(r"^target (datalayout|triple) = .*\n", "", code, flags=re.MULTILINE)
    return f'target datalayout = "{machine.target_data}"\ntarget triple = "{TRIPLE}"\n{code}'


def runtime(themes: int) -> str:
    """What the engine's code asks of numba's runtime, and the doors for this number of themes."""
    return (FOLDER / "runtime.ll").read_text(encoding="utf-8") + "".join(
        door(name, handed, {one: kind.itemsize for one, kind in records.types(themes).items()})
        for name, handed in DOORS.items()
    )


def door(name: str, handed: Sequence[str], sizes: dict[str, int]) -> str:
    """LLVM code of a function that takes arrays by address and calls one that takes them as numba unpacks them.

    It returns 0, or what numba says where something was raised.
    """
    taken, widened, passed = [], [], ["ptr %result", "ptr %raised"]
    for one in handed:
        what, *count = one.split()
        if what in sizes:
            taken += [f"ptr %{what}", *(f"i32 %{n}" for n in count)]
            number = f"%wide_{count[0]}" if count else "1"
            passed += unpacked(f"%{what}", number, sizes[what])
        else:
            taken.append(f"i64 %{what}")
            passed.append(f"i64 %{what}")
        widened += [f"  %wide_{n} = zext i32 %{n} to i64\n" for n in count]
    kinds = ", ".join(one.split()[0] for one in passed)
    return (
        f"\ndeclare i32 @engine_{name}({kinds})\n"
        f"define i32 @{name}({', '.join(taken)}) {{\n"
        f"  call void @again()\n  %result = alloca ptr\n  %raised = alloca ptr\n{''.join(widened)}"
        f"  %status = call i32 @engine_{name}({', '.join(passed)})\n  ret i32 %status\n}}\n"
    )


def unpacked(address: str, count: str, size: int) -> Iterator[str]:
    """An array as numba unpacks it: owner, parent, number, bytes of one, address, shape and stride."""
    yield from ("ptr null", "ptr null", f"i64 {count}", f"i64 {size}", f"ptr {address}", f"i64 {count}", f"i64 {size}")


def main() -> None:
    """Build the modules anew from the engine's sources (some two minutes), and say what they weigh."""
    build()
    for themes in THEMES:
        print(f"{path(themes).name}: {path(themes).stat().st_size:,} bytes")


if __name__ == "__main__":
    from ..cli import run_alone

    run_alone(main, "samenspel.onefile.build")
