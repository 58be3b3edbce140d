"""Blocks and views, short to write."""

from bot.sandbox.wire import JSON


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def section(text: str = "words", **more: object) -> JSON:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str, value: str = "v", **more: object) -> JSON:
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain(action_id),
        "value": value,
        **more,
    }


def actions(*elements: JSON, **more: object) -> JSON:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str) -> JSON:
    return {"text": plain(value.title()), "value": value}


def select(action_id: str, *values: str, **more: object) -> JSON:
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": [option(value) for value in values],
        **more,
    }


def text_input(action_id: str = "words", **more: object) -> JSON:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def field(block_id: str, element: JSON, **more: object) -> JSON:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Label"),
        "element": element,
        **more,
    }


def modal(*blocks: JSON, **more: object) -> JSON:
    return {
        "type": "modal",
        "title": plain("A modal"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: JSON, **more: object) -> JSON:
    return {"type": "home", "blocks": list(blocks), **more}


def words(count: int) -> str:
    return "x" * count


def marked(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def image(**more: object) -> JSON:
    return {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "i", **more}


def confirm(**more: object) -> JSON:
    return {
        "title": plain("Sure?"),
        "text": marked("Really?"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **more,
    }


def options(count: int) -> list[JSON]:
    return [option(f"o{number}") for number in range(count)]


def table(rows: int, columns: int) -> JSON:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}
