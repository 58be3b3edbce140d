"""Two people side by side in the page: what one does, the other sees."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import WIDE, Sitting
from tests.browser.test_look_up import accessible
from tests.conftest import World


def pane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def last(person: Locator) -> Locator:
    return person.locator(".main article").last


async def write(person: Locator, words: str) -> None:
    box = person.get_by_role("textbox", name="Message #general")
    await box.fill(words)
    await box.press("Enter")
    await expect(box).to_have_value("")


async def test_a_thread_travels_between_two_people(side_by_side: Page) -> None:
    ana, dana = pane(side_by_side, "Ana Rivera"), pane(side_by_side, "Dana Kim")
    await write(ana, "Who drafted the ordinance?")
    await expect(last(dana)).to_contain_text("Who drafted the ordinance?")
    await last(dana).hover()
    await last(dana).get_by_role("button", name="Reply in thread").click()
    reply = dana.get_by_role("textbox", name="Reply in thread")
    await reply.fill("The county attorney.")
    await reply.press("Enter")
    await expect(last(ana)).to_contain_text("1 reply")
    await accessible(side_by_side)


async def test_edits_reactions_and_deletions_are_seen(side_by_side: Page) -> None:
    ana, dana = pane(side_by_side, "Ana Rivera"), pane(side_by_side, "Dana Kim")
    await write(ana, "Frist draft")
    await last(ana).focus()
    await side_by_side.keyboard.press("e")
    edit = ana.get_by_role("textbox", name="Edit message")
    await edit.fill("First draft")
    await edit.press("Enter")
    await expect(last(dana)).to_contain_text("First draft")
    await expect(last(dana)).to_contain_text("(edited)")
    await last(dana).focus()
    await side_by_side.keyboard.press("r")
    await side_by_side.keyboard.type("eyes")
    await side_by_side.keyboard.press("Enter")
    await expect(last(ana).get_by_role("button", name="eyes")).to_be_visible()
    await last(ana).focus()
    await side_by_side.keyboard.press("Delete")
    await ana.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await expect(dana.get_by_text("First draft")).to_have_count(0)


async def test_what_is_shared_in_one_pane_arrives_in_the_other(side_by_side: Page) -> None:
    ana, dana = pane(side_by_side, "Ana Rivera"), pane(side_by_side, "Dana Kim")
    await write(ana, "/resources municipal ID")
    await expect(ana.get_by_text("Only visible to you")).to_be_visible()
    await expect(dana.get_by_text("Only visible to you")).to_have_count(0)
    await ana.get_by_role("button", name="Share here").first.click()
    await expect(last(dana)).to_contain_text("shared this from the library:")


async def test_an_outsider_is_offered_no_commands_and_no_home(
    world: World, sits_down: Sitting
) -> None:
    page = await sits_down("ana", WIDE)
    await page.goto(f"{world.sandbox.url}/?user=omar&at=prairie-law")
    box = page.get_by_role("textbox", name="Message #prairie-law")
    await box.fill("/res")
    await expect(page.get_by_role("option", name="/resources")).to_have_count(0)
    await page.get_by_role("link", name="Liaison").click()
    await page.get_by_role("textbox", name="Message Liaison").wait_for()
    await expect(page.get_by_role("link", name="Home")).to_have_count(0)
