"""The paragraphs, quotes and code of a message, as Slack's composer tells them apart."""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.sandbox.inline import COMPOSED, mark, pieces
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_FENCE = re.compile(r"(?P<opens>```\n?)(?P<code>.+?)(?P<closes>\n?```)", re.DOTALL)
_QUOTED = re.compile(r"> ?")

# The type of a rich text element, and the pieces and marks in it.
Part = tuple[str, list[JSON]]


def parts(text: str, workspace: Workspace) -> list[Part]:
    """The text in its parts, one at least."""
    found: list[Part] = []
    done = 0
    for fence in _FENCE.finditer(text):
        found += _lines(text[done : fence.start()], workspace)
        code = [mark(fence["opens"]), {"type": "text", "text": fence["code"]}]
        found.append(("rich_text_preformatted", [*code, mark(fence["closes"])]))
        done = fence.end()
    found += _lines(text[done:], workspace)
    return found or [("rich_text_section", pieces("", workspace, COMPOSED))]


def _lines(text: str, workspace: Workspace) -> Iterator[Part]:
    """Lines that begin with `>` are quotes, the others are paragraphs."""
    if not text:
        return
    between: list[JSON] = []
    for quoted, group in groupby(text.split("\n"), key=lambda line: line.startswith(">")):
        lines = list(group)
        if quoted:
            yield "rich_text_quote", between + _quote(lines, workspace)
        else:
            yield "rich_text_section", between + pieces("\n".join(lines), workspace, COMPOSED)
        between = [mark("\n")]


def _quote(lines: list[str], workspace: Workspace) -> list[JSON]:
    found: list[JSON] = []
    for line in lines:
        begins = _QUOTED.match(line)
        end = begins.end() if begins else 0
        newline = [{"type": "text", "text": "\n"}] if found else []
        found += [*newline, mark(line[:end]), *pieces(line[end:], workspace, COMPOSED)]
    return found
