"""The endpoint behind every `response_url`."""

import json

from aiohttp import web

from bot.sandbox import spoiling
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.record import Call
from bot.sandbox.wire import dumps

_GONE = {"used_url", "expired_url", "no_such_url"}


async def answer(core: Core, request: web.Request) -> web.Response:
    """Takes what the app posts to a `response_url`, and writes the call down."""
    call = Call("response_url", {}, at=core.clock.now())
    core.record.call(call)
    path = f"hooks/{request.match_info['path']}"
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    call.args = body if isinstance(body, dict) else {}

    def carry_out() -> web.Response:
        return _carry_out(core, call, path, body)

    return await spoiling.under(core.faults.striking(call), core.clock, request, call, carry_out)


def _carry_out(core: Core, call: Call, path: str, body: object) -> web.Response:
    try:
        core.response_urls.respond(path, body)
    except SlackError as refusal:
        call.status = 404 if refusal.error in _GONE else 400
        call.error, call.answer = refusal.error, refusal.answer()
        return web.Response(
            status=call.status, text=dumps(call.answer), content_type="application/json"
        )
    call.status, call.answer = 200, {"ok": True}
    return web.Response(text="ok")
