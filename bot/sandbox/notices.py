"""What Slack itself tells a person, such as that an app did not answer."""

from bot.sandbox.channels import Channel
from bot.sandbox.live import Live
from bot.sandbox.people import User
from bot.sandbox.record import Record
from bot.sandbox.wire import JSON


class Notices:
    """Shows notices and keeps them for tests."""

    def __init__(self, record: Record, live: Live) -> None:
        self._record = record
        self._live = live

    def error(
        self,
        user: User,
        text: str,
        channel: Channel | None = None,
        thread_ts: str | None = None,
    ) -> None:
        """Something a person did failed."""
        self._show(user, "error", text, channel, thread_ts)

    def warning(self, user: User, text: str, channel: Channel | None = None) -> None:
        """Something a person did may not have worked."""
        self._show(user, "warning", text, channel)

    def _show(
        self,
        user: User,
        level: str,
        text: str,
        channel: Channel | None,
        thread_ts: str | None = None,
    ) -> None:
        notice: JSON = {"type": "notice", "level": level, "text": text}
        if channel is not None:
            notice["channel"] = channel.id
        if thread_ts is not None:
            notice["thread_ts"] = thread_ts
        self._record.notices[user.id].append(notice)
        self._live.tell([user.id], notice)
