"""`liaison settings`: what coordinators set in Slack, shown and set from a shell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

import click
from slack_sdk.web.async_client import AsyncWebClient

from bot.configured import configured
from bot.desk import experts, network, people, public_holidays
from bot.desk.network import NAMES, Network, Unacceptable
from bot.people_commands import GAP, SLACK_SECONDS, opened
from bot.settings import Settings
from bot.store import Store, Transaction
from handlers.triage_channel import Found, ShownIn, look

Result = TypeVar("Result")

HEADINGS = ("Name", "Value", "Default")
NONE = "-"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_data = click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of desk.db and catalog.db; LIAISON_DATA where it is left out.",
)


@dataclass(frozen=True, slots=True)
class Known:
    """The settings as they are, the coordinators by their names in Slack, our numbers of those, and
    partners' names by their channels.
    """

    network: Network
    coordinators: Mapping[str, int]
    partners: Mapping[str, str]


@click.group(invoke_without_command=True)
@_data
@click.pass_context
def settings(context: click.Context, folder: Path | None) -> None:
    """Show what the network decides for itself: hours, targets, the triage channel and more.

    The same can be set in Slack, by /assist settings. The bot goes by a change from its next
    request on, and is done with all that follows within the hour.
    """
    context.obj = folder
    if context.invoked_subcommand is None:
        known = _done(folder, lambda store, _settings: store.run(_read))
        click.echo("\n".join(_table(known)))


@settings.command("set")
@click.argument("name")
@click.argument("value")
@click.pass_obj
def set_(folder: Path | None, name: str, value: str) -> None:
    """Set one of them. Write - for none."""
    _must_be_known(name)
    _done(folder, lambda store, settings: _set(store, settings, name, value))


@settings.command()
@click.argument("name")
@click.pass_obj
def reset(folder: Path | None, name: str) -> None:
    """Set one of them to what it was at first."""
    _must_be_known(name)
    default = Network.model_fields[name].default
    _done(folder, lambda store, settings: _change(store, settings, name, default))


def _done(
    folder: Path | None, work: Callable[[Store, Settings], Coroutine[None, None, Result]]
) -> Result:
    """Do something with the desk. Raises ClickException."""
    found = configured(folder)
    with opened(found) as (store, _catalog):
        return asyncio.run(work(store, found))


def _must_be_known(name: str) -> None:
    if name in NAMES:
        return
    near = get_close_matches(name, NAMES, 1)
    hint = f" Did you mean {near[0]}?" if near else " `liaison settings` lists them."
    raise click.ClickException(f"there is no setting {name}.{hint}")


async def _set(store: Store, settings: Settings, name: str, text: str) -> None:
    """Raises ClickException, Unavailable."""
    known = await store.run(_read)
    try:
        value = _parsed(name, "" if text == NONE else text, known)
    except ValueError:
        raise click.ClickException(f"{name} can't be {text}: {_allowed(name, known)}.") from None
    if name == "triage_channel" and value:
        with _explained(name, value, known):
            network.acceptable({**known.network.model_dump(), name: value})
        await _look(settings, str(value), known)
    await _change(store, settings, name, value)


async def _change(store: Store, settings: Settings, name: str, value: object) -> None:
    known = await store.run(_read)
    values = {name: value}
    if name == "country" and value != known.network.country:
        values["subdivision"] = ""
    with _explained(name, value, known):
        after = await store.run(network.change, None, values)
    if name == "triage_channel":
        await ShownIn(store, settings.triage_channel).show_all()
    click.echo(
        "\n".join(f"{each} is {_spelled(each, getattr(after, each), known)}" for each in values)
    )


@contextmanager
def _explained(name: str, value: object, known: Known) -> Iterator[None]:
    """What can't be is told with what can. Raises ClickException."""
    try:
        yield
    except Unacceptable as wrong:
        shown = _spelled(name, value, known)
        said = f"{name} can't be {shown}: {_allowed(wrong.name, known)}."
        raise click.ClickException(f"{said}{_nearest(name, shown)}") from None


def _nearest(name: str, text: str) -> str:
    """A time zone of a like name, where there is one."""
    near = get_close_matches(text, sorted(available_timezones()), 1) if name == "zone" else []
    return f" Did you mean {near[0]}?" if near else ""


async def _look(settings: Settings, channel_id: str, known: Known) -> None:
    """Look at a channel before tickets are shown in it. Raises ClickException."""
    if partner := known.partners.get(channel_id):
        raise click.ClickException(f"{channel_id} is the channel of {partner}.")
    token = settings.bot_token.get_secret_value()
    if not token:
        raise click.ClickException(
            "a channel is looked at before tickets are shown in it: set SLACK_BOT_TOKEN."
        )
    client = AsyncWebClient(
        token=token, base_url=settings.api_url, timeout=SLACK_SECONDS, retry_handlers=[]
    )
    found = await look(client, channel_id)
    if found != "private":
        raise click.ClickException(f"{channel_id} {_WRONG[found]}")


_BOUNDS = Network.model_json_schema()["properties"]

_WRONG: Mapping[Found, str] = {
    "public": "is public. Tickets need a private channel.",
    "shared": "is shared with others. Tickets need a channel of your own.",
    "archived": "is archived. Bring it back, or choose another one.",
    "not_in_it": "is a channel that Liaison is not in. Write /invite @Liaison there.",
    "missing": "is no channel that Liaison is in. Write /invite @Liaison there.",
    "unknown": "can't be looked at: Slack did not answer. Try again.",
}


def _read(tx: Transaction) -> Known:
    coordinators = {f"{each.team_id}:{each.user_id}": each.id for each in people.coordinators(tx)}
    partners = {
        each.channel_id: each.name for each in experts.organizations_all(tx) if each.channel_id
    }
    return Known(network.read(tx), coordinators, partners)


def _parsed(name: str, text: str, known: Known) -> object:
    """A value as it is typed. Raises ValueError."""
    kind = type(Network.model_fields[name].default)
    if name == "days":
        return tuple(WEEK.index(day.strip().lower()[:3]) for day in text.split(","))
    if name == "stand_in":
        return _number(text, known)
    if kind is time:
        return time.fromisoformat(text)
    return int(text) if kind is int else text


def _number(text: str, known: Known) -> int:
    if text and text not in known.coordinators:
        raise ValueError
    return known.coordinators.get(text, 0)


def _spelled(name: str, value: Any, known: Known) -> str:  # noqa: ANN401 (of the setting's own type)
    """A value as it could be typed."""
    if name == "days":
        return ",".join(WEEK[day] for day in value)
    if name == "stand_in":
        named = (each for each, number in known.coordinators.items() if number == value)
        return next(named, NONE)
    return value.strftime("%H:%M") if isinstance(value, time) else str(value) or NONE


def _allowed(name: str, known: Known) -> str:
    """What a setting may be."""
    if name in _ALLOWED:
        return _ALLOWED[name](known)
    field = Network.model_fields[name]
    if isinstance(field.default, time):
        return "write a time of the day, such as 08:30"
    bounds = _BOUNDS[name]
    is_span = name.startswith(("first_", "next_", "offer_"))
    unit = "working minutes" if is_span else "a whole number"
    return f"write {unit} from {bounds['minimum']} to {bounds['maximum']}"


def _parts(known: Known) -> str:
    country = known.network.country
    parts = public_holidays.countries().get(country, ())
    return f"write - or a part of {country}: {', '.join(parts)}" if parts else "write -"


def _coordinators(known: Known) -> str:
    return f"write - or a coordinator: {', '.join(known.coordinators) or 'there is none'}"


_ALLOWED: Mapping[str, Callable[[Known], str]] = {
    "zone": lambda _known: "write a time zone, such as America/Chicago",
    "days": lambda _known: f"write days on which somebody works, of {','.join(WEEK)}",
    "closes": lambda _known: "work must end later on the day than it begins",
    "country": lambda _known: "write - or a country's two letters, such as US",
    "subdivision": _parts,
    "quiet_until": lambda _known: "quiet hours must leave some of the working hours",
    "language": lambda _known: "write en or es",
    "triage_channel": lambda _known: "write - or a private channel's id, such as C0123ABCD",
    "stand_in": _coordinators,
}


def _table(known: Known) -> Iterator[str]:
    rows: list[Sequence[str]] = [HEADINGS]
    for name in NAMES:
        values = getattr(known.network, name), Network.model_fields[name].default
        rows.append((name, *(_spelled(name, value, known) for value in values)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield GAP.join(map(str.ljust, row, widths)).rstrip()
