"""What can go wrong with a catalogue file."""

from __future__ import annotations


class CatalogError(Exception):
    """A file that can't be used as a catalogue, said so that a person can act on it."""
