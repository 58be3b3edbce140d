"""The outbox beside a model of it, and beside what truly stands in Slack."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine, insert

from bot.desk import outbox, sending
from bot.desk.outbox import Drawing, Kind
from bot.desk.sending import Outgoing
from bot.store import Row, Transaction
from bot.store.tables import links, threads
from tests.desk.outbox_model import HOUR, OPEN, SETTLE, Message, Outbox, Thread
from tests.desk.queues import Queue, shown

SEEN = ("state", "attempts", "ready_at", "ts", "lane", "target", "problem")
SOON = 1_000
LONGEST = 600_000
NOT_DONE = ("put off", "backed off", "refused", "gone", "unfit")


class OutboxBeside(Queue):
    """What is done to the outbox is done to the model, and both must be the same after it.

    A call is carried out by Slack or not, whatever the answer says: `stands` counts that.
    """

    moves = outbox.MOVES

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.do(_set_up)
        self.model = Outbox({1: Thread("D0ANA", "1.1"), 2: Thread("", "")})
        self.kinds = {"words": Kind(self._read, self._changed)}
        self.heard: list[tuple[str, str]] = []
        self.in_hand: set[str] = set()
        self.sent: set[str] = set()
        self.last_tried: dict[str, int] = {}
        self.clock_of_slack = 100

    def check(self, tx: Transaction, rows: list[Row]) -> None:
        """Each row is as the model has it, and none of the promises is broken."""
        messages = self.model.messages
        assert {row.id: shown(row, SEEN) for row in rows} == {
            row_id: shown(message, SEEN) for row_id, message in messages.items()
        }
        # One that comes back comes back behind the others, whatever they wait for.
        maybe = [
            row.lane for row in rows if row.state == "maybe" and not messages[row.id].came_back
        ]
        assert len(maybe) == len(set(maybe))
        # One that was put off may wait before it: it was drawn too early for this one.
        fresh = [row for row in rows if row.state == "ready" and not row.attempts]
        waiting = [row.target for row in fresh if row.target]
        assert len(waiting) == len(set(waiting))
        causes = [(row.cause, row.destination, row.purpose) for row in rows]
        assert len(causes) == len(set(causes))
        removed = {row.id for row in rows if row.problem == outbox.NOTHING_LEFT}
        now_sent = {row.id for row in rows if row.state == "sent"}
        assert self.sent <= now_sent | removed
        self.sent = now_sent
        # To rewrite twice is the same as once.
        assert all(each.stands <= 1 or each.sent_by_choice for each in self.model.posts())
        assert self.heard == self.model.told
        assert [(each.id, each.behind) for each in outbox.stuck(tx, 100)] == self.model.stuck()
        later = [
            row.ready_at
            for row in rows
            if row.state in ("ready", "maybe") and row.ready_at > tx.now
        ]
        assert sending.next_at(tx) == min(later, default=None)
        roots = tx.execute(threads.select().order_by(threads.c.id)).all()
        assert [row.root_ts for row in roots] == [
            each.root_ts for each in self.model.threads.values()
        ]

    def _open(self, message: Message) -> None:
        """The conversation with a person is opened where there was none yet."""
        if message.channel_id:
            return
        self.do(sending.opened, message.id, "D0NEW")
        message.channel_id = "D0NEW"
        if message.thread and not self.model.threads[message.thread].channel_id:
            self.model.threads[message.thread].channel_id = "D0NEW"

    def _answered(self, message: Message, answer: str, *, carried_out: bool) -> None:
        self.in_hand.discard(message.id)
        if not message.channel_id:
            # Nothing is posted before its conversation is opened.
            carried_out, answer = False, {"arrived": "lost", "unclear": "lost"}.get(answer, answer)
        if message.is_done and answer in NOT_DONE:
            answer = "unclear"
        if message.target and answer == "unclear":
            answer = "backed off"
        if answer == "arrived":
            self._carry_out(message)
            self._arrive(message)
        elif answer in ("unclear", "lost"):
            self._left_open(message, answer, carried_out=carried_out)
        else:
            self._did_not_arrive(message, answer)

    def _carry_out(self, message: Message) -> None:
        if not message.is_done:
            message.stands, message.is_done = message.stands + 1, True
            message.was_posted = True

    def _arrive(self, message: Message) -> None:
        self.clock_of_slack += 1
        ts = f"{self.clock_of_slack}.000000"
        news = self.model.arrived(message, ts)
        assert self.do(sending.arrived, message.id, ts, self.kinds) is news

    def _left_open(self, message: Message, answer: str, *, carried_out: bool) -> None:
        """Nobody said what became of it, or what was said could not be kept."""
        if carried_out:
            self._carry_out(message)
        elif not message.is_done:
            message.under_way_until = message.tried_at + SETTLE
        if answer == "unclear":
            self.do(sending.unclear, message.id, SETTLE)
            if message.state == "maybe":
                message.ready_at = self.now + SETTLE

    def _did_not_arrive(self, message: Message, answer: str) -> None:
        was_open = message.state == "maybe"
        if answer == "unfit":
            self.do(sending.unfit, message.id, "ValueError", self.kinds)
            if was_open:
                self.model.held(message, "ValueError")
            return
        if answer in ("refused", "gone"):
            problem = {"refused": "is_archived", "gone": "message_not_found"}[answer]
            self.do(sending.refused, message.id, problem, self.kinds)
            if was_open and answer == "gone" and message.target:
                message.state, message.problem = "dead", problem
                self.model.took_away(message)
            elif was_open:
                self.model.held(message, problem)
            return
        self.do(sending.put_off, message.id, SOON if answer == "put off" else None, answer)
        assert self.stirred
        if was_open:
            longest = SOON if answer == "put off" else min(LONGEST, 1_000 * 2**message.attempts)
            message.state = "ready"
            self._adopt_ready_at(message, longest)

    def _looked_for(self, message: Message, outcome: str) -> None:
        """What was not carried out by now won't be: that is what it was given time for."""
        assert message.under_way_until <= self.now
        if outcome == "told" and message.stands:
            self._arrive(message)
        elif outcome == "told":
            self.do(sending.absent, message.id)
            assert self.stirred
            message.state, message.ready_at = "ready", self.now
        elif outcome == "limited":
            self.do(sending.look_later, message.id, SOON)
            message.ready_at = self.now + SOON
        else:
            refused = outcome == "refused"
            self.do(sending.not_found_out, message.id, self.kinds, refused=refused)
            if refused and self.now - message.tried_at >= HOUR:
                self.model.held(message, "untraceable")
            else:
                self._adopt_ready_at(message, self.now - message.tried_at + LONGEST)

    def _adopt_ready_at(self, message: Message, longest: int) -> None:
        """Take over a time that was drawn by lot, within its bounds."""
        found = next(row.ready_at for row in self.rows() if row.id == message.id)
        assert 250 <= found - self.now <= longest
        message.ready_at = found

    def _adopt_repeats(self) -> None:
        """Take over which rewritings of unknown fate are done again: to do so is always safe."""
        states = {row.id: row.state for row in self.rows()}
        for message in self.model.messages.values():
            if message.target and message.state == "maybe" and states[message.id] == "ready":
                assert message.id not in self.in_hand
                message.state, message.ready_at = "ready", self.now

    def _again(self, message: Message) -> None:
        if message.state == "held":
            message.state, message.ready_at, message.problem = "ready", self.now, ""

    def _allowed(self, due: list[Message], left: int) -> list[Message]:
        """Without the posts that are more than a channel may have at once."""
        posts: Counter[str] = Counter()
        allowed = []
        for message in due:
            channel_id = self.model.channel(message)
            if message.target or not channel_id or posts[channel_id] < left:
                allowed.append(message)
                posts[channel_id] += self.model.will_be_posted(message)
        return allowed

    def _late(self) -> list[str]:
        return [each.id for each in self.model.messages.values() if each.under_way_until > self.now]

    def _forget(self, message: Message) -> None:
        del self.model.messages[message.id]
        self.in_hand.discard(message.id)
        self.sent.discard(message.id)
        # Its number may be another's now.
        self.last_tried.pop(message.lane, None)

    def _read(self, _tx: Transaction, row: Row) -> Drawing | None:
        if row.id in self.model.broken:
            raise ValueError(row.id)
        return None if row.id in self.model.silent else dict

    def _changed(self, _tx: Transaction, row: Row) -> None:
        self.heard.append((row.id, row.state))

    def _must_say(self, outgoing: Outgoing, message: Message, method: str) -> None:
        assert (outgoing.method, outgoing.mark) == (method, message.target or message.id)
        assert outgoing.channel_id == message.channel_id
        if message.target:
            assert outgoing.ts == self.model.messages[message.target].ts
        elif message.thread:
            assert outgoing.thread_ts == self.model.threads[message.thread].root_ts

    def _must_be_first(self, message: Message) -> None:
        """Nothing open is before it in its lane, and nothing after it was tried before."""
        rows = {row.id: row for row in self.rows()}
        seq = rows[message.id].seq
        assert not [
            row
            for row in rows.values()
            if row.lane == message.lane and row.seq < seq and row.state in OPEN
        ]
        if message.attempts == 1 and not message.came_back:
            assert seq > self.last_tried.get(message.lane, -1)
            self.last_tried[message.lane] = seq


def _set_up(tx: Transaction) -> None:
    """A thread that is there, and one that is to be begun."""
    link_id = tx.execute(insert(links).values(opened_at=tx.now)).inserted_primary_key.id
    for channel_id, root_ts in (("D0ANA", "1.1"), ("", "")):
        tx.execute(
            insert(threads).values(
                link_id=link_id,
                channel_id=channel_id,
                root_ts=root_ts,
                speaks=True,
                hears=True,
                opened_at=tx.now,
            )
        )
