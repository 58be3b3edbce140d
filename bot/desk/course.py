"""The course of a ticket, from state to state.

`state` is how far a ticket is:

- `received`: a coordinator has not looked at it yet
- `taken`: it is with a coordinator
- `offered`: an expert, or a partner, was asked
- `accepted`: an expert is on it
- `closed`: it is over; `outcome` says how

Each change is a move in the log, with whose doing it was and what it set, so that a ticket can be
rebuilt from its log but for people's words.
"""

from __future__ import annotations

from typing import Literal

from bot.desk.moves import Moves
from bot.desk.timing import REOPENABLE_DAYS
from bot.store import Row
from bot.store.tables import tickets

NeededBy = Literal["today", "week", "vote", "whenever"]
Visibility = Literal["coordinator", "expert", "partner"]
ShownAs = Literal["name", "role", "nobody"]
Priority = Literal["low", "normal", "high"]
Outcome = Literal[
    "by_resource", "by_expert", "by_coordinator", "referred", "withdrawn", "duplicate", "not_ours"
]

OPEN = ("received", "taken", "offered", "accepted")
REOPENED_DAYS = REOPENABLE_DAYS
"""For how long a closed ticket can be opened again."""

_DAY = 24 * 3600 * 1000

# What changes nothing about how far a ticket is.
_SAME = ("changed", "answered", "continued", "followed_up", "promised", "seen_changed")

MOVES = Moves(
    tickets,
    {
        ("", "asked"): "received",
        **{(state, event): state for state in OPEN for event in _SAME},
        **{(state, "text_deleted"): state for state in (*OPEN, "closed")},
        ("received", "taken"): "taken",
        **{(state, "taken"): state for state in ("taken", "offered", "accepted")},
        **{(state, "offered"): "offered" for state in ("received", "taken", "offered")},
        ("offered", "came_back"): "taken",
        **{(state, "accepted"): "accepted" for state in ("received", "taken", "offered")},
        ("accepted", "expert_left"): "taken",
        **{(state, "closed"): "closed" for state in OPEN},
        **{("closed", event): "closed" for event in ("rated", "commented", "passed_on")},
        ("closed", "reopened"): "taken",
        ("closed", "reopened_with_expert"): "accepted",
    },
)


def reopened_until(ticket: Row) -> int | None:
    """Until when a closed ticket can be opened again, in milliseconds since 1970."""
    return None if ticket.closed_at is None else ticket.closed_at + REOPENED_DAYS * _DAY


def may_reopen(ticket: Row, now: int) -> bool:
    """Whether a ticket is closed, and not for too long. `now` is in milliseconds since 1970."""
    until = reopened_until(ticket)
    return until is not None and now <= until
