"""What is asked of everything that is kept part by part: a search and an exploration are each tested by it."""

from __future__ import annotations

import itertools
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft7Validator

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments.checksums import read_checksums
from samenspel.experiments.store import locked
from samenspel.reading import Table, document
from samenspel.results.outcomes import an


def files(place):
    """What is kept, by name."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix in (".parquet", ".json")
    }


class KeptPartByPart:
    """Tests of a command that keeps what it makes in parts, so that it can go on.

    Attributes
    ----------
    what
        It makes: a search, an exploration.
    SMALL
        A plan of twelve settings, four in a generation, on two seeds, and on three others at last.
    known, read_plan, shipped
        The keys of a plan, what reads one, and the files of those that come with the model.
    make, read
        The door from Python, and what reads a folder.
    seeking, goes_on, first
        The module that makes it; there, what goes on where it was, and what draws the first generation.
    arrays, last
        Of what is read, and of these the one that has a row for each of the last part.
    parts, before
        How many are written, and how many runs come before the generations.
    longer
        The table and the key of a plan that say how long it goes on.
    unlike
        What is said where other settings are drawn than are kept.
    """

    what: str
    SMALL: Mapping[str, Any]
    known: Table
    read_plan: Callable
    shipped: Sequence[Path]
    make: Callable
    read: Callable
    seeking: ModuleType
    goes_on: str
    first: str
    arrays: Sequence[str]
    last: str
    parts: int
    before: int = 0
    longer: tuple[str, str]
    unlike: str

    @pytest.fixture(scope="class")
    @classmethod
    def whole(cls, tmp_path_factory):
        """One that nobody disturbed, by two workers."""
        place = tmp_path_factory.mktemp(cls.what) / "whole"
        cls.make(cls.SMALL, place, workers=2)
        return place

    def test_workers_make_no_difference(self, whole, tmp_path):
        self.make(self.SMALL, tmp_path / "one", workers=1)
        assert files(tmp_path / "one") == files(whole)

    def test_what_is_given_is_what_is_kept(self, tmp_path):
        """Oracle: its folder, read anew."""
        given, kept = self.make(self.SMALL, tmp_path / "out"), self.read(tmp_path / "out")
        assert given.manifest == kept.manifest
        for name in self.arrays:
            np.testing.assert_array_equal(getattr(given, name), getattr(kept, name))

    def test_what_was_cut_off_goes_on(self, whole, tmp_path, monkeypatch):
        """Oracle: the bytes of one that nobody disturbed; what is kept is not run again."""
        going_on, make, plan = getattr(self.seeking, self.goes_on), self.seeking.make, self.read_plan(self.SMALL)
        made, last = [], len(getattr(self.read(whole), self.last))
        monkeypatch.setattr(self.seeking, "make", lambda block: made.append(block.runs.size) or make(block))
        for after in range(self.parts):
            told, place = itertools.count(), tmp_path / str(after)

            def stop(_progress, told=told, after=after):
                if next(told) == after:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                going_on(plan, place, 1, stop)
            if after < self.parts - 1:
                with pytest.raises(InputError, match="not finished"):
                    self.read(place)
            made.clear()
            progress = []
            going_on(plan, place, 1, progress.append)
            assert files(place) == files(whole)
            assert sum(made) == progress[-1].done
            assert progress[-1].held + progress[-1].done == self.before + 12 * 2 + last * 3

    def test_it_goes_on_for_longer(self, tmp_path):
        """Oracle: the bytes of one that was as long from the start."""
        table, key = self.longer
        longer = {**self.SMALL, table: {**self.SMALL[table], key: 20}}
        self.make(self.SMALL, tmp_path / "grown")
        self.make(longer, tmp_path / "grown")
        self.make(longer, tmp_path / "once")
        assert files(tmp_path / "grown") == files(tmp_path / "once")
        sums = [read_checksums(tmp_path / name) for name in ("grown", "once")]
        assert sums[0] == sums[1]
        assert set(map(len, sums[0].values())) == {1}

    def test_what_is_not_as_it_was_written_is_refused(self, tmp_path):
        self.make(self.SMALL, tmp_path / "out")
        path = tmp_path / "out" / "generations" / "generation-0001.parquet"
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        for ask in (lambda: self.read(tmp_path / "out"), lambda: self.make(self.SMALL, tmp_path / "out")):
            with pytest.raises(InputError, match=r"generation-0001\.parquet: other bytes than were written"):
                ask()

    def test_other_draws_are_not_mixed_with_what_is_kept(self, tmp_path, monkeypatch):
        """Oracle: a first generation drawn otherwise, as another scipy might."""
        self.make(self.SMALL, tmp_path / "out")
        first = getattr(self.seeking, self.first)(self.read_plan(self.SMALL))
        monkeypatch.setattr(self.seeking, self.first, lambda plan: first[::-1])
        with pytest.raises(InputError, match=self.unlike):
            self.make(self.SMALL, tmp_path / "out")

    def test_there_is_one_at_a_time(self, whole):
        with locked(whole, self.what), pytest.raises(InputError, match=f"{an(self.what)} is running there"):
            self.make(self.SMALL, whole)

    def test_other_commands_know_it_or_say_why_not(self, whole, capsys):
        """Oracle: what they print."""
        assert main(["status", str(whole)]) == 0
        assert f"{self.what}, 3 generations, finished, not running" in capsys.readouterr().out
        assert main(["report", str(whole), "--language", "nl"]) == 2
        assert "--language: got 'nl', allowed: en" in capsys.readouterr().err
        assert main(["verify", str(whole)]) == 2
        assert f"holds {an(self.what)}, of which every file is proven when it is read" in capsys.readouterr().err
        assert main(["tables", str(whole), "--out", str(whole / "tables")]) == 2
        assert "holds other results than of a sweep; allowed: a folder of one" in capsys.readouterr().err

    def test_the_command_prints_a_schema(self, capsys):
        """Oracle: the schema of schemas."""
        assert main(["schema", self.what]) == 0
        schema = json.loads(capsys.readouterr().out)
        Draft7Validator.check_schema(schema)
        assert schema["properties"].keys() == self.known.fields.keys()
        assert schema["title"] == f"{an(self.what).capitalize()} of Samenspel"

    def test_those_that_come_with_the_model_fit_the_schema(self):
        """Oracle: the schema, and the reader."""
        assert self.shipped
        for path in self.shipped:
            self.read_plan(path.stem)
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            assert list(Draft7Validator(document(self.known, self.what)).iter_errors(said)) == []
