"""Tickets, driven by everyone who takes part, by time and by Slack, in any order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bot.desk import conversation, experts, offers, records, rights, tickets
from bot.desk.course import OPEN, ShownAs, Visibility
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    COORDINATORS,
    DANA,
    DEE,
    HARBOR,
    LUIS,
    PRAIRIE,
    TRIAGE,
    next_ts,
    number,
    person,
)
from tests.desk.desk_talk import ONE, DeskTalk

REQUESTERS = st.sampled_from((ANA, LUIS))
TRIAGING = st.sampled_from(COORDINATORS)
TARGETS = st.lists(
    st.sampled_from((BEA, CARL, DEE, HARBOR, PRAIRIE)), min_size=1, max_size=3, unique=True
)
VISIBLE_TO = st.sampled_from(("partner", "partner", "expert", "coordinator"))
REPLIES: dict[str, Callable[..., Row]] = {
    "reply": conversation.reply,
    "word in between": partial(conversation.reply, more_comes=True),
}
FORMS = (*REPLIES, "add", "aside", "expert's aside")
AS_THEY_LIKE = st.sampled_from(("name", "role", "nobody"))


class DeskMachine(DeskTalk):
    """Everything that can be done to tickets, as listeners do it: by handle, and by whom."""

    @initialize(first=REQUESTERS, second=REQUESTERS, via=st.sampled_from((BEA, HARBOR, None)))
    def there_is_something_to_do(
        self, first: Member, second: Member, via: Member | str | None
    ) -> None:
        """Two tickets, one of them with an expert on it in most cases."""
        for by in (first, second):
            self.somebody_asks(by, "partner", None, "name")
        if via is not None:
            self.it_is_offered(0, [via, DEE])
        self.slack_takes_everything()
        if via == HARBOR:
            self.somebody_writes(0, "offer", CARL)
        elif via is not None:
            self.an_expert_answers(0, "accept")

    @precondition(lambda self: len(self.model.experts) < 3)
    @rule(
        by=REQUESTERS,
        visibility=VISIBLE_TO,
        chosen=st.sampled_from((BEA, None)),
        shown_as=AS_THEY_LIKE,
    )
    def somebody_asks(
        self, by: Member, visibility: Visibility, chosen: Member | None, shown_as: ShownAs
    ) -> None:
        def work(tx: Transaction) -> None:
            word = self.model.new(by, 0)
            request = Request(
                Masked(word.text),
                visibility=visibility,
                chosen_expert_id=number(tx, chosen) if chosen else None,
                shown_as=shown_as,
            )
            ticket = tickets.ask(tx, by, request, TRIAGE)
            word.ticket_id = ticket.id
            word.written_in = records.requester_thread(tx, ticket).id
            self.questions[ticket.id] = word
            self.model.experts[ticket.id] = None
            self.states[ticket.id] = ticket.state

        self.unit(work)

    # Coordinators

    @rule(n=ONE, by=TRIAGING, to=st.sampled_from((*COORDINATORS, None)))
    def a_coordinator_takes_it_or_hands_it_over(
        self, n: int, by: Member, to: Member | None
    ) -> None:
        def work(tx: Transaction) -> None:
            ticket, coordinator = rights.for_coordinator(tx, self.handle(tx, n), by)
            if to is None:
                tickets.take(tx, ticket, coordinator)
            else:
                tickets.assign(tx, ticket, coordinator, to=person(tx, to))

        self.unit(work)

    @rule(n=ONE, kind=st.sampled_from(("legal-help", "model-policy")), urgent=st.booleans())
    def it_is_changed(self, n: int, kind: str, *, urgent: bool) -> None:
        def work(tx: Transaction) -> None:
            ticket, dana = rights.for_coordinator(tx, self.handle(tx, n, *OPEN), DANA)
            ticket = tickets.change(tx, ticket, dana, kind=kind, is_urgent=urgent)
            tickets.promise(tx, ticket, dana, f"2026-12-0{1 + n % 9}")

        self.unit(work)

    @rule(n=ONE, to=TARGETS)
    def it_is_offered(self, n: int, to: list[Any]) -> None:
        def work(tx: Transaction) -> None:
            ticket, dana = rights.for_coordinator(
                tx, self.handle(tx, n, "received", "taken", "offered"), DANA
            )
            targets = [each if isinstance(each, str) else number(tx, each) for each in to]
            offers.make(tx, ticket, dana, targets, minutes=60 + 90 * n)

        self.unit(work)

    @precondition(lambda self: self.has("offered"))
    @rule(n=ONE)
    def what_is_offered_is_taken_back(self, n: int) -> None:
        def work(tx: Transaction) -> None:
            ticket, dana = rights.for_coordinator(tx, self.handle(tx, n, "offered"), DANA)
            offers.take_back(tx, ticket, dana)

        self.unit(work)

    @rule(n=ONE, into=ONE)
    def one_is_the_same_as_another(self, n: int, into: int) -> None:
        def work(tx: Transaction) -> None:
            ticket, dana = rights.for_coordinator(tx, self.handle(tx, n, *OPEN), DANA)
            other, _ = rights.for_coordinator(tx, self.handle(tx, into + 1, *OPEN), DANA)
            tickets.merge(tx, ticket, dana, other)

        self.unit(work)

    @rule(is_listed=st.booleans())
    def an_expert_comes_or_goes(self, *, is_listed: bool) -> None:
        def work(tx: Transaction) -> None:
            if is_listed:
                experts.keep(tx, BEA, HARBOR)
            else:
                experts.unlist(tx, number(tx, BEA))

        self.unit(work)

    # Experts

    @precondition(lambda self: self.has("offered"))
    @rule(n=ONE, answer=st.sampled_from(("accept", "accept", "decline", "suggest", "more")))
    def an_expert_answers(self, n: int, answer: str) -> None:
        """What is open, or a stale button."""

        def work(tx: Transaction) -> None:
            made = [each for each in self.offers(tx) if each.expert_id and each.thread_id]
            found = [each for each in made if each.state == "open"] or made
            if found:
                self._answers(tx, found[n % len(found)], answer)

        self.unit(work)

    def _answers(self, tx: Transaction, offer: Row, answer: str) -> None:
        member = self.member(tx, offer.expert_id)
        offer, expert = offers.for_expert(tx, offer.handle, member)
        ticket = records.find(tx, offer.ticket_id)
        card = records.card_thread(tx, ticket)
        assert card is not None
        if answer == "accept":
            offers.accept(tx, offer, expert, next_ts())
            self.model.experts[ticket.id] = expert.id
            return
        with self.said(member, ticket, card.id) as word:
            word.may_stand_in = {card.id}
            if answer == "decline":
                offers.decline(tx, offer, expert, "busy", Masked(word.text))
            elif answer == "suggest":
                offers.suggest(tx, offer, expert, Masked(word.text))
            else:
                offers.ask_more(tx, offer, expert, Masked(word.text))
        if answer == "more":
            with self.said(DANA, ticket, card.id) as word:
                word.may_stand_in = {card.id, offer.thread_id}
                offers.tell_more(tx, offer, person(tx, DANA), Masked(word.text))

    @precondition(lambda self: self.has("accepted"))
    @rule(n=ONE, by=st.sampled_from(("requester", "coordinator", "expert")))
    def an_expert_leaves(self, n: int, by: str) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n, "accepted")
            gone = records.expert_thread(tx, ticket)
            if by == "expert" and ticket.expert_id is not None:
                expert = self.member(tx, ticket.expert_id)
                ticket, bea = rights.for_expert(tx, ticket.handle, expert)
                tickets.step_back(tx, ticket, bea, "busy", "")
            elif by == "coordinator":
                tickets.remove_expert(tx, *rights.for_coordinator(tx, ticket.handle, DANA))
            else:
                ana = self.member(tx, ticket.requester_id)
                tickets.remove_expert(tx, *rights.for_requester(tx, ticket.handle, ana))
            self._left(ticket, gone)

        self.unit(work)

    def _left(self, ticket: Row, thread: Row | None) -> None:
        self.model.experts[ticket.id] = None
        if thread is not None:
            self.model.leaves([thread.id])

    # The one who asks

    @rule(n=ONE, by_requester=st.booleans(), visibility=VISIBLE_TO)
    def who_may_see_it_changes(self, n: int, visibility: Visibility, *, by_requester: bool) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n, *OPEN)
            by = person(tx, DANA)
            if by_requester:
                by = person(tx, self.member(tx, ticket.requester_id))
            thread, chosen = records.expert_thread(tx, ticket), ticket.chosen_expert_id
            offers.let_see(tx, ticket, by, visibility)
            in_channel = thread is not None and thread.person_id is None
            stays = visibility == "partner" or (
                visibility == "expert"
                and not in_channel
                and chosen in (None, self.model.experts[ticket.id])
            )
            if not stays and self.model.experts[ticket.id] is not None:
                self._left(ticket, thread)

        self.unit(work)

    @precondition(lambda self: self.has("received", "taken", "offered", "accepted"))
    @rule(n=ONE, by=st.sampled_from(("requester", "coordinator", "nobody")))
    def it_is_closed(self, n: int, by: str) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n, *OPEN)
            who = None
            if by != "nobody":
                member = DANA if by == "coordinator" else self.member(tx, ticket.requester_id)
                who = person(tx, member)
            tickets.close(tx, ticket, who, "by_coordinator" if by == "coordinator" else "withdrawn")

        self.unit(work)

    @precondition(lambda self: self.has("closed"))
    @rule(n=ONE)
    def it_is_opened_again(self, n: int) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n, "closed")
            member = self.member(tx, ticket.requester_id)
            tickets.reopen(tx, *rights.for_requester(tx, ticket.handle, member))

        self.unit(work)

    @rule(n=ONE)
    def they_have_their_words_deleted(self, n: int) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n)
            member = self.member(tx, ticket.requester_id)
            ticket, ana = rights.for_requester(tx, ticket.handle, member)
            conversation.delete_text(tx, ticket, ana)
            for word in self.model.of(ticket.id, member):
                word.is_gone = True

        self.unit(work)

    # By forms

    @rule(n=ONE, how=st.sampled_from(FORMS))
    def somebody_speaks_by_a_form(self, n: int, how: str) -> None:
        def work(tx: Transaction) -> None:
            ticket = self.ticket(tx, n, *OPEN)
            by = DANA if how in REPLIES else self.member(tx, ticket.requester_id)
            if how == "expert's aside" and ticket.expert_id is not None:
                by = self.member(tx, ticket.expert_id)
            own, card = records.requester_thread(tx, ticket), records.card_thread(tx, ticket)
            theirs = records.expert_thread(tx, ticket)
            assert card is not None
            if how == "expert's aside" and theirs is not None:
                own = theirs
            forms: dict[str, Callable[..., Row]] = {**REPLIES, "add": conversation.add}
            is_aside = how not in forms
            with self.said(by, ticket, card.id if how in REPLIES else own.id) as word:
                word.may_stand_in = (
                    {own.id, card.id} if is_aside else self.model.listeners(tx, ticket)
                )
                form = forms.get(how, conversation.aside)
                form(tx, ticket, person(tx, by), Masked(word.text))
                self.is_told(tx, word)

        self.unit(work)
