"""Resources made of requests: who is asked when, and what is left."""

from __future__ import annotations

import pytest

from bot.desk import conversation, drafts, outbox, records, tickets
from bot.desk.drafts import MOVES
from bot.desk.errors import DraftedAlready, NoSuchTicket, NotAllowed, NotForOthers, WrongStatus
from bot.desk.masking import Masked
from bot.store import Row, Transaction
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    LUIS,
    accepted,
    all_is_posted,
    asked,
    closed,
    now,
    person,
    posted,
    refused,
    settle,
    waits_to_be_drawn,
)

VALUES = {"title": "Guide to holds", "summary": "What to do", "type": "toolkit"}
OTHER = {**VALUES, "title": "Another guide"}


@pytest.fixture
def ticket(tx: Transaction) -> Row:
    settle(tx)
    return closed(tx, asked(tx))


def proposed(tx: Transaction, ticket: Row) -> Row:
    draft = drafts.propose(tx, ticket, person(tx, DANA), VALUES)
    all_is_posted(tx)
    return draft


def agreed(tx: Transaction, ticket: Row) -> Row:
    draft = proposed(tx, ticket)
    drafts.agree(tx, draft, person(tx, ANA), draft.version)
    all_is_posted(tx)
    return drafts.find(tx, draft.id)


def test_only_of_what_was_answered_a_resource_is_made(tx: Transaction) -> None:
    settle(tx)
    ticket = asked(tx)
    with refused(tx, WrongStatus):
        drafts.propose(tx, ticket, person(tx, DANA), VALUES)
    ticket = tickets.answered(tx, ticket, person(tx, DANA))
    assert drafts.propose(tx, ticket, person(tx, DANA), VALUES).state == "asked"


def test_of_a_deleted_text_none_is_made(tx: Transaction, ticket: Row) -> None:
    ticket = conversation.delete_text(tx, ticket, person(tx, ANA))
    with refused(tx, WrongStatus):
        drafts.propose(tx, ticket, person(tx, DANA), VALUES)


def test_its_requester_is_asked_in_their_thread(tx: Transaction, ticket: Row) -> None:
    proposed(tx, ticket)
    [question] = posted(tx, drafts.ASKED)
    assert question.thread_id == records.requester_thread(tx, ticket).id
    assert "Guide" not in question.data


@pytest.mark.parametrize("answer", ["", "agree", "refuse"])
def test_one_draft_at_a_time_and_none_after_a_no(tx: Transaction, ticket: Row, answer: str) -> None:
    draft = proposed(tx, ticket)
    if answer == "agree":
        drafts.agree(tx, draft, person(tx, ANA), draft.version)
    if answer == "refuse":
        drafts.refuse(tx, draft, person(tx, ANA))
    with refused(tx, DraftedAlready):
        drafts.propose(tx, ticket, person(tx, DANA), OTHER)


def test_after_one_was_dropped_another_can_be_made(tx: Transaction, ticket: Row) -> None:
    drafts.drop(tx, proposed(tx, ticket), person(tx, DANA))
    assert drafts.propose(tx, ticket, person(tx, DANA), OTHER).state == "asked"


def test_a_yes_goes_below_the_card(tx: Transaction, ticket: Row) -> None:
    agreed(tx, ticket)
    [told] = posted(tx, drafts.ANSWERED)
    card = records.card_thread(tx, ticket)
    assert card is not None
    assert told.thread_id == card.id


def test_a_yes_to_what_was_changed_since_counts_for_nothing(tx: Transaction, ticket: Row) -> None:
    draft = proposed(tx, ticket)
    drafts.change(tx, draft, person(tx, DANA), OTHER)
    with refused(tx, WrongStatus):
        drafts.agree(tx, drafts.find(tx, draft.id), person(tx, ANA), draft.version)


def test_changed_it_is_asked_about_once_more(tx: Transaction, ticket: Row) -> None:
    draft = agreed(tx, ticket)
    draft = drafts.change(tx, draft, person(tx, DANA), OTHER)
    first, second = posted(tx, drafts.ASKED)
    assert draft.state == "asked"
    assert waits_to_be_drawn(tx, first.id)
    assert second.state == "ready"


def test_unchanged_nobody_is_asked_again(tx: Transaction, ticket: Row) -> None:
    draft = agreed(tx, ticket)
    assert drafts.change(tx, draft, person(tx, DANA), VALUES).state == "agreed"
    assert len(posted(tx, drafts.ASKED)) == 1


@pytest.mark.parametrize("end", [drafts.refuse, drafts.drop])
def test_over_nothing_of_it_is_kept(tx: Transaction, ticket: Row, end: object) -> None:
    draft = agreed(tx, ticket)
    end(tx, draft, person(tx, ANA))  # type: ignore[operator] # either of the two
    assert drafts.find(tx, draft.id).resource == ""
    assert "Guide" not in str(MOVES.history(tx, draft.id))


@pytest.mark.parametrize("state", ["asked", "agreed"])
def test_it_goes_with_the_text(tx: Transaction, ticket: Row, state: str) -> None:
    draft = proposed(tx, ticket) if state == "asked" else agreed(tx, ticket)
    conversation.delete_text(tx, now(tx, ticket), person(tx, ANA))
    draft = drafts.find(tx, draft.id)
    assert (draft.state, draft.resource) == ("dropped", "")


def test_what_is_on_its_way_into_the_library_goes_on(tx: Transaction, ticket: Row) -> None:
    draft = agreed(tx, ticket)
    drafts.begin(tx, draft, person(tx, DANA))
    conversation.delete_text(tx, now(tx, ticket), person(tx, ANA))
    with refused(tx, WrongStatus):
        drafts.refuse(tx, drafts.find(tx, draft.id), person(tx, ANA))
    drafts.published(tx, drafts.find(tx, draft.id))
    draft = drafts.find(tx, draft.id)
    assert (draft.state, draft.resource) == ("published", "")


def test_begun_again_it_is_the_same(tx: Transaction, ticket: Row) -> None:
    draft = agreed(tx, ticket)
    once = drafts.begin(tx, draft, person(tx, DANA))
    twice = drafts.begin(tx, drafts.find(tx, draft.id), person(tx, DANA))
    assert once == twice
    assert str(once["id"]).startswith("from-request-guide-to-holds-")
    assert draft.handle not in str(once)


@pytest.mark.parametrize("state", ["asked", "refused", "published"])
def test_only_what_was_agreed_to_is_published(tx: Transaction, ticket: Row, state: str) -> None:
    draft = proposed(tx, ticket) if state == "asked" else agreed(tx, ticket)
    if state == "refused":
        drafts.refuse(tx, draft, person(tx, ANA))
    if state == "published":
        drafts.begin(tx, draft, person(tx, DANA))
        drafts.published(tx, drafts.find(tx, draft.id))
    with refused(tx, WrongStatus):
        drafts.begin(tx, drafts.find(tx, draft.id), person(tx, DANA))


def test_what_the_library_does_not_take_can_be_changed(tx: Transaction, ticket: Row) -> None:
    draft = agreed(tx, ticket)
    drafts.begin(tx, draft, person(tx, DANA))
    drafts.unfit(tx, drafts.find(tx, draft.id))
    assert drafts.change(tx, drafts.find(tx, draft.id), person(tx, DANA), OTHER).state == "asked"


def test_each_hand_has_its_own_rights(tx: Transaction) -> None:
    settle(tx)
    ticket = closed(tx, accepted(tx, asked(tx)))
    handle = proposed(tx, ticket).handle
    with refused(tx, NoSuchTicket):
        drafts.for_requester(tx, handle, LUIS)
    for other in (BEA, DANA):
        with refused(tx, NotAllowed):
            drafts.for_requester(tx, handle, other)
    with refused(tx, NotForOthers):
        drafts.for_coordinator(tx, handle, ANA)
    assert drafts.for_requester(tx, handle, ANA)[0].handle == handle
    with refused(tx, NoSuchTicket):
        drafts.for_coordinator(tx, "d-nothing", DANA)


def test_without_a_card_its_maker_is_told(tx: Transaction) -> None:
    settle(tx)
    ticket = tickets.ask(tx, ANA, tickets.Request(Masked("Where?")), "")
    all_is_posted(tx)
    draft = proposed(tx, closed(tx, ticket))
    drafts.refuse(tx, draft, person(tx, ANA))
    [told] = posted(tx, drafts.ANSWERED)
    assert (told.thread_id, told.reader_id) == (None, person(tx, DANA).id)
    assert outbox.find(tx, told.id) is not None
