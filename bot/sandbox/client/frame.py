"""The frame of the page: the workspace, the channels and people in it, and opening a talk."""

from bot.sandbox.bodies import text
from bot.sandbox.client.asked import user_of
from bot.sandbox.core import Core
from bot.sandbox.shown import shown_app, shown_channel, shown_person
from bot.sandbox.wire import JSON


async def boot(core: Core, query: JSON) -> JSON:
    """Everything a page needs to draw its frame; for the first person when none is named."""
    workspace = core.workspace
    user = user_of(core, {"user": workspace.people()[0].id, **query})
    channels = workspace.channels_of(user)
    return {
        "team": {"id": workspace.team.id, "name": workspace.team.name},
        "me": shown_person(workspace, user),
        "people": [shown_person(workspace, each) for each in workspace.people()],
        "channels": [shown_channel(workspace, each, user) for each in channels],
        "app": shown_app(workspace),
        "commands": [each.shown() for each in core.commands.offered_to(user)],
        "shortcuts": [each.shown() for each in core.shortcuts.offered_to(user)],
        "demo": {"hint": core.hint} if core.hint else None,
    }


async def open_dm(core: Core, body: JSON) -> JSON:
    """The direct message with somebody, made when missing."""
    user, other = user_of(core, body), core.workspace.anyone(text(body, "with"))
    talk = core.memberships.open_talk(user, other)
    return {"ok": True, "channel": shown_channel(core.workspace, talk, user)}
