"""Logging that helps the operator and says nothing of anybody's words."""

from __future__ import annotations

import logging
import re
import sys
from traceback import extract_tb
from types import TracebackType

_SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|v0=[0-9a-f]{16,}|https?://[^\s'\"]*(?:hooks\.slack|/response)[^\s'\"]*"
)
_QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """One line a record, secrets blotted out, exceptions by type and place only.

    An exception's message may quote what a person wrote, so it is never printed.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, tokens and signatures replaced."""
        return redact(super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's own name)
        """The exception's type and the places it came through."""
        return describe(ei[1]) if ei[1] else ""


def describe(error: BaseException) -> str:
    """An exception by type and place, innermost last, without its message."""
    places = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
        for frame in extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' > '.join(places[-6:]) or 'unknown'}"


def redact(line: str) -> str:
    """The line with tokens, signatures and response addresses replaced."""
    return _SECRETS.sub("[secret]", line)


def configure(level: int = logging.INFO) -> None:
    """Send every logger through the discreet formatter, and the chatty libraries' warnings only.

    Bolt logs whole request bodies at INFO and message texts at DEBUG.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter())
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
