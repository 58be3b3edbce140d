"""`views.*`: modals and Home tabs."""

import pytest

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.kit import actions, button, field, home, modal, section, select, text_input
from tests.sandbox.manifests import manifest


async def opened(slack: Slack, view: JSON | None = None) -> JSON:
    view = view or modal(section())
    answer = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    assert answer["ok"], answer
    body: JSON = answer["view"]
    return body


async def pushed(slack: Slack, view: JSON | None = None) -> JSON:
    delivery = await slack.ana.click_in_view("next")
    args = {"trigger_id": delivery.payload["trigger_id"], "view": view or stackable()}
    return await slack.api("views.push", **args)


def stackable() -> JSON:
    return modal(actions(button("next")))


async def test_a_modal_opens_with_all_that_slack_adds(slack: Slack) -> None:
    view = await opened(slack, modal(section(), private_metadata="kept", callback_id="c"))
    assert view["id"] == view["root_view_id"]
    assert (view["private_metadata"], view["callback_id"]) == ("kept", "c")
    assert (view["previous_view_id"], view["close"], view["state"]) == (None, None, {"values": {}})
    assert slack.ana.view
    assert slack.ana.view["id"] == view["id"]
    assert slack.luis.view is None


async def test_a_trigger_opens_one_modal(slack: Slack) -> None:
    trigger_id = await slack.trigger()
    args = {"trigger_id": trigger_id, "view": modal(section())}
    assert (await slack.api("views.open", **args))["ok"]
    assert (await slack.api("views.open", **args))["error"] == "exchanged_trigger_id"


async def test_a_trigger_lives_three_seconds(slack: Slack) -> None:
    trigger_id = await slack.trigger()
    slack.clock.advance(3)
    answer = await slack.api("views.open", trigger_id=trigger_id, view=modal(section()))
    assert answer["error"] == "expired_trigger_id"


async def test_a_trigger_survives_a_view_that_is_refused(slack: Slack) -> None:
    trigger_id = await slack.trigger()
    refused = await slack.api("views.open", trigger_id=trigger_id, view=modal(section("")))
    assert refused["error"] == "invalid_arguments"
    assert "json-pointer:/view/blocks/0/text/text" in refused["response_metadata"]["messages"][0]
    assert (await slack.api("views.open", trigger_id=trigger_id, view=modal(section())))["ok"]


@pytest.mark.parametrize(
    ("view", "error"),
    [
        ("{", "invalid_arguments"),
        (home(section()), "invalid_arguments"),
        (modal(section(), private_metadata="x" * 3001), "invalid_arguments"),
        ({"type": "modal"}, "invalid_arguments"),
        (modal(*(section("é" * 2900) for _ in range(50))), "view_too_large"),
    ],
)
async def test_a_view_that_slack_would_not_open(slack: Slack, view: object, error: str) -> None:
    answer = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    assert answer["error"] == error
    assert slack.ana.view is None


async def test_an_invented_trigger_is_refused(slack: Slack) -> None:
    answer = await slack.api("views.open", trigger_id="1.2.x", view=modal(section()))
    assert answer["error"] == "invalid_trigger_id"


async def test_three_modals_can_be_stacked_and_no_more(slack: Slack) -> None:
    first = await opened(slack, stackable())
    second = (await pushed(slack))["view"]
    third = (await pushed(slack))["view"]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], first["id"])
    assert (await pushed(slack))["error"] == "push_limit_reached"
    assert len(slack.ana.views) == 3


async def test_nothing_can_be_pushed_on_nothing(slack: Slack) -> None:
    args = {"trigger_id": await slack.trigger(), "view": stackable()}
    assert (await slack.api("views.push", **args))["error"] == "not_found"


async def test_opening_again_starts_a_clean_stack(slack: Slack) -> None:
    await opened(slack, stackable())
    await pushed(slack)
    await opened(slack)
    assert len(slack.ana.views) == 1


async def test_an_update_keeps_what_was_typed_into_elements_that_stay(slack: Slack) -> None:
    form = modal(field("a", text_input("a")), field("b", select("b", "one")))
    view = await opened(slack, form)
    await slack.ana.fill({"a": "typed", "b": "one"})
    other = modal(field("a", text_input("a")), field("b", text_input("b")))
    answer = await slack.api("views.update", view_id=view["id"], view=other)
    assert answer["view"]["state"]["values"] == {
        "a": {"a": {"type": "plain_text_input", "value": "typed"}},
        "b": {"b": {"type": "plain_text_input", "value": None}},
    }
    assert answer["view"]["id"] == view["id"]
    assert answer["view"]["hash"] != view["hash"]


async def test_an_update_with_an_old_hash_is_refused(slack: Slack) -> None:
    view = await opened(slack)
    args = {"view_id": view["id"], "hash": view["hash"], "view": modal(section("new"))}
    assert (await slack.api("views.update", **args))["ok"]
    assert (await slack.api("views.update", **args))["error"] == "hash_conflict"


async def test_a_view_is_found_by_its_external_id_which_is_taken_once(slack: Slack) -> None:
    await opened(slack, modal(section(), external_id="mine"))
    args = {"external_id": "mine", "view": modal(section("new"), external_id="mine")}
    assert (await slack.api("views.update", **args))["ok"]
    again = await slack.api(
        "views.open",
        trigger_id=await slack.trigger(),
        view=modal(section(), external_id="mine"),
    )
    assert again["error"] == "duplicate_external_id"


async def test_a_view_that_is_gone_can_not_be_updated(slack: Slack) -> None:
    view = await opened(slack)
    await slack.ana.close_view()
    answer = await slack.api("views.update", view_id=view["id"], view=modal(section()))
    assert answer["error"] == "not_found"


async def test_a_modal_stays_a_modal(slack: Slack) -> None:
    view = await opened(slack)
    answer = await slack.api("views.update", view_id=view["id"], view=home(section()))
    assert answer["error"] == "invalid_arguments"


async def test_a_home_tab_is_one_person_s(slack: Slack) -> None:
    answer = await slack.api("views.publish", user_id=slack.ana.id, view=home(section("hello")))
    assert answer["ok"]
    assert slack.ana.home
    assert slack.ana.home["blocks"][0]["text"]["text"] == "hello"
    assert slack.luis.home is None
    again = await slack.api("views.publish", user_id=slack.ana.id, view=home(section("again")))
    assert again["view"]["id"] == answer["view"]["id"]


async def test_a_home_tab_s_hash_is_looked_at(slack: Slack) -> None:
    args = {"user_id": slack.ana.id, "view": home(section())}
    early = await slack.api("views.publish", **args, hash="1.x")
    assert early["error"] == "hash_conflict"
    first = await slack.api("views.publish", **args)
    assert (await slack.api("views.publish", **args, hash=first["view"]["hash"]))["ok"]
    late = await slack.api("views.publish", **args, hash=first["view"]["hash"])
    assert late["error"] == "hash_conflict"


async def test_a_home_tab_can_be_updated_by_its_id(slack: Slack) -> None:
    args = {"user_id": slack.ana.id, "view": home(section())}
    view = (await slack.api("views.publish", **args))["view"]
    await slack.api("views.update", view_id=view["id"], view=home(section("new")))
    assert slack.ana.home
    assert slack.ana.home["blocks"][0]["text"]["text"] == "new"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"user_id": "U0NOBODY01"}, "user_not_found"),
        ({"view": modal(section())}, "invalid_arguments"),
    ],
)
async def test_a_home_tab_that_can_not_be_published(
    slack: Slack, args: dict[str, object], error: str
) -> None:
    given = {"user_id": slack.ana.id, "view": home(section()), **args}
    assert (await slack.api("views.publish", **given))["error"] == error


async def test_without_a_home_tab_none_is_published() -> None:
    declared = manifest("features", "app_home", to={"messages_tab_enabled": True})
    async with running(declared) as slack:
        answer = await slack.api("views.publish", user_id=slack.ana.id, view=home(section()))
        assert answer["error"] == "not_enabled"


async def test_clicks_in_a_home_tab_travel_with_the_view(slack: Slack) -> None:
    view = home(actions(button("go")))
    published = await slack.api("views.publish", user_id=slack.ana.id, view=view)
    sent = (await slack.ana.click_in_home("go")).payload
    assert sent["container"] == {"type": "view", "view_id": published["view"]["id"]}
    assert sent["view"]["type"] == "home"
    assert "response_url" not in sent


async def test_who_has_no_view_can_not_act_in_one(slack: Slack) -> None:
    with pytest.raises(LookupError, match="no modal"):
        await slack.ana.click_in_view("go")
    with pytest.raises(LookupError, match="no Home tab"):
        await slack.ana.click_in_home("go")


async def test_opening_home_tells_the_app_and_shows_what_it_publishes(slack: Slack) -> None:
    assert await slack.ana.open_home() is None
    await slack.api("views.publish", user_id=slack.ana.id, view=home(section()))
    seen = await slack.ana.open_home()
    first, second = (payload["event"] for payload in slack.bot.payloads("event"))
    assert (first["tab"], first["channel"], "view" in first) == ("home", slack.ana.dm, False)
    assert seen
    assert second["view"]["id"] == seen["id"]
