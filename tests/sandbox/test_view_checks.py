"""What a modal and a Home tab must be."""

import pytest

from bot.sandbox.blockkit.check import check_view, fill_in
from bot.sandbox.clock import Clock
from bot.sandbox.ids import Ids
from bot.sandbox.wire import JSON
from tests.sandbox.kit import field, home, modal, plain, section, text_input


def problems(view: object) -> list[str]:
    return [found.split(" [")[0] for found in check_view(view)]


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ([], "must provide an object"),
        ({"type": "workflow_step", "blocks": []}, "unsupported type: workflow_step"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="x" * 256), "must be less than 256 characters"),
        (modal(external_id="x" * 256), "must be less than 256 characters"),
        (modal(submit_disabled=True), "invalid additional property: submit_disabled"),
        (modal(*[section()] * 101), "no more than 100 items allowed"),
        (home(title=plain("x")), "invalid additional property: title"),
    ],
)
def test_what_slack_refuses_is_refused(view: object, problem: str) -> None:
    assert problem in problems(view)


def test_a_modal_needs_a_title_and_blocks() -> None:
    assert problems({"type": "modal"}) == [
        "missing required field: title",
        "missing required field: blocks",
    ]


def test_a_modal_with_inputs_needs_a_submit_and_a_home_tab_does_not() -> None:
    asks = field("q", text_input())
    silent = modal(asks)
    del silent["submit"]
    assert problems(silent) == ["missing required field: submit"]
    assert problems(modal(asks)) == []
    assert problems(home(asks)) == []


def test_block_ids_are_used_once_in_a_view() -> None:
    assert problems(modal(section(block_id="a"), section(block_id="a"))) == [
        "`block_id` must be unique: a"
    ]


def test_defaults_are_written_out_as_slack_does() -> None:
    blocks: list[JSON] = [field("q", {"type": "plain_text_input"}), section()]
    fill_in(blocks, Ids(Clock(standing_at=0.0)))
    asked, said = blocks
    assert (asked["optional"], asked["dispatch_action"]) == (False, False)
    assert asked["label"]["emoji"] is True
    assert asked["element"]["action_id"]
    assert (said["text"]["verbatim"], bool(said["block_id"])) == (False, True)
