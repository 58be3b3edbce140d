"""What is promised to people, and how often each promise was broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

PROMISES = {
    "leaked": "words or names before somebody who may not see them",
    "telling notifications": "notifications that give words or names away",
    "logged": "log lines with words or names",
    "refused": "what Slack would not take, such as a view over its limits",
    "failed": "what the bot answered wrongly or not at all",
    "nagged": "people who were reminded more often in seven days than the network allows",
    "disturbed": "reminders and digests outside of working hours, or in quiet ones",
    "digests amiss": "mornings with no digest or several, or one to who was away",
    "doubled": "messages that were posted twice",
    "lost": "words that never arrived",
    "still standing": "words that were taken back and stand somewhere",
    "forgotten": "requests that wait on nobody, or overdue without a word of it",
    "left": "messages and events that are still under way or stuck",
}


@dataclass(slots=True)
class Verdict:
    """How often each promise was broken, the first stories of each, and how it went otherwise."""

    broken: Counter[str] = field(default_factory=Counter)
    stories: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    received: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    def blame(self, promise: str, story: str) -> None:
        """A promise was broken."""
        self.broken[promise] += 1
        if len(self.stories[promise]) < 5:
            self.stories[promise].append(story)
