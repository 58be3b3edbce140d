"""The file system itself: SQLite's own for Unix, which also tells a `Disk` what changes.

Opening, deleting, writing, truncating, syncing and closing pass through here; reading, locking
and the log's shared memory stay SQLite's own functions. Syncs are only remembered, never done,
so that thousands of cuts take no more time than their writes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import addressof, c_void_p, cast, pointer, string_at
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from tests.faults.forgetful import abi
from tests.faults.forgetful.disk import Content, Disk

NAME = "forgetful"
"""What follows `vfs=` in the address of a database."""

_JOURNALS = abi.MAIN_JOURNAL | abi.SUPER_JOURNAL | abi.WRITE_AHEAD_LOG


def unusable() -> str:
    """Why power cannot be cut here; empty where it can."""
    if sqlite3.__name__ != "pysqlite3":
        return "pysqlite3 has no wheel for this machine, and only its SQLite takes a file system"
    return ""


@contextmanager
def disk(folder: Path, cut_after: int) -> Iterator[Disk]:
    """The disk under the databases of a folder, whose power goes at its change of that number.

    Connections are to be closed before this ends.
    """
    watched = Disk(folder, cut_after)
    disks = _registered().disks
    disks[folder.resolve()] = watched
    try:
        yield watched
    finally:
        del disks[folder.resolve()]


@dataclass(slots=True)
class _Handle:
    disk: Disk
    content: Content
    # SQLite syncs the folder together with the first sync of a journal that it may have made
    # (unixSync in its os_unix.c; seen with strace).
    owes_names: bool
    methods: abi.Methods


class _Forgetful:
    """SQLite's file system with some functions replaced."""

    def __init__(self, library: ctypes.CDLL) -> None:
        library.sqlite3_vfs_find.restype = c_void_p
        self._address: int = library.sqlite3_vfs_find(None)
        self._real = abi.FileSystem.from_address(self._address)
        self._handles: dict[int, _Handle] = {}
        self._tables: dict[int, abi.Methods] = {}
        self.disks: dict[Path, Disk] = {}
        # SQLite keeps their addresses: they must live as long as it.
        self._functions: list[Any] = []
        self._own = abi.FileSystem.from_buffer_copy(self._real)
        self._own.next, self._own.name = None, NAME.encode()
        self._own.open = self._function(abi.OPEN, self._open)
        self._own.delete = self._function(abi.DELETE, self._delete)
        self._overrides = {
            "close": self._function(abi.CLOSE, self._close),
            "write": self._function(abi.WRITE, self._write),
            "truncate": self._function(abi.TRUNCATE, self._truncate),
            "sync": self._function(abi.SYNC, self._sync),
        }
        if library.sqlite3_vfs_register(pointer(self._own), 0) != abi.OK:
            raise RuntimeError("SQLite did not take the file system")

    def _function(self, prototype: Any, function: Callable[..., int]) -> int | None:  # noqa: ANN401 (ctypes names no type for it)
        self._functions.append(prototype(function))
        return cast(self._functions[-1], c_void_p).value

    def _open(self, _own: int, name: int | None, file: int, flags: int, flags_out: int) -> int:
        real_open = abi.OPEN(self._real.open)
        if name is None or flags & abi.DELETE_ON_CLOSE:
            return int(real_open(self._address, name, file, flags, flags_out))
        path = Path(string_at(name).decode())
        watched = self.disks.get(path.parent)
        # A database that nobody watches would survive any cut, and prove nothing.
        if watched is None or watched.cut:
            return abi.CANNOT_OPEN
        answer = int(real_open(self._address, name, file, flags, flags_out))
        if answer == abi.OK:
            owes_names = bool(flags & abi.CREATE and flags & _JOURNALS)
            self._take(file, watched, watched.open(path.name), owes_names=owes_names)
        return answer

    def _take(self, file: int, watched: Disk, content: Content, *, owes_names: bool) -> None:
        opened = abi.File.from_address(file)
        real = opened.methods
        if real not in self._tables:
            table = abi.Methods.from_buffer_copy(abi.Methods.from_address(real))
            table.version = abi.WITHOUT_MEMORY_MAPPING
            for method, address in self._overrides.items():
                setattr(table, method, address)
            self._tables[real] = table
        opened.methods = addressof(self._tables[real])
        self._handles[file] = _Handle(watched, content, owes_names, abi.Methods.from_address(real))

    def _delete(self, _own: int, name: int, sync_names: int) -> int:
        path = Path(string_at(name).decode())
        watched = self.disks.get(path.parent)
        if watched is None or watched.cut:
            return abi.DELETE_FAILED
        answer = int(abi.DELETE(self._real.delete)(self._address, name, 0))
        if answer != abi.OK:
            return answer
        done = watched.delete(path.name) and (not sync_names or watched.sync_names())
        return abi.OK if done else abi.DELETE_FAILED

    def _write(self, file: int, data: int, length: int, offset: int) -> int:
        handle = self._handles[file]
        if not handle.disk.write(handle.content, offset, string_at(data, length)):
            return abi.WRITE_FAILED
        return int(abi.WRITE(handle.methods.write)(file, data, length, offset))

    def _truncate(self, file: int, length: int) -> int:
        handle = self._handles[file]
        if not handle.disk.truncate(handle.content, length):
            return abi.TRUNCATE_FAILED
        return int(abi.TRUNCATE(handle.methods.truncate)(file, length))

    def _sync(self, file: int, _flags: int) -> int:
        handle = self._handles[file]
        done = handle.disk.sync(handle.content)
        if done and handle.owes_names:
            done = handle.disk.sync_names()
            handle.owes_names = False
        return abi.OK if done else abi.SYNC_FAILED

    def _close(self, file: int) -> int:
        handle = self._handles.pop(file)
        return int(abi.CLOSE(handle.methods.close)(file))


@cache
def _registered() -> _Forgetful:
    import pysqlite3

    # One that is loaded already is not loaded twice.
    return _Forgetful(ctypes.CDLL(pysqlite3._sqlite3.__file__))  # noqa: SLF001 (where its SQLite is)
