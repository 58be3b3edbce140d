"""Whatever the bot shows anybody: each call and each answer, as it was when it was shown."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.record import Call, Delivery
from handlers import marks
from tests.simulation.ledger import Ledger
from tests.simulation.words import NAME, TOKEN

Json = dict[str, Any]

POSTS = ("chat.postMessage", "chat.postEphemeral", "chat.update")
OPENS = ("views.open", "views.push")
MENDED = ("hash_conflict", "not_found", "ratelimited")
"""What Slack may answer at any time, and the bot goes on from: what was meant comes later."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message of the bot's, as it was posted. `thread_ts` is empty at the head of a thread."""

    at: float
    channel: str
    ts: str
    thread_ts: str
    mark: str
    text: str
    tokens: frozenset[str]
    readers: frozenset[str]


@dataclass(slots=True)
class Eyes:
    """Reads what came since it last read. `refused` counts Slack's refusals by method and word,
    `failed` what of the bot's own answers was wrong, `told` counts notifications that say too much.
    """

    sandbox: Sandbox
    ledger: Ledger
    actor: str = ""
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    posts: list[Post] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    biggest: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    _calls: int = 0
    _deliveries: int = 0
    _triggers: dict[str, str] = field(default_factory=dict)
    _views: dict[str, str] = field(default_factory=dict)

    def read(self) -> list[Post]:
        """Everything since the last time; what was posted, oldest first."""
        record, before = self.sandbox.core.record, len(self.posts)
        for delivery in record.deliveries[self._deliveries - record.deliveries_gone :]:
            self._answered(delivery)
        self._deliveries = record.deliveries_gone + len(record.deliveries)
        for call in record.calls[self._calls - record.calls_gone :]:
            self._called(call)
        self._calls = record.calls_gone + len(record.calls)
        return self.posts[before:]

    def _answered(self, delivery: Delivery) -> None:
        self.deliveries += 1
        payload = delivery.payload
        user = payload.get("user_id") or (payload.get("user") or {}).get("id") or ""
        if user and "trigger_id" in payload:
            self._triggers[payload["trigger_id"]] = user
        if user and isinstance(payload.get("view"), dict):
            self._views[payload["view"]["id"]] = user
        if delivery.error:
            why = delivery.status if delivery.status != 200 else delivery.error
            self._fails(f"{delivery.kind}: {why}", delivery.body or str(payload)[:500])
        if user and delivery.body:
            where = f"answer to {delivery.kind}"
            self.ledger.look(delivery.body, (user,), where, delivery.at)
            self._measure(delivery.body)

    def _called(self, call: Call) -> None:
        self.calls[call.method] += 1
        if call.error or call.status != 200:
            self.refused[f"{call.method}: {call.error or call.status}"] += 1
            self.examples.setdefault(f"{call.method}: {call.error}", str(call.answer)[:600])
            return
        readers, where = self._readers(call)
        if where:
            tokens = self.ledger.look(str(call.args), readers, where, call.at)
            self._kept(call, tokens, readers)
        if call.method.startswith("views."):
            self._view(call, readers)

    def _readers(self, call: Call) -> tuple[frozenset[str], str]:
        """Who has before them what a call shows, and where."""
        args, workspace = call.args, self.sandbox.workspace
        if call.method == "chat.postEphemeral":
            return frozenset({args["user"]}), "ephemeral"
        if call.method in POSTS:
            channel = workspace.channels[args["channel"]]
            return frozenset(channel.members - {workspace.bot.id}), channel.name or "dm"
        if call.method == "views.publish":
            return frozenset({args["user_id"]}), "home"
        if call.method in OPENS:
            return frozenset({self._triggers[args["trigger_id"]]}), "window"
        if call.method == "views.update":
            return frozenset({self._views[args["view_id"]]}), "window"
        if call.method == "response_url":
            return frozenset({self.actor}), "answer"
        return frozenset(), ""

    def _view(self, call: Call, readers: frozenset[str]) -> None:
        view = call.answer.get("view")
        if isinstance(view, dict) and "id" in view:
            self._views[view["id"]] = next(iter(readers))
        asked = call.args.get("view")
        if isinstance(asked, dict):
            kind = "blocks of a Home" if call.method == "views.publish" else "blocks of a window"
            self.biggest[kind] = max(self.biggest[kind], len(asked.get("blocks", ())))

    def _measure(self, body: str) -> None:
        if '"blocks"' in body:
            view = json.loads(body).get("view") or {}
            blocks = len(view.get("blocks", ()))
            name = "blocks of a window"
            self.biggest[name] = max(self.biggest[name], blocks)

    def _kept(self, call: Call, tokens: set[str], readers: frozenset[str]) -> None:
        """What stands in a channel from now on."""
        args = {**call.args, "blocks": _blocks(call.args)}
        if call.method in POSTS and _says_too_much(str(args.get("text", ""))):
            self.told[call.method] += 1
        if call.method != "chat.postMessage":
            return
        thread_ts = args.get("thread_ts") or ""
        channel, ts = args["channel"], call.answer["ts"]
        name = "blocks of a message"
        self.biggest[name] = max(self.biggest[name], len(args["blocks"]))
        self.posts.append(
            Post(
                *(call.at, channel, ts, thread_ts, marks.of(args)),
                str(args.get("text", "")),
                *(frozenset(tokens), readers),
            )
        )
        for token in tokens & self.ledger.secrets.keys():
            self.ledger.secrets[token].posted[f"{channel}:{thread_ts or ts}"] += 1

    def _fails(self, name: str, example: str) -> None:
        self.failed[name] += 1
        self.examples.setdefault(name, example)


def _blocks(args: Json) -> list[Json]:
    """The blocks of a message, which may come as text."""
    blocks = args.get("blocks") or []
    return list(json.loads(blocks) if isinstance(blocks, str) else blocks)


def _says_too_much(text: str) -> bool:
    """Whether a notification, which is read on locked phones, gives words or a name away."""
    return bool(TOKEN.search(text) or NAME.search(text))
