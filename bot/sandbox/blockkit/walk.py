"""Walking over blocks that have already been checked."""

from collections.abc import Iterator

from bot.sandbox.wire import JSON

# The elements a block holds stand under one of these keys.
_LISTS = {"actions": "elements", "context_actions": "elements", "card": "actions"}
_SINGLES = {"section": "accessory", "input": "element"}


def every_block(blocks: list[JSON]) -> Iterator[JSON]:
    """Each block, and the blocks inside containers and carousels."""
    for block in blocks:
        yield block
        if block["type"] == "container":
            yield from every_block(block["child_blocks"])
        elif block["type"] == "carousel":
            yield from block["elements"]


def elements_of(block: JSON) -> Iterator[JSON]:
    """The elements of one block that a person can act on."""
    kind = block["type"]
    if kind in _LISTS:
        yield from block.get(_LISTS[kind], ())
    elif kind in _SINGLES and _SINGLES[kind] in block:
        element = block[_SINGLES[kind]]
        if element["type"] != "image":
            yield element


def every_element(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Each block with each element in it that a person can act on."""
    for block in every_block(blocks):
        for element in elements_of(block):
            yield block, element


def find(blocks: list[JSON], block_id: str, action_id: str) -> tuple[JSON, JSON] | None:
    """The block and the element with these ids."""
    for block, element in every_element(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    return None
