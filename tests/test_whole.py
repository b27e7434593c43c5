"""Files that are there as a whole, or as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.whole import write_whole


@pytest.mark.parametrize("aside", [None, "old.csv"])
def test_where_the_new_file_cannot_be_put_in_its_place_the_old_one_is_as_it_was(aside, tmp_path, monkeypatch):
    """Oracle: by hand; putting in place fails, as it does on some computers where a file is open elsewhere."""
    path = tmp_path / "ties.csv"
    path.write_bytes(b"old")

    def fails(_self, _to):
        raise PermissionError("open elsewhere")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(PermissionError, match="open elsewhere"):
        write_whole(path, b"new", aside=aside and tmp_path / aside)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["ties.csv"]


def test_a_file_that_has_to_make_room_is_kept_under_its_other_name(tmp_path):
    """Oracle: by hand."""
    path, aside = tmp_path / "ties.csv", tmp_path / "old.csv"
    path.write_bytes(b"old")
    write_whole(path, b"new", aside=aside)
    assert (path.read_bytes(), aside.read_bytes()) == (b"new", b"old")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["old.csv", "ties.csv"]
