"""The mark by which a message of ours is known again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import marks

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
MESSAGE = {"text": "Hello", "blocks": [SECTION, SECTION]}
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_it_is_found_by_the_block_and_by_the_metadata() -> None:
    put = marks.put(MESSAGE, "o-1")
    assert marks.of({"blocks": put["blocks"]}) == "o-1"
    assert marks.of({"metadata": put["metadata"]}) == "o-1"


def test_it_leaves_the_message_as_it_was() -> None:
    marks.put(MESSAGE, "o-1")
    assert MESSAGE["blocks"] == [SECTION, SECTION]


@pytest.mark.parametrize(
    "message",
    [{}, {"blocks": []}, {"blocks": [{"block_id": "xyz"}]}, {"blocks": [None]}, {"metadata": []}],
)
def test_what_is_not_ours_has_none(message: dict[str, Any]) -> None:
    assert not marks.of(message)


@given(JSON, JSON)
def test_nothing_that_comes_breaks_looking(blocks: object, metadata: object) -> None:
    assert isinstance(marks.of({"blocks": blocks, "metadata": metadata}), str)
