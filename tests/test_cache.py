"""Compiled code on disk: what is not whole is mended, what nobody uses is pruned, and what is compiled is told."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from samenspel import cache
from samenspel.dynamics import play
from samenspel.mechanisms import reputation

WHOLE = pickle.dumps("0.68") + pickle.dumps({"an": "index", "of": list(range(100))})
DOUBLED = """
from samenspel.kernel import compiled


@compiled
def doubled(number):
    return 2 * number
"""
CALL = (
    "import sys, warnings; sys.path.insert(0, sys.argv[1]); warnings.simplefilter('error')\n"
    "from pathlib import Path\n"
    "from samenspel import cache, progress\n"
    "cache.PACKAGE, cache.ENGINE = Path(sys.argv[1]), ('small.py',)\n"
    "progress.compile_from_the_end = lambda: None\n"
    "if sys.argv[2] == 'mend': progress.say_if_compiling()\n"
    "from small import doubled\n"
    "print(*(doubled(kind(4)) for kind in ((int,) if sys.argv[3] == 'one' else (int, float, complex))))"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of compiled code, with one whole file."""
    place = tmp_path / "samenspel" / ("a" * 16)
    (place / "samenspel_1").mkdir(parents=True)
    (place / "samenspel_1" / "trust.nbi").write_bytes(WHOLE)
    monkeypatch.setattr(cache, "cache_folder", lambda: place)
    monkeypatch.setattr(cache, "own_folders", lambda: {"samenspel_1"})
    return place


def mended():
    cache.mend.cache_clear()
    return cache.mend()


@pytest.mark.parametrize("data", [b"", WHOLE[:-1], WHOLE[: len(WHOLE) // 2], bytes(len(WHOLE))])
def test_what_is_not_whole_is_taken_away(folder, data):
    """Oracle: by hand; cut off anywhere, and zeros."""
    (folder / "samenspel_1" / "trust.1.nbc").write_bytes(data)
    assert mended() == ("samenspel_1/trust.1.nbc",)
    assert [path.name for path in (folder / "samenspel_1").iterdir()] == ["trust.nbi"]
    assert mended() == ()


def test_what_was_whole_is_looked_at_again_by_size_time_and_end(folder, monkeypatch):
    """Oracle: by hand; it is not read through again, and is seen to have become zeros all the same."""
    path = folder / "samenspel_1" / "trust.nbi"
    assert mended() == ()
    monkeypatch.setattr(cache, "is_whole", lambda data: pytest.fail("it was read through again"))
    assert mended() == ()
    before = path.stat()
    path.write_bytes(bytes(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert mended() == ("samenspel_1/trust.nbi",)
    assert json.loads((folder / "checked.json").read_text()) == {}


def test_what_a_copy_elsewhere_compiled_is_left_to_it(folder, monkeypatch):
    """Oracle: by hand; each mends its own, and neither forgets what the other found whole."""
    (folder / "samenspel_2").mkdir()
    (folder / "samenspel_2" / "trust.nbi").write_bytes(WHOLE)
    (folder / "samenspel_2" / "trust.1.nbc").write_bytes(WHOLE[:-1])
    assert mended() == ()
    monkeypatch.setattr(cache, "own_folders", lambda: {"samenspel_2"})
    assert mended() == ("samenspel_2/trust.1.nbc",)
    remembered = json.loads((folder / "checked.json").read_text())
    assert set(remembered) == {"samenspel_1/trust.nbi", "samenspel_2/trust.nbi"}


def test_the_folders_of_this_copy_are_those_that_numba_writes():
    """Oracle: numba."""
    assert {Path(rule._cache.cache_path).name for rule in (play, reputation.spread)} == cache.own_folders()


def test_what_nobody_used_for_long_is_taken_away(folder):
    """Oracle: by hand; by its name and its age, and never what is used now."""
    long_ago = time.time() - 100 * 86_400
    for name in ("b" * 16, "c" * 16, "my own"):
        (folder.parent / name).mkdir()
    for name in ("a" * 16, "b" * 16, "my own"):
        os.utime(folder.parent / name, (long_ago, long_ago))
    mended()
    assert {path.name for path in folder.parent.iterdir()} == {"a" * 16, "c" * 16, "my own"}


def test_a_file_that_was_cut_off_is_compiled_again_where_every_command_ended_in_it(tmp_path):
    """Oracle: numba itself, which does not run with such a file."""
    (tmp_path / "small.py").write_text(DOUBLED)
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def call(mend, kinds="one"):
        command = [sys.executable, "-c", CALL, str(tmp_path), mend, kinds]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    first = call("mend")
    assert (first.returncode, first.stdout) == (0, "8\n"), first.stderr
    assert "Compiling the model, once for this version" in first.stderr
    (code,) = (tmp_path / "cache").rglob("*.nbc")
    for path in (code, next((tmp_path / "cache").rglob("*.nbi"))):
        path.write_bytes(path.read_bytes()[:-40])
        assert call("leave").returncode == 1
        again = call("mend")
        assert (again.returncode, again.stdout) == (0, "8\n"), again.stderr
    assert call("mend").stderr == ""
    more = call("mend", "several")
    assert more.stdout == "8 8.0 (8+0j)\n"
    assert more.stderr.count("Compiling the model for this kind of scenario, such as its number of themes, once") == 1
