"""`make bench-page`: the sandbox's page in a real browser, with the bot at work behind it.

How long after the server is up the page can be used, how long a slash command's answer takes
from Enter to the screen, and what a channel of 10,000 messages costs to open.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from statistics import median

from playwright.async_api import Browser, Page, async_playwright

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from tests.benchmarks.bot import running
from tests.benchmarks.libraries import QUERIES
from tests.browser import chromium

ANSWERS = 50
OPENINGS = 5
MESSAGES = 10_000


async def main() -> None:
    """Measure and print."""
    path = chromium.provide()
    if path is None:
        raise SystemExit("no Chromium here")
    sandbox = Sandbox(Manifest.read(MANIFEST), rate_limits=False)
    await sandbox.start()
    with tempfile.TemporaryDirectory() as folder:
        async with running(sandbox, folder), async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path, args=chromium.arguments()
            )
            await _measure(browser, sandbox)
            await browser.close()
    await sandbox.stop()


async def _measure(browser: Browser, sandbox: Sandbox) -> None:
    opened = [await _timed(lambda: _open(browser, sandbox, "general")) for _ in range(OPENINGS)]
    print(f"page usable            {median(opened):5.0f} ms (median of {OPENINGS})")
    page = await _open(browser, sandbox, "general")
    asked = (QUERIES * 2)[:ANSWERS]
    answered = [await _answer(page, words) for words in asked]
    print(f"answer after Enter     {median(answered):5.0f} ms (median of {ANSWERS})")
    sandbox.fill("city-news", MESSAGES)
    full = [await _timed(lambda: _open(browser, sandbox, "city-news")) for _ in range(OPENINGS)]
    cost = median(full) - median(opened)
    print(f"{MESSAGES:,} messages cost {cost:5.0f} ms more to open than an empty channel")


async def _open(browser: Browser, sandbox: Sandbox, channel: str) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    await page.goto(f"{sandbox.url}/?user=ana&at={channel}")
    await page.get_by_role("textbox", name=f"Message #{channel}").wait_for()
    if channel == "city-news":
        await page.locator("[data-ts]").first.wait_for()
    return page


async def _answer(page: Page, words: str) -> float:
    """Milliseconds from Enter until the answer is painted, by the page's own clock."""
    box = page.get_by_role("textbox", name="Message #general")
    await box.fill(f"/resources {words}")
    await page.evaluate(_WATCH)
    await box.press("Enter")
    await page.wait_for_function("window.answeredAt !== undefined")
    return float(await page.evaluate("window.answeredAt - window.pressedAt"))


_WATCH = """() => {
  window.answeredAt = undefined;
  const known = new Set([...document.querySelectorAll('[data-ts]')].map((row) => row.dataset.ts));
  document.addEventListener('keydown', () => { window.pressedAt = performance.now(); },
    { once: true, capture: true });
  const seen = new MutationObserver(() => {
    const rows = [...document.querySelectorAll('[data-ts]')];
    if (rows.some((row) => !known.has(row.dataset.ts) && row.querySelector('button'))) {
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.answeredAt = performance.now(); }));
    }
  });
  seen.observe(document.body, { childList: true, subtree: true });
}"""


async def _timed(work: Callable[[], Awaitable[Page]]) -> float:
    started = time.perf_counter()
    page = await work()
    took = 1_000 * (time.perf_counter() - started)
    await page.close()
    return took


if __name__ == "__main__":
    asyncio.run(main())
