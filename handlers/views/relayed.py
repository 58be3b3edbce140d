"""What stands in joined threads: other people's words, and what became of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.patterns import Kind
from bot.i18n import Texts
from handlers import ids
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    date,
    escape,
    mrkdwn,
    section,
)

BEGINNING = 80
"""Characters by which a person knows a message of their own again."""


def banner(names: Sequence[str], _: Texts) -> Message:
    """The head of a joined thread."""
    joined = _(
        "You are connected. What you write in this thread goes to {names}.", names=_names(names, _)
    )
    how = _("Their answers come here. Your edits and deletions follow.")
    return {"text": _("You are connected"), "blocks": [section(joined), context(how)]}


def relayed(
    name: str,
    pieces: Sequence[str],
    _: Texts,
    *,
    files: int,
    written: str,
    is_aside: bool = False,
) -> Message:
    """Somebody's words. `name` is escaped; `pieces` are escaped by Slack, and harmless; `written`
    is Slack's time of a message that comes after later ones; an aside is for the coordinator only.
    """
    head = f"*{name}*"
    if is_aside:
        head += " · " + _("to the coordinator alone")
    if written:
        head += " · " + _("written earlier, {when}", when=_moment(written))
    blocks: list[Block] = [context(head)]
    blocks += [{"type": "section", "text": mrkdwn(piece), "expand": True} for piece in pieces]
    if files:
        blocks.append(
            context(
                _.plural(
                    "{n} file was shared there; it can't be passed on.",
                    "{n} files were shared there; they can't be passed on.",
                    files,
                )
            )
        )
    return {"text": _("New message in your conversation"), "blocks": blocks}


def note(hidden: Sequence[Kind], files: int, _: Texts) -> Message:
    """What of the writer's message was not passed on."""
    blocks = []
    if hidden:
        kinds = _.listed([kind_name(kind, _) for kind in hidden])
        blocks.append(
            context(
                _(
                    "Before passing this on we hid: {kinds}. Please leave such things out.",
                    kinds=kinds,
                )
            )
        )
    if files:
        blocks.append(
            context(_("Files are not passed on: they stay here. Paste what matters, or a link."))
        )
    return {"text": _("Not all of your message was passed on"), "blocks": blocks}


def not_arrived(
    beginning: str, state: str, row_id: str, _: Texts, *, is_change: bool = False
) -> Message:
    """What became of a message of the writer's, or of a change to it, that did not arrive."""
    quoted = f"\n>{beginning}" if beginning else ""
    if state == "held":
        missing = (
            _("What you changed here did not arrive.")
            if is_change
            else _("This message did not arrive.")
        )
        text = missing + quoted
        again = button(_("Try again"), ids.TRY_AGAIN, row_id, style="primary")
        return {"text": _("A message did not arrive"), "blocks": [section(text), actions(again)]}
    said = {
        "sent": _("This message has arrived now."),
        "dead": _("This message was given up."),
    }.get(state, _("We are trying this message again."))
    return {"text": said, "blocks": [section(said + quoted)]}


def _names(names: Sequence[str], _: Texts) -> str:
    known = [escape(name) for name in names if name]
    return _.listed(known) if known else _("your colleagues here")


def _moment(ts: str) -> str:
    seconds = ts.split(".", 1)[0]
    return date(seconds, "{date_short_pretty} {time}", seconds)


def kind_name(kind: Kind, _: Texts) -> str:
    """A kind of personal data, as one of them is spoken of."""
    return {
        "a_number": _("an A-number"),
        "receipt": _("a receipt number"),
        "ssn": _("a Social Security number"),
        "itin": _("a taxpayer number (ITIN)"),
        "phone": _("a phone number"),
        "dob": _("a date of birth"),
        "email": _("an e-mail address"),
    }[kind]
