"""The list of experts and partners, and what of it stands in people's Home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import experts, routing
from bot.desk.experts import Expert, Organization
from bot.i18n import Texts
from handlers import ids
from handlers.carried import Step
from handlers.places import place_of
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    escape,
    header,
    labelled,
    modal,
    section,
)
from handlers.views.resource import Names, place_name
from handlers.views.results import Reader
from handlers.views.wording import kind_name

PAGE = 30
"""Lines on a page, partners and experts alike: at most three blocks for two of them, and Slack
takes 100."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Every partner, and everyone who is or was listed, by partner. `now` is in milliseconds
    since 1970.
    """

    partners: Sequence[Organization]
    experts: Sequence[Expert]
    now: int


Line = tuple[Organization, Expert | None]


def listing(staff: Staff, offset: int, reader: Reader) -> View:
    """A page of the list; past its end, the last one."""
    _ = reader.texts
    lines = _lines(staff)
    offset = max(0, min(offset, (len(lines) - 1) // PAGE * PAGE))
    blocks = [actions(*_additions(staff, _)), divider()]
    if not lines:
        blocks.append(context(_("Nobody is listed yet. Add a partner first, then its experts.")))
    page = lines[offset : offset + PAGE]
    if page and page[0][1] is not None:
        blocks.append(_partner(page[0][0], _))
    for partner, expert in page:
        blocks.append(_expert(expert, staff.now, reader) if expert else _partner(partner, _))
    turns = _turns(offset, len(lines), _)
    return modal(
        _("Experts and partners"),
        [*blocks, actions(*turns)] if turns else blocks,
        close=_("Close"),
        callback_id=ids.STAFF,
        private_metadata=Step("", str(offset)).dump(),
    )


def for_expert(expert: Expert, now: int, _: Texts) -> list[Block]:
    """What an expert can set about themselves, in Home."""
    said = [
        _.plural(
            "You take {n} request at a time.", "You take {n} requests at a time.", expert.capacity
        ),
        _.plural("You are on {n} now.", "You are on {n} now.", expert.load),
        _away(expert, now, _) or _("New ones may be offered to you."),
    ]
    title = _("You answer requests")
    [change] = labelled(title, button(_("Change"), ids.ANSWERING_CHANGE))
    return [
        header(title),
        section(" ".join(said)) | {"accessory": change},
        context(_("You answer for {partner}.", partner=escape(expert.organization.name))),
    ]


def shown(expert: Expert) -> str:
    """An expert's name in mrkdwn."""
    return escape(expert.person.name) or f"<@{expert.person.user_id}>"


def answers(expert: Expert, names: Names, _: Texts) -> str:
    """What an expert answers, in mrkdwn."""
    languages = [_.language_name(code) for code in expert.languages]
    topics, places, kinds = _named(expert.topics, expert.places, expert.kinds, names, _)
    said = ["; ".join(each) for each in (topics, places, languages, kinds) if each]
    return escape(" · ".join(said)) or _("Anything, anywhere")


def spared(expert: Expert, names: Names, _: Texts) -> str:
    """What an expert doesn't want to be sent, in mrkdwn; empty where they say nothing of it."""
    topics, places, kinds = (
        routing.named(expert.not_for, subject) for subject in ("topic", "place", "kind")
    )
    said = ["; ".join(each) for each in _named(topics, places, kinds, names, _) if each]
    return escape(" · ".join(said))


def _named(
    topics: Sequence[str], places: Sequence[str], kinds: Sequence[str], names: Names, _: Texts
) -> tuple[list[str], list[str], list[str]]:
    known = ((each, names.topics.get(each)) for each in topics)
    return (
        [topic.name(_.language) if topic else each for each, topic in known],
        [place_name(place, names, _) for each in places if (place := place_of(each))],
        [kind_name(kind, _) for kind in kinds],
    )


def _lines(staff: Staff) -> list[Line]:
    lines: list[Line] = []
    for partner in staff.partners:
        lines.append((partner, None))
        lines += [
            (partner, expert) for expert in staff.experts if expert.organization.id == partner.id
        ]
    return lines


def _additions(staff: Staff, _: Texts) -> list[Element]:
    """Who is added must be somebody's."""
    partner = button(_("Add a partner"), ids.PARTNER_ADD)
    return [button(_("Add an expert"), ids.EXPERT_ADD), partner] if staff.partners else [partner]


def _partner(partner: Organization, _: Texts) -> Block:
    where = (
        _("Also asked in <#{channel}>.", channel=partner.channel_id)
        if partner.channel_id
        else _("Asked through its experts only.")
    )
    [edit] = labelled(partner.name, button(_("Edit"), ids.PARTNER_EDIT, partner.id))
    return section(f"*{escape(partner.name)}*\n{where}") | {"accessory": edit}


def _expert(expert: Expert, now: int, reader: Reader) -> Block:
    _ = reader.texts
    load = _("{load} of {capacity} requests", load=expert.load, capacity=expert.capacity)
    unlisted = "" if expert.is_listed else _("not offered anything")
    standing = [shown(expert), load, _away(expert, now, _).rstrip("."), unlisted]
    said = " · ".join(filter(None, standing))
    edit = button(_("Edit"), ids.EXPERT_EDIT, str(expert.person.id))
    [edit] = labelled(expert.person.name or expert.organization.name, edit)
    not_sent = spared(expert, reader.names, _)
    never = f"\n{_('Not to be sent: {scopes}', scopes=not_sent)}" if not_sent else ""
    return section(f"{said}\n{answers(expert, reader.names, _)}{never}") | {"accessory": edit}


def _away(expert: Expert, now: int, _: Texts) -> str:
    if expert.away_until is None or not expert.is_away(now):
        return ""
    return _("Away until {date}.", date=_.date(experts.day_of(expert.away_until)))


def _turns(offset: int, lines: int, _: Texts) -> list[Element]:
    turns = []
    if offset:
        turns.append(button(_("Previous"), ids.STAFF_PREVIOUS, str(offset - PAGE)))
    if offset + PAGE < lines:
        turns.append(button(_("Next"), ids.STAFF_NEXT, str(offset + PAGE)))
    return turns
