"""A coordinator looks at a report: its numbers, its chart, and what it does not tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import delete, select

from bot.desk.gathering import Span
from bot.i18n import texts
from bot.sandbox import Person, payloads
from bot.sandbox.blockkit.walk import every_element
from bot.store import Transaction
from bot.store.tables import log, roles
from handlers import drawn
from handlers.views.report import PAGE
from tests.contracts import shared
from tests.desk.reported import keep, ticket
from tests.readable import buttons, readable
from tests.stories.tickets import TicketDesk

TODAY = datetime.now(tz=UTC).date()
THIS, LAST = Span.recent(TODAY, 2).last, Span.recent(TODAY, 2).first
SECRET = "detainers"  # noqa: S105 (a topic that few asked about)


async def furnish(desk: TicketDesk) -> None:
    """Eighteen requests of this month and seven of the last: sixteen of them about schools."""
    answered = ticket(THIS, topic="schools", first=3, whole=30, outcome="by_expert", helped="yes")
    rows = [answered] * 9 + [ticket(THIS, topic="workplace") for _ in range(6)]
    rows += [ticket(THIS, topic=SECRET) for _ in range(3)]
    rows += [ticket(LAST, topic="schools", first=60) for _ in range(7)]
    await desk.run(keep, rows)


async def opened(desk: TicketDesk, text: str = "report", name: str = "/assist") -> str:
    """Dana types a command; what she sees once all is done."""
    await desk.dana.command(name, text, channel="triage")
    await desk.settled()
    return readable(desk.dana.view or {"blocks": []})


async def chosen(desk: TicketDesk, menu: str, value: str) -> str:
    """Dana picks something in a menu."""
    await desk.dana.click_in_view(menu, value)
    await desk.settled()
    return readable(desk.dana.view or {})


def calls(desk: TicketDesk) -> Counter[str]:
    return Counter(call.method for call in desk.world.sandbox.calls)


def without_files(desk: TicketDesk) -> None:
    """The workspace left the optional permission out."""
    core = desk.world.sandbox.core
    scopes = tuple(each for each in core.manifest.scopes if each != "files:write")
    core.manifest = replace(core.manifest, scopes=scopes)


def pictures(person: Person) -> list[dict[str, Any]]:
    return [block for block in (person.view or {})["blocks"] if block["type"] == "image"]


async def test_it_opens_from_home_with_a_picture(desk: TicketDesk) -> None:
    await furnish(desk)
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home("open_report")
    await desk.settled()
    said = readable(desk.dana.view or {})
    assert said.startswith("# Report\n<The last 3 months> <By month>")
    assert "*All requests*\n25 asked · 16 answered\nFirst answer: half within 3 h" in said
    assert "How they ended: answered by an expert 9, still open 16\nDid it help: yes 9" in said
    (picture,) = pictures(desk.dana)
    last, this = (texts("en").date(month) for month in (LAST, THIS))
    shown = f"{last}: asked 7, answered 7; {this}: asked 18, answered 9."
    assert picture["alt_text"].endswith(shown)


async def test_the_lines_of_a_report_by_topic(desk: TicketDesk) -> None:
    await furnish(desk)
    await opened(desk)
    said = await chosen(desk, "report_by", "topic")
    assert said.split("\n---\n")[1].split("\n")[:7] == [
        "*Schools and students*",
        "16 asked · 16 answered",
        "First answer: half within 3 h, nine of ten within 60 h",
        "Closed: half within 30 h, nine of ten within 30 h",
        "How they ended: answered by an expert 9, still open 7",
        "Did it help: yes 9",
        "*All others*",
    ]
    assert "Detainers" not in said
    assert "Workplace" not in said


async def test_where_every_line_is_too_small_there_is_only_the_sum(desk: TicketDesk) -> None:
    few = ("schools", "workplace", SECRET)
    await desk.run(keep, [ticket(THIS, topic=topic) for topic in few for _ in range(4)])
    await opened(desk)
    said = await chosen(desk, "report_by", "topic")
    assert "*All requests*\n12 asked" in said
    assert "Each line of it would be too small to be shown, so there is only the sum." in said
    assert "```" not in said
    assert pictures(desk.dana) == []


async def test_a_chart_of_letters_comes_first_and_stays_without_the_permission(
    desk: TicketDesk,
) -> None:
    without_files(desk)
    await furnish(desk)
    said = await opened(desk)
    assert "```" in said
    assert "With the permission files:write, Liaison shows this chart as a picture." in said
    before = calls(desk)["files.getUploadURLExternal"]
    await chosen(desk, "report_by", "topic")
    assert calls(desk)["files.getUploadURLExternal"] == before == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", "500_before"),
        ("files.getUploadURLExternal", "garbage"),
        ("upload", "500_before"),
        ("upload", "drop_before"),
        ("files.completeUploadExternal", "internal_error_after"),
        ("files.completeUploadExternal", "429"),
    ],
)
async def test_what_fails_on_the_way_leaves_the_letters(
    desk: TicketDesk, method: str, fault: str
) -> None:
    await furnish(desk)
    desk.world.sandbox.faults.add(method, fault)
    said = await opened(desk)
    assert "```" in said
    assert "files:write" not in said
    assert pictures(desk.dana) == []
    await chosen(desk, "report_by", "topic")
    assert len(pictures(desk.dana)) == 1


async def test_what_can_t_be_drawn_stays_in_letters(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "PROGRAM", Path("/nowhere.py"))
    await furnish(desk)
    assert "```" in await opened(desk)
    assert calls(desk)["files.getUploadURLExternal"] == 0


async def test_slack_may_take_a_moment_to_look_at_a_picture(desk: TicketDesk) -> None:
    await furnish(desk)
    desk.world.sandbox.set(file_lag=1)
    await opened(desk)
    assert len(pictures(desk.dana)) == 1


async def test_a_picture_that_comes_late_does_not_bring_an_old_report_back(
    desk: TicketDesk,
) -> None:
    await furnish(desk)
    await desk.run(keep, [ticket(THIS, topic=SECRET) for _ in range(9)], "t-more")
    desk.world.sandbox.faults.add("upload", "late", seconds=0.5)
    await desk.dana.command("/assist", "report", channel="triage")
    said = await chosen(desk, "report_by", "topic")
    assert "<By topic>" in said
    (picture,) = pictures(desk.dana)
    assert picture["alt_text"].startswith("By topic")


async def test_a_chart_is_uploaded_once(desk: TicketDesk) -> None:
    await furnish(desk)
    await opened(desk)
    first = pictures(desk.dana)
    await desk.dana.close_view()
    await opened(desk)
    assert pictures(desk.dana)[0]["slack_file"] == first[0]["slack_file"]
    assert calls(desk)["files.completeUploadExternal"] == 1


async def test_a_picture_says_nothing_by_its_name_and_is_hers_alone(desk: TicketDesk) -> None:
    await furnish(desk)
    await opened(desk)
    sandbox = desk.world.sandbox
    (begun,) = [c.args for c in sandbox.calls if c.method == "files.getUploadURLExternal"]
    (done,) = [c.args for c in sandbox.calls if c.method == "files.completeUploadExternal"]
    assert begun["filename"] == done["files"][0]["title"]
    assert begun["filename"].removesuffix(".png").isalnum()
    assert "channel_id" not in done
    address = f"{sandbox.url}/files/{pictures(desk.dana)[0]['slack_file']['id']}"
    async with ClientSession() as http:
        for who, status in ((desk.dana, 200), (desk.ana, 404)):
            async with http.get(address, params={"user": who.id}) as answer:
                assert answer.status == status
                if status == 200:
                    assert (await answer.read()).startswith(b"\x89PNG")


async def test_in_spanish_by_the_spanish_command(desk: TicketDesk) -> None:
    await furnish(desk)
    said = await opened(desk, "informe", "/ayuda")
    assert said.startswith("# Informe\n<Los últimos 3 meses> <Por mes>")
    said = await chosen(desk, "report_by", "topic")
    assert "*Todas las solicitudes*" in said
    assert "Escuelas y estudiantes" in said
    assert "asked" not in said


async def test_others_are_told_kindly_that_it_is_not_for_them(desk: TicketDesk) -> None:
    delivery = await desk.ana.command("/assist", "report", channel="general")
    assert delivery.message
    assert "Reports are for coordinators." in readable(delivery.message)
    assert desk.ana.view is None
    delivery = await desk.luis.command("/ayuda", "informe", channel="general")
    assert "Los informes son para" in readable(delivery.message or {})


async def test_who_is_no_coordinator_any_more_gets_nothing_more(desk: TicketDesk) -> None:
    await furnish(desk)
    before = await opened(desk)
    await desk.run(_no_coordinators)
    await desk.dana.click_in_view("report_by", "topic")
    await desk.settled()
    assert [readable(view) for view in desk.dana.views] != [before]
    assert "Only coordinators can do this." in readable(desk.dana.view or {})


@pytest.mark.parametrize("who", ["ana", "ruth", "mei", "omar"])
async def test_nobody_else_s_press_shows_one(desk: TicketDesk, who: str) -> None:
    """The same presses, sent by somebody who never had the buttons: an expert, a guest, others."""
    await furnish(desk)
    await desk.list_expert("ruth")
    await desk.dana.open_home()
    await desk.settled()
    pressed = [await desk.dana.click_in_home("open_report")]
    pressed.append(await desk.dana.click_in_view("report_by", "topic"))
    await desk.settled()
    core, sandbox = desk.world.sandbox.core, desk.world.sandbox
    user = desk.person(who).user
    seen, shown = readable(desk.dana.view or {}), len(await desk.run(_logged))
    for delivery in pressed:
        forged = delivery.payload | payloads.interaction(core.workspace, user, "block_actions")
        forged["trigger_id"] = core.triggers.issue(user.id)
        before = len(sandbox.calls)
        await sandbox.deliver_payload("block_actions", forged)
        await desk.settled()
        assert "All requests" not in str([call.args for call in sandbox.calls[before:]])
    assert readable(desk.dana.view or {}) == seen
    assert len(await desk.run(_logged)) == shown


async def test_fewer_than_five_make_no_report(desk: TicketDesk) -> None:
    await desk.run(keep, [ticket(THIS, topic=SECRET, outcome="referred") for _ in range(4)])
    said = await opened(desk)
    assert "Fewer than five requests came in." in said
    assert "```" not in said
    assert pictures(desk.dana) == []


async def test_searches_of_the_library_are_in_it(desk: TicketDesk) -> None:
    for words in ("detainer", *("xyzzyq plugh",) * 9, *("sanctuary",) * 4):
        await desk.ana.command("/resources", words, channel="general")
    said = await opened(desk)
    assert "Library: searched 14 times, nothing good found 9 times" in said


async def test_many_lines_are_turned_by_pages(desk: TicketDesk) -> None:
    rows = [ticket(THIS, place=f"US-{iso}") for iso in STATES for _ in range(6)]
    await desk.run(keep, rows)
    await opened(desk)
    said = await chosen(desk, "report_by", "place")
    assert said.split("\n---\n")[1].count("*\n6 asked") == PAGE
    assert buttons(desk.dana.view or {}) == ["Next"]
    await desk.dana.click_in_view("report_next")
    await desk.settled()
    said = readable(desk.dana.view or {})
    assert said.split("\n---\n")[1].count("*\n6 asked") == len(STATES) - PAGE
    assert buttons(desk.dana.view or {}) == ["Previous"]


async def test_each_use_is_logged_with_who_and_which_months(desk: TicketDesk) -> None:
    await furnish(desk)
    await opened(desk)
    await chosen(desk, "report_span", "this_month")
    entries = await desk.run(_logged)
    assert [entry.note for entry in entries] == [
        f'{{"by": "month", "from": "{Span.recent(TODAY, 3).first}", "to": "{THIS}"}}',
        f'{{"by": "month", "from": "{THIS}", "to": "{THIS}"}}',
    ]
    assert len({entry.actor_id for entry in entries} - {None}) == 1


@shared.needed
async def test_every_view_and_call_is_one_that_slack_describes(desk: TicketDesk) -> None:
    import jsonschema

    await furnish(desk)
    await opened(desk)
    for by in ("topic", "place", "kind", "partner"):
        await chosen(desk, "report_by", by)
    validator = jsonschema.Draft7Validator(shared.read("schemas/View.schema.json"))
    for call in desk.world.sandbox.calls:
        if "view" in call.args:
            validator.validate(call.args["view"])
        if call.method.startswith("files."):
            described = shared.read(f"methods/{call.method}.json")["args"]
            assert set(call.args) <= set(described["properties"])


async def test_no_button_or_menu_of_it_carries_more_than_it_says(desk: TicketDesk) -> None:
    await furnish(desk)
    await opened(desk)
    view = desk.dana.view or {}
    assert view["private_metadata"] == "last_3 month 0 en\n"
    for _block, element in every_element(view["blocks"]):
        assert SECRET not in str(element)


def _no_coordinators(tx: Transaction) -> None:
    tx.execute(delete(roles))


def _logged(tx: Transaction) -> Any:  # noqa: ANN401 (rows)
    return tx.execute(select(log).where(log.c.subject == "reports").order_by("version")).all()


STATES = ("TX", "CA", "NY", "IL", "WA", "OR", "NM", "CO", "AZ", "NV", "MA", "NJ", "PA", "MD")
