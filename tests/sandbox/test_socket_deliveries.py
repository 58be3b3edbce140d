"""Deliveries over Socket Mode: the same payloads, envelopes around them, acks as answers."""

import asyncio

import pytest

from bot.sandbox.wire import JSON
from tests.contracts import shared
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_socket_app import SILENT, Line, connected, line
from tests.sandbox.kit import actions, button, field, modal, option, section, text_input

GENERAL = "C0GENERAL1"


async def opened(slack: Slack, *blocks: JSON, **more: object) -> None:
    view = modal(*blocks, **more)
    answer = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    assert answer["ok"], answer


async def card(slack: Slack, *elements: JSON) -> JSON:
    blocks = [actions(*elements, block_id="row")]
    await slack.api("chat.postMessage", channel=GENERAL, blocks=blocks)
    return slack.ana.sees("general")[-1]


async def test_a_command_is_answered_in_its_ack(slack: Slack) -> None:
    async with connected(slack) as app:
        app.answers["slash_commands"] = {"text": "found"}
        delivery = await slack.ana.command("/look", "words")
        (envelope,) = app.envelopes
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"] == delivery.payload
        assert "retry_attempt" not in envelope
        assert delivery.message
        assert delivery.message["text"] == "found"


async def test_an_empty_ack_shows_nothing(slack: Slack) -> None:
    async with connected(slack):
        delivery = await slack.ana.command("/look")
        assert (delivery.ok, delivery.message) == (True, None)


async def test_an_ack_that_is_no_reply_is_refused_as_over_http(slack: Slack) -> None:
    async with connected(slack) as app:
        app.answers["slash_commands"] = "found"
        assert (await slack.ana.command("/look")).error == "invalid_payload"


async def test_a_click_is_acked_without_a_payload(slack: Slack) -> None:
    async with connected(slack) as app:
        delivery = await slack.ana.click(await card(slack, button("go")), "go")
        await slack.sandbox.settled()
        interactive = [each for each in app.envelopes if each["type"] == "interactive"]
        assert interactive[0]["payload"] == delivery.payload
        assert interactive[0]["accepts_response_payload"] is False


async def test_a_form_is_answered_in_its_ack(slack: Slack) -> None:
    async with connected(slack) as app:
        await opened(slack, field("q", text_input("words")))
        errors = {"response_action": "errors", "errors": {"q": "Say more"}}
        app.answers["interactive"] = errors
        assert (await slack.ana.submit({"q": "x"})).errors == {"q": "Say more"}
        app.answers["interactive"] = {"response_action": "update", "view": modal(section("done"))}
        assert (await slack.ana.submit({"q": "x"})).ok
        assert slack.ana.view
        assert slack.ana.view["blocks"][0]["text"]["text"] == "done"


async def test_a_menu_is_given_its_options_in_the_ack(slack: Slack) -> None:
    async with connected(slack) as app:
        message = await card(slack, {"type": "external_select", "action_id": "find"})
        app.answers["interactive"] = {"options": [option("tx")]}
        assert (await slack.ana.suggest("find", "te", message)).options == {
            "options": [option("tx")]
        }


async def test_an_event_says_which_try_it_is(slack: Slack) -> None:
    async with connected(slack) as app:
        app.answers["events_api"] = SILENT
        await slack.ana.say("dm", "hello")
        await app.frame(1)
        app.answers["events_api"] = None
        slack.clock.advance(3)
        await slack.sandbox.settled()
        first, second = app.envelopes
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert first["payload"] == second["payload"]
        assert first["envelope_id"] != second["envelope_id"]


async def test_a_command_that_is_not_acked_fails_before_the_person_s_eyes(slack: Slack) -> None:
    async with connected(slack) as app:
        app.answers["slash_commands"] = SILENT
        typing = asyncio.create_task(slack.ana.command("/look"))
        await app.frame(1)
        slack.clock.advance(3)
        assert (await typing).error == "operation_timeout"
        assert "operation_timeout" in slack.ana.notices[0]["text"]


async def test_without_a_connection_nothing_gets_there(slack: Slack) -> None:
    slack.sandbox.set(transport="socket")
    message = await card(slack, button("go"))
    assert (await slack.ana.command("/look")).error == "dispatch_failed"
    assert (await slack.ana.click(message, "go")).error == "dispatch_failed"
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    async with line(slack) as app:
        await app.frame(0)
        slack.clock.advance(60)
        await slack.sandbox.settled()
        retried = [each["payload"]["event"]["text"] for each in app.envelopes]
        assert "hello" in retried


async def test_a_cut_line_fails_what_it_carried_and_events_come_over_another(slack: Slack) -> None:
    async with connected(slack) as first, connected(slack) as second:
        for each in (first, second):
            each.answers["events_api"] = SILENT
        await slack.ana.say("dm", "hello")
        async with asyncio.timeout(5):
            while not (first.envelopes or second.envelopes):  # noqa: ASYNC110  # either may get it
                await asyncio.sleep(0)
        carried, other = (first, second) if first.envelopes else (second, first)
        other.answers["events_api"] = None
        number = slack.sandbox.deliveries[-1].connection
        slack.sandbox.sockets.cut(number)
        await other.frame(1)
        await slack.sandbox.settled()
        assert carried.envelopes[0]["payload"] == other.envelopes[0]["payload"]
        assert other.envelopes[0]["retry_reason"] == "connection_failed"


async def test_envelopes_are_spread_over_the_connections(slack: Slack) -> None:
    async with connected(slack), connected(slack), connected(slack):
        for _ in range(6):
            assert (await slack.ana.command("/look")).ok
        assert [each["carried"] for each in slack.sandbox.sockets.shown()] == [2, 2, 2]


@pytest.mark.parametrize(
    "frame", ["", "{", "[]", "7", '{"envelope_id": 7}', '{"envelope_id": "other"}', "[" * 60_000]
)
async def test_a_frame_that_is_no_ack_changes_nothing(slack: Slack, frame: str) -> None:
    async with connected(slack) as app:
        await app.socket.send_str(frame)
        await app.socket.send_bytes(b"\x00")
        assert (await slack.ana.command("/look")).ok


async def test_a_second_ack_changes_nothing(slack: Slack) -> None:
    async with connected(slack) as app:
        await slack.ana.command("/look")
        await app.socket.send_json({"envelope_id": app.envelopes[0]["envelope_id"]})
        assert (await slack.ana.command("/look")).ok


async def test_any_payload_travels_too_but_nothing_is_signed(slack: Slack) -> None:
    async with connected(slack) as app:
        payload: JSON = {"type": "block_actions", "actions": []}
        await slack.sandbox.deliver_payload("block_actions", payload, repeat=2)
        assert [each["payload"] for each in app.envelopes] == [payload, payload]
        with pytest.raises(ValueError, match="nothing is signed"):
            await slack.sandbox.deliver_payload("event", {}, signature="none")


async def test_the_transport_is_a_switch(slack: Slack) -> None:
    async with connected(slack) as app:
        await slack.ana.command("/look")
        slack.sandbox.set(transport="http")
        await slack.ana.command("/look")
        assert (len(app.envelopes), len(slack.bot.received)) == (1, 1)
        with pytest.raises(ValueError, match="no such switch"):
            slack.sandbox.set(transport="pigeon")


async def test_the_address_of_the_app_can_be_changed(slack: Slack) -> None:
    slack.sandbox.bot_url = "http://127.0.0.1:1/"
    assert (await slack.ana.command("/look")).error == "dispatch_failed"
    slack.sandbox.set(bot_url=slack.bot.url)
    assert (await slack.ana.command("/look")).ok


async def one_of_each(slack: Slack, app: Line) -> list[JSON]:
    await slack.ana.command("/look")
    await slack.ana.shortcut("anywhere")
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    return app.envelopes


@shared.needed
async def test_envelopes_have_just_the_keys_that_slack_s_have(slack: Slack) -> None:
    samples = {each["type"]: each for each in shared.read("socket-mode/envelopes.json")}
    async with connected(slack) as app:
        for envelope in await one_of_each(slack, app):
            assert set(envelope) == set(samples[envelope["type"]])
