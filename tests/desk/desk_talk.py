"""What is said on tickets, in threads and beside them, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine, select

from bot.desk import conversation, experts, joining, people, records, relay, rights, turns, unplaced
from bot.desk.errors import DeskError
from bot.desk.masking import Masked
from bot.desk.outbox import Address, Kinds
from bot.desk.people import Member
from bot.desk.spoken import Said
from bot.store import Row, Transaction
from bot.store.tables import metadata, pending, threads
from bot.store.tables import offers as offer_rows
from tests.desk import desk_laws
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DANA,
    LUIS,
    NORA,
    next_ts,
    number,
    readers,
    settle,
)
from tests.desk.desk_model import WORD, Message, Model, Place, Slack, Word
from tests.desk.queues import DAY, NOW
from tests.desk.test_tickets_laws import must_be_as_logged

ANY = 2
ONE = st.sampled_from((0, 0, 0, 1, 1, ANY))
"""Which ticket, or how long ago: mostly the first, so that much happens to it."""
HOUR = 3_600_000


class DeskTalk(RuleBasedStateMachine):
    """A desk, the people around it, and their words."""

    steps: ClassVar[Counter[str]] = Counter()

    def __init__(self, engine: Engine, kinds: Kinds) -> None:
        super().__init__()
        self.engine = engine
        self.now = NOW
        self.model = Model()
        self.slack = Slack(kinds)
        self.questions: dict[int, Word] = {}
        self.states: dict[int, str] = {}
        self.queued = 0
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            settle(Transaction(connection, self.now))

    def unit(self, work: Callable[[Transaction], None]) -> None:
        """A unit of work: committed, or refused and undone."""
        name = work.__qualname__.split(".")[1]
        try:
            with self.engine.begin() as connection:
                work(Transaction(connection, self.now))
            self.steps[name] += 1
        except DeskError as error:
            self.steps[f"{name}: {type(error).__name__}"] += 1

    def ticket(self, tx: Transaction, n: int, *states: str) -> Row:
        """One of the tickets: mostly one in these states, now and then any."""
        fit = [each for each, state in self.states.items() if state in states and n != ANY]
        ids = fit or list(self.states)
        return records.find(tx, ids[n % len(ids)])

    def handle(self, tx: Transaction, n: int, *states: str) -> str:
        return str(self.ticket(tx, n, *states).handle)

    def has(self, *states: str) -> bool:
        """Whether a ticket is in one of these states."""
        return any(state in states for state in self.states.values())

    def offers(self, tx: Transaction) -> list[Row]:
        """Every offer that was ever made."""
        return list(tx.execute(select(offer_rows).order_by(offer_rows.c.id)).all())

    def member(self, tx: Transaction, person_id: int) -> Member:
        found = people.find(tx, person_id)
        return Member(found.team_id, found.user_id)

    @contextmanager
    def said(self, by: Member, ticket: Row, written_in: int) -> Iterator[Word]:
        """New words; where they are refused, they must stand nowhere."""
        word = self.model.new(by, ticket.id, written_in)
        try:
            yield word
        except DeskError:
            word.is_gone = True
            raise

    def is_told(self, tx: Transaction, word: Word) -> None:
        """Words are passed on to all whom they are for."""
        assert readers(tx, word.text) == word.may_stand_in

    # In threads

    @rule(
        n=ONE,
        where=st.sampled_from(("own", "own", "card", "expert", "expert", "offer", "offer")),
        by=st.sampled_from((None, None, None, ANA, BEA, CARL, DANA, NORA)),
    )
    def somebody_writes(self, n: int, where: str, by: Member | None) -> None:
        """By who is expected there, or by anybody."""
        self.slack_takes_everything()

        def work(tx: Transaction) -> None:
            thread = self._thread(tx, n, where)
            if thread is None:
                return
            ticket = self._of_thread(tx, thread)
            writer = by or self._expected(tx, thread)
            word = self.model.new(writer, ticket.id, thread.id)
            message = Message(
                writer, thread.channel_id, next_ts(), thread.root_ts, word, is_passed_on=False
            )
            self._meant(tx, ticket, thread, message)
            assert conversation.say(tx, _said(message))
            self.is_told(tx, word)
            self.model.messages.append(message)

        self.unit(work)

    def _thread(self, tx: Transaction, n: int, where: str) -> Row | None:
        ticket = self.ticket(tx, n)
        if where == "own":
            return records.requester_thread(tx, ticket)
        if where == "card":
            return records.card_thread(tx, ticket)
        if where == "expert":
            return records.expert_thread(tx, ticket)
        ids = [each.thread_id for each in self.offers(tx) if each.thread_id is not None]
        if not ids:
            return None
        row: Row = tx.execute(select(threads).where(threads.c.id == ids[-1 - n % len(ids)])).one()
        # One that was over before it was sent stands nowhere.
        return row if row.root_ts else None

    def _of_thread(self, tx: Transaction, thread: Row) -> Row:
        offer = records.offer_in(tx, thread.id)
        if offer is not None:
            return records.find(tx, offer.ticket_id)
        found = records.of_link(tx, thread.link_id)
        assert found is not None
        return found

    def _expected(self, tx: Transaction, thread: Row) -> Member:
        if thread.person_id is not None:
            return self.member(tx, thread.person_id)
        return CARL if thread.speaks else DANA

    def _meant(self, tx: Transaction, ticket: Row, thread: Row, message: Message) -> None:
        """For whom words are, by whose they are and where they stand."""
        word, offer = message.word, records.offer_in(tx, thread.id)
        writer, hear = number(tx, message.member), self.model.listeners(tx, ticket, but=thread.id)
        if offer is None:
            speaks = thread.person_id == writer
            word.waits = speaks and ticket.state == "closed"
        else:
            speaks = offer.state in ("open", "accepted") and self._speaks(tx, ticket, offer, writer)
        if speaks and ticket.state != "closed":
            word.may_stand_in, message.is_passed_on = hear, True
            if offer is not None and offer.state == "open":
                self.model.experts[ticket.id] = writer

    def _speaks(self, tx: Transaction, ticket: Row, offer: Row, writer: int) -> bool:
        """Whether somebody's words under an offer count."""
        if offer.expert_id is not None:
            return bool(offer.state == "accepted" and offer.expert_id == writer)
        listed = experts.of_organization(tx, offer.organization_id)
        return writer in {each.person.id for each in listed} - {ticket.requester_id}

    @precondition(lambda self: self.model.messages)
    @rule(n=ONE)
    def a_message_is_edited(self, n: int) -> None:
        def work(tx: Transaction) -> None:
            message = self.model.messages[-1 - n % len(self.model.messages)]
            old = message.word
            if not (message.is_passed_on or old.waits):
                return
            new = self.model.new(message.member, old.ticket_id, old.written_in)
            if self._has_left(tx, message):
                # Nobody hears what is said there now.
                new.is_gone = True
            elif old.is_gone and message.is_passed_on:
                new.is_gone = True
            elif old.is_gone:
                # Words that waited and were forgotten: these are new ones.
                self._meant_anew(tx, message, new)
            else:
                new.waits, new.may_stand_in = old.waits, set(old.may_stand_in)
            edited = replace(_said(message), text=Masked(new.text), edited_ts=next_ts())
            (conversation.edit if message.thread_ts else unplaced.correct)(tx, edited)
            if not new.is_gone:
                old.is_gone, message.word = True, new
            self.is_told(tx, new)

        self.unit(work)

    def _meant_anew(self, tx: Transaction, message: Message, new: Word) -> None:
        thread = joining.thread_of(tx, message.channel_id, message.thread_ts)
        if thread is None:
            # Of the main box nothing is kept that nobody was asked about.
            new.is_gone = True
            return
        message.word = new
        self._meant(tx, self._of_thread(tx, thread), thread, message)

    def _has_left(self, tx: Transaction, message: Message) -> bool:
        if not message.thread_ts:
            return False
        return joining.thread_of(tx, message.channel_id, message.thread_ts) is None

    @precondition(lambda self: self.model.messages)
    @rule(n=ONE)
    def a_message_is_taken_back(self, n: int) -> None:
        def work(tx: Transaction) -> None:
            message = self.model.messages.pop(-1 - n % len(self.model.messages))
            said = replace(_said(message), text=Masked(""))
            (conversation.unsay if message.thread_ts else unplaced.take_back)(tx, said)
            message.word.is_gone = True
            assert not readers(tx, message.word.text)

        self.unit(work)

    # Beside threads

    @rule(by=st.sampled_from((ANA, LUIS)))
    def somebody_writes_in_the_main_box(self, by: Member) -> None:
        def work(tx: Transaction) -> None:
            channel_id, word = f"D{by.user_id}", self.model.new(by, 0)
            message = Message(by, channel_id, next_ts(), "", word, is_passed_on=False)
            to = Address(channel_id=channel_id, reader_id=number(tx, by))
            word.waits = unplaced.ask_which(tx, _said(message), to)
            self.model.messages.append(message)

        self.unit(work)

    @rule(n=ONE, is_added=st.booleans())
    def they_choose_what_it_is_for(self, n: int, *, is_added: bool) -> None:
        def work(tx: Transaction) -> None:
            waits = [each for each in self.model.messages if each.word.waits]
            waits = [each for each in waits if not each.word.is_gone]
            if waits:
                self._chooses(tx, waits[n % len(waits)], n, is_added=is_added)

        self.unit(work)

    def _chooses(self, tx: Transaction, message: Message, n: int, *, is_added: bool) -> None:
        kept = tx.execute(select(pending).where(pending.c.ts == message.ts)).one()
        kept = unplaced.find(tx, kept.handle, message.member)
        if not is_added:
            unplaced.drop(tx, kept, "looked_up")
            message.word.is_gone = True
            return
        ticket = unplaced.written_under(tx, kept) if kept.thread_ts else self.ticket(tx, n)
        ticket, by = rights.for_requester(tx, ticket.handle, message.member)
        own = records.requester_thread(tx, ticket)
        ticket = unplaced.add(tx, kept, ticket, by)
        word = message.word
        word.may_stand_in = self.model.listeners(tx, ticket, but=own.id if kept.thread_ts else 0)
        word.waits, word.ticket_id, word.written_in = False, ticket.id, own.id
        message.is_passed_on = True
        self.is_told(tx, word)

    # Time, and Slack

    @rule(milliseconds=st.sampled_from((1_000, 60_000, 3 * HOUR, 9 * HOUR, 2 * DAY, 15 * DAY)))
    def time_passes(self, milliseconds: int) -> None:
        self.now += milliseconds

        def work(tx: Transaction) -> None:
            turns.due(tx)
            before = set(tx.execute(select(pending.c.text)).scalars())
            unplaced.tidy(tx)
            for text in before - set(tx.execute(select(pending.c.text)).scalars()):
                self.model.words[text].is_gone = True

        self.unit(work)

    @rule()
    def slack_takes_everything(self) -> None:
        with self.engine.begin() as connection:
            tx = Transaction(connection, self.now)
            for place in self.slack.takes(tx):
                self._may_be_shown(tx, place)
            for place in self.slack.shown.values():
                gone = self.model.gone().intersection(WORD.findall(place.says))
                assert not gone, (gone, place)
                if place.kind != relay.RELAYED:
                    self._may_be_shown(tx, place)

    def _may_be_shown(self, tx: Transaction, place: Place) -> None:
        """Everyone reads their own words; what others wrote, only those who may see it now."""
        for text in WORD.findall(place.says):
            word = self.model.words[text]
            may = word.may_stand_in | {word.written_in}
            if self.questions.get(word.ticket_id) is word:
                may = self.model.question_in(tx, records.find(tx, word.ticket_id))
            is_own = place.channel_id == f"D{word.writer.user_id}"
            assert not word.is_gone, (text, place)
            assert is_own or place.thread_id in may, (text, place)

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        """Looked at in one transaction, which is quicker than an invariant for each law."""
        with self.engine.begin() as connection:
            tx = Transaction(connection, self.now)
            for ticket in desk_laws.each_ticket(tx):
                self.states[ticket.id] = ticket.state
                must_be_as_logged(tx, ticket)
                desk_laws.one_at_a_time(tx, ticket, self.model)
                desk_laws.it_waits_on_somebody(ticket)
                desk_laws.all_who_can_see_are_named(tx, ticket)
            self.queued = desk_laws.copies_go_where_they_may(tx, self.queued, self.model)
            desk_laws.no_words_are_where_they_should_not_be(tx, self.model)


def _said(message: Message) -> Said:
    return Said(
        message.member,
        message.channel_id,
        message.ts,
        message.thread_ts,
        Masked(message.word.text),
    )
