"""What resources are filed under, as the catalogue knows it now, with how many lie under each."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from sqlite_utils import Database

from catalog.models import (
    AmbiguousName,
    City,
    Kind,
    Place,
    Publisher,
    Section,
    State,
    Topic,
    WrittenLanguage,
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every value a filter or a record may take. A resource in a city counts for its state too."""

    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
    publishers: tuple[Publisher, ...]
    states: tuple[State, ...]
    cities: tuple[City, ...]
    ambiguous: tuple[AmbiguousName, ...]
    languages: tuple[WrittenLanguage, ...]
    sections: tuple[Section, ...]
    statuses: tuple[str, ...]
    access_levels: tuple[str, ...]
    url_roles: tuple[str, ...]


def load(db: Database) -> Vocabulary:
    """Read the vocabulary. Sections come without numbers: counting them means searching."""
    return Vocabulary(
        topics=_topics(db),
        kinds=tuple(
            Kind(*row)
            for row in db.conn.execute(
                "SELECT id, name_en, name_es, (SELECT count(*) FROM resources r"
                " WHERE r.type = kinds.id) FROM kinds ORDER BY position"
            )
        ),
        publishers=_publishers(db),
        states=_states(db),
        cities=_cities(db),
        ambiguous=_ambiguous(db),
        languages=tuple(
            WrittenLanguage(*row)
            for row in db.conn.execute(
                "SELECT id, name_en, name_es, (SELECT count(*) FROM resource_languages"
                " WHERE language = languages.id) FROM languages ORDER BY name_en"
            )
        ),
        sections=tuple(
            Section(*row)
            for row in db.conn.execute(
                "SELECT id, name_en, name_es, query FROM sections ORDER BY position"
            )
        ),
        statuses=_ids(db, "statuses"),
        access_levels=_ids(db, "access_levels"),
        url_roles=_ids(db, "url_roles"),
    )


def _topics(db: Database) -> tuple[Topic, ...]:
    synonyms: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for topic, language, text in db.conn.execute(
        "SELECT topic, language, text FROM topic_synonyms ORDER BY topic, language, position"
    ):
        synonyms[topic, language].append(text)
    return tuple(
        Topic(
            id=topic,
            name_en=name_en,
            name_es=name_es,
            synonyms_en=tuple(synonyms[topic, "en"]),
            synonyms_es=tuple(synonyms[topic, "es"]),
            description=description,
            resources=resources,
        )
        for topic, name_en, name_es, description, resources in db.conn.execute(
            "SELECT id, name_en, name_es, description,"
            " (SELECT count(*) FROM resource_topics WHERE topic = topics.id)"
            " FROM topics ORDER BY position"
        )
    )


def _publishers(db: Database) -> tuple[Publisher, ...]:
    return tuple(
        Publisher(publisher, name, abbr, tuple(json.loads(aka)), website, resources)
        for publisher, name, abbr, aka, website, resources in db.conn.execute(
            "SELECT id, name, abbr, aka, website, (SELECT count(*) FROM resource_publishers"
            " WHERE publisher_id = publishers.id) FROM publishers ORDER BY name"
        )
    )


def _states(db: Database) -> tuple[State, ...]:
    return tuple(
        State(*row)
        for row in db.conn.execute(
            "SELECT iso, name_en, name_es, (SELECT count(DISTINCT key) FROM resource_places"
            " WHERE iso = states.iso) FROM states ORDER BY name_en"
        )
    )


def _cities(db: Database) -> tuple[City, ...]:
    return tuple(
        City(Place(iso, city), resources)
        for iso, city, resources in db.conn.execute(
            "SELECT iso, city, (SELECT count(*) FROM resource_places p"
            " WHERE p.iso = cities.iso AND p.city = cities.city) FROM cities ORDER BY city, iso"
        )
    )


def _ambiguous(db: Database) -> tuple[AmbiguousName, ...]:
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for text, iso, city in db.conn.execute(
        "SELECT text, iso, city FROM ambiguous_places ORDER BY text, position"
    ):
        places[text].append(Place(iso, city))
    return tuple(AmbiguousName(text, tuple(among)) for text, among in places.items())


def _ids(db: Database, table: str) -> tuple[str, ...]:
    rows = db.conn.execute(f"SELECT id FROM {table} ORDER BY position")  # noqa: S608 - a constant
    return tuple(name for (name,) in rows)
