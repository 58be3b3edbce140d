"""Nothing is lost, doubled or out of order when the bot is killed; and that would be seen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from bot.sandbox.transport.answer import Transport
from tests.faults.crash import desk
from tests.faults.crash.campaign import Campaign, Echoes, Plan
from tests.faults.crash.ledger import LATE, Ledger, Said, Thread, Verdict, token
from tests.faults.crash.life import Life
from tests.faults.crash.points import Choice, Point, When, every

OUTSIDE = [token(number, "q") for number in range(3)]
INTERNAL = token(9, "z")


CAMPAIGNS: tuple[tuple[Transport, Echoes], ...] = (("http", "plain"), ("socket", "metadata"))


async def test_killing_the_bot_harms_nothing_that_was_said(tmp_path: Path) -> None:
    # Side by side: most of each is waiting.
    reports = await asyncio.gather(
        *(
            Campaign(Plan(5, 40, *ways, seed=7, links=4, limit=60), tmp_path / ways[0]).run()
            for ways in CAMPAIGNS
        )
    )
    for report in reports:
        assert report.harmless, (report.stories, report.left, report.exit_code)
        assert (report.kills.total(), report.said) == (5, 40)
        assert report.verdict.relayed >= 35
        assert report.faulty > 0.1


@pytest.mark.parametrize(
    ("when", "found"),
    [("before", {"outbox ready": 2}), ("after", {"outbox maybe": 2})],
)
async def test_a_commit_is_cut_on_either_side(
    tmp_path: Path, when: When, found: dict[str, int]
) -> None:
    plan = Plan(kills=0, messages=0, transport="http", echoes="plain", seed=7, links=1)
    campaign, point = Campaign(plan, tmp_path), Point(when, "outbox.tried")
    async with campaign.slack():
        life = await Life.begin(campaign.settings, tmp_path / "bot.log", [point])
        assert await life.die(asyncio.sleep(60)) == point.name
    assert desk.states(tmp_path) == found


def test_every_point_is_chosen_until_a_life_ended_there() -> None:
    choice = Choice(Random(7), most=1)  # noqa: S311 (repeatable)
    for _ in range(10 * len(every())):
        if points := choice.next():
            choice.hit[points[0].name] += 1
    assert choice.never() == []


def test_a_point_is_read_from_its_own_words() -> None:
    assert [Point.read(str(point)) for point in every()] == every()


class Told:
    """What two people said by the ledger, and what the bot is made to show one of them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        people = [sandbox.add_person("writer"), sandbox.add_person("reader")]
        self.writer, self.reader = (Thread(person, speaks=True) for person in people)
        self.internal = Thread(sandbox.add_person("coordinator"), speaks=False)
        for thread in (self.writer, self.reader, self.internal):
            thread.root = self._post(thread, "You are connected.", "")

    def say(self, *names: str, gone: bool = False) -> None:
        for name in names:
            ts = self.sandbox.core.ids.ts()
            self.writer.said.append(Said(name, ts, f"{name} new", {f"{name} old"}, gone))

    def show(
        self, text: str, to: Thread | None = None, root: str = "", head: str = "*Ana*"
    ) -> None:
        reader = to or self.reader
        self._post(reader, text, root or reader.root, head)

    def judged(self) -> Verdict:
        links = [[self.writer, self.reader], [self.internal]]
        return Ledger(links).judge(self.sandbox)

    def _post(self, reader: Thread, text: str, root: str, head: str = "") -> str:
        channel = self.sandbox.workspace.channels[reader.writer.dm]
        blocks = [
            {"type": "context", "elements": [{"type": "mrkdwn", "text": head}]},
            {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        ]
        content = {"text": "", "blocks": blocks}
        posting = self.sandbox.core.posting
        return str(posting.from_bot(channel, content, thread_ts=root or None)["ts"])


@pytest.fixture
def told() -> Told:
    sandbox = Sandbox(Manifest.read(MANIFEST))
    sandbox.set(hold_events=True)
    return Told(sandbox)


def test_what_stands_once_and_in_order_is_relayed(told: Told) -> None:
    told.say(*OUTSIDE)
    for name in OUTSIDE:
        told.show(f"{name} new")
    verdict = told.judged()
    assert (verdict.relayed, dict(verdict.harms)) == (3, {})


def test_parts_are_read_as_one(told: Told) -> None:
    name = OUTSIDE[0]
    told.say(name)
    told.writer.said[0].text = f"{name} one {name} two"
    told.show(f"{name} one ")
    told.show(f"{name} two")
    verdict = told.judged()
    assert (verdict.relayed, dict(verdict.harms)) == (1, {})


def test_what_does_not_stand_there_is_lost(told: Told) -> None:
    told.say(OUTSIDE[0])
    assert told.judged().harms == {"lost": 1}


def test_what_stands_twice_is_doubled(told: Told) -> None:
    told.say(OUTSIDE[0])
    told.show(f"{OUTSIDE[0]} new")
    told.show(f"{OUTSIDE[0]} new")
    assert told.judged().harms == {"doubled": 1}


def test_what_stands_after_a_later_one_is_out_of_order(told: Told) -> None:
    told.say(*OUTSIDE)
    for name in (OUTSIDE[1], OUTSIDE[2], OUTSIDE[0]):
        told.show(f"{name} new", head=f"*Ana* · {LATE}" if name == OUTSIDE[0] else "*Ana*")
    assert told.judged().harms == {"out of order": 1, "late": 1}


def test_an_edit_that_did_not_follow_is_stale(told: Told) -> None:
    told.say(OUTSIDE[0])
    told.show(f"{OUTSIDE[0]} old")
    assert told.judged().harms == {"stale": 1}


def test_what_was_taken_back_and_stands_is_left(told: Told) -> None:
    told.say(OUTSIDE[0], gone=True)
    told.show(f"{OUTSIDE[0]} new")
    assert told.judged().harms == {"left": 1}


def test_internal_words_leak(told: Told) -> None:
    told.show(f"{INTERNAL} new")
    assert told.judged().harms == {"leaked": 1}


def test_words_of_another_link_leak(told: Told) -> None:
    told.say(OUTSIDE[0])
    told.show(f"{OUTSIDE[0]} new")
    told.show(f"{OUTSIDE[0]} new", to=told.internal)
    assert told.judged().harms == {"leaked": 1}


async def test_words_outside_their_thread_leak(told: Told) -> None:
    told.say(OUTSIDE[0])
    question = await told.reader.writer.say("dm", "A question of my own")
    told.show(f"{OUTSIDE[0]} new", root=question["ts"])
    assert told.judged().harms == {"leaked": 1}


def test_what_nobody_caused_is_strange(told: Told) -> None:
    told.show("Five resources for you")
    assert told.judged().harms == {"strange": 1}


def test_a_thread_that_never_began_is_lost(told: Told) -> None:
    told.reader.root = ""
    channel = told.sandbox.workspace.channels[told.reader.writer.dm]
    channel.remove(max(channel.messages))
    assert told.judged().harms == {"lost": 1}
