"""`liaison doctor`: looks at everything that can be set up wrongly, and says what to do."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.settings import SLACK_API, Settings
from bot.store import Store, TooOld, Unavailable
from bot.store.engine import bears_two_processes
from catalog import Catalog, CatalogError
from handlers.outcomes import judge
from handlers.triage_channel import Found, ShownIn, look

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
PLACEHOLDER = "liaison.example.org"
CLOCK_SECONDS = 60.0
"""How far our clock may be off: Slack's requests are refused beyond five minutes."""
REFUSALS = {
    "not_allowed_token_type": "Check that SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not swapped.",
    "missing_scope": "Give the app-level token the scope connections:write.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` says what to do when it is not well."""

    subject: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.remedy

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"ok   {self.subject}" if self.is_well else f"FIX  {self.subject}: {self.remedy}"


async def examine() -> AsyncIterator[Finding]:
    """Look at settings, library and Slack in turn, as far as each lets go on."""
    try:
        settings = Settings()
    except ValidationError as problem:
        for error in problem.errors():
            yield Finding(str(error["loc"][0]), f"{error['msg']}.")
        return
    for finding in look_at_settings(settings):
        yield finding
    yield look_at_library(settings)
    if settings.bot_token.get_secret_value():
        async for finding in look_at_slack(settings):
            yield finding
    if settings.api_url == SLACK_API and not settings.uses_socket_mode:
        yield await look_at_address(_manifest()["settings"]["interactivity"]["request_url"])


def look_at_settings(settings: Settings) -> list[Finding]:
    """Whether the secrets are there and of the right kind."""
    found = [
        Finding(name, "not set. Copy it from your app's page at api.slack.com/apps into .env.")
        for name in settings.missing()
    ]
    token = settings.bot_token.get_secret_value()
    if token and not token.startswith("xoxb-"):
        found.append(
            Finding(
                "SLACK_BOT_TOKEN",
                "this is not a bot token. Copy the one that starts with xoxb- "
                'from "OAuth & Permissions".',
            )
        )
    app_token = settings.app_token.get_secret_value()
    if app_token and not app_token.startswith("xapp-"):
        found.append(
            Finding(
                "SLACK_APP_TOKEN",
                "this is not an app-level token. Make one that starts with xapp- "
                'under "Basic Information", with the scope connections:write.',
            )
        )
    return found or [Finding("settings")]


def look_at_library(settings: Settings) -> Finding:
    """Whether the catalogue opens, takes a write and holds something."""
    try:
        with Catalog.open(settings.catalog_path) as catalog:
            if not catalog.takes_a_write():
                return Finding(str(settings.catalog_path), "can't be written. Check its owner.")
            return Finding(f"library ({catalog.count} resources in {settings.catalog_path})")
    except CatalogError as problem:
        return Finding("library", str(problem))


async def look_at_slack(settings: Settings) -> AsyncIterator[Finding]:
    """Whether Slack accepts the tokens and our clock, and grants all that the manifest asks for."""
    client = _client(settings)
    answer = await _asked(client.auth_test, settings)
    if isinstance(answer, Finding):
        yield answer
        return
    yield Finding(f"Slack (installed in {answer.get('team')})")
    yield look_at_scopes(str(answer.headers.get("x-oauth-scopes", "")))
    yield look_at_clock(str(answer.headers.get("date", "")), time.time())
    yield await look_at_triage(await shown_in(settings), client)
    if settings.uses_socket_mode:
        token = settings.app_token.get_secret_value()
        opened = await _asked(lambda: client.apps_connections_open(app_token=token), settings)
        yield opened if isinstance(opened, Finding) else Finding("Socket Mode")


async def shown_in(settings: Settings) -> str:
    """The channel that coordinators chose; the one of the environment where they chose none, and
    where the desk can't be read.
    """
    chosen = settings.triage_channel
    if not settings.desk_path.exists() or not bears_two_processes():
        return chosen
    try:
        store = Store.open(settings.desk_path)
    except (TooOld, Unavailable, OSError):
        return chosen
    try:
        return await ShownIn(store, chosen).now()
    except Unavailable:
        return chosen
    finally:
        store.close()


async def look_at_triage(channel_id: str, client: AsyncWebClient) -> Finding:
    """Whether the channel in which coordinators will see tickets is set, private and ours."""
    name = "LIAISON_TRIAGE_CHANNEL"
    if not channel_id:
        return Finding(
            name,
            "not set. Make a private channel for your coordinators, add Liaison to it, and choose "
            'it in Slack with /assist settings, or copy the id at the end of "Open channel '
            'details" to here.',
        )
    remedies: dict[Found, str] = {
        "public": "this channel is public. Tickets need a private one.",
        "shared": "this channel is shared with others. Tickets need one of your own.",
        "archived": "this channel is archived. Bring it back, or choose another one.",
        "not_in_it": "Liaison is not in this channel. Add it.",
        "missing": f"no channel {channel_id} that Liaison is in. Add Liaison to it.",
        "unknown": "Slack did not say what kind of channel this is. Try again.",
    }
    found = await look(client, channel_id)
    return Finding("triage channel" if found == "private" else name, remedies.get(found, ""))


def _client(settings: Settings) -> AsyncWebClient:
    return AsyncWebClient(
        token=settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        timeout=10,
        retry_handlers=[],
    )


async def _asked(
    call: Callable[[], Awaitable[AsyncSlackResponse]], settings: Settings
) -> AsyncSlackResponse | Finding:
    """Slack's answer, or what is wrong when there is none."""
    try:
        return await call()
    except SlackApiError as error:
        code = judge(error).code
        advice = REFUSALS.get(code, "Reinstall the app and copy the tokens again.")
        return Finding("Slack", f"refused a token ({code}). {advice}")
    except (SlackClientError, ClientError, TimeoutError, OSError, ValueError) as error:
        return Finding(
            "Slack",
            f"no usable answer from {settings.api_url} ({type(error).__name__}). "
            "Check the network and SLACK_API_URL.",
        )


def look_at_clock(slack_says: str, now: float) -> Finding:
    """Whether our clock agrees with Slack's: requests further off than that are refused."""
    try:
        off = now - parsedate_to_datetime(slack_says).timestamp()
    except ValueError:
        return Finding("clock (Slack did not tell the time)")
    if abs(off) < CLOCK_SECONDS:
        return Finding("clock")
    return Finding(
        "clock", f"{abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} Slack's. Set it by NTP."
    )


async def look_at_address(url: str) -> Finding:
    """Whether the address in manifest.yml leads to a running bot."""
    if urlsplit(url).hostname == PLACEHOLDER:
        return Finding(
            "manifest.yml",
            f"still says {PLACEHOLDER}. Put your own address there, here and in Slack.",
        )
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=10)) as session,
            session.get(url) as answer,
        ):
            status = answer.status
    except (ClientError, TimeoutError, ValueError) as error:
        return Finding(
            url, f"can't be reached from here ({type(error).__name__}). Check DNS and the proxy."
        )
    # The bot itself answers 405 to anything but Slack's POST.
    if status == 405:
        return Finding(url)
    return Finding(url, f"answers {status}: something else than Liaison. Check the proxy.")


def look_at_scopes(granted: str) -> Finding:
    """Whether every bot scope of the manifest was granted; a workspace may leave optional ones
    out.
    """
    scopes = _manifest()["oauth_config"]["scopes"]
    wanted, optional = set(scopes["bot"]), set(scopes.get("bot_optional", ()))
    given = {scope.strip() for scope in granted.split(",")}
    lacking, left_out = wanted - given, optional - given
    if not lacking:
        without = f"; without {', '.join(sorted(left_out))}" if left_out else ""
        return Finding(f"scopes ({len(wanted)} as in manifest.yml{without})")
    return Finding(
        "scopes",
        f"lacking {', '.join(sorted(lacking))}. Put manifest.yml into your app's "
        '"App Manifest" page and reinstall the app.',
    )


def _manifest() -> Any:  # noqa: ANN401 (YAML of our own, held against Slack's schema by a test)
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
