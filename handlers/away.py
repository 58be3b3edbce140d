"""Coordinators say that they are away, who stands in for them, and that they are back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import away, duty, network, people, rights
from bot.desk.errors import IsAway, NotForOthers, StandInNeeded
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.duty_letters import day_of
from handlers.payloads import Submission
from handlers.places import Unclear
from handlers.views import away as views
from handlers.views.away import Away, For
from handlers.views.blocks import Block

LONGEST_DAYS = 366
"""How far from now somebody can say that they will be back."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The listeners. Home shows how it stands."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_AWAY)(self.open)
        app.view(ids.AWAY_FORM)(self.leave)
        app.action(ids.AWAY_BACK)(self.come_back)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        own, others = await self.desk.run(_open, click.actor)
        await self.desk.answers.show(click, views.form(own, others, _), _)
        await ack()

    async def leave(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            told = await self.desk.once(form.key, _leave, form, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        self._renew(form.actor, told or [])
        return await ack()

    async def come_back(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """They are there again."""
        click = payloads.click(body)
        told = await self.desk.once(click.key, _come_back, click.actor)
        self._renew(click.actor, told or [])
        await ack()

    def _renew(self, actor: Member, others: list[Member]) -> None:
        for member in (actor, *others):
            if member.team_id == actor.team_id:
                self.desk.home.renew(member)


def in_home(tx: Transaction, person: Person) -> list[Block]:
    """What stands in a coordinator's Home of it."""
    if not rights.is_coordinator(person):
        return []
    standing_in = [
        For(each.name, day_of(tx, until_at)) for each, until_at in duty.stands_in_for(tx, person.id)
    ]
    return views.in_home(_own(tx, person), standing_in, person.texts)


def _open(tx: Transaction, by: Member) -> tuple[Away | None, list[Person]]:
    person = _coordinator(tx, by)
    return _own(tx, person), duty.candidates(tx, person.id)


def _leave(tx: Transaction, form: Submission, _: Texts) -> list[Member]:
    """Who else is told. Raises NotForOthers, Unclear."""
    person = _coordinator(tx, form.actor)
    before = duty.absence(tx, person.id)
    until_at = _back_at(tx, form.values.get(ids.AWAY_UNTIL, ""), _)
    chosen = form.values.get(ids.AWAY_STAND_IN, "")
    try:
        away.leave(tx, person, until_at, int(chosen) if chosen else None)
    except StandInNeeded:
        raise Unclear(ids.AWAY_UNTIL, _("Somebody is there by now. Open this form anew.")) from None
    except IsAway as gone:
        who = gone.name or _("Another coordinator")
        said = _("{who} is not there. Choose somebody else.", who=who)
        raise Unclear(ids.AWAY_STAND_IN, said) from None
    return _stand_ins(tx, [before, duty.absence(tx, person.id)])


def _come_back(tx: Transaction, by: Member) -> list[Member]:
    person = _coordinator(tx, by)
    told = _stand_ins(tx, [duty.absence(tx, person.id)])
    away.come_back(tx, person)
    return told


def _back_at(tx: Transaction, day: str, _: Texts) -> int | None:
    """When work begins on the first day back, in milliseconds since 1970. Raises Unclear."""
    if not day:
        return None
    hours = network.read(tx).hours
    today, back = hours.day(tx.now), date.fromisoformat(day)
    if back <= today:
        sentence = _("That day has come already. Choose a later one, or leave it empty.")
        raise Unclear(ids.AWAY_UNTIL, sentence)
    if back > today + timedelta(days=LONGEST_DAYS):
        raise Unclear(ids.AWAY_UNTIL, _("Choose a day within a year, or leave it empty."))
    return hours.opening(back) or hours.next_open(hours.last_moment(back))


def _own(tx: Transaction, person: Person) -> Away | None:
    row = duty.absence(tx, person.id)
    if row is None:
        return None
    until = day_of(tx, row.until_at)
    if row.stand_in_id is None:
        return Away(until)
    return Away(until, people.find(tx, row.stand_in_id).name, row.stand_in_id)


def _stand_ins(tx: Transaction, absences: list[Row | None]) -> list[Member]:
    found = {row.stand_in_id for row in absences if row is not None} - {None}
    several = [people.find(tx, each) for each in sorted(found)]
    return [Member(each.team_id, each.user_id) for each in several]


def _coordinator(tx: Transaction, by: Member) -> Person:
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return person
