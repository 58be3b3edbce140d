"""Block Kit as a person reads it: headings, text, [buttons], so that views compare as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]


def readable(surface: Json) -> str:
    """A message, modal or Home as lines of text."""
    lines = []
    if "title" in surface:
        lines.append(f"# {surface['title']['text']}")
    lines += [line for block in surface["blocks"] for line in _block(block)]
    ends = [surface[name]["text"] for name in ("submit", "close") if name in surface]
    if ends:
        lines.append(_buttons(ends))
    return "\n".join(lines)


def buttons(surface: Json) -> list[str]:
    """What can be pressed in a message, modal or Home, in order."""
    return [
        element["text"]["text"]
        for block in surface["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]


def _block(block: Json) -> Iterable[str]:
    match block["type"]:
        case "header":
            yield f"## {block['text']['text']}"
        case "section":
            yield from _section(block)
        case "context":
            yield " ".join(f"({element['text']})" for element in block["elements"])
        case "actions":
            yield " ".join(_pressed(element) for element in block["elements"])
        case "divider":
            yield "---"
        case "image":
            yield f"[image: {block['alt_text']}]"
        case "input":
            yield f"{block['label']['text']}: {_element(block['element'])}"
        case other:
            raise AssertionError(f"a block of type {other} can't be read yet")


def _section(block: Json) -> Iterable[str]:
    if "text" in block:
        yield " ".join([block["text"]["text"], *_beside(block)])
    yield from (field["text"].replace("\n", ": ") for field in block.get("fields", ()))


def _beside(block: Json) -> Iterable[str]:
    """The button at the side of a section."""
    if "accessory" in block:
        yield _buttons([block["accessory"]["text"]["text"]])


def _element(element: Json) -> str:
    if element["type"] == "plain_text_input":
        return f"_{element.get('initial_value', '')}_"
    chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
    return f"<{chosen}>"


def _pressed(element: Json) -> str:
    """A button, or a menu with what is chosen in it, else with what it is for."""
    if element["type"] == "button":
        return _buttons([element["text"]["text"]])
    return _element(element) if "initial_option" in element else f"<{_placeholder(element)}>"


def _placeholder(element: Json) -> str:
    return str(element["placeholder"]["text"])


def _buttons(labels: Iterable[str]) -> str:
    return " ".join(f"[{label}]" for label in labels)
