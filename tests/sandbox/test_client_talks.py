"""Direct messages between people, outsiders, and channels that come and go on a page."""

from tests.sandbox.client_calls import browser
from tests.sandbox.conftest import Slack
from tests.sandbox.kit import actions, button

GENERAL, PRAIRIE = "C0GENERAL1", "C0PRAIRIE1"


async def test_two_people_talk_without_the_app(slack: Slack) -> None:
    async with browser(slack) as hers, browser(slack, "luis") as his:
        talk = (await hers.post("open_dm", **{"with": slack.luis.id}))["channel"]
        assert (talk["kind"], talk["name"], talk["with"], talk["is_app"]) == (
            "im",
            "Luis Ortega",
            slack.luis.id,
            False,
        )
        assert (await his.news("channel_opened"))["channel"]["name"] == "Ana Rivera"
        assert (await his.post("open_dm", **{"with": "ana"}))["channel"]["id"] == talk["id"]
        await hers.post("send", channel=talk["id"], text="@Liaison between us")
        assert (await his.news("message"))["message"]["text"].endswith("between us")
        assert (await his.news("unread"))["unread"] == 1
    await slack.sandbox.settled()
    assert slack.bot.payloads("event") == []
    info = await slack.get("conversations.info", channel=talk["id"])
    assert info["error"] == "channel_not_found"


async def test_one_talks_to_the_app_and_to_oneself(slack: Slack) -> None:
    async with browser(slack) as page:
        app = await page.post("open_dm", **{"with": slack.sandbox.workspace.bot.id})
        assert (app["channel"]["id"], app["channel"]["is_app"]) == (slack.ana.dm, True)
        own = await page.post("open_dm", **{"with": "ana"})
        assert own["channel"]["with"] == slack.ana.id
        assert (await page.post("open_dm", **{"with": "nobody"}))["error"] == "not_found"


async def test_everybody_is_listed_with_their_team(slack: Slack) -> None:
    async with browser(slack) as page:
        people = {each["key"]: each for each in (await page.get("boot"))["people"]}
    assert people["omar"]["team"] == {"id": "T0PARTNER1", "name": "Prairie Law Center (fictional)"}
    assert people["omar"]["is_outsider"]
    assert [key for key in people if people[key]["is_coordinator"]] == ["dana"]
    assert people["mei"]["is_restricted"]
    assert len([each for each in people.values() if "(fic" in each["title"]]) == len(people)


async def test_an_outsider_sees_shared_channels_and_talks_only(slack: Slack) -> None:
    async with browser(slack, "omar") as page:
        boot = await page.get("boot")
        assert {each["kind"] for each in boot["channels"]} == {"shared", "im"}
        (shared,) = (each for each in boot["channels"] if each["kind"] == "shared")
        assert shared["connected"] == ["Prairie Law Center (fictional)"]
        assert (boot["commands"], boot["shortcuts"]) == ([], [])
        assert (await page.post("home"))["error"] == "not_offered_to_outsiders"
        history = await page.get("history", channel=GENERAL)
        assert history["error"] == "not_found"


async def test_an_outsider_is_told_that_their_click_does_not_arrive(slack: Slack) -> None:
    blocks = [actions(button("go"), block_id="row")]
    posted = await slack.api("chat.postMessage", channel=PRAIRIE, blocks=blocks)
    container = {"type": "message", "channel": PRAIRIE, "ts": posted["ts"]}
    async with browser(slack, "omar") as page:
        pressed = await page.post("action", container=container, block_id="row", action_id="go")
        assert pressed == {"ok": False, "error": "outsider_clicks_do_not_arrive"}
        assert "often never reach the app" in (await page.news("notice"))["text"]


async def test_a_channel_one_joins_or_leaves_comes_and_goes(slack: Slack) -> None:
    async with browser(slack, "luis") as page:
        await slack.luis.join("city-news")
        opened = await page.news("channel_opened")
        assert (opened["channel"]["name"], opened["channel"]["is_member"]) == ("city-news", True)
        await slack.luis.leave("city-news")
        assert (await page.news("channel_closed"))["channel"] == opened["channel"]["id"]


async def test_a_channel_that_is_shared_changes_on_the_page(slack: Slack) -> None:
    async with browser(slack) as page:
        new_id = await slack.ana.share("staff-room", "T0PARTNER1")
        told = await page.news("channel_changed")
        assert (told["old"], told["channel"]["id"]) == ("C0STAFFROM", new_id)
        assert (told["channel"]["kind"], new_id != "C0STAFFROM") == ("shared", True)
