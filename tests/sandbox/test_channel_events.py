"""Events about channels: reactions, comings and goings, sharing, files, broadcasts."""

import pytest

from bot.sandbox.errors import RefusedError, SlackError
from bot.sandbox.wire import JSON
from tests.contracts import shared
from tests.sandbox.conftest import Slack, running
from tests.sandbox.manifests import without_scopes

GENERAL, NEWS, STAFF, PRAIRIE = "C0GENERAL1", "C0CITYNEWS", "C0STAFFROM", "C0PRAIRIE1"
PARTNER = "T0PARTNER1"


async def events(slack: Slack, kind: str) -> list[JSON]:
    await slack.sandbox.settled()
    sent = [payload["event"] for payload in slack.bot.payloads("event")]
    return [event for event in sent if kind in (event["type"], event.get("subtype"))]


async def test_a_reaction_is_told_with_whose_message_it_is_on(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    await slack.luis.react(said, "eyes")
    await slack.luis.react(said, "eyes", on=False)
    (added,) = await events(slack, "reaction_added")
    assert (added["user"], added["reaction"], added["item_user"]) == (
        slack.luis.id,
        "eyes",
        slack.ana.id,
    )
    assert added["item"] == {"type": "message", "channel": GENERAL, "ts": said["ts"]}
    assert len(await events(slack, "reaction_removed")) == 1


async def test_a_reaction_on_the_app_s_message_names_the_app(slack: Slack) -> None:
    slack.bot.answers["command"] = {"response_type": "in_channel", "text": "all"}
    await slack.ana.command("/look")
    await slack.api("chat.postMessage", channel=GENERAL, text="hi")
    for message in slack.ana.sees("general"):
        await slack.ana.react(message, "eyes")
    added = await events(slack, "reaction_added")
    assert {event["item_user"] for event in added} == {slack.sandbox.workspace.bot.id}


async def test_the_app_s_own_reactions_are_told_to_it_too(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    args = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes"}
    await slack.api("reactions.add", **args)
    await slack.api("reactions.remove", **args)
    assert len(await events(slack, "reaction_added")) == 1
    assert len(await events(slack, "reaction_removed")) == 1


async def test_somebody_who_comes_and_goes_is_told(slack: Slack) -> None:
    await slack.ana.invite("city-news", "bot")
    await slack.ana.invite("city-news", "luis")
    await slack.luis.leave("city-news")
    app, luis = await events(slack, "member_joined_channel")
    assert (app["user"], app["inviter"]) == (slack.sandbox.workspace.bot.id, slack.ana.id)
    assert (luis["channel"], luis["channel_type"], luis["team"]) == (NEWS, "C", "T0LOCALNET")
    (left,) = await events(slack, "member_left_channel")
    assert (left["user"], "inviter" in left) == (slack.luis.id, False)
    assert [event["user"] for event in await events(slack, "channel_join")] == [
        slack.sandbox.workspace.bot.id,
        slack.luis.id,
    ]
    assert len(await events(slack, "channel_leave")) == 1


async def test_who_joins_by_themselves_was_invited_by_nobody(slack: Slack) -> None:
    await slack.ana.invite("city-news", "bot")
    await slack.luis.join("city-news")
    await slack.luis.join("city-news")
    _, joined = await events(slack, "member_joined_channel")
    assert "inviter" not in joined


async def test_an_app_that_is_taken_out_hears_nothing_more(slack: Slack) -> None:
    await slack.dana.remove("immigration-policy", "bot")
    await slack.ana.say("immigration-policy", "@Liaison hello")
    assert await events(slack, "member_left_channel") == []
    assert await events(slack, "app_mention") == []


@pytest.mark.parametrize(
    ("who", "channel", "error"),
    [
        ("luis", "staff-room", "channel_not_found"),
        ("mei", "city-news", "user_is_restricted"),
        ("omar", "city-news", "channel_not_found"),
    ],
)
async def test_not_everybody_can_join_everything(
    slack: Slack, who: str, channel: str, error: str
) -> None:
    with pytest.raises(SlackError, match=error):
        await slack.sandbox.person(who).join(channel)


@pytest.mark.parametrize(
    ("channel", "who", "error"),
    [
        ("general", "luis", "already_in_channel"),
        ("general", "ana", "cant_invite_self"),
        ("general", "omar", "cant_invite"),
        ("dm", "luis", "method_not_supported_for_channel_type"),
    ],
)
async def test_not_everybody_can_be_invited(
    slack: Slack, channel: str, who: str, error: str
) -> None:
    with pytest.raises(SlackError, match=error):
        await slack.ana.invite(channel, who)


async def test_an_archived_channel_takes_nobody_in(slack: Slack) -> None:
    slack.sandbox.workspace.channels[NEWS].is_archived = True
    with pytest.raises(SlackError, match="is_archived"):
        await slack.luis.join("city-news")
    with pytest.raises(SlackError, match="is_archived"):
        await slack.ana.invite("city-news", "luis")


async def test_some_channels_can_not_be_left(slack: Slack) -> None:
    with pytest.raises(SlackError, match="cant_leave_general"):
        await slack.ana.leave("general")
    with pytest.raises(SlackError, match="method_not_supported_for_channel_type"):
        await slack.ana.leave("dm")
    with pytest.raises(SlackError, match="not_in_channel"):
        await slack.ana.remove("city-news", "luis")
    with pytest.raises(LookupError, match="there is no channel"):
        await slack.ana.join("nowhere")


async def test_a_public_channel_that_is_shared_keeps_its_id(slack: Slack) -> None:
    assert await slack.ana.share("general", PARTNER) == GENERAL
    (told,) = await events(slack, "channel_shared")
    assert (told["channel"], told["connected_team_id"]) == (GENERAL, PARTNER)
    assert await events(slack, "channel_id_changed") == []
    assert slack.bot.payloads("event")[-1]["is_ext_shared_channel"]
    info = (await slack.get("conversations.info", channel=GENERAL))["channel"]
    assert (info["is_ext_shared"], info["shared_team_ids"]) == (True, ["T0LOCALNET", PARTNER])


async def test_a_private_channel_that_is_shared_gets_another_id(slack: Slack) -> None:
    await slack.ana.invite("staff-room", "bot")
    new_id = await slack.ana.share("staff-room", PARTNER)
    (told,) = await events(slack, "channel_id_changed")
    assert (told["old_channel_id"], told["new_channel_id"]) == (STAFF, new_id)
    assert (await events(slack, "channel_shared"))[0]["channel"] == new_id
    gone = await slack.get("conversations.info", channel=STAFF)
    assert gone["error"] == "channel_not_found"
    assert (await slack.api("chat.postMessage", channel=new_id, text="hi"))["ok"]


async def test_a_channel_that_is_taken_back_loses_the_partner_s_people(slack: Slack) -> None:
    await slack.ana.share("general", PARTNER)
    await slack.ana.invite("general", "omar")
    omar = slack.sandbox.person("omar")
    await omar.say("general", "hello")
    await slack.ana.unshare("general", PARTNER)
    (told,) = await events(slack, "channel_unshared")
    assert (told["previously_connected_team_id"], told["is_ext_shared"]) == (PARTNER, False)
    with pytest.raises(LookupError, match="is in no channel"):
        await omar.say("general", "still here")


async def test_who_joins_from_another_team_says_so(slack: Slack) -> None:
    await slack.ana.share("general", PARTNER)
    await slack.ana.invite("general", "omar")
    (joined,) = await events(slack, "member_joined_channel")
    assert joined["team"] == PARTNER


@pytest.mark.parametrize(
    ("who", "channel", "team", "error"),
    [
        ("dana", "prairie-law", PARTNER, "already_shared"),
        ("ana", "dm", PARTNER, "cant_share"),
        ("mei", "general", PARTNER, "cant_share"),
        ("omar", "prairie-law", PARTNER, "cant_share"),
    ],
)
async def test_what_can_not_be_shared(
    slack: Slack, who: str, channel: str, team: str, error: str
) -> None:
    with pytest.raises(RefusedError, match=error):
        await slack.sandbox.person(who).share(channel, team)


async def test_only_what_is_shared_is_taken_back_from_a_team_that_exists(slack: Slack) -> None:
    with pytest.raises(RefusedError, match="not_shared"):
        await slack.ana.unshare("general", PARTNER)
    for team in ("T0NOBODY01", "T0LOCALNET"):
        with pytest.raises(LookupError, match="no other team"):
            await slack.ana.share("general", team)


async def test_each_kind_of_channel_needs_its_own_scope() -> None:
    async with running(without_scopes("groups:read")) as slack:
        await slack.ana.invite("staff-room", "bot")
        await slack.ana.invite("city-news", "bot")
        (joined,) = await events(slack, "member_joined_channel")
        assert joined["channel"] == NEWS


async def test_a_broadcast_is_told_with_the_head_of_its_thread(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    await slack.luis.say("general", "all", thread_ts=root["ts"], broadcast=True)
    (told,) = await events(slack, "thread_broadcast")
    assert (told["root"]["ts"], told["root"]["reply_count"]) == (root["ts"], 1)
    assert told["thread_ts"] == root["ts"]


async def test_the_head_of_a_thread_is_told_as_changed_into_a_tombstone(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    await slack.luis.say("general", "reply", thread_ts=root["ts"])
    await slack.ana.delete(root)
    (told,) = await events(slack, "message_changed")
    assert told["message"]["subtype"] == "tombstone"
    assert told["previous_message"]["text"] == "root"


async def test_a_token_that_is_revoked_is_told(slack: Slack) -> None:
    assert (await slack.api("auth.revoke", test=True))["revoked"] is False
    assert (await slack.api("auth.revoke"))["revoked"] is True
    assert (await slack.api("auth.test"))["error"] == "token_revoked"
    (told,) = await events(slack, "tokens_revoked")
    assert told["tokens"] == {"oauth": [], "bot": [slack.sandbox.workspace.bot.id]}


# Seen in other events of messages, and missing in these samples.
ALSO_SENT = {"client_msg_id", "team", "parent_user_id"}
ALSO_IN_ROOTS = {"blocks", "subscribed", "reply_users", "is_locked", "client_msg_id"}


async def act(slack: Slack, name: str) -> None:
    """Does what makes the event of that name."""
    root = await slack.ana.say("general", "root")
    if name == "ReactionAdded":
        await slack.luis.react(root, "eyes")
    elif name == "MemberJoinedChannel":
        await slack.ana.invite("city-news", "bot")
    elif name == "ChannelIdChanged":
        await slack.ana.invite("staff-room", "bot")
        await slack.ana.share("staff-room", PARTNER)
    elif name == "MessageThreadBroadcast":
        await slack.luis.say("general", "all", thread_ts=root["ts"], broadcast=True)
    elif name == "MessageFileShare":
        await slack.ana.upload("general", "x.pdf", "look")
    else:
        await slack.api("auth.revoke")


@shared.needed
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ReactionAdded", "reaction_added"),
        ("MemberJoinedChannel", "member_joined_channel"),
        ("ChannelIdChanged", "channel_id_changed"),
        ("MessageThreadBroadcast", "thread_broadcast"),
        ("MessageFileShare", "file_share"),
        ("TokensRevoked", "tokens_revoked"),
    ],
)
async def test_these_events_have_only_keys_that_slack_s_have(
    slack: Slack, name: str, kind: str
) -> None:
    await act(slack, name)
    (event, *_) = await events(slack, kind)
    sample = shared.read(f"samples/events/{name}Payload.json")["event"]
    assert set(event) <= set(sample) | ALSO_SENT
    for part in ("item", "root", "tokens"):
        assert set(event.get(part, {})) <= set(sample.get(part, {})) | ALSO_IN_ROOTS
    if "files" in event:
        assert set(event["files"][0]) <= set(sample["files"][0])
