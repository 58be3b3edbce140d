"""`liaison doctor`: looks at everything that can be set up wrongly, and says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from aiohttp import ClientError
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from catalog import Catalog, CatalogError

MANIFEST = Path(__file__).parents[1] / "manifest.yml"


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
    """Whether Slack accepts the token, and grants all that the manifest asks for."""
    client = AsyncWebClient(
        token=settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        timeout=10,
        retry_handlers=[],
    )
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error") if hasattr(error.response, "get") else "unreadable"
        yield Finding(
            "Slack",
            f"refused the token ({code}). Reinstall the app and copy the token again.",
        )
        return
    except (SlackClientError, ClientError, TimeoutError, OSError, ValueError) as error:
        yield Finding(
            "Slack",
            f"no usable answer from {settings.api_url} ({type(error).__name__}). "
            "Check the network and SLACK_API_URL.",
        )
        return
    yield Finding(f"Slack (installed in {answer.get('team')})")
    yield look_at_scopes(str(answer.headers.get("x-oauth-scopes", "")))


def look_at_scopes(granted: str) -> Finding:
    """Whether every bot scope of the manifest was granted."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    wanted = set(manifest["oauth_config"]["scopes"]["bot"])
    lacking = wanted - {scope.strip() for scope in granted.split(",")}
    if not lacking:
        return Finding(f"scopes ({len(wanted)} as in manifest.yml)")
    return Finding(
        "scopes",
        f"lacking {', '.join(sorted(lacking))}. Put manifest.yml into your app's "
        '"App Manifest" page and reinstall the app.',
    )
