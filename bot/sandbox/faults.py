"""Faults on demand: which calls and deliveries are hit, by rule or by a seeded mix."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from bot.sandbox.outage import Outage
from bot.sandbox.record import Call, Delivery
from bot.sandbox.wire import JSON

# What can befall a call of the app's.
CALL_KINDS = (
    "429",
    "500_before",
    "500_after",
    "drop_before",
    "drop_after",
    "hang",
    "late",
    "garbage_before",
    "garbage",
    "internal_error_after",
)
# What can befall a delivery to the app: it never gets there, it comes twice, its ack is lost.
DELIVERY_KINDS = ("unsent", "twice", "ack_lost")
KINDS = CALL_KINDS + DELIVERY_KINDS
# A mix leaves out what only ends with the caller's patience.
MIXED_KINDS = tuple(kind for kind in CALL_KINDS if kind != "hang")


@dataclass
class Fault:
    """A rule; `times` None is always, the first `skip` matches are let through.

    `method` is an API method, `response_url`, the kind of a delivery (`event`, `command`,
    `block_actions` …) or `*`. `seconds` is the delay of `late` and the `Retry-After` of `429`.
    `channel` narrows the rule to calls about one channel.
    """

    method: str
    kind: str
    times: int | None = 1
    skip: int = 0
    seconds: float = 1.0
    channel: str | None = None

    def strikes(self, method: str, channel: object, kinds: Sequence[str]) -> bool:
        """Whether this rule hits; counts down."""
        if self.times == 0 or self.kind not in kinds or self.method not in {"*", method}:
            return False
        if self.channel is not None and channel != self.channel:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Mix:
    """A share of everything is hit; the same seed hits the same calls.

    It depends on how often a method was called before, not on what else is under way.
    """

    seed: int
    share: float
    kinds: Sequence[str]
    seconds: float
    seen: Counter[str] = field(default_factory=Counter)

    def striking(self, method: str, kinds: Sequence[str]) -> Fault | None:
        """The fault that hits this call or delivery, if any."""
        mine = [kind for kind in self.kinds if kind in kinds]
        if not mine:
            return None
        self.seen[method] += 1
        lot = hashlib.sha256(f"{self.seed}:{method}:{self.seen[method]}".encode()).digest()
        if int.from_bytes(lot[:8]) >= self.share * 2**64:
            return None
        return Fault(method, mine[lot[8] % len(mine)], seconds=self.seconds)


class Faults:
    """What is in force: the first rule that fits strikes, else the mix; an outage before both."""

    def __init__(self, outage: Outage | None = None) -> None:
        self.rules: list[Fault] = []
        self._outage = outage or Outage()
        self._mix: Mix | None = None

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int | None = 1,
        skip: int = 0,
        seconds: float = 1.0,
        channel: str | None = None,
    ) -> Fault:
        """Adds a rule. Raises `ValueError` for a kind that is none of `KINDS`."""
        _must_be_known([kind])
        fault = Fault(method, kind, times, skip, seconds, channel)
        self.rules.append(fault)
        return fault

    def mix(
        self,
        seed: int,
        share: float = 0.25,
        kinds: Sequence[str] = MIXED_KINDS,
        seconds: float = 1.0,
    ) -> Mix:
        """Hits a share of all calls and deliveries that `kinds` can befall, beside the rules."""
        _must_be_known(kinds)
        if not 0 <= share <= 1:
            raise ValueError("share must be between 0 and 1")
        self._mix = Mix(seed, share, tuple(kinds), seconds)
        return self._mix

    def clear(self) -> None:
        """Takes away every rule and the mix."""
        self.rules.clear()
        self._mix = None

    def shown(self) -> list[JSON]:
        """The rules as JSON."""
        return [asdict(rule) for rule in self.rules]

    def striking(self, call: Call) -> Fault | None:
        """What hits this call, if anything."""
        if self._outage.lasts:
            return Fault(call.method, "drop_before")
        return self._striking(call.method, call.args.get("channel"), CALL_KINDS)

    def striking_delivery(self, delivery: Delivery) -> str | None:
        """The kind of what hits this delivery, if anything."""
        fault = self._striking(delivery.kind, None, DELIVERY_KINDS)
        return fault.kind if fault else None

    def _striking(self, method: str, channel: object, kinds: Sequence[str]) -> Fault | None:
        for rule in self.rules:
            if rule.strikes(method, channel, kinds):
                if rule.times == 0:
                    self.rules.remove(rule)
                return rule
        return self._mix.striking(method, kinds) if self._mix else None


def _must_be_known(kinds: Sequence[str]) -> None:
    if odd := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"no such fault: {odd[0]}; there are {', '.join(KINDS)}")
