"""Files as stubs: what Slack says of a file, without anything in it."""

import mimetypes
from pathlib import PurePosixPath

from bot.sandbox.channels import Channel
from bot.sandbox.people import User
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_UNKNOWN = "application/octet-stream"


def file_stub(given: JSON, user: User, channel: Channel, workspace: Workspace) -> JSON:
    """The file object of an upload that names its `name`, `size` in bytes and `mimetype`.

    Raises `ValueError` where the name is missing or the size is no number.
    """
    name, size = given.get("name"), given.get("size", 0)
    if not isinstance(name, str) or not name or not isinstance(size, int):
        raise ValueError("a file has a name, and a size in bytes")
    file_id = workspace.ids.new("F")
    kind = given.get("mimetype") or mimetypes.guess_type(name)[0] or _UNKNOWN
    ending = PurePosixPath(name).suffix.removeprefix(".")
    moment = int(float(workspace.ids.ts()))
    address = f"https://{workspace.team.domain}.slack.com/files/{user.id}/{file_id}"
    return {
        "id": file_id,
        "created": moment,
        "timestamp": moment,
        "name": name,
        "title": name,
        "mimetype": kind,
        "filetype": ending or "binary",
        "pretty_type": ending.upper() or "Binary",
        "user": user.id,
        "user_team": user.team_id,
        "editable": False,
        "size": size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": channel.kind == "public",
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}/download",
        "permalink": address,
        "has_rich_preview": False,
    }
