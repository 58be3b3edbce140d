"""A coordinator's day in a real browser, from what needs her to the report, at two widths."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import PHONE, WIDE, Sitting
from tests.browser.home import (
    accessible_at_both_widths,
    also_coordinates,
    choose,
    home_of,
    opens,
    press,
    sit,
)
from tests.browser.test_look_up import accessible, ask
from tests.browser.test_ticket import Screen
from tests.stories.tickets import TRIAGE, TicketDesk

QUESTION = "May our county refuse immigration detainers?"
THANKS = "Thank you, {name}. We are on #{number}."
ENDED = "The county attorney has the language now."
A_WHILE = 15_000
"""Milliseconds: a Home follows what happens a few seconds later."""


async def asks(ana: Screen) -> None:
    """Ana asks with /assist, and lets one expert see it."""
    await ask(ana.page, f"/assist {QUESTION}")
    form = ana.window("Ask for help")
    await form.get_by_role("radio", name="Also one expert").check()
    await expect(form.get_by_role("combobox", name="Which expert")).to_be_visible()
    await press(form, "Continue")
    await press(form, "Send")
    await expect(ana.window("Sent")).to_be_visible()
    await ana.page.keyboard.press("Escape")


async def saves_a_reply(dana: Screen) -> None:
    """Among the saved replies: one for those who just asked."""
    replies = await opens(dana, "Saved replies", "Saved replies")
    await press(replies, "Add a saved reply")
    form = dana.window("Add a saved reply")
    await form.get_by_role("textbox", name="Name").fill("We are on it")
    await form.get_by_role("textbox", name="In English").fill(THANKS)
    await accessible(dana.page)
    await press(form, "Save")
    await expect(replies).to_contain_text("We are on it · English · not sent yet")
    await dana.page.keyboard.press("Escape")


async def offers_from_home(dana: Screen) -> None:
    """Take it, and ask the expert who is proposed, for a reason that can be read."""
    home = home_of(dana)
    await press(home, "Take it")
    await expect(home).to_contain_text("Yours")
    form = await opens(dana, "Ask an expert", "Ask an expert")
    await expect(form.get_by_role("button", name="Remove Ruth Adeyemi")).to_be_visible()
    await form.get_by_role("combobox", name="Whom to ask").click()
    await expect(dana.page.get_by_role("option", name="Ruth Adeyemi")).to_contain_text(
        "Detainers, jail transfers and detention"
    )
    await dana.page.keyboard.press("Escape")
    await press(form, "Ask")
    await expect(form).to_be_hidden()
    await expect(home).to_contain_text("Nothing needs you now.")
    await press(home, "Waiting on experts (1)")
    await expect(home).to_contain_text("waits on Ruth Adeyemi")


async def accepts(ruth: Screen) -> None:
    """The expert reads what she is asked, and says yes."""
    await ruth.page.reload()
    await expect(ruth.latest).to_contain_text("Dana Kim asks: can you help with this?")
    await press(ruth.latest, "Accept")
    await expect(ruth.latest).to_contain_text("You are on this.")


async def replies_with_a_saved_one(dana: Screen) -> None:
    """From the card: what was saved is filled in, looked at, and sent."""
    await press(dana.latest, "Reply")
    form = dana.window("Reply")
    await expect(form).to_contain_text("This reaches Ana Rivera and Ruth Adeyemi")
    await choose(form, "Put in a saved reply", "We are on it")
    await expect(form).to_contain_text("“We are on it” is in your reply.")
    await accessible(dana.page)
    await press(form, "Preview")
    preview = dana.window("This is how it looks")
    await expect(preview).to_contain_text("Thank you, Ana Rivera. We are on #1.")
    await accessible(dana.page)
    await press(preview, "Send")
    await expect(preview).to_be_hidden()
    await expect(dana.latest).to_contain_text("the person who asked, since")


async def closes_with_words(dana: Screen) -> None:
    """From the card: how it ended, and a line for the person who asked."""
    await press(dana.latest, "More")
    more = dana.window("More")
    await expect(more.get_by_role("button", name="Hand over")).to_be_visible()
    await accessible(dana.page)
    await press(more, "Close request")
    form = dana.window("Close request")
    await choose(form, "How it ended", "Answered by an expert")
    await form.get_by_role("textbox", name="A closing line").fill(ENDED)
    await accessible(dana.page)
    await press(form, "Close it")
    await expect(form).to_be_hidden()


async def says_it_helped(ana: Screen) -> None:
    """The person who asked reads how it ended, and answers whether it helped."""
    asked = ana.thread.locator("article").last
    await expect(asked).to_contain_text("Your request #1 is closed: answered by an expert.")
    await expect(asked).to_contain_text(ENDED)
    await accessible(ana.page)
    await press(asked, "🙂 Yes")
    await expect(asked).to_contain_text("You said: 🙂 Yes")
    await accessible(ana.page)


async def test_a_day_at_the_coordinator_s_desk(desk: TicketDesk, sits_down: Sitting) -> None:
    await desk.list_expert("ruth", scopes={"topics": ("detainers",)})
    dana = await sit(desk, sits_down, "dana", PHONE, "home")
    ana = await sit(desk, sits_down, "ana", WIDE, "general")
    ruth = await sit(desk, sits_down, "ruth", PHONE, "dm")
    await expect(home_of(dana)).to_contain_text("Nothing needs you now.")
    await accessible(dana.page)
    await saves_a_reply(dana)

    await asks(ana)
    await expect(home_of(dana)).to_contain_text("Nobody has it yet", timeout=A_WHILE)
    await accessible(dana.page)
    await offers_from_home(dana)
    await accepts(ruth)
    await ana.messages()
    await ana.open_thread()

    await dana.page.goto(f"{desk.world.sandbox.url}/?user=dana&at={TRIAGE}")
    await replies_with_a_saved_one(dana)
    await expect(ana.thread).to_contain_text("Thank you, Ana Rivera. We are on #1.")
    await closes_with_words(dana)
    await says_it_helped(ana)
    await expect(dana.latest).to_contain_text("#1 · Closed: answered by an expert")
    await expect(dana.latest).to_contain_text("Did it help? 🙂 Yes")
    await accessible(dana.page)


async def test_many_requests_are_picked_out_and_turned(
    desk: TicketDesk, sits_down: Sitting
) -> None:
    await desk.ask_often(*[QUESTION] * 16)
    await desk.ask("luis", "¿Y una escuela?", kind="school-resolution", place="US-TX")
    dana = await sit(desk, sits_down, "dana", WIDE, "home")
    home = home_of(dana)
    await expect(home).to_contain_text("1–15 of 17")
    await accessible_at_both_widths(dana.page)
    await press(home, "Next")
    await expect(home).to_contain_text("16–17 of 17")
    await choose(home, "Kind", "Crafting a school district resolution")
    await expect(home).not_to_contain_text("of 17")
    await expect(home).to_contain_text("#17 · Crafting a school district resolution · Texas")
    await accessible_at_both_widths(dana.page)
    await choose(home, "Whose", "Mine")
    await expect(home).to_contain_text("With these filters nothing is left in this list.")
    await home.get_by_role("button", name="Clear filters").first.click()
    await expect(home).to_contain_text("1–15 of 17")


async def test_who_goes_away_has_somebody_stand_in(desk: TicketDesk, sits_down: Sitting) -> None:
    await also_coordinates(desk, "joan", "Joan Whitfield")
    await desk.ask()
    dana = await sit(desk, sits_down, "dana", WIDE, "home")
    joan = await sit(desk, sits_down, "joan", PHONE, "home")
    await press(home_of(dana), "Take it")
    await expect(home_of(dana)).to_contain_text("Yours")
    away = await opens(dana, "My time away", "My time away")
    await expect(away.get_by_role("combobox", name="Stands in for you")).to_have_value(
        "Joan Whitfield"
    )
    await press(away, "Save")
    await expect(home_of(dana)).to_contain_text("You are away. Joan Whitfield stands in.")
    await expect(home_of(dana)).to_contain_text("Nothing needs you now.")
    await accessible_at_both_widths(dana.page)
    await expect(home_of(joan)).to_contain_text("You stand in for Dana Kim.")
    await expect(home_of(joan)).to_contain_text("Yours")
    await accessible_at_both_widths(joan.page)
    await press(home_of(dana), "I'm back")
    await expect(home_of(dana)).to_contain_text("Yours")
    await expect(home_of(joan)).not_to_contain_text("You stand in for")


async def test_a_request_is_handed_over_with_a_note(desk: TicketDesk, sits_down: Sitting) -> None:
    await also_coordinates(desk, "joan", "Joan Whitfield")
    await desk.ask()
    dana = await sit(desk, sits_down, "dana", WIDE, TRIAGE)
    joan = await sit(desk, sits_down, "joan", PHONE, "dm")
    await press(dana.latest, "Take it")
    await expect(dana.latest).to_contain_text("Has it")
    await expect(dana.latest.get_by_role("button", name="Take it")).to_have_count(0)
    await press(dana.latest, "More")
    await press(dana.window("More"), "Hand over")
    form = dana.window("Hand over")
    await form.get_by_role("textbox", name="Note").fill("You know this county.")
    await accessible_at_both_widths(dana.page)
    await press(form, "Hand over")
    await expect(dana.latest).to_contain_text("Joan Whitfield")
    await expect(joan.latest).to_contain_text("Dana Kim handed request #1 to you.")
    await expect(joan.latest).to_contain_text("You know this county.")
    await press(joan.latest, "View")
    await expect(joan.window("Request #1")).to_contain_text("Can our county refuse")
    await accessible_at_both_widths(joan.page)


async def test_a_report_has_a_chart_and_can_be_by_something_else(
    desk: TicketDesk, sits_down: Sitting
) -> None:
    await desk.ask_often(*[QUESTION] * 7)
    dana = await sit(desk, sits_down, "dana", WIDE, "home")
    report = await opens(dana, "Reports", "Report")
    await expect(report).to_contain_text("7 asked")
    await expect(report.get_by_role("img", name="By month")).to_be_visible()
    await accessible_at_both_widths(dana.page)
    await choose(report, "By what", "By kind of request")
    await expect(report.get_by_role("img", name="By kind of request")).to_be_visible()
    await expect(report).to_contain_text("General assistance")
    await accessible_at_both_widths(dana.page)


async def test_settings_are_changed_and_the_change_is_told(
    desk: TicketDesk, sits_down: Sitting
) -> None:
    dana = await sit(desk, sits_down, "dana", WIDE, "home")
    settings = await opens(dana, "Settings", "Settings")
    await expect(settings).to_contain_text("Monday to Friday, 9:00 AM–5:00 PM")
    await settings.get_by_role("button", name="Change").nth(2).click()
    form = dana.window("Offers and silence")
    days = form.get_by_role("textbox", name="Days of silence that close a request")
    await days.fill("1")
    await accessible_at_both_widths(dana.page)
    await press(form, "Save")
    await expect(form).to_contain_text("3")
    await days.fill("10")
    await press(form, "Save")
    await expect(settings).to_contain_text("closes after 10 days of silence")
    await expect(settings).to_contain_text("Dana Kim")
    await accessible_at_both_widths(dana.page)
