"""JSON as it travels between Slack and an app."""

import json
from typing import Any

JSON = dict[str, Any]


def dumps(value: object) -> str:
    """Compact JSON in ASCII, so that any text at all can travel."""
    return json.dumps(value, separators=(",", ":"))


def size(value: object) -> int:
    """The bytes of a value as compact JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))


def well_formed(text: str) -> str:
    """A text without half characters, which no keyboard and no browser sends."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def copy(value: JSON) -> JSON:
    """A deep copy of a JSON object; far quicker than `copy.deepcopy`."""
    copied: JSON = json.loads(json.dumps(value))
    return copied
