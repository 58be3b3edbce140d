"""Who takes part: a Slack id becomes a number of ours, and records hold only that number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, insert, select, update

from bot.desk import network
from bot.desk.moves import AT_ONCE
from bot.i18n import Language, Texts, language_of, texts
from bot.store import Row, Transaction
from bot.store.tables import people, roles

Role = Literal["coordinator", "expert"]


@dataclass(frozen=True, slots=True)
class Member:
    """A person by their names in Slack: the pair of team and user id."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the desk knows. `language` is what they chose, `locale` what Slack says;
    `asked_at`, in milliseconds since 1970, is when Slack was last asked.
    """

    id: int
    team_id: str
    user_id: str
    name: str = ""
    locale: str = ""
    language: str = ""
    home_place: str = ""
    dm_id: str = ""
    asked_at: int = 0
    roles: frozenset[str] = frozenset()

    @property
    def reads(self) -> Language:
        """The language they are written to in."""
        return language_of(self.language or self.locale)

    @property
    def texts(self) -> Texts:
        """The bot's sentences in their language."""
        return texts(self.reads)


def meet(tx: Transaction, member: Member) -> Person:
    """The person behind a pair of ids, noted when they come for the first time."""
    row = _row(tx, member)
    if row is None:
        tx.execute(
            insert(people).values(team_id=member.team_id, user_id=member.user_id, met_at=tx.now)
        )
        row = _row(tx, member)
    return _person(tx, row)


def find(tx: Transaction, person_id: int) -> Person:
    """A person by our own number. Raises LookupError."""
    row = tx.execute(select(people).where(people.c.id == person_id)).one_or_none()
    if row is None:
        raise LookupError(person_id)
    return _person(tx, row)


def home_of(tx: Transaction, person_id: int) -> str:
    """The home workspace, as that of somebody who asked: only its own people can ask. Empty once
    they are forgotten.
    """
    return find(tx, person_id).team_id


def several(tx: Transaction, person_ids: Sequence[int]) -> dict[int, Person]:
    """People by our own numbers, in two looks for each few hundred."""
    found: dict[int, Person] = {}
    for begin in range(0, len(person_ids), AT_ONCE):
        some = person_ids[begin : begin + AT_ONCE]
        held: defaultdict[int, set[str]] = defaultdict(set)
        for person_id, role in tx.execute(
            select(roles.c.person_id, roles.c.role).where(roles.c.person_id.in_(some))
        ):
            held[person_id].add(role)
        for row in tx.execute(select(people).where(people.c.id.in_(some))):
            found[row.id] = _known(row, frozenset(held[row.id]))
    return found


def texts_for(tx: Transaction, person_id: int | None) -> Texts:
    """The bot's sentences for a reader; in the network's language where there is no one reader."""
    return find(tx, person_id).texts if person_id else texts(network.read(tx).language)


def learned(tx: Transaction, member: Member, *, name: str, locale: str) -> Person:
    """Keep what Slack said of a person."""
    person = meet(tx, member)
    tx.execute(
        update(people)
        .where(people.c.id == person.id)
        .values(name=name, locale=locale, asked_at=tx.now)
    )
    return find(tx, person.id)


def introduce(tx: Transaction, person_id: int, name: str) -> None:
    """Keep a name for somebody of whom Slack was not asked yet: Slack's own goes before it."""
    tx.execute(
        update(people).where(people.c.id == person_id, people.c.asked_at == 0).values(name=name)
    )


def teams_of(tx: Transaction, user_id: str) -> list[str]:
    """The teams in which somebody is known by a user id."""
    found: list[str] = list(
        tx.execute(select(people.c.team_id).where(people.c.user_id == user_id)).scalars()
    )
    return found


def choose_language(tx: Transaction, member: Member, language: Language | Literal[""]) -> Person:
    """A person sets the language they want; empty for Slack's."""
    person = meet(tx, member)
    tx.execute(update(people).where(people.c.id == person.id).values(language=language))
    return find(tx, person.id)


def settle_in(tx: Transaction, member: Member, home_place: str) -> Person:
    """A person says where they serve; empty for nowhere."""
    person = meet(tx, member)
    tx.execute(update(people).where(people.c.id == person.id).values(home_place=home_place))
    return find(tx, person.id)


def keep_dm(tx: Transaction, person_id: int, channel_id: str) -> None:
    """Keep which conversation is the bot's DM with a person."""
    tx.execute(update(people).where(people.c.id == person_id).values(dm_id=channel_id))


def name_coordinators(tx: Transaction, members: Collection[Member]) -> None:
    """Give the coordinators of the settings their role, and take it from those no longer there.

    Roles that were given at the desk stay.
    """
    tx.execute(delete(roles).where(roles.c.from_settings, roles.c.role == "coordinator"))
    for member in members:
        person = meet(tx, member)
        if "coordinator" not in person.roles:
            tx.execute(
                insert(roles).values(
                    person_id=person.id, role="coordinator", from_settings=True, since_at=tx.now
                )
            )


def give_role(tx: Transaction, person_id: int, role: Role) -> None:
    """Let a person do what a role may; twice is as once."""
    if role not in find(tx, person_id).roles:
        tx.execute(
            insert(roles).values(
                person_id=person_id, role=role, from_settings=False, since_at=tx.now
            )
        )


def take_role(tx: Transaction, person_id: int, role: Role) -> None:
    """Take a role from a person."""
    tx.execute(delete(roles).where(roles.c.person_id == person_id, roles.c.role == role))


def coordinators(tx: Transaction) -> list[Person]:
    """Everyone who triages."""
    ids = tx.execute(select(roles.c.person_id).where(roles.c.role == "coordinator")).scalars()
    return [find(tx, person_id) for person_id in ids]


def _row(tx: Transaction, member: Member) -> Row | None:
    row: Row | None = tx.execute(
        select(people).where(people.c.team_id == member.team_id, people.c.user_id == member.user_id)
    ).one_or_none()
    return row


def _person(tx: Transaction, row: Row | None) -> Person:
    if row is None:
        raise LookupError
    held = tx.execute(select(roles.c.role).where(roles.c.person_id == row.id)).scalars()
    return _known(row, frozenset(held))


def _known(row: Row, held: frozenset[str]) -> Person:
    return Person(
        row.id,
        row.team_id or "",
        row.user_id or "",
        row.name,
        row.locale,
        row.language,
        row.home_place,
        row.dm_id,
        row.asked_at,
        held,
    )
