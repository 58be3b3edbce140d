"""Presses and forms sent by people who never had them before them, as only Slack itself could."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import Sandbox, payloads
from bot.sandbox.people import Team, User
from bot.sandbox.record import Delivery
from tests.stories.joined import Json
from tests.stories.lives import Dump, dump
from tests.stories.tickets import TicketDesk

KINDS = ("block_actions", "view_submission", "message_action")

_HANDLE = re.compile(r"\b([tfpod])-[A-Za-z0-9_-]{16}")
_PASSING = ("trigger_id", "view_id", "hash", "response_url", "block_id", "thread_ts")
_TIMES = 2
"""How often the same is forged: at first, and once when things stand otherwise."""

_KEPT = ("type", "title", "submit", "close", "callback_id", "private_metadata", "blocks")
_SHOWS = ("views.open", "views.push", "views.update", "response_url", "chat.")


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, by its id: a button, a form or a message shortcut."""

    kind: str
    name: str

    @classmethod
    def of(cls, payload: Json) -> Act:
        """What a payload says."""
        if payload["type"] == "block_actions":
            return cls("button", bare(payload["actions"][0]["action_id"]))
        if payload["type"] == "view_submission":
            return cls("form", bare(payload["view"]["callback_id"]))
        return cls("shortcut", payload["callback_id"])


@dataclass(slots=True)
class Proof:
    """What came of it: who was served, and what went wrong, in words."""

    served: dict[Act, set[str]] = field(default_factory=dict)
    forged: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Forger:
    """Before each press and form of a story, has everybody else send the same.

    `rows` says who may do what besides the one who does: short names, or nothing for anybody.
    `strangers` are those whose answer must be what they are told of something that isn't there.
    """

    desk: TicketDesk
    rows: Mapping[Act, frozenset[str] | None]
    everybody: tuple[str, ...]
    strangers: frozenset[str]
    secrets: tuple[str, ...]
    proof: Proof = field(default_factory=Proof)
    _count: int = 0
    _seen: Counter[Act] = field(default_factory=Counter)
    _send: Callable[..., Awaitable[Delivery]] | None = None

    @property
    def sandbox(self) -> Sandbox:
        """The local Slack."""
        return self.desk.world.sandbox

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until it is left, each thing that a person of the story does is forged first."""
        dispatcher = self.sandbox.core.dispatcher
        send = self._send = dispatcher.send

        async def forged_first(kind: str, payload: Json, **more: Any) -> Delivery:  # noqa: ANN401 (as the dispatcher takes it)
            if payload.get("type") not in KINDS:
                return await send(kind, payload, **more)
            await self._forge(payload)
            delivery = await send(kind, payload, **more)
            self._is_served(payload, delivery)
            return delivery

        setattr(dispatcher, "send", forged_first)  # noqa: B010 (a method can't be assigned)
        try:
            yield
        finally:
            setattr(dispatcher, "send", send)  # noqa: B010

    async def _forge(self, payload: Json) -> None:
        act = Act.of(payload)
        allowed = self.rows.get(act, frozenset())
        self._seen[act] += 1
        if allowed is None or self._seen[act] > _TIMES:
            return
        await self.desk.world.settled()
        before = await self._dump()
        actor = self.sandbox.workspace.users[payload["user"]["id"]].key
        for who in self.everybody:
            if who != actor and who not in allowed:
                await self._one(act, payload, who)
                before = await self._changes(before, f"{who} changed what {act} changes")

    async def _one(self, act: Act, payload: Json, who: str) -> None:
        told = await self._sent(payload, who)
        self.proof.forged += 1
        if who not in self.strangers:
            return
        nothing = await self._sent(_of_nothing(payload), who)
        if told != nothing:
            self.proof.wrong.append(f"{who} was told by {act}: {told}, and of nothing: {nothing}")
        named = [secret for secret in self.secrets if secret in told]
        if named:
            self.proof.wrong.append(f"{who} was told {named} by {act}")

    async def _dump(self) -> Dump:
        return await self.desk.world.bot.store.run(dump)

    async def _changes(self, before: Dump, wrong: str) -> Dump:
        after = await self._dump()
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            self.proof.wrong.append(f"{wrong}: {changed}")
        return after

    async def _sent(self, payload: Json, who: str) -> str:
        """What somebody is answered, in Slack's words but for what passes."""
        user = next(each for each in self.sandbox.workspace.users.values() if each.key == who)
        assert self._send
        calls = self.sandbox.calls
        begun = len(calls)
        delivery = await self._send(payload["type"], self._by(payload, user))
        self.sandbox.core.views.clear(user)
        if delivery.status != 200 or "number" in delivery.body:
            self.proof.wrong.append(f"{who}: {delivery.status} {delivery.body}")
        shown = [call for call in calls[begun:] if call.method.startswith(_SHOWS)]
        answered = [[call.method, call.args] for call in shown]
        return json.dumps(_lasting([_read(delivery.body), answered]), sort_keys=True)

    def _by(self, payload: Json, user: User) -> Json:
        """The same, done by somebody else."""
        core = self.sandbox.core
        self._count += 1
        forged = deepcopy(payload)
        forged |= payloads.interaction(core.workspace, user, payload["type"])
        forged["trigger_id"] = core.triggers.issue(user.id)
        for action in forged.get("actions", ()):
            action["action_ts"] = f"{1_800_000_000 + self._count}.000001"
        if "response_url" in forged:
            channel = core.workspace.channels[forged["channel"]["id"]]
            message = forged.get("message")
            forged["response_url"] = core.response_urls.issue("app", user.id, channel, message)
        view = forged.get("view")
        if view and view["type"] == "modal":
            opened = core.views.open(user, {key: view[key] for key in _KEPT if view.get(key)})
            forged["view"] = {**opened.shown(), "state": view["state"]}
        return forged

    def _is_served(self, payload: Json, delivery: Delivery) -> None:
        who = self.sandbox.workspace.users[payload["user"]["id"]].key
        self.proof.served.setdefault(Act.of(payload), set()).add(who)
        if delivery.status != 200:
            self.proof.wrong.append(f"{who} was not served {Act.of(payload)}: {delivery.status}")


def bare(action_id: str) -> str:
    """An action id without what only makes it unique in its block."""
    name, _, suffix = action_id.partition(":")
    is_whole = name in ("more_form", "more_act", "settings_form") or not suffix
    return action_id if is_whole else f"{name}:"


def offered(sandbox: Sandbox) -> set[Act]:
    """All that can be pressed and sent in anything that anybody was shown."""
    shown = [call.args for call in sandbox.calls]
    shown += [_read(delivery.body) for delivery in sandbox.deliveries]
    return {act for each in shown for act in _acts(each)}


def a_third_team(sandbox: Sandbox) -> str:
    """Somebody of a workspace that has nothing to do with ours; their short name."""
    team = Team("T0THIRDONE", "Somebody else's (fictional)", "third-one")
    sandbox.workspace.teams[team.id] = team
    user = User("U0STRANGER", "stranger", "Some Stranger", "Nobody we know (fictional)", team.id)
    sandbox.workspace.add_user(user)
    sandbox.workspace.dm(user)
    return user.key


def _acts(shown: object) -> Iterator[Act]:
    """What can be pressed or sent in some JSON; a field that tells nobody is no button."""
    if isinstance(shown, Mapping):
        if shown.get("type") == "modal" and shown.get("submit"):
            yield Act("form", bare(shown["callback_id"]))
        if "action_id" in shown:
            yield Act("button", bare(shown["action_id"]))
        quiet = shown.get("type") == "input" and not shown.get("dispatch_action")
        inside: Iterable[object] = () if quiet else shown.values()
    else:
        inside = shown if isinstance(shown, list) else ()
    for each in inside:
        yield from _acts(each)


def _of_nothing(payload: Json) -> Json:
    """The same of something that isn't there: handles that nobody gave out."""
    nothing: Json = json.loads(_HANDLE.sub(rf"\1-{'A' * 16}", json.dumps(payload)))
    if nothing["type"] == "message_action":
        gone = {"ts": "1000000000.000001", "thread_ts": "1000000000.000001"}
        nothing["message"] |= gone
        nothing["message_ts"] = gone["ts"]
    return nothing


def _lasting(shown: Any) -> Any:  # noqa: ANN401 (any JSON)
    """What a person is shown, without what is new each time."""
    if isinstance(shown, Mapping):
        return {key: _lasting(shown[key]) for key in shown if key not in _PASSING}
    return [_lasting(each) for each in shown] if isinstance(shown, list) else shown


def _read(body: str) -> Any:  # noqa: ANN401 (any JSON)
    try:
        return json.loads(body)
    except ValueError:
        return body
