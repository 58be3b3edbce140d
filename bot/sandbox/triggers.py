"""Triggers: the right to open one modal, for three seconds after a person acted."""

import secrets
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.errors import SlackError

LIFE_SECONDS = 3.0


@dataclass
class _Trigger:
    user_id: str
    expires_at: float
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes each back once."""

    def __init__(self, clock: Clock, team_id: str) -> None:
        self._clock = clock
        self._suffix = team_id.removeprefix("T").lower()
        self._triggers: dict[str, _Trigger] = {}

    def issue(self, user_id: str) -> str:
        """A new trigger id for what this person just did."""
        now = self._clock.now()
        trigger_id = f"{int(now * 1000)}.{self._suffix}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = _Trigger(user_id, now + LIFE_SECONDS)
        return trigger_id

    def holder(self, trigger_id: str) -> str:
        """Whose trigger it is. Raises `invalid_`, `expired_` or `exchanged_trigger_id`."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() >= trigger.expires_at:
            raise SlackError("expired_trigger_id")
        return trigger.user_id

    def exchange(self, trigger_id: str) -> None:
        """Uses a trigger up, so that it opens nothing else."""
        self._triggers[trigger_id].used = True
