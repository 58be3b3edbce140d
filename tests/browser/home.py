"""What people do in Home on the sandbox's page, and how it is looked at."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from bot.desk import people
from bot.sandbox import Person
from tests.browser.conftest import PHONE, WIDE, Sitting
from tests.browser.test_look_up import accessible
from tests.browser.test_ticket import Screen
from tests.stories.joined import meet, member
from tests.stories.tickets import TicketDesk


async def sit(desk: TicketDesk, sits_down: Sitting, who: str, width: int, at: str) -> Screen:
    """Somebody's window, at a place of theirs."""
    page = await sits_down(who, width)
    await page.goto(f"{desk.world.sandbox.url}/?user={who}&at={at}")
    return Screen(page, desk.person(who).user.real_name)


def home_of(someone: Screen) -> Locator:
    return someone.page.get_by_role("region", name="Liaison Home")


async def accessible_at_both_widths(page: Page) -> None:
    """What axe says, on a desk and on a phone; it ends as wide as it was."""
    size = page.viewport_size or {"width": WIDE, "height": 900}
    other = PHONE if size["width"] == WIDE else WIDE
    await accessible(page)
    await page.set_viewport_size({**size, "width": other})
    await accessible(page)
    await page.set_viewport_size(size)


async def press(where: Locator, name: str) -> None:
    """Press a button by what stands on it; its name may say more, of what it is about."""
    named = re.compile(f"^{re.escape(name)}(: |$)")
    await where.get_by_role("button", name=named).click()


async def choose(where: Locator, menu: str, option: str) -> None:
    """Pick something in a menu."""
    await where.get_by_role("combobox", name=menu).click()
    await where.page.get_by_role("option", name=option).click()


async def opens(someone: Screen, button: str, title: str) -> Locator:
    """What a tool in Home opens, once axe has looked at it."""
    await press(home_of(someone), button)
    window = someone.window(title)
    await expect(window).to_be_visible()
    await accessible_at_both_widths(someone.page)
    return window


async def also_coordinates(desk: TicketDesk, who: str, name: str) -> Person:
    """Somebody else triages too."""
    desk.world.sandbox.add_person(who, real_name=name)
    await meet(desk.world, who)
    known = await desk.run(people.meet, member(desk.person(who)))
    await desk.run(people.give_role, known.id, "coordinator")
    return desk.person(who)
