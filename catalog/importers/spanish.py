"""Keeps the Spanish that the library already has for a text, when a row comes without any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog import shipped
from catalog.models import Resource

_FIELDS = ("title", "summary", "currency")


def kept(new: Resource, old: Resource | None) -> Resource:
    """The new version of a record, with the Spanish known for each of its English texts.

    That of the old version while the English is the same, else that of the shipped translations.
    """
    found: dict[str, Any] = {}
    for name in _FIELDS:
        english = getattr(new, name)
        if english and not getattr(new, f"{name}_es"):
            same = old is not None and getattr(old, name) == english
            spanish = getattr(old, f"{name}_es") if same else ""
            found[f"{name}_es"] = spanish or shipped.translations().get(english, "")
    return replace(new, **found) if any(found.values()) else new
