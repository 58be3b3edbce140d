"""What follows a request's end, by people's own hands: what its requester says of it, and a
resource made of it.
"""

from __future__ import annotations

from tests.stories.drafting import DRAFT
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import Step, closes_windows, press, press_on

LAST_WORDS = "We sent you to the clinic, zalastwords."
COMMENT = "It came too late, zacomment."


async def is_ended(desk: TicketDesk) -> None:
    """A request of Ana's that the coordinator closes with a line of words."""
    await desk.ask("ana", "And what of the jail?")
    await press(desk, "dana", TRIAGE, "card_more")
    await press_on(desk, "dana", "more_form:close")
    await desk.submits("dana", {"ticket_outcome": "referred", "words": LAST_WORDS})


async def is_rated(desk: TicketDesk) -> None:
    for face in ("yes", "partly", "no"):
        await press(desk, "ana", "dm", f"helped:{face}")
    await press(desk, "ana", "dm", "helped_comment")
    await desk.submits("ana", {"words": COMMENT})


async def is_drafted(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_view")
    await press_on(desk, "dana", "draft_make")
    await desk.submits("dana", dict(DRAFT))
    await closes_windows(desk, "dana")


async def is_agreed_to(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "draft_yes")


async def is_changed(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "draft_edit")
    await desk.submits("dana", {"draft_title": "Another xylograph"})
    await closes_windows(desk, "dana")
    await is_agreed_to(desk)


async def is_dropped(desk: TicketDesk) -> None:
    await desk.dana.open_home()
    await desk.dana.click_in_home("open_drafts")
    await desk.settled()
    await press_on(desk, "dana", "draft_drop")
    await closes_windows(desk, "dana")


async def is_published(desk: TicketDesk) -> None:
    await is_drafted(desk)
    await is_agreed_to(desk)
    await press(desk, "dana", TRIAGE, "draft_publish")


async def is_refused(desk: TicketDesk) -> None:
    await is_ended(desk)
    await is_drafted(desk)
    await press(desk, "ana", "dm", "draft_no")


CLOSING_WAYS: tuple[Step, ...] = (
    *(is_ended, is_rated, is_drafted, is_agreed_to, is_changed, is_dropped, is_published),
    is_refused,
)
