"""Everybody in the network, by what they do; and the days on which nobody works."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import holidays

from tests.simulation.coordinators import Coordinator
from tests.simulation.experts import Expert
from tests.simulation.officials import Official
from tests.simulation.outsiders import Outsider
from tests.simulation.stage import Plan, Stage


@dataclass(slots=True)
class Cast:
    """Everybody, by what they do."""

    stage: Stage
    officials: list[Official] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)
    outsiders: list[Outsider] = field(default_factory=list)
    coordinators: list[Coordinator] = field(default_factory=list)

    @property
    def roles(self) -> dict[str, str]:
        """What each user is."""
        found = {each.person.id: "official" for each in self.officials}
        found |= {each.person.id: "expert" for each in self.experts}
        found |= {each.person.id: "expert outside" for each in self.outsiders if each.listed}
        dana, cora = self.coordinators
        return found | {dana.person.id: "coordinator", cora.person.id: "stand-in"}

    def key_of(self, user_id: str) -> str:
        """The short name by which a story tells of somebody."""
        user = self.stage.sandbox.workspace.users.get(user_id)
        return user.key if user else user_id or "nobody"


def days_off(plan: Plan) -> frozenset[date]:
    """The holidays of the network's country."""
    years = range(plan.begin.year, plan.begin.year + 2)
    return frozenset(holidays.country_holidays("US", years=years))
