"""The page about the sandbox says what the code does: each number in its tables is tried."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox import (
    content,
    dispatch,
    events,
    faults,
    ratelimits,
    record,
    response_urls,
    triggers,
    uploads,
    views,
)
from bot.sandbox.blockkit.blocks import Surface
from bot.sandbox.blockkit.check import check_blocks, check_view, require_view
from bot.sandbox.cast import PEOPLE
from bot.sandbox.control_people import VERBS
from bot.sandbox.errors import SlackError
from bot.sandbox.switches import switches
from bot.sandbox.transport import sockets, tickets
from bot.sandbox.webapi import conversations, cursors, history
from bot.sandbox.wire import JSON, size
from tests.sandbox.conftest import Slack
from tests.sandbox.kit import (
    actions,
    button,
    confirm,
    field,
    home,
    image,
    marked,
    modal,
    options,
    plain,
    section,
    select,
    table,
    text_input,
    words,
)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
_ROW = re.compile(r"\| (.+) \| ([\d,]*) ?\| (yes|no) \| (\S*) ?\| (\S+) \|")
ROWS = [match.groups() for match in map(_ROW.fullmatch, PAGE.splitlines()) if match]
NUMBERS = {rule: int(number.replace(",", "")) for rule, number, *_ in ROWS if number}

CONSTANTS = {
    "seconds to acknowledge a delivery": dispatch.ACK_SECONDS,
    "retries of an event": len(events.RETRIES),
    "seconds before the second retry; the first comes at once": events.RETRIES[1],
    "seconds before the third retry": events.RETRIES[2],
    "retries an hour apart with Delayed Events on": len(events.DELAYED_RETRIES),
    "seconds a `trigger_id` lives; it opens one view": triggers.LIFE_SECONDS,
    "uses of a `response_url`": response_urls.MOST_USES,
    "seconds a `response_url` lives": response_urls.LIFE_SECONDS,
    "connections at once; one more gets `too_many_websockets`": sockets.MOST_CONNECTIONS,
    "seconds a ticket lives; it opens one connection (Slack gives no number)": (
        tickets.LIFE_SECONDS
    ),
    "seconds a connection lives": sockets.LIFE_SECONDS,
    "seconds a connection lives with `debug_reconnects`": sockets.DEBUG_LIFE_SECONDS,
    "seconds between `warning` and `refresh_requested`": sockets.WARNING_SECONDS,
    **{f"calls a minute in tier {tier}": ratelimits.PER_MINUTE[tier] for tier in (1, 2, 3, 4)},
    "calls a minute in a special tier (Slack gives no number)": ratelimits.PER_MINUTE[5],
    "posts at once in a channel, then one a second (Slack gives no number)": (
        ratelimits.CHANNEL_BURST
    ),
    "posts a minute in a workspace (Slack says several hundred)": ratelimits.WORKSPACE_POSTS,
    "people in one `conversations.invite`": conversations.MOST_INVITED,
    "messages of `conversations.history` where nobody says how many": history.HISTORY_PAGE,
    "messages of `conversations.replies` at most, and where nobody says how many": (
        history.REPLIES_PAGE
    ),
    "characters of a file's description for screen readers": uploads.MOST_ALT_TEXT,
    "items in a page": cursors.MOST_IN_A_PAGE,
    "stacked views": views.MOST_STACKED,
    "characters of a message's text": content.MOST_TEXT,
    "bytes of a message's metadata (Slack gives no number)": content.MOST_METADATA_BYTES,
}


def overflow(count: int) -> JSON:
    return actions({"type": "overflow", "action_id": "a", "options": options(count)})


def choices(kind: str) -> Callable[[int], JSON]:
    return lambda count: actions({"type": kind, "action_id": "a", "options": options(count)})


def pressed(**more: object) -> JSON:
    return actions(button("a") | more)


def menu(**more: object) -> JSON:
    return actions({"type": "static_select", "action_id": "a", **more})


def groups(count: int) -> list[JSON]:
    return [{"label": plain(f"g{number}"), "options": options(1)} for number in range(count)]


def asked(length: int) -> JSON:
    return field("q", text_input(max_length=length))


# One block for each limit, with that much in it.
BLOCKS: dict[str, Callable[[int], JSON]] = {
    "characters of a section": lambda much: section(words(much)),
    "fields of a section": lambda much: section(fields=[marked("x")] * much),
    "characters of a field": lambda much: section(fields=[marked(words(much))]),
    "characters of a header": lambda much: {"type": "header", "text": plain(words(much))},
    "elements of a context": lambda much: {"type": "context", "elements": [marked("x")] * much},
    "elements of an actions block": lambda much: actions(
        *[button(f"b{number}") for number in range(much)]
    ),
    "characters of an image's alternative text": lambda much: image(alt_text=words(much)),
    "characters of an image's title": lambda much: image(title=plain(words(much))),
    "characters of a `block_id`": lambda much: section(block_id=words(much)),
    "characters of markdown in a message": lambda much: {"type": "markdown", "text": words(much)},
    "rows of a table": lambda much: table(much, 1),
    "columns of a table": lambda much: table(1, much),
    "characters of a button's text": lambda much: pressed(text=plain(words(much))),
    "characters of a button's value": lambda much: actions(button("a", words(much))),
    "characters of a button's address": lambda much: pressed(url="https://x.org/".ljust(much, "x")),
    "characters of an `action_id`": lambda much: actions(button("a") | {"action_id": words(much)}),
    "options of a menu": lambda much: menu(options=options(much)),
    "groups of options of a menu": lambda much: menu(option_groups=groups(much)),
    "characters of an option's text": lambda much: menu(
        options=[{"text": plain(words(much)), "value": "x"}]
    ),
    "characters of an option's value": lambda much: menu(
        options=[{"text": plain("x"), "value": words(much)}]
    ),
    "options of an overflow menu": overflow,
    "options of checkboxes": choices("checkboxes"),
    "options of radio buttons": choices("radio_buttons"),
    "characters of a placeholder": lambda much: actions(
        select("a", "x", placeholder=plain(words(much)))
    ),
    "characters of an input's label": lambda much: field(
        "q", text_input(), label=plain(words(much))
    ),
    "characters of an input's hint": lambda much: field("q", text_input(), hint=plain(words(much))),
    "characters that a text input may ask for": asked,
    "characters of a confirmation's title": lambda much: pressed(
        confirm=confirm(title=plain(words(much)))
    ),
    "characters of a confirmation's text": lambda much: pressed(
        confirm=confirm(text=marked(words(much)))
    ),
    "characters of a confirmation's button": lambda much: pressed(
        confirm=confirm(confirm=plain(words(much)))
    ),
}
VIEWS: dict[str, Callable[[int], JSON]] = {
    "blocks in a modal": lambda much: modal(*[section()] * much),
    "blocks in a Home tab": lambda much: home(*[section()] * much),
    "characters of a modal's title": lambda much: modal(title=plain(words(much))),
    "characters of a modal's submit": lambda much: modal(submit=plain(words(much))),
    "characters of a modal's close": lambda much: modal(close=plain(words(much))),
    "characters of `private_metadata`": lambda much: modal(private_metadata=words(much)),
    "characters of a `callback_id`": lambda much: modal(callback_id=words(much)),
    "characters of an `external_id`": lambda much: modal(external_id=words(much)),
}
OTHERS = {"blocks in a message", "bytes of a view"}


@pytest.mark.parametrize(("rule", "value"), CONSTANTS.items())
def test_a_number_is_the_code_s(rule: str, value: float) -> None:
    assert NUMBERS[rule] == value


@pytest.mark.parametrize("rule", BLOCKS)
def test_a_block_is_taken_up_to_the_number_and_no_further(rule: str) -> None:
    build, most = BLOCKS[rule], NUMBERS[rule]
    surface: Surface = "modal" if "input" in rule else "message"
    assert check_blocks([build(most)], surface) == []
    assert check_blocks([build(most + 1)], surface)


@pytest.mark.parametrize("rule", VIEWS)
def test_a_view_is_taken_up_to_the_number_and_no_further(rule: str) -> None:
    build, most = VIEWS[rule], NUMBERS[rule]
    assert check_view(build(most)) == []
    assert check_view(build(most + 1))


def test_a_message_has_so_many_blocks() -> None:
    most = NUMBERS["blocks in a message"]
    assert check_blocks([section()] * most, "message") == []
    assert check_blocks([section()] * (most + 1), "message")


def test_a_view_has_so_many_bytes() -> None:
    blocks = [section(words(2_490)) for _ in range(98)]
    left = NUMBERS["bytes of a view"] - size(modal(*blocks, section("")))
    require_view(modal(*blocks, section(words(left))))
    with pytest.raises(SlackError, match="view_too_large"):
        require_view(modal(*blocks, section(words(left + 1))))


def test_every_number_that_is_enforced_is_tried() -> None:
    enforced = {rule for rule, number, held, *_ in ROWS if number and held == "yes"}
    assert enforced == {*CONSTANTS, *BLOCKS, *VIEWS, *OTHERS}


@pytest.mark.parametrize(("rule", "held", "where"), [(row[0], row[2], row[3]) for row in ROWS])
def test_a_rule_that_is_enforced_says_where(rule: str, held: str, where: str) -> None:
    assert (held == "yes") == bool(where), rule
    assert not where or (ROOT / "bot" / "sandbox" / where).is_file()


def test_no_row_of_the_tables_is_missed() -> None:
    lines = [line for line in PAGE.splitlines() if re.search(r"\| (yes|no) \|", line)]
    assert len(lines) == len(ROWS) > 80


async def test_everybody_every_verb_every_fault_and_every_switch_is_named(slack: Slack) -> None:
    people = (user.key for user in PEOPLE)
    for name in (*people, *VERBS, *faults.KINDS, *switches(slack.sandbox.core)):
        assert f"`{name}`" in PAGE, name


def test_what_is_kept_and_how_many_are_under_way_is_said() -> None:
    for number in (record.MOST_KEPT, record.WHOLE_ANSWERS, events.MOST_AT_ONCE):
        assert f"{number:,}" in PAGE
