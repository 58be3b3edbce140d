"""What people write: new messages, with files or to the channel too, and second thoughts."""

from collections.abc import Sequence

from bot.sandbox.channels import Channel
from bot.sandbox.errors import RefusedError
from bot.sandbox.files import file_stub
from bot.sandbox.people import User
from bot.sandbox.posting import Posting
from bot.sandbox.shown import is_own
from bot.sandbox.typed import typed_message
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

MOST_TYPED = 40_000


class Writing:
    """Takes what a person types. Raises `RefusedError` where Slack has no box to type in."""

    def __init__(self, workspace: Workspace, posting: Posting) -> None:
        self._workspace = workspace
        self._posting = posting

    def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        thread_ts: str | None = None,
        *,
        broadcast: bool = False,
        files: Sequence[JSON] = (),
    ) -> JSON:
        """A person writes; `broadcast` sends a reply to the channel too."""
        self._must_be_writable(channel)
        content = self._content(text) if text or not files else {"text": ""}
        if files:
            stubs = [file_stub(each, user, channel, self._workspace) for each in files]
            content |= {"files": stubs, "upload": False, "display_as_bot": False}
            content["subtype"] = "file_share"
        elif broadcast and thread_ts:
            content["subtype"] = "thread_broadcast"
        return self._posting.from_person(user, channel, content, thread_ts)

    def edit(self, user: User, channel: Channel, ts: str, text: str) -> JSON:
        """A person writes an own message anew."""
        self._must_be_own(user, channel, ts)
        return self._posting.change(channel, ts, self._content(text), user.id)

    def delete(self, user: User, channel: Channel, ts: str) -> None:
        """A person takes an own message back."""
        self._must_be_own(user, channel, ts)
        self._posting.delete(channel, ts)

    def _content(self, text: str) -> JSON:
        if len(text) > MOST_TYPED:
            raise RefusedError("msg_too_long")
        return typed_message(text, self._workspace)

    def _must_be_own(self, user: User, channel: Channel, ts: str) -> None:
        message = channel.messages.get(ts)
        if message is None:
            raise RefusedError("message_not_found")
        if not is_own(message, user.id):
            raise RefusedError("not_your_message")

    def _must_be_writable(self, channel: Channel) -> None:
        if channel.is_archived:
            raise RefusedError("is_archived")
        manifest = self._workspace.manifest
        closed = manifest.messages_read_only or not manifest.messages_tab
        if closed and channel.kind == "im" and self._workspace.bot.id in channel.members:
            raise RefusedError("messages_tab_disabled")
