"""Answers given lately: people of one network ask the same things in the same weeks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Remembered(Generic[Answer]):
    """The answers given last, as long as what they were made from stays the same.

    Nothing in it says who asked.
    """

    size: int = 512
    _version: Hashable = None
    _answers: OrderedDict[Hashable, Answer] = field(default_factory=OrderedDict)

    def get(self, version: Hashable, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question, made anew when it is not known or is of another version."""
        if version != self._version:
            self._answers.clear()
            self._version = version
        if question not in self._answers:
            self._answers[question] = answer()
            if len(self._answers) > self.size:
                self._answers.popitem(last=False)
        self._answers.move_to_end(question)
        return self._answers[question]
