"""Draws a chart as a picture: JSON in, PNG out, in a process of its own that ends with it.

Run by its path, as `handlers/drawn.py` does. Pillow and a font hold 13 MB once they were used: the
bot has them only for the tenth of a second that a picture takes. Nothing is imported here but these
two, so that the process starts as quickly as it can.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Any

from PIL import Image, ImageDraw, ImageFont

WIDTH = 760
MARGIN = 24
ROW = 42
BAR = 26
LABEL = 270
NUMBER = 60

PAPER, INK, PALE = "#ffffff", "#1d1c1d", "#616061"
ASKED, ANSWERED = "#a9cbc4", "#1f4a43"
COLORS = 32


def draw(chart: dict[str, Any]) -> bytes:
    """A picture of bars that lie below each other, as PNG.

    `bars` are a label and two numbers, the second of which is part of the first; where one is
    hidden it is null. A bar whose second is hidden is hollow; `hidden` stands for a hidden first.
    `legend` names the two, and what is hollow.
    """
    bars, top = chart["bars"], MARGIN + 2 * ROW
    image = Image.new("RGB", (WIDTH, top + len(bars) * ROW + MARGIN), PAPER)
    pen = ImageDraw.Draw(image)
    title, words = _font("Semibold", 26), _font("Regular", 22)
    pen.text((MARGIN, MARGIN), _fitting(chart["title"], title, WIDTH - 2 * MARGIN), INK, font=title)
    _legend(pen, chart["legend"], words, is_hollow=any(_is_hollow(bar) for bar in bars))
    most = max((asked for _label, asked, _answered in bars if asked), default=1)
    for place, bar in enumerate(bars):
        _bar(pen, top + place * ROW, bar, most, words, chart["hidden"])
    return _png(image)


def _legend(
    pen: ImageDraw.ImageDraw, legend: list[str], font: ImageFont.FreeTypeFont, *, is_hollow: bool
) -> None:
    left, top = MARGIN, MARGIN + ROW
    for color, word in zip((ASKED, ANSWERED, PAPER), legend[: 2 + is_hollow], strict=False):
        edge = ASKED if color == PAPER else color
        pen.rectangle((left, top + 4, left + 20, top + 24), color, edge, 2)
        pen.text((left + 30, top), word, PALE, font=font)
        left += 30 + int(font.getlength(word)) + MARGIN


def _bar(
    pen: ImageDraw.ImageDraw,
    top: int,
    bar: Sequence[Any],
    most: int,
    font: ImageFont.FreeTypeFont,
    hidden: str,
) -> None:
    label, asked, answered = bar
    pen.text((MARGIN, top), _fitting(label, font, LABEL - MARGIN), INK, font=font)
    left, end = MARGIN + LABEL, MARGIN + LABEL
    room = WIDTH - left - NUMBER - MARGIN
    for number, color in ((asked, PAPER if _is_hollow(bar) else ASKED), (answered, ANSWERED)):
        if number:
            length = max(3, round(room * number / most))
            corners = (left, top + 2, left + length, top + 2 + BAR)
            pen.rectangle(corners, color, ASKED if color == PAPER else color, 2)
            end = max(end, left + length)
    said = hidden if asked is None else f"{asked:,}"
    pen.text((end + 12, top), said, INK if asked is not None else PALE, font=font)


def _is_hollow(bar: Sequence[Any]) -> bool:
    """Whether it isn't told how many of a line were answered."""
    _label, asked, answered = bar
    return asked is not None and answered is None


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or as much of its beginning as fits."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Source Sans, which has every letter of both languages; Pillow's own has no accents."""
    there = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    with as_file(there) as path:
        # The other engine fails on letters that no font has.
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(COLORS).save(out, "png", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
