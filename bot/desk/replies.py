"""Answers that coordinators keep by name, in both languages, with places to fill in.

Filling in is plain replacement: nothing that a person wrote is ever looked up, called or run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from bot.desk import people, rights
from bot.desk.errors import DeskError, NotForOthers
from bot.desk.masking import Masked
from bot.desk.people import Member, Person
from bot.i18n import Language
from bot.store import Row, Transaction
from bot.store.tables import replies

PLACEHOLDERS = ("name", "number", "topic", "place", "kind", "me")
"""What can be filled in, each written between braces."""

MOST = 100
"""Replies that are kept: as many as one menu of Slack's holds."""

LONGEST_NAME = 60
LONGEST_TEXT = 2_800
"""Characters: what is filled in needs room too, and a field takes 3,000."""

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_ROUND = str.maketrans("{}", "()")


class NameTaken(DeskError):
    """Another saved reply has this name."""


class TooMany(DeskError):
    """As many are kept as there may be."""


class NoSuchReply(DeskError):
    """It was deleted meanwhile."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved reply. `text` is by language; a language without a text is left out. `used` counts
    how often it was sent. `id` is None while it is being written.
    """

    id: int | None
    name: str
    text: Mapping[Language, Masked]
    used: int = 0

    def best_in(self, language: Language) -> tuple[Masked, Language]:
        """The text in a language, else in the other one; and which it is."""
        if language not in self.text:
            language = next(iter(self.text))
        return self.text[language], language


# What stands between braces


def unknown(text: str) -> list[str]:
    """What stands between braces and is nothing that can be filled in, as it was written, each
    once.
    """
    found = _PLACEHOLDER.finditer(text)
    return list(dict.fromkeys(each[0] for each in found if _named(each) not in PLACEHOLDERS))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with a value for each placeholder. Braces in values become round ones, so that no
    value is taken for a placeholder.
    """
    plain = {name: value.translate(_ROUND) for name, value in values.items()}
    # What is filled in can close a placeholder around it: "{na{place}me}".
    while (filled := _PLACEHOLDER.sub(lambda each: plain.get(_named(each), each[0]), text)) != text:
        text = filled
    return text


def asks_for(text: str, placeholder: str) -> bool:
    """Whether a text has a place for something."""
    return any(_named(each) == placeholder for each in _PLACEHOLDER.finditer(text))


# Keeping them


def coordinator(tx: Transaction, by: Member) -> Person:
    """Somebody whose saved replies these are. Raises NotForOthers."""
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return person


def several(tx: Transaction, limit: int = MOST, offset: int = 0) -> list[Saved]:
    """Saved replies, the most used first."""
    rows = tx.execute(
        select(replies)
        .order_by(replies.c.used.desc(), replies.c.name, replies.c.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return [_saved(row) for row in rows]


def count(tx: Transaction) -> int:
    """How many are kept."""
    number: int = tx.execute(select(func.count()).select_from(replies)).scalar_one()
    return number


def find(tx: Transaction, reply_id: int) -> Saved:
    """One of them. Raises NoSuchReply."""
    row = tx.execute(select(replies).where(replies.c.id == reply_id)).one_or_none()
    if row is None:
        raise NoSuchReply
    return _saved(row)


def keep(tx: Transaction, saved: Saved, by: Person) -> None:
    """Keep a new one, or what was changed of one; one that was deleted meanwhile is kept anew.
    Raises NameTaken, TooMany.
    """
    known = tx.execute(select(replies.c.id, replies.c.name)).all()
    if any(_same(row.name, saved.name) and row.id != saved.id for row in known):
        raise NameTaken
    values = {
        "name": saved.name,
        "text_en": saved.text.get("en", ""),
        "text_es": saved.text.get("es", ""),
        "changed_at": tx.now,
        "changed_by_id": by.id,
    }
    if saved.id in {row.id for row in known}:
        tx.execute(update(replies).where(replies.c.id == saved.id).values(**values))
        return
    if len(known) >= MOST:
        raise TooMany
    tx.execute(insert(replies).values(**values))


def drop(tx: Transaction, reply_id: int) -> None:
    """Delete one; twice is as once."""
    tx.execute(delete(replies).where(replies.c.id == reply_id))


def were_used(tx: Transaction, reply_ids: Collection[int]) -> None:
    """Count that these were sent."""
    tx.execute(
        update(replies).where(replies.c.id.in_(list(reply_ids))).values(used=replies.c.used + 1)
    )


def _named(placeholder: re.Match[str]) -> str:
    return placeholder[1].strip().lower()


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _saved(row: Row) -> Saved:
    texts: dict[Language, str] = {"en": row.text_en, "es": row.text_es}
    text = {language: Masked(each) for language, each in texts.items() if each}
    return Saved(row.id, row.name, text, row.used)
