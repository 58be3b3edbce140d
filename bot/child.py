"""Processes of our own that do one thing and end: what they loaded goes with them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")


def command(program: str) -> tuple[str, ...]:
    """What starts a program of this folder, by its file's name."""
    return (sys.executable, "-I", str(Path(__file__).with_name(program)))


def environment() -> dict[str, str]:
    """What such a process is told of ours: tokens and addresses are none of its business."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
