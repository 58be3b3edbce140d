"""The bytes of files: the app posts them to an address it was given, a browser fetches them."""

from collections.abc import Callable, Iterator

from aiohttp import web

from bot.sandbox import spoiling
from bot.sandbox.core import Core
from bot.sandbox.local import refuse_foreign
from bot.sandbox.people import User
from bot.sandbox.record import Call
from bot.sandbox.wire import JSON

# As nothing else here, a file is not the page's own: it must not be run, whatever it says it is.
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class FilePages:
    """The routes under `/upload` and `/files`."""

    def __init__(self, core_now: Callable[[], Core]) -> None:
        self._core_now = core_now

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        return [
            web.post("/upload/v1/{ticket}", self.upload),
            web.get("/files/{file_id}", self.file),
        ]

    async def upload(self, request: web.Request) -> web.Response:
        """Takes a file's bytes, bare or in a form; the call is written down without them."""
        core = self._core_now()
        data = await _bytes(request)
        call = Call("upload", {"bytes": len(data)}, at=core.clock.now())
        core.record.call(call)

        def carry_out() -> web.Response:
            return _kept(core, call, request.match_info["ticket"], data)

        return await spoiling.under(
            core.faults.striking(call), core.clock, request, call, carry_out
        )

    async def file(self, request: web.Request) -> web.Response:
        """A file, for a person who has it before them, or for the app with `files:read`."""
        refuse_foreign(request)
        core, file_id = self._core_now(), request.match_info["file_id"]
        try:
            upload = core.uploads.find(file_id)
        except LookupError as missing:
            raise web.HTTPNotFound from missing
        if not (_is_the_app(core, request) or _sees(core, request.query.get("user", ""), file_id)):
            raise web.HTTPNotFound
        return web.Response(body=upload.data, content_type=upload.mimetype, headers=_HEADERS)


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


def _kept(core: Core, call: Call, ticket: str, data: bytes) -> web.Response:
    try:
        core.uploads.receive(ticket, data)
    except LookupError:
        call.status, call.error = 404, "no_such_address"
    except ValueError:
        call.status, call.error = 400, "wrong_length"
    else:
        call.status, call.answer = 200, {"ok": True}
        return web.Response(text=f"OK - {len(data)}")
    return web.Response(status=call.status, text=call.error)


def _is_the_app(core: Core, request: web.Request) -> bool:
    is_its_token = request.headers.get("Authorization") == f"Bearer {core.tokens.bot}"
    return is_its_token and not core.token_revoked and core.manifest.has_scope(["files:read"])


def _sees(core: Core, user_id: str, file_id: str) -> bool:
    """Whether a person has a message, a modal or a Home tab before them with the file in it."""
    user = core.workspace.users.get(user_id)
    if user is None or user.is_bot or user.deleted:
        return False
    if any(core.uploads.shows(blocks, file_id) for blocks in _views(core, user)):
        return True
    return any(_holds(core, message, file_id) for message in _messages(core, user))


def _views(core: Core, user: User) -> Iterator[list[JSON]]:
    home = core.views.home(user)
    for opened in (*core.views.stack(user), *([home] if home else [])):
        yield opened.blocks


def _messages(core: Core, user: User) -> Iterator[JSON]:
    for channel in core.workspace.channels_of(user):
        yield from channel.seen_by(user.id)


def _holds(core: Core, message: JSON, file_id: str) -> bool:
    shared = any(each["id"] == file_id for each in message.get("files", ()))
    return shared or core.uploads.shows(message.get("blocks", []), file_id)
