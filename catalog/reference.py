"""Puts the shipped vocabulary into a catalogue: topics, kinds, publishers, places, sections…"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from catalog import shipped
from catalog.schema import meta, set_meta, writing

Row = dict[str, Any]


def refresh(db: Database) -> None:
    """Write the shipped vocabulary where the catalogue has none, or another release's.

    What records may lie under is kept: a topic that the taxonomy drops stays.
    """
    if meta(db, "vocabulary") == shipped.vocabulary_hash():
        return
    with writing(db):
        # Upserts, since deleting and inserting a row that records point to breaks foreign keys.
        for table, rows in _pointed_to().items():
            db.table(table).upsert_all(rows)
        for table, rows in _listed().items():
            db.table(table).delete_where()
            db.table(table).insert_all(rows)
        set_meta(db, "vocabulary", shipped.vocabulary_hash())


def _listed() -> dict[str, list[Row]]:
    """Tables to which no other table points."""
    taxonomy = shipped.data("taxonomy.json")
    return {
        "topic_synonyms": list(_synonyms(taxonomy["topics"])),
        "ambiguous_places": list(_ambiguous(taxonomy["jurisdictions"]["ambiguous_names"])),
        "sections": _numbered(shipped.data("sections.json")),
    }


def _pointed_to() -> dict[str, list[Row]]:
    """Tables to which records point, by a foreign key or by name."""
    taxonomy = shipped.data("taxonomy.json")
    columns = ("id", "name_en", "name_es", "description")
    return {
        "topics": _numbered([{name: it[name] for name in columns} for it in taxonomy["topics"]]),
        "kinds": _numbered(taxonomy["resource_types"]),
        "publishers": [
            {name: it[name] for name in ("id", "name", "abbr", "aka", "website")}
            for it in shipped.data("publishers.json")
        ],
        "states": taxonomy["jurisdictions"]["states"],
        "cities": taxonomy["jurisdictions"]["cities"],
        "languages": taxonomy["languages"],
        "statuses": _numbered([{"id": status} for status in taxonomy["status_values"]]),
        "access_levels": _numbered([{"id": level} for level in taxonomy["access_values"]]),
        "url_roles": _numbered([{"id": role} for role in taxonomy["url_roles"]]),
    }


def _numbered(rows: list[Row]) -> list[Row]:
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _synonyms(topics: list[Row]) -> Iterator[Row]:
    for topic in topics:
        for language in ("en", "es"):
            for position, text in enumerate(topic[f"synonyms_{language}"]):
                yield {
                    "topic": topic["id"], "language": language, "position": position, "text": text,
                }  # fmt: skip


def _ambiguous(names: list[Row]) -> Iterator[Row]:
    for name in names:
        for position, place in enumerate(name["places"]):
            yield {
                "text": name["text"], "position": position,
                "iso": place["iso"], "city": place.get("city", ""),
            }  # fmt: skip
