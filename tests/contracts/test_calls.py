"""All that the bot says to Slack, held against Slack's own description of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema

from tests.conftest import World
from tests.contracts import shared, tour


def replies(world: World) -> Iterator[dict[str, Any]]:
    """What went back in the answers to commands and forms."""
    for delivery in world.sandbox.deliveries:
        if delivery.body.startswith("{"):
            yield json.loads(delivery.body)


def surfaces(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every message and view, wherever it went, by the schema that it must meet."""
    said = [call.args for call in world.sandbox.calls] + list(replies(world))
    for args in said:
        if "view" in args:
            yield "View", args["view"]
        for block in args.get("blocks", ()):
            yield "Block", block


@shared.needed
async def test_every_call_is_one_that_slack_describes(world: World) -> None:
    await tour.walk(world)
    methods = {call.method for call in world.sandbox.calls} - {"response_url"}
    assert methods >= {"views.open", "views.push", "views.publish", "chat.postEphemeral"}
    for call in world.sandbox.calls:
        # The tour has one channel archived on purpose.
        assert call.error in (None, "is_archived"), call
        if call.method != "response_url":
            described = shared.read(f"methods/{call.method}.json")["args"]
            given = set(call.args) | {"token"}
            assert given <= set(described["properties"]), call.method
            assert set(described.get("required", ())) <= given, call.method


@shared.needed
async def test_every_block_and_view_meets_slack_s_schema(world: World) -> None:
    await tour.walk(world)
    validators = {
        name: jsonschema.Draft7Validator(shared.read(f"schemas/{name}.schema.json"))
        for name in ("Block", "View")
    }
    checked = 0
    for name, surface in surfaces(world):
        validators[name].validate(surface)
        checked += 1
    assert checked > 50


async def test_the_walk_ends_without_a_failure_anywhere(world: World) -> None:
    await tour.walk(world)
    assert [delivery.error for delivery in world.sandbox.deliveries if not delivery.ok] == []
    assert world.sandbox.mentions == [] or {m.kind for m in world.sandbox.mentions} == {"user"}
