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
