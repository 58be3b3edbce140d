"""Block Kit's structure, one refusal at a time."""

import pytest

from bot.sandbox.blockkit.blocks import Surface
from bot.sandbox.blockkit.check import check_blocks
from tests.sandbox.kit import (
    actions,
    button,
    field,
    image,
    marked,
    option,
    options,
    plain,
    section,
    select,
    table,
    text_input,
    words,
)


def problems(*blocks: object, surface: Surface = "message") -> list[str]:
    return [found.split(" [")[0] for found in check_blocks(list(blocks), surface)]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("words", "must provide an object"),
        ({}, "missing required field: type"),
        ({"type": "odd"}, "unsupported type: odd"),
        ({"type": 7}, "unsupported type: 7"),
        ({"type": "divider", "colour": "red"}, "invalid additional property: colour"),
        ({"type": "header"}, "missing required field: text"),
        ({"type": "header", "text": marked("x")}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": plain("")}, "must be more than 0 characters"),
        ({"type": "header", "text": {"type": "plain_text", "text": 7}}, "must provide a string"),
        (section(expand="yes"), "must provide a boolean"),
        ({"type": "section"}, "must define either `text` or `fields`"),
        ({"type": "section", "fields": "x"}, "must provide an array"),
        (section(accessory=text_input()), "unsupported type: plain_text_input"),
        (actions(), "no fewer than 1 items allowed"),
        (actions(text_input()), "unsupported type: plain_text_input"),
        (actions(button("b", style="odd")), "must be a valid enum value"),
        (actions(button("b", text=marked("x"))), "unsupported type: mrkdwn"),
        (actions(button("b", confirm={})), "missing required field: text"),
        (actions(select("s")), "no fewer than 1 items allowed"),
        (actions({"type": "static_select"}), "must define either `options` or `option_groups`"),
        (
            actions(select("s", "a", initial_option=option("b"))),
            "must be one of the provided options",
        ),
        (
            actions({"type": "checkboxes", "options": options(2), "initial_options": options(3)}),
            "must be one of the provided options",
        ),
        (actions({"type": "datepicker", "initial_date": "tomorrow"}), "must be a valid date"),
        (actions({"type": "datepicker", "initial_date": 7}), "must provide a string"),
        (actions({"type": "timepicker", "initial_time": "25:00"}), "must be a valid time"),
        (actions({"type": "datetimepicker", "initial_date_time": 7}), "must be between 1e+09"),
        (
            actions({"type": "datetimepicker", "initial_date_time": "7"}),
            "must provide an integer",
        ),
        (
            field("f", text_input(min_length=9, max_length=3)),
            "must not be greater than `max_length`",
        ),
        (
            field("f", {"type": "number_input", "is_decimal_allowed": True, "min_value": "x"}),
            "must be a valid number",
        ),
        (field("f", button("b")), "unsupported type: button"),
        (image(image_url=None), "must provide a string"),
        (image(image_url="picture.png"), "must be a valid URL"),
        (image(slack_file={"id": "F1"}), "must define either `image_url` or `slack_file`"),
        (
            {"type": "context", "elements": [button("b")]},
            "unsupported type: button",
        ),
        (
            actions({"type": "multi_users_select", "max_selected_items": 0}),
            "must be between 1 and 100",
        ),
        (
            actions(
                {
                    "type": "conversations_select",
                    "filter": {"include": ["odd"]},
                }
            ),
            "must be a valid enum value",
        ),
    ],
)
def test_what_slack_refuses_is_refused(block: object, problem: str) -> None:
    assert any(found.startswith(problem) for found in problems(block))


def test_a_problem_says_where_it_stands() -> None:
    found = check_blocks([section(), actions(button("b", style="odd"))], "message")
    assert found == ["must be a valid enum value [json-pointer:/blocks/1/elements/0/style]"]


def test_blocks_are_a_list() -> None:
    assert check_blocks({}, "message") == ["must provide an array [json-pointer:/blocks]"]


def test_initial_options_may_come_from_a_group() -> None:
    group = {"label": plain("G"), "options": [option("a")]}
    menu = {"type": "static_select", "option_groups": [group], "initial_option": option("a")}
    assert problems(actions(menu)) == []
    broken = {"type": "static_select", "option_groups": ["x"], "initial_option": option("a")}
    assert "must be one of the provided options" in problems(actions(broken))


def test_ids_are_used_once() -> None:
    assert problems(section(block_id="a"), section(block_id="a")) == [
        "`block_id` must be unique: a"
    ]
    assert problems(actions(button("b"), button("b"))) == ["`action_id` must be unique: b"]
    assert problems(actions(button("b")), actions(button("b"))) == []


def test_markdown_is_counted_together() -> None:
    half = {"type": "markdown", "text": words(6001)}
    assert problems(half, half) == ["markdown must be less than 12001 characters"]


def test_one_table_a_message() -> None:
    assert problems(table(1, 1), table(1, 1)) == ["only one table allowed"]


def test_only_one_element_has_the_focus() -> None:
    assert problems(
        field("a", text_input("a", focus_on_load=True)),
        field("b", text_input("b", focus_on_load=True)),
    ) == ["only one element may have `focus_on_load`"]


def test_some_things_stand_only_in_messages_and_some_only_in_modals() -> None:
    markdown = {"type": "markdown", "text": "x"}
    assert problems(markdown, surface="modal") == ["unsupported type: markdown"]
    upload = field("f", {"type": "file_input"})
    assert problems(upload, surface="modal") == []
    assert problems(upload) == ["unsupported type: file_input"]
    workflow = {"trigger": {"url": "https://example.org"}}
    start = actions({"type": "workflow_button", "text": plain("Go"), "workflow": workflow})
    assert problems(start) == []
    assert problems(start, surface="home") == ["unsupported type: workflow_button"]


def test_a_hundred_blocks_stand_in_a_modal_and_fifty_in_a_message() -> None:
    hundred = [{"type": "divider"}] * 100
    assert problems(*hundred, surface="modal") == []
    assert problems(*hundred) == ["no more than 50 items allowed"]


def test_blocks_inside_blocks_are_checked_and_counted_too() -> None:
    container = {"type": "container", "child_blocks": [section(block_id="a")]}
    assert problems(container) == []
    assert problems(container, section(block_id="a")) == ["`block_id` must be unique: a"]
    card = {"type": "card", "title": marked("x"), "actions": [button("b"), button("b")]}
    carousel = {"type": "carousel", "elements": [card]}
    assert problems(carousel) == ["`action_id` must be unique: b"]


def test_rich_text_is_looked_into() -> None:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    assert problems({"type": "rich_text", "elements": [line]}) == []
    odd = {"type": "rich_text_section", "elements": [{"type": "odd"}]}
    assert problems({"type": "rich_text", "elements": [odd]}) == ["unsupported type: odd"]
