"""What is overdue: who holds it is nudged, once, and after `timing.PATIENCE` a coordinator, once.

Where somebody was nudged as often as the network allows, the next in line is; where all were, it
waits until one of them may be again. What is only offered goes straight to the coordinator, because
offers have a time of their own; so does what an expert holds who is away. Where a promised day has
passed, expert and coordinator are told at once: the word was the coordinator's. Of all that falls
due at one time, a coordinator is told at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from bot.desk import cards, duty, experts, nudges, outbox, records, tickets
from bot.desk.errors import NotAnExpert
from bot.desk.looks import Looks
from bot.desk.network import Network
from bot.desk.nudges import Room, Told
from bot.desk.outbox import Address
from bot.desk.timing import NUDGES, PATIENCE, promised
from bot.store import Row, Transaction

NUDGE = "nudge"
EXPERT_NUDGE = "expert_nudge"

Rank = Sequence[int]
"""People to turn to at once, by our numbers."""


class Overdue:
    """What one unit of work does: of all its tickets each coordinator is told together."""

    def __init__(self, tx: Transaction, known: Network, looks: Looks) -> None:
        self._tx, self._known, self._looks = tx, known, looks
        self._told: defaultdict[int, list[Row]] = defaultdict(list)
        self._came: list[Row] = []
        self._rooms: dict[int, Room] = {}
        self._here: dict[int | None, Rank] = {}

    def look(self, ticket: Row) -> None:
        """Turn to the next in line about a ticket, or plan when to."""
        if not ticket.nudges:
            # It has just become so.
            self._came.append(ticket)
        if ticket.promised_on:
            # Its requester reads that the day is over.
            tickets.touch(self._tx, ticket)
        told = self._told_before(ticket)
        again = self._after(told.at, PATIENCE) if told else 0
        if again > self._tx.now:
            self._looks.keep(ticket, look_at=again)
            return
        ranks = self._ranks(ticket)
        if told:
            ranks = [[each for each in rank if each not in told.person_ids] for rank in ranks]
        for step, rank in enumerate(ranks, start=1):
            if self._turn_to(ticket, rank, max(step, ticket.nudges + 1)):
                return
        self._wait(ticket, ranks)

    def send(self) -> None:
        """Have the nudges posted to coordinators, and the cards say what has become overdue."""
        if self._came:
            cards.redraw(self._tx, self._came)
        for person_id, about in self._told.items():
            nudges.note(self._tx, person_id, [ticket.id for ticket in about])
            self._post(NUDGE, Address(reader_id=person_id), person_id, about)

    def _turn_to(self, ticket: Row, rank: Rank, step: int) -> bool:
        """Nudge who of them has room for it, or wait until one has soon; whether one does."""
        rooms = {person_id: self._room(ticket, person_id) for person_id in rank}
        free = [person_id for person_id, room in rooms.items() if room.at == self._tx.now]
        soon = [room.at for room in rooms.values() if room.at and not room.is_full]
        if free:
            self._tell(ticket, free, step)
        elif soon:
            self._looks.keep(ticket, look_at=min(soon))
        return bool(free or soon)

    def _told_before(self, ticket: Row) -> Told | None:
        """Who was turned to about it before, as it stands now."""
        return nudges.last_about(self._tx, ticket.id, ticket.ball_at) if ticket.nudges else None

    def _after(self, at: int, minutes: int) -> int:
        hours = self._known.hours
        return hours.fitting(hours.after(at, minutes))

    def _ranks(self, ticket: Row) -> list[Rank]:
        """Whom to turn to, one rank after the other."""
        here = self._on_hand(ticket)
        others = [person_id for person_id in self._there if person_id not in here]
        if ticket.waits_on != "expert":
            return [here, others]
        holds = self._expert(ticket)
        if holds and promised(ticket, self._known):
            return [list(dict.fromkeys((*holds, *here))), others]
        return [holds, here, others]

    @cached_property
    def _there(self) -> Rank:
        return [person.id for person in duty.there(self._tx)]

    def _on_hand(self, ticket: Row) -> Rank:
        if ticket.assignee_id not in self._here:
            found = [person.id for person in duty.on_hand(self._tx, ticket)]
            self._here[ticket.assignee_id] = found
        return self._here[ticket.assignee_id]

    def _expert(self, ticket: Row) -> Rank:
        """The expert who is on it, unless they are away."""
        if ticket.expert_id is None or records.expert_thread(self._tx, ticket) is None:
            return []
        try:
            expert = experts.find(self._tx, ticket.expert_id)
        except NotAnExpert:
            return []
        return [] if expert.is_away(self._tx.now) else [ticket.expert_id]

    def _room(self, ticket: Row, person_id: int) -> Room:
        """When somebody may be told of a ticket: at once who is being told of others anyway."""
        if person_id in self._told:
            is_apart = _holds(ticket, person_id)
            return Room(self._after(self._tx.now, nudges.PAUSE) if is_apart else self._tx.now)
        if person_id not in self._rooms:
            self._rooms[person_id] = nudges.room(self._tx, person_id, self._known)
        return self._rooms[person_id]

    def _tell(self, ticket: Row, rank: Rank, step: int) -> None:
        look_at = self._after(self._tx.now, PATIENCE) if step < NUDGES else None
        self._looks.keep(ticket, nudges=min(step, NUDGES), look_at=look_at)
        for person_id in sorted(rank, key=lambda each: not _holds(ticket, each)):
            if _holds(ticket, person_id):
                self._tell_expert(ticket)
            else:
                self._told[person_id].append(ticket)

    def _tell_expert(self, ticket: Row) -> None:
        """In the ticket's own thread, which is where they answer."""
        thread = records.expert_thread(self._tx, ticket)
        if thread is None:
            raise LookupError(ticket.id)
        self._rooms.pop(ticket.expert_id, None)
        nudges.note(self._tx, ticket.expert_id, [ticket.id])
        reader_id = ticket.expert_id if thread.person_id is not None else None
        to = Address(thread_id=thread.id, reader_id=reader_id)
        self._post(EXPERT_NUDGE, to, ticket.expert_id, [ticket])

    def _post(self, kind: str, to: Address, person_id: int, about: Sequence[Row]) -> None:
        cause = f"nudge:{person_id}:{self._tx.now}"
        data = nudges.said(self._tx, person_id, about)
        outbox.post(self._tx, kind, to, cause=cause, data=data)

    def _wait(self, ticket: Row, ranks: Sequence[Rank]) -> None:
        """All were nudged as often as they may be: in some days one may be again."""
        rooms = [self._room(ticket, person_id) for rank in ranks for person_id in rank]
        later = [room.at for room in rooms if room.at is not None]
        if later:
            self._looks.keep(ticket, look_at=min(later))
        else:
            self._looks.keep(ticket, nudges=NUDGES, look_at=None)


def _holds(ticket: Row, person_id: int) -> bool:
    """Whether somebody is the expert whose turn it is."""
    return bool(ticket.waits_on == "expert" and ticket.expert_id == person_id)
