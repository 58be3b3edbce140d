"""The composition root: everything the running bot is made of, put together."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.installation import Installation
from bot.intake import Intake
from bot.server import Server
from bot.settings import Settings
from bot.signature import Verifier
from catalog import Catalog
from handlers.answers import Answers
from handlers.browsing import Browsing
from handlers.guard import Guard
from handlers.languages import Languages
from handlers.lookup import Lookup
from handlers.messages import Messages
from handlers.shelf import Shelf

SLACK_SECONDS = 2.0
"""The longest call to Slack within a request, so that its ack fits into Slack's three seconds."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that can be served."""

    web: web.Application
    intake: Intake
    installation: Installation
    client: AsyncWebClient


@asynccontextmanager
async def running(
    settings: Settings, catalog: Catalog, clock: Callable[[], float] = time.time
) -> AsyncIterator[Bot]:
    """The bot with one shared session to Slack, closed at the end.

    The caller lets `installation.establish()` run; until it has, requests are answered 503.
    """
    timeout = ClientTimeout(total=SLACK_SECONDS, connect=1.0)
    async with ClientSession(timeout=timeout, connector=TCPConnector(limit=100)) as session:
        # Retrying is no business of the client's: a dropped connection may have delivered.
        client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(),
            base_url=settings.api_url,
            session=session,
            retry_handlers=[],
        )
        installation = Installation(client)
        languages = Languages(client)
        app = _bolt(client, installation)
        answers = Answers(client, session)
        guard = Guard(lambda: installation.team_id, languages, answers)
        guard.register(app)
        _register(app, languages, answers, Shelf(catalog))
        checks = {"catalog": catalog.answers, "token": lambda: installation.is_ready}
        intake = Intake(app, checks, guard.turned_away)
        secret = settings.signing_secret.get_secret_value().encode()
        verifier = Verifier(secret, clock) if secret else None
        server = Server(intake, verifier, alive=catalog.takes_a_write)
        try:
            yield Bot(server.web_app(), intake, installation, client)
        finally:
            await languages.close()


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
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
    )


def _register(app: AsyncApp, languages: Languages, answers: Answers, shelf: Shelf) -> None:
    Lookup(shelf, languages, answers).register(app)
    Browsing(shelf, languages, answers).register(app)
    Messages(shelf, languages, answers).register(app)
