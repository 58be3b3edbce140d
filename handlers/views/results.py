"""The answer to a look-up: in a message or in a modal, from the same rows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.i18n import Texts
from catalog.models import Hit, Page, Resource, UnknownFilter
from handlers import ids
from handlers.carried import MAX_WORDS, Carried, Choice, Origin, Turn
from handlers.views.access import access_button
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    context,
    cut,
    divider,
    escape,
    labelled,
    modal,
    plain_context,
    section,
)
from handlers.views.resource import Names, asked_for, small_print, title

PAGE = 5
"""Resources in one answer: what fits a phone's screen without scrolling for long."""

WHERE_SAVED = "where_saved"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as far as a view must know: language, day, and the library's names for ids.

    `saved` holds the ids that the person saved, `open_to_them` those opened by request to which
    they were let in; none in a view that is remembered for others.
    """

    texts: Texts
    names: Names
    today: date
    is_new: Callable[[Resource], bool]
    saved: Collection[str] = frozenset()
    open_to_them: Collection[str] = frozenset()


def message(page: Page, query: str, reader: Reader, *, origin: Origin) -> Message:
    """The answer as a message. `query` is the text that leads to it again."""
    blocks = _blocks(page, query, reader, origin=origin, in_message=True)
    return {"text": escape(cut(_headline(page, reader), 300)), "blocks": blocks}


def results_modal(page: Page, query: str, reader: Reader, *, origin: Origin) -> View:
    """The answer as a modal, from a form, a shelf or a message shortcut."""
    _ = reader.texts
    return modal(
        _("Results"),
        _blocks(page, query, reader, origin=origin, in_message=False),
        close=_("Close"),
        callback_id=ids.RESULTS,
        private_metadata=origin.dump(),
    )


def _blocks(
    page: Page, query: str, reader: Reader, *, origin: Origin, in_message: bool
) -> list[Block]:
    _ = reader.texts
    here = Turn(query, page.offset) if in_message else None
    rows = [
        block for hit in page.hits for block in row(hit, reader, share=origin.shareable, here=here)
    ]
    notes = [context(escape(note)) for note in _notes(page, _)]
    turns = _turns(page, query, _)
    if in_message:
        turns.append(button(_("Refine"), ids.RESULTS_REFINE, query))
    turns.append(_ask(page, query, _))
    head = [plain_context(_headline(page, reader)), *notes]
    tail = [divider(), actions(*turns)]
    any_saved = any(hit.resource.id in reader.saved for hit in page.hits)
    return [*head, *rows, *_way_on(page, _), *tail, *([where_saved(_)] if any_saved else [])]


def row(hit: Hit, reader: Reader, *, share: bool, here: Turn | None = None) -> list[Block]:
    """One resource: title and summary, small print, buttons. `here` is the page, in a message."""
    _, resource = reader.texts, hit.resource
    heading, buttons = _frame(resource, _, share=share)
    called = resource.title_in(_.language)
    save = save_button(Choice(resource.id, here), _, saved=resource.id in reader.saved)
    summary = escape(hit.snippet or resource.summary_in(_.language))
    return [
        section(f"{heading}\n{summary}".strip()),
        small_print(resource, reader.names, _, reader.today, is_new=reader.is_new(resource)),
        actions(*buttons, *labelled(called, *by_request(resource, reader), save)),
    ]


def by_request(resource: Resource, reader: Reader) -> list[Element]:
    """The way to what is opened by request; nothing where anyone may open it."""
    if resource.is_public:
        return []
    is_open = resource.id in reader.open_to_them
    return [access_button(resource.id, reader.texts, is_open=is_open)]


def save_button(choice: Choice, _: Texts, *, saved: bool) -> Element:
    """What saves a resource for the person; pressed again, it is no longer saved."""
    if saved:
        return button(_("Saved ✓"), ids.RESOURCE_UNSAVE, choice.dump())
    return button(_("Save"), ids.RESOURCE_SAVE, choice.dump())


def where_saved(_: Texts) -> Block:
    """Small print below what can be saved, once something is."""
    said = _("What you save is in Liaison's Home tab, for you only.")
    return context(said) | {"block_id": WHERE_SAVED}


@lru_cache(maxsize=8_192)
def _frame(resource: Resource, _: Texts, *, share: bool) -> tuple[str, tuple[Element, ...]]:
    """What is the same in every answer with a resource: its title and its first buttons."""
    buttons = [button(_("Details"), ids.RESOURCE_DETAILS, resource.id)]
    if share:
        buttons.append(button(_("Share here"), ids.RESOURCE_SHARE, resource.id))
    return title(resource, _), tuple(labelled(resource.title_in(_.language), *buttons))


def _headline(page: Page, reader: Reader) -> str:
    _ = reader.texts
    asked = asked_for(page.query, reader.names, _)
    if not page.hits:
        return _("Nothing good found for {asked}.", asked=asked)
    counted = _.plural("{n} resource", "{n} resources", page.total)
    if page.total > len(page.hits):
        first, last = page.offset + 1, page.offset + len(page.hits)
        counted = _("{first}–{last} of {counted}", first=first, last=last, counted=counted)
    return _("{counted} for {asked}", counted=counted, asked=asked) if asked else counted


def _notes(page: Page, _: Texts) -> list[str]:
    notes = [_unknown(left_out, _) for left_out in page.query.unknown]
    if page.corrections:
        pairs = ", ".join(f"“{c.typed}” → “{c.used}”" for c in page.corrections)
        notes.append(_("Spelling we read differently: {pairs}", pairs=pairs))
    return notes[:5]


def _unknown(left_out: UnknownFilter, _: Texts) -> str:
    typed = f"{left_out.name}:{left_out.value}"
    nearest = ", ".join(f"{left_out.name}:{value}" for value in left_out.nearest)
    if not nearest:
        return _("We don't know “{typed}”, so we left it out.", typed=typed)
    return _(
        "We don't know “{typed}”, so we left it out. Try {nearest}.", typed=typed, nearest=nearest
    )


def _turns(page: Page, query: str, _: Texts) -> list[Element]:
    turns = []
    if page.offset:
        back = Turn(query, max(0, page.offset - PAGE))
        turns.append(button(_("Back"), ids.RESULTS_PREVIOUS, back.dump()))
    if page.has_next:
        turns.append(button(_("Next"), ids.RESULTS_NEXT, Turn(query, page.offset + PAGE).dump()))
    return turns


def _ask(page: Page, query: str, _: Texts) -> Element:
    """The way to a person, with the words carried over."""
    label = _("Ask an expert") if page.hits else _("Ask an expert with this question")
    # A query as long as queries get was most likely cut to that.
    carried = Carried(page.query.words, is_cut=len(query) >= MAX_WORDS)
    return button(label, ids.ASK_EXPERT, carried.dump())


def _way_on(page: Page, _: Texts) -> list[Block]:
    if page.hits:
        return []
    if not page.nearest_topics:
        return [section(_("Try fewer or plainer words, or browse the library by topic."))]
    shelves = [
        button(
            topic.name(_.language),
            f"{ids.OPEN_SHELF}:{topic.id}",
            Turn(f"topic:{topic.id}").dump(),
        )
        for topic in page.nearest_topics
    ]
    return [section(_("These topics are nearest:")), actions(*shelves)]
