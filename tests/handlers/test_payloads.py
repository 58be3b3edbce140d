"""Where things stand in Slack's payloads, and what a person's text becomes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.people import Member
from bot.shapes import REQUIRED
from handlers import carried, payloads
from handlers.carried import Choice, Origin, Turn

HOME, OUT = "THOME", "TPARTNER"
PRESS = {"user": {"id": "U1", "team_id": OUT}, "team": {"id": HOME}}

OUTSIDERS: dict[str, dict[str, Any]] = {
    "command": {"command": "/resources", "team_id": OUT, "user_id": "U1"},
    "event_callback": {
        "team_id": HOME,
        "event": {"type": "message", "user": "U1", "user_team": OUT, "team": HOME},
    },
    "block_actions": PRESS,
    "block_suggestion": PRESS,
    "message_action": PRESS,
    "shortcut": PRESS,
    "view_submission": {**PRESS, "view": {"app_installed_team_id": HOME}},
    "view_closed": {**PRESS, "view": {"app_installed_team_id": HOME}},
}
"""Someone of another workspace, acting in each way."""


def event(**fields: str) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": HOME, "event": {"type": "message", **fields}}


def test_every_kind_of_request_has_an_actor() -> None:
    assert set(payloads.ACTORS) == set(REQUIRED) == set(OUTSIDERS)


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_an_outsider_is_found_in_every_kind_of_payload(kind: str) -> None:
    body = OUTSIDERS[kind] if kind == "command" else {"type": kind, **OUTSIDERS[kind]}
    assert payloads.actor(body) == Member(OUT, "U1")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"type": "block_actions", "user": {"id": "U1"}, "team": {"id": HOME}}, Member(HOME, "U1")),
        (event(user="U1", team=OUT), Member(OUT, "U1")),
        (event(user="U1"), Member(HOME, "U1")),
        (event(), None),
    ],
)
def test_who_acts_at_home_is_found_where_slack_leaves_it_out(
    body: dict[str, Any], expected: Member | None
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


LINE = st.text(st.characters(exclude_characters="\n"))


@given(LINE, st.none() | st.builds(Turn, st.text(), st.integers(0, 10_000)))
def test_a_choice_survives_its_button(resource_id: str, turn: Turn | None) -> None:
    assert Choice.load(Choice(resource_id, turn).dump()) == Choice(resource_id, turn)


def test_the_longest_question_fits_a_button() -> None:
    assert len(Choice("x" * 200, Turn('"' * carried.MAX_WORDS, 9_995)).dump()) <= 2_000


def test_a_view_can_be_sent_again_without_what_slack_added() -> None:
    ours = {"type": "modal", "title": {"type": "plain_text", "text": "Saved"}, "blocks": [{}]}
    body = {"view": {**ours, "id": "V1", "hash": "1.a", "submit": None, "state": {"values": {}}}}
    assert payloads.view(body) == ours


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
    body = {
        "type": "view_submission",
        **PRESS,
        "view": {"state": {"values": values}, "private_metadata": ""},
    }
    assert payloads.submission(body).values == {"words": "hold", "topic": "schools"}
