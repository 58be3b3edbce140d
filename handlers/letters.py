"""The kinds of message that the post lane carries, each drawn when it is sent."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from functools import partial

from bot.desk import joining, outbox, people, relay, spoken
from bot.desk.outbox import Address, Drawing, Kind, Kinds
from bot.store import Row, Transaction
from handlers import (
    access_letters,
    card_letters,
    clock_letters,
    closing_letters,
    draft_letters,
    duty_letters,
    merged_letters,
    offer_letters,
    partner_letters,
    status_letters,
)
from handlers.carried import Origin
from handlers.payloads import readable
from handlers.places import place_of
from handlers.shelf import Shelf
from handlers.views import blocks, relayed, wording

SEARCH_ANSWER = "search_answer"


def kinds(shelf: Shelf, workspace: Callable[[], str] = str) -> Kinds:
    """Every kind of message, by its name in the outbox. `workspace` is the workspace's address in
    Slack, which ends with a slash; empty where it isn't known.
    """
    return {
        joining.OPENED: Kind(_opened),
        relay.RELAYED: Kind(_Relayed(shelf).read, status_letters.told),
        relay.NOTE: Kind(_note),
        relay.NOT_ARRIVED: Kind(_not_arrived),
        SEARCH_ANSWER: Kind(_SearchAnswer(shelf).read, _forget_when_sent),
        **status_letters.kinds(shelf),
        **card_letters.kinds(shelf),
        **clock_letters.kinds(shelf, workspace),
        **closing_letters.kinds(shelf),
        **draft_letters.kinds(shelf),
        **duty_letters.kinds(),
        **merged_letters.kinds(),
        **offer_letters.kinds(shelf),
        **partner_letters.kinds(shelf),
        **access_letters.kinds(shelf),
    }


def answer_search(tx: Transaction, query: str, to: Address, message_ts: str) -> None:
    """Answer words in the bot's DM. `query` is masked."""
    cause = f"asked:{to.channel_id}:{message_ts}"
    outbox.post(tx, SEARCH_ANSWER, to, cause=cause, data={"query": query})


class _SearchAnswer:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, tx: Transaction, row: Row) -> Drawing:
        """What the library has on it when it is sent."""
        query, reader = json.loads(row.data)["query"], people.find(tx, row.reader_id)
        home = place_of(reader.home_place)
        return lambda: self._shelf.say(query, reader.texts, origin=Origin(), home=home)


def _forget_when_sent(tx: Transaction, row: Row) -> None:
    if row.state in ("sent", "dead"):
        outbox.wipe(tx, row.id)


def _opened(tx: Transaction, row: Row) -> Drawing:
    return partial(
        relayed.banner, joining.others(tx, row.thread_id), people.texts_for(tx, row.reader_id)
    )


class _Relayed:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, tx: Transaction, row: Row) -> Drawing | None:
        """One part of somebody's words, if they still stand."""
        message = spoken.written(tx, row)
        pieces, part = relay.pieces(message.text), json.loads(row.data)["part"]
        if message.deleted_at is not None or part >= len(pieces):
            return None
        if row.state != "sent" and relay.is_kept_from(tx, row):
            return None
        raw = joining.shown_name(tx, message.thread_id, message.person_id, row.thread_id)
        _ = people.texts_for(tx, row.reader_id)
        return lambda: relayed.relayed(
            wording.shown_as(raw, self._shelf.names(), _),
            pieces[part],
            _,
            files=message.files if part == 0 else 0,
            written=message.ts if message.late else "",
            is_aside=message.ts.startswith(relay.ASIDE),
        )


def _note(tx: Transaction, row: Row) -> Drawing:
    data = json.loads(row.data)
    _ = people.texts_for(tx, row.reader_id)
    return partial(relayed.note, data["hidden"], data["files"], _)


def _not_arrived(tx: Transaction, row: Row) -> Drawing:
    copy = outbox.find(tx, json.loads(row.data)["row"])
    if copy is None:
        raise LookupError(row.id)
    text = html.escape(readable(spoken.written(tx, copy).text), quote=False)
    beginning = blocks.cut(" ".join(text.split()), relayed.BEGINNING)
    _ = people.texts_for(tx, row.reader_id)
    return partial(
        relayed.not_arrived, beginning, copy.state, copy.id, _, is_change=bool(copy.target)
    )
