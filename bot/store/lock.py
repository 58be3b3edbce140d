"""Which process is at work: one, though two may take requests while one replaces the other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.clock import Clock

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1


@asynccontextmanager
async def held(path: Path, clock: Clock) -> AsyncIterator[bool]:
    """Wait until no other process holds the file, and hold it; whether there was another.

    It falls free with its process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, thread_local=False)
    waited = False
    while not _taken(lock):
        if not waited:
            log.info("another Liaison is at work here; this one takes over when it ends")
            waited = True
        await clock.sleep(LOOK_SECONDS)
    try:
        yield waited
    finally:
        lock.release()


def _taken(lock: FileLock) -> bool:
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True
