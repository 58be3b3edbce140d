"""Whom the demo brings, and what its desk knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import demo_cast
from bot.desk import roster
from bot.sandbox import Sandbox
from catalog import Catalog
from handlers.scopes import readers


@pytest.fixture
def catalog(library: Path) -> Iterator[Catalog]:
    with Catalog.open(library) as opened:
        yield opened


async def test_the_roster_is_one_that_the_desk_takes(sandbox: Sandbox, catalog: Catalog) -> None:
    await demo_cast.furnish(sandbox)
    sheet = roster.read(demo_cast.roster(sandbox).encode(), readers(catalog))
    assert sheet.refusals == ()
    assert len({each.organization for each in sheet.entries}) == 3
    known = {user.id: user for user in sandbox.workspace.people()}
    assert [known[each.user_id].key for each in sheet.entries] == [
        *("ruth", "caleb", "tomas", "ines", "omar"),
    ]
    assert all(known[each.user_id].team_id == each.team_id for each in sheet.entries)


async def test_everybody_says_that_they_are_made_up(sandbox: Sandbox) -> None:
    await demo_cast.furnish(sandbox)
    titles = [user.title for user in sandbox.workspace.people()]
    assert [title for title in titles if "(fic" not in title] == []
    lines = demo_cast.ROSTER.splitlines()[1:]
    named = [line.split(",")[2] for line in lines if line.split(",")[2]]
    assert all("(fictional)" in name for name in named)


async def test_the_coordinators_have_a_channel_of_their_own(sandbox: Sandbox) -> None:
    channel = sandbox.workspace.channels[await demo_cast.furnish(sandbox)]
    names = {sandbox.workspace.users[each].key for each in channel.members}
    assert (channel.is_private, channel.is_ext_shared) == (True, False)
    assert names == {"dana", "joan", "bot"}


async def test_a_partner_s_channel_has_one_who_is_listed_and_one_who_isn_t(
    sandbox: Sandbox,
) -> None:
    await demo_cast.furnish(sandbox)
    channel = sandbox.workspace.any_channel("prairie-law")
    assert channel
    outside = {sandbox.workspace.users[each] for each in channel.members}
    keys = {user.key for user in outside if user.team_id != sandbox.workspace.team.id}
    assert keys == {"omar", "noor"}
    assert "{noor}" not in demo_cast.ROSTER


async def test_the_same_people_have_the_same_ids_each_time(sandbox: Sandbox) -> None:
    await demo_cast.furnish(sandbox)
    first = demo_cast.roster(sandbox)
    await sandbox.reset()
    await demo_cast.furnish(sandbox)
    assert demo_cast.roster(sandbox) == first
