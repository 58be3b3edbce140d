"""The settings as a command needs them: what is wrong with one is told without a traceback."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import ValidationError

from bot.settings import Settings


def configured(data: Path | None = None) -> Settings:
    """The settings; `data` goes before their own folder. Raises ClickException."""
    try:
        settings = Settings()
    except ValidationError as problem:
        said = "; ".join(f"{error['loc'][0]} {error['msg']}" for error in problem.errors())
        raise click.ClickException(said) from problem
    return settings.model_copy(update={"data": data}) if data else settings
