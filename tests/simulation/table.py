"""What is printed at the end."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tests.simulation.cast import Cast
from tests.simulation.promises import PROMISES, Verdict

ROLES = ("official", "expert", "expert outside", "coordinator", "stand-in")


def lines(cast: Cast, verdict: Verdict) -> list[str]:
    """The whole table: what people did, what each received, and what of each promise."""
    return [
        *_done(cast),
        *(line for role in ROLES for line in _received(role, verdict)),
        *_facts(cast, verdict),
        *_promises(verdict),
    ]


def _done(cast: Cast) -> list[str]:
    counts = cast.stage.done
    return ["What people did", *(_line(what, counts[what]) for what in sorted(counts)), ""]


def _received(role: str, verdict: Verdict) -> list[str]:
    table = verdict.received.get(role, {})
    if not table:
        return []
    heads = _columns("the least", "median", "most", "in all")
    several = len(next(iter(table.values())))
    title = f"What each received: {several} × {role}"
    rows = [f"  {kind:<32}{_spread(counts)}" for kind, counts in sorted(table.items(), key=_last)]
    return [f"{title:<34}{heads}", *rows, ""]


def _last(row: tuple[str, Sequence[int]]) -> tuple[bool, int]:
    return row[0] == "all together", -sum(row[1])


def _spread(counts: Sequence[int]) -> str:
    return _columns(counts[0], f"{median(counts):g}", counts[-1], f"{sum(counts):,}")


def _columns(*values: object) -> str:
    return "".join(f"{value!s:>11}" for value in values)


def _facts(cast: Cast, verdict: Verdict) -> list[str]:
    eyes = cast.stage.eyes
    calls, facts = eyes.calls, dict(verdict.facts)
    facts |= {f"most {name}": number for name, number in sorted(eyes.biggest.items())}
    facts |= {"requests to the bot": eyes.deliveries, "calls of Slack": calls.total()}
    refused = {f"  refused, and mended: {name}": number for name, number in eyes.refused.items()}
    return ["How it went", *(_line(name, value) for name, value in (facts | refused).items()), ""]


def _promises(verdict: Verdict) -> list[str]:
    found = ["Promises broken"]
    for promise, meaning in PROMISES.items():
        found.append(f"  {promise:<24}{verdict.broken[promise]:>8,}   {meaning}")
        found += [f"      {story}" for story in verdict.stories[promise]]
    return found


def _line(name: str, value: object) -> str:
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return f"  {name:<46}{shown:>10}"
