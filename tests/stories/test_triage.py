"""A ticket's card, and what coordinators press on it."""

from __future__ import annotations

import re

import pytest

from bot.desk import people
from bot.sandbox import Person
from tests.readable import buttons, readable
from tests.stories.joined import meet, member
from tests.stories.tickets import QUESTION, TRIAGE, TicketDesk

OPEN = ["Take it", "Ask an expert", "Reply", "Send resource", "View", "More"]
LONG = "Our sheriff honors every detainer. " * 60 + "THE END"


async def card_of(desk: TicketDesk, handle: str) -> str:
    """A card as it reads, its times left out."""
    return re.sub(r"<!date[^>]*>", "WHEN", readable(await desk.card(handle)))


async def second_coordinator(desk: TicketDesk, who: str = "tomas") -> Person:
    person = desk.person(who)
    await meet(desk.world, who)
    both = [member(desk.dana), member(person)]
    await desk.run(people.name_coordinators, both)
    await desk.dana.invite(TRIAGE, who)
    await desk.settled()
    return person


async def more(desk: TicketDesk, handle: str, name: str) -> None:
    """Dana presses More on the card, and something in it."""
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view(name)
    await desk.settled()


async def test_a_card_says_what_a_coordinator_needs_to_know(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", scopes={"topics": ("detainers",), "languages": ("es", "en")})
    handle = await desk.ask(
        topic="detainers", place="US-TX/Austin", needed_by="today", visibility="expert"
    )
    said = await card_of(desk, handle)
    assert said.startswith(
        "*#1* · General assistance\n"
        "*Waits on*: the coordinator, since WHEN\n"
        "*Answer due*: WHEN\n"
        "*Has it*: nobody yet\n"
        "*Needed by*: Today\n"
        "*Topic*: Detainers, jail transfers and detention\n"
        "*Place*: Austin, Texas\n"
        "*Language*: English\n"
        "*Who may see it*: Coordinators and one expert\n"
        f"{QUESTION}\n"
        "(From Ana Rivera, WHEN · their first request)\n"
        "*May answer it*\n"
    )
    assert (
        "*Who could help*\n• *Ruth Adeyemi* · Harbor Legal Aid; "
        "Detainers, jail transfers and detention; answers in English; 0 open"
    ) in said
    assert buttons(await desk.card(handle)) == OPEN


async def test_three_resources_are_proposed_and_nobody_s_search_is_counted(
    desk: TicketDesk,
) -> None:
    said = await card_of(desk, await desk.ask())
    assert said.split("*May answer it*")[1].count("• <http") == 3


async def test_an_urgent_one_says_so_first(desk: TicketDesk) -> None:
    handle = await desk.ask(is_urgent=True)
    assert (await card_of(desk, handle)).startswith("*#1* · :rotating_light: *Urgent* · ")


async def test_the_requester_s_earlier_ones_are_counted(desk: TicketDesk) -> None:
    await desk.ask()
    await desk.ask()
    assert "2 earlier requests" in await card_of(desk, await desk.ask())


async def test_a_private_question_stands_behind_view_only(desk: TicketDesk) -> None:
    handle = await desk.ask(visibility="coordinator")
    said = await card_of(desk, handle)
    assert QUESTION not in said
    assert "Only coordinators may see the question: press *View*." in said
    assert "No expert is proposed" in said
    await desk.press("dana", await desk.card(handle), "card_view")
    assert QUESTION in desk.told("dana")


async def test_a_long_question_is_whole_behind_view(desk: TicketDesk) -> None:
    handle = await desk.ask(question=LONG, visibility="expert")
    said = await card_of(desk, handle)
    assert "THE END" not in said
    assert "(It goes on: press *View*.)" in said
    await desk.press("dana", await desk.card(handle), "card_view")
    assert LONG in desk.told("dana")


async def test_a_question_is_shown_as_it_was_written(desk: TicketDesk) -> None:
    handle = await desk.ask(question="<!channel> & <@U0TOMASVEG>", visibility="expert")
    assert "&lt;!channel&gt; &amp; &lt;@U0TOMASVEG&gt;" in await card_of(desk, handle)
    assert desk.world.sandbox.mentions == []


async def test_notifications_say_nothing_of_it(desk: TicketDesk) -> None:
    handle = await desk.ask(visibility="expert")
    assert (await desk.card(handle))["text"] == "A request, and where it stands"


async def test_who_takes_it_stands_on_the_card(desk: TicketDesk) -> None:
    handle = await desk.ask()
    card = await desk.card(handle)
    await desk.press("dana", card, "card_take")
    after = await desk.card(handle)
    assert after["ts"] == card["ts"]
    assert "*Has it*: Dana Kim" in readable(after)
    assert buttons(after) == OPEN[1:]


async def test_a_double_click_is_one_change(desk: TicketDesk) -> None:
    handle = await desk.ask()
    card = await desk.card(handle)
    await desk.dana.click(card, "card_take")
    await desk.dana.click(card, "card_take", stale=True)
    await desk.settled()
    assert (await desk.ticket(handle)).version == 2
    assert desk.told("dana") == ""


async def test_of_two_coordinators_one_wins_and_the_other_is_told(desk: TicketDesk) -> None:
    await second_coordinator(desk)
    handle = await desk.ask()
    card = await desk.card(handle)
    await desk.dana.click(card, "card_take")
    await desk.person("tomas").click(card, "card_take", stale=True)
    await desk.settled()
    assert "*Has it*: Dana Kim" in readable(await desk.card(handle))
    assert "Dana Kim was quicker and has this request now." in desk.told("tomas")


@pytest.mark.parametrize(
    "action",
    ["card_take", "card_ask_expert", "card_reply", "card_send_resource", "card_view", "card_more"],
)
async def test_a_stranger_s_press_tells_nothing_and_changes_nothing(
    desk: TicketDesk, action: str
) -> None:
    await desk.dana.invite(TRIAGE, "tomas")
    handle = await desk.ask(visibility="expert")
    await desk.press("tomas", await desk.card(handle), action)
    assert "There is no such request, or it isn't yours." in desk.told("tomas")
    assert (await desk.ticket(handle)).version == 1


async def test_a_closed_one_is_short_and_can_be_opened_again(desk: TicketDesk) -> None:
    handle = await desk.ask(visibility="expert")
    await desk.close(handle)
    card = await desk.card(handle)
    said = readable(card)
    assert said.startswith("*#1* · Closed: answered by the coordinator\n")
    assert QUESTION not in said
    assert buttons(card) == ["View", "Reopen"]
    await desk.press("dana", card, "card_reopen")
    assert (await desk.ticket(handle)).state == "taken"


@pytest.mark.parametrize("action", ["card_reply", "card_send_resource", "card_more"])
async def test_an_old_card_of_a_closed_one_is_judged_as_it_stands(
    desk: TicketDesk, action: str
) -> None:
    handle = await desk.ask()
    card = await desk.card(handle)
    await desk.close(handle)
    await desk.dana.click(card, action, stale=True)
    await desk.settled()
    assert "This request is closed. Reopen it first." in desk.told("dana")


async def test_what_it_is_about_can_be_corrected(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:details")
    await desk.submits(
        "dana",
        {
            "ticket_priority": "high",
            "ticket_urgent": ["urgent"],
            "topic": "schools",
            "kind": "school-resolution",
            "home_state": "US-TX",
            "home_city": "austin",
            "language": "es",
        },
    )
    said = await card_of(desk, handle)
    assert "*#1* · :rotating_light: *Urgent* · High priority · Crafting a school" in said
    assert "*Place*: Austin, Texas" in said
    assert "*Language*: Spanish" in said
    assert desk.dana.view is None


async def test_what_is_no_one_place_is_said_at_its_field(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:details")
    sent = await desk.dana.submit({"home_state": "US-TX", "home_city": "Nowhereville"})
    assert "Nowhereville" in sent.errors["home_city"]


async def test_it_can_be_shown_to_fewer_and_the_form_offers_no_more(desk: TicketDesk) -> None:
    handle = await desk.ask(visibility="expert")
    await more(desk, handle, "more_form:seen")
    assert "Only the person who asked can let more people see it" in desk.told("dana")
    await desk.submits("dana", {"ticket_seen_by": "coordinator"})
    assert (await desk.ticket(handle)).visibility == "coordinator"
    assert QUESTION not in await card_of(desk, handle)


async def test_a_promised_date_reaches_the_card_and_the_requester(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:promise")
    await desk.submits("dana", {"ticket_promised": "2099-12-01"})
    assert "*Promised for*: Dec 1, 2099" in await card_of(desk, handle)
    assert "Dec 1, 2099" in await desk.status_of(handle)


async def test_nothing_is_promised_for_the_past(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:promise")
    sent = await desk.dana.submit({"ticket_promised": "2020-01-01"})
    assert sent.errors == {"ticket_promised": "Choose today or a later day."}


async def test_the_same_question_twice_is_merged(desk: TicketDesk) -> None:
    first, second = await desk.ask("ana"), await desk.ask("luis")
    await more(desk, second, "more_form:merge")
    await desk.submits("dana", {"words": "#1"})
    assert (await desk.ticket(second)).outcome == "duplicate"
    assert "Closed: the same as another request (#1)" in await card_of(desk, second)
    assert (await desk.ticket(first)).state == "received"


@pytest.mark.parametrize("number", ["#77", "#1", "one"])
async def test_it_is_merged_into_nothing_that_is_not_there(desk: TicketDesk, number: str) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:merge")
    sent = await desk.dana.submit({"words": number})
    assert sent.errors == {"words": "There is no such request, or it isn't yours."}


async def test_it_is_handed_to_another_coordinator(desk: TicketDesk) -> None:
    tomas = await second_coordinator(desk)
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_take")
    await more(desk, handle, "more_form:assign")
    known = await desk.run(people.meet, member(tomas))
    await desk.submits("dana", {"ticket_assignee": str(known.id)})
    assert "*Has it*: Tomás Vega" in await card_of(desk, handle)


async def test_it_is_closed_with_an_outcome_and_the_requester_sees_it(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_form:close")
    await desk.submits("dana", {"ticket_outcome": "referred"})
    assert "Closed: referred to someone else" in await card_of(desk, handle)
    assert "referred to someone else" in await desk.status_of(handle)


async def test_what_is_no_request_is_closed_as_such(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await more(desk, handle, "more_act:not_ours")
    assert (await desk.ticket(handle)).outcome == "not_ours"
    assert "Done. The card shows how it stands now." in desk.told("dana")


async def test_an_expert_is_removed_and_hears_nothing_more(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    said = await card_of(desk, handle)
    assert "*Expert*: Ruth Adeyemi, Harbor Legal Aid" in said
    assert "Ask an expert" not in buttons(await desk.card(handle))
    await more(desk, handle, "more_act:remove_expert")
    await desk.writes(handle, "Only for the coordinator now")
    assert (await desk.ticket(handle)).expert_id is None
    assert "Only for the coordinator now" not in str(desk.ruth.sees("dm"))


async def test_the_requester_s_words_stand_in_the_card_s_thread(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.writes(handle, "One more thing")
    assert [readable(each) for each in await desk.card_thread(handle)] == [
        "(*Ana Rivera*)\nOne more thing"
    ]


async def test_internal_words_reach_nobody(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    card = await desk.card(handle)
    await desk.dana.say(TRIAGE, "Is this one for the board?", card["ts"])
    await desk.settled()
    assert "for the board" not in str(desk.ana.sees("dm"))
    assert "for the board" not in str(desk.ruth.sees("dm"))
