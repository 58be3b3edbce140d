"""Who hears a page read out can tell its buttons from each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.blockkit.walk import every_element
from catalog import Catalog
from tests.stories.closing_ways import CLOSING_WAYS
from tests.stories.home_ways import HOME_WAYS
from tests.stories.joined import Json
from tests.stories.lives import at_work, begin, name_channel
from tests.stories.partnered import local_slack
from tests.stories.people_ways import PEOPLE_WAYS
from tests.stories.reply_ways import REPLY_WAYS
from tests.stories.whole_way import WAY, walk


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The triage channel is set."""
    name_channel(monkeypatch)


def shown(sandbox: Sandbox) -> Iterator[list[Json]]:
    """The blocks of each message and view that was sent."""
    for call in sandbox.calls:
        surface = call.args.get("view") or call.args
        if surface.get("blocks"):
            yield surface["blocks"]


def sounding_alike(blocks: list[Json]) -> list[str]:
    """The buttons that do different things under one name."""
    does: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _block, element in every_element(blocks):
        if element["type"] == "button":
            name = element.get("accessibility_label") or element["text"]["text"]
            does[name].add((element["action_id"], element.get("value", "")))
    return [name for name, things in does.items() if len(things) > 1]


async def test_no_two_buttons_of_a_view_sound_alike(library: Path, tmp_path: Path) -> None:
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, tmp_path, catalog) as shared:
            await begin(shared)
            ways = (*WAY, *CLOSING_WAYS, *REPLY_WAYS, *HOME_WAYS, *PEOPLE_WAYS)
            await walk(shared.desk, *ways)
            surfaces = list(shown(sandbox))
    assert len(surfaces) > 100
    assert {name for blocks in surfaces for name in sounding_alike(blocks)} == set()
