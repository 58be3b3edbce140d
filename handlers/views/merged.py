"""Merging requests that ask the same: the form, and what it means for who asked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.course import REOPENED_DAYS
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.carried import Step
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)

MERGE = "merge"


def form(ticket: Row, likely: Sequence[Row], _: Texts) -> View:
    """Which other one asks the same: one that is likely to, or any by its number."""
    said = _(
        "This request is closed as a duplicate of the other, and the person who asked is told. "
        "Nothing is moved: they keep their own thread, and nobody of the other request sees "
        "anything of this one."
    )
    answer = _("When you reply on the other request, you can send the same words to them too.")
    number = text_input(ids.WORDS, placeholder="#12", limit=12)
    label = _("Or the number of another one") if likely else _("Number of the other one")
    # Where none is proposed, only a number says which one is meant.
    asked = field(label, number) | {"optional": bool(likely)}
    blocks = [context(said), context(answer), *_likely(likely, _), asked]
    return modal(
        _("Merge"),
        blocks,
        close=_("Cancel"),
        callback_id=f"{ids.MORE_FORM}:{MERGE}",
        submit=_("Merge"),
        private_metadata=Step(ticket.handle, MERGE).dump(),
    )


def told(ticket: Row, own: int | None, _: Texts) -> Message:
    """What somebody reads whose request was merged; `own` is the number of the other one where
    that is theirs too.
    """
    number = ticket.id
    if own is None:
        said = _(
            "*Your request #{number} is answered together with another one:* somebody else asked "
            "much the same. That is why it is closed here. This thread stays yours alone: you see "
            "nothing of the other request, and its people see nothing of yours. The coordinator "
            "can send you the answer here.",
            number=number,
        )
    else:
        said = _(
            "*Your request #{number} is answered together with your request #{own}:* you asked "
            "much the same there. Please go on in that thread.",
            number=number,
            own=own,
        )
    again = _(
        "Is yours a different question? Reopen it within {days} days, and it goes on by itself.",
        days=REOPENED_DAYS,
    )
    reopen = button(_("Reopen"), ids.OWN_REOPEN, ticket.handle)
    text = _("Your request #{number} is answered together with another one", number=number)
    return {"text": text, "blocks": [section(said), context(again), actions(reopen)]}


def parted(_: Texts) -> Message:
    """What is left of that once they opened it again."""
    said = _("This request was put together with another one here, and goes on by itself again.")
    return {"text": said, "blocks": [section(said)]}


def _likely(likely: Sequence[Row], _: Texts) -> list[Block]:
    if not likely:
        return []
    options = [
        option(f"#{each.id} · {wording.kind_name(each.kind, _)}", each.handle) for each in likely
    ]
    menu = select(ids.MERGE_INTO, options, placeholder=_("Choose one"))
    hint = _("Open requests on the same topic or place, or of the same person; the newest first.")
    return [field(_("It may be the same as"), menu, hint=hint)]
