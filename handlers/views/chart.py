"""A chart, before it is a picture: the same numbers as bars of letters, and in words."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.views.blocks import Block, cut, escape, section

LABEL = 22
LONGEST = 22
"""Characters: a label, a bar and a number fit side by side on a phone."""
ALT_TEXT = 1_000
"""Characters of a file's description that Slack takes (docs.slack.dev,
files.getUploadURLExternal)."""
HIDDEN = "–"

_FULL, _PALE, _HOLLOW = "█", "░", "▒"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart. What is hidden is None; `answered` is part of `asked`."""

    label: str
    asked: int | None
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a title, the words for the two numbers of each bar and for a bar of which the
    second is hidden, and the bars.
    """

    title: str
    legend: tuple[str, str, str]
    bars: tuple[Bar, ...]


def as_text(chart: Chart) -> Block:
    """The chart as lines of letters of one width."""
    width = min(LABEL, max((len(bar.label) for bar in chart.bars), default=0))
    most = max((bar.asked for bar in chart.bars if bar.asked), default=1)
    lines = [_line(bar, width, most) for bar in chart.bars]
    asked, answered, hollow = chart.legend
    legend = f"{_FULL} {answered} · {_PALE} {asked} · {_HOLLOW} {hollow}"
    return section("\n".join([f"*{escape(chart.title)}*", "```", *lines, f"```\n{escape(legend)}"]))


def as_picture(chart: Chart, file_id: str) -> Block:
    """The chart as a picture that Slack has as a file."""
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": in_words(chart),
    }


def in_words(chart: Chart) -> str:
    """The chart for who can't see it."""
    asked, answered, _hollow = chart.legend
    said = [
        f"{bar.label}: {asked} {_number(bar.asked)}, {answered} {_number(bar.answered)}"
        for bar in chart.bars
    ]
    return cut(f"{chart.title}. {'; '.join(said)}.", ALT_TEXT)


def _line(bar: Bar, width: int, most: int) -> str:
    # Three of these would end the letters of one width.
    label = escape(cut(bar.label, width).ljust(width).replace("`", "'"))
    if bar.asked is None:
        return f"{label} {HIDDEN}"
    length = max(1, round(LONGEST * bar.asked / most))
    if bar.answered is None:
        return f"{label} {_HOLLOW * length} {bar.asked:,}"
    full = min(length, round(LONGEST * bar.answered / most))
    return f"{label} {_FULL * full}{_PALE * (length - full)} {bar.asked:,}"


def _number(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"
