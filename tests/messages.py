"""The strings of the code, as gettext sees them, and the Spanish catalogue beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SPANISH = ROOT / "bot" / "locales" / "es.po"
KEYWORDS = {"_": None, "plural": (1, 2)}


def in_the_code() -> Catalog:
    """Every string that a person may read."""
    catalog = Catalog(project="liaison", charset="utf-8", locale="es", fuzzy=False)
    for folder in ("bot", "handlers"):
        for message, place in _extracted(folder):
            catalog.add(message, locations=[(place, 0)], context=None)
    return catalog


def in_spanish() -> Catalog:
    """The Spanish catalogue as it is shipped."""
    with SPANISH.open("rb") as source:
        return read_po(source, locale="es")


def _extracted(folder: str) -> Iterator[tuple[str | tuple[str, ...], str]]:
    for name, _line, message, _comments, _context in extract_from_dir(
        ROOT / folder, keywords=KEYWORDS, directory_filter=lambda path: "sandbox" not in str(path)
    ):
        yield message, f"{folder}/{name}"


def main() -> None:
    """Put what is new in the code into the catalogue, untranslated; take out what is gone."""
    catalog = in_spanish() if SPANISH.exists() else Catalog(locale="es")
    catalog.update(in_the_code(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    with SPANISH.open("wb") as target:
        write_po(
            target, catalog, omit_header=False, sort_by_file=True, width=100, include_lineno=False
        )


if __name__ == "__main__":
    main()
