"""What Slack's client asks of a form before it lets a person send it."""

import re
from collections.abc import Callable

from bot.sandbox.wire import JSON

Values = dict[str, dict[str, JSON]]
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+\.[^@\s]+")
_URL = re.compile(r"https?://[^\s/]+\S*")
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def missing_or_wrong(blocks: list[JSON], values: Values) -> dict[str, str]:
    """What stands beside each input that can't be sent as it is, by block id."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values[block["block_id"]][element["action_id"]]
        value = next(state[key] for key in state if key != "type")
        if complaint := _complaint(element, value, optional=block["optional"]):
            errors[block["block_id"]] = complaint
    return errors


def _complaint(element: JSON, value: object, *, optional: bool) -> str | None:
    if value in (None, "", []):
        return None if optional else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    return check(element, str(value)) if check else None


def _text(element: JSON, value: str) -> str | None:
    longest = element.get("max_length", 3000)
    if len(value) > longest:
        return f"This field can't be longer than {longest} characters."
    if len(value) < element.get("min_length", 0):
        return f"This field needs at least {element['min_length']} characters."
    return None


def _email(_element: JSON, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(_element: JSON, value: str) -> str | None:
    return None if _URL.fullmatch(value) else "Please enter a valid URL."


def _number(element: JSON, value: str) -> str | None:
    pattern = _DECIMAL if element["is_decimal_allowed"] else _WHOLE
    if not pattern.fullmatch(value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number that is at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number that is at most {element['max_value']}."
    return None


_CHECKS: dict[str, Callable[[JSON, str], str | None]] = {
    "plain_text_input": _text,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
}
