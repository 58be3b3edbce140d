"""`auth.*` and `api.test`."""

from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON


@method("auth.test", tier=5)
def auth_test(call: ApiCall) -> JSON:
    """Whose token it is."""
    workspace = call.core.workspace
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": workspace.bot.name,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", tier=3, may="test")
def auth_revoke(call: ApiCall) -> JSON:
    """The app gives its token back, unless it is only trying."""
    revoked = not call.flag("test")
    if revoked:
        call.core.revoke()
    return {"revoked": revoked}


@method("api.test", tier=4, public=True)
def api_test(call: ApiCall) -> JSON:
    """Says back what it was told."""
    if error := call.text("error"):
        raise SlackError(error, args=call.args)
    return {"args": call.args}
