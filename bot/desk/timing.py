"""By when who holds a ticket is to speak, and when the clock next looks at it. Pure.

Who spoke last decides who holds it. A target counts from the question until there was a first
answer, from then on from when the ball came over. A promised day takes the place of the target; the
day of a vote stands above both. A promise or a vote that was over before the ball came over says
nothing of what is waited for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.desk.hours import DAY
from bot.desk.network import Network

REOPENABLE_DAYS = 14
"""For how long a closed ticket can be opened again."""

REMINDED_DAYS = 2
"""How long before a silent ticket is closed its requester is told that it will be."""

PATIENCE = 8 * 60
"""Working minutes from when the one who holds it was nudged until a coordinator is."""

NUDGES = 2
"""First the one who holds it, then a coordinator."""

_FAR = date(9000, 1, 1)
"""Later days than this, which forms take, are too near to the end of the calendar."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Moments in milliseconds since 1970; None for never."""

    due_at: int | None = None
    look_at: int | None = None


def timing(ticket: Any, network: Network) -> Timing:  # noqa: ANN401 (a row, or what is like one)
    """What the clock has to do with a ticket as it stands now.

    Raises NeverOpen.
    """
    if ticket.state == "closed":
        return Timing(None, _over_at(ticket))
    if not ticket.waits_on:
        return Timing()
    hours = network.hours
    if ticket.waits_on == "requester":
        return Timing(None, hours.fitting(silent_at(ticket, network)))
    due_at = _due_at(ticket, network)
    if ticket.nudges >= NUDGES:
        return Timing(due_at)
    again = hours.after(due_at, PATIENCE) if ticket.nudges else due_at
    return Timing(due_at, hours.fitting(again))


def is_overdue(ticket: Any, now: int) -> bool:  # noqa: ANN401 (see above)
    """Whether who holds a ticket should have spoken by now, in milliseconds since 1970."""
    return ticket.due_at is not None and bool(ticket.due_at <= now)


def silent_at(ticket: Any, network: Network) -> int:  # noqa: ANN401 (see above)
    """When its requester is told that it will be closed, or, once they were, when it is at the
    earliest.
    """
    closes_at: int = ticket.spoken_at + network.silent_days * DAY
    return closes_at if ticket.nudges else closes_at - REMINDED_DAYS * DAY


def promised(ticket: Any, network: Network) -> date | None:  # noqa: ANN401 (see above)
    """The day for which what is waited for now was promised."""
    day = _day(ticket.promised_on)
    return day if day and day >= network.hours.day(_since(ticket)) else None


def _since(ticket: Any) -> int:  # noqa: ANN401 (see above)
    """When what is waited for now was asked."""
    since: int = ticket.opened_at if ticket.answered_at is None else ticket.ball_at
    return since


def _due_at(ticket: Any, network: Network) -> int:  # noqa: ANN401 (see above)
    hours, since, is_first = network.hours, _since(ticket), ticket.answered_at is None
    needed_by = "today" if ticket.is_urgent else ticket.needed_by
    due_at = hours.after(since, network.target(needed_by, is_first=is_first))
    promise, vote = promised(ticket, network), _day(ticket.vote_on)
    if promise:
        due_at = max(hours.last_moment(promise), since)
    if vote and vote >= hours.day(since):
        before = hours.last_moment(vote - timedelta(days=1))
        at_once = hours.after(since, network.target("today", is_first=is_first))
        # Asked when the last working day before the vote is over, nothing is left but to hurry.
        due_at = min(due_at, before if before > since else at_once)
    return due_at


def _day(iso: str) -> date | None:
    return min(date.fromisoformat(iso), _FAR) if iso else None


def _over_at(ticket: Any) -> int | None:  # noqa: ANN401 (see above)
    """When a closed ticket can be opened no more."""
    if ticket.closed_at is None:
        return None
    over_at: int = ticket.closed_at + REOPENABLE_DAYS * DAY + 1
    return over_at
