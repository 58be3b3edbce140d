"""People who come into the workspace, and who go."""

import pytest

from bot.sandbox.cast import TeamKey
from bot.sandbox.errors import RefusedError, SlackError
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.control_calls import do, read, send
from tests.sandbox.manifests import FULL, manifest

GENERAL = "C0GENERAL1"
EVENTS = FULL["settings"]["event_subscriptions"]["bot_events"]
TOLD = manifest(
    "settings", "event_subscriptions", "bot_events", to=[*EVENTS, "team_join", "user_change"]
)


async def info(slack: Slack, user_id: str) -> JSON:
    user: JSON = (await slack.get("users.info", user=user_id, include_locale="1"))["user"]
    return user


async def events(slack: Slack, kind: str) -> list[JSON]:
    await slack.sandbox.settled()
    sent = [payload["event"] for payload in slack.bot.payloads("event")]
    return [event for event in sent if event["type"] == kind]


async def test_somebody_new_is_known_and_marked_as_made_up(slack: Slack) -> None:
    nora = slack.sandbox.add_person("nora", real_name="Nora Vidal", locale="es-LA")
    user = await info(slack, nora.id)
    assert (user["real_name"], user["locale"], user["deleted"]) == ("Nora Vidal", "es-LA", False)
    assert "fictional" in user["profile"]["title"]
    assert slack.sandbox.person("nora").id == nora.id


async def test_without_a_name_somebody_is_called_after_their_key(slack: Slack) -> None:
    slack.sandbox.add_person("official-17")
    assert slack.sandbox.person("official-17").user.real_name == "Official 17"


async def test_somebody_new_talks_with_the_app_and_is_where_everybody_is(slack: Slack) -> None:
    nora = slack.sandbox.add_person("nora")
    said = await nora.say("dm", "hello")
    (event,) = await events(slack, "message")
    assert (event["user"], event["channel"], said["channel"]) == (nora.id, nora.dm, nora.dm)
    assert (await slack.api("conversations.open", users=nora.id))["channel"]["id"] == nora.dm
    await nora.say("general", "hello all")


async def test_somebody_new_may_be_a_guest(slack: Slack) -> None:
    guest = slack.sandbox.add_person("guest-2", is_restricted=True)
    assert (await info(slack, guest.id))["is_restricted"]


async def test_somebody_new_may_be_from_the_partner_s_own_workspace(slack: Slack) -> None:
    outsider = slack.sandbox.add_person("expert-9", team="partner")
    user = await info(slack, outsider.id)
    assert (user["team_id"], "is_restricted" in user) == ("T0PARTNER1", False)
    with pytest.raises(LookupError, match="is in no channel"):
        await outsider.say("general", "hello")
    await slack.dana.invite("prairie-law", "expert-9")
    await outsider.say("prairie-law", "hello")
    await outsider.say("dm", "hello")


async def test_many_come_at_once_each_with_a_talk_of_their_own(slack: Slack) -> None:
    people = [slack.sandbox.add_person(f"official-{number}") for number in range(200)]
    assert len({person.dm for person in people} | {slack.ana.dm}) == 201
    assert len({person.id for person in people}) == 200


@pytest.mark.parametrize(
    ("key", "team"),
    [("ana", "home"), ("bot", "home"), ("Nora", "home"), ("", "home"), ("nora", "elsewhere")],
)
async def test_nobody_comes_under_a_taken_or_odd_name(
    slack: Slack, key: str, team: TeamKey
) -> None:
    with pytest.raises(ValueError, match=r"called"):
        slack.sandbox.add_person(key, team=team)


async def test_the_app_hears_of_comings_and_goings_where_it_subscribed() -> None:
    async with running(TOLD) as slack:
        nora = slack.sandbox.add_person("nora")
        slack.sandbox.deactivate("nora")
        (joined,) = await events(slack, "team_join")
        (changed,) = await events(slack, "user_change")
        assert (joined["user"]["id"], joined["user"]["deleted"]) == (nora.id, False)
        assert (changed["user"]["id"], changed["user"]["deleted"]) == (nora.id, True)


async def test_the_app_hears_nothing_of_it_otherwise(slack: Slack) -> None:
    slack.sandbox.add_person("nora")
    slack.sandbox.deactivate("nora")
    await slack.sandbox.settled()
    assert slack.bot.received == []


async def test_whose_account_is_taken_away_is_shown_as_deleted(slack: Slack) -> None:
    slack.sandbox.deactivate("luis")
    user = await info(slack, slack.luis.id)
    assert user["deleted"] is True
    assert "is_restricted" not in user
    talk = await slack.get("conversations.info", channel=slack.luis.dm)
    assert talk["channel"]["is_user_deleted"] is True


async def test_whose_account_is_taken_away_is_in_no_channel_and_does_nothing(slack: Slack) -> None:
    luis = slack.luis
    said = await luis.say("general", "hello")
    slack.sandbox.deactivate("luis")
    members = await slack.get("conversations.members", channel=GENERAL)
    assert luis.id not in members["members"]
    for act in (luis.say("dm", "x"), luis.say("general", "x"), luis.edit(said, "x")):
        with pytest.raises(RefusedError, match="account_inactive"):
            await act
    for ask in (luis.command("/look"), luis.open_home(), luis.shortcut("anywhere")):
        with pytest.raises(RefusedError, match="account_inactive"):
            await ask
    with pytest.raises(SlackError, match="cant_invite"):
        await slack.ana.invite("city-news", "luis")


async def test_a_talk_with_somebody_gone_can_be_written_in_but_not_opened(slack: Slack) -> None:
    slack.sandbox.deactivate("luis")
    opened = await slack.api("conversations.open", users=slack.luis.id)
    assert opened["error"] == "user_disabled"
    assert (await slack.api("chat.postMessage", channel=slack.luis.dm, text="hi"))["ok"]


async def test_a_reset_takes_away_who_came_and_brings_back_who_went(slack: Slack) -> None:
    nora = slack.sandbox.add_person("nora")
    slack.sandbox.deactivate("luis")
    await slack.sandbox.reset()
    with pytest.raises(LookupError):
        await nora.say("dm", "hello")
    await slack.luis.say("dm", "hello")


async def test_people_come_and_go_from_another_process(slack: Slack) -> None:
    person = (await send(slack, "people", key="nora", locale="es-ES"))["person"]
    assert (person["key"], person["locale"], person["is_outsider"]) == ("nora", "es-ES", False)
    said = await do(slack, "nora", "say", channel="dm", text="hola")
    assert (said["channel"], said["user"]) == (person["dm"], person["id"])
    assert (await send(slack, "deactivate", who="nora"))["ok"]
    refused = await send(slack, "person/nora/say", channel="dm", text="hola")
    assert refused == {"ok": False, "error": "account_inactive"}
    assert len((await read(slack, "state"))["people"]) == 9


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("people", {}),
        ("people", {"key": "ana"}),
        ("people", {"key": "nora", "colour": "red"}),
        ("people", {"key": "nora", "team": "elsewhere"}),
        ("deactivate", {"who": "nobody"}),
        ("deactivate", {}),
    ],
)
async def test_a_bad_request_brings_nobody(slack: Slack, path: str, body: JSON) -> None:
    assert not (await send(slack, path, **body))["ok"]


async def test_a_page_of_somebody_gone_takes_nothing(slack: Slack) -> None:
    slack.sandbox.deactivate("luis")
    body = {"user": slack.luis.id, "channel": slack.luis.dm, "text": "hello"}
    async with slack.http.post(f"{slack.sandbox.url}/client/send", json=body) as answer:
        assert await answer.json() == {"ok": False, "error": "account_inactive"}


async def test_somebody_new_may_have_a_title(slack: Slack) -> None:
    nora = slack.sandbox.add_person("nora", title="Clerk")
    assert (await info(slack, nora.id))["profile"]["title"] == "Clerk (fictional)"


async def test_a_new_channel_is_private_and_has_whom_it_was_made_for(slack: Slack) -> None:
    channel = slack.sandbox.add_channel("triage", "dana", "bot")
    await slack.dana.say("triage", "hello")
    described = (await slack.get("conversations.info", channel=channel))["channel"]
    assert (described["name"], described["is_private"]) == ("triage", True)
    with pytest.raises(LookupError, match="is in no channel"):
        await slack.ana.say("triage", "hello")


async def test_no_two_new_channels_have_one_name(slack: Slack) -> None:
    with pytest.raises(ValueError, match="there is a channel general already"):
        slack.sandbox.add_channel("general", "dana")
