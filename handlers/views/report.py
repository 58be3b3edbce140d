"""A report as a window: what it is about, a chart, and its lines. It has only what may be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast, get_args

from bot.desk.gathering import By, Span, When
from bot.desk.reports import Line, Report
from bot.i18n import Language, Texts
from handlers import ids
from handlers.carried import Step
from handlers.places import place_of
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    header,
    modal,
    option,
    section,
    select,
)
from handlers.views.chart import HIDDEN, Bar, Chart, as_picture, as_text
from handlers.views.report_lines import library_text, line_text
from handlers.views.resource import Names, place_name
from handlers.views.wording import kind_name

PAGE = 10
MOST_BARS = 12
SPANS: Mapping[str, tuple[int, int]] = {
    "this_month": (1, 0),
    "last_month": (1, 1),
    "last_3": (3, 0),
    "last_12": (12, 0),
}
"""How many months, and how many months ago the last of them was."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which report somebody has before them, and how far they turned its pages."""

    span: str = "last_3"
    by: By = "month"
    offset: int = 0
    language: Language = "en"

    @property
    def when(self) -> When:
        """Its months."""
        months, ago = SPANS[self.span]
        return partial(Span.recent, months=months, ago=ago)

    def step(self) -> Step:
        """As a view carries it."""
        return Step("", f"{self.span} {self.by} {self.offset} {self.language}")

    def with_menus(self, values: Mapping[str, str]) -> Choice:
        """What is chosen in the menus, from its first page on."""
        span, by = values.get(ids.REPORT_SPAN, ""), values.get(ids.REPORT_BY, "")
        return replace(
            self,
            span=span if span in SPANS else self.span,
            by=cast("By", by) if by in get_args(By) else self.by,
            offset=0,
        )

    @classmethod
    def of(cls, step: Step) -> Choice:
        """Back from what a view carries."""
        span, by, offset, language = [*step.name.split(" "), "", "", "", ""][:4]
        begun = cls(language="es" if language == "es" else "en")
        chosen = begun.with_menus({ids.REPORT_SPAN: span, ids.REPORT_BY: by})
        return replace(chosen, offset=int(offset) if offset.isdecimal() else 0)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the lines are called, in a reader's language. `partners` are names by id."""

    names: Names
    partners: Mapping[str, str]
    texts: Texts

    def of(self, by: By, key: str) -> str:
        """A line's own name."""
        _ = self.texts
        if by == "month":
            return _.date(key)
        if not key:
            return self._none(by)
        if by == "topic":
            topic = self.names.topics.get(key)
            return topic.name(_.language) if topic else key
        if by == "place":
            place = place_of(key)
            return place_name(place, self.names, _) if place else key
        return kind_name(key, _) if by == "kind" else self.partners.get(key, key)

    def _none(self, by: By) -> str:
        _ = self.texts
        return {
            "topic": _("No topic"),
            "place": _("No place"),
            "partner": _("Without a partner"),
        }.get(by, HIDDEN)


def chart_of(report: Report, labels: Labels) -> Chart:
    """The chart of a report: months in their order, others by their weight."""
    _ = labels.texts
    if report.by == "month":
        told = {line.key: line for line in report.lines}
        some = [(month, told.get(month)) for month in report.span.months]
    else:
        some = [(line.key or "", line) for line in report.lines[:MOST_BARS]]
    bars = [_bar(labels.of(report.by, key), line) for key, line in some]
    if report.others is not None and report.by != "month":
        bars.append(_bar(_("All others"), report.others))
    title = f"{_by_name(report.by, _)}, {_span(report.span, _)}"
    legend = _("asked"), _("answered"), _("asked, answers hidden")
    return Chart(title, legend, tuple(bars) if report.lines else ())


def report_view(
    report: Report, choice: Choice, labels: Labels, picture: str, *, may_have_pictures: bool
) -> View:
    """A page of a report. `picture` is the file of its chart, empty where there is none."""
    _ = labels.texts
    blocks = [actions(*_menus(choice, _)), header(_span(report.span, _))]
    if report.total is None:
        blocks.append(section(_too_few(_)))
    else:
        blocks += _told(report, choice, labels, picture)
    if report.library.searches is not None:
        blocks.append(section(library_text(report.library, _)))
    blocks += [context(said) for said in _small_print(report, _)]
    if not may_have_pictures and report.total is not None:
        needed = _("With the permission files:write, Liaison shows this chart as a picture.")
        blocks.append(context(needed))
    return modal(
        _("Report"),
        blocks,
        close=_("Close"),
        callback_id=ids.REPORT,
        private_metadata=choice.step().dump(),
    )


def _told(report: Report, choice: Choice, labels: Labels, picture: str) -> Iterator[Block]:
    _ = labels.texts
    if report.total is not None:
        yield section(line_text(_("All requests"), report.total, None, _))
    if not report.lines:
        yield section(
            _("Each line of it would be too small to be shown, so there is only the sum.")
        )
        return
    chart = chart_of(report, labels)
    yield as_picture(chart, picture) if picture else as_text(chart)
    yield divider()
    lines = [(labels.of(report.by, line.key or ""), line) for line in report.lines]
    if report.others is not None:
        lines.append((_("All others"), report.others))
    offset = min(choice.offset, (len(lines) - 1) // PAGE * PAGE)
    for label, line in lines[offset : offset + PAGE]:
        searches = report.searches.get(line.key or "")
        yield section(line_text(label, line, searches, _))
    if turns := _turns(offset, len(lines), _):
        yield actions(*turns)


def _menus(choice: Choice, _: Texts) -> list[Element]:
    spans = {
        "this_month": _("This month"),
        "last_month": _("Last month"),
        "last_3": _("The last 3 months"),
        "last_12": _("The last 12 months"),
    }
    return [
        select(
            ids.REPORT_SPAN,
            [option(spans[each], each) for each in SPANS],
            placeholder=_("Which months"),
            chosen=choice.span,
        ),
        select(
            ids.REPORT_BY,
            [option(_by_name(each, _), each) for each in get_args(By)],
            placeholder=_("By what"),
            chosen=choice.by,
        ),
    ]


def _by_name(by: By, _: Texts) -> str:
    return {
        "month": _("By month"),
        "topic": _("By topic"),
        "place": _("By state"),
        "kind": _("By kind of request"),
        "partner": _("By partner"),
    }[by]


def _span(span: Span, _: Texts) -> str:
    if span.first == span.last:
        return _.date(span.first)
    return _("{first} to {last}", first=_.date(span.first), last=_.date(span.last))


def _too_few(_: Texts) -> str:
    return _(
        "Fewer than five requests came in. Reports begin at five, so that they tell of nobody."
    )


def _small_print(report: Report, _: Texts) -> Iterator[str]:
    if report.total is None:
        return
    yield _(
        "Numbers under five are hidden ({hidden}), and others with them, so that none can be "
        "worked out. Times are working hours. A request counts in the month when it was asked.",
        hidden=HIDDEN,
    )


def _bar(label: str, line: Line | None) -> Bar:
    return Bar(label, line.asked, line.answered) if line else Bar(label, None)


def _turns(offset: int, lines: int, _: Texts) -> list[Element]:
    turns = []
    if offset:
        turns.append(button(_("Previous"), ids.REPORT_PREVIOUS, str(offset - PAGE)))
    if offset + PAGE < lines:
        turns.append(button(_("Next"), ids.REPORT_NEXT, str(offset + PAGE)))
    return turns
