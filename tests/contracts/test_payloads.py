"""Real payloads, replayed at the bot twice each: no failure, and what they cause happens once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World
from tests.contracts import shared

PAYLOADS = shared.names("payloads/*.json")
TEAM_FIELDS = {"team_id", "team", "user_team", "source_team", "app_installed_team_id"}


def at_home(value: object, team_id: str, name: str = "") -> Any:  # noqa: ANN401 (JSON)
    """The payload as if it had happened in our own workspace."""
    if isinstance(value, dict):
        return {key: at_home(inner, team_id, _field(key, value)) for key, inner in value.items()}
    if isinstance(value, list):
        return [at_home(inner, team_id) for inner in value]
    return team_id if name in TEAM_FIELDS and isinstance(value, str) else value


def _field(key: str, holder: dict[str, Any]) -> str:
    is_team = key == "id" and "domain" in holder
    return "team_id" if is_team else key


def kind_of(name: str) -> str:
    stem = Path(name).stem
    if stem.startswith("event_"):
        return "event"
    return "command" if stem.startswith("slash_command") else "interaction"


@shared.needed
@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("where", ["elsewhere", "at home"])
async def test_a_real_payload_is_taken_twice(world: World, name: str, where: str) -> None:
    payload = shared.read(name)
    if where == "at home":
        payload = at_home(payload, world.sandbox.core.workspace.team.id)
    for _ in range(2):
        delivery = await world.sandbox.deliver_payload(kind_of(name), payload)
        assert delivery.status == 200
    posts = [call for call in world.sandbox.calls if call.method.startswith("chat.post")]
    assert len(posts) <= 1
