"""How much memory a process holds."""

from __future__ import annotations

from pathlib import Path


def resident_megabytes(pid: int) -> float:
    """Resident memory of a process in MB, from /proc; 0 where there is no such thing."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(fields["VmRSS"].split()[0]) / 1024


def resident(pid: int) -> str:
    """The same in words. Where other benchmarks brought numpy, sqlite-utils loads it, and the bot
    is some 10 MB larger than it need be.
    """
    maps = Path(f"/proc/{pid}/maps")
    beside = maps.exists() and "/numpy/" in maps.read_text()
    what = ", with numpy, which a bot does not need (`make clean` first)" if beside else ""
    return f"resident: {resident_megabytes(pid):.0f} MB{what}"
