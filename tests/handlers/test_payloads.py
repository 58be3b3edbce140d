"""Where things stand in Slack's payloads, and what a person's text becomes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import payloads
from handlers.payloads import Actor, Origin, Turn

COMMAND = {"command": "/resources", "text": "x", "team_id": "TOUT", "user_id": "U1"}
CLICK = {"type": "block_actions", "user": {"id": "U1", "team_id": "TOUT"}, "team": {"id": "THOME"}}
SUBMIT = {**CLICK, "type": "view_submission", "view": {"app_installed_team_id": "THOME"}}


def event(**fields: str) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "THOME", "event": {"type": "message", **fields}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (COMMAND, Actor("TOUT", "U1")),
        (CLICK, Actor("TOUT", "U1")),
        (SUBMIT, Actor("TOUT", "U1")),
        ({**CLICK, "type": "message_action"}, Actor("TOUT", "U1")),
        ({**CLICK, "user": {"id": "U1"}}, Actor("THOME", "U1")),
        (event(user="U1", user_team="TOUT", team="THOME"), Actor("TOUT", "U1")),
        (event(user="U1", team="TOUT"), Actor("TOUT", "U1")),
        (event(user="U1"), Actor("THOME", "U1")),
        (event(), None),
    ],
)
def test_an_outsider_is_found_in_every_kind_of_payload(
    body: dict[str, Any], expected: Actor | None
) -> None:
    assert payloads.actor(body) == expected


@pytest.mark.parametrize(
    ("slack", "person"),
    [
        ("sanctuary &lt;tx&gt; &amp; more", "sanctuary <tx> & more"),
        ("ask <@U123|ana> in <#C1|general>", "ask ana in general"),
        ("<@U0BOT> detainers", "detainers"),
        ("see <https://a.org/x|this page>", "see this page"),
        ("see <https://a.org/x>", "see https://a.org/x"),
        ("<!channel> help", "help"),
        ("a\x00b\x1fc", "a b c"),
        ("  \n ", ""),
    ],
)
def test_text_becomes_what_the_person_read(slack: str, person: str) -> None:
    assert payloads.readable(slack) == person


@given(st.text())
def test_no_text_breaks_reading_it(text: str) -> None:
    assert isinstance(payloads.readable(text), str)


@given(st.text(), st.integers(0, 10_000))
def test_a_turn_survives_its_button(query: str, offset: int) -> None:
    assert Turn.load(Turn(query, offset).dump()) == Turn(query, offset)


@given(st.text(), st.text(), st.booleans())
def test_an_origin_survives_its_view(url: str, thread_ts: str, shareable: bool) -> None:  # noqa: FBT001 (Hypothesis passes it by position)
    origin = Origin(url, thread_ts, shareable)
    assert Origin.load(origin.dump()) == origin


@pytest.mark.parametrize("metadata", [None, "", "someone else's", 3])
def test_a_view_without_our_metadata_has_no_origin(metadata: object) -> None:
    assert Origin.load(metadata) == Origin()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"user": "U1"}, True),
        ({"user": "U1", "subtype": "file_share"}, True),
        ({"user": "U1", "subtype": "message_changed"}, False),
        ({"user": "U1", "bot_id": "B1"}, False),
        ({}, False),
    ],
)
def test_only_new_words_of_a_person_are_answered(fields: dict[str, str], *, expected: bool) -> None:
    assert payloads.is_by_a_person(fields) is expected


def test_a_form_s_values_are_found_by_action_id() -> None:
    values = {
        "b1": {"words": {"type": "plain_text_input", "value": "hold"}},
        "b2": {"topic": {"type": "static_select", "selected_option": {"value": "schools"}}},
        "b3": {"place": {"type": "static_select", "selected_option": None}},
    }
    body = {**SUBMIT, "view": {"state": {"values": values}, "private_metadata": ""}}
    assert payloads.submission(body).values == {"words": "hold", "topic": "schools"}
