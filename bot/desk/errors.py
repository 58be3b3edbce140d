"""What a rule of the desk refuses, named after the state that stands in the way."""

from __future__ import annotations

from typing import Literal


class DeskError(Exception):
    """Nothing was changed. People are told in their own language, by kind."""


class NoSuchTicket(DeskError):
    """There is none, or none that this person may know of: the two must look the same."""


class WordsGone(DeskError):
    """The words that waited were dealt with or forgotten, or are another's: all look the same."""


class NotAllowed(DeskError):
    """The person is on the ticket, and this is not theirs to do."""


class NotForOthers(NotAllowed):
    """Only coordinators may."""


class WrongStatus(DeskError):
    """The ticket has moved on: what was pressed no longer applies. `status` is where it stands."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class AlreadyAssigned(DeskError):
    """Another coordinator was quicker. `name` is theirs, as Slack shows it."""

    def __init__(self, name: str) -> None:
        super().__init__("assigned")
        self.name = name


class NoSuchOffer(DeskError):
    """There is none, or it is not this person's."""


class OfferOver(DeskError):
    """It was answered, withdrawn, or its time is over. `state` is which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class NotAnExpert(DeskError):
    """The person is not listed as an expert."""


class MayNotSee(DeskError):
    """The requester does not let this one see the ticket."""


class Avoided(DeskError):
    """The requester doesn't want to be put in touch with a partner. `partner` is its name."""

    def __init__(self, partner: str) -> None:
        super().__init__("avoided")
        self.partner = partner


class Spared(DeskError):
    """The expert asked not to be sent such requests."""


class Outside(DeskError):
    """An expert is in another workspace, where nobody can press our buttons. `partner` is the name
    of their partner, `channel` whether it can be asked in its shared channel instead, where it has
    one: "" for none, "hidden" where the requester doesn't let that see the ticket, else "open".
    """

    def __init__(self, partner: str, channel: Literal["", "hidden", "open"]) -> None:
        super().__init__("outside")
        self.partner = partner
        self.channel = channel


class DraftedAlready(DeskError):
    """A resource was made of the ticket, or was not to be. `state` is how far that draft is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class TooLate(DeskError):
    """A closed ticket can be reopened for a while only. `days` is how long."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


class SameRequest(DeskError):
    """A ticket can't be merged into itself, nor into one that was merged into it."""


class OtherClosed(DeskError):
    """The ticket that it was to be merged into is closed."""


class NamesAnother(DeskError):
    """Words for several people name one of them, who is nobody the others may know of."""


class StandInNeeded(DeskError):
    """Somebody goes away while another coordinator is there, and named nobody to stand in."""


class IsAway(DeskError):
    """A coordinator is not there to be given anything. `name` is theirs, as Slack shows it."""

    def __init__(self, name: str) -> None:
        super().__init__("away")
        self.name = name
