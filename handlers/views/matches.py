"""Why an expert suits a ticket, and what became of asking them, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from bot.desk.matching import Match, Reason, What
from bot.desk.offers import AVOIDED
from bot.i18n import Texts
from handlers.places import place_of
from handlers.views import wording
from handlers.views.blocks import cut, date, escape
from handlers.views.resource import Names, place_name

WORDS = 150
"""Characters of the words with which somebody declined that are shown in a list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An expert or a partner who was asked, and what came of it. `due_at` is in milliseconds
    since 1970; `words` are masked.
    """

    name: str
    state: str
    reason: str = ""
    words: str = ""
    due_at: int | None = None


def moment(at: int, _: Texts) -> str:
    """A time in milliseconds since 1970, shown in the reader's own zone."""
    seconds = at // 1000
    return date(seconds, "{date_short_pretty} {time}", _.date(day(at)))


def day(at: int) -> str:
    """The ISO day of a time in milliseconds since 1970, in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


_SAID_BY: Mapping[What, What] = MappingProxyType(
    # Whoever helped has answered; whoever let this one run out is among those who do.
    {"answered": "helped", "silent": "expired"}
)
"""Reasons that another one says already."""


def called(match: Match, _: Texts) -> str:
    """Who is asked, as plain text: the expert, or the partner in whose channel they are."""
    if match.is_outside:
        return match.expert.organization.name
    return match.expert.person.name or _("No name")


def why(match: Match, names: Names, _: Texts) -> str:
    """The expert's partner, or that its channel is asked, and all reasons, as plain text."""
    given = {reason.what for reason in match.reasons}
    said = [
        _reason(reason, names, _)
        for reason in match.reasons
        if reason.what != "outside" and _SAID_BY.get(reason.what) not in given
    ]
    return "; ".join([_where(match, _), *filter(None, said)])


def _where(match: Match, _: Texts) -> str:
    if not match.is_outside:
        return match.expert.organization.name
    if not match.expert.person.name:
        return _("in their shared channel")
    return _("in their shared channel, for {expert}", expert=match.expert.person.name)


def came_of_all(
    everyone: Sequence[Asked], most: int, _: Texts, *, is_whole: bool = False
) -> list[str]:
    """What came of asking the newest `most`; nothing of those whose turn never came."""
    asked = [each for each in everyone if each.state != "withdrawn" or each.due_at is not None]
    return [came_of(each, _, is_whole=is_whole) for each in asked[-most:]]


def came_of(asked: Asked, _: Texts, *, is_whole: bool = False) -> str:
    """What came of asking somebody, in mrkdwn; `is_whole` is whether all of their words stand in
    it.
    """
    name = escape(asked.name)
    if asked.state == "declined":
        return _declined(name, asked, _, is_whole=is_whole)
    if asked.state == "open" and asked.due_at is not None:
        return _("{name}: asked, has until {when}", name=name, when=moment(asked.due_at, _))
    said = {
        "waiting": _("{name}: comes next"),
        "open": _("{name}: asked"),
        "accepted": _("{name}: accepted"),
        "expired": _("{name}: did not answer in time"),
        "withdrawn": _withdrawn(asked, _),
        "left": _("{name}: accepted, and is on it no more"),
    }
    return said[asked.state].format(name=name)


def _withdrawn(asked: Asked, _: Texts) -> str:
    if asked.reason == AVOIDED:
        return _("{name}: taken back, the person who asked doesn't want to be put in touch")
    return _("{name}: taken back")


def _declined(name: str, asked: Asked, _: Texts, *, is_whole: bool) -> str:
    reason = {
        "busy": _("{name}: declined, is too busy"),
        "not_my_topic": _("{name}: declined, not their topic"),
        "conflict": _("{name}: declined, has a conflict of interest"),
        "suggested": _("{name}: declined, suggests someone else"),
        "unreachable": _("{name}: could not be reached in Slack"),
    }.get(asked.reason, _("{name}: declined"))
    words = " ".join(asked.words.split())
    words = words if is_whole else cut(words, WORDS)
    return reason.format(name=name) + (f" (“{escape(words)}”)" if words else "")


def _reason(reason: Reason, names: Names, _: Texts) -> str:
    saying = _SAID.get(reason.what)
    if saying is not None:
        return saying(reason.about, names, _)
    return {
        "chosen": _("chosen by the person who asked"),
        "other_topic": _("other topics"),
        "other_place": _("other places"),
        "other_language": _("does not answer in this language"),
        "full": _("has as many as they can take"),
        "booked": _("is asked as many as they can take"),
        "partner": _("usually asked for this"),
        "not_for": _("wants no such requests"),
        "declined": _("declined this already"),
        "expired": _("did not answer in time"),
    }[reason.what]


def _topic(about: str, names: Names, _: Texts) -> str:
    topic = names.topics.get(about)
    return topic.name(_.language) if topic else about


def _place(about: str, names: Names, _: Texts) -> str:
    place = place_of(about)
    return place_name(place, names, _) if place else ""


def _language(about: str, _names: Names, _: Texts) -> str:
    return _("answers in {language}", language=_.language_name(about))


def _kind(about: str, _names: Names, _: Texts) -> str:
    return wording.kind_name(about, _)


def _load(about: str, _names: Names, _: Texts) -> str:
    return _.plural("{n} open", "{n} open", int(about))


def _helped(about: str, _names: Names, _: Texts) -> str:
    return _.plural("helped once with this", "helped {n} times with this", int(about))


def _answered(about: str, _names: Names, _: Texts) -> str:
    return _.plural("answered this once", "answered this {n} times", int(about))


def _unanswered(about: str, _names: Names, _: Texts) -> str:
    return _.plural("{n} unanswered", "{n} unanswered", int(about))


def _silent(about: str, _names: Names, _: Texts) -> str:
    return _.plural("let one run out lately", "let {n} run out lately", int(about))


def _away(about: str, _names: Names, _: Texts) -> str:
    return _("away until {date}", date=_.date(day(int(about))))


_SAID: dict[str, Callable[[str, Names, Texts], str]] = {
    "topic": _topic,
    "place": _place,
    "state": _place,
    "nearby": _place,
    "language": _language,
    "kind": _kind,
    "load": _load,
    "unanswered": _unanswered,
    "silent": _silent,
    "helped": _helped,
    "answered": _answered,
    "away": _away,
}
