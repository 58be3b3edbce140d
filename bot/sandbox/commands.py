"""Slash commands: typed by a person, answered in the same breath."""

import json

from bot.sandbox.channels import Channel
from bot.sandbox.content import read_content
from bot.sandbox.dispatch import Dispatcher
from bot.sandbox.errors import SlackError
from bot.sandbox.events import VERIFICATION_TOKEN
from bot.sandbox.manifest import Command
from bot.sandbox.notices import Notices
from bot.sandbox.people import User
from bot.sandbox.posting import Posting
from bot.sandbox.record import Delivery
from bot.sandbox.response_urls import ResponseUrls, check_reply, show_reply
from bot.sandbox.triggers import Triggers
from bot.sandbox.typed import escape, resolve
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_MOST_TYPED = 12_000
_NOT_IN_THREADS = "is not supported in threads. Sorry!"


class Commands:
    """Sends commands to the app and shows its replies."""

    def __init__(
        self,
        workspace: Workspace,
        dispatcher: Dispatcher,
        posting: Posting,
        triggers: Triggers,
        response_urls: ResponseUrls,
        notices: Notices,
    ) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._posting = posting
        self._triggers = triggers
        self._response_urls = response_urls
        self._notices = notices

    def offered_to(self, user: User) -> tuple[Command, ...]:
        """The commands a person has; people from another team have none."""
        manifest = self._workspace.manifest
        offered = manifest.has_scope(["commands"]) and not self._workspace.is_outsider(user)
        return manifest.commands if offered else ()

    async def run(
        self, user: User, channel: Channel, name: str, text: str, thread_ts: str | None = None
    ) -> Delivery:
        """A person types a command. One that Slack does not know goes nowhere."""
        command = next((each for each in self.offered_to(user) if each.command == name), None)
        if command is None:
            return self._refused(user, channel, name, "unknown_command", "is not a valid command.")
        if thread_ts:
            self._notices.error(user, f"{name} {_NOT_IN_THREADS}", channel, thread_ts)
            return Delivery("command", {}, error="commands_not_in_threads")
        if len(text) > _MOST_TYPED:
            return self._refused(user, channel, name, "msg_too_long", "is too long.")
        delivery = await self._dispatcher.send(
            "command", self._payload(user, channel, command, text)
        )
        if delivery.error is None:
            self._show(user, channel, delivery)
        if delivery.error is not None:
            self._notices.error(user, f'{name} failed with the error "{delivery.error}"', channel)
        return delivery

    def _payload(self, user: User, channel: Channel, command: Command, text: str) -> JSON:
        resolved = resolve(text, self._workspace) if command.should_escape else escape(text)
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": user.team_id,
            "team_domain": self._workspace.home_of(user).domain,
            "channel_id": channel.id,
            "channel_name": channel.command_name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command.command,
            "text": resolved.strip(),
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_urls.issue("commands", user.id, channel),
            "trigger_id": self._triggers.issue(user.id),
        }

    def _show(self, user: User, channel: Channel, delivery: Delivery) -> None:
        """Shows what the app answered in the body, if anything."""
        if not delivery.body.strip():
            return
        try:
            reply = check_reply(_read(delivery))
            content = read_content(reply, self._workspace.ids)
            delivery.message = show_reply(self._posting, user.id, channel, reply, content)
        except SlackError as refusal:
            delivery.error = refusal.error
            delivery.options = refusal.answer()

    def _refused(self, user: User, channel: Channel, name: str, error: str, why: str) -> Delivery:
        self._notices.error(user, f"{name} {why}", channel)
        return Delivery("command", {}, error=error)


def _read(delivery: Delivery) -> object:
    """A reply is JSON when it says so, else the text to show."""
    content_type = delivery.headers.get("Content-Type", "")
    if not content_type.startswith("application/json"):
        return {"text": delivery.body}
    try:
        return json.loads(delivery.body)
    except ValueError as mistake:
        raise SlackError("invalid_payload") from mistake
