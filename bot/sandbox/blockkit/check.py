"""Checks whole messages and views, and fills in what Slack fills in."""

from collections import Counter
from collections.abc import Iterator

from bot.sandbox.blockkit.blocks import MOST_BLOCKS, ON_SURFACE, Surface
from bot.sandbox.blockkit.composition import plain
from bot.sandbox.blockkit.shapes import Check, Problems, by_type, flag, items, say, string, typed
from bot.sandbox.blockkit.walk import elements_of, every_block, every_element
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import Ids
from bot.sandbox.wire import JSON, size

_MOST_MARKDOWN = 12_000
_MOST_VIEW_BYTES = 250_000
_ON_ONE_SURFACE = {"file_input": "modal", "workflow_button": "message"}

_BLOCKS: dict[Surface, Check] = {
    surface: items(check, MOST_BLOCKS[surface], 0) for surface, check in ON_SURFACE.items()
}
_SHARED = {"private_metadata": string(3000, 0), "callback_id": string(255, 0)}
_VIEW = by_type(
    {
        "modal": typed(
            {"title": plain(24), "blocks": _BLOCKS["modal"]},
            {
                **_SHARED,
                "external_id": string(255, 0),
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
            },
        ),
        "home": typed({"blocks": _BLOCKS["home"]}, {**_SHARED, "external_id": string(255, 0)}),
    }
)


def check_blocks(blocks: object, surface: Surface, at: str = "/blocks") -> Problems:
    """What Slack would say against a list of blocks."""
    problems: Problems = []
    _BLOCKS[surface](blocks, at, problems)
    if problems or not isinstance(blocks, list):
        return problems
    return _across_blocks(blocks, surface, at)


def check_view(view: object) -> Problems:
    """What Slack would say against a modal or a Home tab."""
    problems: Problems = []
    _VIEW(view, "/view", problems)
    if problems or not isinstance(view, dict):
        return problems
    problems = _across_blocks(view["blocks"], view["type"], "/view/blocks")
    has_input = any(block["type"] == "input" for block in every_block(view["blocks"]))
    if view["type"] == "modal" and has_input and "submit" not in view:
        say(problems, "missing required field: submit", "/view")
    return problems


def require_blocks(blocks: object) -> None:
    """Raises `invalid_blocks` where Slack would refuse a message's blocks."""
    if problems := check_blocks(blocks, "message"):
        raise SlackError("invalid_blocks", problems, errors=problems)


def require_view(view: object) -> JSON:
    """The view itself, or `invalid_arguments` or `view_too_large`."""
    if problems := check_view(view):
        raise SlackError("invalid_arguments", problems)
    if size(view) > _MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    checked: JSON = view  # type: ignore[assignment]  # an object, or there were problems
    return checked


def fill_in(blocks: list[JSON], ids: Ids) -> None:
    """Makes up the ids that are missing and writes out defaults, in place, as Slack does."""
    for block in every_block(blocks):
        block.setdefault("block_id", ids.short())
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        for element in elements_of(block):
            element.setdefault("action_id", ids.short())
    for text in texts_in(blocks):
        text.setdefault(*(("verbatim", False) if text["type"] == "mrkdwn" else ("emoji", True)))


def texts_in(value: object) -> Iterator[JSON]:
    """Every text object inside, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            yield value
        elif value.get("type") != "rich_text":
            for part in value.values():
                yield from texts_in(part)


def _across_blocks(blocks: list[JSON], surface: Surface, at: str) -> Problems:
    """Rules that hold over several blocks; only for blocks that are fine one by one."""
    problems: Problems = []
    every = list(every_block(blocks))
    _repeated((block.get("block_id") for block in every), "block_id", at, problems)
    for block in every:
        names = (element.get("action_id") for element in elements_of(block))
        _repeated(names, "action_id", at, problems)
    _misplaced(blocks, surface, at, problems)
    if sum(len(block["text"]) for block in every if block["type"] == "markdown") > _MOST_MARKDOWN:
        say(problems, f"markdown must be less than {_MOST_MARKDOWN + 1} characters", at)
    if sum(block["type"] == "table" for block in every) > 1:
        say(problems, "only one table allowed", at)
    return problems


def _repeated(names: Iterator[str | None], key: str, at: str, problems: Problems) -> None:
    for name, times in Counter(name for name in names if name).items():
        if times > 1:
            say(problems, f"`{key}` must be unique: {name}", at)


def _misplaced(blocks: list[JSON], surface: Surface, at: str, problems: Problems) -> None:
    focused = 0
    for _, element in every_element(blocks):
        focused += bool(element.get("focus_on_load"))
        if _ON_ONE_SURFACE.get(element["type"], surface) != surface:
            say(problems, f"unsupported type: {element['type']}", at)
    if focused > 1:
        say(problems, "only one element may have `focus_on_load`", at)
