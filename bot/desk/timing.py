"""By when who holds a ticket is to speak, and when the clock next looks at it. Pure.

Who spoke last decides who holds it. A target counts from the question until there was a first
answer, from then on from when the ball came over. A promised day takes the place of the target; the
day of a vote stands above both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.desk.hours import DAY, Hours
from bot.desk.network import Network

REMINDED_DAYS = 2
"""How long before a silent ticket is closed its requester is told that it will be."""

PATIENCE = 8 * 60
"""Working minutes from when the one who holds it was nudged until a coordinator is."""

NUDGES = 2
"""First the one who holds it, then a coordinator."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Moments in milliseconds since 1970; None for never."""

    due_at: int | None = None
    look_at: int | None = None


def timing(ticket: Any, network: Network) -> Timing:  # noqa: ANN401 (a row, or what is like one)
    """What the clock has to do with a ticket as it stands now."""
    if ticket.state == "closed" or not ticket.waits_on:
        return Timing()
    hours = network.hours
    if ticket.waits_on == "requester":
        return Timing(None, fitting(silent_at(ticket, network), hours))
    due_at = _due_at(ticket, network)
    if ticket.nudges >= NUDGES:
        return Timing(due_at)
    again = hours.after(due_at, PATIENCE) if ticket.nudges else due_at
    return Timing(due_at, fitting(again, hours))


def silent_at(ticket: Any, network: Network) -> int:  # noqa: ANN401 (see above)
    """When its requester is told that it will be closed, or, once they were, when it is."""
    closes_at: int = ticket.spoken_at + network.silent_days * DAY
    return closes_at if ticket.nudges else closes_at - REMINDED_DAYS * DAY


def fitting(at: int, hours: Hours) -> int:
    """The first moment from `at` on that is worked and not quiet."""
    for _ in range(7):
        at = hours.undisturbed_until(hours.next_open(at))
        if hours.is_open(at):
            break
    return at


def _due_at(ticket: Any, network: Network) -> int:  # noqa: ANN401 (see above)
    hours, is_first = network.hours, ticket.answered_at is None
    needed_by = "today" if ticket.is_urgent else ticket.needed_by
    since: int = ticket.opened_at if is_first else ticket.ball_at
    due_at = hours.after(since, network.target(needed_by, is_first=is_first))
    if ticket.promised_on and date.fromisoformat(ticket.promised_on) >= hours.day(since):
        due_at = hours.last_moment(date.fromisoformat(ticket.promised_on))
    if ticket.vote_on:
        before = date.fromisoformat(ticket.vote_on) - timedelta(days=1)
        due_at = min(due_at, hours.last_moment(before))
    return max(due_at, since)
