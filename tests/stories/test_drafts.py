"""A resource made of a request: without the person, with their yes, by a coordinator's hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk import people
from bot.desk.errors import NotForOthers
from bot.store import Row, Transaction
from bot.store.tables import log
from catalog import Catalog
from catalog.errors import CatalogError
from handlers import draft_units, publishing
from tests.readable import buttons, readable
from tests.stories.drafting import (
    ASKED,
    DRAFT,
    agreed,
    answered,
    begins,
    begun,
    closes_windows,
    drafted,
    everything,
    its_answer,
    its_question,
    publishes,
    the_draft,
)
from tests.stories.joined import member
from tests.stories.tickets import TicketDesk

NOT_THEIRS = "There is no such request, or it isn't yours."
MOVED_ON = "This request has moved on meanwhile."


@pytest.fixture
def library(library: Path, tmp_path: Path) -> Path:
    """A library of the test's own, because it is written to."""
    return Path(shutil.copy(library, tmp_path / "library.db"))


def found(desk: TicketDesk, words: str = "xylograph") -> list[str]:
    """What the library finds, by id."""
    page = desk.world.catalog.search(words)
    return [hit.resource.id for hit in page.hits if hit.resource.id.startswith("from-request")]


# The form


async def test_it_begins_with_what_it_is_about_and_none_of_its_words(desk: TicketDesk) -> None:
    handle = await answered(desk, kind="school-resolution", topic="schools", place="US-TX/Austin")
    form = await begins(desk, handle)
    assert readable(form).splitlines()[2:] == [
        "Title: __",
        "Summary: __",
        "Title in Spanish: __",
        "Summary in Spanish: __",
        "Web address: __",
        "Type: <Resolution>",
        "Topic: <Schools and students>",
        "State or territory: <Texas>",
        "City or county: _Austin_",
        "Publisher: <>",
        "[Ask them] [Cancel]",
    ]
    assert "zaquestion" not in json.dumps(form)
    assert "Rivera" not in json.dumps(form)


async def test_an_answered_one_that_is_open_has_it_behind_more(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("dana", await desk.card(handle), "card_more")
    before = buttons(desk.dana.view or {})
    await closes_windows(desk, "dana")
    await desk.writes_as_expert(handle, "Yes")
    await desk.press("dana", await desk.card(handle), "card_more")
    assert "Make this a resource" not in before
    assert "Make this a resource" in buttons(desk.dana.view or {})


async def test_what_may_tell_who_asked_is_shown_before_anybody_is_asked(desk: TicketDesk) -> None:
    handle = await answered(desk, role="school-board-member")
    await begins(desk, handle)
    values = {
        "draft_title": "For RIVERA and Maple Elementary",
        "draft_summary": "A school board member called 515-555-0123.",
        "draft_address": "https://maple.example/zaquestion",
        "draft_type": "toolkit",
    }
    await desk.submits("dana", dict(values))
    said = readable(desk.dana.view or {})
    assert "• We hid: a phone number." in said
    assert "• Of their name: “RIVERA”." in said
    assert "• Of their office: “School board member”." in said
    assert "• Words that they used too: “Elementary” and “zaquestion”." in said
    assert "[Ask them as it is]" in said
    assert await desk.run(everything) == "[]"


async def test_what_was_found_can_be_put_right(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await begins(desk, handle)
    await desk.submits("dana", {**DRAFT, "draft_title": "For Rivera"})
    await desk.submits("dana", {"draft_title": "For anybody"})
    assert "says yes or no" in readable(desk.dana.view or {})
    assert (await the_draft(desk, handle)).state == "asked"


async def test_a_change_that_brings_in_more_is_shown_again(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await begins(desk, handle)
    await desk.submits("dana", {**DRAFT, "draft_title": "For Rivera"})
    await desk.submits("dana", {"draft_summary": "At Maple Elementary"})
    assert "“Elementary”" in readable(desk.dana.view or {})
    assert await desk.run(everything) == "[]"


async def test_what_they_wrote_later_counts_too(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.writes(handle, "It is about Quillhaven")
    await desk.close(handle)
    await begins(desk, handle)
    await desk.submits("dana", {**DRAFT, "draft_title": "The Quillhaven case"})
    assert "“Quillhaven”" in readable(desk.dana.view or {})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"draft_address": "ftp://a.example"}, "draft_address"),
        ({"draft_address": "https://me:secret@a.example"}, "draft_address"),
        ({"draft_title": "   "}, "draft_title"),
        ({"home_city": "Nowheresville"}, "home_city"),
    ],
)
async def test_what_the_library_would_not_take_is_said_at_its_field(
    desk: TicketDesk, values: dict[str, object], field: str
) -> None:
    handle = await answered(desk)
    await begins(desk, handle)
    delivery = await desk.dana.submit({**DRAFT, **values})
    assert list(delivery.errors) == [field]


async def test_the_longest_draft_fits_everywhere(desk: TicketDesk) -> None:
    long = {
        "draft_title": "<" * 200,
        "draft_title_es": "&" * 200,
        "draft_summary": "&" * 1_500,
        "draft_summary_es": "<" * 1_500,
        "draft_address": "https://a.example/" + "a" * 900,
    }
    handle = await agreed(desk, **long)
    shown = readable(await its_answer(desk, handle)).replace("\n", "")
    assert "&amp;" * 1_500 in shown
    await publishes(desk, handle)
    assert (await the_draft(desk, handle)).state == "published"


# Their yes


async def test_they_are_shown_all_of_it(desk: TicketDesk) -> None:
    handle = await answered(desk, place="US-TX")
    await drafted(
        desk, handle, draft_publisher="Vera Institute of Justice", draft_title="Holds & <orders>"
    )
    assert readable(await its_question(desk, handle)).splitlines()[1:] == [
        "---",
        "*Holds &amp; &lt;orders&gt;*",
        "What a local body can do when asked to hold a person.",
        "*Guía xilográfica*",
        "*Type:* Toolkit or guide",
        "*Topic:* Detainers, jail transfers and detention",
        "*Place:* Texas",
        "*Publisher:* Vera Institute of Justice",
        "*Web address:* https://guides.example/holds",
        "---",
        "[Yes] [No]",
    ]


async def test_they_are_asked_in_their_language(desk: TicketDesk) -> None:
    handle = await desk.ask("luis", "¿Puede negarse el condado?")
    await desk.close(handle)
    await drafted(desk, handle)
    own = (await desk.thread(handle))[-1]
    assert readable(own).startswith("*¿Puede entrar esto en la biblioteca?*")
    assert buttons(own) == ["Sí", "No"]


async def test_with_their_yes_it_is_the_coordinators_to_publish(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    told = await its_answer(desk, handle)
    assert readable(told).startswith("*They said yes* to this resource.")
    assert buttons(told) == ["Publish", "Edit", "Drop"]
    assert buttons(await its_question(desk, handle)) == ["No"]
    assert found(desk) == []


async def test_with_their_no_nothing_of_it_is_left(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await drafted(desk, handle)
    await desk.press("ana", await its_question(desk, handle), "draft_no")
    assert (await the_draft(desk, handle)).state == "refused"
    assert await left_of_it(desk, handle) == []


async def test_who_said_no_is_not_asked_again(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await drafted(desk, handle)
    await desk.press("ana", await its_question(desk, handle), "draft_no")
    await desk.press("dana", await desk.card(handle), "card_view")
    await desk.dana.click_in_view("draft_make")
    await desk.settled()
    said = readable(desk.dana.view or {})
    assert "The person who asked doesn't want a resource made of this." in said


async def test_a_yes_can_be_taken_back_until_it_is_published(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    await desk.press("ana", await its_question(desk, handle), "draft_no")
    assert "They said no" in readable(await its_answer(desk, handle))
    assert await left_of_it(desk, handle) == []


async def test_with_their_text_the_draft_goes_too(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    assert (await the_draft(desk, handle)).state == "dropped"
    assert await left_of_it(desk, handle) == []
    await desk.press("dana", await desk.card(handle), "card_view")
    assert "Make this a resource" not in buttons(desk.dana.view or {})


async def test_changed_they_are_asked_again(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    before, told = await its_question(desk, handle), await its_answer(desk, handle)
    await desk.press("dana", told, "draft_edit")
    assert "Xylograph guide to declining holds" in readable(desk.dana.view or {})
    await desk.submits("dana", {"draft_title": "Another xylograph"})
    assert (await the_draft(desk, handle)).state == "asked"
    now = await its_question(desk, handle)
    assert "*Another xylograph*" in readable(now)
    assert readable(await the_same(desk, handle, before)) == (
        "This draft was changed: a newer one is below."
    )
    assert buttons(await its_answer(desk, handle)) == []


async def test_a_yes_is_for_what_they_saw(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await drafted(desk, handle)
    seen = await its_question(desk, handle)
    await opens_list(desk)
    await desk.dana.click_in_view("draft_edit")
    await desk.settled()
    await desk.submits("dana", {"draft_title": "Another xylograph"})
    await desk.ana.click(seen, "draft_yes", stale=True)
    await desk.settled()
    assert (await the_draft(desk, handle)).state == "asked"
    assert MOVED_ON in desk.told("ana")


async def test_dropped_nothing_of_it_is_left(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    await desk.press("dana", await its_answer(desk, handle), "draft_drop")
    assert "was dropped" in readable(await its_question(desk, handle))
    assert await left_of_it(desk, handle) == []


# The library


async def test_published_it_is_found_at_once(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    await publishes(desk, handle)
    [resource_id] = found(desk)
    resource = desk.world.catalog.get(resource_id)
    assert resource is not None
    assert (resource.title, resource.title_es) == (
        "Xylograph guide to declining holds",
        "Guía xilográfica",
    )
    assert (resource.type, resource.topics, resource.url) == (
        "toolkit",
        ("detainers",),
        "https://guides.example/holds",
    )
    assert "*In the library:*" in readable(await its_answer(desk, handle))
    assert readable(await its_question(desk, handle)) == "It is in the library now. Thank you."
    answer = await desk.luis.command("/resources", "xylograph")
    assert "guides.example/holds" in answer.body


async def test_nothing_in_the_library_tells_who_asked(desk: TicketDesk, library: Path) -> None:
    handle = await answered(desk, place="US-IA", role="school-board-member")
    await desk.writes(handle, "zalater")
    await drafted(desk, handle, draft_title="For anybody, xylograph")
    await desk.press("ana", await its_question(desk, handle), "draft_yes")
    await publishes(desk, handle)
    resource = desk.world.catalog.get(found(desk)[0])
    ticket = await desk.ticket(handle)
    kept = files(library)
    for trace in ("zaquestion", "zalater", "Rivera", handle, desk.ana.id, "Maple Elementary"):
        assert trace not in str(resource)
        assert trace.encode() not in kept
    draft = await the_draft(desk, handle)
    assert (draft.resource, draft.handle in str(resource), ticket.question) == ("", False, ASKED)


async def test_published_twice_it_is_there_once(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    told = await its_answer(desk, handle)
    await publishes(desk, handle)
    await desk.dana.click(told, "draft_publish", stale=True)
    await desk.settled()
    assert len(found(desk)) == 1


@pytest.mark.parametrize("killed", ["before the library", "after the library"])
async def test_killed_between_the_two_it_is_ended_at_the_next_start(
    desk: TicketDesk, killed: str
) -> None:
    handle = await agreed(desk)
    values = await desk.run(begun, member(desk.dana))
    if killed == "after the library":
        assert desk.world.catalog.add(values).added
    await publishing.finish_all(desk.world.bot.store, desk.world.catalog)
    assert len(found(desk)) == 1
    draft = await the_draft(desk, handle)
    assert (draft.state, draft.resource) == ("published", "")


async def test_two_of_the_same_title_are_two(desk: TicketDesk) -> None:
    first = await agreed(desk)
    second = await agreed(desk)
    await publishes(desk, first)
    await publishes(desk, second)
    assert len(set(found(desk))) == 2


async def test_when_the_library_is_busy_it_can_be_tried_again(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = await agreed(desk)
    with monkeypatch.context() as busy:
        busy.setattr(Catalog, "add", refuses)
        await publishes(desk, handle)
    assert "The library can't be changed just now." in desk.told("dana")
    assert buttons(await its_answer(desk, handle)) == ["Publish"]
    await publishes(desk, handle)
    assert len(found(desk)) == 1


# The list


async def test_the_list_shows_what_waits_for_whom(desk: TicketDesk) -> None:
    first = await agreed(desk)
    second = await answered(desk)
    await drafted(desk, second, draft_title="Second xylograph")
    third = await agreed(desk, draft_title="Third xylograph")
    await publishes(desk, third)
    assert first
    await opens_list(desk)
    assert readable(desk.dana.view or {}).splitlines() == [
        "# Drafts",
        "## Yours to publish",
        "*Xylograph guide to declining holds*",
        "[Publish] [Edit] [Drop]",
        "## Waiting for their yes",
        "*Second xylograph*",
        "[Edit] [Drop]",
        "## In the library",
        "• <https://guides.example/holds|Third xylograph>",
        "[Close]",
    ]


async def test_published_from_the_list_it_moves_there(desk: TicketDesk) -> None:
    await agreed(desk)
    await opens_list(desk)
    await desk.dana.click_in_view("draft_publish")
    await desk.settled()
    assert "## In the library" in readable(desk.dana.view or {})
    assert len(found(desk)) == 1


# Who may


@pytest.mark.parametrize("action_id", ["draft_yes", "draft_no"])
@pytest.mark.parametrize("who", ["mei", "ruth", "dana"])
async def test_only_who_asked_answers(desk: TicketDesk, who: str, action_id: str) -> None:
    handle = await answered(desk)
    await drafted(desk, handle)
    said = await desk.forges(who, await its_question(desk, handle), action_id)
    assert NOT_THEIRS in said or "Only the person who asked can do this." in said
    assert (await the_draft(desk, handle)).state == "asked"


@pytest.mark.parametrize("action_id", ["draft_publish", "draft_edit", "draft_drop"])
@pytest.mark.parametrize("who", ["mei", "ana"])
async def test_only_coordinators_publish(desk: TicketDesk, who: str, action_id: str) -> None:
    handle = await agreed(desk)
    said = await desk.forges(who, await its_answer(desk, handle), action_id)
    assert "Only coordinators can do this." in said
    assert (await the_draft(desk, handle)).state == "agreed"


async def test_without_a_yes_nobody_publishes(desk: TicketDesk) -> None:
    handle = await agreed(desk)
    told = await its_answer(desk, handle)
    await desk.press("ana", await its_question(desk, handle), "draft_no")
    await desk.dana.click(told, "draft_publish", stale=True)
    await desk.settled()
    assert MOVED_ON in desk.told("dana")
    assert found(desk) == []


async def test_a_coordinator_no_more_sends_no_form(desk: TicketDesk) -> None:
    handle = await answered(desk)
    await begins(desk, handle)
    await desk.run(demoted, member(desk.dana))
    await desk.submits("dana", dict(DRAFT))
    assert NOT_THEIRS in desk.told("dana")
    assert await desk.run(everything) == "[]"


async def test_only_coordinators_see_the_list(desk: TicketDesk) -> None:
    with pytest.raises(NotForOthers):
        await desk.run(draft_units.listed, member(desk.ana))


async def left_of_it(desk: TicketDesk, handle: str) -> list[str]:
    """Where anything of the draft still stands: in the desk, its log, or Slack."""
    kept = await desk.run(everything) + str(await desk.run(logged))
    shown = [*await desk.thread(handle), *await desk.card_thread(handle)]
    return [each for each in (kept, *map(str, shown)) if "ylograph" in each or "guides" in each]


def files(library: Path) -> bytes:
    """What the library's files hold, whatever still counts in them."""
    return b"".join(each.read_bytes() for each in library.parent.glob("library.db*"))


async def the_same(desk: TicketDesk, handle: str, before: dict[str, object]) -> dict[str, object]:
    """A message of Ana's thread as it stands now."""
    return next(each for each in await desk.thread(handle) if each["ts"] == before["ts"])


async def opens_list(desk: TicketDesk) -> None:
    """Dana opens the list of drafts, as from her Home."""
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("open_drafts")
    await desk.settled()


def refuses(_catalog: Catalog, _values: object) -> None:
    raise CatalogError("locked")


def logged(tx: Transaction) -> list[Row]:
    rows: list[Row] = tx.execute(select(log.c.note)).all()
    return rows


def demoted(tx: Transaction, who: people.Member) -> None:
    people.take_role(tx, people.meet(tx, who).id, "coordinator")
