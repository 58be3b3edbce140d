"""Reading and writing in channels, as a page does it."""

from bot.sandbox import timeline
from bot.sandbox.bodies import BadRequestError, text
from bot.sandbox.channels import Channel
from bot.sandbox.client.asked import channel_of, message_of, outcome, user_of, whole_number
from bot.sandbox.core import Core
from bot.sandbox.people import User
from bot.sandbox.shown import shown_message
from bot.sandbox.wire import JSON

_PAGE = 100
_MOST_IN_A_PAGE = 500


async def history(core: Core, query: JSON) -> JSON:
    """One page of a channel as one person sees it, oldest first."""
    user, channel = user_of(core, query), channel_of(core, query)
    limit = whole_number(query, "limit", _PAGE, _MOST_IN_A_PAGE)
    found, has_more = timeline.page(channel, user.id, query.get("before", ""), limit)
    return {"messages": _shown(core, user, channel, found), "has_more": has_more}


async def thread(core: Core, query: JSON) -> JSON:
    """A thread as one person sees it."""
    user, channel = user_of(core, query), channel_of(core, query)
    found = timeline.thread(channel, user.id, text(query, "ts"))
    return {"messages": _shown(core, user, channel, found)}


async def send(core: Core, body: JSON) -> JSON:
    """A message, or a slash command; two slashes make it a message again."""
    user, channel = user_of(core, body), channel_of(core, body)
    typed, thread_ts = text(body, "text"), body.get("thread_ts")
    if typed.startswith("/") and not typed.startswith("//"):
        name, _, rest = typed.partition(" ")
        return outcome(await core.commands.run(user, channel, name, rest, thread_ts))
    typed = typed.removeprefix("/") if typed.startswith("//") else typed
    said = core.writing.say(
        user,
        channel,
        typed,
        thread_ts,
        broadcast=body.get("broadcast") is True,
        files=_files(body),
    )
    return {"ok": True, "ts": said["ts"]}


async def edit(core: Core, body: JSON) -> JSON:
    """An own message says something else now."""
    words = text(body, "text")
    core.writing.edit(user_of(core, body), channel_of(core, body), text(body, "ts"), words)
    return {"ok": True}


async def delete(core: Core, body: JSON) -> JSON:
    """An own message is taken back."""
    core.writing.delete(user_of(core, body), channel_of(core, body), text(body, "ts"))
    return {"ok": True}


async def react(core: Core, body: JSON) -> JSON:
    """An emoji is put on a message, or taken away."""
    user, channel, message = user_of(core, body), channel_of(core, body), message_of(core, body)
    work = core.reacting.remove if body.get("on") is False else core.reacting.add
    work(channel, message, text(body, "name"), user.id)
    return {"ok": True}


async def read(core: Core, body: JSON) -> JSON:
    """A channel is read up to a message."""
    user, channel = user_of(core, body), channel_of(core, body)
    core.posting.read(user, channel, text(body, "ts"))
    return {"ok": True, "unread": timeline.unread(channel, user.id)}


def _shown(core: Core, user: User, channel: Channel, found: list[JSON]) -> list[JSON]:
    bot = core.workspace.bot.id
    return [shown_message(each, channel, bot, user.id) for each in found]


def _files(body: JSON) -> list[JSON]:
    files = body.get("files") or []
    if not isinstance(files, list) or not all(isinstance(each, dict) for each in files):
        raise BadRequestError("files must be a list of objects")
    return files
