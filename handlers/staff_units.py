"""The units of work behind the list of experts and partners, each with its rights."""

from __future__ import annotations

from collections.abc import Collection

from bot.desk import cells, experts, people, rights
from bot.desk.errors import NotAnExpert, NotForOthers
from bot.desk.experts import Expert
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Transaction
from handlers.errors import Told
from handlers.newcomers import Found
from handlers.staff_fields import Answering, Partner, Room
from handlers.triage_channel import ShownIn
from handlers.views.staff import Staff


class ListedAlready(Told):
    """Somebody was to be added who is on the list."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("They are on the list already. Close this, and choose Edit beside their name.")


class ChannelTaken(Told):
    """A channel that is another's: whose words are said in it must be clear."""

    def __init__(self, partner: str) -> None:
        super().__init__(partner)
        self.partner = partner

    def sentence(self, _: Texts) -> str:
        """What to say; in plain text."""
        if not self.partner:
            return _("That is your coordinators' own channel. Choose the one you share with them.")
        return _("That is the channel of {partner}. Choose another one.", partner=self.partner)


def staff(tx: Transaction, by: Member) -> Staff:
    """The whole list, for a coordinator. Raises NotForOthers."""
    _coordinator(tx, by)
    return Staff(experts.organizations_all(tx), experts.known(tx), tx.now)


def keep_expert(tx: Transaction, by: Member, whom: Found | str, answering: Answering) -> Member:
    """Add who was found, or change who is known by our number; who it was. Raises NotForOthers,
    ListedAlready, NotAnExpert.
    """
    _coordinator(tx, by)
    member = _added(tx, whom) if isinstance(whom, Found) else _known(tx, whom)
    expert = experts.keep(
        tx,
        member,
        answering.organization_id,
        scopes=answering.scopes,
        capacity=answering.room.capacity,
        away_until=answering.room.away_until,
        not_for=answering.not_for,
    )
    if not answering.is_listed:
        experts.unlist(tx, expert.person.id)
    return member


def keep_partner(
    tx: Transaction, by: Member, organization_id: str, partner: Partner, shown_in: ShownIn
) -> None:
    """Add a partner, or change the one of this id. Raises NotForOthers, ChannelTaken."""
    _coordinator(tx, by)
    everyone = {each.id: each for each in experts.organizations_all(tx)}
    organization_id = organization_id or _free_id(partner.name, everyone)
    if partner.channel_id:
        if partner.channel_id == shown_in(tx):
            raise ChannelTaken("")
        for other in everyone.values():
            if other.channel_id == partner.channel_id and other.id != organization_id:
                raise ChannelTaken(other.name)
    experts.keep_organization(tx, organization_id, partner.name, partner.channel_id)
    if not partner.channel_id:
        experts.drop_channel(tx, organization_id)


def own(tx: Transaction, by: Member) -> tuple[Expert, int]:
    """What is known of somebody who answers, and the time. Raises NotAnExpert."""
    expert = listed(tx, people.meet(tx, by))
    if expert is None:
        raise NotAnExpert
    return expert, tx.now


def keep_room(tx: Transaction, by: Member, room: Room) -> None:
    """An expert says how much they take. Raises NotAnExpert."""
    experts.settle(tx, people.meet(tx, by).id, room.capacity, room.away_until)


def _coordinator(tx: Transaction, by: Member) -> None:
    if not rights.is_coordinator(people.meet(tx, by)):
        raise NotForOthers


def listed(tx: Transaction, person: Person) -> Expert | None:
    """What is known of somebody to whom requests may be offered; nothing of anybody else."""
    if "expert" not in person.roles:
        return None
    expert = experts.find(tx, person.id)
    return expert if expert.is_listed else None


def _added(tx: Transaction, found: Found) -> Member:
    person = people.learned(tx, found.member, name=found.name, locale=found.locale)
    if any(each.person.id == person.id for each in experts.known(tx)):
        raise ListedAlready
    return found.member


def _known(tx: Transaction, number: str) -> Member:
    person = experts.find(tx, int(number)).person
    return Member(person.team_id, person.user_id)


def _free_id(name: str, taken: Collection[str]) -> str:
    """An id made of a partner's name, told apart from those that there are."""
    base = cells.slug(name) or "partner"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (base, *numbered) if each not in taken)
