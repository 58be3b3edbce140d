"""`make pictures`: the README's pictures, taken anew from the sandbox's page."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.browser import chromium
from tests.ports import free_port

DOCS = Path(__file__).parents[2] / "docs"


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
    ana = both.get_by_role("region", name="Ana Rivera", exact=True)
    box = ana.get_by_role("textbox", name="Message #immigration-policy")
    await box.fill("/resources school board resolution")
    await box.press("Enter")
    await ana.get_by_role("button", name="Share here").first.click()
    await both.get_by_text("shared this from the library:").nth(1).wait_for()
    await _shoot(both, "shared")


async def _page(browser: Browser, url: str, width: int = 1280, height: int = 800) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": height})
    await page.goto(url)
    await page.get_by_role("textbox").first.wait_for()
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
