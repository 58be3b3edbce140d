"""Some simulated days of a small network: `make simulate` plays four weeks of a large one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.simulation.play import play
from tests.simulation.stage import Plan
from tests.simulation.table import lines


async def test_days_over_a_change_of_the_clocks_break_no_promise(
    library: Path, tmp_path: Path
) -> None:
    plan = Plan(
        seed=2, begin=date(2026, 10, 29), days=5, officials=10, experts=6, partners=3, tickets=10
    )
    cast, verdict = await play(plan, library, tmp_path)
    assert not verdict.broken, "\n".join(lines(cast, verdict))
