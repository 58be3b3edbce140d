"""What may be seen by whom, kept as things are said; and what was seen by others all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.simulation.words import NAME, TOKEN


@dataclass(slots=True)
class Request:
    """A request as its people know it. `party` are those who are on it for its requester: the
    expert, or everyone in the partner's channel, and `place` is the channel where they read along.
    `number` is 0 until its requester was told it.
    """

    token: str
    requester: str
    visibility: str
    shown_as: str
    language: str
    asked_at: float
    number: int = 0
    party: frozenset[str] = frozenset()
    place: str = ""
    closed: bool = False
    head_ts: str = ""


@dataclass(slots=True)
class Secret:
    """Something that was said, or a name; `may` are the users who may see it, `places` are the
    channels in which the bot must pass it on, `posted` those in which it did, and how often.
    """

    what: str
    may: set[str]
    request: Request | None = None
    at: float = 0.0
    places: set[str] = field(default_factory=set)
    posted: Counter[str] = field(default_factory=Counter)
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """Somebody had before them what they may not see."""

    what: str
    token: str
    who: str
    where: str
    at: float


@dataclass(slots=True)
class Ledger:
    """Everything that was said."""

    coordinators: frozenset[str] = frozenset()
    secrets: dict[str, Secret] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    numbered: dict[int, Request] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    looked_at: int = 0

    def knows_name(self, name: str, user_id: str) -> None:
        """A name that is to be seen by few: its owner's token."""
        self.names[user_id] = name
        self.secrets[name] = Secret("name", {user_id, *self.coordinators})

    def asked(self, request: Request) -> None:
        """Somebody is about to ask."""
        self.requests[request.token] = request
        may = {request.requester, *self.coordinators}
        self.secrets[request.token] = Secret("question", may, request, request.asked_at)

    def is_numbered(self, request: Request, number: int) -> None:
        """Its requester was told its number."""
        request.number = number
        self.numbered[number] = request

    def shown_to(self, request: Request, users: Iterable[str]) -> None:
        """It is shown to experts: its question and, where its requester said so, their name."""
        several = set(users)
        self.secrets[request.token].may |= several
        if request.shown_as == "name":
            self.secrets[self.names[request.requester]].may |= several

    def taken_on(self, request: Request, users: Iterable[str], place: str) -> None:
        """Experts are on it from now on."""
        request.party, request.place = frozenset(users), place

    def parted(self, request: Request) -> None:
        """Nobody is on it any more but coordinators."""
        request.party, request.place = frozenset(), ""

    def said(
        self,
        what: str,
        token: str,
        request: Request,
        may: Iterable[str],
        at: float,
        places: Iterable[str] = (),
    ) -> Secret:
        """Somebody says something on a request, for these eyes and those of coordinators."""
        secret = Secret(what, {*may, *self.coordinators}, request, at, set(places))
        self.secrets[token] = secret
        return secret

    def look(self, text: str, readers: Iterable[str], where: str, at: float) -> set[str]:
        """People have something before them; the tokens in it."""
        self.looked_at += 1
        found = {*TOKEN.findall(text), *NAME.findall(text)}
        for token in found:
            secret = self.secrets.get(token)
            for who in readers:
                if secret is None or who not in secret.may:
                    what = secret.what if secret else "unknown"
                    self.leaks.append(Leak(what, token, who, where, at))
        return found
