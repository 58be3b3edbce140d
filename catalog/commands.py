"""`liaison catalog`: importing files into the library, and searching it, from a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from catalog import listing
from catalog.errors import CatalogError
from catalog.library import Catalog
from catalog.models import Language

_data = click.option(
    "--data",
    "folder",
    envvar="LIAISON_DATA",
    default="data",
    show_default=True,
    show_envvar=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of catalog.db.",
)


@click.group()
def catalog() -> None:
    """Fill the library of resources, and search it."""


@catalog.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_data
def import_(paths: tuple[Path, ...], folder: Path) -> None:
    """Take files into the library: JSONL or CSV, each one whole or not at all.

    Ends with 1 when any row was refused.
    """
    well = True
    with _opened(folder) as library:
        for path in paths:
            well = _import(library, path) and well
    raise SystemExit(0 if well else 1)


@catalog.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--format", "form", default="table", type=click.Choice(["table", "json"]))
@click.option("--language", default="en", type=click.Choice(["en", "es"]), help="Of the reader.")
@_data
def search(query: tuple[str, ...], limit: int, form: str, language: Language, folder: Path) -> None:
    """Search as /resources does: words, and filters such as topic:schools place:TX."""
    with _opened(folder) as library:
        if not library.count:
            library.load_shipped()
        page = library.search(" ".join(query), limit=limit, language=language)
        if form == "json":
            hits = [
                {"id": it.resource.id, "title": it.resource.title_in(language), "score": it.score}
                for it in page.hits
            ]
            click.echo(json.dumps(hits, ensure_ascii=False, indent=2))
        else:
            click.echo(listing.page(page, library, language))


@contextmanager
def _opened(folder: Path) -> Iterator[Catalog]:
    """The library in a folder; what is wrong with it is told without a traceback."""
    try:
        with Catalog.open(folder / "catalog.db") as library:
            yield library
    except CatalogError as problem:
        raise click.ClickException(str(problem)) from problem


def _import(library: Catalog, path: Path) -> bool:
    """Import a file and tell what came of it; whether all of it was taken."""
    try:
        report = library.import_file(path)
    except CatalogError as problem:
        click.echo(str(problem), err=True)
        return False
    click.echo(listing.report(report))
    return report.ok
