"""What the desk's machine believes: whose words may stand where, and what stands in Slack."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.desk import outbox, records, sending
from bot.desk.outbox import Kinds
from bot.desk.people import Member
from bot.store import Row, Transaction
from tests.desk.cast import next_ts

WORD = re.compile(r"zq\.\d{4}")
"""Each message and question is one word that stands nowhere else, nor in any handle."""


@dataclass
class Word:
    """Something that a person wrote. `may_stand_in` are the threads, by number, that may show it
    beside the one it was written in; nothing may, once it is gone.
    """

    text: str
    writer: Member
    ticket_id: int
    written_in: int
    may_stand_in: set[int] = field(default_factory=set)
    waits: bool = False
    is_gone: bool = False


@dataclass
class Message:
    """A message in Slack that its writer can edit and take back; its last word counts."""

    member: Member
    channel_id: str
    ts: str
    thread_ts: str
    word: Word
    is_passed_on: bool


@dataclass(frozen=True)
class Place:
    """A message of the bot's in Slack: where it stands, and all that it says."""

    kind: str
    channel_id: str
    thread_id: int | None
    says: str


@dataclass
class Slack:
    """What people see there."""

    kinds: Kinds
    shown: dict[tuple[str, str], Place] = field(default_factory=dict)

    def takes(self, tx: Transaction) -> Iterator[Place]:
        """All that is due arrives."""
        while due := sending.claim(tx, self.kinds, settle_ms=0, limit=1_000):
            for outgoing in due:
                row = outbox.find(tx, outgoing.mark)
                assert row is not None
                channel_id = outgoing.channel_id or f"D{outgoing.user_id}"
                if not outgoing.channel_id:
                    sending.opened(tx, outgoing.id, channel_id)
                ts = outgoing.ts or next_ts()
                says = json.dumps(outgoing.draw()) if outgoing.method != "delete" else ""
                place = Place(row.kind, channel_id, row.thread_id, says)
                self.shown[channel_id, ts] = place
                sending.arrived(tx, outgoing.id, ts, self.kinds)
                yield place


@dataclass
class Model:
    """Every word, by itself, and who is on each ticket."""

    words: dict[str, Word] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    experts: dict[int, int | None] = field(default_factory=dict)

    def new(self, writer: Member, ticket_id: int, written_in: int = 0) -> Word:
        """A word that nobody used before."""
        word = Word(f"zq.{len(self.words) + 1:04}", writer, ticket_id, written_in)
        self.words[word.text] = word
        return word

    def of(self, ticket_id: int, writer: Member) -> list[Word]:
        """What somebody wrote on a ticket."""
        return [
            each
            for each in self.words.values()
            if each.ticket_id == ticket_id and each.writer == writer
        ]

    def gone(self) -> set[str]:
        """What must stand nowhere any more."""
        return {text for text, word in self.words.items() if word.is_gone}

    def leaves(self, thread_ids: Collection[int]) -> None:
        """From now on these threads show nothing new."""
        for word in self.words.values():
            word.may_stand_in -= set(thread_ids)

    def listeners(self, tx: Transaction, ticket: Row, *, but: int = 0) -> set[int]:
        """The threads of a ticket that hear what is said in another."""
        found = [records.requester_thread(tx, ticket), records.card_thread(tx, ticket)]
        if self.experts[ticket.id] is not None:
            found.append(records.expert_thread(tx, ticket))
        return {thread.id for thread in found if thread is not None} - {but}

    def question_in(self, tx: Transaction, ticket: Row) -> set[int]:
        """The threads that may show a ticket's question: not a partner's before it accepts."""
        asked = {
            offer.thread_id
            for offer in records.offers_of(tx, ticket.id)
            if offer.state == "open" and offer.expert_id is not None
        }
        return self.listeners(tx, ticket) | asked
