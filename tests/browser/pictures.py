"""`make pictures`: the README's pictures, taken anew from the sandbox's page."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.browser import chromium
from tests.ports import free_port

DOCS = Path(__file__).parents[2] / "docs"

QUESTION = (
    "Must our county jail hold people on an immigration detainer? We vote on a policy in June "
    "and need language that has held up elsewhere."
)
ANSWER = (
    "A detainer is a request: federal courts have said that a county need not honor it. States "
    "differ, so I will send you language from counties under rules like yours. When is the vote?"
)
THANKS = "On June 9. Our county attorney would like to see it by the end of May."
WAITING = (
    ("mei", "No rush", "Is there a model school board resolution in Illinois on ICE at schools?"),
    ("ana", "This week", "Which cities fund legal defense for residents who face deportation?"),
    (
        "mei",
        "Today",
        "ICE asked our principal for pupils' records. What may we refuse in Illinois?",
    ),
)
"""Who else asks, how soon they need it, and what."""


async def main() -> None:
    """Start the demo, take the pictures, stop it."""
    path = chromium.provide()
    if path is None:
        raise SystemExit("no Chromium here")
    DOCS.mkdir(exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        demo = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "sandbox", "--port", str(port), "--data", folder),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _open(demo)
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=path, args=chromium.arguments()
                )
                await _take(browser, f"http://127.0.0.1:{port}")
                await _take_ticket(browser, f"http://127.0.0.1:{port}")
                await _take_desk(browser, f"http://127.0.0.1:{port}")
                await browser.close()
        finally:
            demo.terminate()
            await demo.wait()


async def _open(demo: asyncio.subprocess.Process) -> None:
    if demo.stdout is None:
        raise SystemExit("the demo has no output")
    async for line in demo.stdout:
        if b"Open http" in line:
            return
    raise SystemExit("the demo did not start")


async def _take(browser: Browser, url: str) -> None:
    page = await _page(browser, f"{url}/?user=ana&at=general", 1280, 900)
    await _type(page, "#general", "/resources immigration hold tx")
    await page.get_by_role("button", name="Details").nth(2).wait_for()
    await _shoot(page, "lookup")
    phone = await _page(browser, f"{url}/?user=luis&at=immigration-policy", 390, 844)
    await _type(phone, "#immigration-policy", "/recursos ciudad santuario")
    await phone.get_by_role("button", name="Detalles").first.wait_for()
    await _shoot(phone, "phone")
    both = await _page(browser, f"{url}/?view=ana:immigration-policy,luis:immigration-policy")
    ana = _pane(both, "Ana Rivera")
    box = ana.get_by_role("textbox", name="Message #immigration-policy")
    await box.fill("/resources school board resolution")
    await box.press("Enter")
    await ana.get_by_role("button", name="Share here").first.click()
    await both.get_by_text("shared this from the library:").nth(1).wait_for()
    await _shoot(both, "shared")


async def _take_ticket(browser: Browser, url: str) -> None:
    """A request that an expert answers: the official's thread beside the coordinators' card."""
    stage = await _page(browser, f"{url}/?view=ana:general,dana:triage,ruth:dm", 1800, 1000)
    ana, dana, ruth = (_pane(stage, name) for name in ("Ana Rivera", "Dana Kim", "Ruth Adeyemi"))
    await _ask(ana, QUESTION)
    await _press(dana, "Take it")
    await dana.get_by_role("button", name="Take it").wait_for(state="detached")
    await _press(dana, "Ask an expert")
    await _press(dana.get_by_role("dialog"), "Ask")
    await _press(ruth, "Accept")
    await _reply(ruth, ANSWER)
    both = await _page(browser, f"{url}/?view=ana:dm,dana:triage", 1360, 900)
    await _reply(_pane(both, "Ana Rivera"), THANKS)
    await both.get_by_text("Last message delivered").last.wait_for()
    await _pane(both, "Dana Kim").get_by_text("2 replies").wait_for()
    await _shoot(both, "ticket")


async def _take_desk(browser: Browser, url: str) -> None:
    """A coordinator's Home with what others asked: hers, nobody's, and how soon each is due."""
    for who, needed_by, words in WAITING:
        page = await _page(browser, f"{url}/?user={who}&at=general")
        await _ask(page.get_by_role("main"), words, needed_by)
        await page.close()
    page = await _page(browser, f"{url}/?user=dana&at=home", 1280, 860)
    await _press(page.get_by_role("main"), "Take it", nth=1)
    await page.get_by_text("Yours").wait_for()
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await _shoot(page, "desk")


def _pane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


async def _ask(person: Locator, words: str, needed_by: str = "No rush") -> None:
    box = person.get_by_role("textbox", name="Message #general")
    await box.fill(f"/assist {words}")
    await box.press("Enter")
    form = person.get_by_role("dialog", name="Ask for help")
    if needed_by != "No rush":
        await form.get_by_role("combobox", name="Needed by").click()
        await person.page.get_by_role("option", name=needed_by).click()
    await form.get_by_role("radio", name="Also one expert").check()
    await form.get_by_role("combobox", name="Which expert").wait_for()
    await _press(form, "Continue")
    await _press(form, "Send")
    await person.get_by_role("dialog", name="Sent").wait_for()


async def _press(where: Locator, name: str, nth: int = 0) -> None:
    named = re.compile(f"^{re.escape(name)}(: |$)")
    await where.get_by_role("button", name=named).nth(nth).click()


async def _reply(person: Locator, words: str) -> None:
    """Write below the newest message, in the thread that has begun there."""
    await person.locator(".main .replies").last.click()
    box = person.get_by_role("textbox", name="Reply in thread")
    await box.fill(words)
    await box.press("Enter")
    await person.get_by_text(words).wait_for()


async def _page(browser: Browser, url: str, width: int = 1280, height: int = 800) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": height}, timezone_id="America/Chicago"
    )
    await page.goto(url)
    await page.get_by_role("textbox").or_(page.get_by_role("combobox")).first.wait_for()
    return page


async def _type(page: Page, channel: str, words: str) -> None:
    box = page.get_by_role("textbox", name=f"Message {channel}")
    await box.fill(words)
    await box.press("Enter")


async def _shoot(page: Page, name: str) -> None:
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
