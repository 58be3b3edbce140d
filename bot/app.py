"""The composition root: everything the running bot is made of, put together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.desk import people, tickets
from bot.desk.people import Person
from bot.desk.standing import standing
from bot.health import Check, Health
from bot.installation import Installation
from bot.intake import Intake
from bot.metrics import Metrics
from bot.server import Server
from bot.settings import Settings
from bot.signature import Verifier
from bot.socket_mode import Line
from bot.store import Store, Transaction
from bot.store.engine import bears_two_processes
from bot.store.lock import held
from bot.workers import Lock, Workers
from catalog import Catalog
from handlers import letters
from handlers.answers import Answers
from handlers.arrivals import Arrivals
from handlers.asking import Asking
from handlers.background import Background
from handlers.browsing import Browsing
from handlers.catching_up import CatchingUp
from handlers.channels import Channels
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.directory import Directory
from handlers.due import Due
from handlers.guard import Guard
from handlers.home import Home
from handlers.lookup import Lookup
from handlers.messages import Messages
from handlers.offering import Offering
from handlers.opening import Opening
from handlers.partner_channels import PartnerChannels
from handlers.partners import Partners
from handlers.personal import Personal
from handlers.preferences import Preferences
from handlers.reception import Reception
from handlers.relaying import Relaying
from handlers.requester import Requester
from handlers.saving import Saving
from handlers.shelf import Shelf
from handlers.staff_units import in_home as staff_in_home
from handlers.staffing import Staffing
from handlers.triage import Triage
from handlers.triage_channel import OnlyPrivate, TriageChannel
from handlers.undelivered import Undelivered, in_home
from handlers.views.blocks import Block
from handlers.waiting_words import WaitingWords

SLACK_SECONDS = 2.0
"""The longest call to Slack within a request, so that its ack fits into Slack's three seconds."""

POST_SECONDS = 10.0
"""The longest call of the post lane, where nobody waits."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that can be served."""

    web: web.Application
    intake: Intake
    installation: Installation
    store: Store
    workers: Workers
    line: Line
    settings: Settings
    background: Background

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Work beside the requests until the end, once the installation is established."""
        named = self.settings.coordinators_of(self.installation.team_id)
        await self.store.run(people.name_coordinators, named)
        await self._show_tickets()
        async with self.workers.running():
            yield

    async def _show_tickets(self) -> None:
        """Tickets that came in while no channel was set have their card now."""
        channel = self.settings.triage_channel
        left = 1 if channel else 0
        while left:
            left = await self.store.run(tickets.show_all, channel)


@asynccontextmanager
async def running(
    settings: Settings, catalog: Catalog, clock: Clock | None = None
) -> AsyncIterator[Bot]:
    """The bot with its database and its sessions to Slack, closed at the end.

    The caller enters `at_work()`; until Slack has said who the bot is, requests are answered 503.
    Raises TooOld, Unavailable.
    """
    clock = clock or SystemClock()
    async with (
        _alone(settings, clock) as lock,
        _opened(settings, clock) as store,
        _session(SLACK_SECONDS) as quick,
        _session(POST_SECONDS) as patient,
    ):
        directory = Directory(store, _client(settings, quick), clock)
        bot = _bot(settings, catalog, store, clock, lock, directory, quick, patient)
        try:
            yield bot
        finally:
            await bot.background.close()
            await directory.close()


@asynccontextmanager
async def _alone(settings: Settings, clock: Clock) -> AsyncIterator[Lock]:
    """Which lock the workers take. An old SQLite bears one process only: then it is taken here,
    before the file is opened, and held to the end.
    """
    if bears_two_processes():
        yield lambda: held(settings.lock_path, clock)
        return
    async with held(settings.lock_path, clock):
        yield nullcontext


@asynccontextmanager
async def _opened(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    store = Store.open(settings.desk_path, clock.now)
    try:
        yield store
    finally:
        store.close()


def _session(seconds: float) -> ClientSession:
    """Connections that calls share, each call given so many seconds."""
    timeout = ClientTimeout(total=seconds, connect=seconds / 2)
    return ClientSession(timeout=timeout, connector=TCPConnector(limit=100))


def _client(settings: Settings, session: ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        token=settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        session=session,
        # Retrying is no business of the client's: a dropped connection may have delivered.
        retry_handlers=[],
    )


def _bot(
    settings: Settings,
    catalog: Catalog,
    store: Store,
    clock: Clock,
    lock: Lock,
    directory: Directory,
    quick: ClientSession,
    patient: ClientSession,
) -> Bot:
    client, post = directory.client, _client(settings, patient)
    installation, metrics, background = Installation(client), Metrics(), Background()
    shelf = Shelf(catalog, metrics.searched)
    kinds = letters.kinds(shelf)
    catching_up = CatchingUp(store, post, clock, installation)
    line = Line(catching_up.was_away)
    answers = Answers(client, quick)
    guard = Guard(installation, directory, answers)
    app = _bolt(client, installation)
    app.error(guard.failed)
    relaying = Relaying(store, directory, catching_up, kinds)
    personal = Personal(store, directory, background)
    home = Home(store, shelf, directory, answers, background, _above)
    desk = Desk(store, directory, answers, shelf, home, settings.triage_channel)
    asking = Asking(desk, settings.emergency, metrics.spared.inc)
    for listeners in (
        asking,
        Requester(desk),
        WaitingWords(desk, asking.open),
        Triage(desk),
        Offering(desk),
        Opening(desk),
        Staffing(desk),
        Lookup(shelf, directory, answers, personal),
        Browsing(shelf, personal, answers, home),
        Saving(shelf, personal, answers, home),
        Preferences(shelf, directory, personal, answers, home),
        Messages(shelf, directory, personal, answers, relaying, installation),
        relaying,
        home,
        Undelivered(store, kinds, home),
    ):
        listeners.register(app)
    delivery = Delivery(
        *(store, post, kinds, clock, settings.settle_seconds), reads=catching_up.reads
    )
    triage_channel = _triage_channel(settings, client, clock)
    seen = PartnerChannels(post, clock, installation, settings.triage_channel)
    partners = Partners(store, seen, catching_up)
    only_private = OnlyPrivate(store, client, clock, settings.triage_channel)
    channels = Channels([only_private, partners], partners.moved)
    channels.register(app)
    delivery.closed_for = channels.closed_for
    checks = {"catalog": catalog.answers, "token": lambda: installation.is_ready}
    reception = Reception(store, kinds, installation, catching_up)
    intake = Intake(app, checks, guard.turned_away, reception, metrics)
    workers = Workers(
        *(store, clock, lock),
        Arrivals(store, intake.dispatch, clock),
        delivery,
        catching_up,
        Due(store, clock),
    )
    health = _health(settings, catalog, triage_channel, installation, workers, line)
    web = Server(intake, _verifier(settings, clock), health, _measured(metrics, store, catalog))
    return Bot(web.web_app(), intake, installation, store, workers, line, settings, background)


def _triage_channel(
    settings: Settings, client: AsyncWebClient, clock: Clock
) -> TriageChannel | None:
    channel = settings.triage_channel
    return TriageChannel(client, clock, channel) if channel else None


def _above(tx: Transaction, person: Person) -> list[Block]:
    """What some people have in their Home above the library."""
    return [*in_home(tx, person), *staff_in_home(tx, person)]


def _health(
    settings: Settings,
    catalog: Catalog,
    triage: TriageChannel | None,
    installation: Installation,
    workers: Workers,
    line: Line,
) -> Health:
    checks: dict[str, Check] = {
        "catalog": catalog.answers,
        "token": lambda: installation.is_ready and not workers.delivery.token_refused,
    }
    if settings.uses_socket_mode:
        checks["socket_mode"] = line.is_up
    return Health(workers.store, settings.data, checks, triage.is_private if triage else None)


def _verifier(settings: Settings, clock: Clock) -> Verifier | None:
    secret = settings.signing_secret.get_secret_value().encode()
    return Verifier(secret, clock.now) if secret else None


def _measured(metrics: Metrics, store: Store, catalog: Catalog) -> Callable[[], Awaitable[bytes]]:
    async def measured() -> bytes:
        return metrics.text(await store.run(standing), catalog.count)

    return measured


def _bolt(client: AsyncWebClient, installation: Installation) -> AsyncApp:
    # Bolt warns and informs with whole request bodies.
    logger = logging.getLogger("slack_bolt.liaison")
    logger.setLevel(logging.ERROR)
    return AsyncApp(
        logger=logger,
        name="liaison",
        client=client,
        authorize=installation,
        # The ack leaves when the listener is done: what it says is then true, and it comes
        # at once instead of at Bolt's next look 10 ms later.
        process_before_response=True,
        # The reception looks at the bot's own messages: they tell that they arrived.
        ignoring_self_events_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
    )
