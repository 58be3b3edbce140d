"""Block Kit's numbers, each kept to the last one."""

from collections.abc import Callable

import pytest

from bot.sandbox.blockkit.check import check_blocks
from bot.sandbox.wire import JSON
from tests.sandbox.kit import (
    actions,
    button,
    confirm,
    field,
    image,
    marked,
    options,
    plain,
    section,
    select,
    table,
    text_input,
    words,
)


def overflow(count: int) -> JSON:
    return {"type": "overflow", "action_id": "o", "options": options(count)}


# Each limit: what makes a list of blocks of a size, the greatest size taken, and the words.
LIMITS: dict[str, tuple[Callable[[int], list[JSON]], int, str]] = {
    "blocks": (lambda n: [{"type": "divider"}] * n, 50, "no more than 50 items allowed"),
    "section text": (lambda n: [section(words(n))], 3000, "must be less than 3001 characters"),
    "fields": (
        lambda n: [{"type": "section", "fields": [marked("x")] * n}],
        10,
        "no more than 10 items allowed",
    ),
    "field text": (
        lambda n: [{"type": "section", "fields": [marked(words(n))]}],
        2000,
        "must be less than 2001 characters",
    ),
    "header": (
        lambda n: [{"type": "header", "text": plain(words(n))}],
        150,
        "must be less than 151 characters",
    ),
    "context": (
        lambda n: [{"type": "context", "elements": [marked("x")] * n}],
        10,
        "no more than 10 items allowed",
    ),
    "actions": (
        lambda n: [actions(*(button(f"b{number}") for number in range(n)))],
        25,
        "no more than 25 items allowed",
    ),
    "button text": (
        lambda n: [actions(button("b", text=plain(words(n))))],
        75,
        "must be less than 76 characters",
    ),
    "button value": (
        lambda n: [actions(button("b", value=words(n)))],
        2000,
        "must be less than 2001 characters",
    ),
    "button url": (
        lambda n: [actions(button("b", url="x:" + words(n - 2)))],
        3000,
        "must be less than 3001 characters",
    ),
    "action_id": (
        lambda n: [actions(button(words(n), text=plain("x")))],
        255,
        "must be less than 256 characters",
    ),
    "block_id": (lambda n: [section(block_id=words(n))], 255, "must be less than 256 characters"),
    "option text": (
        lambda n: [actions(select("s", options=[{"text": plain(words(n)), "value": "v"}]))],
        75,
        "must be less than 76 characters",
    ),
    "option value": (
        lambda n: [actions(select("s", options=[{"text": plain("x"), "value": words(n)}]))],
        150,
        "must be less than 151 characters",
    ),
    "options": (
        lambda n: [actions(select("s", options=options(n)))],
        100,
        "no more than 100 items allowed",
    ),
    "overflow": (lambda n: [actions(overflow(n))], 5, "no more than 5 items allowed"),
    "checkboxes": (
        lambda n: [actions({"type": "checkboxes", "options": options(n)})],
        10,
        "no more than 10 items allowed",
    ),
    "radio buttons": (
        lambda n: [actions({"type": "radio_buttons", "options": options(n)})],
        10,
        "no more than 10 items allowed",
    ),
    "placeholder": (
        lambda n: [actions({"type": "users_select", "placeholder": plain(words(n))})],
        150,
        "must be less than 151 characters",
    ),
    "label": (
        lambda n: [field("f", text_input(), label=plain(words(n)))],
        2000,
        "must be less than 2001 characters",
    ),
    "hint": (
        lambda n: [field("f", text_input(), hint=plain(words(n)))],
        2000,
        "must be less than 2001 characters",
    ),
    "initial value": (
        lambda n: [field("f", text_input(initial_value=words(n)))],
        3000,
        "must be less than 3001 characters",
    ),
    "longest input": (
        lambda n: [field("f", text_input(max_length=n))],
        3000,
        "must be between 1 and 3000",
    ),
    "confirm title": (
        lambda n: [actions(button("b", confirm=confirm(title=plain(words(n)))))],
        100,
        "must be less than 101 characters",
    ),
    "confirm text": (
        lambda n: [actions(button("b", confirm=confirm(text=marked(words(n)))))],
        300,
        "must be less than 301 characters",
    ),
    "confirm button": (
        lambda n: [actions(button("b", confirm=confirm(confirm=plain(words(n)))))],
        30,
        "must be less than 31 characters",
    ),
    "deny button": (
        lambda n: [actions(button("b", confirm=confirm(deny=plain(words(n)))))],
        30,
        "must be less than 31 characters",
    ),
    "alt text": (lambda n: [image(alt_text=words(n))], 2000, "must be less than 2001 characters"),
    "image title": (
        lambda n: [image(title=plain(words(n)))],
        2000,
        "must be less than 2001 characters",
    ),
    "markdown": (
        lambda n: [{"type": "markdown", "text": words(n)}],
        12_000,
        "must be less than 12001 characters",
    ),
    "table rows": (lambda n: [table(n, 1)], 100, "no more than 100 items allowed"),
    "table columns": (lambda n: [table(1, n)], 20, "no more than 20 items allowed"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_kept_to_the_last_one(name: str) -> None:
    build, most, problem = LIMITS[name]
    assert check_blocks(build(most), "message") == []
    assert any(problem in found for found in check_blocks(build(most + 1), "message"))
