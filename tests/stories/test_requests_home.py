"""What somebody asked, in their Home, and the partners that they would rather not meet."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import avoidance, people
from bot.desk.course import REOPENED_DAYS
from bot.desk.errors import Avoided
from bot.sandbox import Person
from bot.store import Transaction
from bot.store.tables import tickets
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.offering import states
from tests.stories.test_expert_home import proposed
from tests.stories.test_staffing_own import home
from tests.stories.tickets import HARBOR, PRAIRIE, TicketDesk

AVOIDING = "*Partners you would rather not be put in touch with*"


async def avoids(desk: TicketDesk, *partners: str, who: str = "ana") -> Person:
    """Somebody says in Home whom they would not meet."""
    await home(desk, who)
    person = desk.person(who)
    await person.click_in_home("avoided_change")
    await person.submit({"avoided_partners": list(partners)})
    await desk.settled()
    return person


def _avoided(tx: Transaction, person: Person) -> frozenset[str]:
    return avoidance.of(tx, people.meet(tx, member(person)).id)


async def test_what_they_asked_stands_there_and_leads_to_its_thread(desk: TicketDesk) -> None:
    handle = await desk.ask("ana", place="US-TX")
    ticket, status = await desk.ticket(handle), await desk.status(handle)
    seen = await home(desk, "ana")
    address = f"https://local-network.slack.com/archives/{status['channel']}/p"
    assert f"*<{address}{status['ts'].replace('.', '')}|#{ticket.id}>*" in seen
    assert "· General assistance · Texas\n“Can our county refuse" in seen
    assert "*Received* since" in seen


async def test_the_way_to_ask_stands_there_once(desk: TicketDesk) -> None:
    await desk.ask("ana")
    assert (await home(desk, "ana")).count("[Ask for help]") == 1


async def test_others_requests_are_not_there(desk: TicketDesk) -> None:
    await desk.ask("ana")
    assert "Your requests" not in await home(desk, "luis")


async def test_a_closed_one_is_opened_again_there(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    assert "Closed: answered by the coordinator" in await home(desk, "ana")
    await desk.ana.click_in_home("own_reopen")
    await desk.settled()
    assert (await desk.ticket(handle)).state == "taken"
    assert "*With the coordinator* since" in readable(desk.ana.home or {})


async def test_one_that_was_closed_long_ago_is_not(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)

    def long_ago(tx: Transaction) -> None:
        then = tx.now - (REOPENED_DAYS + 1) * 24 * 3600 * 1000
        tx.execute(update(tickets).values(closed_at=then))

    await desk.run(long_ago)
    assert "[Reopen]" not in await home(desk, "ana")


async def test_many_are_counted_and_turned_in_a_window(desk: TicketDesk) -> None:
    await desk.ask_often(*(f"Question {number}" for number in range(24)))
    seen = await home(desk, "ana")
    assert "(And 16 more.)" in seen
    await desk.ana.click_in_home("requests_all")
    first = readable(desk.ana.view or {})
    assert "“Question 23”" in first
    assert "“Question 3”" not in first
    await desk.ana.click_in_view("requests_next")
    last = readable(desk.ana.view or {})
    assert "“Question 3”" in last
    assert "“Question 4”" not in last
    assert "[Back]" in last


async def test_a_page_past_the_end_is_the_last_one(desk: TicketDesk) -> None:
    await desk.ask_often(*(f"Question {number}" for number in range(21)))
    await home(desk, "ana")
    button = next(
        element
        for block in (desk.ana.home or {})["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "requests_all"
    )
    button["value"] = "4000"
    await desk.ana.click_in_home("requests_all")
    assert "“Question" in readable(desk.ana.view or {})


async def test_whom_they_avoid_is_proposed_and_offered_no_more(desk: TicketDesk) -> None:
    ruth, partner = await desk.list_expert("ruth"), await desk.list_partner("omar")
    handle = await desk.ask("ana", visibility="partner")
    assert "Ruth Adeyemi" in await proposed(desk, handle)
    ana = await avoids(desk, HARBOR, PRAIRIE)
    assert f"{AVOIDING}\nHarbor Legal Aid; Prairie Law Center [Change]" in readable(ana.home or {})
    seen = await proposed(desk, handle)
    assert "There is nobody to ask now." in seen
    assert "Prairie" not in seen
    for target in (ruth, partner):
        with pytest.raises(Avoided):
            await desk.offer(handle, target)
    assert await states(desk, handle) == []


async def test_a_coordinator_with_an_old_form_is_told_who_and_no_more(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="partner")
    await desk.press("dana", await desk.card(handle), "card_ask_expert")
    await avoids(desk, HARBOR)
    await desk.submits("dana")
    said = "The person who asked doesn't want to be put in touch with Harbor Legal Aid."
    assert said in desk.told("dana")
    assert (await desk.ticket(handle)).state == "received"


@pytest.mark.parametrize("avoided", [HARBOR, PRAIRIE])
async def test_what_was_offered_there_is_taken_back(desk: TicketDesk, avoided: str) -> None:
    ruth, partner = await desk.list_expert("ruth"), await desk.list_partner("omar")
    first, second = (ruth, partner) if avoided == HARBOR else (partner, ruth)
    handle = await desk.ask("ana", visibility="partner")
    await desk.offer(handle, first, second)
    await avoids(desk, avoided)
    assert await states(desk, handle) == ["withdrawn", "open"]
    said = "taken back, the person who asked doesn't want to be put in touch"
    assert said in readable(await desk.card(handle))
    told = readable(await desk.offered(handle, 0))
    assert "want" not in told
    assert "This was taken back" in told or "taken back" in told


async def test_when_nobody_is_left_it_is_the_coordinator_s_again(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="partner")
    await desk.offer(handle, ruth)
    await avoids(desk, HARBOR)
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")


async def test_who_is_on_it_already_stays(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await avoids(desk, HARBOR)
    assert (await desk.ticket(handle)).state == "accepted"


async def test_who_is_avoided_cannot_be_chosen_in_the_form(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    await avoids(desk, HARBOR)
    await desk.ana.command("/assist")
    await desk.ana.fill({"ask_seen_by": "expert"})
    await desk.settled()
    assert "Ruth Adeyemi" not in str(desk.ana.view)


async def test_it_is_theirs_alone(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    await avoids(desk, HARBOR)
    handle = await desk.ask("luis", visibility="partner")
    await desk.offer(handle, ruth)
    assert (await desk.ticket(handle)).state == "offered"
    assert f"{AVOIDING}\nNone." not in await home(desk, "ana")


async def test_they_change_their_mind(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    await avoids(desk, HARBOR)
    ana = await avoids(desk)
    assert f"{AVOIDING}\nNone. [Change]" in readable(ana.home or {})
    assert await desk.run(_avoided, ana) == frozenset()


async def test_it_reads_in_spanish_too(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    await desk.ask("luis", "¿Podemos negarnos?", place="US-TX")
    seen = await home(desk, "luis")
    assert "## Sus solicitudes" in seen
    assert "*Organizaciones con las que prefiere no tener contacto*\nNinguna." in seen
