"""Whether Slack took all that the bot made of people's words."""

from __future__ import annotations

from bot.desk import outbox
from tests.stories.tickets import TicketDesk


async def refused(desk: TicketDesk) -> list[str]:
    """What Slack refused of the bot's, what the bot did of Slack's, and what waits for a person's
    decision because of it.
    """
    await desk.settled()
    calls, deliveries = desk.world.sandbox.calls, desk.world.sandbox.deliveries
    stuck = await desk.run(outbox.stuck)
    return [
        *(f"{call.method}: {call.error} {_why(call.answer)}" for call in calls if call.error),
        *(f"{each.kind}: {each.status} {each.error}" for each in deliveries if each.status != 200),
        *(f"{each.kind}: {each.error} {each.options}" for each in deliveries if each.error),
        *(f"stuck: {each}" for each in stuck),
    ]


def _why(answer: dict[str, object]) -> object:
    return answer.get("response_metadata", "")
