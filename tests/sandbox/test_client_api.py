"""The API of the web page."""

from typing import Any

import pytest

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_bot import Reply
from tests.sandbox.kit import (
    actions,
    button,
    field,
    home,
    modal,
    option,
    section,
    select,
    text_input,
)

GENERAL = "C0GENERAL1"


async def read(slack: Slack, path: str, **query: str) -> JSON:
    async with slack.http.get(f"{slack.sandbox.url}/client/{path}", params=query) as answer:
        body: JSON = await answer.json()
        return body


async def send(slack: Slack, path: str, **body: object) -> JSON:
    url = f"{slack.sandbox.url}/client/{path}"
    async with slack.http.post(url, json={"user": slack.ana.id, **body}) as answer:
        parsed: JSON = await answer.json()
        return parsed


async def posted(slack: Slack, *blocks: JSON) -> JSON:
    await slack.api("chat.postMessage", channel=GENERAL, blocks=list(blocks))
    return slack.ana.sees("general")[-1]


async def opened(slack: Slack, view: JSON) -> JSON:
    answer = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    body: JSON = answer["view"]
    return body


async def test_boot_brings_all_that_the_frame_needs(slack: Slack) -> None:
    boot = await read(slack, "boot", user=slack.ana.id)
    assert boot["team"] == {"id": "T0LOCALNET", "name": "Local Network (fictional)"}
    assert boot["me"]["id"] == slack.ana.id
    assert {person["name"] for person in boot["people"]} >= {"ana.rivera", "omar.haddad"}
    assert boot["channels"][0] == {
        "id": GENERAL,
        "name": "general",
        "kind": "public",
        "is_private": False,
        "is_im": False,
        "topic": "Everyone in the network (fictional)",
        "connected": [],
        "is_member": True,
        "unread": 0,
        "last_read": "0000000000.000000",
    }
    assert boot["channels"][-1]["id"] == slack.ana.dm
    assert boot["channels"][-1]["is_im"]
    assert boot["channels"][-1]["is_app"]
    assert boot["channels"][-1]["with"] == slack.sandbox.workspace.bot.id
    assert boot["demo"] == {"hint": "Type /look and a few words, or open Liaison."}
    assert boot["app"]["bot_user_id"] == slack.sandbox.workspace.bot.id
    assert boot["commands"][0] == {
        "command": "/look",
        "description": "Looks",
        "usage_hint": "words",
    }
    assert {shortcut["type"] for shortcut in boot["shortcuts"]} == {"message", "global"}


async def test_a_page_that_names_nobody_begins_as_the_first_person(slack: Slack) -> None:
    assert (await read(slack, "boot"))["me"]["id"] == slack.ana.id
    assert (await read(slack, "boot", user="nobody"))["error"] == "not_found"


async def test_an_outsider_is_offered_no_commands_and_no_shortcuts(slack: Slack) -> None:
    boot = await read(slack, "boot", user="omar")
    assert (boot["commands"], boot["shortcuts"]) == ([], [])
    assert boot["me"]["is_outsider"]


async def test_history_is_what_this_person_sees(slack: Slack) -> None:
    await slack.luis.say("general", "hello")
    slack.bot.answers["command"] = "for Ana"
    await slack.ana.command("/look")
    mine = await read(slack, "history", user=slack.ana.id, channel=GENERAL)
    assert [message["text"] for message in mine["messages"]] == ["hello", "for Ana"]
    assert mine["messages"][1]["is_ephemeral"]
    theirs = await read(slack, "history", user=slack.luis.id, channel=GENERAL)
    assert [message["text"] for message in theirs["messages"]] == ["hello"]


async def test_what_is_typed_is_a_message_or_a_command(slack: Slack) -> None:
    said = await send(slack, "send", channel=GENERAL, text="hello")
    assert said == {"ok": True, "ts": slack.ana.sees("general")[0]["ts"]}
    assert (await send(slack, "send", channel=GENERAL, text="//look"))["ok"]
    assert await send(slack, "send", channel=GENERAL, text="/look sanctuary tx") == {"ok": True}
    assert [message["text"] for message in slack.ana.sees("general")] == ["hello", "/look"]
    assert slack.bot.payloads("command")[0]["text"] == "sanctuary tx"


async def test_an_unknown_command_and_one_in_a_thread_are_refused(slack: Slack) -> None:
    unknown = await send(slack, "send", channel=GENERAL, text="/nothing")
    assert unknown == {"ok": False, "error": "unknown_command"}
    root = await slack.ana.say("general", "root")
    args = {"channel": GENERAL, "text": "/look", "thread_ts": root["ts"]}
    assert (await send(slack, "send", **args))["error"] == "commands_not_in_threads"
    assert slack.ana.notices[-1]["thread_ts"] == root["ts"]
    assert (await send(slack, "send", **{**args, "text": "reply"}))["ok"]
    assert slack.ana.sees("general")[-1]["thread_ts"] == root["ts"]


async def test_a_button_in_a_message_is_pressed(slack: Slack) -> None:
    message = await posted(slack, actions(button("go"), block_id="row"))
    container = {"type": "message", "channel": GENERAL, "ts": message["ts"]}
    args = {"container": container, "block_id": "row", "action_id": "go"}
    assert await send(slack, "action", **args) == {"ok": True}
    assert slack.bot.payloads("block_actions")[0]["actions"][0]["value"] == "v"


async def test_a_choice_brings_what_else_is_filled_in(slack: Slack) -> None:
    view = await opened(
        slack,
        modal(
            field("q", text_input("words")),
            actions(select("pick", "one", "two"), block_id="row"),
        ),
    )
    args = {
        "container": {"type": "view", "view_id": view["id"]},
        "block_id": "row",
        "action_id": "pick",
        "value": "two",
        "state": {"q": {"words": "typed"}},
    }
    assert await send(slack, "action", **args) == {"ok": True}
    values = slack.bot.payloads("block_actions")[0]["view"]["state"]["values"]
    assert values["q"]["words"]["value"] == "typed"
    assert values["row"]["pick"]["selected_option"]["value"] == "two"


async def test_only_what_the_blocks_allow_is_taken(slack: Slack) -> None:
    message = await posted(slack, actions(select("pick", "one"), block_id="row"))
    container = {"type": "message", "channel": GENERAL, "ts": message["ts"]}
    args: dict[str, Any] = {"container": container, "block_id": "row", "action_id": "pick"}
    assert (await send(slack, "action", **args, value="two"))["error"] == "no_such_option"
    args["action_id"] = "other"
    assert (await send(slack, "action", **args))["error"] == "no_such_element"
    args["container"] = {"type": "view", "view_id": "V1"}
    assert (await send(slack, "action", **args))["error"] == "not_found"
    assert slack.bot.payloads("block_actions") == []


async def test_a_form_is_sent_and_its_errors_come_back(slack: Slack) -> None:
    view = await opened(slack, modal(field("q", text_input("words"))))
    empty = await send(slack, "submit", view_id=view["id"], state={})
    assert empty == {"ok": False, "errors": {"q": "Please complete this required field."}}
    state = {"q": {"words": "hello"}}
    assert await send(slack, "submit", view_id=view["id"], state=state) == {"ok": True}


async def test_a_form_is_closed(slack: Slack) -> None:
    view = await opened(slack, modal(section()))
    assert await send(slack, "close", view_id=view["id"]) == {"ok": True}
    assert (await send(slack, "close", view_id=view["id"]))["error"] == "view_not_on_top"


async def test_shortcuts_are_picked(slack: Slack) -> None:
    message = await slack.ana.say("general", "hello")
    assert await send(slack, "shortcut", callback_id="anywhere") == {"ok": True}
    args = {"callback_id": "on_it", "channel": GENERAL, "ts": message["ts"]}
    assert await send(slack, "shortcut", **args) == {"ok": True}
    assert slack.bot.payloads("message_action")[0]["message"]["text"] == "hello"


async def test_home_is_opened(slack: Slack) -> None:
    assert await send(slack, "home") == {"ok": True, "view": None}
    await slack.api("views.publish", user_id=slack.ana.id, view=home(section()))
    assert (await send(slack, "home"))["view"]["type"] == "home"


async def test_a_menu_is_offered_options(slack: Slack) -> None:
    menu = {"type": "external_select", "action_id": "find"}
    message = await posted(slack, actions(menu, block_id="row"))
    slack.bot.answers["block_suggestion"] = {"options": [option("tx")]}
    container = {"type": "message", "channel": GENERAL, "ts": message["ts"]}
    args = {"container": container, "block_id": "row", "action_id": "find", "value": "te"}
    assert await send(slack, "suggest", **args) == {"ok": True, "options": [option("tx")]}


async def test_a_click_that_fails_says_so(slack: Slack) -> None:
    slack.bot.answers["block_actions"] = Reply(status=500)
    message = await posted(slack, actions(button("go"), block_id="row"))
    container = {"type": "message", "channel": GENERAL, "ts": message["ts"]}
    args = {"container": container, "block_id": "row", "action_id": "go"}
    assert await send(slack, "action", **args) == {"ok": False, "error": "dispatch_failed"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("send", {"channel": GENERAL}, 400),
        ("send", {"channel": "C0NOWHERE1", "text": "x"}, 404),
        ("send", {"user": "nobody", "channel": GENERAL, "text": "x"}, 404),
        ("action", {"container": "x"}, 400),
        ("submit", {"view_id": "V1", "state": {"q": "x"}}, 400),
    ],
)
async def test_a_bad_request_of_the_page_is_answered_calmly(
    slack: Slack, path: str, body: dict[str, object], status: int
) -> None:
    url = f"{slack.sandbox.url}/client/{path}"
    async with slack.http.post(url, json={"user": slack.ana.id, **body}) as answer:
        assert answer.status == status
        assert not (await answer.json())["ok"]


@pytest.mark.parametrize("body", [b"{", b"[]"])
async def test_a_body_that_is_no_object_is_refused(slack: Slack, body: bytes) -> None:
    async with slack.http.post(f"{slack.sandbox.url}/client/send", data=body) as answer:
        assert answer.status == 400
