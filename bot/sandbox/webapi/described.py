"""A conversation as the Web API shows it to the app."""

from bot.sandbox.channels import Channel
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace


def described(workspace: Workspace, channel: Channel) -> JSON:
    """The conversation object; docs.slack.dev/reference/objects/conversation-object"""
    common: JSON = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        person = next(iter(channel.members - {workspace.bot.id}))
        deleted = workspace.users[person].deleted
        return common | {"user": person, "is_user_deleted": deleted, "priority": 0}
    return common | _named(workspace, channel) | _shared(workspace, channel)


def _named(workspace: Workspace, channel: Channel) -> JSON:
    return {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.is_general,
        "is_member": workspace.bot.id in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "previous_names": [],
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _shared(workspace: Workspace, channel: Channel) -> JSON:
    return {
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [workspace.team.id, *channel.connected],
        "conversation_host_id": workspace.team.id,
    }
