"""What coordinators do with saved replies and with what is stale: after the whole way of one."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import replies, tickets
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.replies import Saved
from bot.store import Transaction
from bot.store.tables import tickets as rows
from tests.desk.queues import DAY
from tests.stories.joined import member
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import Step, closes_windows, press, press_on

MANY = 25
LINE = "We heard nothing, zastale."


async def saves_a_reply(desk: TicketDesk) -> None:
    await _home(desk, "open_replies")
    await press_on(desk, "dana", "saved_reply_add")
    filled = {"saved_reply_name": "First", "saved_reply_en": "Hello {name}, zasaved."}
    await desk.submits("dana", dict(filled))
    await closes_windows(desk, "dana")


async def keeps_many(desk: TicketDesk) -> None:
    await desk.run(_keep_many, member(desk.dana))
    await _home(desk, "open_replies")
    await press_on(desk, "dana", "replies_next", "replies_previous", "saved_reply_edit")
    await press_on(desk, "dana", "saved_reply_delete")
    await closes_windows(desk, "dana")


async def replies_with_one(desk: TicketDesk) -> None:
    await desk.ask("ana", "And this one too, zasilent?")
    await press(desk, "dana", TRIAGE, "card_reply")
    saved = (await desk.run(replies.several))[0]
    await desk.dana.click_in_view("reply_choice", str(saved.id))
    await desk.settled()
    await desk.submits("dana")
    await desk.submits("dana")


async def closes_what_is_stale(desk: TicketDesk) -> None:
    await desk.run(_age)
    await _home(desk, "open_stale")
    await desk.dana.click_in_view("stale_days", "30")
    await desk.settled()
    await desk.submits("dana", {"ticket_outcome": "withdrawn", "words": LINE})
    await desk.submits("dana")
    await closes_windows(desk, "dana")


REPLY_WAYS: tuple[Step, ...] = (
    *(saves_a_reply, keeps_many, replies_with_one, closes_what_is_stale),
)


async def _home(desk: TicketDesk, action_id: str) -> None:
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home(action_id)
    await desk.settled()


def _keep_many(tx: Transaction, by: Member) -> None:
    dana = replies.coordinator(tx, by)
    for nth in range(MANY):
        replies.keep(tx, Saved(None, f"Reply {nth:02}", {"en": Masked("Thank you.")}), dana)


def _age(tx: Transaction) -> None:
    ticket = tx.execute(select(rows).order_by(rows.c.id.desc()).limit(1)).one()
    tickets.retime(tx, ticket, spoken_at=tx.now - 40 * DAY)
