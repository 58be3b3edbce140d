"""What Slack and the network do to a caller on a bad day."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault
from bot.sandbox.record import Call
from bot.sandbox.wire import dumps

# What is done to the request once these strike; the others let it be carried out first.
_BEFORE = {"429", "500_before", "drop_before", "hang", "garbage_before"}
_GARBAGE = "<html><body>upstream connect error or disconnect/reset before headers</body></html>"
_STATUS = {
    "429": 429,
    "500_before": 500,
    "500_after": 500,
    "garbage_before": 200,
    "garbage": 200,
    "internal_error_after": 200,
}


async def under(
    fault: Fault | None,
    clock: Clock,
    request: web.Request,
    call: Call,
    carry_out: Callable[[], web.Response],
) -> web.Response:
    """Answers a request, spoiled by `fault` in its way."""
    if fault is None:
        return carry_out()
    call.fault = fault.kind
    if fault.kind in _BEFORE:
        return await _spoiled(fault, request, call)
    if fault.kind == "late":
        await clock.sleep(fault.seconds)
    response = carry_out()
    return response if fault.kind == "late" else await _spoiled(fault, request, call)


async def _spoiled(fault: Fault, request: web.Request, call: Call) -> web.Response:
    """The answer of a fault that lets nothing better through."""
    if fault.kind == "hang":
        await asyncio.Event().wait()
    if fault.kind.startswith("drop"):
        return _dropped(request, call)
    call.status, call.error = _STATUS[fault.kind], fault.kind
    if fault.kind == "429":
        return too_many(fault.seconds)
    if fault.kind == "internal_error_after":
        return web.Response(
            text=dumps({"ok": False, "error": "internal_error"}), content_type="application/json"
        )
    return web.Response(status=call.status, text=_GARBAGE, content_type="text/html")


def _dropped(request: web.Request, call: Call) -> web.Response:
    """Closes the connection without a word; the response is never written."""
    call.status, call.error = None, "dropped"
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def too_many(seconds: float) -> web.Response:
    """429, with the whole seconds to wait."""
    return web.Response(
        status=429,
        text=dumps({"ok": False, "error": "ratelimited"}),
        content_type="application/json",
        headers={"Retry-After": str(max(1, -int(-seconds // 1)))},
    )
