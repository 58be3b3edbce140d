"""What a coordinator must decide about: messages and events that are stuck."""

from __future__ import annotations

from bot.desk import cards, conversation, relay, tickets, turns
from bot.desk.stuck import Held, SetAside, Stuck, Whose
from bot.i18n import Texts
from handlers import ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    cut,
    divider,
    escape,
    header,
    labelled,
    section,
)
from handlers.views.matches import moment

NAME = 80
"""Characters of a name, and of what went wrong, that are shown."""


def undelivered(stuck: Stuck, _: Texts) -> list[Block]:
    """The part of a coordinator's Home for it; empty when nothing is stuck."""
    if not stuck.held and not stuck.set_aside:
        return []
    blocks = [
        header(_("Needs a hand")),
        context(_("These did not go through by themselves. Nothing of them is lost.")),
    ]
    for held in stuck.held:
        blocks += _held(held, _)
    for event in stuck.set_aside:
        blocks += _set_aside(event, _)
    return [*blocks, *_more(stuck, _), divider()]


def _more(stuck: Stuck, _: Texts) -> list[Block]:
    left = stuck.held_in_all + stuck.set_aside_in_all - len(stuck.held) - len(stuck.set_aside)
    if left <= 0:
        return []
    said = _.plural(
        "{n} more comes when these are dealt with.",
        "{n} more come when these are dealt with.",
        left,
    )
    return [context(said)]


def _held(held: Held, _: Texts) -> list[Block]:
    said = _("*A message was not delivered.* {why}", why=_why(held.problem, _))
    if held.behind:
        said += " " + _.plural("{n} more waits behind it.", "{n} more wait behind it.", held.behind)
    what = _message_kind(held.kind, _)
    if held.is_change:
        what = _("{what} (a change of it)", what=what)
    give_up = button(_("Give up"), ids.GIVE_UP, held.id) | confirm(
        _("Give this message up?"),
        _("It will never be delivered. The ones behind it go on."),
        yes=_("Give up"),
        no=_("Keep it"),
    )
    return [
        section(f"{said}\n{_about(what, held.whose, held.since, _)}"),
        actions(*labelled(what, button(_("Send again"), ids.SEND_AGAIN, held.id), give_up)),
    ]


def _set_aside(event: SetAside, _: Texts) -> list[Block]:
    said = _("*Something that Slack told us could not be dealt with.*")
    what = _event_kind(event.kind, _)
    problem = _("For your operator: {problem}", problem=escape(cut(event.problem, NAME)))
    drop = button(_("Drop"), ids.DROP_EVENT, str(event.id)) | confirm(
        _("Drop it?"),
        _("What it said is forgotten, and nothing more happens with it."),
        yes=_("Drop"),
        no=_("Keep it"),
    )
    return [
        section(f"{said}\n{_about(what, event.whose, event.since, _)}\n{problem}"),
        actions(*labelled(what, button(_("Retry"), ids.RETRY_EVENT, str(event.id)), drop)),
    ]


def _about(what: str, whose: Whose, since: int, _: Texts) -> str:
    """What sort of thing it is, whose conversation it belongs to, and since when it waits."""
    request = _("request #{number}", number=whose.number) if whose.number is not None else ""
    since_when = _("since {when}", when=moment(since, _))
    return " · ".join(filter(None, [what, _where(whose, _), request, since_when]))


def _where(whose: Whose, _: Texts) -> str:
    if whose.internal:
        return _("in the coordinators' channel")
    name = escape(cut(whose.name, NAME))
    return _("in the conversation with {name}", name=name) if name else ""


def _message_kind(kind: str, _: Texts) -> str:
    return {
        relay.RELAYED: _("Somebody's words to somebody else"),
        tickets.STATUS: _("Where a request stands"),
        cards.CARD: _("The card of a request"),
        turns.OFFER: _("A request for an expert's help"),
        turns.PARTNER_OFFER: _("A request for a partner's help"),
        conversation.QUESTION: _("The question, for a partner"),
    }.get(kind, _("A note of Liaison's"))


def _event_kind(kind: str, _: Texts) -> str:
    if kind in ("message", "app_mention"):
        return _("Something that somebody wrote")
    if kind == "app_home_opened":
        return _("Somebody opened Home")
    return _("Something that happened in Slack")


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
    said = known.get(problem)
    return said or _("Slack refused it ({problem}).", problem=escape(cut(problem, NAME)))
