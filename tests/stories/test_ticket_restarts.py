"""The whole way of a ticket, the bot stopped and started after every step, Slack failing after
each: all ends as if nothing had happened.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from catalog import Catalog
from tests.stories.lives import at_work, begin, name_channel, seen, standing
from tests.stories.partnered import Shared, local_slack
from tests.stories.whole_way import WAY, Step, walk

Ends = tuple[dict[str, list[str]], dict[str, list[str]]]

SETTLING = 180.0
"""Seconds within which what may have been posted is found, and what was not is posted."""

POSTS = ("chat.postMessage", "chat.update")


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The triage channel is set."""
    name_channel(monkeypatch)


async def ends(shared: Shared) -> Ends:
    """What everybody sees in the end, and what the desk has of it."""
    await shared.passes(SETTLING)
    return seen(shared), await shared.run(standing)


async def undisturbed(folder: Path, catalog: Catalog) -> Ends:
    """How it ends by itself."""
    async with local_slack() as sandbox, at_work(sandbox, folder, catalog) as shared:
        await begin(shared)
        await walk(shared.desk, *WAY)
        return await ends(shared)


async def in_one_life(sandbox: Sandbox, folder: Path, catalog: Catalog, step: Step) -> None:
    """The bot is started, a step is gone, and it is stopped while what follows is under way."""
    async with at_work(sandbox, folder, catalog) as shared:
        await shared.passes(SETTLING)
        await step(shared.desk)


def fails_once(sandbox: Sandbox, kind: str) -> None:
    """Slack does what it is asked next, and does not say so."""
    for method in POSTS:
        sandbox.faults.add(method, kind)


async def stopped_after_each(folder: Path, catalog: Catalog, kind: str) -> Ends:
    """How it ends when the bot lives for one step at a time."""
    async with local_slack() as sandbox:
        async with at_work(sandbox, folder, catalog) as shared:
            await begin(shared)
        for step in WAY:
            if kind:
                fails_once(sandbox, kind)
            await in_one_life(sandbox, folder, catalog, step)
        failed = [call for call in sandbox.calls if kind and call.fault == kind]
        assert not kind or len(failed) > len(WAY)
        async with at_work(sandbox, folder, catalog) as shared:
            return await ends(shared)


@pytest.mark.parametrize("kind", ["", "500_after", "drop_after", "500_before", "drop_before"])
async def test_a_life_for_each_step_ends_as_one_for_all(
    library: Path, tmp_path: Path, kind: str
) -> None:
    with Catalog.open(library) as catalog:
        stopped = await stopped_after_each(tmp_path / "stopped", catalog, kind)
        assert stopped == await undisturbed(tmp_path / "undisturbed", catalog)
