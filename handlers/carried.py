"""What buttons and forms of ours carry, as text that Slack brings back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

MAX_WORDS = 1_000
"""Characters of a query that are read: enough for any question, and it fits a button's value."""

_CUT = "…"
"""Ends the first line of what a button carries where the end of the words is missing."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer was asked for, so that it can be shared there.

    `response_url` takes five posts within 30 minutes (docs.slack.dev, "Handling user
    interaction"); `thread_ts` is empty outside a thread; `shareable` is false where only the
    person and the bot can see.
    """

    response_url: str = ""
    thread_ts: str = ""
    shareable: bool = False

    def dump(self) -> str:
        """As text for a view's private_metadata."""
        return json.dumps(asdict(self)) if self != Origin() else ""

    @classmethod
    def load(cls, text: object) -> Origin:
        """Back from a view's private_metadata; the empty origin where there is none."""
        return cls(**json.loads(text)) if isinstance(text, str) and text.startswith("{") else cls()


@dataclass(frozen=True, slots=True)
class Turn:
    """The page of a query that a button leads to."""

    query: str
    offset: int = 0

    def dump(self) -> str:
        """As text for a button's value."""
        return json.dumps({"q": self.query, "o": self.offset}, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Turn:
        """Back from a button's value."""
        value = json.loads(text)
        return cls(str(value["q"]), max(0, int(value["o"])))


@dataclass(frozen=True, slots=True)
class Choice:
    """A resource to save, or to save no more; in a message also the page on which it stands.

    Slack does not send an ephemeral message back (docs.slack.dev, "block_actions payloads"), and
    the page can only be drawn anew from what its buttons say.
    """

    resource_id: str
    turn: Turn | None = None

    def dump(self) -> str:
        """As text for a button's value: on lines, because JSON could double a query's length."""
        if self.turn is None:
            return self.resource_id
        return f"{self.resource_id}\n{self.turn.offset}\n{self.turn.query}"

    @classmethod
    def load(cls, text: str) -> Choice:
        """Back from a button's value."""
        resource_id, _, page = text.partition("\n")
        offset, _, query = page.partition("\n")
        return cls(resource_id, Turn(query, int(offset)) if page else None)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button "Ask an expert" carries over into the form; `is_cut` is whether the end of
    the words is missing.
    """

    words: str = ""
    resource_id: str = ""
    kind: str = ""
    is_cut: bool = False

    def dump(self) -> str:
        """As text for a button's value."""
        end = _CUT if self.is_cut or len(self.words) > MAX_WORDS else ""
        return f"{self.kind}{end}\n{self.resource_id}\n{self.words[:MAX_WORDS]}"

    @classmethod
    def load(cls, text: str) -> Carried:
        """Back from a button's value."""
        kind, _, rest = text.partition("\n")
        resource_id, _, words = rest.partition("\n")
        return cls(words, resource_id, kind.removesuffix(_CUT), kind.endswith(_CUT))


@dataclass(frozen=True, slots=True)
class Step:
    """What a form is about: the handle of a ticket or an offer, which nobody can guess, and how
    far the form is. Nothing else of a ticket stands in a view's private_metadata.
    """

    handle: str = ""
    name: str = ""

    def dump(self) -> str:
        """As text for a view's private_metadata."""
        return f"{self.name}\n{self.handle}"

    @classmethod
    def load(cls, text: object) -> Step:
        """Back from a view's private_metadata; empty where it holds something else."""
        name, separator, handle = str(text or "").partition("\n")
        return cls(handle, name) if separator else cls()


@dataclass(frozen=True, slots=True)
class WordsFor:
    """Words that wait, and the ticket that they are for, each by its handle."""

    words: str
    handle: str = ""

    def dump(self) -> str:
        """As text for a button's value."""
        return f"{self.words}\n{self.handle}"

    @classmethod
    def load(cls, text: str) -> WordsFor:
        """Back from a button's value."""
        words, _, handle = text.partition("\n")
        return cls(words, handle)
