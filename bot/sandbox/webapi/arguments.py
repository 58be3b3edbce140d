"""Reads the arguments of a call from the query, a form or a JSON body."""

import json
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.errors import SlackError
from bot.sandbox.wire import JSON

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


async def read_arguments(request: web.Request, *, takes_json: bool) -> JSON:
    """The arguments; Slack does not look at a JSON body where the method takes none."""
    args: JSON = dict(request.query)
    if request.method != "POST":
        return args
    if request.content_type == _JSON:
        if takes_json:
            args |= _from_json(await request.read())
    elif request.content_type == _FORM:
        args |= _from_form(await request.read())
    elif request.content_type.startswith("multipart/"):
        args |= dict(await request.post())
    elif await request.read():
        raise SlackError("invalid_post_type")
    return args


def bearer(request: web.Request, args: JSON) -> str | None:
    """The token, from the header or from a form or query; never from a JSON body."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    given = args.get("token")
    return given if isinstance(given, str) and request.content_type != _JSON else None


def _from_form(body: bytes) -> JSON:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError as mistake:
        raise SlackError("invalid_form_data") from mistake


def _from_json(body: bytes) -> JSON:
    try:
        parsed = json.loads(body or b"{}")
    except (ValueError, RecursionError) as mistake:
        raise SlackError("invalid_json") from mistake
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed
