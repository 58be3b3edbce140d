"""What happened, for tests to look at: every API call, every delivery, every mention."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from bot.sandbox.wire import JSON

_MOST_KEPT = 100_000


@dataclass
class Call:
    """One call of the Web API or of a `response_url`, as it was answered."""

    method: str
    args: JSON
    status: int | None = None
    answer: JSON = field(default_factory=dict)
    error: str | None = None
    fault: str | None = None
    at: float = 0.0


@dataclass
class Delivery:
    """One request to the app, and what came of it.

    `error` is what the person was told, `message` what they were shown, `errors` what stands
    beside the fields of a form that was not taken. `ms` is how long the app took, `connection`
    the number of the Socket Mode connection that carried it.
    """

    kind: str
    payload: JSON
    status: int | None = None
    ms: float = 0.0
    body: str = ""
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    message: JSON | None = None
    errors: dict[str, str] = field(default_factory=dict)
    options: JSON = field(default_factory=dict)
    retry_num: int = 0
    retry_reason: str | None = None
    at: float = 0.0
    connection: int | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app answered as Slack wants it and the person saw no error."""
        return self.error is None and not self.errors

    def shown(self) -> JSON:
        """The delivery as JSON."""
        return {**asdict(self), "headers": dict(self.headers), "ok": self.ok}


@dataclass(frozen=True)
class Mention:
    """A mention that rang somebody's phone: `kind` is user, usergroup or broadcast."""

    kind: str
    target: str
    channel: str
    ts: str


class Record:
    """Everything since the start; the oldest half goes when there is too much."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.mentions: list[Mention] = []
        self.notices: defaultdict[str, list[JSON]] = defaultdict(list)

    def call(self, call: Call) -> None:
        """Notes an API call."""
        self.calls.append(call)
        _trim(self.calls)

    def delivery(self, delivery: Delivery) -> None:
        """Notes a request to the app, as it is sent."""
        self.deliveries.append(delivery)
        _trim(self.deliveries)


def _trim(entries: list[Call] | list[Delivery]) -> None:
    if len(entries) > _MOST_KEPT:
        del entries[: _MOST_KEPT // 2]
