"""Makes a channel full at once, to try how a long one feels."""

from bot.sandbox.channels import Channel
from bot.sandbox.people import User
from bot.sandbox.typed import typed_message
from bot.sandbox.workspace import Workspace

_LINES = (
    "Has anyone a model ordinance for this? (fictional)",
    "Thanks, that helps. I will bring it to the next session. (fictional)",
    "Our county attorney reads it the same way. (fictional)",
    "Reunión el martes a las seis. (ficticio)",
    "See *section 4*, it is the part that matters. (fictional)",
)


def fill(workspace: Workspace, channel: Channel, count: int) -> None:
    """Puts `count` messages of its people into a channel; nobody is told, the app neither."""
    writers = _writers(workspace, channel)
    contents = [typed_message(line, workspace) for line in _LINES]
    for number in range(count):
        writer = writers[number % len(writers)]
        channel.add(
            {
                "type": "message",
                "user": writer.id,
                "team": writer.team_id,
                **contents[number % len(contents)],
                "ts": workspace.ids.ts(),
            }
        )


def _writers(workspace: Workspace, channel: Channel) -> list[User]:
    users = [workspace.users[each] for each in sorted(channel.members)]
    return [each for each in users if not each.is_bot]
