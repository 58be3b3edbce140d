"""An expert's Home: what waits for them there, and what they say there of what they answer."""

from __future__ import annotations

import pytest

from bot.desk import experts
from bot.desk.errors import Spared
from bot.sandbox import Person
from tests.readable import readable
from tests.stories.test_staffing_own import home
from tests.stories.tickets import TicketDesk


async def changing(desk: TicketDesk, button: str) -> Person:
    """Ruth with one of her forms before her."""
    await home(desk)
    await desk.ruth.click_in_home(button)
    return desk.ruth


async def proposed(desk: TicketDesk, handle: str) -> str:
    """The form in which Dana chooses whom to ask."""
    await desk.press("dana", await desk.card(handle), "card_ask_expert")
    shown = readable(desk.dana.view or {})
    options = str((desk.dana.view or {})["blocks"])
    await desk.dana.close_view()
    return shown + options


async def test_an_offer_stands_there_with_its_answers_and_none_of_the_words(
    desk: TicketDesk,
) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert", topic="detainers", place="US-TX")
    await desk.offer(handle, ruth)
    seen = await home(desk)
    assert "*General assistance · Detainers, jail transfers and detention · Texas*" in seen
    assert "[Accept] [Decline] [Suggest someone] [Ask for more]" in seen
    assert "|Read it>" in seen
    assert "refuse immigration detainers" not in seen


async def test_an_offer_is_accepted_there(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await home(desk)
    await desk.ruth.click_in_home("offer_accept")
    await desk.settled()
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.expert_id) == ("accepted", ruth)
    seen = readable(desk.ruth.home or {})
    assert "Nothing waits for your answer." in seen
    assert "## You are on these\n*<https://local-network.slack.com/archives/" in seen
    assert f"|#{ticket.id}>* · General assistance\nWaits on you since" in seen


async def test_an_offer_is_declined_there(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await home(desk)
    await desk.ruth.click_in_home("offer_decline")
    await desk.submits("ruth", {})
    assert (await desk.ticket(handle)).state == "taken"
    assert "Nothing waits for your answer." in readable(desk.ruth.home or {})


async def test_what_is_another_s_is_not_there(desk: TicketDesk) -> None:
    await desk.list_expert("tomas")
    await desk.ask_and_accept()
    seen = await home(desk, "tomas")
    assert "You are on these" not in seen
    assert "Nothing waits for your answer." in seen


async def test_more_than_fits_is_counted(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth", capacity=20)
    for _each in range(7):
        await desk.offer(await desk.ask("ana", visibility="expert"), ruth)
    seen = await home(desk)
    assert seen.count("[Accept]") == 5
    assert "(And 2 more, in your messages with Liaison.)" in seen


async def test_they_say_what_they_answer_and_coordinators_see_it(desk: TicketDesk) -> None:
    number = await desk.list_expert("ruth", scopes={"topics": ("schools",)})
    ruth = await changing(desk, "scopes_change")
    await ruth.submit(
        {
            "expert_topics": ["detainers", "287g"],
            "expert_places": "Texas; austin, tx",
            "expert_languages": ["en", "es"],
            "expert_kinds": ["connect-expert"],
        }
    )
    await desk.settled()
    expert = await desk.run(experts.find, number)
    assert expert.topics == ("detainers", "287g")
    assert expert.places == ("US-TX", "US-TX/Austin")
    assert expert.kinds == ("connect-expert",)
    assert "Texas; Austin, Texas · English; Spanish" in readable(ruth.home or {})
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("staff")
    assert "Texas; Austin, Texas · English; Spanish" in readable(desk.dana.view or {})


async def test_a_place_that_cannot_be_told_is_said_at_its_field(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    delivery = await (await changing(desk, "not_for_change")).submit({"not_for_places": "Atlantis"})
    assert list(delivery.errors) == ["not_for_places"]


async def test_what_they_do_not_want_is_proposed_no_more_and_cannot_be_offered(
    desk: TicketDesk,
) -> None:
    number = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="partner", topic="detainers", place="US-TX/Austin")
    assert "Ruth Adeyemi" in await proposed(desk, handle)
    ruth = await changing(desk, "not_for_change")
    await ruth.submit({"not_for_topics": ["detainers"], "not_for_places": "TX"})
    await desk.settled()
    said = "*What you don't want to be sent*\nDetainers, jail transfers and detention · Texas"
    assert said in readable(ruth.home or {})
    assert "Ruth Adeyemi" not in await proposed(desk, handle)
    with pytest.raises(Spared):
        await desk.offer(handle, number)
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("staff")
    assert "Not to be sent: Detainers" in readable(desk.dana.view or {})


async def test_whom_the_requester_chose_may_be_asked_all_the_same(desk: TicketDesk) -> None:
    number = await desk.list_expert("ruth", not_for=("topic:detainers",))
    handle = await desk.ask("ana", visibility="expert", topic="detainers", chosen_expert_id=number)
    assert "wants no such requests; chosen by" in await proposed(desk, handle)
    await desk.offer(handle, number)
    assert (await desk.ticket(handle)).state == "offered"


async def test_a_coordinator_s_form_keeps_what_they_do_not_want(desk: TicketDesk) -> None:
    number = await desk.list_expert("ruth", not_for=("topic:schools", "place:US-TX/Austin"))
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("staff")
    await desk.dana.click_in_view("expert_edit")
    await desk.dana.submit({"expert_capacity": "4"})
    await desk.settled()
    expert = await desk.run(experts.find, number)
    assert expert.not_for == ("topic:schools", "place:US-TX/Austin")


@pytest.mark.parametrize("button", ["scopes_change", "not_for_change"])
@pytest.mark.parametrize("step", ["press", "send"])
async def test_who_is_listed_no_more_changes_nothing(
    desk: TicketDesk, button: str, step: str
) -> None:
    number = await desk.list_expert("ruth")
    ruth = await changing(desk, button)
    await desk.run(experts.unlist, number)
    if step == "press":
        await ruth.close_view()
        await ruth.click_in_home(button)
    else:
        await ruth.submit({})
    assert "This person is not listed as an expert." in readable(ruth.view or {})
