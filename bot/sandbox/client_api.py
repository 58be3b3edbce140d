"""The routes of the web page, each with the work behind it."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.bodies import Handler, answered, read_object
from bot.sandbox.client import frame, messages, surfaces
from bot.sandbox.client.asked import user_of
from bot.sandbox.core import Core
from bot.sandbox.wire import JSON

_Work = Callable[[Core, JSON], Awaitable[JSON]]
_GETS: dict[str, _Work] = {
    "boot": frame.boot,
    "history": messages.history,
    "thread": messages.thread,
}
_POSTS: dict[str, _Work] = {
    "open_dm": frame.open_dm,
    "send": messages.send,
    "edit": messages.edit,
    "delete": messages.delete,
    "react": messages.react,
    "read": messages.read,
    "action": surfaces.action,
    "suggest": surfaces.suggest,
    "submit": surfaces.submit,
    "close": surfaces.close,
    "shortcut": surfaces.shortcut,
    "home": surfaces.home,
}


class ClientApi:
    """The routes under `/client`. `core_now` gives the workspace, which a reset replaces."""

    def __init__(self, core_now: Callable[[], Core]) -> None:
        self._core_now = core_now

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        return [
            *(web.get(f"/client/{name}", self._asked(work)) for name, work in _GETS.items()),
            *(web.post(f"/client/{name}", self._sent(work)) for name, work in _POSTS.items()),
        ]

    def _asked(self, work: _Work) -> Handler:
        async def ask(request: web.Request) -> JSON:
            return await work(self._core_now(), dict(request.query))

        return answered(ask)

    def _sent(self, work: _Work) -> Handler:
        async def send(request: web.Request) -> JSON:
            core, body = self._core_now(), await read_object(request)
            core.acting(user_of(core, body).id)
            return await work(core, body)

        return answered(send)
