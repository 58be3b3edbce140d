"""The Library in App Home: search, shelves, topics and what is new."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Texts
from catalog.models import Page, Section, Topic
from handlers import ids
from handlers.payloads import Turn
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    header,
    section,
)
from handlers.views.results import Reader, row
from handlers.views.search_form import section_buttons


def library_home(
    sections: Sequence[Section],
    topics: Sequence[Topic],
    newest: Page,
    reader: Reader,
) -> View:
    """Home for anyone: everything in it is public to the workspace."""
    _ = reader.texts
    blocks: list[Block] = [
        header(_("The library")),
        section(
            _(
                "Ordinances, model language, toolkits, legal analyses and know-your-rights "
                "material for protecting immigrant communities. Only you see what you look up."
            )
        ),
        actions(button(_("Search the library"), ids.OPEN_SEARCH, style="primary")),
        context(_("Or type `/resources sanctuary tx` in any channel.")),
        divider(),
        header(_("Browse")),
        actions(*section_buttons(sections, _)),
        header(_("Topics")),
        actions(*_topic_buttons(topics, _)),
    ]
    if newest.hits:
        blocks += [divider(), header(_("Latest in the library"))]
        blocks += [block for hit in newest.hits for block in row(hit, reader, share=False)]
    return {"type": "home", "blocks": blocks}


def _topic_buttons(topics: Sequence[Topic], _: Texts) -> list[Element]:
    return [
        button(
            f"{topic.name(_.language)} ({topic.resources})",
            f"{ids.OPEN_SHELF}:{topic.id}",
            Turn(f"topic:{topic.id}").dump(),
        )
        for topic in topics
        if topic.resources
    ]
