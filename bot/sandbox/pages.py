"""The web page: its files, and the socket that tells it what happens."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox.core import Core
from bot.sandbox.local import refuse_foreign
from bot.sandbox.page_policy import page_headers
from bot.sandbox.wire import JSON, dumps

_FOLDER = Path(__file__).with_name("page")
_HEARTBEAT_SECONDS = 30.0


class Pages:
    """The routes a browser opens by itself."""

    def __init__(self, core_now: Callable[[], Core], folder: Path = _FOLDER) -> None:
        self._core_now = core_now
        self._folder = folder.resolve()

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        return [
            web.get("/", self.index),
            web.get("/page/{name:.+}", self.file),
            web.get("/client/live", self.live),
        ]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return self._serve(request, "index.html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file the page is made of."""
        return self._serve(request, request.match_info["name"])

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Tells a page everything that concerns its person, until it goes."""
        refuse_foreign(request)
        core = self._core_now()
        try:
            user = core.workspace.person(request.query.get("user", ""))
        except LookupError as missing:
            raise web.HTTPNotFound(text=str(missing)) from missing
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS)
        await socket.prepare(request)
        queue: asyncio.Queue[JSON] = asyncio.Queue()
        stop = core.live.listen(user.id, queue.put_nowait)
        sender = asyncio.create_task(self._send(socket, queue))
        try:
            async for _ in socket:
                """A page says nothing here; reading on is how its going is noticed."""
        finally:
            stop()
            sender.cancel()
        return socket

    async def _send(self, socket: web.WebSocketResponse, queue: asyncio.Queue[JSON]) -> None:
        while not socket.closed:
            await socket.send_str(dumps(await queue.get()))

    def _serve(self, request: web.Request, name: str) -> web.StreamResponse:
        refuse_foreign(request)
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=page_headers(self._folder / "index.html"))
