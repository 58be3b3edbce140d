"""What a person saved: in Home, in a window of its own, and on the buttons of other windows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.i18n import Texts
from catalog.models import Resource
from handlers import ids
from handlers.carried import Choice
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    divider,
    escape,
    labelled,
    modal,
    section,
)
from handlers.views.resource import small_print, title
from handlers.views.results import WHERE_SAVED, Reader, save_button, where_saved

IN_HOME = 5
PAGE = 10

_TOGGLES = (ids.RESOURCE_SAVE, ids.RESOURCE_UNSAVE)


@dataclass(frozen=True, slots=True)
class Saved:
    """Something that a person saved; without its record once that has left the library."""

    id: str
    resource: Resource | None


def saved_section(first: Sequence[Saved], total: int, reader: Reader) -> list[Block]:
    """The newest of them for Home, and the ways to the rest."""
    _ = reader.texts
    if not total:
        return [_nothing(_)]
    rows = [block for saved in first for block in _brief(saved, reader)]
    clear = button(_("Remove all"), ids.SAVED_CLEAR) | confirm(
        _("Remove everything you saved?"),
        _("The resources stay in the library; only your list is emptied."),
        yes=_("Remove all"),
        no=_("Keep it"),
    )
    label = _("Show all ({n})", n=total) if total > len(first) else _("Edit")
    return [*rows, actions(button(label, ids.SAVED_ALL, "0"), clear)]


def saved_modal(page: Sequence[Saved], offset: int, total: int, reader: Reader) -> View:
    """A page of everything that a person saved."""
    _ = reader.texts
    rows = [block for saved in page for block in _whole(saved, reader)] or [_nothing(_)]
    turns = _turns(offset, total, _)
    blocks = [*rows, *([divider(), actions(*turns)] if turns else [])]
    return modal(_("Saved"), blocks, close=_("Close"), callback_id=ids.SAVED)


def marked(view: View, saved: Collection[str], _: Texts) -> View:
    """A window with its buttons as things stand now; what is typed in it stays."""
    is_list = view.get("callback_id") == ids.SAVED
    standing = [block for block in view["blocks"] if block.get("block_id") != WHERE_SAVED]
    drawn = [_marked(block, saved, _, is_list=is_list) for block in standing]
    blocks = [block for block in drawn if block.get("elements") != []]
    pressed = [each for block in blocks for each in block.get("elements", ())]
    any_saved = any(each.get("action_id") == ids.RESOURCE_UNSAVE for each in pressed)
    says_where = any_saved and not is_list
    return {**view, "blocks": [*blocks, *([where_saved(_)] if says_where else [])]}


def told(_: Texts, *, is_saved: bool) -> str:
    """What became of it, where its button can't show it."""
    return _("It is saved, in Liaison's Home tab.") if is_saved else _("It is no longer saved.")


def _marked(block: Block, saved: Collection[str], _: Texts, *, is_list: bool) -> Block:
    if block["type"] != "actions":
        return block
    elements = [
        _toggled(each, saved, _, is_list=is_list) if each.get("action_id") in _TOGGLES else each
        for each in block["elements"]
        if each.get("action_id") != ids.SAVED_GONE or each["value"] in saved
    ]
    return {**block, "elements": elements}


def _toggled(element: Element, saved: Collection[str], _: Texts, *, is_list: bool) -> Element:
    choice = Choice.load(element["value"])
    is_saved = choice.resource_id in saved
    drawn = _removal(choice, _) if is_list and is_saved else save_button(choice, _, saved=is_saved)
    _label, _colon, what = str(element.get("accessibility_label") or "").partition(": ")
    return labelled(what, drawn)[0] if what else drawn


def _brief(saved: Saved, reader: Reader) -> list[Block]:
    """In Home: what it is, and a way to the rest."""
    _, resource = reader.texts, saved.resource
    if resource is None:
        return [section(_gone(saved, _)) | {"accessory": _removal_of_gone(saved, _)}]
    [details] = labelled(
        resource.title_in(_.language), button(_("Details"), ids.RESOURCE_DETAILS, resource.id)
    )
    look = {"accessory": details}
    return [section(title(resource, _)) | look, _small_print(resource, reader)]


def _whole(saved: Saved, reader: Reader) -> list[Block]:
    """In the window: it can be removed, and as long as that is open, saved again."""
    _, resource = reader.texts, saved.resource
    if resource is None:
        return [section(_gone(saved, _)), actions(_removal_of_gone(saved, _))]
    details = button(_("Details"), ids.RESOURCE_DETAILS, resource.id)
    return [
        section(title(resource, _)),
        _small_print(resource, reader),
        actions(
            *labelled(resource.title_in(_.language), details, _removal(Choice(resource.id), _))
        ),
    ]


def _small_print(resource: Resource, reader: Reader) -> Block:
    is_new = reader.is_new(resource)
    return small_print(resource, reader.names, reader.texts, reader.today, is_new=is_new)


def _gone(saved: Saved, _: Texts) -> str:
    return _("This resource is no longer in the library ({id}).", id=escape(saved.id))


def _removal(choice: Choice, _: Texts) -> Element:
    return button(_("Remove"), ids.RESOURCE_UNSAVE, choice.dump())


def _removal_of_gone(saved: Saved, _: Texts) -> Element:
    return button(_("Remove"), ids.SAVED_GONE, saved.id)


def _nothing(_: Texts) -> Block:
    return context(_("Nothing yet. Press *Save* under a resource to find it here again."))


def _turns(offset: int, total: int, _: Texts) -> list[Element]:
    turns = []
    if offset:
        turns.append(button(_("Back"), ids.SAVED_PREVIOUS, str(max(0, offset - PAGE))))
    if offset + PAGE < total:
        turns.append(button(_("Next"), ids.SAVED_NEXT, str(offset + PAGE)))
    return turns
