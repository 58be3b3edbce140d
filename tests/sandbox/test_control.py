"""Driving the sandbox from another process."""

import pytest

from tests.sandbox.conftest import NOW, Slack
from tests.sandbox.control_calls import do, read, send
from tests.sandbox.fake_bot import Reply
from tests.sandbox.fake_socket_app import connected
from tests.sandbox.kit import actions, button, field, home, modal, section, text_input

GENERAL = "C0GENERAL1"


async def test_the_state_says_who_and_what_there_is(slack: Slack) -> None:
    await slack.ana.say("general", "hello")
    await slack.sandbox.settled()
    state = await read(slack, "state")
    assert (state["url"], state["now"], state["in_flight"]) == (slack.sandbox.url, NOW, 0)
    assert next(each for each in state["channels"] if each["id"] == GENERAL)["messages"] == 1


async def test_calls_and_deliveries_are_read_from_where_one_left_off(slack: Slack) -> None:
    await slack.api("auth.test")
    await slack.get("users.info", user=slack.ana.id)
    calls = await read(slack, "calls", since="1")
    assert [call["method"] for call in calls["calls"]] == ["users.info"]
    assert calls["next"] == 2
    named = await read(slack, "calls", method="auth.test")
    assert [call["method"] for call in named["calls"]] == ["auth.test"]
    await slack.ana.command("/look")
    deliveries = await read(slack, "deliveries")
    assert deliveries["deliveries"][0]["payload"]["command"] == "/look"


async def test_mentions_are_read(slack: Slack) -> None:
    await slack.api("chat.postMessage", channel=GENERAL, text="<!here>")
    (mention,) = (await read(slack, "mentions"))["mentions"]
    assert (mention["kind"], mention["target"]) == ("broadcast", "here")


async def test_faults_are_added_read_and_taken_away(slack: Slack) -> None:
    await send(slack, "faults", method="auth.test", kind="500_before", times=None)
    (fault,) = (await read(slack, "faults"))["faults"]
    assert (fault["method"], fault["times"]) == ("auth.test", None)
    async with slack.http.delete(f"{slack.sandbox.url}/sandbox/faults") as answer:
        assert (await answer.json())["ok"]
    assert (await slack.api("auth.test"))["ok"]


async def test_a_mix_of_faults_is_set(slack: Slack) -> None:
    mixed = await send(slack, "faults/mix", seed=1, share=1.0, kinds=["500_before"])
    assert mixed == {"ok": True, "kinds": ["500_before"]}
    async with slack.http.get(f"{slack.sandbox.api_url}auth.test") as answer:
        assert answer.status == 500
    assert not (await send(slack, "faults/mix", share=0.5))["ok"]


async def test_connections_are_read_warned_and_cut(slack: Slack) -> None:
    async with connected(slack) as app:
        await slack.ana.command("/look")
        shown = await read(slack, "sockets")
        assert shown == {"connections": [{"number": 1, "carried": 1, "waiting": 0}]}
        await send(slack, "sockets", do="warning")
        assert (await app.frame(2))["reason"] == "warning"
        await send(slack, "sockets", do="cut", number=1)
        await app.gone()
        assert not (await send(slack, "sockets", do="dance"))["ok"]


async def test_the_clock_is_moved_on(slack: Slack) -> None:
    assert await send(slack, "clock", advance=60) == {"now": NOW + 60}
    assert slack.clock.now() == NOW + 60


async def test_a_reset_starts_over(slack: Slack) -> None:
    slack.bot.answers["event"] = Reply(status=500)
    await slack.ana.say("dm", "hello")
    await send(slack, "settled")
    await send(slack, "reset")
    assert slack.ana.sees("dm") == []
    assert (slack.sandbox.calls, slack.sandbox.deliveries) == ([], [])
    assert (await slack.api("auth.test"))["ok"]
    slack.bot.answers["command"] = "again"
    assert (await slack.ana.command("/look")).ok


async def test_switches_are_turned(slack: Slack) -> None:
    await send(slack, "settings", token_revoked=True, rate_limits=False)
    assert (await slack.api("auth.test"))["error"] == "token_revoked"
    assert not slack.sandbox.core.limits.enabled
    await send(slack, "settings", bot_url="http://127.0.0.1:1/")
    assert slack.sandbox.bot_url == "http://127.0.0.1:1/"


async def test_a_person_does_everything_by_name(slack: Slack) -> None:
    slack.bot.answers["command"] = {"text": "found", "blocks": [actions(button("go"))]}
    found = await do(slack, "ana", "command", name="/look", text="x", channel="general")
    assert (found["status"], found["ok"]) == (200, True)
    pressed = await do(slack, "ana", "click", message=found["message"], action_id="go")
    view = modal(field("q", text_input("words")))
    trigger_id = pressed["payload"]["trigger_id"]
    await slack.api("views.open", trigger_id=trigger_id, view=view)
    seen = await read(slack, "person/ana/sees", channel="general")
    assert (len(seen["messages"]), len(seen["views"])) == (1, 1)
    await do(slack, "ana", "fill", values={"q": "x"})
    await do(slack, "ana", "submit")
    assert (await read(slack, "person/ana/sees"))["views"] == []
    await slack.api("views.publish", user_id=slack.ana.id, view=home(section()))
    assert (await do(slack, "ana", "open_home"))["type"] == "home"
    said = await do(slack, "luis", "say", channel="general", text="hello")
    assert said["user"] == slack.luis.id


async def test_a_person_moves_among_channels_by_name(slack: Slack) -> None:
    await do(slack, "ana", "invite", channel="city-news", who="bot")
    await do(slack, "luis", "join", channel="city-news")
    await do(slack, "luis", "leave", channel="city-news")
    said = await do(slack, "ana", "say", channel="city-news", text="root")
    args = {"channel": "city-news", "thread_ts": said["ts"]}
    reply = await do(slack, "dana", "say", **args, text="all", broadcast=True)
    assert reply["subtype"] == "thread_broadcast"
    shared = await do(slack, "dana", "upload", **args, name="map.pdf", size=7)
    assert shared["files"][0]["name"] == "map.pdf"
    await do(slack, "dana", "react", message=said, name="eyes")
    await do(slack, "dana", "remove", channel="city-news", who="bot")
    assert (await do(slack, "ana", "open_dm", who="luis")).startswith("D")
    team = "T0PARTNER1"
    assert await do(slack, "ana", "share", channel="general", team=team) == GENERAL
    await do(slack, "ana", "unshare", channel="general", team=team)


async def test_a_channel_is_filled_at_once(slack: Slack) -> None:
    assert (await send(slack, "fill", channel="general", count=10_000))["ok"]
    page = await slack.get("conversations.history", channel=GENERAL, limit="999")
    assert (len(page["messages"]), page["has_more"]) == (999, True)
    assert len(slack.sandbox.workspace.channels[GENERAL].messages) == 10_000
    assert slack.bot.received == []
    assert not (await send(slack, "fill", channel="nowhere", count=1))["ok"]


async def test_the_bot_s_token_is_taken_away(slack: Slack) -> None:
    await send(slack, "revoke")
    await send(slack, "settled")
    assert slack.bot.payloads("event")[0]["event"]["type"] == "tokens_revoked"
    assert (await slack.api("auth.test"))["error"] == "token_revoked"


async def test_any_payload_is_delivered_signed_or_not(slack: Slack) -> None:
    payload = {"type": "block_actions", "actions": []}
    await send(slack, "deliver", kind="block_actions", payload=payload, repeat=2)
    assert slack.bot.payloads("block_actions") == [payload, payload]
    await send(slack, "deliver", kind="event", payload={"type": "odd"}, signature="none")
    assert "X-Slack-Signature" not in slack.bot.received[-1].headers


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {"advance": -1}),
        ("clock", {"advance": "soon"}),
        ("clock", {"advance": True}),
        ("faults", {"method": "*"}),
        ("faults", {"method": "*", "kind": "odd"}),
        ("settings", {"colour": "red"}),
        ("settings", {"rate_limits": "no"}),
        ("deliver", {"kind": "event", "payload": "x"}),
        ("deliver", {"kind": "event", "payload": {}, "signature": "odd"}),
        ("person/ana/dance", {}),
        ("person/ana/say", {"words": "x"}),
        ("person/nobody/say", {"channel": "general", "text": "x"}),
        ("person/bot/say", {"channel": "general", "text": "x"}),
    ],
)
async def test_a_bad_request_is_answered_calmly(
    slack: Slack, path: str, body: dict[str, object]
) -> None:
    assert not (await send(slack, path, **body))["ok"]
