"""Has a chart drawn, by a process of its own."""

from __future__ import annotations

import asyncio
import json

from bot import child
from handlers.views.chart import HIDDEN, Chart

SECONDS = 10.0
"""The longest that a picture may take; usually it is a fifth of one."""

PROGRAM = "drawing.py"


class NotDrawn(Exception):
    """There is no picture. Its words say what the process said last."""


async def drawn(chart: Chart) -> bytes:
    """The chart as PNG. Raises NotDrawn."""
    process = await asyncio.create_subprocess_exec(
        *child.command(PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=child.environment(),
    )
    try:
        async with asyncio.timeout(SECONDS):
            picture, problem = await process.communicate(_told(chart))
    except TimeoutError:
        raise NotDrawn("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not picture:
        raise NotDrawn(problem.decode(errors="replace").strip().rpartition("\n")[2])
    return picture


def _told(chart: Chart) -> bytes:
    bars = [(bar.label, bar.asked, bar.answered) for bar in chart.bars]
    told = {"title": chart.title, "legend": chart.legend, "bars": bars, "hidden": HIDDEN}
    return json.dumps(told).encode()
