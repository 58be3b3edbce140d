"""The file system that forgets: what it must keep, what it may lose, and how."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from tests.faults import forgetful
from tests.faults.forgetful import Disk, Luck
from tests.faults.forgetful.disk import Content, Truncated, Written

SEEDS = [str(number) for number in range(200)]
NEVER = 1_000_000

changes = st.lists(
    st.builds(Written, st.integers(0, 9_000), st.binary(min_size=1, max_size=6_000))
    | st.builds(Truncated, st.integers(0, 9_000)),
    max_size=8,
)

needed = pytest.mark.skipif(bool(forgetful.unusable()), reason=forgetful.unusable())


def lefts(disk: Disk, name: str) -> set[bytes | None]:
    """What cuts of any luck leave under a name; None for no such file."""
    found: set[bytes | None] = set()
    for seed in SEEDS:
        luck = Luck(seed)
        luck.nonsensical = 0
        with TemporaryDirectory() as folder:
            left = Path(folder) / "left"
            disk.leave(left, luck)
            path = left / name
            found.add(path.read_bytes() if path.exists() else None)
    return found


def a_disk_with(folder: Path, content: bytes) -> tuple[Disk, Content]:
    (folder / "file").write_bytes(content)
    disk = Disk(folder, NEVER)
    return disk, disk.open("file")


def plainly(done: list[Written | Truncated]) -> bytes:
    """What a file holds when nothing is ever lost."""
    content = bytearray()
    for change in done:
        change.apply(content)
    return bytes(content)


@given(synced=changes, luck=st.sampled_from(SEEDS))
def test_what_was_synced_stays_whatever_happens(
    synced: list[Written | Truncated], luck: str
) -> None:
    content = Content("database", unsynced=list(synced))
    content.sync()
    assert content.after_a_cut(Luck(luck)) == plainly(synced)


@given(synced=changes, since=changes, luck=st.sampled_from(SEEDS))
def test_when_all_arrived_in_time_nothing_is_lost(
    synced: list[Written | Truncated], since: list[Written | Truncated], luck: str
) -> None:
    content = Content("database", unsynced=list(synced))
    content.sync()
    content.unsynced.extend(since)
    lucky = Luck(luck)
    lucky.arrived = 1
    assert content.after_a_cut(lucky) == plainly(synced + since)


def test_each_sector_of_an_unsynced_write_arrives_or_not(tmp_path: Path) -> None:
    disk, content = a_disk_with(tmp_path, b"o" * 8192)
    disk.write(content, 0, b"n" * 8192)
    old, new = b"o" * 4096, b"n" * 4096
    assert lefts(disk, "file") > {old + old, old + new, new + old, new + new}


def test_a_later_write_can_arrive_without_the_earlier_one(tmp_path: Path) -> None:
    disk, content = a_disk_with(tmp_path, b"")
    disk.write(content, 0, b"first")
    disk.write(content, 5, b"second")
    assert lefts(disk, "file") == {b"", b"first", b"\0" * 5 + b"second", b"firstsecond"}


def test_an_unsynced_truncation_may_not_have_been(tmp_path: Path) -> None:
    disk, content = a_disk_with(tmp_path, b"long")
    disk.truncate(content, 1)
    assert lefts(disk, "file") == {b"long", b"l"}


def test_a_sector_under_way_can_hold_nonsense_but_only_where_it_was_written(
    tmp_path: Path,
) -> None:
    _, content = a_disk_with(tmp_path, b"before" + bytes(500) + b"after")
    content.unsynced.append(Written(6, bytes(500)))
    luck = Luck("")
    luck.arrived, luck.nonsensical = 0, 1
    left = content.after_a_cut(luck)
    assert left[6:-5] != bytes(500)
    assert (left[:6], left[-5:]) == (b"before", b"after")


def test_a_new_file_is_lost_until_its_folder_is_synced(tmp_path: Path) -> None:
    disk = Disk(tmp_path, NEVER)
    content = disk.open("new")
    disk.write(content, 0, b"kept")
    disk.sync(content)
    before = lefts(disk, "new")
    disk.sync_names()
    assert (before, lefts(disk, "new")) == ({None, b"kept"}, {b"kept"})


def test_a_deleted_file_comes_back_until_its_folder_is_synced(tmp_path: Path) -> None:
    disk, _ = a_disk_with(tmp_path, b"old")
    disk.delete("file")
    before = lefts(disk, "file")
    disk.sync_names()
    assert (before, lefts(disk, "file")) == ({None, b"old"}, {None})


def test_a_name_can_stand_for_the_file_before(tmp_path: Path) -> None:
    disk, _ = a_disk_with(tmp_path, b"old")
    disk.delete("file")
    content = disk.open("file")
    disk.write(content, 0, b"new")
    disk.sync(content)
    assert lefts(disk, "file") == {b"old", None, b"new"}


def test_a_sync_in_whose_midst_the_power_goes_has_promised_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    disk = Disk(tmp_path, cut_after=2)
    content = disk.open("file")
    assert disk.write(content, 0, b"new")
    assert not disk.sync(content)
    assert lefts(disk, "file") == {b"old", b"new"}


def test_nothing_happens_once_the_power_is_gone(tmp_path: Path) -> None:
    disk = Disk(tmp_path, cut_after=1)
    content = disk.open("file")
    refused: list[Callable[[], bool]] = [
        lambda: disk.write(content, 0, b"late"),
        lambda: disk.truncate(content, 0),
        lambda: disk.sync(content),
        lambda: disk.delete("file"),
        disk.sync_names,
    ]
    assert [change() for change in refused] == [False] * 5
    assert (disk.cut, disk.changes) == ("database creation", 1)


def test_the_memory_of_the_log_is_not_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "database.db-shm").write_bytes(b"memory")
    assert lefts(Disk(tmp_path, NEVER), "database.db-shm") == {None}


@needed
def test_sqlite_s_locks_hold_on_it(tmp_path: Path) -> None:
    address = f"file:{tmp_path}/database.db?vfs={forgetful.NAME}"
    with (
        forgetful.disk(tmp_path, NEVER),
        closing(sqlite3.connect(address, uri=True, timeout=0)) as one,
        closing(sqlite3.connect(address, uri=True, timeout=0)) as other,
    ):
        one.execute("PRAGMA journal_mode=WAL")
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


@needed
def test_a_commit_fails_once_the_power_is_gone(tmp_path: Path) -> None:
    address = f"file:{tmp_path}/database.db?vfs={forgetful.NAME}"
    with (
        forgetful.disk(tmp_path, cut_after=4) as disk,
        closing(sqlite3.connect(address, uri=True)) as connection,
    ):
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            connection.execute("CREATE TABLE t (a)")
        assert (disk.cut, disk.changes) == ("journal sync", 4)


@needed
def test_a_folder_that_nobody_watches_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        sqlite3.connect(f"file:{tmp_path}/database.db?vfs={forgetful.NAME}", uri=True)
