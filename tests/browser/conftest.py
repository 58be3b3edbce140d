"""A headless browser, and pages of people at work in the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import chromium
from tests.conftest import World
from tests.stories.conftest import desk, triage_channel

__all__ = ["desk", "triage_channel"]

Sitting = Callable[[str, int], Awaitable[Page]]

WIDE, PHONE = 1280, 390


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium on this machine; `make test` tries to provide one")
    return path


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium_path, args=chromium.arguments()
        )
        yield launched
        await launched.close()


@pytest.fixture
async def sits_down(world: World, browser: Browser) -> Sitting:
    """Opens the page as a person, at a width; a page's own errors fail the test."""

    async def sit(who: str, width: int) -> Page:
        page = await _page(browser, width)
        await page.goto(f"{world.sandbox.url}/?user={world.sandbox.person(who).id}")
        await page.get_by_role("textbox", name="Message #general").wait_for()
        return page

    return sit


@pytest.fixture
async def side_by_side(world: World, browser: Browser) -> Page:
    """Ana and Dana on one screen, both in #general."""
    page = await _page(browser, WIDE)
    await page.goto(f"{world.sandbox.url}/?view=ana:general,dana:general")
    await page.get_by_role("textbox", name="Message #general").nth(1).wait_for()
    return page


async def _page(browser: Browser, width: int) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", _fail)
    return page


def _fail(error: object) -> None:
    raise AssertionError(str(error))
