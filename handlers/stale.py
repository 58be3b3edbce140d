"""A coordinator closes together what nobody speaks on any more, after one look and a second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import network, stale
from bot.desk.course import Outcome
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.desk.stale import BATCH, USUAL, Closed, Days, Seen, Stale
from bot.store import Row, Transaction
from handlers import fields, ids, payloads
from handlers.desk import Desk
from handlers.payloads import Submission
from handlers.views import stale as views
from handlers.views.blocks import View
from handlers.views.notices import notice_modal
from handlers.views.stale import SURE, Line, Shown, Stage

Since = dict[int, date]


@dataclass(frozen=True, slots=True)
class Staleness:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_STALE)(self.open)
        app.action(ids.STALE_DAYS)(self.change_days)
        app.view(ids.STALE_FORM)(self.sent)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The list, from a coordinator's Home."""
        click = payloads.click(body)
        view = await self._look(click.actor, USUAL)
        await self.desk.answers.show(click, view, await self.desk.texts(click.actor))
        await ack()

    async def change_days(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The list after another time of silence."""
        click = payloads.click(body)
        days = views.days_of(payloads.picked(body))
        await self.desk.answers.update(click, await self._look(click.actor, days))
        await ack()

    async def sent(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: they are closed when they were seen so, else they are shown first."""
        form = payloads.submission(body)
        _, seen = await self.desk.texts(form.actor), views.seen(form.values)
        if not seen:
            sorry = _("Tick at least one request above.")
            return await ack(response_action="errors", errors={ids.TICKET_OUTCOME: sorry})
        typed, stage = form.values.get(ids.WORDS, ""), _wanted(form, seen)
        masking = mask(typed.strip())
        is_same = typed.split() == fields.begun_with(body, ids.WORDS).split()
        if stage == Stage.of(form.step) and is_same:
            closed = await self._close(form, seen, stage, masking.text)
            self.desk.home.renew(form.actor)
            view = notice_modal(views.done(closed, _), _)
        else:
            view = await self._sure(form, seen, stage, Line(typed, masking.text, masking.kinds))
        return await ack(response_action="update", view=dict(view))

    async def _look(self, actor: Member, days: Days) -> View:
        found, since = await self.desk.run(_listed, actor, days)
        shown = Shown(since, self.desk.shelf.names())
        return views.look(found, shown, await self.desk.texts(actor))

    async def _sure(self, form: Submission, seen: list[Seen], stage: Stage, line: Line) -> View:
        """The second look; what has moved since the first is no longer in it."""
        _ = await self.desk.texts(form.actor)
        rows, since = await self.desk.run(_chosen, form.actor, seen)
        if not rows:
            return notice_modal(_("Something happened on each of them meanwhile: open it anew."), _)
        shown = Shown(since, self.desk.shelf.names())
        return views.sure(rows, replace(stage, count=len(rows)), line, shown, _)

    async def _close(
        self, form: Submission, seen: Sequence[Seen], stage: Stage, words: Masked
    ) -> Closed:
        """Batch by batch, each once: what a second delivery finds done is counted as it stands."""
        done, outcome = Closed(), cast("Outcome", stage.outcome)
        for begin in range(0, len(seen), BATCH):
            batch, key = seen[begin : begin + BATCH], f"{form.key}:{begin}"
            closed = await self.desk.once(
                key, stale.close, form.actor, batch, outcome, words, stage.days
            )
            if closed is None:
                closed = await self.desk.run(stale.were_closed, form.actor, batch, outcome)
            done += closed
        return done


def _wanted(form: Submission, seen: Sequence[Seen]) -> Stage:
    """What the form asks for, as a second look would show it."""
    outcome = form.values.get(ids.TICKET_OUTCOME, "")
    return replace(Stage.of(form.step), name=SURE, count=len(seen), outcome=outcome)


def _listed(tx: Transaction, by: Member, days: Days) -> tuple[Stale, Since]:
    found = stale.listed(tx, by, days)
    return found, _since(tx, [*found.silent, *found.ours])


def _chosen(tx: Transaction, by: Member, seen: Sequence[Seen]) -> tuple[list[Row], Since]:
    rows = stale.chosen(tx, by, seen)
    return rows, _since(tx, rows)


def _since(tx: Transaction, rows: Sequence[Row]) -> Since:
    hours = network.read(tx).hours
    return {each.id: hours.day(each.spoken_at) for each in rows}
