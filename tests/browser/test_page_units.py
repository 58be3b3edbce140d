"""Runs the page's own unit tests: with node where there is one, and in the browser anyway."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser

from tests.ports import free_port

FOLDER = Path(__file__).with_name("page")
ROOT = Path(__file__).parents[2]
TESTS = sorted(FOLDER.glob("*.test.mjs"))
NODE = shutil.which("node")

IMPORTS = {
    "node:test": "/tests/browser/page/shim_test.js",
    "node:assert/strict": "/tests/browser/page/shim_assert.js",
}
PAGE = """<!doctype html><script type="importmap">{imports}</script><script type="module">
import {{ outcomes }} from "node:test";
await import("/tests/browser/page/{name}");
window.outcomes = await outcomes();
</script>"""


def test_there_are_tests_of_the_page() -> None:
    assert TESTS


@pytest.mark.skipif(NODE is None, reason="node is not installed; the browser runs them below")
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_page_passes_its_own_tests(path: Path) -> None:
    command = [str(NODE), "--test", str(path)]
    ran = subprocess.run(  # noqa: S603  # node itself, and a file of this folder
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
async def test_it_passes_them_in_the_browser_too(browser: Browser, path: Path) -> None:
    async def page(_request: web.Request) -> web.Response:
        html = PAGE.format(imports=json.dumps({"imports": IMPORTS}), name=path.name)
        return web.Response(text=html, content_type="text/html")

    application = web.Application()
    application.router.add_get("/", page)
    application.router.add_static("/tests/browser/page", FOLDER)
    application.router.add_static("/bot/sandbox/page", ROOT / "bot" / "sandbox" / "page")
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    sheet = await browser.new_page()
    await sheet.goto(f"http://127.0.0.1:{port}/")
    await sheet.wait_for_function("window.outcomes !== undefined", timeout=10_000)
    outcomes = await sheet.evaluate("window.outcomes")
    await runner.cleanup()
    assert outcomes
    assert [outcome for outcome in outcomes if outcome["failure"]] == []
