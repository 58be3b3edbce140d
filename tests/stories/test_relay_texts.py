"""What people write, however odd or long: all of it arrives, and nothing in it fires."""

from __future__ import annotations

import re

import pytest

from bot.sandbox.mentions import mentions_in
from tests.conftest import World
from tests.stories.joined import Joined, Json, join

FULL = 40_000
"""Characters that Slack lets a person type in one message."""


@pytest.fixture
async def joined(world: World) -> Joined:
    return await join(world, "ana", "ruth")


def long_text(characters: int) -> str:
    """Numbered words, so that what is missing or out of order shows."""
    words = " ".join(f"word-{number}" for number in range(characters // 6))
    return words[:characters].rstrip()


def pieces(joined: Joined, who: str) -> str:
    """The sections of all copies in order, as one text."""
    return "".join(
        block["text"]["text"]
        for message in joined.copies(who)
        for block in message["blocks"]
        if block["type"] == "section"
    )


async def test_the_longest_text_arrives_whole_and_in_order(joined: Joined) -> None:
    text = long_text(FULL)
    await joined.says("ana", text)
    assert pieces(joined, "ruth") == text
    assert len(joined.copies("ruth")) == 4


async def test_a_text_without_a_space_arrives_whole(joined: Joined) -> None:
    text = "".join(f"{number:04}" for number in range(5_000))
    await joined.says("ana", text)
    assert pieces(joined, "ruth") == text


async def test_an_edit_to_something_shorter_takes_parts_away(joined: Joined) -> None:
    message = await joined.says("ana", long_text(FULL))
    await joined.edits("ana", message, "Never mind the details")
    assert joined.words("ruth") == ["Never mind the details"]


async def test_an_edit_to_something_longer_adds_parts(joined: Joined) -> None:
    text, message = long_text(FULL), await joined.says("ana", "The details follow")
    await joined.edits("ana", message, text)
    assert pieces(joined, "ruth") == text


async def test_an_edit_that_is_taken_back_brings_the_parts_back(joined: Joined) -> None:
    text = long_text(FULL // 2)
    message = await joined.says("ana", text)
    await joined.edits("ana", message, "Oh no, I lost it")
    # Slack tells edits apart by the second.
    joined.world.sandbox.clock.advance(2)
    await joined.edits("ana", message, text)
    assert pieces(joined, "ruth") == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("@channel look", "@channel look"),
        ("@here and @everyone", "@here and @everyone"),
        ("@luis agrees", "@… agrees"),
        ("in #general today", "in #general today"),
        ("<!channel> typed out", "&lt;!channel&gt; typed out"),
        ("*bold* _it_ ~no~ `<@U0TOMASVEG>`", "*bold* _it_ ~no~ `&lt;@U0TOMASVEG&gt;`"),
        ("see https://www.ilrc.org/a?b=1&c=2", "see <https://www.ilrc.org/a?b=1&amp;c=2>"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("ordinance \u202e17886\u202c passed", "ordinance \u202e17886\u202c passed"),
        ("a\u200bb\u2066c\u2069", "a\u200bb\u2066c\u2069"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("🗳️ ¿Sí? 投票", "🗳️ ¿Sí? 投票"),
        ("> quoted\n• listed", "&gt; quoted\n• listed"),
    ],
)
async def test_what_is_typed_is_read_and_rings_nobody(
    joined: Joined, typed: str, read: str
) -> None:
    await joined.says("ana", typed)
    assert joined.words("ruth") == [read]
    assert joined.world.sandbox.mentions == []


async def tell(joined: Joined, text: str) -> list[Json]:
    """Deliver a message of Ana's with exactly this text; the copies of it."""
    sandbox, ana = joined.world.sandbox, joined.person("ana")
    sandbox.set(hold_events=True)
    await ana.say("dm", "as it was typed", joined.ana)
    for payload in sandbox.held:
        payload["event"]["text"] = text
    await sandbox.release()
    await joined.world.settled()
    return joined.copies("ruth")


@pytest.mark.parametrize(
    "text",
    [
        "<@U0TOMASVEG|tomas> and <!subteam^S0COUNCIL|@council> and <!here|here>",
        "<!date^1800000000^{date}|soon> <#C0GENERAL1|> <@>",
        "<mailto:ruth@example.org|write> <tel:+15555550123|call>",
        "<@U0TOMASVEG|<!channel>>",
    ],
)
async def test_what_slack_may_write_rings_nobody(joined: Joined, text: str) -> None:
    [copy] = await tell(joined, text)
    assert joined.world.sandbox.mentions == []
    assert mentions_in(copy) == set()


async def test_mentions_between_long_words_lose_nothing_of_the_end(joined: Joined) -> None:
    call = "<@U0TOMASVEG>"
    first = f"{'a' * 128} {'b' * 1524}{call}{'c' * 1378} "
    await tell(joined, f"{first}{'d' * 1658}{call}{'e' * 757}{call}{'f' * 562}{call}. The end")
    assert pieces(joined, "ruth").endswith("The end")


async def test_what_can_t_be_seen_arrives_without_harm(joined: Joined) -> None:
    [copy] = await tell(joined, "a\x00b\x07c\x1b[31md\ufeff")
    shown = copy["blocks"][1]["text"]["text"]
    assert re.sub(r"[^abcd]", "", shown) == "abcd"


async def test_a_link_keeps_its_label_and_its_address(joined: Joined) -> None:
    [copy] = await tell(joined, "Read <https://www.ilrc.org/a|the guide> first")
    assert copy["blocks"][1]["text"]["text"] == "Read <https://www.ilrc.org/a|the guide> first"


async def test_notifications_say_nothing_of_the_words(joined: Joined) -> None:
    await joined.says("ana", "The mayor is against it")
    assert [copy["text"] for copy in joined.copies("ruth")] == ["New message in your conversation"]
