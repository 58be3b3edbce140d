"""What a round of the clock keeps on the tickets it looked at, written together at its end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import bindparam, update

from bot.store import Row, Transaction
from bot.store.tables import tickets


@dataclass(slots=True)
class Looks:
    """New values of `due_at`, `look_at` and `nudges`, by ticket."""

    _kept: defaultdict[int, dict[str, int | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def keep(self, ticket: Row, **values: int | None) -> None:
        """Set what the clock keeps of a ticket, whatever the rules say of when to look next."""
        kept = self._kept[ticket.id]
        for name, value in values.items():
            kept[name] = value
            if getattr(ticket, name) == value:
                del kept[name]

    def drop(self, ticket: Row) -> None:
        """Set nothing of it after all."""
        self._kept.pop(ticket.id, None)

    def write(self, tx: Transaction) -> None:
        """Write it: one statement for all of which the same is set."""
        alike: defaultdict[tuple[str, ...], list[dict[str, int | None]]] = defaultdict(list)
        for ticket_id, values in self._kept.items():
            new = {f"new_{name}": value for name, value in values.items()}
            alike[tuple(values)].append({"of": ticket_id, **new})
        for names, many in alike.items():
            if names:
                changed = update(tickets).where(tickets.c.id == bindparam("of"))
                tx.execute(changed.values({name: bindparam(f"new_{name}") for name in names}), many)
