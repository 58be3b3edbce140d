"""Coordinators look at reports: from their Home, or by `/assist report`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import experts, people, reports, rights
from bot.desk.errors import NotForOthers
from bot.desk.people import Member
from bot.i18n import Texts, texts
from bot.store import Transaction
from handlers import fields, ids, payloads
from handlers.answers import Standing
from handlers.background import Background
from handlers.desk import Desk
from handlers.errors import Told
from handlers.payloads import Click, Command
from handlers.pictures import Pictures
from handlers.tallying import Tallying
from handlers.views.blocks import View
from handlers.views.chart import Chart
from handlers.views.report import Choice, Labels, chart_of, report_view

WORDS = frozenset({"report", "reports", "informe", "informes"})
"""What stands behind `/assist` or `/ayuda` to see one."""


class ForCoordinators(Told):
    """Somebody else typed the word that opens a report, and may have meant to ask."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _(
            "Reports are for coordinators. If you want to ask something, write it out: "
            "/assist and your question."
        )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A report, made: its chart, and how it looks with a picture of it, or without one."""

    chart: Chart
    view: Callable[[str], View]


@dataclass(frozen=True, slots=True)
class Reporting:
    """The listeners. A window opens with its chart in letters; the picture follows, if it may."""

    desk: Desk
    pictures: Pictures
    tallying: Tallying
    background: Background

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_REPORT)(self.open)
        app.action(re.compile(f"^({ids.REPORT_SPAN}|{ids.REPORT_BY})$"))(self.choose)
        app.action(re.compile(f"^({ids.REPORT_NEXT}|{ids.REPORT_PREVIOUS})$"))(self.turn)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The first one, from Home."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        drawn = await self._drawn(Choice(language=_.language), click.actor)
        method = "views.push" if click.in_modal else "views.open"
        standing = await self.desk.answers.opened(
            *(click.trigger_id, self._now(drawn), click.origin, _), method=method
        )
        self._follow(standing, drawn)
        await ack()

    async def command(self, command: Command, _: Texts) -> None:
        """The same, by a command. Raises ForCoordinators."""
        await self.desk.run(_for_coordinators, command.actor, ForCoordinators)
        drawn = await self._drawn(Choice(language=_.language), command.actor)
        view = self._now(drawn)
        standing = await self.desk.answers.opened(command.trigger_id, view, command.origin, _)
        self._follow(standing, drawn)

    async def choose(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Other months, or by something else."""
        click = payloads.click(body)
        await self._change(click, Choice.of(click.step).with_menus(fields.filled(body)))
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Another page."""
        click = payloads.click(body)
        await self._change(click, replace(Choice.of(click.step), offset=int(click.value)))
        await ack()

    async def _change(self, click: Click, choice: Choice) -> None:
        drawn = await self._drawn(choice, click.actor)
        self._follow(await self.desk.answers.updated(click, self._now(drawn)), drawn)

    async def _drawn(self, choice: Choice, actor: Member) -> _Drawn:
        """Raises NotForOthers, Unavailable."""
        await self.desk.run(_for_coordinators, actor, NotForOthers)
        await self.tallying.keep()
        made = await reports.report(self.desk.store, choice.by, choice.when, actor)
        partners = await self.desk.run(_partners) if choice.by == "partner" else {}
        labels = Labels(self.desk.shelf.names(), partners, texts(choice.language))

        def view(picture: str) -> View:
            may = self.pictures.are_allowed
            return report_view(made, choice, labels, picture, may_have_pictures=may)

        return _Drawn(chart_of(made, labels), view)

    def _now(self, drawn: _Drawn) -> View:
        """As it can be shown at once."""
        return drawn.view(self.pictures.known(drawn.chart))

    def _follow(self, standing: Standing | None, drawn: _Drawn) -> None:
        """Let the picture come after, where there is to be one and it isn't there."""
        wanted = drawn.chart.bars and not self.pictures.known(drawn.chart)
        if standing is not None and wanted and self.pictures.are_allowed:
            self.background.start("drawing a chart", self._picture(standing, drawn))

    async def _picture(self, standing: Standing, drawn: _Drawn) -> None:
        file_id = await self.pictures.upload(drawn.chart)
        if file_id or not self.pictures.are_allowed:
            await self.pictures.place(standing, lambda: drawn.view(file_id))


def _for_coordinators(tx: Transaction, member: Member, refusal: type[Exception]) -> None:
    if not rights.is_coordinator(people.meet(tx, member)):
        raise refusal


def _partners(tx: Transaction) -> dict[str, str]:
    return {each.id: each.name for each in experts.organizations_all(tx)}
