"""What can go wrong in a person's hands, and how they are told."""

from __future__ import annotations

from abc import abstractmethod

from bot.i18n import Texts


class Told(Exception):
    """Something a person is told in their own language; never logged as a failure."""

    @abstractmethod
    def sentence(self, _: Texts) -> str:
        """What to say."""


class NotAMember(Told):
    """Someone of another workspace used the bot."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _(
            "Liaison answers members of this workspace. "
            "Please ask your contact here to look it up for you."
        )


class NoSuchResource(Told):
    """A button of a record that has left the library."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("This resource is no longer in the library. Search again to see what is there.")


class NotYours(Told):
    """Someone pressed a button that is another's."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("Only the person who wrote the message can do this.")


class NotACoordinator(Told):
    """Someone pressed a coordinator's button."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("Only coordinators can do this.")


class NotNow(Exception):
    """Something else comes first. The event that raised it is tried again a little later."""
