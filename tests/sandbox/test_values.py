"""What a person picks, in the shapes Slack reports."""

import pytest

from bot.sandbox.choices import Choice
from bot.sandbox.errors import RefusedError
from bot.sandbox.values import action_of, initial_state, state_of
from bot.sandbox.wire import JSON
from tests.sandbox.kit import button, option, plain, select, text_input

RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}],
}
OPINIONS = {
    "type": "feedback_buttons",
    "positive_button": {"text": plain("Yes"), "value": "up"},
    "negative_button": {"text": plain("No"), "value": "down"},
}
CHOICES: list[tuple[JSON, object, JSON]] = [
    (select("s", "a", "b"), "b", {"selected_option": option("b")}),
    (
        {"type": "radio_buttons", "options": [option("a")]},
        "a",
        {"selected_option": option("a")},
    ),
    (
        {"type": "checkboxes", "options": [option("a"), option("b")]},
        ["a", "b"],
        {"selected_options": [option("a"), option("b")]},
    ),
    (
        {"type": "multi_static_select", "options": [option("a")]},
        "a",
        {"selected_options": [option("a")]},
    ),
    ({"type": "users_select"}, "U0ANARIVER", {"selected_user": "U0ANARIVER"}),
    ({"type": "multi_users_select"}, ["U0ANARIVER"], {"selected_users": ["U0ANARIVER"]}),
    (
        {"type": "conversations_select"},
        "D0000001",
        {"selected_conversation": "D0000001"},
    ),
    ({"type": "channels_select"}, "C0GENERAL1", {"selected_channel": "C0GENERAL1"}),
    (
        {"type": "multi_channels_select"},
        ["C0GENERAL1"],
        {"selected_channels": ["C0GENERAL1"]},
    ),
    ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, "1795345647", {"selected_date_time": 1_795_345_647}),
    (text_input(), "words", {"value": "words"}),
    ({"type": "rich_text_input"}, RICH, {"rich_text_value": RICH}),
    ({"type": "rich_text_input"}, "hi", {"rich_text_value": RICH}),
    ({"type": "file_input"}, {"id": "F1"}, {"files": [{"id": "F1"}]}),
    ({"type": "file_input"}, [{"id": "F1"}], {"files": [{"id": "F1"}]}),
]


@pytest.mark.parametrize(("element", "value", "state"), CHOICES)
def test_a_choice_is_reported_as_slack_does(element: JSON, value: object, state: JSON) -> None:
    assert state_of(Choice(element, value)) == {"type": element["type"], **state}


@pytest.mark.parametrize(("element", "value", "state"), CHOICES)
def test_nothing_chosen_is_null_or_an_empty_list(element: JSON, value: object, state: JSON) -> None:
    assert value
    (key,) = state
    empty: object = [] if isinstance(state[key], list) else None
    expected = {"type": element["type"], key: empty}
    assert initial_state(element) == state_of(Choice(element, "")) == expected


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (select("s", "a"), "b"),
        ({"type": "checkboxes", "options": [option("a")]}, ["a", "b"]),
        (
            {
                "type": "multi_static_select",
                "options": [option("a"), option("b")],
                "max_selected_items": 1,
            },
            ["a", "b"],
        ),
        ({"type": "users_select"}, "ana"),
        ({"type": "channels_select"}, 7),
        ({"type": "datepicker"}, "tomorrow"),
        ({"type": "timepicker"}, "9"),
        ({"type": "datetimepicker"}, "soon"),
        ({"type": "datetimepicker"}, True),
        (text_input(), 7),
        ({"type": "rich_text_input"}, {"type": "odd"}),
        (button("b"), "v"),
    ],
)
def test_what_is_not_offered_is_refused(element: JSON, value: object) -> None:
    with pytest.raises(RefusedError):
        state_of(Choice(element, value))


def test_an_element_starts_at_its_initial_value() -> None:
    assert initial_state(select("s", "a", initial_option=option("a"))) == {
        "type": "static_select",
        "selected_option": option("a"),
    }
    assert initial_state(button("b")) is None


def test_an_action_repeats_the_placeholder_and_what_was_chosen_first() -> None:
    menu = select("s", "a", "b", placeholder=plain("Pick"), initial_option=option("a"))
    assert action_of(Choice(menu, "b")) == {
        "type": "static_select",
        "selected_option": option("b"),
        "placeholder": plain("Pick"),
        "initial_option": option("a"),
    }


def test_one_of_two_opinions_is_given() -> None:
    assert action_of(Choice(OPINIONS, "up")) == {"type": "feedback_buttons", "value": "up"}
    with pytest.raises(RefusedError):
        action_of(Choice(OPINIONS, "maybe"))
