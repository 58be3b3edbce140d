"""The settings of the process, from the environment and `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"


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
    data: Path = Field(default=Path("data"), alias="LIAISON_DATA")

    @field_validator("api_url")
    @classmethod
    def _base_of_the_web_api(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or not value.rstrip("/").endswith("/api"):
            raise ValueError("must be an address that ends in /api/")
        return value.rstrip("/") + "/"

    @property
    def catalog_path(self) -> Path:
        """Where the library's file is."""
        return self.data / "catalog.db"

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
