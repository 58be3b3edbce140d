"""`make crash`: kill the bot at every commit point while people talk, and compare.

Fails when a message was lost, doubled or out of order, or anything else is not as it should be.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import click

from bot.sandbox.transport.answer import Transport
from tests.faults.crash.campaign import AT_RANDOM, Campaign, Echoes, Plan, Report
from tests.faults.crash.ledger import HARMS
from tests.faults.crash.points import COMMITS

MOST_LINKS = 40
THOROUGH = 200
"""Kills from which on every point must have been hit."""


@click.command(help=__doc__)
@click.option("--kills", default=300, show_default=True, help="With SIGKILL.")
@click.option("--messages", default=20_000, show_default=True, help="Said by people.")
@click.option("--transport", type=click.Choice(get_args(Transport)), default="http")
@click.option("--echoes", type=click.Choice(get_args(Echoes)), default="plain")
@click.option("--seed", default=1, show_default=True, help="The same one plans the same.")
@click.option("--links", default=0, help="Pairs of people who talk; 0 for a fitting number.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder for its data and log.")
def main(
    kills: int,
    messages: int,
    transport: Transport,
    echoes: Echoes,
    seed: int,
    links: int,
    keep: Path | None,
) -> None:
    """Run one campaign and print what came of it."""
    fitting = min(MOST_LINKS, max(3, messages // 10))
    plan = Plan(kills, messages, transport, echoes, seed, links or fitting)
    with TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = asyncio.run(Campaign(plan, folder).run())
    show(report)
    if report.said < messages:
        raise click.ClickException("the bot got nowhere: people fell silent")
    if report.never and kills >= THOROUGH:
        raise click.ClickException(f"never killed: {', '.join(report.never)}")
    if not report.harmless:
        raise click.ClickException("a promise was broken")


def show(report: Report) -> None:
    """Print the table, and the story of one of each harm."""
    plan, verdict = report.plan, report.verdict
    rows: dict[str, object] = {
        "campaign": f"{plan.transport}, echoes {plan.echoes}, seed {plan.seed}",
        "kills": report.kills.total(),
        **{f"  {name}": count for name, count in _by_kind(report.kills).items()},
        "  points hit": len(report.kills.keys() - {AT_RANDOM}),
        "messages said": report.said,
        "  in links": plan.links,
        "  edited": report.edited,
        "  taken back": report.taken_back,
        "copies as they should be": verdict.relayed,
        **{harm: verdict.harms[harm] for harm in HARMS},
        **{f"left {name}": count for name, count in report.left.items()},
        "calls": report.calls,
        "  faulty": f"{report.faulty:.0%}",
        "exit code at the end": report.exit_code,
        "minutes": f"{report.minutes:.1f}",
    }
    for name, value in rows.items():
        click.echo(
            f"{name:<26} {value:>10,}" if isinstance(value, int) else f"{name:<26} {value:>10}"
        )
    for story in report.stories:
        click.echo(story)
    if report.never and report.kills:
        click.echo(f"points never hit: {', '.join(report.never)}")


def _by_kind(kills: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, count in kills.items():
        when, _, what = name.partition(" ")
        kind = "commit" if what in COMMITS else "call"
        found[name if name == AT_RANDOM else f"{when} a {kind}"] += count
    return found


if __name__ == "__main__":
    main()
