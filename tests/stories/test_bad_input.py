"""What must not hurt: hostile words, forged requests, strangers, and Slack on a bad day."""

from __future__ import annotations

import asyncio
import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from bot.sandbox.signing import Signature
from bot.sandbox.transport.answer import Transport
from bot.server import MAX_BODY
from tests.conftest import World
from tests.readable import readable

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@pytest.fixture
def transport() -> Transport:
    """Forged requests come over HTTP only."""
    return "http"


HOSTILE = [
    "x" * 3_000,
    "why? " * 600,
    "🏛️🙏🏽",
    'NEAR("a" "b", 5) AND title:* OR ^x -y "',
    "'; DROP TABLE resources; --",
    "‮اللجوء والهجرة",
    "sanctuary\x00 city",
    "<!channel> <@U0ANARIVER> <!here> sanctuary",
    "*bold* _x_ `code` ~s~ > quote &amp; &lt;!everyone&gt;",
    "type:",
    "place: topic: by: lang: since: is:",
    "since:yesterday is:old lang:klingon",
    "https://example.org/a?type:x",
    "::: :a: type::x",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_get_a_calm_answer(world: World, words: str) -> None:
    delivery = await world.ana.command("/resources", words, channel="general")
    assert delivery.ok, delivery.error
    assert delivery.message
    assert world.sandbox.mentions == []


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_can_be_turned_and_refined(world: World, words: str) -> None:
    answer = await world.ana.command("/resources", f"sanctuary {words}", channel="general")
    assert answer.message
    refined = await world.ana.click(answer.message, "results_refine")
    assert refined.ok
    assert world.ana.view
    assert world.sandbox.mentions == []


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_in_a_message_are_looked_up(world: World, words: str) -> None:
    await world.ana.say("dm", words)
    await world.settled()
    assert all(delivery.status == 200 for delivery in world.sandbox.deliveries)
    assert world.sandbox.mentions == []


async def test_a_message_of_40_000_characters_is_looked_up_too(world: World) -> None:
    message = await world.luis.say("general", ("sanctuary city & " * 2_000)[:30_000])
    assert (await world.ana.message_shortcut("find_resources", message)).ok
    assert world.ana.view
    await world.ana.say("dm", ("sanctuary city! " * 2_500)[:40_000])
    await world.settled()
    assert "[Details]" in readable(world.ana.sees("dm")[-1])


async def test_pressing_share_twice_at_once_shares_once(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    pressed_twice = (world.ana.click(answer.message, "resource_share") for _ in range(2))
    await asyncio.gather(*pressed_twice)
    assert len(world.luis.sees("general")) == 1


@pytest.mark.parametrize("signature", ["none", "forged", "stale", "future"])
async def test_what_slack_did_not_sign_now_is_refused(world: World, signature: Signature) -> None:
    body = urlencode({"command": "/resources", "text": "tx"}).encode()
    delivery = await world.sandbox.send_raw(body, content_type=FORM, signature=signature)
    assert delivery.status == 401
    assert delivery.body == ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", JSON),
        (b"[]", JSON),
        (b"7", JSON),
        (b"\xff\xfe\xfd", JSON),
        (b"[" * 60_000 + b"]" * 60_000, JSON),
        (b'{"type": "event_callback", "team_id": "T1", "event": "text"}', JSON),
        (b'{"type": "event_callback", "team_id": "T1", "event": null}', JSON),
        (b"payload=" + b"[" * 60_000, FORM),
        (b"payload=3", FORM),
        (b"", FORM),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
async def test_signed_nonsense_is_refused(world: World, body: bytes, content_type: str) -> None:
    delivery = await world.sandbox.send_raw(body, content_type=content_type)
    assert delivery.status == 400


async def test_more_than_slack_ever_sends_is_refused(world: World) -> None:
    delivery = await world.sandbox.send_raw(b"x" * (MAX_BODY + 1), content_type=JSON)
    assert delivery.status == 413


async def test_bolt_s_own_headers_are_not_taken_from_outside(world: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    delivery = await world.sandbox.send_raw(body, content_type=JSON)
    assert json.loads(delivery.body) == {"challenge": "c"}


async def test_a_button_of_a_retired_record_says_so(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    payload = await pressed(world, answer.message, "resource_details")
    payload["actions"][0]["value"] = "retired-long-ago"
    delivery = await world.sandbox.deliver_payload("interaction", payload)
    assert delivery.status == 200
    said = readable(world.ana.sees("general")[-1])
    assert said.startswith("This resource is no longer in the library.")


async def pressed(world: World, message: dict[str, Any], action_id: str) -> dict[str, Any]:
    """The payload of a press, as it was delivered."""
    await world.ana.click(message, action_id)
    return deepcopy(world.sandbox.deliveries[-1].payload)


async def test_someone_of_another_workspace_is_told_kindly(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    payload = await pressed(world, answer.message, "resource_share")
    payload["user"] = {"id": "U0STRANGER", "team_id": "T0ELSEWHERE"}
    delivery = await world.sandbox.deliver_payload("interaction", payload)
    assert delivery.status == 200
    assert "Liaison answers members of this workspace." in readable(world.ana.sees("general")[-1])


@pytest.mark.parametrize("fault", ["429", "500_before", "garbage", "drop_before"])
async def test_a_window_that_does_not_open_is_told_where_it_was_asked_for(
    world: World, fault: str
) -> None:
    world.sandbox.faults.add("views.open", fault)
    delivery = await world.ana.command("/resources", "", channel="general")
    assert delivery.ok
    (told,) = world.ana.sees("general")
    assert readable(told) == "Slack did not open the window. Please try again."


async def test_slack_saying_nothing_still_ends_within_three_seconds(world: World) -> None:
    world.sandbox.faults.add("views.open", "hang")
    delivery = await world.ana.command("/resources", "", channel="general")
    assert delivery.ok
    assert "did not open" in readable(world.ana.sees("general")[-1])


@pytest.mark.parametrize("fault", ["429", "500_before", "garbage", "drop_before"])
async def test_without_a_locale_the_answer_is_english(world: World, fault: str) -> None:
    world.sandbox.faults.add("users.info", fault, times=None)
    await world.luis.say("dm", "santuario")
    await world.settled()
    assert "[Details]" in readable(world.luis.sees("dm")[-1])


async def test_a_share_that_fails_is_told_and_can_be_tried_again(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    world.sandbox.faults.add("response_url", "500_before")
    await world.ana.click(answer.message, "resource_share")
    assert not world.luis.sees("general")
    await world.ana.click(answer.message, "resource_share")
    assert len(world.luis.sees("general")) == 1


async def test_the_ingress_answers_get_with_a_refusal(world: World) -> None:
    async with ClientSession() as session, session.get(f"{world.bot_url}/slack/events") as answer:
        assert answer.status == 405


async def test_health_is_told_plainly(world: World) -> None:
    async with ClientSession() as session:
        async with session.get(f"{world.bot_url}/livez") as alive:
            assert alive.status == 200
        async with session.get(f"{world.bot_url}/healthz") as healthy:
            said = await healthy.json()
    assert said["ok"]
    assert {"catalog", "desk", "disk", "inbox", "outbox", "token"} <= set(said["checks"])
