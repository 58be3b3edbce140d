"""Slack's machine-readable contracts, where they lie beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2].parent / "shared" / "slack-contracts"

needed = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="Slack's contracts are not beside this checkout"
)


def read(name: str) -> Any:  # noqa: ANN401 (a JSON document is anything)
    """A document of the contracts."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def names(pattern: str) -> list[str]:
    """The documents that match, by their path in the folder; none where it is missing."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob(pattern))
