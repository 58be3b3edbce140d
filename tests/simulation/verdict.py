"""What came of it: whom it reached how often, and every promise that was broken, with a story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.store import Row
from tests.simulation import records
from tests.simulation.cast import Cast
from tests.simulation.eyes import MENDED, Eyes, Post
from tests.simulation.ledger import Ledger, Secret
from tests.simulation.logged import Lines
from tests.simulation.promises import Verdict
from tests.simulation.records import Sent
from tests.simulation.reminders import TIMED, Reminders
from tests.simulation.walls import DAY, HOUR, local
from tests.simulation.words import TOKEN

LATELY = 1 * HOUR
"""What was said so shortly before the end may still be on its way."""
SLACK = 2 * DAY
"""How long something may be overdue before a nudge or a digest must have named it: over a weekend
and a holiday nobody is disturbed.
"""

AGAIN = "event: 503"

SUMMED_UP = ("question", "name", "closing words", "declined", "suggested", "stepped back")
"""What may stand in several messages of one thread: each note of why a request came back names all
who declined so far.
"""


@dataclass(slots=True)
class Judge:
    """Looks at all of it when it is over. `sent` are the desk's own words for what was posted."""

    cast: Cast
    lines: Lines
    sent: Mapping[str, Sent]
    needs: Mapping[date, Mapping[str, int]]
    metrics: str
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def eyes(self) -> Eyes:
        """What was shown."""
        return self.cast.stage.eyes

    @property
    def ledger(self) -> Ledger:
        """What was said."""
        return self.cast.stage.ledger

    async def judge(self) -> Verdict:
        """The verdict."""
        run = self.cast.stage.world.bot.store.run
        self._secrets()
        self._slack()
        Reminders(self.cast, list(self._posted(TIMED)), self.needs, self.verdict).judge()
        self._once()
        self._words()
        rows, nudged = await run(records.every_ticket), await run(records.nudged)
        self._requests(rows, nudged, await run(records.open_offers))
        for name, number in (await run(records.left)).items():
            self.verdict.blame("left", f"{number} × {name}")
        self._received()
        self._count(rows)
        return self.verdict

    def _secrets(self) -> None:
        for leak in self.ledger.leaks:
            who = self.cast.key_of(leak.who)
            self._blame("leaked", f"{leak.what} {leak.token} before {who} in {leak.where}", leak.at)
        for method, number in self.eyes.told.items():
            self.verdict.blame("telling notifications", f"{number} × {method}")
        for line in self.lines.telling:
            self.verdict.blame("logged", line)
        if any(each in self.metrics for each in self.ledger.secrets):
            self.verdict.blame("logged", "the metrics hold words or a name")

    def _slack(self) -> None:
        for name, number in self.eyes.refused.items():
            if not name.endswith(MENDED):
                self.verdict.blame("refused", f"{number} × {name} {self.eyes.examples.get(name)}")
        for name, number in self.eyes.failed.items():
            if name == AGAIN:
                # It was too busy to keep it in time, and Slack came again.
                self.verdict.facts["  turned away, and brought again"] = number
                continue
            self.verdict.blame("failed", f"{number} × {name} {self.eyes.examples[name]}")

    def _once(self) -> None:
        marks = Counter(post.mark for post in self.eyes.posts if post.mark)
        for post in self.eyes.posts:
            if post.mark and marks[post.mark] > 1:
                self._blame("doubled", f"{self._kind(post)} {post.mark}", post.at)
        for token, secret in self.ledger.secrets.items():
            for place, number in secret.posted.items():
                if number > 1 and secret.what not in SUMMED_UP:
                    self._blame("doubled", f"{secret.what} {token} in {place}", secret.at)

    def _words(self) -> None:
        ends_at = self.cast.stage.plan.ends_at
        gone = {token: each for token, each in self.ledger.secrets.items() if each.taken_back}
        for token, secret in self.ledger.secrets.items():
            if secret.taken_back or secret.at > ends_at - LATELY:
                continue
            for channel in secret.places - _places(secret.posted):
                story = f"{secret.what} {token} of #{_number(secret)} to {self._place(channel)}"
                self._blame("lost", story, secret.at)
        for place in self.cast.stage.sandbox.workspace.channels.values():
            for message in place.messages.values():
                stands = TOKEN.findall(str(message)) if "bot_id" in message else ()
                for token in gone.keys() & set(stands):
                    self._blame("still standing", f"{token} in {place.id}", gone[token].at)

    def _requests(self, rows: Sequence[Row], nudged: Mapping[int, int], asked: set[int]) -> None:
        now = self.cast.stage.plan.ends_at
        named = {number for _post, sent in self._told() for number in sent.about}
        for row in rows:
            if row.state == "closed":
                continue
            story = f"#{row.id} {row.state}, waits on {row.waits_on or 'nobody'}"
            is_held = row.waits_on != "expert" or row.expert_id or row.id in asked
            if not row.waits_on or not is_held:
                self.verdict.blame("forgotten", story)
            elif row.due_at and row.due_at / 1000 < now - SLACK:
                self._overdue(row, story, nudged, named)

    def _overdue(self, row: Row, story: str, nudged: Mapping[int, int], named: set[int]) -> None:
        """Somebody was told, or will be: a reminder waits until there is room for one."""
        self._add("overdue at the end")
        if nudged.get(row.id, 0) >= row.ball_at:
            self._add("  named by a reminder")
        elif row.id in named:
            self._add("  named by a digest")
        elif row.look_at:
            self._add("  in the digest's numbers, to be named")
        else:
            self._blame("forgotten", f"{story}, overdue", row.due_at / 1000)

    def _told(self) -> Iterable[tuple[Post, Sent]]:
        return ((post, self.sent[post.mark]) for post, _k, _t in self._posted(TIMED))

    def _posted(self, kinds: Sequence[str]) -> Iterable[tuple[Post, str, str]]:
        for post in self.eyes.posts:
            sent = self.sent.get(post.mark)
            if sent is not None and sent.kind in kinds:
                yield post, sent.kind, sent.to

    def _received(self) -> None:
        """Per role and kind, how many messages each person of it was given in a talk or a channel
        of theirs.
        """
        roles, counts = self.cast.roles, defaultdict[str, Counter[tuple[str, str]]](Counter)
        for post in self.eyes.posts:
            for reader in post.readers:
                if reader in roles:
                    counts[roles[reader]][reader, self._kind(post)] += 1
        for role, found in counts.items():
            everyone = [user for user, each in roles.items() if each == role]
            kinds = sorted({kind for _user, kind in found})
            table = {kind: sorted(found[user, kind] for user in everyone) for kind in kinds}
            sums = Counter[str]()
            for (user, _kind), number in found.items():
                sums[user] += number
            table["all together"] = sorted(sums[user] for user in everyone)
            self.verdict.received[role] = table

    def _count(self, rows: Sequence[Row]) -> None:
        plan, facts = self.cast.stage.plan, self.verdict.facts
        closed = [row for row in rows if row.state == "closed"]
        states = Counter(f"  open, waiting on {row.waits_on}" for row in rows if row not in closed)
        outcomes = Counter(f"  closed: {row.outcome}" for row in closed)
        facts["requests"] = len(rows)
        facts["  answered"] = sum(1 for row in rows if row.answered_at)
        facts |= dict(sorted(outcomes.items())) | dict(sorted(states.items()))
        facts["canaries"] = len(self.ledger.secrets)
        facts["things shown, looked through"] = self.ledger.looked_at
        facts["days"] = plan.days

    def _add(self, name: str) -> None:
        self.verdict.facts[name] = int(str(self.verdict.facts.get(name, 0))) + 1

    def _kind(self, post: Post) -> str:
        sent = self.sent.get(post.mark)
        return sent.kind if sent else "answer"

    def _place(self, channel_id: str) -> str:
        channel = self.cast.stage.sandbox.workspace.channels[channel_id]
        if channel.kind != "im":
            return channel.name
        return "/".join(sorted(self.cast.key_of(each) for each in channel.members))

    def _blame(self, promise: str, story: str, at: float) -> None:
        self.verdict.blame(promise, f"{local(at):%a %d %b %H:%M}: {story}")


def _places(posted: Mapping[str, int]) -> set[str]:
    return {place.partition(":")[0] for place in posted}


def _number(secret: Secret) -> int:
    return secret.request.number if secret.request else 0
