"""The whole way of a ticket by people's own hands, step by step, each word of it said once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.sandbox import Person
from bot.sandbox.blockkit.walk import every_element
from tests.stories.joined import Json
from tests.stories.tickets import TRIAGE, TicketDesk

Step = Callable[[TicketDesk], Awaitable[None]]

EXPERTS = ("vera", "tomas", "ruth")
"""Who is asked, in this order: the first suggests somebody, the second declines."""

QUESTION = "Can our county refuse zaquestion detainers?"
WANTS = "Which state is it, zawants?"
TOLD = "It is Iowa, zatold."
SUGGESTED = "Ask the clinic, zasuggested."
DECLINED = "I have no time, zadeclined."
ANSWER = "Yes you can, zaanswer."
THANKS = "That helps, zathanks."
DETAIL = "We vote soon, zadetail."
OWN_ASIDE = "Between us, zaownaside."
EXPERT_ASIDE = "For you only, zaexpertaside."
NOTE = "Nobody else reads this, zanote."
REPLY = "From the network, zareply."
LINE = "This may help, zaline."
SHARED = "Tell them that, zashared."

# Where people press


def bearing(person: Person, channel: str, action_id: str) -> Json:
    """The newest message that a person sees with such a button. Raises LookupError."""
    for message in reversed(person.sees(channel)):
        elements = every_element(message.get("blocks", []))
        if any(element["action_id"] == action_id for _, element in elements):
            return message
    raise LookupError(f"{person.user.key} sees no {action_id} in {channel}")


async def press(desk: TicketDesk, who: str, channel: str, action_id: str) -> None:
    """Somebody presses the newest such button in a channel."""
    await desk.press(who, bearing(desk.person(who), channel, action_id), action_id)


async def press_on(desk: TicketDesk, who: str, *action_ids: str) -> None:
    """Somebody presses buttons of the windows before them."""
    for action_id in action_ids:
        await desk.person(who).click_in_view(action_id)
        await desk.settled()


def head(person: Person, channel: str, action_id: str) -> str:
    """The time of the thread's head in which such a button stands."""
    message = bearing(person, channel, action_id)
    return str(message.get("thread_ts", message["ts"]))


async def closes_windows(desk: TicketDesk, who: str) -> None:
    """Somebody closes what is before them."""
    while desk.person(who).view is not None:
        await desk.person(who).close_view()
    await desk.settled()


# The way


async def asks(desk: TicketDesk) -> None:
    await desk.ana.command("/assist", QUESTION)
    await desk.ana.click_in_view("ask_seen_by", "expert")
    await press_on(desk, "ana", "ask_more")
    await desk.submits("ana")
    await desk.submits("ana")
    await closes_windows(desk, "ana")


async def is_looked_at(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_view")
    await closes_windows(desk, "dana")


async def is_taken(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_take")


async def is_offered(desk: TicketDesk) -> None:
    numbers = {who: await desk.list_expert(who) for who in EXPERTS}
    await press(desk, "dana", TRIAGE, "card_ask_expert")
    to = [f"expert:{numbers[who]}" for who in EXPERTS]
    await desk.submits("dana", {"offer_to": to})


async def wants_more(desk: TicketDesk) -> None:
    await press(desk, "vera", "dm", "offer_more")
    await desk.submits("vera", {"words": WANTS})
    await closes_windows(desk, "vera")


async def is_told(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "offer_tell")
    await desk.submits("dana", {"words": TOLD})
    await closes_windows(desk, "dana")


async def suggests(desk: TicketDesk) -> None:
    await press(desk, "vera", "dm", "offer_suggest")
    await desk.submits("vera", {"words": SUGGESTED})


async def declines(desk: TicketDesk) -> None:
    await press(desk, "tomas", "dm", "offer_decline")
    await desk.submits("tomas", {"words": DECLINED})


async def accepts(desk: TicketDesk) -> None:
    await press(desk, "ruth", "dm", "offer_accept")


async def answers(desk: TicketDesk) -> None:
    await desk.ruth.say("dm", ANSWER, head(desk.ruth, "dm", "expert_close"))
    await desk.settled()


async def thanks(desk: TicketDesk) -> None:
    await desk.ana.say("dm", THANKS, head(desk.ana, "dm", "own_detail"))
    await desk.settled()


async def adds_a_detail(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_detail")
    await desk.submits("ana", {"words": DETAIL})


async def speaks_aside(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_aside")
    await desk.submits("ana", {"words": OWN_ASIDE})


async def expert_speaks_aside(desk: TicketDesk) -> None:
    await press(desk, "ruth", "dm", "expert_aside")
    await desk.submits("ruth", {"words": EXPERT_ASIDE})
    await closes_windows(desk, "ruth")


async def is_noted(desk: TicketDesk) -> None:
    await desk.dana.say(TRIAGE, NOTE, bearing(desk.dana, TRIAGE, "card_reply")["ts"])
    await desk.settled()


async def is_replied_to(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_reply")
    await desk.submits("dana", {"words": REPLY})
    await desk.submits("dana")


async def is_sent_a_resource(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_send_resource")
    view = desk.dana.view or {}
    choices = next(
        element["options"]
        for _, element in every_element(view["blocks"])
        if element["action_id"] == "resource_choice"
    )
    values = {"resource_choice": choices[0]["value"], "words": LINE}
    await desk.submits("dana", values)


async def is_passed_on(desk: TicketDesk) -> None:
    root = bearing(desk.dana, TRIAGE, "card_reply")["ts"]
    said = await desk.dana.say(TRIAGE, SHARED, root)
    await desk.settled()
    await desk.dana.message_shortcut("send_to_requester", said)
    await desk.submits("dana")
    if desk.dana.view is not None:
        await desk.submits("dana")


async def expert_closes(desk: TicketDesk) -> None:
    await press(desk, "ruth", "dm", "expert_close")
    await desk.submits("ruth")


async def reopens(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_reopen")


async def closes(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_close")
    await desk.submits("ana", {"own_outcome": "by_expert"})


WAY: tuple[Step, ...] = (
    *(asks, is_looked_at, is_taken, is_offered, wants_more, is_told, suggests, declines, accepts),
    *(answers, thanks, adds_a_detail, speaks_aside, expert_speaks_aside, is_noted, is_replied_to),
    *(is_sent_a_resource, is_passed_on, expert_closes, reopens, closes),
)


async def walk(desk: TicketDesk, *steps: Step) -> None:
    """Go some steps, one after the other."""
    for step in steps:
        await step(desk)
