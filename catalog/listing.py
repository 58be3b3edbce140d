"""Search results and import reports as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shutil import get_terminal_size

from catalog.library import Catalog
from catalog.models import ImportReport, Language, Page, Refusal, Resource

HEADINGS = ("Title", "Publisher", "Type", "Date")

LIMITS = (24, 18, 10)
"""The widest that publisher, type and date may become, in characters; the title gets the rest."""

NARROWEST_TITLE = 24
GAP = "  "


def page(page: Page, library: Catalog, language: Language) -> str:
    """A page of results as a table, with what was searched in other words than typed."""
    return "\n".join([*_notes(page), *_results(page, library, language)])


def report(report: ImportReport) -> str:
    """What an import did, and each refused row with what to do about it."""
    lines = [f"{report.path}: {_outcome(report)}."]
    if report.ignored:
        lines.append(f"  Not used: {', '.join(report.ignored)}.")
    return "\n".join([*lines, *map(_refusal, report.refused)])


def _outcome(report: ImportReport) -> str:
    if report.ok:
        added, changed = len(report.added), len(report.changed)
        return f"{added:,} added, {changed:,} changed, {report.unchanged:,} left as they were"
    rows = len({refusal.line for refusal in report.refused})
    return f"nothing was imported, {_counted(rows, 'row')} refused"


def _refusal(refusal: Refusal) -> str:
    where = f"line {refusal.line}, {refusal.field}" if refusal.field else f"line {refusal.line}"
    return f"  {where}: {refusal.reason}{'' if refusal.reason.endswith('?') else '.'}"


def _notes(page: Page) -> Iterator[str]:
    """What was left out of the search, and what was searched in place of a word."""
    for unknown in page.query.unknown:
        nearest = ", ".join(f"{unknown.name}:{value}" for value in unknown.nearest)
        advice = f" Nearest: {nearest}." if nearest else ""
        yield f"{unknown.name}:{unknown.value} is not in the library and was left out.{advice}"
    for correction in page.corrections:
        yield f"“{correction.typed}” was searched as “{correction.used}”."


def _results(page: Page, library: Catalog, language: Language) -> Iterator[str]:
    if page.hits:
        yield from _table([_cells(hit.resource, library, language) for hit in page.hits])
        yield f"{len(page.hits):,} of {_counted(page.total, 'result')}."
        return
    yield "Nothing good found."
    if page.nearest_topics:
        topics = (f"{topic.name(language)} (topic:{topic.id})" for topic in page.nearest_topics)
        yield f"Nearest topics: {', '.join(topics)}."


def _cells(resource: Resource, library: Catalog, language: Language) -> tuple[str, ...]:
    kind = library.kind(resource.type)
    return (
        resource.title_in(language),
        ", ".join(resource.publishers),
        kind.name(language) if kind else "",
        resource.date,
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows under their headings, each column as wide as it must be and the terminal allows."""
    rest = get_terminal_size((120, 24)).columns - sum(LIMITS) - len(GAP) * len(LIMITS)
    limits = (max(rest, NARROWEST_TITLE), *LIMITS)
    cells = [tuple(map(_cut, row, limits)) for row in (HEADINGS, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield GAP.join(map(str.ljust, row, widths)).rstrip()


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
