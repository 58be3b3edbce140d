"""What the web page asks for and sends: plain values in, messages and views out."""

from collections.abc import Callable

from aiohttp import web

from bot.sandbox.bodies import BadRequestError, answered, read_object, text
from bot.sandbox.cast import PEOPLE
from bot.sandbox.channels import Channel
from bot.sandbox.core import Core
from bot.sandbox.filled import Picked
from bot.sandbox.people import User
from bot.sandbox.places import InView, Place
from bot.sandbox.record import Delivery
from bot.sandbox.shown import shown_app, shown_channel, shown_message, shown_person
from bot.sandbox.wire import JSON


class ClientApi:
    """The routes under `/client`. `core_now` gives the workspace, which a reset replaces."""

    def __init__(self, core_now: Callable[[], Core]) -> None:
        self._core_now = core_now

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        posts = {
            "send": self.send,
            "action": self.action,
            "submit": self.submit,
            "close": self.close,
            "shortcut": self.shortcut,
            "home": self.home,
            "suggest": self.suggest,
        }
        return [
            web.get("/client/boot", answered(self.boot)),
            web.get("/client/history", answered(self.history)),
            *(web.post(f"/client/{name}", answered(work)) for name, work in posts.items()),
        ]

    async def boot(self, request: web.Request) -> JSON:
        """Everything a page needs to draw its frame; for the first person when none is named."""
        core = self._core_now()
        asked = {"user": PEOPLE[0].id, **request.query}
        workspace, user = core.workspace, _user(core, asked)
        return {
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "me": shown_person(workspace, user),
            "people": [shown_person(workspace, each) for each in PEOPLE],
            "channels": [shown_channel(workspace, each) for each in workspace.channels_of(user)],
            "app": shown_app(workspace),
            "commands": [each.shown() for each in core.commands.offered_to(user)],
            "shortcuts": [each.shown() for each in core.shortcuts.offered_to(user)],
        }

    async def history(self, request: web.Request) -> JSON:
        """A channel as one person sees it."""
        core, query = self._core_now(), dict(request.query)
        user = _user(core, query)
        channel = _channel(core, user, text(query, "channel"))
        bot = core.workspace.bot.id
        seen = channel.seen_by(user.id)
        return {"messages": [shown_message(each, channel, bot) for each in seen]}

    async def send(self, request: web.Request) -> JSON:
        """A message, or a slash command; two slashes make it a message again."""
        core, body = self._core_now(), await read_object(request)
        user = _user(core, body)
        channel = _channel(core, user, text(body, "channel"))
        typed, thread_ts = text(body, "text"), body.get("thread_ts")
        if typed.startswith("/") and not typed.startswith("//"):
            name, _, rest = typed.partition(" ")
            return _outcome(
                await core.commands.run(user, channel, name, rest, in_thread=bool(thread_ts))
            )
        typed = typed.removeprefix("/") if typed.startswith("//") else typed
        core.say(user, channel, typed, thread_ts)
        return {"ok": True}

    async def action(self, request: web.Request) -> JSON:
        """A button, a menu or another element was used."""
        core, body = self._core_now(), await read_object(request)
        place = _place(core, body)
        place.filled.pick(place.blocks, _picked(body))
        element = text(body, "block_id"), text(body, "action_id")
        return _outcome(await core.interactions.act(place, *element, body.get("value")))

    async def submit(self, request: web.Request) -> JSON:
        """The modal on top was sent."""
        core, body = self._core_now(), await read_object(request)
        user, view_id = _user(core, body), text(body, "view_id")
        return _outcome(await core.submissions.submit(user, view_id, _picked(body)))

    async def close(self, request: web.Request) -> JSON:
        """The modal on top was closed."""
        core, body = self._core_now(), await read_object(request)
        await core.submissions.close(_user(core, body), text(body, "view_id"))
        return {"ok": True}

    async def shortcut(self, request: web.Request) -> JSON:
        """A shortcut was picked, on a message where `channel` and `ts` say which."""
        core, body = self._core_now(), await read_object(request)
        user, callback_id = _user(core, body), text(body, "callback_id")
        if not body.get("ts"):
            return _outcome(await core.shortcuts.run(user, callback_id))
        channel = _channel(core, user, text(body, "channel"))
        message = core.message_seen(user, channel, text(body, "ts"))
        return _outcome(await core.shortcuts.run_on(user, callback_id, channel, message))

    async def home(self, request: web.Request) -> JSON:
        """The Home tab was opened; answered once the app had its say."""
        core, body = self._core_now(), await read_object(request)
        user = _user(core, body)
        core.open_home(user)
        await core.dispatcher.settled()
        home = core.views.home(user)
        return {"ok": True, "view": home.shown() if home else None}

    async def suggest(self, request: web.Request) -> JSON:
        """Somebody typed into a menu that asks the app for its options."""
        core, body = self._core_now(), await read_object(request)
        element = text(body, "block_id"), text(body, "action_id")
        delivery = await core.interactions.suggest(
            _place(core, body), *element, text(body, "value")
        )
        return _outcome(delivery) | delivery.options


def _user(core: Core, body: JSON) -> User:
    return core.workspace.person(text(body, "user"))


def _channel(core: Core, user: User, name: str) -> Channel:
    return core.workspace.channel(name, user)


def _place(core: Core, body: JSON) -> Place:
    """Where the element stands that was used."""
    user, container = _user(core, body), body.get("container")
    if not isinstance(container, dict):
        raise BadRequestError("container must be an object")
    if container.get("type") == "view":
        return InView(core.views.before(user, text(container, "view_id")))
    channel = _channel(core, user, text(container, "channel"))
    message = core.message_seen(user, channel, text(container, "ts"))
    return core.in_message(user, channel, message)


def _picked(body: JSON) -> Picked:
    picked = body.get("state") or {}
    if not isinstance(picked, dict) or not all(isinstance(each, dict) for each in picked.values()):
        raise BadRequestError("state must be an object of objects")
    return picked


def _outcome(delivery: Delivery) -> JSON:
    if delivery.errors:
        return {"ok": False, "errors": delivery.errors}
    return {"ok": True} if delivery.error is None else {"ok": False, "error": delivery.error}
