"""`liaison report`: what was asked and how it went, as CSV, with every number under five hidden."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import click

from bot.configured import configured
from bot.desk import cells, experts, reports
from bot.desk.gathering import By, Span
from bot.desk.reports import HELPED, OPEN, OUTCOMES, Library, Line, Report, Times
from bot.i18n import texts
from bot.people_commands import opened
from bot.store import Store, Transaction, Unavailable
from catalog import Catalog
from handlers.shelf import Shelf
from handlers.views.report import Labels

COLUMNS = (
    *("line", "name", "asked", "answered"),
    *("first_answer_median_h", "first_answer_9_of_10_h", "closed_median_h", "closed_9_of_10_h"),
    *(f"outcome_{name}" for name in OUTCOMES),
    *("still_open", *(f"helped_{name}" for name in HELPED)),
    *("library_searches", "library_misses"),
)
"""What stands above the columns; README.md says what each holds."""

OTHERS, TOTAL = "(others)", "(total)"
_HOUR = 3_600_000


def _span(_context: object, _option: object, month: str) -> str:
    """A month, told at the option itself where it is none."""
    try:
        return Span(month, month).first
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from problem


@click.command()
@click.option("--by", required=True, type=click.Choice(get_args(By)), help="What a line is.")
@click.option("--from", "first", required=True, callback=_span, help="The first month: 2026-01.")
@click.option("--to", "last", required=True, callback=_span, help="The last month: 2026-06.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, which must not be there; the terminal where it is left out.",
)
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of desk.db and catalog.db; LIAISON_DATA where it is left out.",
)
def report(by: By, first: str, last: str, output: Path | None, folder: Path | None) -> None:
    """Write a report as CSV: counts, working hours and outcomes of whole months.

    Numbers under five are left empty, and others with them, so that none can be worked out. That a
    report was asked for is logged.
    """
    try:
        span = Span(first, last)
    except ValueError as problem:
        raise click.UsageError(f"{problem}.") from problem
    with opened(configured(folder)) as (store, catalog):
        try:
            made, labels = asyncio.run(_made(store, catalog, by, span))
        except Unavailable as problem:
            raise click.ClickException("The desk's database can't be used just now.") from problem
    _deliver(written(made, labels), output)


def written(made: Report, labels: Labels) -> str:
    """A report as CSV. Times are in working hours; what is hidden, or not known, is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(made, labels):
        writer.writerow(map(_cell, row))
    return out.getvalue()


async def _made(store: Store, catalog: Catalog, by: By, span: Span) -> tuple[Report, Labels]:
    made = await reports.report(store, by, lambda _today: span, None)
    partners = await store.run(_partners) if by == "partner" else {}
    return made, Labels(Shelf(catalog).names(), partners, texts("en"))


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as problem:
        raise click.ClickException(f"{output} can't be written: {problem.strerror}.") from problem


def _rows(made: Report, labels: Labels) -> Iterator[Sequence[object]]:
    for line in made.lines:
        key = line.key or ""
        yield _row(key, labels.of(made.by, key), line, made.searches.get(key, Library()))
    told = {line.key for line in made.lines}
    for month, searches in made.searches.items():
        if month not in told:
            yield _row(month, labels.of(made.by, month), None, searches)
    if made.others is not None:
        yield _row(OTHERS, "", made.others, Library())
    yield _row(TOTAL, "", made.total, made.library)


def _row(key: str, name: str, line: Line | None, library: Library) -> Sequence[object]:
    first, whole = (line.first, line.whole) if line else (None, None)
    outcomes, helped = (line.outcomes, line.helped) if line else ({}, {})
    return (
        *(key, name, line.asked if line else None, line.answered if line else None),
        *(*_hours(first), *_hours(whole)),
        *(outcomes.get(name) for name in (*OUTCOMES, OPEN)),
        *(helped.get(name) for name in HELPED),
        *(library.searches, library.misses),
    )


def _hours(times: Times | None) -> tuple[float | None, float | None]:
    if times is None:
        return None, None
    return round(times.median / _HOUR, 2), round(times.most / _HOUR, 2)


def _cell(value: object) -> str:
    """As a spreadsheet takes it: a name that begins like a formula is a name."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(cells.FORMULA) else text


def _partners(tx: Transaction) -> dict[str, str]:
    return {each.id: each.name for each in experts.organizations_all(tx)}
