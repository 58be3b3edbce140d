"""What a coordinator must decide about: messages and events that are stuck."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.inbox import Poison
from bot.desk.outbox import Stuck
from bot.i18n import Texts
from handlers import ids
from handlers.views.blocks import Block, actions, button, confirm, context, divider, header, section


def undelivered(messages: Sequence[Stuck], events: Sequence[Poison], _: Texts) -> list[Block]:
    """The part of a coordinator's Home for it; empty when nothing is stuck."""
    if not messages and not events:
        return []
    blocks = [
        header(_("Needs a hand")),
        context(_("These did not go through by themselves. Nothing of them is lost.")),
    ]
    for message in messages:
        blocks += _message(message, _)
    for event in events:
        blocks += _event(event, _)
    return [*blocks, divider()]


def _message(message: Stuck, _: Texts) -> list[Block]:
    why = _why(message.problem, _)
    said = _("*A message was not delivered.* {why}", why=why)
    if message.behind:
        said += " " + _.plural(
            "{n} more waits behind it.", "{n} more wait behind it.", message.behind
        )
    give_up = button(_("Give up"), ids.GIVE_UP, message.id) | confirm(
        _("Give this message up?"),
        _("It will never be delivered. The ones behind it go on."),
        yes=_("Give up"),
        no=_("Keep it"),
    )
    return [section(said), actions(button(_("Send again"), ids.SEND_AGAIN, message.id), give_up)]


def _event(event: Poison, _: Texts) -> list[Block]:
    said = _("*Something that Slack told us could not be dealt with.*")
    drop = button(_("Drop"), ids.DROP_EVENT, str(event.id)) | confirm(
        _("Drop it?"),
        _("What it said is forgotten, and nothing more happens with it."),
        yes=_("Drop"),
        no=_("Keep it"),
    )
    return [
        section(said),
        context(f"{event.kind} · {event.problem}"),
        actions(button(_("Retry"), ids.RETRY_EVENT, str(event.id)), drop),
    ]


def _why(problem: str, _: Texts) -> str:
    known = {
        "untraceable": _(
            "Slack did not say whether it arrived, and can't be asked. "
            "Look at the conversation first: it may be there."
        ),
        "channel_not_found": _("Its conversation is gone, or the bot is no longer in it."),
        "not_in_channel": _("The bot is no longer in its conversation."),
        "is_archived": _("Its channel is archived."),
    }
    return known.get(problem) or _("Slack refused it ({problem}).", problem=problem)
