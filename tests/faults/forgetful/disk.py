"""What a disk holds when the power goes: all that was synced, and any part of the rest.

The rules, as POSIX and SQLite's own documents give them (sqlite.org/atomiccommit.html,
sqlite.org/psow.html):

- What a file's sync found is there for good. Of what was written since, each sector has arrived
  or not, whatever the others did; one that was under way can hold nonsense, but only in the bytes
  that were being written.
- A truncation has arrived or not.
- That a file was made or deleted is there for good once its directory was synced, and not by
  the file's own sync. Until then a name stands for any of the files that it stood for since.

Each sector of each write decides for itself, in the order of the writes, so that any sector can
end in any of its versions, as when writes reach a disk in another order.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTORS = (512, 4096)
"""Bytes that a disk writes at once."""
ARRIVED = (0.0, 0.1, 0.5, 0.9, 1.0)
"""Shares of the unsynced sectors that may have arrived; each cut has one of them."""
NONSENSE = 0.02
"""Share of the sectors that were under way when the power went."""

_ROLES = {"-wal": "log", "-journal": "journal"}
_IN_MEMORY = "-shm"


class Luck:
    """What becomes of the unsynced at one cut; the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311 (repeatable, not secret)
        self.sector = self.random.choice(SECTORS)
        self.arrived = self.random.choice(ARRIVED)
        self.nonsensical = NONSENSE

    def arrives(self) -> bool:
        """Whether one thing was in time."""
        return self.random.random() < self.arrived

    def nonsense(self, length: int) -> bytes | None:
        """What a sector holds that was being written at that moment; mostly none was."""
        return self.random.randbytes(length) if self.random.random() < self.nonsensical else None


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes that were written to a place of a file."""

    offset: int
    data: bytes

    def apply(self, content: bytearray) -> None:
        """Put them there; a gap before them reads as zeros."""
        content.extend(bytes(max(0, self.offset - len(content))))
        content[self.offset : self.offset + len(self.data)] = self.data

    def arrive(self, content: bytearray, luck: Luck) -> None:
        """Put there what arrived of them."""
        for sector in self._sectors(luck.sector):
            if luck.arrives():
                sector.apply(content)
            elif (nonsense := luck.nonsense(len(sector.data))) is not None:
                Written(sector.offset, nonsense).apply(content)

    def _sectors(self, size: int) -> Iterator[Written]:
        end = self.offset + len(self.data)
        start = self.offset
        while start < end:
            stop = min(end, (start // size + 1) * size)
            yield Written(start, self.data[start - self.offset : stop - self.offset])
            start = stop


@dataclass(frozen=True, slots=True)
class Truncated:
    """A new length of a file."""

    length: int

    def apply(self, content: bytearray) -> None:
        """Cut it off, or lengthen it with zeros."""
        del content[self.length :]
        content.extend(bytes(self.length - len(content)))

    def arrive(self, content: bytearray, luck: Luck) -> None:
        """Cut it off if that arrived."""
        if luck.arrives():
            self.apply(content)


@dataclass(eq=False, slots=True)
class Content:
    """A file without its name: the bytes that were synced, and what was done to them since."""

    role: str
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[Written | Truncated] = field(default_factory=list)

    def sync(self) -> None:
        """From now on this stays."""
        for change in self.unsynced:
            change.apply(self.synced)
        self.unsynced.clear()

    def after_a_cut(self, luck: Luck) -> bytes:
        """What may be left of it."""
        left = bytearray(self.synced)
        for change in self.unsynced:
            change.arrive(left, luck)
        return bytes(left)


class Disk:
    """The files of one folder, as their writer sees them and as a cut would leave them.

    What is in the folder at the start is there for good. The power goes at the change number
    `cut_after`, counted from 1; a change after that doesn't happen. Each method that changes
    something says whether it was done. `cut` says what was going on when the power went, as
    "log write"; it is empty until then.
    """

    def __init__(self, folder: Path, cut_after: int) -> None:
        self._cut_after = cut_after
        self._lock = threading.Lock()
        self.changes = 0
        self.cut = ""
        self._names: dict[str, Content] = {
            path.name: Content(_role(path.name), bytearray(path.read_bytes()))
            for path in sorted(folder.iterdir())
            if path.is_file() and not path.name.endswith(_IN_MEMORY)
        }
        self._lasting = dict(self._names)
        self._since: defaultdict[str, list[Content | None]] = defaultdict(list)

    def open(self, name: str) -> Content:
        """The file of a name, made when there is none."""
        content = self._names.get(name)
        if content is None:
            content = Content(_role(name))
            self._do(f"{content.role} creation", lambda: self._rename(name, content))
        return content

    def write(self, content: Content, offset: int, data: bytes) -> bool:
        """Bytes for a place of a file."""
        written = Written(offset, data)
        return self._do(f"{content.role} write", lambda: content.unsynced.append(written))

    def truncate(self, content: Content, length: int) -> bool:
        """A new length for a file."""
        truncated = Truncated(length)
        return self._do(f"{content.role} truncation", lambda: content.unsynced.append(truncated))

    def sync(self, content: Content) -> bool:
        """What was written to a file stays."""
        return self._do(f"{content.role} sync", done=content.sync)

    def delete(self, name: str) -> bool:
        """No file of that name any more."""
        return self._do(f"{_role(name)} deletion", lambda: self._rename(name, None))

    def sync_names(self) -> bool:
        """The folder stays as it is."""
        return self._do("folder sync", done=self._names_stay)

    def leave(self, folder: Path, luck: Luck) -> None:
        """Write into a new folder what a cut would leave."""
        folder.mkdir()
        for name in sorted({*self._lasting, *self._since}):
            content = luck.random.choice([self._lasting.get(name), *self._since.get(name, ())])
            if content is not None:
                (folder / name).write_bytes(content.after_a_cut(luck))

    def _do(
        self,
        moment: str,
        begun: Callable[[], None] = lambda: None,
        done: Callable[[], None] = lambda: None,
    ) -> bool:
        # A change that is begun may have reached the disk when the power goes in its midst;
        # a sync has promised nothing until it is done.
        with self._lock:
            if self.cut:
                return False
            self.changes += 1
            begun()
            if self.changes == self._cut_after:
                self.cut = moment
                return False
            done()
            return True

    def _rename(self, name: str, content: Content | None) -> None:
        self._since[name].append(content)
        if content is None:
            self._names.pop(name, None)
        else:
            self._names[name] = content

    def _names_stay(self) -> None:
        self._lasting = dict(self._names)
        self._since.clear()


def _role(name: str) -> str:
    return next((role for end, role in _ROLES.items() if name.endswith(end)), "database")
