"""Shortcuts: the app's entries in the composer's menu and in a message's menu."""

from bot.sandbox import payloads
from bot.sandbox.channels import Channel
from bot.sandbox.dispatch import Dispatcher
from bot.sandbox.errors import RefusedError
from bot.sandbox.interactions import warning
from bot.sandbox.manifest import Shortcut
from bot.sandbox.notices import Notices
from bot.sandbox.people import User
from bot.sandbox.record import Delivery
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.triggers import Triggers
from bot.sandbox.wire import JSON, copy
from bot.sandbox.workspace import Workspace


class Shortcuts:
    """Sends `shortcut` and `message_action` to the app."""

    def __init__(
        self,
        workspace: Workspace,
        dispatcher: Dispatcher,
        triggers: Triggers,
        response_urls: ResponseUrls,
        notices: Notices,
    ) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._triggers = triggers
        self._response_urls = response_urls
        self._notices = notices

    def offered_to(self, user: User) -> tuple[Shortcut, ...]:
        """The shortcuts a person has; people from another team have none."""
        manifest = self._workspace.manifest
        offered = manifest.has_scope(["commands"]) and not self._workspace.is_outsider(user)
        return manifest.shortcuts if offered else ()

    async def run(self, user: User, callback_id: str) -> Delivery:
        """A person picks a global shortcut."""
        return await self._send(user, self._payload(user, "global", "shortcut", callback_id), None)

    async def run_on(
        self, user: User, callback_id: str, channel: Channel, message: JSON
    ) -> Delivery:
        """A person picks a shortcut in a message's menu; the app need not be in the channel."""
        if message.get("is_ephemeral"):
            raise RefusedError("no_shortcuts_on_ephemeral_messages")
        payload = self._payload(user, "message", "message_action", callback_id) | {
            "channel": payloads.channel_part(channel),
            "message_ts": message["ts"],
            "message": copy(message),
            "response_url": self._response_urls.issue("app", user.id, channel, message),
        }
        return await self._send(user, payload, channel)

    def _payload(self, user: User, kind: str, name: str, callback_id: str) -> JSON:
        workspace = self._workspace
        if workspace.manifest.shortcut(kind, callback_id) not in self.offered_to(user):
            raise RefusedError("unknown_shortcut")
        return {
            **payloads.interaction(workspace, user, name),
            "action_ts": workspace.ids.ts(),
            "callback_id": callback_id,
            "trigger_id": self._triggers.issue(user.id),
        }

    async def _send(self, user: User, payload: JSON, channel: Channel | None) -> Delivery:
        if not self._workspace.manifest.interactivity:
            raise RefusedError("interactivity_is_off")
        delivery = await self._dispatcher.send(payload["type"], payload)
        if delivery.error is not None:
            self._notices.warning(user, warning(delivery), channel)
        return delivery
