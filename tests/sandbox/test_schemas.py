"""The checks of blocks and views, held against Slack's own JSON Schemas."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.blockkit.blocks import Surface
from bot.sandbox.blockkit.check import check_blocks, check_view
from bot.sandbox.wire import JSON
from tests.contracts import shared
from tests.sandbox import schemas

# What is refused beyond the schemas' types: lengths, numbers, and rules of Slack's documentation.
BEYOND = (
    *("must be less than", "must be more than", "must be between", "no more than", "no fewer than"),
    *("must be a valid", "must be one of the provided options", "must not be greater than"),
    *("must define either", "missing required field: value", "missing required field: submit"),
    *("`block_id` must be unique", "`action_id` must be unique", "only one"),
    "invalid additional property: url",
    *("unsupported type: file_input", "unsupported type: workflow_button"),
)
quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
pytestmark = shared.needed


def surface_of(definition: str) -> Surface:
    return "modal" if definition == "InputBlock" else "message"


@pytest.mark.parametrize("definition", schemas.block_types())
@given(data=st.data())
@quick
def test_a_block_that_fits_is_refused_only_beyond_types(
    definition: str, data: st.DataObject
) -> None:
    block = data.draw(schemas.made("Block", definition))
    found = check_blocks([block], surface_of(definition))
    assert [problem for problem in found if not problem.startswith(BEYOND)] == []


@pytest.mark.parametrize("definition", schemas.block_types())
@given(data=st.data())
@quick
def test_a_block_that_does_not_fit_is_refused(definition: str, data: st.DataObject) -> None:
    block: JSON = data.draw(schemas.spoilt("Block", definition))
    if not schemas.validator("Block", "KnownBlock").is_valid(block):
        assert check_blocks([block], surface_of(definition)) != []


@pytest.mark.parametrize("definition", ["ModalView", "HomeView"])
@given(data=st.data())
@quick
def test_a_view_that_does_not_fit_is_refused(definition: str, data: st.DataObject) -> None:
    view: JSON = data.draw(schemas.spoilt("View", definition))
    if not schemas.validator("View", definition).is_valid(view):
        assert check_view(view) != []


@pytest.mark.parametrize("definition", ["ModalView", "HomeView"])
@given(data=st.data())
@quick
def test_a_view_that_fits_is_refused_only_beyond_types(
    definition: str, data: st.DataObject
) -> None:
    view = data.draw(schemas.made("View", definition))
    assert isinstance(view, dict)
    view["blocks"] = [{"type": "divider"}]
    found = check_view(view)
    assert [problem for problem in found if not problem.startswith(BEYOND)] == []
