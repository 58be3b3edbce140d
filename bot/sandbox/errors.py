"""What Slack answers when it says no."""

from collections.abc import Sequence

from bot.sandbox.wire import JSON


class SlackError(Exception):
    """A Web API answer of `"ok": false`; `error` is one of the names Slack documents."""

    def __init__(self, error: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra

    def answer(self) -> JSON:
        """The body of the answer, with `response_metadata.messages` where there are any."""
        body: JSON = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            shown = [f"[ERROR] {message}" for message in self.messages]
            body["response_metadata"] = {"messages": shown}
        return body


class RefusedError(Exception):
    """Slack's own client would not let a person do this; nothing reaches the app."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error
