"""`users.info` and `bots.info`."""

from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

_SCOPES = ("users:read",)


@method("users.info", tier=4, scopes=_SCOPES, needs="user", may="include_locale", takes_json=False)
def users_info(call: ApiCall) -> JSON:
    """A person, with their language where it is asked for."""
    workspace = call.core.workspace
    user = call.user(call.text("user"))
    app = {"api_app_id": workspace.app_id, "bot_id": workspace.bot_id} if user.is_bot else None
    shown = user.info(locale=call.flag("include_locale"), home=workspace.team, app=app)
    return {"user": shown}


@method("bots.info", tier=3, scopes=_SCOPES, may="bot team_id", takes_json=False)
def bots_info(call: ApiCall) -> JSON:
    """The app's own bot."""
    workspace = call.core.workspace
    if call.text("bot") != workspace.bot_id:
        raise SlackError("bot_not_found")
    profile = workspace.bot_profile
    return {"bot": {key: profile[key] for key in profile if key != "team_id"}}
