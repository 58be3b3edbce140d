"""A desk in which nothing has happened yet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import Store


def empty_desk(path: Path) -> Path:
    """A new database of the desk, unless one is there: migrations take longer than most tests do,
    so they run once.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_made_once())
    return path


@cache
def _made_once() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        Store.open(path).close()
        return path.read_bytes()
