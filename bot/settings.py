"""The settings of the process, from the environment and `.env`."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.desk.people import Member

SLACK_API = "https://slack.com/api/"

_SLACK_ID = re.compile(r"(?:[TE][A-Z0-9]+:)?[UW][A-Z0-9]+")


class Settings(BaseSettings):
    """What an operator sets. Names are the environment's; every one has its line in the README."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    bot_token: SecretStr = Field(default=SecretStr(""), alias="SLACK_BOT_TOKEN")
    signing_secret: SecretStr = Field(default=SecretStr(""), alias="SLACK_SIGNING_SECRET")
    app_token: SecretStr = Field(default=SecretStr(""), alias="SLACK_APP_TOKEN")
    api_url: str = Field(default=SLACK_API, alias="SLACK_API_URL")
    host: str = Field(default="127.0.0.1", alias="HOST")
    port: int = Field(default=3000, ge=0, le=65535, alias="PORT")
    triage_channel: str = Field(default="", alias="LIAISON_TRIAGE_CHANNEL")
    coordinators: str = Field(default="", alias="LIAISON_COORDINATORS")
    emergency: str = Field(default="", max_length=2000, alias="LIAISON_EMERGENCY")
    settle_seconds: float = Field(default=60.0, ge=1, le=3600, alias="LIAISON_SETTLE_SECONDS")
    data: Path = Field(default=Path("data"), alias="LIAISON_DATA")

    @field_validator("api_url")
    @classmethod
    def _base_of_the_web_api(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or not value.rstrip("/").endswith("/api"):
            raise ValueError("must be an address that ends in /api/")
        return value.rstrip("/") + "/"

    @field_validator("coordinators")
    @classmethod
    def _slack_ids(cls, value: str) -> str:
        names = [name.strip() for name in value.split(",") if name.strip()]
        if not all(_SLACK_ID.fullmatch(name) for name in names):
            raise ValueError("must be Slack user ids such as U0123ABCD, with commas between them")
        return ",".join(names)

    @property
    def catalog_path(self) -> Path:
        """Where the library's file is."""
        return self.data / "catalog.db"

    @property
    def desk_path(self) -> Path:
        """Where the desk's database is."""
        return self.data / "desk.db"

    @property
    def lock_path(self) -> Path:
        """The file whose holder is at work: one process, though two may take requests."""
        return self.data / "desk.lock"

    def coordinators_of(self, home_team_id: str) -> list[Member]:
        """The first coordinators, as the settings name them: `U…`, or `T…:U…` of another team."""
        pairs = [name.strip().rpartition(":") for name in self.coordinators.split(",")]
        return [Member(team or home_team_id, user) for team, _, user in pairs if user]

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached by Socket Mode: only where there is no signing secret."""
        return bool(
            self.app_token.get_secret_value() and not self.signing_secret.get_secret_value()
        )

    def missing(self) -> list[str]:
        """The settings without which `liaison run` can't start, by their environment names."""
        needed = {"SLACK_BOT_TOKEN": self.bot_token}
        if not self.uses_socket_mode:
            needed["SLACK_SIGNING_SECRET"] = self.signing_secret
        return [name for name, value in needed.items() if not value.get_secret_value()]
