"""A coordinator's desk in Home: as whom they look, lists, filters, pages, and what a row can do."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from bot.desk import people
from bot.desk.agenda import LISTS, PAGE
from bot.sandbox import Person
from bot.store import Transaction
from bot.store.tables import absences
from bot.store.tables import desks as desks_rows
from bot.store.tables import tickets as rows
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.tickets import QUESTION, TicketDesk

MOMENT = re.compile(r"<!date[^>]*>")
ROW = "*<https://{domain}.slack.com/archives/{channel}/p{ts}|#1>*"
DAY = 24 * 3600 * 1000


def read(desk: TicketDesk, who: str = "dana") -> str:
    """Somebody's Home as it stands."""
    return MOMENT.sub("WHEN", readable(desk.person(who).home or {}))


async def home(desk: TicketDesk, who: str = "dana") -> str:
    """Somebody's Home, opened anew."""
    await desk.person(who).open_home()
    await desk.settled()
    return read(desk, who)


async def press(
    desk: TicketDesk, action_id: str, value: object = None, who: str = "dana", nth: int = 0
) -> str:
    """What stands in Home once somebody pressed something in it."""
    await desk.person(who).click_in_home(action_id, value, nth=nth)
    await desk.settled()
    return read(desk, who)


async def numbers(desk: TicketDesk) -> list[int]:
    """The tickets of the list that Dana has before her, in its order."""
    return [int(each) for each in re.findall(r"\|#(\d+)>\*", read(desk))]


# As whom


async def test_who_has_one_role_sees_no_row_of_them(desk: TicketDesk) -> None:
    assert "My requests and library" not in await home(desk, "ana")


async def test_a_coordinator_gets_to_the_library_by_one_click(desk: TicketDesk) -> None:
    said = await home(desk)
    assert said.startswith("[Coordinator ✓] [My requests and library]\n## Requests\n")
    assert "## The library" not in said
    said = await press(desk, "home_as_own")
    assert said.startswith("[Coordinator] [My requests and library ✓]\n")
    assert "## The library" in said
    assert "Needs me now" not in said


async def test_as_whom_somebody_looks_is_remembered(desk: TicketDesk) -> None:
    await home(desk)
    await press(desk, "home_as_own")
    assert "## The library" in await home(desk)
    assert "Needs me now" in await press(desk, "home_as_coordinator")


async def test_an_expert_has_their_own_part_first(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    said = await home(desk, "ruth")
    assert said.startswith("[Expert ✓] [My requests and library]\n")
    assert "You answer requests" in said
    assert "## The library" in await press(desk, "home_as_own", who="ruth")


async def test_who_is_everything_can_look_as_each(desk: TicketDesk) -> None:
    await desk.list_expert("dana")
    said = await home(desk)
    assert said.startswith("[Coordinator ✓] [Expert] [My requests and library]\n")
    said = await press(desk, "home_as_expert")
    assert said.startswith("[Coordinator] [Expert ✓] [My requests and library]\n")
    assert "You answer requests" in said
    assert "Needs me now" not in said


async def test_who_is_listed_no_more_keeps_what_they_are_on(desk: TicketDesk) -> None:
    await desk.ask_and_accept()
    await desk.run(_unlist, desk.ruth)
    assert (await home(desk, "ruth")).startswith("[Expert ✓] [My requests and library]\n")


def _unlist(tx: Transaction, person: Person) -> None:
    people.take_role(tx, people.meet(tx, member(person)).id, "expert")


async def test_a_role_that_was_taken_away_is_looked_as_no_more(desk: TicketDesk) -> None:
    await home(desk)
    await desk.run(people.name_coordinators, [])
    said = await home(desk)
    assert said.startswith("##")
    assert "Needs me now" not in said


# Lists


async def test_a_desk_with_nothing_on_it_says_so(desk: TicketDesk) -> None:
    said = await home(desk)
    assert (
        "[Needs me now (0) ✓] [Waiting on experts (0)] [Waiting on requesters (0)] "
        "[Due today (0)]\n"
        "<Kind> <Topic> <Place> <Age> <Whose>\n"
        "Nothing needs you now.\n---\n## Tools\n"
    ) in said


async def test_a_row_says_what_where_and_whom_it_waits_on(desk: TicketDesk) -> None:
    handle = await desk.ask(place="US-TX/Austin", is_urgent=True, kind="school-resolution")
    await desk.run(_change, handle, due_at=_later(desk))
    card = await desk.card(handle)
    number = ROW.format(
        domain=desk.world.sandbox.workspace.team.domain,
        channel=card["channel"],
        ts=card["ts"].replace(".", ""),
    )
    assert (
        f"{number} · :rotating_light: *Urgent* · Crafting a school district resolution · "
        "Austin, Texas\n"
        "*Nobody has it yet* · since WHEN · due WHEN\n"
        "[Open] [Take it] [Ask an expert]\n---"
    ) in await home(desk)


async def test_none_of_the_requester_s_words_stand_there(desk: TicketDesk) -> None:
    await desk.ask(question="zacanary question", visibility="expert")
    shown = str([call.args for call in desk.world.sandbox.calls if call.method == "views.publish"])
    said = await home(desk)
    for secret in ("zacanary", "Ana Rivera"):
        assert secret not in said
        assert secret not in shown


async def test_opened_it_is_whole(desk: TicketDesk) -> None:
    await desk.ask(question="Whole words of it")
    await home(desk)
    await press(desk, "card_view")
    assert "Whole words of it" in desk.told("dana")


async def test_taken_it_says_whose_it_is(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.run(_change, handle, due_at=_later(desk))
    await home(desk)
    said = await press(desk, "card_take")
    assert "*Yours* · waits on Dana Kim since WHEN" in said
    assert "[Take it]" not in said
    assert "*Has it*: Dana Kim" in readable(await desk.card(handle))


async def test_an_expert_is_asked_from_it(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    await desk.ask(visibility="expert")
    await home(desk)
    await press(desk, "card_ask_expert")
    await desk.submits("dana", {"offer_to": [f"expert:{ruth}"]})
    assert "[Waiting on experts (1)]" in read(desk)
    said = await press(desk, "agenda_list:experts")
    assert "waits on Ruth Adeyemi, Harbor Legal Aid since WHEN" in said


async def test_each_list_has_what_it_names(desk: TicketDesk) -> None:
    for waits_on in ("coordinator", "expert", "requester"):
        await desk.run(_change, await desk.ask(), waits_on=waits_on, due_at=None)
    await desk.run(_change, await desk.ask(), waits_on="expert", due_at=1)
    assert (
        "[Needs me now (2) ✓] [Waiting on experts (2)] [Waiting on requesters (1)] [Due today (1)]"
    ) in await home(desk)
    shown = {}
    for name in LISTS:
        await press(desk, f"agenda_list:{name}")
        shown[name] = await numbers(desk)
    assert shown == {"needs": [4, 1], "experts": [2, 4], "requesters": [3], "due": [4]}
    assert "(1 overdue)" in read(desk)


async def test_what_somebody_away_had_says_so(desk: TicketDesk) -> None:
    tomas = desk.person("tomas")
    await tomas.open_home()
    await desk.settled()
    known = await desk.run(people.meet, member(tomas))
    await desk.run(people.give_role, known.id, "coordinator")
    handle = await desk.ask()
    await desk.run(_change, handle, assignee_id=known.id, state="taken", due_at=_later(desk))
    assert "[Needs me now (0) ✓]" in await home(desk)
    await desk.run(_is_away, known.id)
    assert "*Its coordinator is away* · waits on Tomás Vega since WHEN" in await home(desk)


# Filters and pages


async def test_filters_leave_what_they_name_and_are_kept(desk: TicketDesk) -> None:
    await desk.ask(kind="school-resolution", place="US-TX/Austin")
    await desk.ask(place="US-TX")
    await desk.ask(kind="school-resolution")
    await home(desk)
    said = await press(desk, "agenda_filter:kind", "school-resolution")
    assert await numbers(desk) == [1, 3]
    assert "<Crafting a school district resolution> <Topic> <Place>" in said
    await press(desk, "agenda_filter:place", "US-TX")
    assert await numbers(desk) == [1]
    said = await home(desk)
    assert "[Needs me now (1) ✓]" in said
    assert "[Clear filters]" in said
    await press(desk, "agenda_filter:kind", "*")
    assert await numbers(desk) == [1, 2]


async def test_a_filter_that_leaves_nothing_offers_to_clear(desk: TicketDesk) -> None:
    await desk.ask()
    await home(desk)
    said = await press(desk, "agenda_filter:age", "30")
    assert "With these filters nothing is left in this list. [Clear filters]" in said
    said = await press(desk, "agenda_clear", nth=1)
    assert await numbers(desk) == [1]
    assert "[Clear filters]" not in said


async def test_mine_are_those_i_took(desk: TicketDesk) -> None:
    await desk.ask()
    await desk.ask()
    await home(desk)
    await press(desk, "card_take", nth=1)
    await press(desk, "agenda_filter:whose", "mine")
    assert await numbers(desk) == [2]
    await press(desk, "agenda_filter:whose", "nobody")
    assert await numbers(desk) == [1]


async def test_a_partner_can_be_picked_out(desk: TicketDesk) -> None:
    await desk.ask_and_accept()
    await desk.ask()
    await home(desk)
    await press(desk, "agenda_list:experts")
    await press(desk, "agenda_filter:partner", "harbor-legal-aid")
    assert await numbers(desk) == [1]


async def test_pages_are_turned_and_kept(desk: TicketDesk) -> None:
    await desk.ask_often(*[QUESTION] * 17)
    said = await home(desk)
    assert "(1–15 of 17)\n[Next]\n" in said
    said = await press(desk, "agenda_next")
    assert "(16–17 of 17)\n[Previous]\n" in said
    assert await numbers(desk) == [16, 17]
    assert "(16–17 of 17)" in await home(desk)
    assert "(1–15 of 17)" in await press(desk, "agenda_previous")


async def test_another_list_or_filter_begins_with_its_first_page(desk: TicketDesk) -> None:
    await desk.ask_often(*[QUESTION] * 17)
    await home(desk)
    await press(desk, "agenda_next")
    assert "(1–15 of 17)" in await press(desk, "agenda_filter:kind", "general-assistance")
    await press(desk, "agenda_next")
    await press(desk, "agenda_list:due")
    assert "(1–15 of 17)" in await press(desk, "agenda_list:needs")


async def test_what_is_done_elsewhere_shrinks_the_pages(desk: TicketDesk) -> None:
    handles = await desk.ask_often(*[QUESTION] * 16)
    await home(desk)
    await press(desk, "agenda_next")
    await desk.close(handles[0])
    shown = await home(desk)
    assert shown.count("[Open]") == 15
    assert "[Previous]" not in shown


# What others may


PRESSES: dict[str, object] = {
    **{f"agenda_list:{name}": None for name in LISTS if name != "needs"},
    **dict.fromkeys(("agenda_filter:kind", "agenda_filter:topic"), "*"),
    **dict.fromkeys(("agenda_filter:place", "agenda_filter:age", "agenda_filter:whose"), "*"),
    "agenda_next": None,
    "home_as_coordinator": None,
    "card_view": None,
    "card_take": None,
    "card_ask_expert": None,
}


@pytest.mark.parametrize("action_id", PRESSES)
async def test_who_is_no_coordinator_any_more_is_refused(desk: TicketDesk, action_id: str) -> None:
    await desk.ask_often(*[QUESTION] * (PAGE + 1 if action_id == "agenda_next" else 1))
    await home(desk)
    before = await desk.run(_desks)
    await desk.run(people.name_coordinators, [])
    said = await press(desk, action_id, PRESSES[action_id])
    why = "no such request" if action_id.startswith("card_") else "Only coordinators can do"
    assert why in desk.told("dana")
    assert await desk.run(_desks) == before
    assert "Needs me now" not in said


async def test_a_row_that_no_longer_holds_is_told_and_home_shows_how_it_stands(
    desk: TicketDesk,
) -> None:
    handle = await desk.ask()
    await home(desk)
    await desk.close(handle)
    said = await press(desk, "card_take")
    assert "This request is closed. Reopen it first." in desk.told("dana")
    assert "Nothing needs you now." in said


async def test_who_is_no_expert_cannot_look_as_one(desk: TicketDesk) -> None:
    number = await desk.list_expert("ruth")
    await home(desk, "ruth")
    await desk.run(people.take_role, number, "expert")
    await desk.ruth.click_in_home("home_as_expert")
    assert "This person is not listed as an expert." in desk.told("ruth")


def _desks(tx: Transaction) -> list[object]:
    return list(tx.execute(desks_rows.select()).all())


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", '{"kind": 3, "list": "all", "page": "x"}', '{"list": ["needs"]}'],
)
async def test_what_was_kept_and_cannot_be_read_is_as_nothing(
    desk: TicketDesk, broken: str
) -> None:
    await home(desk)
    await press(desk, "agenda_list:due")
    await desk.run(_break, broken)
    assert "[Needs me now (0) ✓]" in await home(desk)


async def test_all_of_it_is_in_spanish(desk: TicketDesk) -> None:
    for waits_on in ("coordinator", "expert", "requester"):
        await desk.run(_change, await desk.ask(), waits_on=waits_on, is_urgent=True)
    await home(desk)
    await desk.run(_in_spanish, desk.dana)
    await press(desk, "agenda_filter:kind", "general-assistance")
    shown = [await press(desk, f"agenda_list:{name}") for name in LISTS]
    shown.append(await press(desk, "agenda_filter:age", "30"))
    for english in (
        *("Needs", "Waiting", "Due", "due", "waits", "since", "overdue", "Open", "Take", "Ask"),
        *(
            "Clear",
            "Any",
            "Kind",
            "Topic",
            "Place",
            "Whose",
            "Tools",
            "Reports",
            "Stale",
            "My time",
        ),
        *("Coordinator]", "My requests", "Nothing", "of 3", "Requests", "Urgent*", "Drafts"),
    ):
        assert english not in "\n".join(shown), english


def _change(tx: Transaction, handle: str, **values: object) -> None:
    tx.execute(update(rows).where(rows.c.handle == handle).values(**values))


def _break(tx: Transaction, filters: str) -> None:
    tx.execute(update(desks_rows).values(filters=filters))


def _is_away(tx: Transaction, person_id: int) -> None:
    tx.execute(absences.insert().values(person_id=person_id, since_at=tx.now))


def _in_spanish(tx: Transaction, person: Person) -> None:
    people.choose_language(tx, member(person), "es")


def _later(desk: TicketDesk) -> int:
    """A month from now: nothing presses."""
    return int(desk.world.sandbox.core.clock.now() * 1000) + 30 * DAY
