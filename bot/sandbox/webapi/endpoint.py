"""One call of the Web API, from the request to the answer."""

import logging

from aiohttp import web

from bot.sandbox import spoiling
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.record import Call
from bot.sandbox.tokens import APP_SCOPES
from bot.sandbox.webapi.arguments import bearer, read_arguments
from bot.sandbox.webapi.registry import METHODS, ApiCall, Method, check_arguments
from bot.sandbox.wire import JSON, dumps

# To whom these are answered, Slack does not know and names no scopes.
_NOBODY = {
    *("not_authed", "invalid_auth", "token_revoked", "unknown_method", "not_allowed_token_type")
}
_log = logging.getLogger(__name__)


async def answer(core: Core, request: web.Request) -> web.Response:
    """Answers `/api/METHOD` and writes the call down."""
    name = request.match_info["method"]
    known = METHODS.get(name)
    call = Call(name, {}, at=core.clock.now())
    core.record.call(call)
    try:
        call.args = await read_arguments(request, takes_json=known is None or known.takes_json)
    except SlackError as refusal:
        return _respond(core, call, refusal.answer())
    token = bearer(request, call.args)
    call.args.pop("token", None)

    def carry_out() -> web.Response:
        return _carry_out(core, call, known, token)

    return await spoiling.under(core.faults.striking(call), core.clock, request, call, carry_out)


def _carry_out(core: Core, call: Call, known: Method | None, token: str | None) -> web.Response:
    """Everything Slack looks at before, while and after it does what was asked."""
    if known is None:
        _log.warning("the app called a method the sandbox does not have: %s", call.method)
        return _respond(
            core, call, {"ok": False, "error": "unknown_method", "req_method": call.method}
        )
    try:
        if not known.public:
            _check_token(core, known, token)
        wait = core.limits.wait(call.method, known.tier, call.args.get("channel"))
        if wait:
            call.status, call.error = 429, "ratelimited"
            return spoiling.too_many(wait)
        api_call = ApiCall(core, call.args)
        if known.scopes:
            api_call.need_scope(*known.scopes)
        check_arguments(known, call.args)
        return _respond(core, call, {"ok": True, **known.run(api_call)}, known)
    except SlackError as refusal:
        return _respond(core, call, refusal.answer(), known)


def _check_token(core: Core, known: Method, token: str | None) -> None:
    if token is None:
        raise SlackError("not_authed")
    if token not in (core.tokens.bot, core.tokens.app):
        raise SlackError("invalid_auth")
    if known.app_level != (token == core.tokens.app):
        raise SlackError("not_allowed_token_type")
    if core.token_revoked and not known.app_level:
        raise SlackError("token_revoked")


def _respond(core: Core, call: Call, body: JSON, known: Method | None = None) -> web.Response:
    call.status, call.answer = 200, body
    call.error = body.get("error")
    headers = {"x-slack-req-id": core.ids.new("")}
    if call.error not in _NOBODY:
        app_level = known is not None and known.app_level
        headers["x-oauth-scopes"] = ",".join(APP_SCOPES if app_level else core.manifest.scopes)
        if known is not None and known.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(known.scopes)
    return web.Response(
        body=dumps(body).encode(), headers=headers, content_type="application/json", charset="utf-8"
    )
