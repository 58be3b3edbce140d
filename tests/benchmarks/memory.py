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
