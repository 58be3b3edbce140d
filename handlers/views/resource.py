"""One resource in words: its title, its byline, and what to be careful of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from bot.i18n import Texts
from catalog.models import Kind, Place, Query, Resource, State, Topic
from handlers.views.blocks import Block, Message, context, cut, escape, link, section

OLD_YEARS = 8
"""A document older than this is shown with a warning: before it lies another legal setting."""


NEWS = ("news", "press-release")
"""What was news once is no worse for its age: its date says enough."""


@dataclass(frozen=True, eq=False, slots=True)
class Names:
    """The library's names for ids, as of now; another instance once they have changed."""

    kinds: Mapping[str, Kind]
    topics: Mapping[str, Topic]
    states: Mapping[str, State]


def title(resource: Resource, _: Texts) -> str:
    """The title in mrkdwn, linked to the document where it has an address anyone may open."""
    url = resource.url if resource.is_public else ""
    return f"*{link(url, resource.title_in(_.language))}*"


def byline(resource: Resource, names: Names, _: Texts, *, is_new: bool = False) -> str:
    """Publisher, kind, date, language and place on one line, in mrkdwn."""
    kind, new = names.kinds.get(resource.type), _("New")
    parts = [
        f"*{new}*" if is_new else "",
        escape(_published_by(resource, _)),
        escape(kind.name(_.language)) if kind else "",
        _.date(resource.date) if resource.date else "",
        _.listed([_.language_name(code) for code in resource.languages]),
        escape("; ".join(place_name(place, names, _) for place in resource.places)),
    ]
    return " · ".join(part for part in parts if part)


def asked_for(query: Query, names: Names, _: Texts) -> str:
    """What a query asks for, in the reader's words: its own words quoted, its filters named."""
    named = [
        *(kind.name(_.language) for name in query.types if (kind := names.kinds.get(name))),
        *(topic.name(_.language) for name in query.topics if (topic := names.topics.get(name))),
        *(place_name(place, names, _) for place in query.places),
        *query.publishers,
        *(_.language_name(code) for code in query.languages),
    ]
    if query.since:
        named.append(_("since {day}", day=_.date(query.since)))
    if query.new:
        named.append(_("New"))
    words = cut(query.words.strip(), 150)
    return " · ".join([f"“{words}”", *named] if words else named)


def place_name(place: Place, names: Names, _: Texts) -> str:
    """A place as a person says it."""
    if place.is_national:
        return _("United States")
    state = names.states.get(place.iso)
    name = state.name(_.language) if state else place.iso
    return f"{place.city}, {name}" if place.city else name


def warnings(resource: Resource, _: Texts, today: date) -> list[str]:
    """What to be careful of, in mrkdwn, most important first."""
    said = [
        _status(resource, _),
        escape(resource.currency_in(_.language)) or _age(resource, _, today),
        _access(resource, _) or _address(resource, _),
    ]
    return [warning for warning in said if warning]


@lru_cache(maxsize=8_192)
def small_print(resource: Resource, names: Names, _: Texts, today: date, *, is_new: bool) -> Block:
    """The byline, and the warnings below it."""
    lines = [byline(resource, names, _, is_new=is_new)]
    lines += [f":warning: {warning}" for warning in warnings(resource, _, today)]
    return context("\n".join(line for line in lines if line) or resource.id)


def card(resource: Resource, names: Names, _: Texts, today: date, *, shared_by: str) -> Message:
    """A public card for a channel, named after who shared it."""
    said = _("<@{person}> shared this from the library:", person=shared_by)
    text = f"{title(resource, _)}\n{escape(resource.summary_in(_.language))}".strip()
    blocks = [context(said), section(text), small_print(resource, names, _, today, is_new=False)]
    return {"text": escape(resource.title_in(_.language)), "blocks": blocks}


def host(url: str) -> str:
    """The site of an address, as people say it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _published_by(resource: Resource, _: Texts) -> str:
    """The publishers on a line that a phone can show: one or two, else the first and a count."""
    first, *others = resource.publishers or ("",)
    if len(others) <= 1:
        return _.listed([first, *others])
    return _.plural("{first} and {n} other", "{first} and {n} others", len(others), first=first)


def _status(resource: Resource, _: Texts) -> str:
    return {
        "failed": _("This did not pass."),
        "superseded": _("A later version replaces this one."),
        "proposed": _("Proposed only; not in force when we last looked."),
        "amended": _("Amended since; look for the current text."),
    }.get(resource.status, "")


def _age(resource: Resource, _: Texts, today: date) -> str:
    if resource.type == "event":
        is_past = resource.date and resource.date < today.isoformat()[: len(resource.date)]
        return _("This event is over.") if is_past else ""
    if (
        resource.type in NEWS
        or not resource.date
        or int(resource.date[:4]) > today.year - OLD_YEARS
    ):
        return ""
    return _("From {year}; check that it still holds.", year=resource.date[:4])


def _access(resource: Resource, _: Texts) -> str:
    if resource.is_public:
        return ""
    return _("By request only: ask your network's coordinator for access.")


def _address(resource: Resource, _: Texts) -> str:
    if not resource.url:
        where = resource.found_on[0] if resource.found_on else ""
        if not where:
            return _("We have no address for it.")
        return _("No address of its own; listed on {site}.", site=link(where, host(where)))
    site = escape(host(resource.url))
    return {
        "mirror": _("The link is a copy on {site} and may stop working.", site=site),
        "announcement": _("The link leads to its announcement on {site}.", site=site),
        "library-record": _("The link leads to a library entry on {site}.", site=site),
        "transcript": _("The link leads to its text as quoted on {site}.", site=site),
        "cited-address": _("The address was taken from another page; we have not opened it."),
    }.get(resource.url_role, "")
