"""What a person is told when the desk refuses."""

from __future__ import annotations

from bot.desk.errors import (
    AlreadyAssigned,
    DeskError,
    MayNotSee,
    NoSuchOffer,
    NoSuchTicket,
    NotAllowed,
    NotAnExpert,
    NotForOthers,
    OfferOver,
    TooLate,
    WordsGone,
    WrongStatus,
)
from bot.i18n import Texts


def refusal(error: DeskError, _: Texts) -> str:
    """What stands in the way, and what to do, in the person's language."""
    if isinstance(error, AlreadyAssigned):
        who = error.name or _("Another coordinator")
        return _("{who} was quicker and has this request now.", who=who)
    if isinstance(error, WrongStatus):
        return _wrong_status(error, _)
    if isinstance(error, OfferOver):
        return _offer_over(error, _)
    if isinstance(error, TooLate):
        return _(
            "This was closed more than {days} days ago. Please ask anew; it goes just as quickly.",
            days=error.days,
        )
    return {
        NoSuchTicket: _("There is no such request, or it isn't yours."),
        NoSuchOffer: _("There is no such request, or it isn't yours."),
        WordsGone: _(
            "These words are no longer waiting: they were dealt with, or a day went by. "
            "If they matter, please write them again."
        ),
        NotForOthers: _("Only coordinators can do this."),
        NotAllowed: _("Only the person who asked can do this."),
        NotAnExpert: _("This person is not listed as an expert."),
        MayNotSee: _(
            "The person who asked doesn't let them see it. Ask them first, in their thread."
        ),
    }.get(type(error), _("This can't be done now."))


def _wrong_status(error: WrongStatus, _: Texts) -> str:
    if error.status == "closed":
        return _("This request is closed. Reopen it first.")
    return _("This request has moved on meanwhile. What you see now is how it stands.")


def _offer_over(error: OfferOver, _: Texts) -> str:
    return {
        "accepted": _("You accepted this already."),
        "declined": _("You declined this already. Thank you for saying so."),
        "expired": _("The time for this is over; someone else was asked. Thank you all the same."),
        "withdrawn": _("This was taken back: someone else is on it. Thank you all the same."),
    }.get(error.state, _("This can't be done now."))
