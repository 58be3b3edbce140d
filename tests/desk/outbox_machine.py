"""The outbox, driven by causes, the worker, Slack, people, crashes and time, in any order."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bot.desk import outbox, sending
from bot.desk.outbox import NOTHING_LEFT, Address, Method
from tests.desk.outbox_beside import OutboxBeside
from tests.desk.outbox_model import HOUR, SETTLE, Message
from tests.desk.queues import DAY

METHODS: tuple[Method, ...] = ("post", "update", "delete")
CHANNELS = ("", "D0ANA", "C0ALL")
THREADS = st.sampled_from((1, 2, None))
ANSWERS = st.sampled_from(
    ("arrived", "arrived", "put off", "backed off", "refused", "gone", "unclear", "lost", "unfit")
)


class OutboxMachine(OutboxBeside):
    """Everything that can happen to messages that are to be sent."""

    @initialize(messages=st.lists(st.tuples(THREADS, st.integers(0, 30)), max_size=8))
    def some_things_are_to_be_posted(self, messages: list[tuple[int | None, int]]) -> None:
        for thread, cause in messages:
            self.something_is_to_be_posted(thread, cause, "", in_thread=True)

    @rule(
        thread=THREADS,
        in_thread=st.booleans(),
        cause=st.integers(0, 30),
        purpose=st.sampled_from(("", "part:1")),
    )
    def something_is_to_be_posted(
        self, thread: int | None, cause: int, purpose: str, *, in_thread: bool
    ) -> None:
        """Once for each cause, place and purpose."""
        to = Address(thread) if thread else Address(None, "C0ALL", "5.5" if in_thread else "")
        names = (f"message:{cause}", purpose)
        known = self.model.known(to.lane, names)
        row_id = self.do(outbox.post, "words", to, cause=names[0], purpose=purpose)
        assert (row_id is None) is (known is not None)
        if row_id:
            assert self.stirred
            self.model.post(row_id, to, names, self.now)
        elif known and self.model.comes_back(known, self.now):
            assert self.stirred

    @rule(
        limit=st.integers(1, 4),
        left=st.sampled_from((0, 1, 1_000)),
        resting=st.sets(st.sampled_from(CHANNELS), max_size=1),
        paused=st.sets(st.sampled_from(METHODS), max_size=1),
    )
    def the_worker_claims(
        self, limit: int, left: int, resting: set[str], paused: set[Method]
    ) -> None:
        due = self._allowed(self.model.due(self.now, resting, paused)[:limit], left)
        found = self.do(
            sending.claim,
            self.kinds,
            settle_ms=SETTLE,
            limit=limit,
            left=lambda _channel_id: left,
            resting=sorted(resting),
            paused=sorted(paused),
        )
        methods = {each.id: self.model.tried(each, self.now) for each in due}
        tried = [each for each in due if methods[each.id]]
        assert [each.id for each in found] == [each.id for each in tried]
        # What was set aside may have stood in the way of something.
        assert self.stirred or tried == due
        for outgoing, message in zip(found, tried, strict=True):
            self._must_say(outgoing, message, methods[message.id])
            self._must_be_first(message)
            self.in_hand.add(message.id)

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), answer=ANSWERS, carried_out=st.booleans(), is_opened=st.booleans())
    def slack_answers(
        self, data: st.DataObject, answer: str, *, carried_out: bool, is_opened: bool
    ) -> None:
        # By age: the ids are drawn by lot, and would not be the same the next time.
        in_hand = [each for each in self.model.messages if each in self.in_hand]
        message = self.model.messages[data.draw(st.sampled_from(in_hand))]
        if is_opened:
            self._open(message)
        self._answered(message, answer, carried_out=carried_out)

    @precondition(lambda self: self.in_hand)
    @rule()
    def slack_carries_out_what_is_under_way(self) -> None:
        """Its echo may come before the answer."""
        for message in [self.model.messages[each] for each in self.in_hand]:
            if message.channel_id:
                self._carry_out(message)

    @rule(answers=st.lists(st.tuples(ANSWERS, st.booleans()), min_size=1, max_size=8))
    def the_worker_works_for_a_while(self, answers: list[tuple[str, bool]]) -> None:
        for answer, carried_out in answers:
            self.now += 10_000
            self.the_worker_claims(2, 1_000, set(), set())
            for message in [self.model.messages[each] for each in self.in_hand]:
                self._open(message)
                self._answered(message, answer, carried_out=carried_out)

    @rule(
        outcome=st.sampled_from(("told", "told", "refused", "away", "limited")),
        limit=st.integers(1, 3),
    )
    def what_is_unclear_is_looked_for(self, outcome: str, limit: int) -> None:
        found = self.do(sending.unsettled, limit, in_hand=sorted(self.in_hand))
        expected = self.model.unsettled(self.now, self.in_hand)
        assert {each.id for each in found} <= {each.id for each in expected}
        assert len(found) == min(limit, len(expected))
        for each in found:
            self._looked_for(self.model.messages[each.id], outcome)

    @rule()
    def rewritings_of_unknown_fate_are_done_again(self) -> None:
        self.do(sending.redo, sorted(self.in_hand))
        self._adopt_repeats()
        assert not [
            each
            for each in self.model.messages.values()
            if each.target and each.state == "maybe"
            if each.id not in self.in_hand and each.ready_at <= self.now
        ]

    @rule()
    def nobody_can_tell_for_an_hour(self) -> None:
        self.now += HOUR
        self.what_is_unclear_is_looked_for("refused", 100)

    @precondition(lambda self: any(each.was_posted for each in self.model.posts()))
    @rule(data=st.data())
    def its_echo_comes(self, data: st.DataObject) -> None:
        """Before the answer or after it, and whatever we believed."""
        posted = [each.id for each in self.model.posts() if each.was_posted]
        self._arrive(self.model.messages[data.draw(st.sampled_from(posted))])

    @precondition(lambda self: any(self._late()))
    @rule(data=st.data())
    def a_late_call_is_carried_out(self, data: st.DataObject) -> None:
        message = self.model.messages[data.draw(st.sampled_from(self._late()))]
        message.under_way_until = 0
        self._carry_out(message)

    @precondition(lambda self: self.model.messages)
    @rule(data=st.data(), has_it_sent=st.booleans())
    def a_person_decides(self, data: st.DataObject, *, has_it_sent: bool) -> None:
        held = [row_id for row_id, _behind in self.model.stuck()]
        # Most of what is pressed is held still; an old button may be pressed as well.
        pressed = st.sampled_from(held or list(self.model.messages))
        message = self.model.messages[
            data.draw(pressed | st.sampled_from(list(self.model.messages)))
        ]
        was_held = message.state == "held"
        work = outbox.again if has_it_sent else outbox.drop
        assert self.do(work, message.id, self.kinds) is was_held
        if not was_held:
            return
        if has_it_sent:
            self._again(message)
            message.sent_by_choice = True
        else:
            message.state = "dead"
        self.model.tell(message)

    @precondition(lambda self: self.model.stuck())
    @rule(data=st.data())
    def a_held_message_has_nothing_left_to_say(self, data: st.DataObject) -> None:
        held = [row_id for row_id, _behind in self.model.stuck()]
        message = self.model.messages[data.draw(st.sampled_from(held))]
        self.do(outbox.withdraw, message.id)
        assert self.stirred
        message.state, message.problem = "dead", NOTHING_LEFT

    @precondition(lambda self: any(self.model.posts()))
    @rule(data=st.data(), becomes=st.sampled_from(("other", "other", "nothing", "broken")))
    def what_it_says_changes(self, data: st.DataObject, becomes: str) -> None:
        posts = [each.id for each in self.model.posts()]
        message = self.model.messages[data.draw(st.sampled_from(posts))]
        for name, which in (("nothing", self.model.silent), ("broken", self.model.broken)):
            (which.add if becomes == name else which.discard)(message.id)
        waiting = self.model.waits_for(message.id)
        asked_for = message.state in ("maybe", "sent")
        self.do(outbox.refresh, message.id)
        if asked_for and waiting:
            self._again(waiting)
        needed = asked_for and not waiting
        new = [row for row in self.rows() if row.id not in self.model.messages]
        assert len(new) == needed
        for row in new:
            assert (row.target, row.state) == (message.id, "ready")
            self.model.messages[row.id] = Message(
                row.id, row.lane, (row.cause, row.purpose), None, "", self.now, self.now, message.id
            )

    @rule()
    def slack_is_there_again(self) -> None:
        self.do(sending.hasten, SETTLE)
        for each in self.model.messages.values():
            settled = each.state == "maybe" and each.tried_at <= self.now - SETTLE
            if each.state == "ready" or settled:
                each.ready_at = min(each.ready_at, self.now)

    @rule(carried_out=st.booleans())
    def the_process_ends_and_another_begins(self, *, carried_out: bool) -> None:
        """What was in hand is only in the database; of what was under way nothing is known."""
        for message in [self.model.messages[each] for each in self.in_hand]:
            self._left_open(message, "lost", carried_out=carried_out and bool(message.channel_id))
        self.in_hand.clear()
        self.now += SETTLE
        self.do(sending.recover)
        self._adopt_repeats()

    @rule(days=st.sampled_from((0, 0, 0, 9)))
    def it_is_tidied(self, days: int) -> None:
        self.now += days * DAY
        self.do(outbox.tidy)
        old = self.now - outbox.KEPT_DAYS * DAY
        for each in self.model.over(old):
            self._forget(each)

    def teardown(self) -> None:
        """Whatever happened, all of it ends: each message once in Slack, or given up."""
        super().teardown()
        self.model.broken.clear()
        for _ in range(3 * len(self.model.messages) + 3):
            self.the_process_ends_and_another_begins(carried_out=True)
            self.now += HOUR
            self.what_is_unclear_is_looked_for("told", 100)
            for row_id, _behind in self.model.stuck():
                self.do(outbox.drop, row_id, self.kinds)
                self.model.messages[row_id].state = "dead"
                self.model.tell(self.model.messages[row_id])
            self.the_worker_claims(100, 1_000, set(), set())
            for message in [self.model.messages[each] for each in self.in_hand]:
                self._carry_out(message)
                self._arrive(message)
            self.in_hand.clear()
        assert {row.state for row in self.rows()} <= {"sent", "dead"}
        assert all(each.stands for each in self.model.posts() if each.state == "sent")
