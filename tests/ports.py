"""Ports that nobody uses at the moment."""

from __future__ import annotations

import os
import random
import socket

_FIRST, _EACH = 12_000, 4_000
"""Below those that the system gives out by itself, and apart for tests that run side by side."""


def free_port() -> int:
    """A port of the loopback interface."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    while True:
        port = _FIRST + _EACH * worker + random.randrange(_EACH)  # noqa: S311 (any will do)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
