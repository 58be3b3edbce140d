"""What of an event is kept, whatever it looks like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import events

SECRET = "A012345678"  # noqa: S105 (no password: an A-number)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.just(f"my {SECRET} here"), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["text", "blocks", "attachments", "files", "message", "previous_message", "edited", "ts"]
)
EVENTS = st.builds(
    lambda kind, subtype, more: {**more, "type": kind, "subtype": subtype},
    st.sampled_from(["message", "app_mention"]),
    st.sampled_from([None, "message_changed", "message_deleted", "file_share", "channel_join"]),
    st.dictionaries(NAMES, JSON, max_size=6),
)


def payload(event: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event, **more}


MESSAGE = {"type": "message", "channel": "D1", "ts": "5.0", "event_ts": "5.0", "user": "U1"}


@given(EVENTS)
def test_no_event_breaks_keeping_it(event: dict[str, Any]) -> None:
    arrival = events.arrival(payload(event))
    assert arrival.keys
    assert json.loads(arrival.body)["event"]["type"] == event["type"]


@given(st.sampled_from(["text", "message", "previous_message", "files", "blocks"]), st.booleans())
def test_nothing_personal_is_kept(name: str, deep: bool) -> None:  # noqa: FBT001 (Hypothesis passes it by position)
    said: Any = f"my number is {SECRET}"
    inner = {"text": said, "name": said, "elements": [said]}
    value = inner if deep or name == "message" else said
    event = {**MESSAGE, name: [value] if name in ("files", "blocks") else value}
    assert SECRET not in events.arrival(payload(event)).body


def test_a_message_and_its_mention_are_known_as_one() -> None:
    message = events.arrival(payload(MESSAGE))
    mention = events.arrival(payload({**MESSAGE, "type": "app_mention"}, event_id="Ev2"))
    assert set(message.keys) & set(mention.keys)


def test_an_edit_is_not_known_as_its_message() -> None:
    changed = {**MESSAGE, "subtype": "message_changed", "message": {"ts": "5.0"}}
    edit = events.arrival(payload(changed, event_id="Ev2"))
    assert not set(edit.keys) & set(events.arrival(payload(MESSAGE)).keys)


@pytest.mark.parametrize(
    ("event", "lane"),
    [
        (MESSAGE, "D1:5.0"),
        ({**MESSAGE, "thread_ts": "1.0"}, "D1:1.0"),
        (
            {
                **MESSAGE,
                "subtype": "message_changed",
                "message": {"ts": "4.0", "thread_ts": "1.0"},
            },
            "D1:1.0",
        ),
        (
            {**MESSAGE, "subtype": "message_deleted", "previous_message": {"thread_ts": "1.0"}},
            "D1:1.0",
        ),
    ],
)
def test_what_belongs_to_a_thread_is_in_its_lane(event: dict[str, Any], lane: str) -> None:
    assert events.arrival(payload(event)).turn.lane == lane


def test_of_files_only_their_number_is_kept() -> None:
    shared = {**MESSAGE, "subtype": "file_share", "files": [{"name": "Maria Lopez.pdf"}] * 2}
    body = events.arrival(payload(shared)).body
    assert json.loads(body)["event"]["files"] == 2
    assert "Maria" not in body
