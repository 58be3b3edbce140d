"""Resources opened by request: asking for one, what opens it, and who is let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk.access import Grant, Key
from bot.desk.patterns import Kind
from bot.i18n import Texts
from catalog.models import Resource
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    confirm,
    context,
    date,
    escape,
    field,
    labelled,
    link,
    modal,
    plain,
    section,
    text_input,
)
from handlers.views.relayed import note
from handlers.views.resource import host, title

PAGE = 20
"""People on one page of those let in: their buttons stay few enough to look through."""

WORDS = 1_000
ADDRESS = 1_000
PASSWORD = 300


def access_button(resource_id: str, _: Texts, *, is_open: bool) -> Element:
    """What asks for a resource opened by request; what opens it for who is let in."""
    if is_open:
        return button(_("Open"), ids.ACCESS_OPEN, resource_id)
    return button(_("Request access"), ids.ACCESS_REQUEST, resource_id)


def request_form(resource: Resource, _: Texts, *, was_let_in: bool) -> View:
    """Asking for access: why, in a few words or none."""
    why = text_input(ids.WORDS, placeholder=_("A few words, or nothing"), limit=WORDS)
    blocks = [
        context(privacy(_)),
        section(title(resource, _)),
        *([section(_("It is no longer open to you. You can ask again."))] if was_let_in else []),
        field(_("What do you need it for?"), why | {"multiline": True}),
        context(_("Coordinators read this. Their answer comes in Liaison's messages.")),
    ]
    return modal(
        _("Request access"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.ACCESS_FORM,
        submit=_("Send"),
        private_metadata=Step(resource.id).dump(),
    )


def privacy(_: Texts) -> str:
    """What to leave out, said before the first field."""
    return _(
        "Leave out names, A-numbers and addresses. "
        "Messages of public officials may be public records."
    )


def question(resource: Resource, why: str, _: Texts) -> str:
    """The request in words, so that it says for itself what it is for."""
    asked = _("Please let me in to “{title}”.", title=resource.title_in(_.language))
    return f"{asked}\n\n{why}" if why else asked


def sent(number: int, hidden: Sequence[Kind], _: Texts) -> View:
    """What the person is told once their request is with the coordinators."""
    said = _("Your request has number {number}. A coordinator was told.", number=number)
    how = _("The answer comes in Liaison's messages, where you can add to it.")
    return _told([section(said), context(how), *note(hidden, 0, _)["blocks"]], _)


def asked_already(number: int, _: Texts) -> View:
    """What the person is told who asked before and was not let in yet."""
    said = _("You asked for this already: it is your request number {number}.", number=number)
    how = _("It stands in Liaison's messages; whatever you add there reaches the coordinator.")
    return _told([section(said), context(how)], _)


def key_modal(resource: Resource, key: Key, _: Texts) -> View:
    """What opens a resource: for the one person before whom this window is."""
    where = link(key.address, host(key.address))
    blocks = [section(title(resource, _)), section(_("*Address*") + f"\n{where}")]
    if key.password:
        blocks.append(section(_("*Password*")))
        blocks.append({"type": "section", "text": plain(key.password)})
    else:
        blocks.append(context(_("It needs no password.")))
    blocks.append(context(_("Only you see this. Please don't pass it on: others can ask too.")))
    return modal(_("Open"), blocks, close=_("Close"), callback_id=ids.DETAILS)


def key_form(name: str, step: Step, _: Texts, *, has_key: bool) -> View:
    """Where a coordinator writes what opens a resource. What is kept is never shown here."""
    kept = _("An address is kept already. What you send here takes its place.")
    how = _("It is shown to who is let in, in a window of their own. Liaison never posts it.")
    address = text_input(ids.ACCESS_ADDRESS, placeholder="https://", limit=ADDRESS)
    password = text_input(ids.ACCESS_PASSWORD, placeholder=_("As it must be typed"), limit=PASSWORD)
    blocks = [
        section(f"*{name}*"),
        context(*([kept] if has_key else []), how),
        field(_("Address"), address) | {"optional": False},
        field(_("Password"), password, hint=_("Leave it empty where none is needed.")),
    ]
    submit = _("Save and let in") if step.name else _("Save")
    return modal(
        _("Address and password"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.ACCESS_KEY_FORM,
        submit=submit,
        private_metadata=step.dump(),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for access as coordinators see it. `who` and `name`, the resource's, are escaped;
    `grant` is the last time that this person was let in.
    """

    handle: str
    who: str
    name: str
    has_key: bool
    is_closed: bool
    grant: Grant | None


def asked(request: Asked, _: Texts) -> Message:
    """Below a ticket's card: somebody wants to be let in."""
    is_in = request.grant is not None and request.grant.revoked_at is None
    said = _("{who} asks to be let in to *{name}*.", who=request.who, name=request.name)
    buttons = [
        button(_("Set the key…"), ids.ACCESS_SET_KEY, request.handle),
        button(_("Who is let in"), ids.ACCESS_LIST, request.handle),
    ]
    if not (is_in or request.is_closed):
        buttons.insert(0, button(_("Let in"), ids.ACCESS_LET_IN, request.handle, style="primary"))
    blocks = [section(said), *_standing(request, _), actions(*buttons)]
    return {"text": _("A request for access"), "blocks": blocks}


def given(name: str, resource_id: str, _: Texts, *, is_open: bool) -> Message:
    """In the requester's thread: they are let in, or are no longer. `name` is escaped."""
    way = actions(access_button(resource_id, _, is_open=is_open))
    text = _("There is news on your request")
    if not is_open:
        said = _("*{name}* is no longer open to you. You can ask again.", name=name)
        return {"text": text, "blocks": [section(said), way]}
    said = _("You were let in to *{name}*.", name=name)
    how = _("*Open* shows you the way in, in a window that only you see.")
    return {"text": text, "blocks": [section(said), context(how), way]}


def let_in(name: str, grants: Sequence[Grant], total: int, step: Step, _: Texts) -> View:
    """A page of those who are let in to a resource. `step` is the ticket and the page's offset."""
    offset = int(step.name)
    counted = _.plural("{n} person is let in.", "{n} people are let in.", total)
    head = [section(f"*{name}*"), context(counted if total else _("Nobody is let in."))]
    turns = []
    if offset:
        turns.append(button(_("Back"), ids.ACCESS_PREVIOUS, str(max(0, offset - PAGE))))
    if offset + PAGE < total:
        turns.append(button(_("Next"), ids.ACCESS_NEXT, str(offset + PAGE)))
    rows = [_row(grant, _) for grant in grants]
    return modal(
        _("Who is let in"),
        [*head, *rows, *([actions(*turns)] if turns else [])],
        close=_("Close"),
        callback_id=ids.ACCESS_LIST,
        private_metadata=step.dump(),
    )


def named(person_name: str, _: Texts) -> str:
    """A person's name, escaped; a plain word where none is known."""
    return escape(person_name) or _("Somebody")


def _row(grant: Grant, _: Texts) -> Block:
    who, by = named(grant.person.name, _), named(grant.by.name, _)
    since = _("let in by {by}, {when}", by=by, when=_when(grant.granted_at))
    revoke = button(_("Revoke"), ids.ACCESS_REVOKE, str(grant.person.id)) | confirm(
        _("Take their access back?"),
        _("They can ask again. The password they know stays the same until you set another."),
        yes=_("Revoke"),
        no=_("Keep it"),
    )
    [revoke] = labelled(grant.person.name or _("Somebody"), revoke)
    return section(f"*{who}*\n{since}") | {"accessory": revoke}


def _standing(request: Asked, _: Texts) -> list[Block]:
    grant, said = request.grant, []
    if grant is not None and grant.revoked_at is None:
        by = named(grant.by.name, _)
        said.append(_("Let in by {by}, {when}.", by=by, when=_when(grant.granted_at)))
    elif grant is not None:
        said.append(_("Their access was taken back."))
    if not request.has_key:
        said.append(_("No address is kept for it yet: *Let in* asks for it first."))
    return [context(" ".join(said))] if said else []


def _told(blocks: list[Block], _: Texts) -> View:
    return modal(_("Request access"), blocks, close=_("Close"), callback_id=ids.DETAILS)


def _when(milliseconds: int) -> str:
    """A day in the reader's own time; where Slack can't tell it, the day in Greenwich."""
    seconds = milliseconds // 1000
    day = datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return date(seconds, "{date_short_pretty}", day)
