"""The network that is played: officials, coordinators, partners and their experts; all made up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from math import inf
from pathlib import Path
from random import Random

from bot.desk import experts, network, people
from bot.sandbox import Clock, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.sandbox.people import Team, User
from bot.store import Transaction
from catalog import Catalog
from handlers import catching_up
from tests.faults.hurried import slack, started, working
from tests.simulation.cards import Tray
from tests.simulation.cast import Cast, days_off
from tests.simulation.coordinators import Coordinator
from tests.simulation.experts import Expert
from tests.simulation.eyes import Eyes
from tests.simulation.ledger import Ledger
from tests.simulation.officials import Official
from tests.simulation.outsiders import Outsider
from tests.simulation.stage import Plan, Stage
from tests.simulation.walls import HOUR, at, awake, local
from tests.simulation.words import Words, name
from tests.stories.joined import member
from tests.stories.tickets import open_triage

FIRST_NAMES = ("Avery", "Bea", "Carlos", "Dolores", "Emil", "Fátima", "Grace", "Hugo", "Inés")
Scopes = dict[str, tuple[str, ...]]

MOST_KEPT = 1_000
OUTSIDE = 3
"""One in so many partners is in a workspace of its own."""


@contextmanager
def nothing_missed() -> Iterator[None]:
    """Slack delivers everything here: without this, the bot would look through all threads after
    each silence, which takes most of the time and is proven elsewhere.
    """
    before, catching_up.SILENCE_SECONDS = catching_up.SILENCE_SECONDS, inf
    try:
        yield
    finally:
        catching_up.SILENCE_SECONDS = before


@asynccontextmanager
async def opened(plan: Plan, library: Path, folder: Path) -> AsyncIterator[Cast]:
    """The network, with the bot at work in it."""
    clock = Clock(standing_at=plan.begins_at)
    opening = Catalog.open(library, today=lambda: local(clock.now()).date())
    with opening as catalog, nothing_missed():
        async with slack(clock) as sandbox, started(sandbox, folder, catalog) as world:
            in_store = working(world.bot)
            stage = Stage(
                *(plan, sandbox, world),
                lambda: in_store() or bool(world.bot.background.in_hand),
                *(ledger := Ledger(), Eyes(sandbox, ledger)),
                Words(_luck(plan)),
            )
            # It is read as it comes, and views are large.
            sandbox.core.record.most_kept = MOST_KEPT
            cast = Cast(stage)
            await _furnish(cast)
            yield cast


def _luck(plan: Plan) -> Random:
    return Random(plan.seed)  # noqa: S311 (repeatable, not secret)


async def _furnish(cast: Cast) -> None:
    stage = cast.stage
    sandbox, run = stage.sandbox, stage.world.bot.store.run
    stage.triage = open_triage(sandbox)
    dana, cora = sandbox.person("dana"), _newcomer(sandbox, "cora", "Cora Mills")
    stage.ledger.coordinators = frozenset({dana.id, cora.id})
    sandbox.workspace.channels[stage.triage].members.add(cora.id)
    await run(_settle, (dana, cora), stage.triage)
    _coordinators(cast, dana, cora)
    for number in range(stage.plan.partners):
        await _partner(cast, number)
    for number in range(stage.plan.officials):
        _official(cast, number)
    _requests(cast)
    await stage.settle()


def _settle(tx: Transaction, coordinators: tuple[Person, Person], triage: str) -> None:
    for each in coordinators:
        _learn(tx, each)
    people.name_coordinators(tx, [member(each) for each in coordinators])
    stand_in = people.meet(tx, member(coordinators[1])).id
    network.change(tx, None, {"triage_channel": triage, "stand_in": stand_in})


def _learn(tx: Transaction, person: Person) -> None:
    people.learned(tx, member(person), name=person.user.real_name, locale=person.user.locale)


def _coordinators(cast: Cast, dana: Person, cora: Person) -> None:
    """Dana works; in the third week, where there is one, she is away and Cora stands in."""
    stage, plan = cast.stage, cast.stage.plan
    begins = plan.begin + timedelta(days=14 if plan.days > 20 else plan.days - 2)
    away = (begins, begins + timedelta(days=7)) if plan.days > 3 else None
    tray, off = Tray(stage.triage, stage.ledger), days_off(plan)
    for person in (dana, cora):
        works = Coordinator(stage, person, tray, off, away, stands_in=person is cora)
        works.plan_days()
        cast.coordinators.append(works)
        stage.actors.setdefault(person.dm, []).append(works)
    stage.actors.setdefault(stage.triage, []).append(cast.coordinators[0])


async def _partner(cast: Cast, number: int) -> None:
    """A partner with its experts; each third one is in a workspace of its own, with a channel that
    is shared with it.
    """
    stage, plan = cast.stage, cast.stage.plan
    share = range(number, plan.experts, plan.partners)
    is_outside = number % OUTSIDE == 1
    team, channel = "", ""
    if is_outside:
        team, channel = _shared(cast, number)
    listed = []
    for each in share:
        language = "es-LA" if each % 3 == 0 else "en-US"
        person = _newcomer(stage.sandbox, f"expert-{each}", f"Erin Park {each}", language, team)
        listed.append(person)
    partner = f"partner-{number}"
    topics = [topic.id for topic in stage.world.catalog.topics()]
    known = [_scopes(stage.random(each.user.key), each, topics) for each in listed]
    ids = await stage.world.bot.store.run(_list, partner, channel, listed, known)
    stage.numbers |= {ours: each.id for ours, each in zip(ids, listed, strict=True)}
    if is_outside:
        _outsiders(cast, number, channel, listed)
        return
    for person in listed:
        expert = Expert(stage, person, person.user.locale[:2])
        cast.experts.append(expert)
        stage.actors.setdefault(person.dm, []).append(expert)


def _outsiders(cast: Cast, number: int, channel: str, listed: list[Person]) -> None:
    stage = cast.stage
    team = listed[0].user.team_id if listed else ""
    colleague = _newcomer(stage.sandbox, f"colleague-{number}", "Noor Stone", "en-US", team)
    members = stage.sandbox.workspace.channels[channel].members
    for each in (*listed, colleague):
        members.add(each.id)
        outsider = Outsider(stage, each, "en", channel, listed=each is not colleague)
        cast.outsiders.append(outsider)
        stage.actors.setdefault(channel, []).append(outsider)


def _shared(cast: Cast, number: int) -> tuple[str, str]:
    """A team and the channel that is shared with it."""
    workspace = cast.stage.sandbox.workspace
    team = Team(f"T0PARTNER{number:02}A", f"Partner {number} (fictional)", f"partner-{number}")
    workspace.teams[team.id] = team
    inside = {workspace.bot.id, *cast.stage.ledger.coordinators}
    channel = Channel(
        f"C0PARTNER{number:02}A", f"with-partner-{number}", "private", inside, connected=(team.id,)
    )
    return team.id, workspace.add_channel(channel).id


def _scopes(luck: Random, person: Person, topics: list[str]) -> Scopes:
    """What somebody answers: a few topics, and Spanish where they read it."""
    languages = ("en", "es") if person.user.locale.startswith("es") else ("en",)
    return {"topics": tuple(luck.sample(topics, min(4, len(topics)))), "languages": languages}


def _list(
    tx: Transaction, partner: str, channel: str, listed: list[Person], scopes: list[Scopes]
) -> list[int]:
    experts.keep_organization(tx, partner, partner.replace("-", " ").title(), channel)
    found = []
    for each, known in zip(listed, scopes, strict=True):
        _learn(tx, each)
        found.append(experts.keep(tx, member(each), partner, scopes=known, capacity=5).id)
    return found


def _official(cast: Cast, number: int) -> None:
    stage = cast.stage
    locale = "es-LA" if number % 2 else "en-US"
    family, first = name(number), FIRST_NAMES[number % len(FIRST_NAMES)]
    person = _newcomer(stage.sandbox, f"official-{number}", f"{first} {family}", locale)
    stage.ledger.knows_name(family, person.id)
    official = Official(stage, person, locale[:2])
    cast.officials.append(official)
    stage.actors.setdefault(person.dm, []).append(official)


def _requests(cast: Cast) -> None:
    """Who asks when: mostly on working days, some in the evening and at weekends."""
    stage, luck = cast.stage, cast.stage.random("requests")
    plan = stage.plan
    last = max(1, plan.days - 1)
    for _number in range(plan.tickets):
        day = plan.begin + timedelta(days=luck.randrange(last))
        if day.weekday() > 4 and luck.random() < 0.7:
            day -= timedelta(days=min(2, (day - plan.begin).days))
        moment = awake(at(day, luck.triangular(7, 23, 11)), workdays=False)
        stage.at(moment + luck.random() * HOUR, luck.choice(cast.officials).ask)


def _newcomer(
    sandbox: Sandbox, key: str, real_name: str, locale: str = "en-US", team: str = ""
) -> Person:
    """Somebody new, in the network's workspace or in a team of their own."""
    workspace = sandbox.workspace
    home = workspace.team.id
    user = User(workspace.ids.new("U"), key, real_name, "(fictional)", team or home, locale=locale)
    workspace.add_user(user)
    workspace.dm(user)
    if not team:
        workspace.general.members.add(user.id)
    return sandbox.person(key)
