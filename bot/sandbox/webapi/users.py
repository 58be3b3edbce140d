"""`users.*` and `bots.info`."""

from bot.sandbox.errors import SlackError
from bot.sandbox.people import User
from bot.sandbox.webapi.cursors import page_of
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

_SCOPES = ("users:read",)


@method("users.info", tier=4, scopes=_SCOPES, needs="user", may="include_locale", takes_json=False)
def users_info(call: ApiCall) -> JSON:
    """A person, with their language where it is asked for."""
    return {"user": _shown(call, call.user(call.text("user")))}


@method(
    "users.list",
    tier=2,
    scopes=_SCOPES,
    may="cursor include_locale limit team_id",
    takes_json=False,
)
def users_list(call: ApiCall) -> JSON:
    """Everyone in this workspace, guests and bots too; nobody from other teams."""
    workspace = call.core.workspace
    ours = {user.id: user for user in workspace.users.values() if not workspace.is_outsider(user)}
    page, metadata = page_of(call, "user", sorted(ours))
    return {
        "members": [_shown(call, ours[each]) for each in page],
        "cache_ts": int(call.core.clock.now()),
        **metadata,
    }


@method("bots.info", tier=3, scopes=_SCOPES, may="bot team_id", takes_json=False)
def bots_info(call: ApiCall) -> JSON:
    """The app's own bot."""
    workspace = call.core.workspace
    if call.text("bot") != workspace.bot_id:
        raise SlackError("bot_not_found")
    profile = workspace.bot_profile
    return {"bot": {key: profile[key] for key in profile if key != "team_id"}}


def _shown(call: ApiCall, user: User) -> JSON:
    workspace = call.core.workspace
    app = {"api_app_id": workspace.app_id, "bot_id": workspace.bot_id} if user.is_bot else None
    return user.info(locale=call.flag("include_locale"), home=workspace.team, app=app)
