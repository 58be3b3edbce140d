"""Requests that ask the same are answered as one, and nobody of one learns of the other."""

from __future__ import annotations

import json

import pytest

from bot.desk import merging, rights
from bot.desk.people import Member
from bot.store import Transaction
from tests.stories.joined import member
from tests.stories.test_triage import card_of, more
from tests.stories.tickets import TicketDesk

ANSWER = "Yes: your county can refuse them."
LUIS_S = "¿Puede zaluis nuestro condado negarse?"
ANA_S = "May zaana our county refuse?"


async def merged(desk: TicketDesk) -> tuple[str, str]:
    """Ana's request, and Luis's that was merged into it."""
    main = await desk.ask("ana", ANA_S)
    other = await desk.ask("luis", LUIS_S)
    await merge(desk, other, {"words": "#1"})
    return main, other


async def merge(desk: TicketDesk, handle: str, chosen: dict[str, object]) -> None:
    """Dana merges a request into another."""
    await more(desk, handle, "more_form:merge")
    await desk.submits("dana", chosen)


async def previews(desk: TicketDesk, handle: str, text: str = ANSWER) -> str:
    """Dana writes a reply and looks at it."""
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.submits("dana", {"words": text})
    return desk.told("dana")


def seen_by(desk: TicketDesk, who: str) -> str:
    """All that somebody was ever shown: in their DM, in windows and in Home."""
    person = desk.person(who)
    shown = [person.sees("dm"), person.views, person.home]
    calls = [
        call.args for call in desk.world.sandbox.calls if call.args.get("channel") == person.dm
    ]
    return json.dumps([shown, calls], ensure_ascii=False)


# Which one


async def test_what_is_likely_the_same_is_proposed_by_number_and_kind(desk: TicketDesk) -> None:
    await desk.ask("ana", ANA_S, topic="detainers")
    handle = await desk.ask("luis", LUIS_S, topic="detainers")
    await more(desk, handle, "more_form:merge")
    view = desk.dana.view or {}
    [menu] = [each["element"] for each in view["blocks"] if "options" in each.get("element", {})]
    assert [each["text"]["text"] for each in menu["options"]] == ["#1 · General assistance"]
    await desk.submits("dana", {"merge_into": menu["options"][0]["value"]})
    assert (await desk.ticket(handle)).merged_into == 1


async def test_where_nothing_is_likely_a_number_will_do(desk: TicketDesk) -> None:
    _main, other = await merged(desk)
    assert "Closed: the same as another request (#1)" in await card_of(desk, other)


@pytest.mark.parametrize("both", [True, False])
async def test_one_of_the_two_is_chosen_and_not_both(desk: TicketDesk, *, both: bool) -> None:
    main = await desk.ask("ana", topic="detainers")
    handle = await desk.ask("luis", topic="detainers")
    await more(desk, handle, "more_form:merge")
    sent = await desk.dana.submit({"merge_into": main, "words": "#1"} if both else {})
    assert sent.errors == {"words": "Choose one, or write its number."}


async def test_what_was_merged_already_leads_to_the_main_one(desk: TicketDesk) -> None:
    await merged(desk)
    third = await desk.ask("mei")
    await merge(desk, third, {"words": "2"})
    assert (await desk.ticket(third)).merged_into == 1


async def test_a_circle_is_refused_in_words(desk: TicketDesk) -> None:
    main, _other = await merged(desk)
    await more(desk, main, "more_form:merge")
    sent = await desk.dana.submit({"words": "2"})
    assert sent.errors == {"words": "That request was merged into this one already."}


async def test_a_closed_one_is_refused_in_words(desk: TicketDesk) -> None:
    main, handle = await desk.ask("ana"), await desk.ask("luis")
    await desk.close(main)
    await more(desk, handle, "more_form:merge")
    sent = await desk.dana.submit({"words": "1"})
    assert sent.errors == {
        "words": "The other request is closed. Reopen it first, or choose another."
    }


# What it means


async def test_its_requester_is_told_plainly_and_the_main_card_shows_it(desk: TicketDesk) -> None:
    main, other = await desk.ask("ana"), await desk.ask("mei")
    await merge(desk, other, {"words": "1"})
    [told] = await desk.reads(other)
    assert told == (
        "*Your request #2 is answered together with another one:* somebody else asked much the "
        "same. That is why it is closed here. This thread stays yours alone: you see nothing of "
        "the other request, and its people see nothing of yours. The coordinator can send you the "
        "answer here.\n"
        "(Is yours a different question? Reopen it within 14 days, and it goes on by itself.)\n"
        "[Reopen]"
    )
    assert "(Merged into it: #2)" in await card_of(desk, main)
    assert await desk.reads(main) == []


async def test_who_asked_both_is_told_where_it_goes_on(desk: TicketDesk) -> None:
    await desk.ask("ana")
    again = await desk.ask("ana")
    await merge(desk, again, {"words": "1"})
    [told] = await desk.reads(again)
    assert "*Your request #2 is answered together with your request #1:*" in told


async def test_opened_again_it_goes_on_by_itself(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    [told] = [each for each in await desk.thread(other) if each.get("bot_id")]
    await desk.press("luis", told, "own_reopen")
    ticket = await desk.ticket(other)
    assert (ticket.state, ticket.merged_into) == ("taken", None)
    assert "ahora sigue por separado" in (await desk.reads(other))[0]
    assert "Merged into it" not in await card_of(desk, main)
    assert "Also to" not in await previews(desk, main)


# What is said


async def test_a_reply_goes_to_the_others_only_when_that_is_ticked(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    before = await desk.reads(other)
    await previews(desk, main)
    await desk.submits("dana")
    assert await desk.reads(main) == [f"(*Dana Kim*)\n{ANSWER}"]
    assert await desk.reads(other) == before


async def test_ticked_it_stands_in_each_one_s_own_thread(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    third = await desk.ask("mei")
    await merge(desk, third, {"words": "2"})
    assert "Merged requests" in await previews(desk, main)
    assert "Also to the 2 people whose requests were merged into this" in str(desk.dana.view)
    await desk.submits("dana", {"reply_also": ["also"]})
    assert desk.dana.view is None
    for handle in (main, other, third):
        assert (await desk.reads(handle))[-1] == f"(*Dana Kim*)\n{ANSWER}"
        assert ANSWER in str(await desk.card_thread(handle))


async def test_a_form_that_comes_twice_reaches_each_once(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    await previews(desk, main)
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana", {"reply_also": ["also"]})
    assert [ANSWER in each for each in await desk.reads(other)].count(True) == 1


async def test_words_that_say_who_asked_stay_in_the_form(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    before = await desk.reads(other)
    await previews(desk, main, "Dear Ana, yes.")
    sent = await desk.dana.submit({"reply_also": ["also"]})
    assert list(sent.errors) == ["words"]
    assert "This says who asked" in sent.errors["words"]
    assert (await desk.reads(main), await desk.reads(other)) == ([], before)
    await desk.submits("dana", {"reply_also": []})
    assert await desk.reads(main) == ["(*Dana Kim*)\nDear Ana, yes."]


async def test_who_was_merged_after_the_look_is_shown_first(desk: TicketDesk) -> None:
    main = await desk.ask("ana")
    other = await desk.ask("luis")
    await desk.press("dana", await desk.card(main), "card_reply")
    await desk.dana.submit({"words": ANSWER})
    await desk.run(_merge, other, main, member(desk.dana))
    await desk.submits("dana")
    assert "Also to the person whose request was merged into this" in str(desk.dana.view)
    assert await desk.reads(main) == []
    await desk.submits("dana", {"reply_also": ["also"]})
    assert ANSWER in str(await desk.reads(other))


async def test_an_answer_that_was_passed_on_can_be_followed_up(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    await previews(desk, main)
    await desk.submits("dana", {"reply_also": ["also"]})
    await desk.writes(other, "¿Y si ya votamos?", "luis")
    last = [each for each in await desk.thread(other) if each.get("bot_id")][-1]
    await desk.press("luis", last, "reopen_with")
    assert (await desk.ticket(other)).state == "taken"
    assert "¿Y si ya votamos?" in str(await desk.card_thread(other))


# Nobody learns of the other


async def test_no_word_or_name_of_one_ever_reaches_the_other(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    main = await desk.ask("ana", ANA_S, visibility="expert")
    other = await desk.ask("luis", LUIS_S, visibility="expert")
    await merge(desk, other, {"words": "1"})
    await desk.offer(main, ruth)
    await desk.accept(main, "ruth")
    await desk.writes(main, "And zaanastwo then?")
    await desk.writes_as_expert(main, "Yes, says zaruth.")
    await previews(desk, main, "From us all, zadana.")
    await desk.submits("dana", {"reply_also": ["also"]})
    await desk.writes(other, "Gracias, zaluistwo.", "luis")
    last = [each for each in await desk.thread(other) if each.get("bot_id")][-1]
    await desk.press("luis", last, "reopen_with")
    for who in ("ana", "luis", "ruth"):
        await desk.person(who).open_home()
    await desk.settled()
    ana, luis, of_ruth = (seen_by(desk, who) for who in ("ana", "luis", "ruth"))
    for word in ("zaana", "zaanastwo", "zaruth", "Ana Rivera", "Ruth", "#1", "Harbor"):
        assert word not in luis, word
    for word in ("zaluis", "zaluistwo", "Luis", "#2"):
        assert word not in ana, word
        assert word not in of_ruth, word
    assert "zadana" in ana
    assert "zadana" in luis


async def test_on_phones_locked_nothing_is_told(desk: TicketDesk) -> None:
    main, other = await merged(desk)
    await previews(desk, main)
    await desk.submits("dana", {"reply_also": ["also"]})
    texts = [each["text"] for each in await desk.thread(other) if each.get("bot_id")]
    assert texts == [
        "Su solicitud #2 se responde junto con otra",
        "Mensaje nuevo en su conversación",
    ]


def _merge(tx: Transaction, one: str, into: str, by: Member) -> None:
    ticket, dana = rights.for_coordinator(tx, one, by)
    main, _dana = rights.for_coordinator(tx, into, by)
    merging.merge(tx, ticket, dana, main)
