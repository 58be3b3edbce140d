"""What else is done around tickets, by people's own hands: after the whole way of one."""

from __future__ import annotations

from bot.desk import experts, inbox, people, records
from bot.desk.inbox import Arrival, Turn
from bot.desk.people import Member
from bot.store import Row, Transaction
from tests.stories.by_request import ADDRESS, PASSWORD, WORDS, Archive
from tests.stories.joined import member
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import (
    Step,
    closes_windows,
    head,
    press,
    press_on,
)

WHY = "For our school board, zaaccess."
STEPPED_BACK = "I am on leave, zasteppedback."
WAITING = ("Words of mine, zawaiting", "More of mine, zabegun", "detainers", "Again, zareopened")
KEY = (ADDRESS, PASSWORD)


# The card


async def reopens_from_the_card(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "card_reopen")


async def removes_the_expert(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_viewers")
    await press_on(desk, "ana", "own_remove")
    await closes_windows(desk, "ana")


async def lets_partners_see(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_viewers")
    await desk.submits("ana", {"own_visibility": "partner"})


async def steps_back(desk: TicketDesk) -> None:
    await _offers_to_ruth(desk)
    await press(desk, "ruth", "dm", "offer_accept")
    await press(desk, "ruth", "dm", "expert_step_back")
    await desk.submits("ruth", {"words": STEPPED_BACK})


async def is_corrected(desk: TicketDesk) -> None:
    """All that More has a form for, but for what ends it."""
    cora = await desk.run(people.meet, member(desk.person("cora")))
    for name, values in (
        ("details", {"ticket_priority": "high"}),
        ("seen", {"ticket_seen_by": "expert"}),
        ("promise", {"ticket_promised": "2099-12-01"}),
        ("assign", {"ticket_assignee": str(cora.id)}),
    ):
        await _more(desk, f"more_form:{name}")
        await desk.submits("dana", dict(values))
    await _more(desk, "card_view")


async def takes_back(desk: TicketDesk) -> None:
    await _offers_to_ruth(desk)
    await _more(desk, "more_act:take_back")


async def takes_the_expert_off(desk: TicketDesk) -> None:
    await _offers_to_ruth(desk)
    await press(desk, "ruth", "dm", "offer_accept")
    await _more(desk, "more_act:remove_expert")


# The main box


async def writes_in_the_main_box(desk: TicketDesk) -> None:
    number = (await desk.run(_newest_of, desk.ana.id)).id
    for text, action_id in zip(
        WAITING, (f"add_words:{number}", "new_with_words", "look_up_words"), strict=False
    ):
        await desk.ana.say("dm", text)
        await desk.settled()
        await press(desk, "ana", "dm", action_id)
        await closes_windows(desk, "ana")


async def closes_from_the_card(desk: TicketDesk) -> None:
    await _more(desk, "more_form:close")
    await desk.submits("dana", {"ticket_outcome": "referred"})


async def reopens_with_words(desk: TicketDesk) -> None:
    await desk.ana.say("dm", WAITING[3], head(desk.ana, "dm", "own_reopen"))
    await desk.settled()
    await press(desk, "ana", "dm", "reopen_with")


async def deletes_the_text(desk: TicketDesk) -> None:
    await press(desk, "ana", "dm", "own_delete")
    await desk.submits("ana")


async def two_are_ended(desk: TicketDesk) -> None:
    first = (await desk.run(_newest_of, desk.ana.id)).id
    await desk.ask("ana", "The same once more")
    await _more(desk, "more_form:merge")
    await desk.submits("dana", {"words": f"#{first}"})
    await desk.ask("ana", "Something else altogether")
    await _more(desk, "more_act:not_ours")


# Experts and partners


async def lists_a_partner(desk: TicketDesk) -> None:
    await _home(desk, "dana", "staff")
    await press_on(desk, "dana", "partner_add")
    await desk.submits("dana", {"partner_name": "Elm Legal Clinic"})
    await press_on(desk, "dana", "partner_edit")
    await desk.submits("dana")


async def lists_an_expert(desk: TicketDesk) -> None:
    await press_on(desk, "dana", "expert_add")
    values = {"expert_person": desk.person("cora").id, "expert_partner": "harbor-legal-aid"}
    await desk.submits("dana", dict(values))
    await press_on(desk, "dana", "expert_edit")
    await desk.submits("dana", {"expert_capacity": "4"})
    await closes_windows(desk, "dana")


async def turns_the_list(desk: TicketDesk) -> None:
    await desk.run(_list_many, desk.dana.user.team_id)
    await _home(desk, "dana", "staff")
    await press_on(desk, "dana", "staff_next", "staff_previous")
    await closes_windows(desk, "dana")


async def sets_how_much(desk: TicketDesk) -> None:
    await _home(desk, "ruth", "answering_change")
    await desk.submits("ruth", {"expert_capacity": "2"})


# What is opened by request


async def asks_to_be_let_in(desk: TicketDesk) -> None:
    await desk.ana.command("/resources", WORDS)
    await press(desk, "ana", "general", "access_request")
    await desk.submits("ana", {"words": WHY})
    await closes_windows(desk, "ana")


async def is_let_in(desk: TicketDesk) -> None:
    await press(desk, "dana", TRIAGE, "access_let_in")
    await _sets_key(desk)
    await press(desk, "dana", TRIAGE, "access_set_key")
    await _sets_key(desk)
    await press(desk, "ana", "dm", "access_open")
    await closes_windows(desk, "ana")


async def is_revoked(desk: TicketDesk) -> None:
    await Archive(desk).let_in_many(25)
    await press(desk, "dana", TRIAGE, "access_list")
    await press_on(desk, "dana", "access_next", "access_previous", "access_revoke")
    await closes_windows(desk, "dana")


# What did not arrive


async def is_not_delivered(desk: TicketDesk) -> None:
    """Ruth can't be reached: Ana tries again, then Dana does, then it is given up."""
    await desk.ask("ana", "Who could call us?", visibility="expert")
    await _offers_to_ruth(desk)
    await press(desk, "ruth", "dm", "offer_accept")
    channels = desk.world.sandbox.workspace.channels
    channels[desk.ruth.dm].is_archived = True
    root = head(desk.ana, "dm", "own_detail")
    await desk.ana.say("dm", "Does this arrive, zaundelivered?", root)
    await desk.settled()
    await press(desk, "ana", "dm", "try_again")
    await _home(desk, "dana", "outbox_send_again")
    await _home(desk, "dana", "outbox_give_up")
    channels[desk.ruth.dm].is_archived = False


async def is_not_dealt_with(desk: TicketDesk) -> None:
    for nth, action_id in enumerate(("inbox_retry", "inbox_drop")):
        await desk.run(_poison, nth)
        await _home(desk, "dana", action_id)


MORE_WAYS: tuple[Step, ...] = (
    *(reopens_from_the_card, removes_the_expert, lets_partners_see, steps_back, is_corrected),
    *(takes_back, takes_the_expert_off, writes_in_the_main_box, closes_from_the_card),
    *(reopens_with_words, deletes_the_text, two_are_ended, lists_a_partner, lists_an_expert),
    *(turns_the_list, sets_how_much, asks_to_be_let_in, is_let_in, is_revoked),
    *(is_not_delivered, is_not_dealt_with),
)


async def _more(desk: TicketDesk, name: str) -> None:
    await press(desk, "dana", TRIAGE, "card_more")
    await press_on(desk, "dana", name)
    if name.startswith("more_form:"):
        return
    await closes_windows(desk, "dana")


async def _offers_to_ruth(desk: TicketDesk) -> None:
    number = (await desk.run(people.meet, member(desk.ruth))).id
    await press(desk, "dana", TRIAGE, "card_ask_expert")
    await desk.submits("dana", {"offer_to": [f"expert:{number}"]})


async def _home(desk: TicketDesk, who: str, action_id: str) -> None:
    person = desk.person(who)
    await person.open_home()
    await desk.settled()
    await person.click_in_home(action_id)
    await desk.settled()


async def _sets_key(desk: TicketDesk) -> None:
    await desk.submits("dana", {"access_address": KEY[0], "access_password": KEY[1]})


def _newest_of(tx: Transaction, user_id: str) -> Row:
    person = next(people.meet(tx, Member(team, user_id)) for team in people.teams_of(tx, user_id))
    return records.open_of(tx, person.id)[0]


def _list_many(tx: Transaction, team_id: str) -> None:
    for nth in range(35):
        someone = Member(team_id, f"U0MANY{nth:04}")
        people.learned(tx, someone, name=f"Member {nth:03}", locale="en-US")
        experts.keep(tx, someone, "harbor-legal-aid")


def _poison(tx: Transaction, nth: int) -> None:
    """An event with which every attempt failed."""
    arrival = Arrival("message", '{"event": {}}', Turn("D1:1", f"{nth}.0"), (f"event:broken{nth}",))
    inbox.accept(tx, arrival)
    event = inbox.due(tx, 1)[0]
    for _ in range(inbox.ATTEMPTS):
        inbox.failed(tx, event.id, "ValueError at relaying.py:1")
