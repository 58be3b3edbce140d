"""What is done after the answer has left."""

from __future__ import annotations

import asyncio

import pytest

from handlers.background import Background


async def test_it_is_waited_for_at_the_end() -> None:
    background, done = Background(), list[str]()

    async def work() -> None:
        await asyncio.sleep(0)
        done.append("work")

    background.start("working", work())
    assert background.in_hand == 1
    await background.close()
    assert (done, background.in_hand) == (["work"], 0)


async def test_what_it_leads_to_is_waited_for_too() -> None:
    background, done = Background(), list[str]()

    async def second() -> None:
        done.append("second")

    async def first() -> None:
        background.start("the second", second())

    background.start("the first", first())
    await background.settled()
    assert done == ["second"]


async def test_a_failure_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    background = Background()

    async def fail() -> None:
        raise ValueError("is Maria Lopez detained")

    background.start("remembering", fail())
    await background.settled()
    assert "remembering failed: ValueError at" in caplog.text
    assert "Maria" not in caplog.text


async def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.background.DRAIN_SECONDS", 0)
    background, ended = Background(), list[str]()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("wait")

    background.start("waiting", wait())
    await asyncio.sleep(0)
    await background.close()
    assert ended == ["wait"]
