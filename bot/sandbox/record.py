"""What happened, for tests to look at: every API call, every delivery, every mention."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from bot.sandbox.wire import JSON

MOST_KEPT = 100_000
# An answer may be a whole thread: what lies deeper in it than the first level is kept so long.
WHOLE_ANSWERS = 1_000


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
    """Everything since the start; the oldest half goes when there are more than `most_kept`.

    `calls_gone` and `deliveries_gone` are how many of each went.
    """

    def __init__(self) -> None:
        self.most_kept = MOST_KEPT
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.mentions: list[Mention] = []
        self.notices: defaultdict[str, list[JSON]] = defaultdict(list)
        self.calls_gone = 0
        self.deliveries_gone = 0

    @property
    def count(self) -> int:
        """How many calls and deliveries there were since the start."""
        kept = len(self.calls) + len(self.deliveries)
        return kept + self.calls_gone + self.deliveries_gone

    def call(self, call: Call) -> None:
        """Notes an API call."""
        self.calls.append(call)
        if len(self.calls) > WHOLE_ANSWERS:
            _cut_short(self.calls[-1 - WHOLE_ANSWERS])
        self.calls_gone += _trim(self.calls, self.most_kept)

    def delivery(self, delivery: Delivery) -> None:
        """Notes a request to the app, as it is sent."""
        self.deliveries.append(delivery)
        self.deliveries_gone += _trim(self.deliveries, self.most_kept)


def _cut_short(call: Call) -> None:
    answer = call.answer
    call.answer = {key: answer[key] for key in answer if not isinstance(answer[key], (dict, list))}


def _trim(entries: list[Call] | list[Delivery], most: int) -> int:
    """Drops all but the newer half of too many; how many those are."""
    gone = len(entries) - most // 2 if len(entries) > most else 0
    del entries[:gone]
    return gone
