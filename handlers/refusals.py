"""What a person is told when the desk refuses."""

from __future__ import annotations

from bot.desk.errors import (
    AlreadyAssigned,
    Avoided,
    DeskError,
    DraftedAlready,
    IsAway,
    MayNotSee,
    NamesAnother,
    NoSuchOffer,
    NoSuchTicket,
    NotAllowed,
    NotAnExpert,
    NotForOthers,
    OfferOver,
    OtherClosed,
    Outside,
    SameRequest,
    Spared,
    TooLate,
    WordsGone,
    WrongStatus,
)
from bot.desk.replies import MOST, NameTaken, NoSuchReply, TooMany
from bot.i18n import Texts


def refusal(error: DeskError, _: Texts) -> str:
    """What stands in the way, and what to do, in the person's language."""
    if isinstance(error, AlreadyAssigned):
        who = error.name or _("Another coordinator")
        return _("{who} was quicker and has this request now.", who=who)
    if isinstance(error, IsAway):
        who = error.name or _("Another coordinator")
        return _("{who} is not there. Choose somebody else.", who=who)
    if isinstance(error, WrongStatus):
        return _wrong_status(error, _)
    if isinstance(error, DraftedAlready):
        return _drafted(error, _)
    if isinstance(error, OfferOver):
        return _offer_over(error, _)
    if isinstance(error, Avoided | Outside):
        return _of_partner(error, _)
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
        SameRequest: _("That request was merged into this one already."),
        OtherClosed: _("The other request is closed. Reopen it first, or choose another."),
        NamesAnother: _(
            "This says who asked, or the number of their request. Others may not know: take it "
            "out, or send it without them."
        ),
        NameTaken: _("Another saved reply has this name."),
        TooMany: _("There are {n} saved replies, and no more fit. Delete one first.", n=MOST),
        NoSuchReply: _("This saved reply was deleted meanwhile."),
        Spared: _("They asked not to be sent requests like this one."),
        MayNotSee: _(
            "The person who asked doesn't let them see it. Ask them first, in their thread."
        ),
    }.get(type(error), _("This can't be done now."))


def _wrong_status(error: WrongStatus, _: Texts) -> str:
    if error.status == "closed":
        return _("This request is closed. Reopen it first.")
    return _("This request has moved on meanwhile. What you see now is how it stands.")


def _of_partner(error: Avoided | Outside, _: Texts) -> str:
    if isinstance(error, Avoided):
        return _(
            "The person who asked doesn't want to be put in touch with {partner}.",
            partner=error.partner,
        )
    said = {
        "open": _(
            "This person is in another workspace, where our buttons don't work. Choose {partner} "
            "to ask in their shared channel; everyone there can read it."
        ),
        "hidden": _(
            "This person is in another workspace, where our buttons don't work, and the person who "
            "asked doesn't let {partner}'s channel see this."
        ),
        "": _(
            "This person is in another workspace, where our buttons don't work, and {partner} has "
            "no shared channel in which they could be asked."
        ),
    }[error.channel]
    return said.format(partner=error.partner)


def _drafted(error: DraftedAlready, _: Texts) -> str:
    return {
        "refused": _("The person who asked doesn't want a resource made of this."),
        "published": _("This is in the library already."),
    }.get(error.state, _("There is a draft of this already: open *Drafts* in your Home."))


def _offer_over(error: OfferOver, _: Texts) -> str:
    return {
        "accepted": _("You accepted this already."),
        "declined": _("You declined this already. Thank you for saying so."),
        "expired": _("The time for this is over; someone else was asked. Thank you all the same."),
        "withdrawn": _("This was taken back: someone else is on it. Thank you all the same."),
    }.get(error.state, _("This can't be done now."))
