"""A roster taken into the desk: all of its rows, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from bot.desk import experts, people
from bot.desk.errors import NotAnExpert
from bot.desk.experts import SCOPES, Expert, Organization
from bot.desk.people import Member
from bot.desk.roster import COLUMNS, Entry, Refusal
from bot.store import Transaction

What = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a row; `columns` are those that were changed."""

    line: int
    member: Member
    what: What
    columns: tuple[str, ...] = ()


class Refused(Exception):
    """Rows that can't be kept beside what the desk knows. Nothing was kept."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(len(refusals))
        self.refusals = tuple(refusals)


def take(
    tx: Transaction, entries: Sequence[Entry], home_team_id: str = "", triage_channel: str = ""
) -> tuple[Outcome, ...]:
    """Keep the rows of a roster; whoever isn't in it is left alone. Raises Refused.

    A user id without its team is looked for among the people that the desk knows, else it is of
    `home_team_id`, where that is not empty.
    """
    taking = _Taking(tx, home_team_id, triage_channel)
    outcomes = [taking.row(entry) for entry in entries]
    taking.check_channels()
    if taking.refusals:
        raise Refused(sorted(taking.refusals, key=lambda refusal: refusal.line))
    return tuple(outcome for outcome in outcomes if outcome)


def rows(tx: Transaction) -> list[dict[str, Any]]:
    """Everyone who is or was listed, as a roster's rows, and their `load`."""
    return [_row(expert) for expert in experts.known(tx) if expert.person.user_id]


class _Taking:
    def __init__(self, tx: Transaction, home_team_id: str, triage_channel: str) -> None:
        self.refusals: list[Refusal] = []
        self._tx = tx
        self._home = home_team_id
        self._triage = triage_channel
        self._lines: dict[Member, int] = {}
        self._named: dict[tuple[str, str], tuple[str, int]] = {}
        self._channels: dict[str, int] = {}

    def row(self, entry: Entry) -> Outcome | None:
        """Keep one row; none where it is refused."""
        team_id = entry.team_id or self._team_of(entry.user_id)
        if not team_id:
            self._refuse(
                entry,
                "slack_user",
                f"the workspace of {entry.user_id} is not known; write T0123ABCD:{entry.user_id},"
                " or set SLACK_BOT_TOKEN",
            )
            return None
        member = Member(team_id, entry.user_id)
        if self._lines.setdefault(member, entry.line) != entry.line:
            first = self._lines[member]
            self._refuse(entry, "slack_user", f"{entry.user_id} stands on line {first} already")
            return None
        columns = self._organization(entry)
        return None if columns is None else self._expert(entry, member, columns)

    def check_channels(self) -> None:
        """Refuse a channel that two partners would share: whose words are in it must be clear."""
        owners: dict[str, Organization] = {}
        for partner in experts.organizations_all(self._tx):
            other = owners.setdefault(partner.channel_id, partner)
            line = self._channels.get(partner.id) or self._channels.get(other.id)
            if partner.channel_id and other is not partner and line:
                reason = f"{partner.channel_id} is the channel of {other.id} and of {partner.id}"
                self.refusals.append(Refusal(line, "channel", reason))

    def _team_of(self, user_id: str) -> str:
        teams = people.teams_of(self._tx, user_id)
        known = teams[0] if len(teams) == 1 else ""
        return self._home if self._home in teams else known or self._home

    def _organization(self, entry: Entry) -> tuple[str, ...] | None:
        """Keep a row's partner: the columns that this changed."""
        before = _partner(self._tx, entry.organization_id)
        known = before.name if before else ""
        called = entry.organization if entry.organization != entry.organization_id else ""
        name = entry.organization_name or known or called
        if not name:
            self._refuse(
                entry,
                "organization_name",
                f"is missing; “{entry.organization_id}” is a new partner, or is written otherwise",
            )
            return None
        wanted = {"organization_name": entry.organization_name, "channel": entry.channel_id}
        if not all(self._agrees(entry, column, value) for column, value in wanted.items()):
            return None
        if entry.channel_id:
            self._channels.setdefault(entry.organization_id, entry.line)
        experts.keep_organization(self._tx, entry.organization_id, name, entry.channel_id)
        if before is None:
            return ()
        after = _partner(self._tx, entry.organization_id) or before
        changed = {
            "organization_name": after.name != before.name,
            "channel": after.channel_id != before.channel_id,
        }
        return tuple(column for column, differs in changed.items() if differs)

    def _agrees(self, entry: Entry, column: str, value: str) -> bool:
        """Whether no row above says otherwise of the same partner."""
        if column == "channel" and value and value == self._triage:
            self._refuse(entry, column, f"{value} is the coordinators' own channel")
            return False
        if not value:
            return True
        said, line = self._named.setdefault((entry.organization_id, column), (value, entry.line))
        if said != value:
            reason = f"“{value}” is “{said}” on line {line}, for the same partner"
            self._refuse(entry, column, reason)
        return said == value

    def _expert(self, entry: Entry, member: Member, columns: tuple[str, ...]) -> Outcome:
        person = people.meet(self._tx, member)
        before = _known(self._tx, person.id)
        now = _values(before)
        wanted = {**now, **entry.given, "organization": entry.organization_id}
        if entry.name and entry.name != person.name and not person.asked_at:
            people.introduce(self._tx, person.id, entry.name)
            columns = ("name", *columns)
        differing = tuple(name for name in wanted if wanted[name] != now[name])
        if before is None or differing:
            _keep(self._tx, member, person.id, wanted)
        if before is None:
            return Outcome(entry.line, member, "added")
        columns = (*columns, *differing)
        return Outcome(entry.line, member, "changed" if columns else "unchanged", columns)

    def _refuse(self, entry: Entry, column: str, reason: str) -> None:
        self.refusals.append(Refusal(entry.line, column, reason))


def _keep(tx: Transaction, member: Member, person_id: int, wanted: Mapping[str, Any]) -> None:
    day = cast("str", wanted["away_until"])
    experts.keep(
        tx,
        member,
        wanted["organization"],
        scopes={name: wanted[name] for name in SCOPES},
        capacity=wanted["capacity"],
        away_until=experts.morning_of(day) if day else None,
    )
    if not wanted["listed"]:
        experts.unlist(tx, person_id)


def _values(expert: Expert | None) -> dict[str, Any]:
    """What a roster says of an expert; the defaults of somebody new."""
    if expert is None:
        scopes: Iterable[tuple[str, tuple[str, ...]]] = ((name, ()) for name in SCOPES)
        return {
            "organization": "",
            **dict(scopes),
            "capacity": experts.CAPACITY,
            "away_until": "",
            "listed": True,
        }
    return {
        "organization": expert.organization.id,
        **{name: getattr(expert, name) for name in SCOPES},
        "capacity": expert.capacity,
        "away_until": experts.day_of(expert.away_until) if expert.away_until else "",
        "listed": expert.is_listed,
    }


def _row(expert: Expert) -> dict[str, Any]:
    said = {
        "slack_user": f"{expert.person.team_id}:{expert.person.user_id}",
        "name": expert.person.name,
        "organization_name": expert.organization.name,
        "channel": expert.organization.channel_id,
        **_values(expert),
    }
    return {name: said[name] for name in COLUMNS} | {"load": expert.load}


def _known(tx: Transaction, person_id: int) -> Expert | None:
    try:
        return experts.find(tx, person_id)
    except NotAnExpert:
        return None


def _partner(tx: Transaction, organization_id: str) -> Organization | None:
    try:
        return experts.organization(tx, organization_id)
    except LookupError:
        return None
