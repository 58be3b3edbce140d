"""The Events API: what the app subscribed to, delivered and retried as Slack does."""

import asyncio
import secrets
from collections.abc import Coroutine, Iterator

from bot.sandbox.channels import EVENT_KIND, Channel
from bot.sandbox.dispatch import Dispatcher
from bot.sandbox.holding import Holding, Order, Repeat
from bot.sandbox.people import User
from bot.sandbox.record import Delivery
from bot.sandbox.wire import JSON, copy
from bot.sandbox.workspace import Workspace

# Seconds before each retry; docs.slack.dev/apis/events-api#retries
RETRIES = (0.0, 60.0, 300.0)
DELAYED_RETRIES = (3600.0,) * 24
# The events under way at once; the others queue, so that a slow app costs no more connections.
MOST_AT_ONCE = 200
# Told of a channel, and not in it: public and private ones each need their own scope.
_OF_CHANNELS = {
    *("member_joined_channel", "member_left_channel", "channel_shared", "channel_unshared")
}
_MESSAGES_INSIDE = ("message", "previous_message", "root")
# What a person said, as against what became of a message or of the channel.
_SAID = (None, "file_share", "thread_broadcast")
VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105  # Slack's legacy field, no secret


class Events:
    """Sends events to the app.

    `echo_metadata` is whether the app's own messages come back to it with their metadata,
    `delayed_events` whether Slack goes on trying for a day, `holding` keeps events back.
    """

    def __init__(self, workspace: Workspace, dispatcher: Dispatcher) -> None:
        self.echo_metadata = False
        self.delayed_events = False
        self.holding = Holding()
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._lines = asyncio.Semaphore(MOST_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def message(self, channel: Channel, message: JSON) -> None:
        """A message was posted, changed or deleted in a channel."""
        told = copy(message)
        if message.get("subtype") == "thread_broadcast":
            told["root"] = copy(channel.messages[message["thread_ts"]])
        event = {
            **(told if self.echo_metadata else _without_metadata(told)),
            "channel": channel.id,
            "event_ts": message["ts"],
            "channel_type": EVENT_KIND[channel.kind],
        }
        self.emit(f"message.{channel.family}", event, channel)
        if self._mentions_app(channel, message):
            mention = {**event, "type": "app_mention"}
            del mention["channel_type"]
            self.emit("app_mention", mention, channel)

    def emit(self, subscription: str, event: JSON, channel: Channel | None = None) -> None:
        """Delivers an event if the app gets it: subscribed, with the scope, in the channel."""
        if not self._workspace.manifest.receives(subscription):
            return
        if channel is not None and not self._may_hear(subscription, channel):
            return
        payload = self.envelope(event, channel)
        if self.holding.on:
            self.holding.payloads.append(payload)
        else:
            self._dispatcher.begin()
            self._start(self._deliver(payload))

    async def release(self, order: Order, repeat: Repeat, at_once: int, *, keep: bool) -> int:
        """Delivers what is held back; answers how many deliveries that were.

        `at_once` are under way at a time. What is not taken is tried again as ever.
        """
        turns = self.holding.turns(order, repeat, keep=keep)
        left = iter(turns)
        await asyncio.gather(*(self._work_off(left) for _ in range(max(at_once, 1))))
        return len(turns)

    def cancel(self) -> None:
        """Gives up every delivery and retry."""
        for task in self._tasks:
            task.cancel()

    async def verify(self) -> bool:
        """Asks the app to prove that the address is its own, as Slack does on saving it."""
        challenge = secrets.token_hex(16)
        payload = {
            "token": VERIFICATION_TOKEN,
            "challenge": challenge,
            "type": "url_verification",
        }
        answer = await self._dispatcher.send("event", payload)
        return answer.status == 200 and challenge in answer.body

    def envelope(self, event: JSON, channel: Channel | None = None) -> JSON:
        """An event as it is put into the post."""
        workspace = self._workspace
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team.id,
            "context_team_id": workspace.team.id,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": workspace.ids.new("Ev"),
            "event_time": int(float(event.get("event_ts", self._dispatcher.clock.now()))),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team.id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
            "event_context": f"4-{secrets.token_hex(16)}",
        }

    def author(self, user: User, channel: Channel) -> JSON:
        """The fields that say who wrote a message, with the teams where they may differ."""
        fields = {"user": user.id, "team": user.team_id}
        if channel.is_ext_shared:
            fields |= {"user_team": user.team_id, "source_team": user.team_id}
        return fields

    def tokens_revoked(self) -> None:
        """The app's token was taken away, by itself or by an admin."""
        tokens = {"oauth": [], "bot": [self._workspace.bot.id]}
        self.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})

    def _may_hear(self, subscription: str, channel: Channel) -> bool:
        """Whether the app is in the channel and may read what it is told of this kind of it."""
        scope = f"{channel.family}:read"
        may = subscription not in _OF_CHANNELS or self._workspace.manifest.has_scope([scope])
        return may and self._workspace.bot.id in channel.members

    def _mentions_app(self, channel: Channel, message: JSON) -> bool:
        bot = self._workspace.bot.id
        by_person = "bot_id" not in message and message.get("subtype") in _SAID
        return by_person and channel.kind != "im" and f"<@{bot}>" in message["text"]

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, turns: Iterator[tuple[int, JSON]]) -> None:
        for number, payload in turns:
            self._dispatcher.begin()
            delivery = await self._send(payload, "http_timeout" if number else None, number)
            if not _taken(delivery):
                self._start(self._try_again(payload, delivery))

    async def _deliver(self, payload: JSON) -> None:
        """Sends an event until it is taken."""
        await self._try_again(payload, await self._send(payload))

    async def _try_again(self, payload: JSON, delivery: Delivery) -> None:
        waits = RETRIES + (DELAYED_RETRIES if self.delayed_events else ())
        for number, wait in enumerate(waits, 1):
            if _taken(delivery):
                return
            if wait:
                await self._dispatcher.clock.sleep(wait)
            self._dispatcher.begin()
            delivery = await self._send(payload, _reason(delivery), number)

    async def _send(self, payload: JSON, again: str | None = None, number: int = 0) -> Delivery:
        """Delivers an event that was begun, once Slack is up and a line is free."""
        try:
            while True:
                await self._dispatcher.up()
                async with self._lines:
                    if not self._dispatcher.outage.lasts:
                        return await self._dispatcher.send(
                            "event", payload, retry=again, retry_num=number
                        )
        finally:
            self._dispatcher.end()


def _without_metadata(message: JSON) -> JSON:
    for part in (message, *(message.get(key, {}) for key in _MESSAGES_INSIDE)):
        part.pop("metadata", None)
    return message


def _taken(delivery: Delivery) -> bool:
    """Whether Slack is content: any 2xx, or an answer that forbids retries."""
    if delivery.status is None:
        return False
    return 200 <= delivery.status < 300 or delivery.headers.get("X-Slack-No-Retry") == "1"


def _reason(delivery: Delivery) -> str:
    if delivery.error == "operation_timeout":
        return "http_timeout"
    return "connection_failed" if delivery.status is None else "http_error"
