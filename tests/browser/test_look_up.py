"""Two people look something up in a real browser, at two widths."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Sitting


async def ask(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #general")
    await box.fill(words)
    await box.press("Enter")


async def accessible(page: Page) -> None:
    """No violation of WCAG 2.1 A and AA that axe can find."""
    found = await Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()


async def test_a_whole_look_up_with_buttons_and_windows(sits_down: Sitting) -> None:
    ana, luis = await sits_down("ana", WIDE), await sits_down("luis", PHONE)
    await ask(ana, "/resources immigration hold tx")
    await expect(ana.get_by_text("Only visible to you")).to_be_visible()
    await expect(ana.get_by_role("button", name="Details")).to_have_count(5)
    await accessible(ana)

    await ana.get_by_role("button", name="Details").first.click()
    window = ana.get_by_role("dialog", name="Details")
    await expect(window.get_by_text("Publisher", exact=True)).to_be_visible()
    await accessible(ana)
    await ana.keyboard.press("Escape")
    await expect(window).to_be_hidden()

    await ana.get_by_role("button", name="Share here").first.click()
    await expect(luis.get_by_text("shared this from the library:")).to_be_visible()
    await expect(luis.get_by_text("Only visible to you")).to_have_count(0)
    await accessible(luis)


async def test_refining_and_turning_pages(sits_down: Sitting) -> None:
    ana = await sits_down("ana", PHONE)
    await ask(ana, "/resources sanctuary")
    await ana.get_by_role("button", name="Next", exact=True).click()
    await expect(ana.get_by_text("6–10 of ")).to_be_visible()
    await ana.get_by_role("button", name="Refine").click()
    form = ana.get_by_role("dialog", name="Search the library")
    await form.get_by_role("textbox", name="What are you looking for?").fill("school board")
    await accessible(ana)
    await form.get_by_role("button", name="Search", exact=True).click()
    results = ana.get_by_role("dialog", name="Results")
    await expect(results.get_by_text("school board", exact=False).first).to_be_visible()
    await accessible(ana)


async def test_a_form_that_is_sent_empty_says_so_at_its_field(sits_down: Sitting) -> None:
    ana = await sits_down("ana", WIDE)
    await ask(ana, "/resources")
    form = ana.get_by_role("dialog", name="Search the library")
    await form.get_by_role("button", name="Search", exact=True).click()
    await expect(form.get_by_text("Write a word or choose from a menu.")).to_be_visible()
    await accessible(ana)


async def test_the_library_in_home_is_in_the_person_s_language(sits_down: Sitting) -> None:
    luis = await sits_down("luis", WIDE)
    await (
        luis.get_by_role("link", name="Liaison")
        .or_(luis.get_by_role("button", name="Liaison", exact=True))
        .first.click()
    )
    await expect(luis.get_by_role("heading", name="La biblioteca", exact=True)).to_be_visible()
    await accessible(luis)
