"""Short answers: help, and what went wrong."""

from __future__ import annotations

from bot.i18n import Texts
from handlers import ids
from handlers.views.blocks import Message, View, escape, modal, section


def help_message(_: Texts) -> Message:
    """The five lines behind `/resources help`."""
    lines = [
        _("Plain words, and a place by its code or name: `/resources sanctuary tx`"),
        _("Narrow it: `type:toolkit` `topic:schools` `place:ca` `by:ilrc` `lang:es` `since:2024`"),
        _("`/resources` alone opens the search window, with everything to browse."),
        _("*Details* shows all we know. *Share here* posts it in the channel under your name."),
        _("Until you share, only you see the answers. En español: `/recursos`."),
    ]
    text = "\n".join(f"• {line}" for line in lines)
    return {"text": escape(_("How to look things up")), "blocks": [section(text)]}


def notice(text: str) -> Message:
    """One sentence."""
    return {"text": escape(text), "blocks": [section(escape(text))]}


def notice_modal(text: str, _: Texts) -> View:
    """One sentence, where there is no message to put it in."""
    return modal("Liaison", [section(escape(text))], close=_("Close"), callback_id=ids.DETAILS)
