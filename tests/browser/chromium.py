"""Where the headless Chromium of the page's tests comes from.

`python -m tests.browser.chromium` provides one: what is installed, else Playwright's own
download, else, as root on Debian and its kin, the system's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that asks nobody but the page's own server for anything."""

DOWNLOAD_SECONDS = 300


def arguments() -> list[str]:
    """How the browser is started; root has no sandbox of the browser's own."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]


def find() -> str | None:
    """A browser on this machine: the system's, else Playwright's own."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    try:
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
    except Error:
        return None
    return own if Path(own).exists() else None


def provide() -> str | None:
    """A browser on this machine, brought here when there is none."""
    return find() or _downloaded() or _installed()


def _downloaded() -> str | None:
    _say("No browser here. Asking Playwright to download its Chromium...")
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _say("That failed. Installing the system's chromium with apt-get, since we are root...")
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-qq", "--no-install-recommends", "-y", "chromium")
    return find()


def _run(*command: str) -> None:
    try:
        subprocess.run(  # noqa: S603 (fixed commands of this module)
            command,
            check=False,
            timeout=DOWNLOAD_SECONDS,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        _say("That took too long.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Provide one and say which; without one the page's tests are skipped, saying so."""
    path = provide()
    _say(f"Browser for the tests: {path}" if path else "No browser: the page's tests will skip.")


if __name__ == "__main__":
    main()
