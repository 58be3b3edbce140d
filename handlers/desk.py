"""The desk as the listeners need it: units of work, each done once for each press or form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from bot.desk import keys
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Store, Transaction
from handlers.answers import Answers
from handlers.directory import Directory
from handlers.home import Home
from handlers.shelf import Shelf
from handlers.triage_channel import ShownIn

P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every listener of tickets works with."""

    store: Store
    directory: Directory
    answers: Answers
    shelf: Shelf
    home: Home
    shown_in: ShownIn

    async def run(
        self,
        work: Callable[Concatenate[Transaction, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """Do a unit of work. Raises DeskError, Unavailable."""
        return await self.store.run(work, *args, **kwargs)

    async def once(
        self,
        key: str,
        work: Callable[Concatenate[Transaction, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result | None:
        """Do a unit of work for a press or a form; nothing at its second delivery.

        What is refused leaves no key: the same form may be sent again. Raises DeskError,
        Unavailable.
        """

        def first(tx: Transaction) -> Result | None:
            return work(tx, *args, **kwargs) if keys.first(tx, key) else None

        return await self.store.run(first)

    async def texts(self, member: Member) -> Texts:
        """The sentences in a person's language."""
        return await self.directory.of(member)
