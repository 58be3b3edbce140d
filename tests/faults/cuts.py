"""Many power cuts in a row, and what each left of what had been acknowledged.

A database lives through twenty cuts: it is worked on until the power goes, what a disk could hold
then is judged on a copy, and the next life begins with it, so that recovery is cut as well.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from tests.faults import forgetful
from tests.faults.forgetful import Luck
from tests.faults.states import EMPTY, Corrupt, read

LIVES = 20
"""Cuts that one database lives through."""
DATABASE = "database.db"


@dataclass(slots=True)
class Witness:
    """What a database held after each transaction of one life, and which commits returned.

    The first state is the one that the life began with.
    """

    states: list[str] = field(default_factory=lambda: [EMPTY])
    acknowledged: int = 0

    def expect(self, state: str) -> None:
        """A commit is about to make this the state."""
        if state != self.states[-1]:
            self.states.append(state)

    def acknowledge(self) -> None:
        """The commit returned."""
        self.acknowledged = len(self.states) - 1

    def missing(self, state: str) -> int | None:
        """Acknowledged transactions that a state lacks; none when it never was the state."""
        for number in range(len(self.states) - 1, -1, -1):
            if self.states[number] == state:
                return max(0, self.acknowledged - number)
        return None


class Work(Protocol):
    """Something that commits transactions to one database."""

    span: int
    """Changes of the disk within which a life meets all that it does."""

    def live(self, path: Path, random: Random, witness: Witness) -> None:
        """Work until the power goes, tell the witness, close everything, and raise."""
        ...


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut: what was going on, what had been acknowledged in that life, what came of it."""

    number: int
    moment: str
    acknowledged: int
    missing: int = 0
    mixed: bool = False
    """Whether there is what no whole number of transactions makes."""
    corrupt: str = ""

    @property
    def harmless(self) -> bool:
        """Whether all that was acknowledged is there, and of the rest nothing by halves."""
        return not (self.missing or self.mixed or self.corrupt)


@dataclass(slots=True)
class Tally:
    """What many cuts came to: counts of cuts, but for `acknowledged` and `lost` transactions."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    missing: int = 0
    mixed: int = 0
    corrupt: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    first_harm: Cut | None = None

    @classmethod
    def of(cls, cuts: Iterator[Cut]) -> Tally:
        """All of them, counted."""
        tally = cls()
        for cut in cuts:
            tally.cuts += 1
            tally.acknowledged += cut.acknowledged
            tally.lost += cut.missing
            tally.missing += bool(cut.missing)
            tally.mixed += cut.mixed
            tally.corrupt += bool(cut.corrupt)
            tally.moments[cut.moment] += 1
            tally.first_harm = tally.first_harm or (None if cut.harmless else cut)
        return tally

    @property
    def harmed(self) -> int:
        """Cuts that took something that was promised."""
        return self.missing + self.mixed + self.corrupt


def series(work: Work, folder: Path, *, count: int, seed: int) -> Iterator[Cut]:
    """So many cuts, with their files in a folder; the same ones for the same seed."""
    life, state = folder / "life", EMPTY
    for number in range(count):
        if number % LIVES == 0 or not life.exists():
            shutil.rmtree(life, ignore_errors=True)
            life.mkdir()
            state = EMPTY
        cut, state = _one(work, life, Witness([state]), seed, number)
        yield cut


def _one(work: Work, life: Path, witness: Witness, seed: int, number: int) -> tuple[Cut, str]:
    random = Random(f"work {seed} {number}")  # noqa: S311 (repeatable, not secret)
    left = life.with_name("left")
    with forgetful.disk(life, cut_after=random.randint(1, work.span)) as disk:
        problem = _lived(work, life / DATABASE, random, witness)
        if not disk.cut:
            raise AssertionError(f"cut {number}: it failed while the power was on") from problem
        disk.leave(left, Luck(f"disk {seed} {number}"))
    shutil.rmtree(life)
    try:
        state = _judged(left)
    except Corrupt as problem:
        shutil.rmtree(left)
        return Cut(number, disk.cut, witness.acknowledged, corrupt=str(problem)), EMPTY
    left.rename(life)
    lost = witness.missing(state)
    return Cut(number, disk.cut, witness.acknowledged, lost or 0, mixed=lost is None), state


def _lived(work: Work, path: Path, random: Random, witness: Witness) -> Exception | None:
    try:
        work.live(path, random, witness)
    except Exception as problem:  # noqa: BLE001 (whether the power went tells if it was to be)
        return problem
    return None


def _judged(left: Path) -> str:
    # Opening a database mends it, which is for the next life to do, and to be cut in.
    copy = left.with_name("judged")
    shutil.copytree(left, copy)
    try:
        return read(copy / DATABASE)
    finally:
        shutil.rmtree(copy)
