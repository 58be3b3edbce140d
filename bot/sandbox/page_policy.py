"""The headers of the page's files: the page's own policy, and nobody may frame it."""

import re
from pathlib import Path

_META = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"')
_ALWAYS = "frame-ancestors 'none'"


def page_headers(index: Path) -> dict[str, str]:
    """What goes with every file. A `<meta>` can't forbid framing, so the header says it all."""
    found = _META.search(index.read_text(encoding="utf-8")) if index.is_file() else None
    policy = f"{found[1]}; {_ALWAYS}" if found else _ALWAYS
    return {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
    }
