"""Clicks and choices in messages, and what menus ask for."""

import asyncio

import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.fake_bot import Reply
from tests.sandbox.kit import actions, button, field, modal, option, section, select, text_input
from tests.sandbox.manifests import manifest

GENERAL = "C0GENERAL1"
EXTERNAL = {"type": "external_select", "action_id": "find"}


async def card(slack: Slack, *elements: JSON, **more: object) -> JSON:
    """A public message with these elements, as Ana sees it."""
    blocks = [section(), actions(*elements, block_id="row")]
    args = {"channel": GENERAL, "text": "card", "blocks": blocks, **more}
    await slack.api("chat.postMessage", **args)
    return slack.ana.sees("general")[-1]


async def test_a_click_travels_in_slack_s_form(slack: Slack) -> None:
    message = await card(slack, button("go", "7"))
    delivery = await slack.ana.click(message, "go")
    (sent,) = slack.bot.payloads("block_actions")
    assert sent == delivery.payload
    assert sent["user"]["team_id"] == sent["team"]["id"] == slack.sandbox.workspace.team.id
    assert sent["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": GENERAL,
        "is_ephemeral": False,
    }
    assert sent["channel"] == {"id": GENERAL, "name": "general"}
    assert sent["message"]["ts"] == message["ts"]
    (action,) = sent["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row", "7")
    assert action["text"]["text"] == "go"


async def test_an_ephemeral_message_is_not_repeated_to_the_app(slack: Slack) -> None:
    args = {"channel": GENERAL, "user": slack.ana.id, "blocks": [actions(button("go"))]}
    await slack.api("chat.postEphemeral", **args)
    delivery = await slack.ana.click(slack.ana.sees("general")[0], "go")
    assert delivery.payload["container"]["is_ephemeral"]
    assert "message" not in delivery.payload


async def test_a_click_in_a_thread_says_which(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    message = await card(slack, button("go"), thread_ts=root["ts"])
    delivery = await slack.ana.click(message, "go")
    assert delivery.payload["container"]["thread_ts"] == root["ts"]


async def test_the_nth_of_several_buttons_is_pressed(slack: Slack) -> None:
    blocks = [actions(button("open", str(number))) for number in range(3)]
    await slack.api("chat.postMessage", channel=GENERAL, blocks=blocks)
    delivery = await slack.ana.click(slack.ana.sees("general")[0], "open", nth=2)
    assert delivery.payload["actions"][0]["value"] == "2"


async def test_a_choice_is_sent_and_kept_as_the_message_s_state(slack: Slack) -> None:
    message = await card(slack, select("pick", "one", "two"), button("go"))
    chosen = await slack.ana.click(message, "pick", value="two")
    assert chosen.payload["actions"][0]["selected_option"]["value"] == "two"
    pressed = await slack.ana.click(message, "go")
    state = pressed.payload["state"]["values"]["row"]["pick"]
    assert state["selected_option"]["value"] == "two"
    other = await slack.luis.click(message, "go")
    assert other.payload["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_an_overflow_menu_sends_the_option(slack: Slack) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("edit")]}
    delivery = await slack.ana.click(await card(slack, menu), "more", value="edit")
    assert delivery.payload["actions"][0]["selected_option"]["value"] == "edit"


async def test_what_is_not_offered_can_not_be_chosen(slack: Slack) -> None:
    message = await card(slack, select("pick", "one"))
    with pytest.raises(RefusedError, match="no_such_option"):
        await slack.ana.click(message, "pick", value="three")
    with pytest.raises(LookupError, match="among pick"):
        await slack.ana.click(message, "other")
    assert slack.bot.payloads("block_actions") == []


async def test_a_message_that_changed_since_takes_only_a_stale_click(slack: Slack) -> None:
    message = await card(slack, button("go"))
    await slack.api("chat.update", channel=GENERAL, ts=message["ts"], blocks=[section("done")])
    with pytest.raises(LookupError):
        await slack.ana.click(message, "go")
    assert (await slack.ana.click(message, "go", stale=True)).ok


async def test_a_message_that_is_gone_can_not_be_clicked(slack: Slack) -> None:
    message = await card(slack, button("go"))
    await slack.api("chat.delete", channel=GENERAL, ts=message["ts"])
    with pytest.raises(RefusedError, match="message_not_found"):
        await slack.ana.click(message, "go")


async def test_a_message_without_blocks_has_nothing_to_click(slack: Slack) -> None:
    await slack.api("chat.postMessage", channel=GENERAL, text="words")
    with pytest.raises(RefusedError, match="message_has_no_blocks"):
        await slack.ana.click(slack.ana.sees("general")[0], "go")


async def test_an_outsider_s_click_says_their_own_team(slack: Slack) -> None:
    omar = slack.sandbox.person("omar")
    slack.sandbox.set(outsiders_reach=True)
    blocks = [actions(button("go"))]
    await slack.api("chat.postMessage", channel="C0PRAIRIE1", blocks=blocks)
    delivery = await omar.click(omar.sees("prairie-law")[0], "go")
    assert delivery.payload["team"]["id"] == delivery.payload["user"]["team_id"] == "T0PARTNER1"


async def test_an_outsider_s_click_does_not_arrive_unless_that_is_switched_on(
    slack: Slack,
) -> None:
    omar = slack.sandbox.person("omar")
    blocks = [actions(button("go"), EXTERNAL)]
    await slack.api("chat.postMessage", channel="C0PRAIRIE1", blocks=blocks)
    (message,) = omar.sees("prairie-law")
    with pytest.raises(RefusedError, match="outsider_clicks_do_not_arrive"):
        await omar.click(message, "go")
    with pytest.raises(RefusedError, match="outsider_clicks_do_not_arrive"):
        await omar.suggest("find", "te", message)
    assert slack.bot.payloads("block_actions") == []
    assert "other organizations" in omar.notices[0]["text"]


async def test_what_was_suggested_for_an_earlier_query_stays_valid(slack: Slack) -> None:
    several = {"type": "multi_external_select", "action_id": "find"}
    message = await card(slack, several)
    for value in ("tx", "ny", "tx"):
        slack.bot.answers["block_suggestion"] = {"options": [option(value)]}
        await slack.ana.suggest("find", value, message)
    chosen = await slack.ana.click(message, "find", value=["tx", "ny"])
    values = [each["value"] for each in chosen.payload["actions"][0]["selected_options"]]
    assert values == ["tx", "ny"]


@pytest.mark.parametrize(
    ("status", "words"), [(500, "responded with status code 500"), (404, "status code 404")]
)
async def test_a_click_that_fails_is_told_to_the_person(
    slack: Slack, status: int, words: str
) -> None:
    slack.bot.answers["block_actions"] = Reply(status=status)
    delivery = await slack.ana.click(await card(slack, button("go")), "go")
    assert delivery.error == "dispatch_failed"
    assert slack.ana.notices[0]["level"] == "warning"
    assert words in slack.ana.notices[0]["text"]


async def test_a_click_that_is_not_answered_in_three_seconds(slack: Slack) -> None:
    message = await card(slack, button("go"))
    slack.bot.hold = asyncio.Event()
    pressing = asyncio.create_task(slack.ana.click(message, "go"))
    await slack.bot.asked.wait()
    slack.clock.advance(3)
    assert (await pressing).error == "operation_timeout"
    assert "3 seconds" in slack.ana.notices[0]["text"]
    slack.bot.hold.set()


async def test_an_app_that_is_not_there_can_not_be_reached(slack: Slack) -> None:
    message = await card(slack, button("go"))
    await slack.bot.stop()
    await slack.ana.click(message, "go")
    assert "not reachable" in slack.ana.notices[0]["text"]


async def test_without_interactivity_nothing_is_sent() -> None:
    async with running(manifest("settings", "interactivity", to={})) as slack:
        with pytest.raises(RefusedError, match="interactivity_is_off"):
            await slack.ana.click(await card(slack, button("go")), "go")
        with pytest.raises(RefusedError, match="interactivity_is_off"):
            await slack.ana.shortcut("anywhere")


async def test_a_menu_asks_the_app_and_offers_what_it_says(slack: Slack) -> None:
    message = await card(slack, EXTERNAL)
    with pytest.raises(RefusedError, match="no_such_option"):
        await slack.ana.click(message, "find", value="tx")
    slack.bot.answers["block_suggestion"] = {"options": [option("tx")]}
    suggested = await slack.ana.suggest("find", "te", message)
    assert suggested.payload["value"] == "te"
    assert suggested.options == {"options": [option("tx")]}
    assert (await slack.ana.click(message, "find", value="tx")).ok


async def test_suggestions_may_come_in_groups_and_in_a_modal(slack: Slack) -> None:
    view = modal(field("place", EXTERNAL))
    await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    group = {"label": {"type": "plain_text", "text": "States"}, "options": [option("tx")]}
    slack.bot.answers["block_suggestion"] = {"option_groups": [group]}
    await slack.ana.suggest("find", "te")
    assert slack.bot.payloads("block_suggestion")[0]["container"]["type"] == "view"
    sent = await slack.ana.submit({"place": "tx"})
    state = sent.payload["view"]["state"]["values"]["place"]["find"]
    assert state["selected_option"] == option("tx")


@pytest.mark.parametrize("answer", [{}, {"options": [{"text": "x"}]}, "[", "[]"])
async def test_bad_suggestions_are_told_to_the_person(slack: Slack, answer: JSON | str) -> None:
    slack.bot.answers["block_suggestion"] = answer
    delivery = await slack.ana.suggest("find", "te", await card(slack, EXTERNAL))
    assert (delivery.error, delivery.options) == ("invalid_options", {})
    assert slack.ana.notices[0]["text"].startswith("No options")


async def test_a_failed_suggestion_is_one_warning(slack: Slack) -> None:
    slack.bot.answers["block_suggestion"] = Reply(status=500)
    delivery = await slack.ana.suggest("find", "te", await card(slack, EXTERNAL))
    assert delivery.error == "dispatch_failed"
    assert len(slack.ana.notices) == 1


async def test_only_a_menu_with_an_address_for_options_can_ask() -> None:
    async with running(manifest("settings", "interactivity", to={"is_enabled": True})) as slack:
        message = await card(slack, EXTERNAL, button("go"))
        with pytest.raises(RefusedError, match="no_options_load_url"):
            await slack.ana.suggest("find", "te", message)
        with pytest.raises(RefusedError, match="element_takes_no_suggestions"):
            await slack.ana.suggest("go", "te", message)


async def test_an_input_in_a_message_dispatches_only_when_it_says_so(slack: Slack) -> None:
    quiet = field("quiet", text_input("quiet"))
    loud = field("loud", text_input("loud"), dispatch_action=True)
    await slack.api("chat.postMessage", channel=GENERAL, blocks=[quiet, loud])
    message = slack.ana.sees("general")[0]
    assert (await slack.ana.click(message, "quiet", value="a")).status is None
    sent = (await slack.ana.click(message, "loud", value="b")).payload
    assert sent["state"]["values"]["quiet"]["quiet"]["value"] == "a"
    assert sent["actions"][0]["value"] == "b"
