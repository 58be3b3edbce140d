"""What coordinators are told: that nobody took a ticket, or that tickets can't be shown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.passing import parts
from bot.i18n import Texts
from handlers.views.blocks import Message, context, section
from handlers.views.matches import Asked, came_of_all

MOST_ASKED = 20


def came_back(asked: Sequence[Asked], _: Texts) -> Message:
    """In a card's thread: it is with the coordinators again, and why."""
    lines = [f"• {said}" for said in came_of_all(asked, MOST_ASKED, _)]
    said = "\n".join([_("*Nobody took it.* It is with you again."), *lines])
    # Of a very long list the newest are left out: View has them all.
    return {
        "text": _("A request has come back"),
        "blocks": [section(piece) for piece in parts(said)[0]],
    }


def no_channel(number: int, _: Texts) -> Message:
    """To a coordinator: a ticket came in, and there is nowhere to show it."""
    said = _(
        "Request #{number} has come in, and there is no triage channel to show it in. Make a "
        "private channel, invite Liaison, and choose it with `/assist settings`: the request will "
        "be shown there.",
        number=number,
    )
    return {"text": _("A request has come in"), "blocks": [section(said)]}


def not_private(found: str, _: Texts) -> Message:
    """To a coordinator: the triage channel is not one that tickets may be shown in."""
    wrong, to_do = {
        "public": (
            _("*The triage channel is public.*"),
            _("Make it private, or choose a private one with `/assist settings`."),
        ),
        "shared": (
            _("*The triage channel is shared with another workspace.*"),
            _("Stop sharing it, or choose one of your own with `/assist settings`."),
        ),
        "archived": (
            _("*The triage channel is archived.*"),
            _("Bring it back, or choose another one with `/assist settings`."),
        ),
        "not_in_it": (
            _("*Liaison is not in the triage channel.*"),
            _("Invite it there with `/invite @Liaison`."),
        ),
    }.get(
        found,
        (
            _("*The triage channel can't be found.*"),
            _("Invite Liaison to it, or choose another one with `/assist settings`."),
        ),
    )
    waits = _("Until then nothing of any request is posted there. Nothing is lost: it waits.")
    return {
        "text": _("The triage channel needs a look"),
        "blocks": [section(f"{wrong} {to_do}"), context(waits)],
    }
