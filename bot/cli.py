"""The `liaison` command."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot import logs
from bot.configured import configured
from bot.doctor import examine
from bot.people_commands import people
from bot.report_commands import report
from bot.serving import serve
from bot.settings_commands import settings as network_settings
from bot.store import TooOld, Unavailable
from catalog import CatalogError
from catalog.commands import catalog


@click.group()
def main() -> None:
    """Liaison: resources and people to protect immigrant communities, inside Slack."""


main.add_command(catalog)
main.add_command(people)
main.add_command(report)
main.add_command(network_settings)


@main.command()
def run() -> None:
    """Serve Slack until SIGTERM."""
    logs.configure()
    settings = configured()
    if missing := settings.missing():
        raise click.ClickException(
            f"not set: {', '.join(missing)}. `liaison doctor` says where to find them."
        )
    try:
        code = asyncio.run(serve(settings))
    except (CatalogError, TooOld) as problem:
        raise click.ClickException(str(problem)) from problem
    except Unavailable as problem:
        raise click.ClickException(
            f"{settings.desk_path} can't be opened: is its disk full, or another's?"
        ) from problem
    except OSError as problem:
        raise click.ClickException(
            f"can't listen on {settings.host}:{settings.port} ({problem.strerror})."
        ) from problem
    raise SystemExit(code)


@main.command()
@click.option("--port", default=8065, show_default=True, help="Where the page is served.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/demo"),
    show_default=True,
    help="Where the demo keeps its library.",
)
def sandbox(port: int, data: Path) -> None:
    """Open a local Slack with the bot in it, to try everything without a workspace."""
    # The running bot must never load the sandbox.
    from bot.demo import show

    logs.configure()
    try:
        code = asyncio.run(show(port, data))
    except OSError as problem:
        raise click.ClickException(
            f"can't use port {port} ({problem.strerror}). Try --port with another number."
        ) from problem
    raise SystemExit(code)


@main.command()
def doctor() -> None:
    """Check settings, library, token and scopes, and say what to do."""
    logs.configure()
    well = asyncio.run(_report())
    raise SystemExit(0 if well else 1)


async def _report() -> bool:
    well = True
    async for finding in examine():
        click.echo(str(finding))
        well = well and finding.is_well
    return well
