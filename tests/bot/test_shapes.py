"""Signed bytes that are no payload are told from those that are."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shapes import REQUIRED, NotSlack, kind, parse

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def test_a_command_is_a_form() -> None:
    fields = {"command": "/resources", "text": "tx", "team_id": "T1", "user_id": "U1"}
    assert kind(parse(urlencode(fields).encode(), FORM)) == "command"


def test_a_click_is_json_in_a_form() -> None:
    click = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "a"}]}
    body = urlencode({"payload": json.dumps(click)}).encode()
    assert kind(parse(body, FORM)) == "block_actions"


def test_a_kind_that_nobody_handles_is_no_nonsense() -> None:
    assert kind({"type": "dialog_submission"}) is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", JSON),
        (b"[]", JSON),
        (b"3", JSON),
        (b"null", JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 60_000, JSON),
        (b"no form at all", FORM),
        (b"payload=%7B", FORM),
        (b"payload=[1]", FORM),
    ],
)
def test_bytes_that_are_no_payload_are_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(NotSlack):
        parse(body, content_type)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"text": ""},
        {"type": 3},
        {"command": ["/resources"]},
        {"type": "event_callback", "team_id": "T1", "event": "text"},
        {"type": "event_callback", "team_id": "T1", "event": None},
        {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": 3}},
        {"type": "block_actions", "user": {"id": "U1"}, "actions": []},
        {"type": "block_actions", "user": {"id": "U1"}, "actions": ["a"]},
        {"type": "block_actions", "user": "U1", "actions": [{"action_id": "a"}]},
        {
            "type": "block_actions",
            "user": {"id": "U1"},
            "actions": [{"action_id": "a", "value": 1}],
        },
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "state": None}},
    ],
)
def test_a_payload_of_the_wrong_shape_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(NotSlack):
        kind(payload)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.sampled_from([*REQUIRED, "unheard_of"]),
    st.dictionaries(
        st.sampled_from(["user", "team", "view", "event", "actions", "message", "container"]),
        JSON_VALUES,
    ),
)
def test_no_payload_breaks_the_check(name: str, fields: dict[str, object]) -> None:
    try:
        assert kind({"type": name, **fields}) in {name, None}
    except NotSlack:
        return
