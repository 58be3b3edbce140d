"""What coordinators press to see how the year went, by their own hands."""

from __future__ import annotations

from tests.stories.tickets import TicketDesk
from tests.stories.whole_way import Step, closes_windows


async def reads_a_report(desk: TicketDesk) -> None:
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("open_report")
    await desk.settled()
    for menu, choice in (("report_by", "topic"), ("report_span", "last_12")):
        await desk.dana.click_in_view(menu, choice)
        await desk.settled()
    await closes_windows(desk, "dana")


REPORT_WAYS: tuple[Step, ...] = (reads_a_report,)
