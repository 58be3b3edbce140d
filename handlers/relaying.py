"""Passing on what is said in joined threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import conversation, joining, outbox, people, relay, spoken
from bot.desk.masking import Masked
from bot.desk.outbox import Kinds
from bot.desk.people import Member
from bot.desk.spoken import Said
from bot.store import Store, Transaction
from handlers import events, ids, payloads
from handlers.catching_up import CatchingUp
from handlers.directory import Directory
from handlers.errors import NotNow, NotYours

_HEARD = (
    None,
    "file_share",
    "thread_broadcast",
    "me_message",
    "message_changed",
    "message_deleted",
)


@dataclass(frozen=True, slots=True)
class Relaying:
    """From one thread of a link to the others."""

    store: Store
    directory: Directory
    catching_up: CatchingUp
    kinds: Kinds

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app. Messages come by way of the listener of all messages."""
        app.action(ids.TRY_AGAIN)(self.try_again)

    async def take(self, body: dict[str, Any]) -> bool:
        """Pass a message on, follow its edit or deletion; whether it stands in a joined thread.

        Raises NotNow where something that was missed comes first.
        """
        event = body["event"]
        said = heard(body)
        if said is None or not said.thread_ts:
            return False
        if not await self._is_joined(said):
            return False
        follows = await self.catching_up.before(
            said.channel_id, said.thread_ts, events.turn(event), events.received_at(body)
        )
        # Their name goes with their words.
        await self.directory.person(said.member)
        return await self.store.run(_work(event), replace(said, follows=follows))

    async def _is_joined(self, said: Said) -> bool:
        """Whether it stands in a thread that is joined or was: what leaves one is told so. Raises
        NotNow while nobody can tell.
        """
        joined = await self.store.run(
            joining.is_joined, said.channel_id, said.thread_ts, closed_too=True
        )
        if joined is None:
            raise NotNow
        return joined

    async def try_again(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The writer has a message sent again that did not arrive."""
        click = payloads.click(body)
        if not await self.store.run(_again, click.actor, click.value, self.kinds):
            raise NotYours
        await ack()


def heard(body: dict[str, Any]) -> Said | None:
    """What a person said, changed or took back; nothing where it is of no one's words."""
    event = body["event"]
    message = events.spoken(event)
    gone = is_gone(event)
    if (
        event.get("subtype") not in _HEARD
        or message.get("bot_id")
        or not isinstance(message.get("user"), str)
    ):
        return None
    team_id = message.get("user_team") or message.get("team") or body.get("team_id") or ""
    return Said(
        Member(team_id, message["user"]),
        str(event.get("channel", "")),
        str(message.get("ts", "")),
        str(message.get("thread_ts", "")),
        Masked("" if gone else str(message.get("text", ""))),
        0 if gone else int(message.get("files") or 0),
        _edited_ts(event, message),
        tuple(body.get(events.HIDDEN, ())),
    )


def _edited_ts(event: events.Event, message: events.Event) -> str:
    """When a message was last changed. Its own word is exact to the second, the event's is better:
    two edits can fall into one second.
    """
    if event.get("subtype") == "message_changed":
        return str(event.get("event_ts") or event.get("ts") or "")
    return str((message.get("edited") or {}).get("ts", ""))


def _work(event: events.Event) -> Callable[[Transaction, Said], bool]:
    if is_gone(event):
        return conversation.unsay
    return conversation.edit if event.get("subtype") == "message_changed" else conversation.say


def is_gone(event: events.Event) -> bool:
    """Whether a message was taken back; the head of a thread leaves a tombstone."""
    deleted = event.get("subtype") == "message_deleted"
    return deleted or events.spoken(event).get("subtype") == "tombstone"


def _again(tx: Transaction, member: Member, row_id: str, kinds: Kinds) -> bool:
    """Whether the person may, which is to have written it; a second press changes nothing."""
    copy = outbox.find(tx, row_id)
    if copy is None or copy.kind != relay.RELAYED:
        return False
    if spoken.written(tx, copy).person_id != people.meet(tx, member).id:
        return False
    outbox.again(tx, row_id, kinds)
    return True
