"""`team.info`."""

from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON


@method("team.info", tier=3, scopes=("team:read",), may="domain team")
def info(call: ApiCall) -> JSON:
    """The workspace, or another team that shares a channel with the app."""
    workspace = call.core.workspace
    wanted = call.text("team") or call.text("domain") or workspace.team.id
    shared = {each for channel in workspace.channels.values() for each in channel.connected}
    for team in workspace.teams.values():
        if wanted in (team.id, team.domain) and team.id in {workspace.team.id, *shared}:
            return {
                "team": {
                    "id": team.id,
                    "name": team.name,
                    "domain": team.domain,
                    "email_domain": "",
                    "icon": {"image_default": True},
                }
            }
    raise SlackError("team_not_found")
