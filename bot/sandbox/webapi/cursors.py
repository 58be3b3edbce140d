"""Cursor-based paging; docs.slack.dev/apis/web-api/pagination"""

import base64
import binascii

from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall
from bot.sandbox.wire import JSON

# Slack asks for no more than 200 and takes up to this many.
MOST_IN_A_PAGE = 999
_PAGE = 100


def after(call: ApiCall, kind: str) -> str:
    """What the page before ended with; empty for the first page. Raises `invalid_cursor`."""
    cursor = call.text("cursor")
    if not cursor:
        return ""
    try:
        decoded = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as mistake:
        raise SlackError("invalid_cursor") from mistake
    name, _, value = decoded.partition(":")
    if name != kind:
        raise SlackError("invalid_cursor")
    return value


def next_cursor(kind: str, last: str, *, more: bool) -> JSON:
    """The `response_metadata` of a page; an empty cursor says that it is the last."""
    cursor = base64.b64encode(f"{kind}:{last}".encode()).decode() if more else ""
    return {"response_metadata": {"next_cursor": cursor}}


def page_of(call: ApiCall, kind: str, ids: list[str]) -> tuple[list[str], JSON]:
    """One page of sorted ids, and its `response_metadata`. Raises `invalid_limit`."""
    limit = call.number("limit", _PAGE)
    if not 0 < limit <= MOST_IN_A_PAGE:
        raise SlackError("invalid_limit")
    done = after(call, kind)
    left = [each for each in ids if each > done]
    page = left[:limit]
    return page, next_cursor(kind, page[-1] if page else "", more=len(left) > limit)
