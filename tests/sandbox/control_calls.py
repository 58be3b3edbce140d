"""Calls of the controls, as another process makes them."""

from typing import Any

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack


async def read(slack: Slack, path: str, **query: str) -> JSON:
    async with slack.http.get(f"{slack.sandbox.url}/sandbox/{path}", params=query) as answer:
        body: JSON = await answer.json()
        return body


async def send(slack: Slack, path: str, **body: object) -> JSON:
    async with slack.http.post(f"{slack.sandbox.url}/sandbox/{path}", json=body) as answer:
        parsed: JSON = await answer.json()
        return parsed


async def do(slack: Slack, who: str, verb: str, /, **body: object) -> Any:  # noqa: ANN401  # what the verb gives
    answer = await send(slack, f"person/{who}/{verb}", **body)
    assert answer["ok"], answer
    return answer["result"]
