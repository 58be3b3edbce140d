"""A resource that is made of a request: what its requester is asked, and the coordinators' list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Texts
from bot.store import Row
from catalog.models import Resource
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    confirm,
    context,
    cut,
    divider,
    escape,
    header,
    labelled,
    link,
    modal,
    section,
)
from handlers.views.draft_form import paragraphs
from handlers.views.resource import Names, place_name

TITLE = 150
OPEN = 15
OVER = 10
"""Drafts in the list: three blocks each, and Slack takes 100."""


def asked(draft: Row, proposed: Resource | None, names: Names, _: Texts) -> Message:
    """What a requester is asked, in their thread."""
    text = _("A resource made of your request")
    if draft.state not in ("asked", "agreed") or proposed is None:
        return {"text": text, "blocks": [section(_became(draft.state, _))]}
    head = _(
        "*May this go into the library?* A coordinator made it of what came of your request, so "
        "that others find it too. It says nothing of you, and it goes in only if you say yes."
    )
    said = draft.state == "agreed"
    yes = _("*You said yes.* Until it is published you can still say no.")
    value = Step(draft.handle, str(draft.version)).dump()
    no = button(_("No"), ids.DRAFT_NO, value)
    buttons = [] if said else [button(_("Yes"), ids.DRAFT_YES, value, style="primary")]
    blocks = [
        section(yes if said else head),
        divider(),
        *described(proposed, names, _),
        divider(),
        actions(*buttons, no),
    ]
    return {"text": text, "blocks": blocks}


def answered(draft: Row, there: Resource | None, names: Names, _: Texts) -> Message:
    """What the coordinators are told below the card."""
    text = _("The draft of a resource was answered")
    if draft.state in ("agreed", "publishing") and there is not None:
        head = section(_("*They said yes* to this resource. It is yours to publish."))
        blocks = [head, divider(), *described(there, names, _), actions(*_buttons(draft, _))]
        return {"text": text, "blocks": blocks}
    if draft.state == "published" and there is not None:
        title = link(there.url if there.is_public else "", cut(there.title_in(_.language), TITLE))
        said = _("*In the library:* {title}", title=title)
        return {"text": text, "blocks": [section(said)]}
    said = {
        "refused": _("They said no to the draft of a resource. Nothing of it is kept."),
        "asked": _("The draft was changed, and they are asked again."),
        "published": _("The draft was published."),
    }.get(draft.state, _("The draft was dropped. Nothing of it is kept."))
    return {"text": text, "blocks": [section(said)]}


def changed_since(_: Texts) -> Message:
    """What is left of a message about a draft that was changed after it."""
    said = _("This draft was changed: a newer one is below.")
    return {"text": said, "blocks": [section(said)]}


def described(proposed: Resource, names: Names, _: Texts) -> list[Block]:
    """The whole of a draft, in every language it has."""
    kind = names.kinds.get(proposed.type)
    topics = [
        topic.name(_.language) for each in proposed.topics if (topic := names.topics.get(each))
    ]
    facts = [
        (_("Type"), kind.name(_.language) if kind else ""),
        (_("Topic"), "; ".join(topics)),
        (_("Place"), "; ".join(place_name(each, names, _) for each in proposed.places)),
        (_("Publisher"), "; ".join(proposed.publishers)),
        (_("Web address"), proposed.url),
    ]
    lines = [f"*{label}:* {escape(said)}" for label, said in facts if said]
    return [
        *paragraphs(f"*{escape(proposed.title)}*"),
        *paragraphs(escape(proposed.summary)),
        *paragraphs(f"*{escape(proposed.title_es)}*" if proposed.title_es else ""),
        *paragraphs(escape(proposed.summary_es)),
        *paragraphs("\n".join(lines)),
    ]


def listing(waiting: Sequence[tuple[Row, Resource | None]], _: Texts, *, total: int) -> View:
    """The coordinators' list of drafts: what waits for them first. `total` counts the open ones;
    what is over comes with what the library has.
    """
    blocks: list[Block] = []
    groups = (
        (_("Yours to publish"), ("agreed", "publishing")),
        (_("Waiting for their yes"), ("asked",)),
        (_("In the library"), ("published",)),
    )
    for title, states in groups:
        of_group = [(draft, there) for draft, there in waiting if draft.state in states]
        if of_group:
            blocks.append(header(title))
            blocks += [block for draft, there in of_group for block in _line(draft, there, _)]
    if not blocks:
        said = _("There are no drafts yet. Press *View* on a request, and *Make this a resource*.")
        blocks.append(section(said))
    shown = sum(draft.state != "published" for draft, _there in waiting)
    if total > shown:
        more = _.plural("{n} more is not shown.", "{n} more are not shown.", total - shown)
        blocks.append(context(more))
    return modal(_("Drafts"), blocks, close=_("Close"), callback_id=ids.OPEN_DRAFTS)


def _line(draft: Row, there: Resource | None, _: Texts) -> list[Block]:
    title = cut(there.title_in(_.language), TITLE) if there else _("Not in the library any more")
    if draft.state == "published":
        return [section(f"• {link(there.url if there and there.is_public else '', title)}")]
    return [section(f"*{escape(title)}*"), actions(*labelled(title, *_buttons(draft, _)))]


def _buttons(draft: Row, _: Texts) -> list[Element]:
    """What a coordinator can do with a draft."""
    handle = draft.handle
    publish = button(_("Publish"), ids.DRAFT_PUBLISH, handle, style="primary")
    if draft.state == "publishing":
        return [publish]
    drop = button(_("Drop"), ids.DRAFT_DROP, handle) | confirm(
        _("Drop this draft?"),
        _("Nothing of it is kept. The person who asked sees that it was dropped."),
        yes=_("Drop"),
        no=_("Keep it"),
    )
    others = [button(_("Edit"), ids.DRAFT_EDIT, handle), drop]
    return [publish, *others] if draft.state == "agreed" else others


def _became(state: str, _: Texts) -> str:
    return {
        "refused": _("You said no. Nothing of the draft is kept."),
        "publishing": _("It is on its way into the library. Thank you."),
        "published": _("It is in the library now. Thank you."),
    }.get(state, _("This draft of a resource was dropped. Nothing of it is kept."))
