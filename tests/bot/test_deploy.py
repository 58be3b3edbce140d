"""The files for operators name what is really there."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = {str(field.alias) for field in Settings.model_fields.values()}


def test_the_example_of_env_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE)) == SETTINGS


def test_the_image_copies_what_exists_and_sets_known_settings() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in image.splitlines() if line.startswith("COPY")]
    assert all((ROOT / path).exists() for paths in copied for path in paths)
    (given,) = re.findall(r"^ENV (.*)$", image, flags=re.MULTILINE)
    assert {pair.split("=")[0] for pair in given.split()} - {"PYTHONUNBUFFERED"} <= SETTINGS


def test_the_service_starts_the_command() -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    unit.read(ROOT / "deploy" / "liaison.service")
    assert unit["Service"]["ExecStart"].endswith("/.venv/bin/liaison run")
    assert int(unit["Service"]["TimeoutStopSec"]) > 10
