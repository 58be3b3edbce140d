"""A local Slack and the bot in it, on a clock that stands still until it is moved on.

The bot is put together as in production, but for three things: its clock; its database's thread,
whose work is done at once, so that the same story takes the same steps each time; and its patience
with Slack, where a call hangs.
"""

from __future__ import annotations

import logging
import random
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from aiohttp import web

from bot import app
from bot.app import Bot, running
from bot.doctor import MANIFEST
from bot.logs import DiscreetFormatter
from bot.sandbox import Manifest, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.clock import Clock
from bot.settings import Settings
from bot.store import store as store_module
from catalog import Catalog
from tests.empty import empty_desk
from tests.faults.strikes import Counts, Strike, Striking

P = ParamSpec("P")
Result = TypeVar("Result")

NOW = 1_796_000_000.0
SECRET = "a signing secret of the tests"  # noqa: S105 (the tests' own)
TOKEN = "xoxb-tests-only"  # noqa: S105
SETTLE_SECONDS = 1
PATIENCE = 0.2
"""Seconds of the machine's clock that a caller waits for Slack where a call hangs."""

RECOVERY = 900.0
"""Seconds of the clock within which all must be well again; Slack's last retry is after 361."""


@dataclass(slots=True)
class Scene:
    """One bot at work in the sandbox, and what it logged."""

    sandbox: Sandbox
    bot: Bot
    folder: Path
    counts: Counts
    logged: list[logging.LogRecord] = field(default_factory=list)

    def person(self, who: str) -> Person:
        """One of the people."""
        return self.sandbox.person(who)

    async def quiet(self) -> None:
        """Wait until nothing is under way that does not wait for the clock."""
        await self.sandbox.run_until(lambda: True, busy=self._busy)

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Move the clock on until something holds. Raises TimeoutError when it never does."""
        await self.sandbox.run_until(predicate, limit=RECOVERY, busy=self._busy)

    async def later(self) -> None:
        """Let all the time pass in which something could still come."""
        self.sandbox.clock.advance(RECOVERY)
        await self.quiet()

    def _busy(self) -> bool:
        return self.bot.workers.in_hand > 0


@dataclass(slots=True)
class Stage:
    """What many scenes share: the sandbox, the library and an empty database to begin with."""

    sandbox: Sandbox
    catalog: Catalog
    folder: Path

    @asynccontextmanager
    async def scene(self, strike: Strike) -> AsyncIterator[Scene]:
        """A new bot in an empty workspace, struck once while the block lasts."""
        await self.sandbox.reset()
        if not strike.echoes:
            _without_echoes(self.sandbox)
        random.seed(str(strike))
        folder = self.folder / "scene"
        folder.mkdir()
        empty_desk(folder / "desk.db")
        try:
            with ExitStack() as around:
                around.enter_context(_patience(PATIENCE if strike.leaves_callers_waiting else None))
                logged = around.enter_context(_logged())
                async with running(self._settings(folder), self.catalog, self.sandbox.clock) as bot:
                    await bot.installation.establish()
                    async with self._served(bot), bot.at_work():
                        striking = Striking(strike, self.sandbox)
                        counts = around.enter_context(striking.on())
                        yield Scene(self.sandbox, bot, folder, counts, logged)
        finally:
            shutil.rmtree(folder)

    def _settings(self, folder: Path) -> Settings:
        return Settings.model_validate(
            {
                "SLACK_BOT_TOKEN": TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": self.sandbox.api_url,
                "LIAISON_DATA": folder,
                "LIAISON_SETTLE_SECONDS": SETTLE_SECONDS,
            }
        )

    @asynccontextmanager
    async def _served(self, bot: Bot) -> AsyncIterator[None]:
        runner = web.AppRunner(bot.web, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            self.sandbox.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
            yield
        finally:
            await runner.cleanup()


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """A stage with its files in a folder."""
    clock = Clock(standing_at=NOW)
    sandbox = Sandbox(
        Manifest.read(MANIFEST),
        signing_secret=SECRET,
        bot_token=TOKEN,
        clock=clock,
        wall=clock.now,
    )
    with Catalog.open(folder / "catalog.db") as catalog, _at_once():
        catalog.load_shipped()
        await sandbox.start()
        try:
            yield Stage(sandbox, catalog, folder)
        finally:
            await sandbox.stop()


class AtOnce(Executor):
    """Does work where and when it is given."""

    def __init__(self, **_threads: object) -> None:
        pass

    def submit(
        self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Do it, and answer what came of it."""
        done: Future[Result] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001 (it is for whom the work was done)
            done.set_exception(problem)
        return done


def _without_echoes(sandbox: Sandbox) -> None:
    """Have the app hear of others' messages only."""
    events = sandbox.core.events
    tell = events.message

    def told(channel: Channel, message: dict[str, Any]) -> None:
        if "bot_id" not in message:
            tell(channel, message)

    events.message = told  # type: ignore[method-assign] # Slack has no switch for it


@contextmanager
def _at_once() -> Iterator[None]:
    with _changed(store_module, ThreadPoolExecutor=AtOnce):
        yield


@contextmanager
def _patience(seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return
    with _changed(app, SLACK_SECONDS=seconds, POST_SECONDS=seconds):
        yield


@contextmanager
def _changed(module: object, **values: Any) -> Iterator[None]:  # noqa: ANN401 (whatever it holds)
    before = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


@contextmanager
def _logged() -> Iterator[list[logging.LogRecord]]:
    handler = _Kept()
    logging.root.addHandler(handler)
    try:
        yield handler.records
    finally:
        logging.root.removeHandler(handler)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []
        self.setFormatter(DiscreetFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
