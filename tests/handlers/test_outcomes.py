"""What a failed call means, from real failures of a real client against the sandbox."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from handlers.outcomes import FAILURES, Outcome, judge
from tests.ports import free_port


async def failure(sandbox: Sandbox, *, url: str = "", channel: str = "") -> Outcome:
    """How a post fails."""
    async with ClientSession(timeout=ClientTimeout(total=0.3)) as session:
        client = AsyncWebClient(
            token=sandbox.bot_token,
            base_url=url or sandbox.api_url,
            session=session,
            retry_handlers=[],
        )
        with pytest.raises(FAILURES) as raised:
            await client.api_call(
                "chat.postMessage",
                json={"channel": channel or sandbox.person("ana").dm, "text": "Hello"},
            )
        return judge(raised.value)


@pytest.mark.parametrize(
    "kind",
    [
        *("500_before", "500_after", "drop_before", "drop_after", "hang", "garbage"),
        *("garbage_before", "internal_error_after"),
    ],
)
async def test_what_may_have_arrived_is_unclear(sandbox: Sandbox, kind: str) -> None:
    sandbox.faults.add("chat.postMessage", kind)
    assert (await failure(sandbox)).became == "unclear"


async def test_too_many_is_told_with_the_time_to_wait(sandbox: Sandbox) -> None:
    sandbox.faults.add("chat.postMessage", "429", seconds=17)
    assert await failure(sandbox) == Outcome("limited", "ratelimited", 17.0)


async def test_a_refusal_carries_slack_s_own_word(sandbox: Sandbox) -> None:
    assert await failure(sandbox, channel="C0NOWHERE") == Outcome("refused", "channel_not_found")


async def test_a_refused_token_says_nothing_of_the_message(sandbox: Sandbox) -> None:
    sandbox.set(token_revoked=True)
    assert (await failure(sandbox)).became == "token_refused"


async def test_where_nobody_listens_nothing_went_out(sandbox: Sandbox) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    assert (await failure(sandbox, url=nowhere)).became == "unreached"


def test_silence_is_unclear() -> None:
    assert judge(TimeoutError()).became == "unclear"
