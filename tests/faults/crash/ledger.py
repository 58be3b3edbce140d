"""Everything that was said against everything that people see in Slack at the end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import Person, Sandbox

JSON = dict[str, Any]

OUTSIDE, INTERNAL = "q", "z"
TOKEN = re.compile(r"\b([qz])[bcdfghjklm]{7}\1\b")
_LETTERS = str.maketrans("0123456789", "bcdfghjklm")
LATE = "written earlier"
"""What the bot puts over a message that comes after later ones."""

NOTICES = ("You are connected", "Somebody is on your request now")
"""What the bot says itself in a thread, once."""

HARMS = {
    "lost": "messages that are missing in a thread, or not whole",
    "doubled": "messages that stand twice in a thread",
    "out of order": "messages that stand after one that their writer wrote later",
    "late": "those of them that say so themselves",
    "stale": "messages that read as before their edit",
    "left": "messages that their writer took back and that still stand",
    "leaked": "messages that stand where they must not",
    "strange": "messages of the bot's that nobody caused, or that it says twice",
}


def token(number: int, kind: str) -> str:
    """A word for each message that no rule takes for personal data, and that says nothing."""
    return f"{kind}{number:07d}{kind}".translate(_LETTERS)


@dataclass(slots=True)
class Said:
    """A message as its writer sees it; `text` is its newest, as Slack has it."""

    token: str
    ts: str
    text: str
    texts: set[str]
    gone: bool = False


@dataclass(slots=True)
class Thread:
    """One end of a link, in somebody's talk with the bot. `root` is the banner, once it is seen."""

    writer: Person
    speaks: bool
    root: str = ""
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of the bot's as it stands in a thread."""

    ts: str
    root: str
    text: str
    late: bool


@dataclass(slots=True)
class Verdict:
    """What came of it: how many copies there should be, and how many of each harm."""

    relayed: int = 0
    harms: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def blame(self, harm: str, reader: Thread, ts: str) -> None:
        """Count a harm, and keep the first example: in whose talk, and the message's time."""
        self.harms[harm] += 1
        self.examples.setdefault(harm, (reader.writer.dm, ts))


@dataclass(slots=True)
class Ledger:
    """All links, and what was said in them."""

    links: list[list[Thread]]
    _verdict: Verdict = field(default_factory=Verdict)
    _notices: set[tuple[str, str]] = field(default_factory=set)

    @property
    def threads(self) -> list[Thread]:
        """The ends of all links."""
        return [thread for link in self.links for thread in link]

    def judge(self, sandbox: Sandbox) -> Verdict:
        """Compare with what people see now."""
        self._verdict, self._notices = Verdict(), set()
        for link in self.links:
            for reader in link:
                self._read(sandbox, reader, [each for each in link if each is not reader])
        return self._verdict

    def _read(self, sandbox: Sandbox, reader: Thread, others: list[Thread]) -> None:
        copies: defaultdict[str, list[Copy]] = defaultdict(list)
        reader.root = reader.root or banner_of(sandbox, reader.writer)
        if not reader.root:
            self._verdict.blame("lost", reader, "banner")
        for message in _of_the_bot(sandbox, reader.writer):
            self._sort(reader, message, copies)
        for writer in others:
            if writer.speaks:
                for said in writer.said:
                    self._compare(reader, said, copies.get(said.token, []))
                self._order(reader, writer, copies)
        expected = {said.token for each in others if each.speaks for said in each.said}
        for found in copies.keys() - expected:
            self._verdict.blame("leaked", reader, copies[found][0].ts)

    def _sort(self, reader: Thread, message: JSON, copies: defaultdict[str, list[Copy]]) -> None:
        text, head = _text(message), str(message.get("thread_ts") or message["ts"])
        tokens = {match[0] for match in TOKEN.finditer(text)}
        if not tokens:
            self._notice(reader, message, head)
            return
        for each in tokens:
            copies[each].append(Copy(message["ts"], head, text, LATE in str(message["blocks"])))

    def _notice(self, reader: Thread, message: JSON, head: str) -> None:
        """What the bot says itself stands in the thread, and once."""
        if message["ts"] == reader.root:
            return
        notice = (reader.writer.dm, str(message["text"]))
        if head != reader.root or notice[1] not in NOTICES or notice in self._notices:
            self._verdict.blame("strange", reader, message["ts"])
        self._notices.add(notice)

    def _compare(self, reader: Thread, said: Said, copies: list[Copy]) -> None:
        if any(copy.root != reader.root for copy in copies):
            self._verdict.blame("leaked", reader, said.ts)
        shown = [copy.text for copy in copies]
        if said.gone:
            if shown:
                self._verdict.blame("left", reader, said.ts)
        elif "".join(shown) == said.text:
            self._verdict.relayed += 1
        elif len(set(shown)) < len(shown):
            self._verdict.blame("doubled", reader, said.ts)
        else:
            self._verdict.blame(
                "stale" if "".join(shown) in said.texts else "lost", reader, said.ts
            )

    def _order(self, reader: Thread, writer: Thread, copies: defaultdict[str, list[Copy]]) -> None:
        placed = [(copies[said.token][0].ts, said) for said in writer.said if said.token in copies]
        latest = ""
        for _ts, said in sorted(placed, key=lambda pair: pair[0]):
            if said.ts < latest:
                self._verdict.blame("out of order", reader, said.ts)
            latest = max(latest, said.ts)
        for _ts, said in placed:
            if copies[said.token][0].late:
                self._verdict.blame("late", reader, said.ts)


def deliveries(sandbox: Sandbox, ts: str) -> list[str]:
    """How a message was delivered to the bot, try by try, as far as the sandbox remembers."""
    found = []
    for each in sandbox.deliveries:
        event = each.payload.get("event", {})
        if ts in (event.get("ts"), event.get("message", {}).get("ts"), event.get("deleted_ts")):
            kind, after = event.get("subtype", "new"), each.at - float(ts)
            answer = each.error or each.status
            found.append(f"{kind} after {after:.2f} s, try {each.retry_num}: {answer}")
    return found


def banner_of(sandbox: Sandbox, reader: Person) -> str:
    """The head of a reader's thread, once it stands there; else empty."""
    stamps = ((each["ts"], each.get("thread_ts")) for each in _of_the_bot(sandbox, reader))
    return next((ts for ts, root in stamps if root in (None, ts)), "")


def is_joined(sandbox: Sandbox, expert: Thread) -> bool:
    """Whether an expert was told, in the offer's thread, that they are on the ticket."""
    return any(
        each.get("thread_ts") == expert.root and each["ts"] != expert.root
        for each in _of_the_bot(sandbox, expert.writer)
    )


def _of_the_bot(sandbox: Sandbox, reader: Person) -> Iterator[JSON]:
    channel = sandbox.workspace.channels[reader.dm]
    return (each for each in channel.messages.values() if "bot_id" in each)


def _text(message: JSON) -> str:
    """The words that the bot passes on, which stand in sections."""
    return "".join(
        block["text"]["text"]
        for block in message.get("blocks", ())
        if block["type"] == "section" and "text" in block
    )
