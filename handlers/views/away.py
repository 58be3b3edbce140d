"""Being away and standing in: the form, what stands in Home, and who is told of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.people import Person
from bot.i18n import Texts
from handlers import ids
from handlers.views import pickers
from handlers.views.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    modal,
    option,
    plain_context,
    section,
    select,
)
from handlers.views.pickers import needed


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's time away: until which ISO day, empty for until they say so, and the name and our
    number of who stands in, empty and 0 for nobody.
    """

    until: str = ""
    stand_in: str = ""
    stand_in_id: int = 0


@dataclass(frozen=True, slots=True)
class For:
    """For whom somebody stands in, and until which ISO day; empty for until they say so."""

    name: str
    until: str


def form(away: Away | None, others: Sequence[Person], _: Texts) -> View:
    """Until when, and who stands in. `others` are those who could, the usual one first."""
    until = pickers.day(
        ids.AWAY_UNTIL, placeholder=_("Until I say so"), chosen=away.until if away else ""
    )
    blocks = [
        context(
            _(
                "Your open requests go to who stands in for you, and come back with you if they "
                "are still open. New ones are nobody's until somebody takes them."
            )
        ),
        field(_("Away until"), until, hint=_("The first day back.")),
        _stand_in(away, others, _),
    ]
    return modal(
        _("My time away"), blocks, close=_("Cancel"), callback_id=ids.AWAY_FORM, submit=_("Save")
    )


def in_home(away: Away | None, standing_in: Sequence[For], _: Texts) -> list[Block]:
    """What of it stands in a coordinator's Home."""
    blocks = [] if away is None else [section(f"*{_own(away, _)}*"), _buttons(_)]
    blocks += [section(_for(each, _)) for each in standing_in]
    return [*blocks, divider()] if blocks else []


def stands_in(name: str, until: str, count: int, _: Texts) -> Message:
    """To the stand-in: for whom, until when, and how much it is."""
    if not count:
        told = _(
            "They have no open request now. What comes in is nobody's until one of you has it."
        )
    else:
        told = _.plural(
            "{n} open request is with you now: you find it in Home.",
            "{n} open requests are with you now: you find them in Home.",
            count,
        )
    said = f"*{_for(For(name, until), _)}*\n{told}"
    return {"text": _("You stand in for a colleague"), "blocks": [section(said)]}


def welcome_back(count: int, _: Texts) -> Message:
    """To who was away."""
    if not count:
        told = _("Nobody holds an open request for you.")
    else:
        told = _.plural(
            "{n} request that was held for you is with you again.",
            "{n} requests that were held for you are with you again.",
            count,
        )
    return {
        "text": _("Welcome back"),
        "blocks": [section(f"*{_('Welcome back.')}* {told}")],
    }


def is_back(name: str, count: int, _: Texts) -> Message:
    """To who held their requests."""
    if not count:
        told = _("You stand in for them no more.")
    else:
        told = _.plural(
            "{n} request that you held for them is with them again.",
            "{n} requests that you held for them are with them again.",
            count,
        )
    who = _("{who} is back.", who=_named(name, _))
    return {"text": _("A colleague is back"), "blocks": [section(f"*{who}* {told}")]}


def handed_over(name: str, number: int, handle: str, words: str, _: Texts) -> Message:
    """To who has a request now: who gave it to them, and their note."""
    said = _("{who} handed request #{number} to you.", who=_named(name, _), number=number)
    note = [plain_context(words)] if words else []
    return {
        "text": _("A request was handed to you"),
        "blocks": [section(said), *note, actions(button(_("View"), ids.CARD_VIEW, handle))],
    }


def _stand_in(away: Away | None, others: Sequence[Person], _: Texts) -> Block:
    if not others:
        return context(
            _(
                "No other coordinator is there to stand in: your requests stay with you, and "
                "whoever comes back first is asked about them."
            )
        )
    options = [option(each.name or _("No name"), str(each.id)) for each in others]
    usual = str(away.stand_in_id) if away and away.stand_in_id else str(others[0].id)
    menu = select(ids.AWAY_STAND_IN, options, placeholder=_("Choose one"), chosen=usual)
    return needed(field(_("Stands in for you"), menu))


def _buttons(_: Texts) -> Block:
    back = button(_("I'm back"), ids.AWAY_BACK, style="primary")
    return actions(back, button(_("Change"), ids.OPEN_AWAY))


def _own(away: Away, _: Texts) -> str:
    who, date = escape(away.stand_in), _.date(away.until) if away.until else ""
    if away.stand_in_id:
        who = who or _("Another coordinator")
        if date:
            return _("You are away until {date}. {who} stands in.", date=date, who=who)
        return _("You are away. {who} stands in.", who=who)
    if date:
        return _("You are away until {date}. Nobody stands in.", date=date)
    return _("You are away. Nobody stands in.")


def _for(each: For, _: Texts) -> str:
    who = _named(each.name, _)
    if each.until:
        return _("You stand in for {who} until {date}.", who=who, date=_.date(each.until))
    return _("You stand in for {who}.", who=who)


def _named(name: str, _: Texts) -> str:
    return escape(name) or _("Another coordinator")
