"""The composition root: everything the running bot is made of, put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.desk import network, people, public_holidays
from bot.desk.people import Member
from bot.desk.standing import standing
from bot.health import Check, Health
from bot.installation import Installation
from bot.intake import Intake
from bot.metrics import Metrics
from bot.server import Server
from bot.settings import Settings
from bot.signature import Verifier
from bot.socket_mode import Line
from bot.store import Store
from bot.store.engine import bears_two_processes
from bot.store.lock import held
from bot.workers import Lock, Workers
from catalog import Catalog
from handlers import letters
from handlers.answers import Answers
from handlers.arrivals import Arrivals
from handlers.asking import Asking
from handlers.away import Duty
from handlers.away import in_home as away_in_home
from handlers.background import Background
from handlers.browsing import Browsing
from handlers.catching_up import CatchingUp
from handlers.channels import Channels
from handlers.closing import Closing
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.directory import Directory
from handlers.drafting import Drafting
from handlers.due import Due
from handlers.expert_home import ExpertHome
from handlers.expert_home import in_home as expert_in_home
from handlers.guard import Guard
from handlers.home import Home, Parts
from handlers.home_desk import HomeDesk
from handlers.live_homes import LiveHomes
from handlers.lookup import Lookup
from handlers.messages import Messages
from handlers.network_settings import COMMANDS as SETTINGS
from handlers.network_settings import NetworkSettings
from handlers.offering import Offering
from handlers.opening import Opening
from handlers.partner_channels import PartnerChannels
from handlers.partners import Partners
from handlers.personal import Personal
from handlers.pictures import Pictures
from handlers.preferences import Preferences
from handlers.publishing import finish_all
from handlers.reception import Reception
from handlers.relaying import Relaying
from handlers.reporting import WORDS as REPORT_WORDS
from handlers.reporting import Reporting
from handlers.requester import Requester
from handlers.requests_home import RequestsHome
from handlers.requests_home import in_home as requests_in_home
from handlers.saved_replies import SavedReplies
from handlers.saving import Saving
from handlers.shelf import Shelf
from handlers.staffing import Staffing
from handlers.stale import Staleness
from handlers.tallying import Tallying
from handlers.triage import Triage
from handlers.triage_channel import OnlyPrivate, ShownIn
from handlers.undelivered import Undelivered
from handlers.undelivered import in_home as stuck_in_home
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
    catalog: Catalog
    tallying: Tallying
    directory: Directory

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Work beside the requests until the end, once the installation is established."""
        named = self.settings.coordinators_of(self.installation.team_id)
        await self.store.run(people.name_coordinators, named)
        for member in named:
            self.background.start("asking who a coordinator is", self._meet(member))
        await self._show_tickets()
        await finish_all(self.store, self.catalog)
        await self._learn_holidays()
        async with self.workers.running():
            yield

    async def _meet(self, member: Member) -> None:
        """Their colleagues choose them by name, maybe before they ever said a word."""
        await self.directory.person(member)

    async def _learn_holidays(self) -> None:
        """They are told by another process, for which nobody should have to wait later."""
        known = await self.store.run(network.read)
        year = datetime.fromtimestamp(self.workers.clock.now(), tz=UTC).year
        await asyncio.to_thread(public_holidays.learn, known.country, known.subdivision, year)

    async def _show_tickets(self) -> None:
        """Tickets that came in while no channel was set have their card now."""
        await ShownIn(self.store, self.settings.triage_channel).show_all()


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
            await bot.tallying.keep()
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
    tallying = Tallying(store, clock, background, metrics.searched)
    shelf = Shelf(catalog, tallying.searched)
    kinds = letters.kinds(shelf, lambda: installation.address)
    catching_up = CatchingUp(store, post, clock, installation)
    line = Line(catching_up.was_away)
    answers = Answers(client, quick)
    app = _bolt(client, installation)
    relaying = Relaying(store, directory, catching_up, kinds)
    personal = Personal(store, directory, background)
    home = Home(
        *(store, shelf, directory, answers, background, _parts(installation)),
        workspace=lambda: installation.address,
        clock=clock,
    )
    guard = Guard(installation, directory, answers, home.renew)
    app.error(guard.failed)
    shown_in = ShownIn(store, settings.triage_channel)
    desk = Desk(store, directory, answers, shelf, home, shown_in)
    network_settings = NetworkSettings(desk)
    tools = dict.fromkeys(SETTINGS, network_settings.command)
    reporting = Reporting(desk, Pictures(post, patient, clock), tallying, background)
    tools |= dict.fromkeys(REPORT_WORDS, reporting.command)
    asking = Asking(desk, settings.emergency, metrics.spared.inc, tools)
    for listeners in (
        asking,
        Requester(desk),
        WaitingWords(desk, asking.open),
        Triage(desk),
        SavedReplies(desk),
        Staleness(desk),
        Offering(desk),
        Closing(desk),
        Drafting(desk),
        Opening(desk),
        Staffing(desk),
        Duty(desk),
        network_settings,
        ExpertHome(desk),
        RequestsHome(desk),
        Lookup(shelf, directory, answers, personal),
        Browsing(shelf, personal, answers, home),
        Saving(shelf, personal, answers, home),
        Preferences(shelf, directory, personal, answers, home),
        Messages(shelf, directory, personal, answers, relaying, installation),
        relaying,
        home,
        HomeDesk(desk),
        reporting,
        Undelivered(store, kinds, home),
    ):
        listeners.register(app)
    delivery = Delivery(
        *(store, post, kinds, clock, settings.settle_seconds), reads=catching_up.reads
    )
    seen = PartnerChannels(post, clock, installation, shown_in)
    partners = Partners(store, seen, catching_up)
    only_private = OnlyPrivate(store, client, clock, shown_in)
    channels = Channels([only_private, partners], [only_private.moved, partners.moved])
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
        LiveHomes(store, home, clock),
    )
    health = _health(settings, catalog, only_private, installation, workers, line)
    web = Server(intake, _verifier(settings, clock), health, _measured(metrics, store, catalog))
    return Bot(
        *(web.web_app(), intake, installation, store, workers, line, settings, background),
        catalog=catalog,
        tallying=tallying,
        directory=directory,
    )


def _parts(installation: Installation) -> Parts:
    """What the listeners put into people's Homes."""

    def workspace() -> str:
        return installation.address

    return Parts(
        away=away_in_home,
        stuck=stuck_in_home,
        expert=partial(expert_in_home, workspace=workspace),
        requests=partial(requests_in_home, workspace=workspace),
    )


def _health(
    settings: Settings,
    catalog: Catalog,
    triage: OnlyPrivate,
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
    return Health(workers.store, settings.data, checks, triage.is_private)


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
