"""How often the first expert proposed is one whom a coordinator would ask first."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.matching import best
from tests.desk.matching_examples import DAY, EXAMPLES, EXPERTS, NOW, Example

FLOOR = 41
"""Of the examples, how many must have a judged one first."""


def ordered(example: Example) -> list[str]:
    """The experts' names, the best first."""
    experts = [
        replace(
            expert,
            load=example.busy.get(name, 0),
            away_until=NOW + DAY if name in example.away else None,
        )
        for name, expert in EXPERTS.items()
    ]
    return [match.expert.person.name for match in best(example.facts(), experts, NOW)]


def test_there_are_enough_examples_and_each_is_judged() -> None:
    assert len(EXAMPLES) >= 25
    assert all(example.best and example.best <= EXPERTS.keys() for example in EXAMPLES)


def test_nearly_always_a_judged_one_comes_first() -> None:
    missed = [(each.words, ordered(each)[:3]) for each in EXAMPLES if first(each) not in each.best]
    assert len(EXAMPLES) - len(missed) >= FLOOR, missed


def test_always_a_judged_one_is_among_the_three_that_are_shown() -> None:
    missed = [each.words for each in EXAMPLES if each.best.isdisjoint(ordered(each)[:3])]
    assert missed == []


def first(example: Example) -> str:
    return ordered(example)[0]
