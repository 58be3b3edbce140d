"""What a person looks at before their question is sent, and what they are told once it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.desk.masking import Masked
from bot.desk.passing import parts
from bot.desk.patterns import Kind
from bot.i18n import Texts
from bot.store import Row
from catalog.models import Resource
from handlers import ids
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    header,
    modal,
    option,
    section,
)
from handlers.views.relayed import kind_name
from handlers.views.resource import small_print, title
from handlers.views.results import Reader
from handlers.views.wording import visibility

MAY_STAY: tuple[Kind, ...] = ("phone", "email")
"""What a person may choose to send as they wrote it."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Personal data found in a question: the text as it would be sent, the kinds that were found,
    and those that their writer chose to leave.
    """

    text: Masked
    kinds: Sequence[Kind]
    leave: Collection[str] = ()


def emergency(whom_to_call: str, _: Texts) -> list[Block]:
    """Whom to call. `whom_to_call` is the network's own mrkdwn; empty where it has set none."""
    call = whom_to_call or _(
        "If somebody is being detained, or agents are there now, "
        "first call legal aid where you are."
    )
    here = _(
        "This desk works on policy, not on a person's case. "
        "If you send this, the coordinators get it marked as urgent."
    )
    return [section(f":rotating_light: {call}"), section(here), divider()]


def carried(kinds: Sequence[Kind], _: Texts, *, is_cut: bool = False) -> list[Block]:
    """What was hidden in words that came along into the form, and whether their end is missing."""
    said = []
    if kinds:
        named = _.listed([kind_name(kind, _) for kind in kinds])
        said.append(_("In what you brought along we hid: {kinds}.", kinds=named))
    if is_cut:
        said.append(_("What you brought along is too long for this form: its end is missing."))
    return [context(each) for each in said]


def hidden(found: Hidden, _: Texts) -> list[Block]:
    """What was found, and the text without it."""
    named = _.listed([kind_name(kind, _) for kind in found.kinds])
    said = _("We found {kinds}. This is what will be kept and sent:", kinds=named)
    below = _("It is hidden before anything is kept. You can change your question below.")
    blocks = [section(said), *_quoted(found.text), context(below)]
    choices = [option(label, kind) for kind, label in _may_stay(_).items() if kind in found.kinds]
    return [*blocks, *([_leave(choices, found.leave, _)] if choices else []), divider()]


def answers(found: Sequence[Resource], reader: Reader, *, details: bool) -> list[Block]:
    """What of the library may answer it. `details` is false where no window fits on top."""
    _ = reader.texts
    rows = [block for resource in found for block in _row(resource, reader, details=details)]
    yes = button(_("Yes, this answers it"), ids.ASK_ANSWERED, style="primary")
    return [header(_("Does one of these answer it?")), *rows, actions(yes), divider()]


def ready(_: Texts) -> list[Block]:
    """Nothing to look at but the form itself."""
    return [section(_("Look it over once more. It goes to the coordinators when you send it."))]


def thanks(_: Texts) -> View:
    """The library answered it."""
    said = _("Good to hear. Nothing was sent, and nothing of your question was kept.")
    return modal(_("Ask for help"), [section(said)], close=_("Close"), callback_id=ids.DETAILS)


def sent(ticket: Row, hid: Sequence[Kind], days: int, _: Texts) -> View:
    """What becomes of a question that was sent; `hid` is what of it was hidden, `days` how long it
    is kept.
    """
    lines = [
        _("*Who can see it:* {who}.", who=visibility(ticket, _)),
        _("*When:* {when}", when=_when(ticket, _)),
        _(
            "*How long it is kept:* your words until {days} days after it is closed.",
            days=days,
        ),
        _(
            "*Where:* in its own thread in your messages with Liaison. "
            "Answers come there, and you can write there."
        ),
    ]
    if hid:
        lines.append(_("*Hidden:* {kinds}.", kinds=_.listed([kind_name(each, _) for each in hid])))
    said = _("Your request has number {number}.", number=ticket.id)
    return modal(
        _("Sent"),
        [header(said), section("\n".join(lines))],
        close=_("Close"),
        callback_id=ids.DETAILS,
    )


def help_message(_: Texts) -> Message:
    """The five lines behind `/assist help`."""
    lines = [
        _("`/assist` opens a form, and `/assist` with your question opens it filled in."),
        _("A coordinator of your network reads it, and brings in an expert if you allow that."),
        _("You choose who may see it, and whether experts are told your name."),
        _("Answers come into a thread of your own in the messages with Liaison."),
        _("Looking for a document? `/resources` is quicker. En español: `/ayuda`."),
    ]
    text = "\n".join(f"• {line}" for line in lines)
    return {"text": escape(_("How to ask for help")), "blocks": [section(text)]}


def _quoted(text: str) -> list[Block]:
    lines = "\n".join(f">{line}" for line in escape(text).split("\n"))
    return [section(piece) for part in parts(lines) for piece in part]


def _may_stay(_: Texts) -> dict[Kind, str]:
    return {
        "phone": _("Send phone numbers as I wrote them"),
        "email": _("Send e-mail addresses as I wrote them"),
    }


def _leave(choices: list[Element], leave: Collection[str], _: Texts) -> Block:
    boxes: Element = {"type": "checkboxes", "action_id": ids.ASK_LEAVE, "options": choices}
    picked = [each for each in choices if each["value"] in leave]
    return field(
        _("If they are your own, or public"),
        boxes | ({"initial_options": picked} if picked else {}),
    )


def _row(resource: Resource, reader: Reader, *, details: bool) -> list[Block]:
    _ = reader.texts
    look = {"accessory": button(_("Details"), ids.RESOURCE_DETAILS, resource.id)}
    said = f"{title(resource, _)}\n{escape(resource.summary_in(_.language))}".strip()
    is_new = reader.is_new(resource)
    return [
        section(said) | (look if details else {}),
        small_print(resource, reader.names, _, reader.today, is_new=is_new),
    ]


def _when(ticket: Row, _: Texts) -> str:
    if ticket.is_urgent and ticket.needed_by == "whenever":
        return _("It is marked as urgent, so the coordinators look at it first.")
    if ticket.needed_by == "vote":
        return _("before your vote on {date}, as you asked.", date=_.date(ticket.vote_on))
    return {
        "today": _("today, as you asked; if that can't be, the thread says so."),
        "week": _("this week, as you asked."),
    }.get(ticket.needed_by, _("within a week; you said that there is no rush."))
