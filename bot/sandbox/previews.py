"""Previews of links, as Slack adds them to a message some moments after it was said."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON

_LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")


def previews_of(text: str) -> list[JSON]:
    """A made-up preview for each link of a message's text. Raises `RefusedError` without one."""
    links = dict.fromkeys(html.unescape(link) for link in _LINK.findall(text))
    if not links:
        raise RefusedError("no_link")
    return [_preview(link) for link in links]


def _preview(link: str) -> JSON:
    host = urlsplit(link).hostname or ""
    title = f"A page of {host} (fictional)"
    return {
        "from_url": link,
        "original_url": link,
        "service_name": host,
        "title": title,
        "title_link": link,
        "text": "What a preview says of a page (fictional).",
        "fallback": f"{host}: {title}",
    }
