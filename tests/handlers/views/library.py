"""A few records and names for the views' tests."""

from __future__ import annotations

from datetime import date

from bot.i18n import Language, texts
from catalog.models import Hit, Kind, Page, Place, Query, Resource, State, Topic
from handlers.views.resource import Names
from handlers.views.results import Reader

TODAY = date(2026, 11, 22)

GUIDE = Resource(
    id="guide",
    title="Ending 287(g): A Toolkit",
    title_es="Poner fin al 287(g): guía práctica",
    summary="Step by step against a 287(g) agreement.",
    summary_es="Paso a paso contra un acuerdo 287(g).",
    publishers=("Immigrant Legal Resource Center",),
    authors=("Lena Graber",),
    type="toolkit",
    topics=("287g",),
    places=(Place("US"),),
    languages=("en",),
    date="2025-03",
    url="https://www.ilrc.org/ending-287g",
    url_role="page",
    checked="2026-11-22",
)


KIND = Kind("toolkit", "Toolkit or guide", "Guía")
TOPIC = Topic("287g", "287(g) agreements", "Acuerdos 287(g)")
STATE = State("US-TX", "Texas", "Texas")
NAMES = Names({KIND.id: KIND}, {TOPIC.id: TOPIC}, {STATE.iso: STATE})


def reader(
    language: Language = "en",
    new: frozenset[str] = frozenset(),
    saved: frozenset[str] = frozenset(),
) -> Reader:
    return Reader(texts(language), NAMES, TODAY, lambda resource: resource.id in new, saved)


def page(*resources: Resource, query: Query | None = None, total: int = 0, offset: int = 0) -> Page:
    hits = tuple(Hit(resource, 1.0) for resource in resources)
    return Page(query or Query("hold"), hits, total or len(hits), offset, 5)
