"""People come into the workspace and go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.cast import TEAMS, TeamKey
from bot.sandbox.people import User

if TYPE_CHECKING:
    from bot.sandbox.events import Events
    from bot.sandbox.workspace import Workspace

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class Arrivals:
    """Adds people, all of them made up, and deactivates them."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self._workspace = workspace
        self._events = events

    def add(
        self,
        key: str,
        real_name: str | None,
        locale: str,
        team: TeamKey,
        *,
        title: str,
        is_restricted: bool,
    ) -> User:
        """Somebody new, with their talk with the app; those of this team are in `general`.

        Raises `ValueError` for a key that is taken or odd, and for a team that isn't there.
        """
        if not _KEY.fullmatch(key) or team not in TEAMS:
            raise ValueError(f"nobody can be called {key} in {team}")
        user = User(
            self._workspace.ids.new("U"),
            key,
            real_name or " ".join(re.split(r"[_.-]+", key)).title(),
            f"{title} (fictional)",
            TEAMS[team].id,
            locale=locale,
            is_restricted=is_restricted,
        )
        self._workspace.add_user(user)
        self._workspace.dm(user)
        if team == "home":
            self._workspace.general.members.add(user.id)
        self._tell("team_join", user)
        return user

    def deactivate(self, user: User) -> User:
        """Takes somebody's account away, and them out of every channel; the talks stay."""
        gone = self._workspace.deactivate(user)
        self._tell("user_change", gone)
        return gone

    def _tell(self, kind: str, user: User) -> None:
        ts = self._workspace.ids.ts()
        info = user.info(locale=True, home=self._workspace.team)
        event = {"type": kind, "user": info, "cache_ts": int(float(ts)), "event_ts": ts}
        self._events.emit(kind, event)
