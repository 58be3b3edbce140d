"""The list of saved replies, and the form of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.replies import LONGEST_NAME, LONGEST_TEXT, PLACEHOLDERS, Saved
from bot.i18n import Language, Texts
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    cut,
    divider,
    escape,
    field,
    labelled,
    modal,
    section,
    text_input,
)

PAGE = 20

BEGINNING = 200
"""Characters of a text that the list shows."""

FIELDS: dict[Language, str] = {"en": ids.SAVED_REPLY_EN, "es": ids.SAVED_REPLY_ES}


@dataclass(frozen=True, slots=True)
class Page:
    """Some saved replies, the most used first: those from `offset` on, of `total`."""

    saved: Sequence[Saved]
    offset: int
    total: int


def listing(page: Page, _: Texts) -> View:
    """A page of the list."""
    blocks = [actions(button(_("Add a saved reply"), ids.SAVED_REPLY_ADD)), divider()]
    if not page.saved:
        blocks.append(
            context(
                _("Nothing is saved yet. What you answer often can be kept here, for all of you.")
            )
        )
    blocks += [_line(each, _) for each in page.saved]
    turns = _turns(page, _)
    return modal(
        _("Saved replies"),
        [*blocks, actions(*turns)] if turns else blocks,
        close=_("Close"),
        callback_id=ids.REPLIES,
        private_metadata=Step("", str(page.offset)).dump(),
    )


def form(saved: Saved | None, offset: int, _: Texts) -> View:
    """The form for a new one, or with what one says; `offset` is the page to come back to."""
    name = text_input(
        ids.SAVED_REPLY_NAME,
        placeholder=_("For example Thanks, we are on it"),
        value=saved.name if saved else "",
        limit=LONGEST_NAME,
    )
    blocks = [
        field(_("Name"), name, hint=_("Only coordinators see it.")) | {"optional": False},
        _text("en", _("In English"), saved, _),
        _text("es", _("In Spanish"), saved, _),
        context(_available(_)),
    ]
    if saved is not None:
        blocks.append(actions(_delete(saved, _)))
    return modal(
        _("Edit a saved reply") if saved else _("Add a saved reply"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.SAVED_REPLY_FORM,
        submit=_("Save"),
        private_metadata=Step(str(saved.id) if saved else "", str(offset)).dump(),
    )


def meaning(_: Texts) -> dict[str, str]:
    """What is filled in for each placeholder."""
    said = {
        "name": _("the name of the person who asked"),
        "number": _("the request's number"),
        "topic": _("its topic"),
        "place": _("its place"),
        "kind": _("its kind"),
        "me": _("your own name"),
    }
    return {name: said[name] for name in PLACEHOLDERS}


def not_known(found: Sequence[str], _: Texts) -> str:
    """What stands between braces and can't be filled in, and what can."""
    right = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return _(
        "Nothing can be filled in for {found}. You can write: {right}.",
        found=", ".join(cut(each, 40) for each in found[:3]),
        right=right,
    )


def _line(saved: Saved, _: Texts) -> Block:
    languages = _.listed([_.language_name(each) for each in saved.text])
    used = _.plural("sent once", "sent {n} times", saved.used) if saved.used else _("not sent yet")
    text = " ".join(saved.best_in(_.language)[0].split())
    said = f"*{escape(saved.name)}* · {languages} · {used}\n{escape(cut(text, BEGINNING))}"
    [edit] = labelled(saved.name, button(_("Edit"), ids.SAVED_REPLY_EDIT, str(saved.id)))
    return section(said) | {"accessory": edit}


def _text(language: Language, label: str, saved: Saved | None, _: Texts) -> Block:
    element = text_input(
        FIELDS[language],
        placeholder=_("Hello {name}, …"),
        value=saved.text.get(language, "") if saved else "",
        limit=LONGEST_TEXT,
    )
    return field(label, element | {"multiline": True})


def _available(_: Texts) -> str:
    lines = [f"`{{{name}}}` {said}" for name, said in meaning(_).items()]
    return _("Filled in when you choose it:") + "\n" + " · ".join(lines)


def _delete(saved: Saved, _: Texts) -> Element:
    delete = button(_("Delete"), ids.SAVED_REPLY_DELETE, str(saved.id), style="danger")
    return delete | confirm(
        _("Delete this saved reply?"),
        _("It is gone for all coordinators. What was sent with it stays."),
        yes=_("Delete"),
        no=_("Keep it"),
    )


def _turns(page: Page, _: Texts) -> list[Element]:
    turns = []
    if page.offset:
        turns.append(button(_("Previous"), ids.REPLIES_PREVIOUS, str(page.offset - PAGE)))
    if page.offset + PAGE < page.total:
        turns.append(button(_("Next"), ids.REPLIES_NEXT, str(page.offset + PAGE)))
    return turns
