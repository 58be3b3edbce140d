"""What the bot logs, read as an operator would: nobody's words and nobody's name."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.logs import DiscreetFormatter
from tests.simulation.words import NAME, TOKEN

QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
KEPT = 20


@dataclass(slots=True)
class Lines:
    """What was logged: how many lines by level, those that say too much, and the last warnings."""

    counts: Counter[str] = field(default_factory=Counter)
    telling: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)


class _Reader(logging.Handler):
    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self.setFormatter(DiscreetFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self._lines.counts[record.levelname] += 1
        if TOKEN.search(line) or NAME.search(line):
            self._lines.telling.append(line)
        if record.levelno >= logging.WARNING:
            self._lines.warnings[line.split(" ", 2)[-1]] += 1


@contextmanager
def read() -> Iterator[Lines]:
    """Read along, as the bot is set up in production."""
    lines, before = Lines(), logging.root.level
    reader = _Reader(lines)
    levels = {each: logging.getLogger(each).level for each in QUIET}
    logging.root.addHandler(reader)
    logging.root.setLevel(logging.INFO)
    for each in QUIET:
        logging.getLogger(each).setLevel(logging.WARNING)
    try:
        yield lines
    finally:
        logging.root.removeHandler(reader)
        logging.root.setLevel(before)
        for each, level in levels.items():
            logging.getLogger(each).setLevel(level)
