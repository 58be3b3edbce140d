"""`liaison people`: the list of experts and partners, taken in and written out from a shell."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click
from filelock import FileLock, Timeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.configured import configured
from bot.desk import network, roster, staff
from bot.desk.roster import Refusal, Sheet
from bot.desk.staff import Outcome, Refused
from bot.settings import Settings
from bot.store import Store, TooOld, Transaction, Unavailable
from bot.store.engine import bears_two_processes
from catalog import Catalog, CatalogError
from handlers.outcomes import FAILURES, judge
from handlers.scopes import Places, readers

SLACK_SECONDS = 10

HEADINGS = ("Expert", "Partner", "Answers", "Open", "Away until", "Listed")
NARROWEST_ANSWERS = 24
GAP = "  "

_data = click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of desk.db and catalog.db; LIAISON_DATA where it is left out.",
)


@click.group()
def people() -> None:
    """Keep the list of experts and partners."""


@people.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_data
def import_(paths: tuple[Path, ...], folder: Path | None) -> None:
    """Take CSV files into the list, each one whole or not at all.

    Columns: slack_user and organization; and, as far as you know them, name, organization_name,
    channel, topics, places, languages, kinds, capacity, away_until, listed. Whoever isn't in a
    file is left alone. Ends with 1 when any row was refused.
    """
    settings = configured(folder)
    with opened(settings) as (store, catalog):
        taken = [take(path, store, catalog, settings) for path in paths]
    raise SystemExit(0 if all(taken) else 1)


@people.command("list")
@click.option("--format", "form", default="table", type=click.Choice(["table", "json", "csv"]))
@_data
def list_(form: str, folder: Path | None) -> None:
    """Show the list. As CSV it can be changed and imported again."""
    with opened(configured(folder)) as (store, catalog):
        rows = asyncio.run(store.run(staff.rows))
        places = Places(catalog)
        spelled = [{**row, "places": places.write(row["places"])} for row in rows]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(roster.written(spelled), nl=False)
    else:
        click.echo("\n".join(_table(spelled)))


def take(path: Path, store: Store, catalog: Catalog, settings: Settings) -> bool:
    """Import a file and tell what came of it; whether all of it was taken."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        click.echo(f"{path} can't be read: {problem.strerror}.", err=True)
        return False
    sheet = roster.read(data, readers(catalog))
    refusals = sheet.refusals
    outcomes: tuple[Outcome, ...] = ()
    if not refusals:
        try:
            outcomes = asyncio.run(_take(sheet, store, settings))
        except Refused as refused:
            refusals = refused.refusals
    click.echo("\n".join(_report(path, sheet, refusals, outcomes)))
    return not refusals


async def _take(sheet: Sheet, store: Store, settings: Settings) -> tuple[Outcome, ...]:
    """Raises Refused, Unavailable."""
    bare = any(not entry.team_id for entry in sheet.entries)
    home = await _home(settings) if bare else ""
    return await store.run(_taken, sheet, home, settings.triage_channel)


def _taken(tx: Transaction, sheet: Sheet, home: str, at_start: str) -> tuple[Outcome, ...]:
    return staff.take(tx, sheet.entries, home, network.triage_channel(tx, at_start))


async def _home(settings: Settings) -> str:
    """The id of the bot's own workspace; empty where Slack can't be asked."""
    token = settings.bot_token.get_secret_value()
    if not token:
        return ""
    client = AsyncWebClient(
        token=token, base_url=settings.api_url, timeout=SLACK_SECONDS, retry_handlers=[]
    )
    try:
        return str((await client.auth_test()).get("team_id") or "")
    except FAILURES as error:
        click.echo(f"Slack did not say which workspace is yours ({judge(error).code}).", err=True)
        return ""


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Store, Catalog]]:
    """The desk and the library; what is wrong with them is told without a traceback."""
    try:
        with _alone(settings), Catalog.open(settings.catalog_path) as catalog:
            store = Store.open(settings.desk_path)
            try:
                yield store, catalog
            finally:
                store.close()
    except (CatalogError, TooOld) as problem:
        raise click.ClickException(str(problem)) from problem
    except Timeout as problem:
        raise click.ClickException(
            "Liaison is running, and this machine's SQLite bears one process only: "
            "stop it first, and start it again afterwards."
        ) from problem
    except (Unavailable, OSError) as problem:
        raise click.ClickException(f"{settings.desk_path} can't be used just now.") from problem


def _alone(settings: Settings) -> FileLock | nullcontext[None]:
    """What keeps the running bot away where its SQLite doesn't bear a second process."""
    if bears_two_processes():
        return nullcontext()
    settings.data.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.lock_path, timeout=0)


def _report(
    path: Path, sheet: Sheet, refusals: Sequence[Refusal], outcomes: Sequence[Outcome]
) -> Iterator[str]:
    whats = [outcome.what for outcome in outcomes]
    if refusals:
        rows = len({refusal.line for refusal in refusals})
        yield f"{path}: nothing was imported, {rows} {'row' if rows == 1 else 'rows'} refused."
    else:
        added, changed, left = (whats.count(each) for each in ("added", "changed", "unchanged"))
        yield f"{path}: {added} added, {changed} changed, {left} left as they were."
    if sheet.ignored:
        yield f"  Not used: {', '.join(sheet.ignored)}."
    yield from map(_refusal, refusals)
    yield from map(_outcome, outcomes)


def _refusal(refusal: Refusal) -> str:
    column = f", {refusal.column}" if refusal.column else ""
    return (
        f"  line {refusal.line}{column}: {refusal.reason}{'' if refusal.reason[-1] == '?' else '.'}"
    )


def _outcome(outcome: Outcome) -> str:
    columns = f": {', '.join(outcome.columns)}" if outcome.columns else ""
    who = f"{outcome.member.team_id}:{outcome.member.user_id}"
    return f"  line {outcome.line}: {who} {outcome.what}{columns}"


def _table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The list under its headings; what people answer gets the room that is left."""
    if not rows:
        yield "Nobody is listed yet."
        return
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rest = sum(width + len(GAP) for width in widths) - widths[2] - len(GAP)
    widths[2] = min(widths[2], max(NARROWEST_ANSWERS, get_terminal_size().columns - rest))
    for row in cells:
        shown = (*row[:2], _cut(row[2], widths[2]), *row[3:])
        yield GAP.join(map(str.ljust, shown, widths)).rstrip()


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    answers = (
        ", ".join(row["topics"]),
        row["places"],
        *(", ".join(row[name]) for name in ("languages", "kinds")),
    )
    return (
        row["name"] or row["slack_user"],
        row["organization_name"],
        " · ".join(filter(None, answers)) or "anything",
        f"{row['load']} of {row['capacity']}",
        row["away_until"] or "-",
        "yes" if row["listed"] else "no",
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
