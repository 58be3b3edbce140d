"""Forms whose fields hold as much as Slack lets them, and more than that."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.record import Delivery
from tests.stories.joined import Json
from tests.stories.lives import dump
from tests.stories.tickets import TicketDesk

Send = Callable[..., Awaitable[Delivery]]

LONGEST = 40_000
KEPT_SHORT = frozenset(
    {
        *("home_city", "expert_places", "not_for_places", "resource_search", "access_address"),
        *("expert_title", "draft_address"),
    }
)
"""Fields that are no prose: what is typed there must be a place, an address and the like."""


@dataclass(slots=True)
class Forms:
    """Has each form of a story be sent with its texts filled to the brim; before that, once, with
    far more in each of its fields than Slack would let a person type.
    """

    desk: TicketDesk
    filled: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By the sign in it: which form and field, and how often the sign stands there."""
    forged: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    _signs: dict[tuple[str, str], str] = field(default_factory=dict)
    """By the field and what was typed there: what is sent once more is the same."""
    _send: Send | None = None

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until it is left, each form is forged, and then sent filled."""
        dispatcher = self.desk.world.sandbox.core.dispatcher
        send = self._send = dispatcher.send

        async def changed(kind: str, payload: Json, **more: Any) -> Delivery:  # noqa: ANN401 (as the dispatcher takes it)
            if payload.get("type") == "view_submission":
                await self.forge(payload)
                self.fill(payload)
            return await send(kind, payload, **more)

        setattr(dispatcher, "send", changed)  # noqa: B010 (a method can't be assigned)
        try:
            yield
        finally:
            setattr(dispatcher, "send", send)  # noqa: B010 (the same)

    def fill(self, payload: Json) -> None:
        """Fill the texts of a form to the brim with what grows most, after what was typed."""
        name = payload["view"]["callback_id"]
        for element, state in texts_of(payload):
            if element["action_id"] in KEPT_SHORT or "max_length" not in element:
                continue
            typed = state.get("value") or ""
            room = element["max_length"] - len(typed) - 1
            if room < 20 or typed.startswith("#"):
                continue
            where = f"{name}/{element['action_id']}"
            sign = self._signs.setdefault((where, typed), chr(0x2580 + len(self.filled)))
            unit = "&" * 9 + sign
            state["value"] = f"{typed} {unit * (room // len(unit))}".strip()
            self._keep(payload)
            self.filled[sign] = (where, room // len(unit))

    def _keep(self, payload: Json) -> None:
        """Have what was filled in stand before the person too, for when the form is drawn anew."""
        core = self.desk.world.sandbox.core
        opened = core.views.stack(core.workspace.users[payload["user"]["id"]])[-1]
        for block_id, fields in payload["view"]["state"]["values"].items():
            for action_id, state in fields.items():
                opened.filled.touch(block_id, action_id, state)

    async def forge(self, payload: Json) -> None:
        """Send a form as no person could, with too much in each of its fields."""
        name = payload["view"]["callback_id"]
        if name in self.forged or not list(inputs_of(payload)):
            return
        self.forged.add(name)
        before = await self._dump()
        forged = deepcopy(payload)
        for block in inputs_of(forged):
            state = forged["view"]["state"]["values"][block["block_id"]]
            state[block["element"]["action_id"]]["value"] = "& " * (LONGEST // 2)
        assert self._send
        delivery = await self._send("view_submission", forged)
        await self.desk.settled()
        fields = {block["block_id"] for block in inputs_of(forged)}
        if delivery.status != 200 or set(_errors(delivery)) != fields:
            self.wrong.append(f"{name}: {delivery.status} {delivery.body[:200]}")
        if await self._dump() != before:
            self.wrong.append(f"{name} was kept")

    async def _dump(self) -> object:
        return await self.desk.world.bot.store.run(dump)


def inputs_of(payload: Json) -> Iterator[Json]:
    """The fields of a form in which people type."""
    for block in payload["view"]["blocks"]:
        typed = block.get("element", {}).get("type", "").endswith("_input")
        if block["type"] == "input" and typed:
            yield block


def texts_of(payload: Json) -> Iterator[tuple[Json, Json]]:
    """Each of them with what stands in it."""
    for block in inputs_of(payload):
        element, state = block["element"], payload["view"]["state"]["values"]
        yield element, state[block["block_id"]][element["action_id"]]


def _errors(delivery: Delivery) -> Json:
    if not delivery.body.startswith("{"):
        return {}
    found: Json = json.loads(delivery.body).get("errors") or {}
    return found
