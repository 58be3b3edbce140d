"""The parts that every interaction payload shares; docs.slack.dev/reference/interaction-payloads"""

from bot.sandbox.channels import Channel
from bot.sandbox.events import VERIFICATION_TOKEN
from bot.sandbox.people import User
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace


def interaction(workspace: Workspace, user: User, kind: str) -> JSON:
    """Who did something, where, and for which app.

    `team` is the person's own: for somebody from Slack Connect it is not the app's.
    """
    team = workspace.home_of(user)
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": workspace.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_part(channel: Channel) -> JSON:
    """The `channel` of a payload."""
    return {"id": channel.id, "name": channel.command_name}
