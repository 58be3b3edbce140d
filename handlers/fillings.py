"""What stands for the placeholders of a saved reply, from the ticket that it answers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk import people, records
from bot.i18n import Language, Texts, language_of
from bot.store import Row, Transaction
from handlers.places import place_of
from handlers.views.resource import Names, place_name
from handlers.views.wording import kind_name


@dataclass(frozen=True, slots=True)
class Facts:
    """A ticket as its placeholders need it, with the names of who asked and of who replies.
    `hides_name` is whether somebody reads along who may not know who asked.
    """

    ticket: Row
    requester: str
    me: str
    language: Language
    hides_name: bool


def facts(tx: Transaction, ticket: Row, me: str) -> Facts:
    """What is known of a ticket. Its requester's language is the one that they asked in, where we
    have it: they could correct it.
    """
    requester = people.find(tx, ticket.requester_id)
    asked_in = ticket.language in ("en", "es")
    return Facts(
        ticket,
        requester.name,
        me,
        language_of(ticket.language) if asked_in else requester.reads,
        records.expert_thread(tx, ticket) is not None and ticket.shown_as != "name",
    )


def values(known: Facts, names: Names, _: Texts) -> dict[str, str]:
    """A value for each placeholder, in a language; where a ticket has none, words that read well
    in a sentence.
    """
    ticket = known.ticket
    topic, place = names.topics.get(ticket.topic), place_of(ticket.place)
    called = "" if known.hides_name else known.requester
    return {
        "name": called or _("colleague"),
        "number": str(ticket.id),
        "topic": (topic.name(_.language) if topic else ticket.topic) or _("your question"),
        "place": place_name(place, names, _) if place else _("your area"),
        "kind": kind_name(ticket.kind, _),
        "me": known.me or _("the coordinator"),
    }
