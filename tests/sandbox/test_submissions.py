"""Forms are filled in, sent, answered and closed."""

import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_bot import Reply
from tests.sandbox.kit import actions, button, field, modal, section, select, text_input


async def opened(slack: Slack, view: JSON) -> JSON:
    answer = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
    assert answer["ok"], answer
    body: JSON = answer["view"]
    return body


def form(**more: object) -> JSON:
    return modal(field("q", text_input("words")), **more)


async def test_a_form_travels_with_its_state_and_closes_on_an_empty_answer(slack: Slack) -> None:
    view = await opened(slack, form(private_metadata="kept"))
    delivery = await slack.ana.submit({"words": "hello"})
    assert delivery.ok
    (sent,) = slack.bot.payloads("view_submission")
    assert sent["view"]["id"] == view["id"]
    assert sent["view"]["hash"] == view["hash"]
    assert sent["view"]["private_metadata"] == "kept"
    assert sent["view"]["state"]["values"] == {
        "q": {"words": {"type": "plain_text_input", "value": "hello"}}
    }
    assert sent["response_urls"] == []
    assert slack.ana.view is None


async def test_values_can_be_given_by_block_or_by_action(slack: Slack) -> None:
    await opened(slack, form())
    await slack.ana.fill({"q": "by block"})
    delivery = await slack.ana.submit()
    assert delivery.payload["view"]["state"]["values"]["q"]["words"]["value"] == "by block"


async def test_a_name_that_fits_nothing_or_several_is_a_mistake_of_the_test(slack: Slack) -> None:
    await opened(slack, modal(field("a", text_input("same")), field("b", text_input("same"))))
    with pytest.raises(LookupError, match="2 elements are called same"):
        await slack.ana.fill({"same": "x"})
    with pytest.raises(LookupError, match="0 elements"):
        await slack.ana.fill({"other": "x"})


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        (text_input(), "", "required"),
        (text_input(min_length=3), "ab", "at least 3"),
        (text_input(max_length=3), "abcd", "longer than 3"),
        (text_input(), "x" * 3001, "longer than 3000"),
        ({"type": "email_text_input"}, "nobody", "email"),
        ({"type": "url_text_input"}, "nowhere", "URL"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1.5", "least 2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "most 2"),
    ],
)
async def test_slack_s_own_client_keeps_back_what_is_not_filled_in(
    slack: Slack, element: JSON, value: str, complaint: str
) -> None:
    await opened(slack, modal(field("q", element)))
    delivery = await slack.ana.submit({"q": value})
    assert complaint in delivery.errors["q"]
    assert not delivery.ok
    assert slack.bot.payloads("view_submission") == []


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "email_text_input"}, "ana@example.org"),
        ({"type": "url_text_input"}, "https://example.org"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "3"}, "2.5"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, "2"),
        (select("s", "one"), "one"),
    ],
)
async def test_what_is_filled_in_is_sent(slack: Slack, element: JSON, value: str) -> None:
    await opened(slack, modal(section(), field("q", element)))
    assert (await slack.ana.submit({"q": value})).status == 200


async def test_an_optional_field_may_stay_empty(slack: Slack) -> None:
    await opened(slack, modal(field("q", text_input(), optional=True)))
    assert (await slack.ana.submit()).ok


async def test_errors_stand_beside_their_fields_and_the_form_stays(slack: Slack) -> None:
    slack.bot.answers["view_submission"] = {
        "response_action": "errors",
        "errors": {"q": "Say more"},
    }
    await opened(slack, form())
    delivery = await slack.ana.submit({"q": "x"})
    assert delivery.errors == {"q": "Say more"}
    assert slack.ana.view
    assert slack.ana.view["state"]["values"]["q"]["words"]["value"] == "x"


async def test_an_answer_can_write_the_form_anew(slack: Slack) -> None:
    new = modal(section("thanks"))
    slack.bot.answers["view_submission"] = {"response_action": "update", "view": new}
    view = await opened(slack, form())
    await slack.ana.submit({"q": "x"})
    assert slack.ana.view
    assert slack.ana.view["id"] == view["id"]
    assert slack.ana.view["blocks"][0]["text"]["text"] == "thanks"


async def test_an_answer_can_put_another_form_on_top(slack: Slack) -> None:
    new = modal(section("next"))
    slack.bot.answers["view_submission"] = {"response_action": "push", "view": new}
    view = await opened(slack, form())
    await slack.ana.submit({"q": "x"})
    assert slack.ana.view
    assert slack.ana.view["previous_view_id"] == view["id"]


async def test_an_answer_can_close_everything(slack: Slack) -> None:
    slack.bot.answers["view_submission"] = {"response_action": "clear"}
    await opened(slack, modal(actions(button("next"))))
    trigger_id = (await slack.ana.click_in_view("next")).payload["trigger_id"]
    await slack.api("views.push", trigger_id=trigger_id, view=form())
    await slack.ana.submit({"q": "x"})
    assert slack.ana.views == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("{", "invalid_payload"),
        ("[]", "invalid_payload"),
        ({"response_action": "odd"}, "invalid_response_action"),
        ({"ok": True}, "invalid_response_action"),
        ({"response_action": "clear", "view": {}}, "invalid_response_action"),
        ({"response_action": "errors", "errors": {}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"other": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"s": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"q": ""}}, "invalid_errors"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ({"response_action": "push", "view": {"type": "home", "blocks": []}}, "invalid_arguments"),
    ],
)
async def test_an_answer_slack_can_make_nothing_of_is_told_to_the_person(
    slack: Slack, answer: JSON | str, error: str
) -> None:
    slack.bot.answers["view_submission"] = answer
    await opened(slack, modal(section(block_id="s"), field("q", text_input("words"))))
    delivery = await slack.ana.submit({"q": "x"})
    assert delivery.error == error
    assert "trouble connecting" in slack.ana.notices[0]["text"]
    assert slack.ana.view


async def test_a_form_that_could_not_be_sent_stays_open_with_its_text(slack: Slack) -> None:
    slack.bot.answers["view_submission"] = Reply(status=503)
    await opened(slack, form())
    delivery = await slack.ana.submit({"q": "x"})
    assert delivery.error == "dispatch_failed"
    assert slack.ana.view
    assert slack.ana.view["state"]["values"]["q"]["words"]["value"] == "x"


async def test_a_view_that_was_updated_away_meanwhile_is_not_closed_twice(slack: Slack) -> None:
    await opened(slack, form())

    def clear(_payload: JSON) -> None:
        slack.sandbox.core.views.clear(slack.ana.user)

    slack.bot.answers["view_submission"] = clear
    assert (await slack.ana.submit({"q": "x"})).ok
    assert slack.ana.views == []


async def test_a_modal_without_a_submit_can_not_be_sent(slack: Slack) -> None:
    view = modal(section())
    del view["submit"]
    await opened(slack, view)
    with pytest.raises(RefusedError, match="view_has_no_submit"):
        await slack.ana.submit()


async def test_closing_is_told_only_where_it_is_asked_for(slack: Slack) -> None:
    await opened(slack, form())
    assert await slack.ana.close_view() is None
    view = await opened(slack, form(notify_on_close=True))
    delivery = await slack.ana.close_view()
    assert delivery
    assert delivery.payload["view"]["id"] == view["id"]
    assert delivery.payload["is_cleared"] is False
    assert slack.ana.view is None


async def test_closing_one_that_clears_takes_the_whole_stack(slack: Slack) -> None:
    await opened(slack, modal(actions(button("next"))))
    trigger_id = (await slack.ana.click_in_view("next")).payload["trigger_id"]
    top = form(clear_on_close=True, notify_on_close=True)
    await slack.api("views.push", trigger_id=trigger_id, view=top)
    delivery = await slack.ana.close_view()
    assert delivery
    assert delivery.payload["is_cleared"] is True
    assert slack.ana.views == []


async def test_only_the_modal_on_top_can_be_sent_or_closed(slack: Slack) -> None:
    view = await opened(slack, form())
    await slack.ana.close_view()
    with pytest.raises(RefusedError, match="view_not_on_top"):
        await slack.sandbox.core.submissions.submit(slack.ana.user, view["id"], {})


async def test_a_menu_of_channels_can_ask_for_a_response_url(slack: Slack) -> None:
    menu = {
        "type": "conversations_select",
        "action_id": "where",
        "response_url_enabled": True,
    }
    await opened(slack, modal(field("c", menu, optional=True), field("q", text_input("words"))))
    sent = (await slack.ana.submit({"c": "C0GENERAL1", "q": "x"})).payload
    (address,) = sent["response_urls"]
    assert (address["block_id"], address["channel_id"]) == ("c", "C0GENERAL1")
    body = {"text": "there", "response_type": "in_channel"}
    assert (await slack.respond(address["response_url"], body))[0] == 200
    await opened(slack, modal(field("c", menu, optional=True)))
    assert (await slack.ana.submit()).payload["response_urls"] == []
