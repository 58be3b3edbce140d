"""Block Kit, as small typed dicts. Sizes are Slack's (docs.slack.dev, "Block Kit reference")."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

Block = dict[str, Any]
Element = dict[str, Any]

SECTION_TEXT = 3_000
BUTTON_TEXT = 75
ACCESSIBILITY_LABEL = 75
OPTION_TEXT = 75
HEADER_TEXT = 150


class View(TypedDict):
    """A modal or a Home tab, as `views.open` and `views.publish` take it."""

    type: str
    blocks: list[Block]
    title: NotRequired[Element]
    submit: NotRequired[Element]
    close: NotRequired[Element]
    callback_id: NotRequired[str]
    private_metadata: NotRequired[str]


class Message(TypedDict):
    """A message; `text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """Text that Slack shows as it is written: no link, mention or channel in it fires."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def date(seconds: int | str, form: str, fallback: str) -> str:
    """A time in seconds since 1970 in the reader's own zone, for within a sentence: Slack begins
    "today" with a capital where it stands first in its form, so something unseen stands before it.
    """
    return f"<!date^{seconds}^\N{WORD JOINER}{form}|{fallback}>"


def link(url: str, label: str) -> str:
    """A link in mrkdwn; the bare label where there is no address."""
    if not url:
        return escape(label)
    address = url.replace("|", "%7C").replace(" ", "%20")
    return f"<{escape(address)}|{escape(label)}>"


def cut(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int = SECTION_TEXT) -> Element:
    """A text object in which nothing is formatted."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def mrkdwn(text: str, limit: int = SECTION_TEXT) -> Element:
    """A formatted text object. Whatever a person wrote in it must be escaped."""
    return {"type": "mrkdwn", "text": cut(text, limit), "verbatim": True}


def section(text: str) -> Block:
    """A paragraph of formatted text."""
    return {"type": "section", "text": mrkdwn(text)}


def fields(*texts: str) -> Block:
    """Up to ten short texts in two columns."""
    return {"type": "section", "fields": [mrkdwn(text, 2_000) for text in texts[:10]]}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def plain_context(text: str) -> Block:
    """Small print in which nothing is formatted: for a person's own words."""
    return {"type": "context", "elements": [plain(text)]}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    """Up to 25 buttons or menus in a row."""
    return {"type": "actions", "elements": list(elements[:25])}


def button(text: str, action_id: str, value: str = "", *, style: str = "") -> Element:
    """A button. `value` comes back when it is pressed, at most 2,000 characters."""
    element: Element = {
        "type": "button",
        "text": plain(text, BUTTON_TEXT),
        "action_id": action_id,
    }
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    return element


def labelled(what: str, *buttons: Element) -> list[Element]:
    """Buttons that stand there for several things, each with what it is about for who hears the
    page read out: else all are just "Open". `what` is plain text.
    """
    return [
        {**each, "accessibility_label": cut(f"{each['text']['text']}: {what}", ACCESSIBILITY_LABEL)}
        for each in buttons
    ]


def confirm(title: str, text: str, *, yes: str, no: str) -> Element:
    """What asks again before a button does what it says; put beside the button's own fields."""
    return {
        "confirm": {
            "title": plain(title, 100),
            "text": plain(text, 300),
            "confirm": plain(yes, 30),
            "deny": plain(no, 30),
        }
    }


def option(text: str, value: str) -> Element:
    """A choice in a menu."""
    return {"text": plain(text, OPTION_TEXT), "value": value}


def select(
    action_id: str, options: list[Element], *, placeholder: str, chosen: str = ""
) -> Element:
    """A menu of up to 100 choices; `chosen` is the value that is picked at first."""
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": options[:100],
    }
    picked = [choice for choice in options[:100] if choice["value"] == chosen]
    return element | {"initial_option": picked[0]} if picked else element


def text_input(action_id: str, *, placeholder: str, value: str = "", limit: int = 1_000) -> Element:
    """A line to type in."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "max_length": limit,
    }
    return element | {"initial_value": value[:limit]} if value else element


def field(label: str, element: Element, *, hint: str = "") -> Block:
    """An optional field of a form; its block id is its element's action id."""
    block: Block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": plain(label, 2_000),
        "element": element,
        "optional": True,
    }
    return block | {"hint": plain(hint, 2_000)} if hint else block


def modal(
    title: str,
    blocks: list[Block],
    *,
    close: str,
    callback_id: str,
    submit: str = "",
    private_metadata: str = "",
) -> View:
    """A modal; Slack cuts nothing itself, so titles over 24 characters must not come here."""
    view: View = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "callback_id": callback_id,
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain(submit, 24)
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view
