"""Bodies and answers of the page's and the controls' own API: JSON both ways."""

import inspect
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.errors import RefusedError, SlackError
from bot.sandbox.local import refuse_foreign
from bot.sandbox.wire import JSON, dumps


class BadRequestError(ValueError):
    """The request is not in the form that this API takes."""


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Work = Callable[[web.Request], Awaitable[JSON]]


def answered(work: Work) -> Handler:
    """A handler that answers what `work` gives, or `{"ok": false, "error"}`."""

    async def handle(request: web.Request) -> web.StreamResponse:
        refuse_foreign(request)
        try:
            return respond(await work(request))
        except (RefusedError, SlackError) as refusal:
            return respond({"ok": False, "error": refusal.error})
        except LookupError as missing:
            return respond({"ok": False, "error": "not_found", "detail": str(missing)}, 404)
        except ValueError as mistake:
            return respond({"ok": False, "error": "invalid_arguments", "detail": str(mistake)}, 400)

    return handle


def respond(body: JSON, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(
        body=dumps(body).encode(),
        status=status,
        content_type="application/json",
        headers={"X-Content-Type-Options": "nosniff"},
    )


async def read_object(request: web.Request) -> JSON:
    """The JSON object in the body, `{}` where there is none. Raises `ValueError`."""
    body = json.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise BadRequestError("the body must be a JSON object")
    return body


def text(body: JSON, key: str) -> str:
    """A string that must be there. Raises `ValueError`."""
    value = body.get(key)
    if not isinstance(value, str):
        raise BadRequestError(f"{key} must be a string")
    return value


def must_fit(function: Callable[..., object], body: JSON, *first: object) -> None:
    """Raises `ValueError` where the body does not hold the function's arguments."""
    try:
        inspect.signature(function).bind(*first, **body)
    except TypeError as mistake:
        raise ValueError(str(mistake)) from mistake
