"""The app uploads files: announced, sent, completed; shown in blocks, and to whom."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.kit import home, modal, section
from tests.sandbox.manifests import FULL, manifest

GENERAL = "C0GENERAL1"
PNG = b"\x89PNG\r\n\x1a\n and so on"
WITH_FILES = [*FULL["oauth_config"]["scopes"]["bot"], "files:write"]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    declared = manifest("oauth_config", "scopes", "bot", to=WITH_FILES)
    async with running(declared) as each:
        yield each


async def announced(slack: Slack, **args: str) -> JSON:
    given = {"filename": "chart.png", "length": str(len(PNG)), **args}
    return await slack.get("files.getUploadURLExternal", **given)


async def sent(slack: Slack, url: str, data: object = PNG) -> tuple[int, str]:
    async with slack.http.post(url, data=data) as answer:
        return answer.status, await answer.text()


async def completed(slack: Slack, *ids: str, **more: object) -> JSON:
    files = [{"id": each, "title": "chart"} for each in ids]
    return await slack.api("files.completeUploadExternal", files=files, **more)


async def uploaded(slack: Slack, data: bytes = PNG, **more: object) -> str:
    """A file that is complete: its id."""
    begun = await announced(slack, length=str(len(data)), alt_txt="two bars")
    await sent(slack, begun["upload_url"], data)
    assert (await completed(slack, begun["file_id"], **more))["ok"]
    return str(begun["file_id"])


def picture(file_id: str) -> JSON:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "two bars"}


async def opened(slack: Slack, *blocks: JSON) -> JSON:
    """What is said to a modal of Ana's with these blocks."""
    view = modal(section(), *blocks)
    return await slack.api("views.open", trigger_id=await slack.trigger(), view=view)


async def fetched(slack: Slack, file_id: str, **headers: str) -> int:
    user = headers.pop("user", "")
    url = f"{slack.sandbox.url}/files/{file_id}"
    async with slack.http.get(url, params={"user": user}, headers=headers) as answer:
        return answer.status


async def test_a_file_goes_up_in_three_steps(slack: Slack) -> None:
    begun = await announced(slack)
    assert await sent(slack, begun["upload_url"]) == (200, f"OK - {len(PNG)}")
    done = await completed(slack, begun["file_id"])
    assert done["files"] == [{"id": begun["file_id"], "title": "chart"}]


async def test_a_file_may_come_as_a_form(slack: Slack) -> None:
    begun = await announced(slack)
    assert (await sent(slack, begun["upload_url"], {"file": "no file"}))[0] == 400
    assert (await sent(slack, begun["upload_url"], {"file": BytesIO(PNG)}))[0] == 200


async def test_a_modal_shows_it(slack: Slack) -> None:
    file_id = await uploaded(slack)
    assert (await opened(slack, picture(file_id)))["ok"]
    assert slack.ana.view
    assert slack.ana.view["blocks"][1]["slack_file"] == {"id": file_id}


async def test_it_is_named_by_its_address_too(slack: Slack) -> None:
    address = f"{slack.sandbox.url}/files/{await uploaded(slack)}"
    by_address = {"type": "image", "slack_file": {"url": address}, "alt_text": "two bars"}
    assert (await opened(slack, by_address))["ok"]


async def test_without_the_scope_nothing_goes_up() -> None:
    async with running(manifest()) as bare:
        refused = await announced(bare)
        assert (refused["error"], refused["needed"]) == ("missing_scope", "files:write")
        assert (await completed(bare, "F000000001"))["error"] == "missing_scope"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"length": "0"}, "missing_argument"),
        ({"length": "many"}, "invalid_arguments"),
        ({"length": "2000000000"}, "file_upload_size_restricted"),
        ({"filename": ""}, "invalid_arguments"),
        ({"alt_txt": "x" * 1_001}, "alt_txt_too_large"),
        ({"color": "red"}, "invalid_arguments"),
    ],
)
async def test_a_file_that_can_t_be_announced(
    slack: Slack, args: dict[str, str], error: str
) -> None:
    assert (await announced(slack, **args))["error"] == error


async def test_a_json_body_announces_nothing(slack: Slack) -> None:
    refused = await slack.api("files.getUploadURLExternal", filename="chart.png", length=3)
    assert refused["error"] == "invalid_arguments"


async def test_an_address_takes_one_file_of_the_length_that_was_said(slack: Slack) -> None:
    begun = await announced(slack)
    assert await sent(slack, begun["upload_url"], PNG[:-1]) == (400, "wrong_length")
    assert (await sent(slack, begun["upload_url"]))[0] == 200
    assert await sent(slack, begun["upload_url"]) == (404, "no_such_address")


async def test_only_what_was_sent_can_be_completed_and_only_once(slack: Slack) -> None:
    begun = await announced(slack)
    assert (await completed(slack, begun["file_id"]))["error"] == "file_not_found"
    await sent(slack, begun["upload_url"])
    assert (await completed(slack, begun["file_id"]))["ok"]
    assert (await completed(slack, begun["file_id"]))["error"] == "file_not_found"


@pytest.mark.parametrize("files", [[], "no JSON", [{"title": "x"}], [{"id": "odd"}], [3], {}])
async def test_files_that_are_none(slack: Slack, files: object) -> None:
    refused = await slack.api("files.completeUploadExternal", files=files)
    assert refused["error"] == "invalid_arguments"


async def test_files_may_come_as_json_in_a_form(slack: Slack) -> None:
    begun = await announced(slack)
    await sent(slack, begun["upload_url"])
    form = {"files": f'[{{"id": "{begun["file_id"]}"}}]'}
    done = await slack.call("files.completeUploadExternal", data=form)
    assert done["files"][0]["title"] == "chart.png"


async def test_what_is_no_image_or_not_there_is_shown_nowhere(slack: Slack) -> None:
    text = await uploaded(slack, b"only words")
    begun = await announced(slack)
    for file_id in (text, begun["file_id"], "F0NOSUCH01"):
        refused = await opened(slack, picture(file_id))
        assert refused["error"] == "invalid_arguments"
        said = "[ERROR] invalid slack file [json-pointer:/view/blocks/1/slack_file]"
        assert refused["response_metadata"]["messages"] == [said]
        posted = await slack.api("chat.postMessage", channel=GENERAL, blocks=[picture(file_id)])
        assert posted["error"] == "invalid_blocks"


async def test_an_id_of_another_kind_is_refused(slack: Slack) -> None:
    assert (await opened(slack, picture("https://x")))["error"] == "invalid_arguments"


async def test_slack_may_look_at_a_file_for_a_while(slack: Slack) -> None:
    slack.sandbox.set(file_lag=1)
    file_id = await uploaded(slack)
    assert (await opened(slack, picture(file_id)))["error"] == "invalid_arguments"
    assert (await opened(slack, picture(file_id)))["ok"]


async def test_a_message_that_shows_it_can_be_changed_and_whispered(slack: Slack) -> None:
    file_id = await uploaded(slack)
    posted = await slack.api("chat.postMessage", channel=GENERAL, blocks=[picture(file_id)])
    wrong = [picture("F0NOSUCH01")]
    changed = await slack.api("chat.update", channel=GENERAL, ts=posted["ts"], blocks=wrong)
    assert changed["error"] == "invalid_blocks"
    args = {"channel": GENERAL, "user": slack.ana.id}
    assert (await slack.api("chat.postEphemeral", **args, blocks=wrong))["error"] == (
        "invalid_blocks"
    )


async def test_only_who_has_it_before_them_can_fetch_it(slack: Slack) -> None:
    file_id = await uploaded(slack)
    assert await fetched(slack, file_id, user=slack.ana.id) == 404
    await opened(slack, picture(file_id))
    assert await fetched(slack, file_id, user=slack.ana.id) == 200
    assert await fetched(slack, file_id, user=slack.luis.id) == 404
    assert await fetched(slack, file_id) == 404
    await slack.ana.close_view()
    assert await fetched(slack, file_id, user=slack.ana.id) == 404


async def test_whoever_is_in_a_channel_can_fetch_what_stands_there(slack: Slack) -> None:
    file_id = await uploaded(slack)
    await slack.api("chat.postMessage", channel=slack.ana.dm, blocks=[picture(file_id)])
    assert await fetched(slack, file_id, user=slack.ana.id) == 200
    assert await fetched(slack, file_id, user=slack.luis.id) == 404


async def test_a_home_tab_shows_it_to_its_own_person(slack: Slack) -> None:
    file_id = await uploaded(slack)
    view = home(picture(file_id))
    assert (await slack.api("views.publish", user_id=slack.luis.id, view=view))["ok"]
    assert await fetched(slack, file_id, user=slack.luis.id) == 200
    assert await fetched(slack, file_id, user=slack.ana.id) == 404


async def test_another_page_can_t_fetch_it(slack: Slack) -> None:
    file_id = await uploaded(slack)
    await opened(slack, picture(file_id))
    foreign = await fetched(slack, file_id, user=slack.ana.id, Origin="http://evil.example")
    assert foreign == 403


async def test_the_app_itself_needs_a_scope_to_fetch_it(slack: Slack) -> None:
    file_id, token = await uploaded(slack), f"Bearer {slack.sandbox.bot_token}"
    assert await fetched(slack, file_id, Authorization=token) == 404
    declared = manifest("oauth_config", "scopes", "bot", to=[*WITH_FILES, "files:read"])
    async with running(declared) as reading:
        token = f"Bearer {reading.sandbox.bot_token}"
        assert await fetched(reading, await uploaded(reading), Authorization=token) == 200


async def test_a_file_that_is_not_complete_can_t_be_fetched(slack: Slack) -> None:
    begun = await announced(slack)
    assert await fetched(slack, begun["file_id"], user=slack.ana.id) == 404


async def test_a_file_shared_in_a_channel_stands_there_as_a_message(slack: Slack) -> None:
    file_id = await uploaded(slack, channel_id=slack.ana.dm, initial_comment="Here it is")
    shared = slack.ana.sees("dm")[-1]
    assert (shared["text"], shared["files"][0]["id"]) == ("Here it is", file_id)
    assert shared["files"][0]["alt_txt"] == "two bars"
    assert await fetched(slack, file_id, user=slack.ana.id) == 200
    await slack.sandbox.settled()
    assert slack.bot.payloads("event")[-1]["event"]["subtype"] == "file_share"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NOSUCH01", "channel_not_found"), ("C0CITYNEWS", "not_in_channel")],
)
async def test_where_a_file_can_t_be_shared_it_is_not_completed(
    slack: Slack, channel: str, error: str
) -> None:
    begun = await announced(slack)
    await sent(slack, begun["upload_url"])
    refused = await completed(slack, begun["file_id"], channel_id=channel)
    assert refused["error"] == error
    assert (await completed(slack, begun["file_id"]))["ok"]


async def test_an_upload_can_fail_like_any_call(slack: Slack) -> None:
    slack.sandbox.faults.add("upload", "500_before")
    begun = await announced(slack)
    assert (await sent(slack, begun["upload_url"]))[0] == 500
    assert (await sent(slack, begun["upload_url"]))[0] == 200
    assert [call.args for call in slack.sandbox.calls if call.method == "upload"] == [
        {"bytes": len(PNG)}
    ] * 2


async def test_a_reset_takes_all_files_away(slack: Slack) -> None:
    file_id = await uploaded(slack)
    await slack.sandbox.reset()
    assert await fetched(slack, file_id, user=slack.ana.id) == 404
    assert await uploaded(slack)
