"""Who published a resource: known under several names, or new with the row that names them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from catalog.importers.choices import fold
from catalog.importers.values import FieldError, Several, Text
from catalog.models import Publisher

_texts = Several(Text(200))


class Publishers:
    """The publishers of the catalogue, and those that the rows checked so far have added."""

    def __init__(self, known: Iterable[Publisher]) -> None:
        """Learns every id, name, abbreviation and other name."""
        self._by_id: dict[str, Publisher] = {}
        self._by_spelling: dict[str, Publisher] = {}
        self.new: list[Publisher] = []
        for publisher in known:
            self._learn(publisher)

    def named(self, value: object) -> list[Publisher]:
        """The publishers of these names, each once, in order; unknown ones are taken and added."""
        found = (self._by_spelling.get(_key(name)) or self._add(name) for name in _texts(value))
        return list(dict.fromkeys(found))

    def of_ids(self, value: object) -> list[Publisher]:
        """The publishers of these ids. Raises FieldError for an unknown one."""
        ids = _texts(value)
        if unknown := next((id_ for id_ in ids if id_ not in self._by_id), None):
            near = ", ".join(get_close_matches(unknown, self._by_id, n=1, cutoff=0))
            raise FieldError(f"“{unknown}” is no publisher's id; nearest: {near}")
        return [self._by_id[id_] for id_ in ids]

    def _add(self, name: str) -> Publisher:
        publisher = Publisher(_key(name), name)
        self.new.append(publisher)
        self._learn(publisher)
        return publisher

    def _learn(self, publisher: Publisher) -> None:
        self._by_id[publisher.id] = publisher
        for name in (publisher.name, publisher.id, publisher.abbr, *publisher.aka):
            if name:
                self._by_spelling.setdefault(_key(name), publisher)


def _key(name: str) -> str:
    return fold(name) or name.casefold()
