"""What stands in a requester's thread: the live status line, and what the bot asks them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot.desk.passing import harmless, parts
from bot.desk.patterns import Kind
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.carried import WordsFor
from handlers.views import relayed, wording
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    cut,
    date,
    escape,
    section,
)

MOST_SECTIONS = 40
"""Sections of a question: far more than a form's field fills, and they fit into a message."""

CHOICES = 5
"""Open tickets among which a person chooses on a phone."""

BEGINNING = 45
"""Characters by which a person knows a question of theirs again, on a button that takes 75."""


Promise = Literal["stands", "late", "kept"]
"""How it is with the day by which an answer is promised."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a status line is drawn from. `expert` and `assignee` are names, empty while there is
    none; `team` is the partner whose whole channel reads along; times are milliseconds.
    """

    ticket: Row
    assignee: str = ""
    expert: str = ""
    team: str = ""
    delivered_at: int | None = None
    reopened_until: int | None = None
    has_words: bool = True
    has_aside: bool = False
    promise: Promise = "stands"


def status(line: Line, _: Texts) -> Message:
    """The head of a requester's thread."""
    blocks = [section(_head(line, _)), *_question(line, _)]
    small = _small_print(line, _)
    if small:
        blocks.append(context(small))
    buttons = _closed_buttons(line, _) if line.ticket.state == "closed" else _buttons(line, _)
    return {
        "text": _("Your request #{number}", number=line.ticket.id),
        "blocks": [*blocks, actions(*buttons)],
    }


def closed(
    words: str, hidden: Sequence[Kind], files: int, _: Texts, *, is_over: bool = False
) -> Message:
    """What became of words under a closed ticket; `words` is their handle, empty for an expert's,
    who can't open it again. `is_over` is where nobody can, or they began a new request with them.
    """
    head = _("This request is closed")
    if not words:
        said = _("This request is closed, so these words went to nobody.")
        return {"text": head, "blocks": [section(said)]}
    said = _(
        "This request is closed, so your message went to nobody. Reopen the request with this "
        "message? It is kept for a day."
    )
    if is_over:
        said = _(
            "This request was closed a while ago, so your message went to nobody. Begin a new "
            "request with it? It is kept for a day."
        )
        anew = button(_("New request"), ids.NEW_WITH_WORDS, words, style="primary")
        return {
            "text": head,
            "blocks": [section(said), *_left_out(hidden, files, _), actions(anew)],
        }
    again = button(_("Reopen with this message"), ids.REOPEN_WITH, words, style="primary")
    return {"text": head, "blocks": [section(said), *_left_out(hidden, files, _), actions(again)]}


def which(
    words: str,
    tickets: Sequence[Row],
    hidden: Sequence[Kind],
    files: int,
    _: Texts,
    *,
    is_begun: bool = False,
) -> Message:
    """What the bot asks of words in the DM's main box, with a person's open tickets, newest first.

    `is_begun` is after they took the words to a new request, which may come to nothing.
    """
    asked = _ask(tickets, _)
    if is_begun:
        asked = _(
            "You began a new request with this message. If you closed the form, choose again."
        )
    kept = _("Your message went to nobody yet. It is kept for a day.")
    buttons = [_add(words, ticket, _) for ticket in tickets[:CHOICES]]
    buttons += [
        button(_("New request"), ids.NEW_WITH_WORDS, words),
        button(_("Look it up"), ids.LOOK_UP_WORDS, words),
    ]
    blocks = [section(asked), context(kept), *_left_out(hidden, files, _), actions(*buttons)]
    return {"text": _("What is this message for?"), "blocks": blocks}


def settled(became: str, number: int, _: Texts) -> Message:
    """What became of words that were asked about."""
    said = {
        "added": _("Your message was added to #{number}.", number=number),
        "looked_up": _("We looked this up for you in the library."),
        "forgotten": _("We no longer keep this message. It went to nobody."),
    }[became]
    return {"text": said, "blocks": [section(said)]}


def _head(line: Line, _: Texts) -> str:
    ticket = line.ticket
    where = wording.standing(ticket, _)
    with_whom = _with(line, _)
    if with_whom and ticket.state in ("taken", "accepted") and ticket.waits_on != "requester":
        where, with_whom = with_whom, ""
    rest = [where, wording.outcome(ticket, _) if ticket.state == "closed" else with_whom]
    if ticket.is_urgent:
        urgent = _("Urgent")
        rest.append(f":rotating_light: {urgent}")
    return " · ".join([f"*#{ticket.id}*", *filter(None, rest)])


def _with(line: Line, _: Texts) -> str:
    name = line.expert or line.assignee
    return _("With {name}", name=escape(name)) if name else ""


def _question(line: Line, _: Texts) -> list[Block]:
    if line.ticket.question is None:
        return [section(_("_You deleted the text of this request._"))]
    sections = [each for part in parts(harmless(escape(line.ticket.question))) for each in part]
    return [section(each) for each in sections[:MOST_SECTIONS] if each.strip()]


def _small_print(line: Line, _: Texts) -> str:
    ticket = line.ticket
    if ticket.state == "closed":
        if line.reopened_until is None:
            return ""
        until = _moment(line.reopened_until, "{date_short}", "%Y-%m-%d")
        return _("You can reopen it until {date}.", date=until)
    said = [_("Needed by: {when}", when=wording.needed_by(ticket, _))]
    if ticket.needed_by == "whenever":
        said = []
    said += _promise(line, _)
    if line.delivered_at is not None:
        at = _moment(line.delivered_at, "{date_short_pretty} {time}", "%Y-%m-%d %H:%M UTC")
        said.append(_("Last message delivered {when}", when=at))
    return "\n".join([_goes_to(line, _), " · ".join(said)]).strip()


def _promise(line: Line, _: Texts) -> list[str]:
    """What holds of a promise; nothing where it was kept."""
    on = line.ticket.promised_on
    if not on or line.promise == "kept":
        return []
    if line.promise == "late":
        return [_("The answer promised by {date} is late. It is not forgotten.", date=_.date(on))]
    return [_("An answer is promised by {date}", date=_.date(on))]


def _goes_to(line: Line, _: Texts) -> str:
    if line.team:
        return _(
            "What you write in this thread goes to everyone in the channel of {team}, and to the "
            "coordinator.",
            team=escape(line.team),
        )
    if line.expert:
        return _(
            "What you write in this thread goes to {name} and to the coordinator.",
            name=escape(line.expert),
        )
    return _("What you write in this thread goes to the coordinator.")


def _buttons(line: Line, _: Texts) -> list[Element]:
    handle = line.ticket.handle
    buttons = [button(_("Add detail"), ids.OWN_DETAIL, handle)]
    if line.has_aside:
        buttons.append(button(_("Write to the coordinator alone"), ids.OWN_ASIDE, handle))
    buttons += [
        button(_("Who can see this"), ids.OWN_VIEWERS, handle),
        button(_("Close request"), ids.OWN_CLOSE, handle),
    ]
    return buttons + _delete(line, _)


def _closed_buttons(line: Line, _: Texts) -> list[Element]:
    handle = line.ticket.handle
    buttons = [button(_("Who can see this"), ids.OWN_VIEWERS, handle), *_delete(line, _)]
    if line.reopened_until is None:
        return buttons
    return [button(_("Reopen"), ids.OWN_REOPEN, handle, style="primary"), *buttons]


def _delete(line: Line, _: Texts) -> list[Element]:
    if not line.has_words:
        return []
    return [button(_("Delete my text"), ids.OWN_DELETE, line.ticket.handle)]


def _ask(tickets: Sequence[Row], _: Texts) -> str:
    if len(tickets) == 1:
        return _("Add this to #{number}, or is it a new request?", number=tickets[0].id)
    return _("Add this to one of your open requests, or is it a new one?")


def _add(words: str, ticket: Row, _: Texts) -> Element:
    question = " ".join((ticket.question or "").split())
    label = _("Add to #{number}", number=ticket.id)
    if question:
        label += f": {cut(question, BEGINNING)}"
    value = WordsFor(words, ticket.handle).dump()
    return button(label, f"{ids.ADD_WORDS}:{ticket.id}", value)


def _left_out(hidden: Sequence[Kind], files: int, _: Texts) -> list[Block]:
    return relayed.note(hidden, files, _)["blocks"]


def _moment(at: int, form: str, fallback: str) -> str:
    """A time in the reader's own zone, as Slack shows it; where it can't, in ours."""
    seconds = at // 1000
    return date(seconds, form, f"{datetime.fromtimestamp(seconds, UTC):{fallback}}")
