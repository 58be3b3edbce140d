"""The names of topics and states as they ship: for what is drawn where the library, which has its
own database and thread, is out of reach.
"""

from __future__ import annotations

from functools import cache

from catalog import shipped
from catalog.models import State, Topic
from handlers.views.resource import Names


@cache
def shipped_names() -> Names:
    """Topics and states, without how many resources they have."""
    taxonomy = shipped.data("taxonomy.json")
    topics = (Topic(it["id"], it["name_en"], it["name_es"]) for it in taxonomy["topics"])
    states = taxonomy["jurisdictions"]["states"]
    return Names(
        {},
        {topic.id: topic for topic in topics},
        {it["iso"]: State(it["iso"], it["name_en"], it["name_es"]) for it in states},
    )
