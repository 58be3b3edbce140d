"""What people read when a request ends: how, in whose words, and whether it helped."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.carried import Step
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from handlers.views.matches import day

MOST_WORDS = 500
"""Characters of a closing line, and of a comment: escaped at their worst, they fit a section."""

ANSWERS = ("yes", "partly", "no")
EXPERT_OUTCOMES = ("by_expert", "by_resource", "referred")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a ticket ended. `words` are said by `by`, a name, empty where it isn't known; it can be
    opened again until `until`, in milliseconds since 1970.
    """

    ticket: Row
    words: str = ""
    by: str = ""
    until: int | None = None
    by_requester: bool = False


def helped(ended: Ended, _: Texts, *, is_newest: bool) -> Message:
    """What a requester is asked, and what they answered; buttons only while they may change it."""
    if ended.ticket.state != "closed" or not is_newest:
        return went_on(_)
    blocks = _how(ended, _)
    may_answer = ended.until is not None
    blocks += [section(_("*Did it help?*"))] if may_answer else []
    blocks += _answer(ended.ticket, _)
    if may_answer:
        blocks += [actions(*_faces(ended.ticket, _)), *_further(ended.ticket, _)]
        blocks.append(context(_who_reads(ended, _)))
    return {"text": _("Your request #{number} is closed", number=ended.ticket.id), "blocks": blocks}


def ended(ended: Ended, _: Texts) -> Message:
    """That somebody closed a request whose requester is not asked about it."""
    text = _("Your request #{number} is closed", number=ended.ticket.id)
    return {"text": text, "blocks": _how(ended, _)}


def thanks(ended: Ended, name: str, _: Texts) -> Message:
    """What an expert reads; `name` is the requester's, escaped, as they know it."""
    how = wording.outcome(ended.ticket, _)
    said = _("*Closed:* {outcome}. Thank you for your help.", outcome=how)
    blocks = [section(said), *_quoted(ended.words, name, _)]
    return {"text": _("A request you were on is closed"), "blocks": blocks}


def went_on(_: Texts) -> Message:
    """What is left of words about an end that was none."""
    said = _("This request was closed here, and went on.")
    return {"text": said, "blocks": [section(said)]}


def reopened_for_requester(number: int, by: str, _: Texts) -> Message:
    """That somebody else opened their request again."""
    name = escape(by) or _("The coordinator")
    said = _(
        "{name} opened your request again. What you write in this thread is passed on.", name=name
    )
    return {
        "text": _("Your request #{number} is open again", number=number),
        "blocks": [section(said)],
    }


def reopened_for_expert(_: Texts) -> Message:
    """The same for the expert who was on it."""
    said = _("This request is open again. What you write here is passed on.")
    return {"text": _("A request you were on is open again"), "blocks": [section(said)]}


def reopened_for_coordinators(number: int, by: str, told: str, _: Texts) -> Message:
    """The same below the card; `told` is the Slack id of the one who has it, empty for nobody."""
    said = _(
        "*#{number} is open again:* {name} reopened it.",
        number=number,
        name=escape(by) or _("somebody whose name is not known"),
    )
    if told:
        said += " " + _("<@{person}>, it is with you.", person=told)
    return {"text": _("A request is open again"), "blocks": [section(said)]}


def comment_form(ticket: Row, _: Texts) -> View:
    """What a requester adds to their face."""
    words = text_input(
        ids.WORDS,
        placeholder=_("What helped, or what was missing"),
        value=ticket.comment,
        limit=MOST_WORDS,
    )
    blocks = [
        context(_("Only the coordinators read it. The expert doesn't.")),
        context(_("Please leave out names, A-numbers and addresses of people you help.")),
        field(_("Your comment"), words | {"multiline": True}),
    ]
    return modal(
        _("Your comment"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.HELPED_COMMENT,
        submit=_("Save"),
        private_metadata=Step(ticket.handle).dump(),
    )


def closing_words(who_reads: str, _: Texts) -> list[Block]:
    """The field for a closing line, and who will read it; `who_reads` is mrkdwn."""
    words = text_input(ids.WORDS, placeholder=_("In your own words"), limit=MOST_WORDS)
    return [field(_("A closing line"), words), context(who_reads)]


def close_as_expert(step: Step, _: Texts) -> View:
    """How an expert says that it ended."""
    options = [
        option(_("I answered it"), "by_expert"),
        option(_("A resource from the library answered it"), "by_resource"),
        option(_("I referred them to someone else"), "referred"),
    ]
    radio: Element = {
        "type": "radio_buttons",
        "action_id": ids.EXPERT_OUTCOME,
        "options": options,
        "initial_option": options[0],
    }
    reads = _("The person who asked reads it in their thread, the coordinators on the card.")
    blocks = [
        section(_("The person who asked is told, and can open it again for 14 days.")),
        field(_("How did it end?"), radio) | {"optional": False},
        *closing_words(reads, _),
    ]
    return modal(
        _("Close request"),
        blocks,
        close=_("Not yet"),
        callback_id=ids.EXPERT_CLOSE,
        submit=_("Close request"),
        private_metadata=step.dump(),
    )


def rated(ticket: Row, _: Texts, *, is_whole: bool = True) -> str:
    """What a requester said of how it went, for coordinators, in mrkdwn; empty for nothing. Only
    the face, where it is not whole.
    """
    comment = f"“{escape(_line(ticket.comment))}”" if ticket.comment and is_whole else ""
    said = " ".join(filter(None, [_face(ticket.helped, _), comment]))
    return _("*Did it help?* {answer}", answer=said) if said else ""


def last_words(words: str, by: str, _: Texts) -> list[Block]:
    """What whoever closed it said, for coordinators; `by` is a name, empty for none known."""
    return _quoted(words, escape(by) or _("a coordinator"), _)


def _how(ended: Ended, _: Texts) -> list[Block]:
    head = _(
        "*Your request #{number} is closed:* {outcome}.",
        number=ended.ticket.id,
        outcome=wording.outcome(ended.ticket, _),
    )
    name = escape(ended.by) or _("The coordinator")
    return [section(head), *_quoted(ended.words, name, _)]


def _quoted(words: str, name: str, _: Texts) -> list[Block]:
    """A closing line. `name` is escaped."""
    return [section(f"*{name}:* {escape(_line(words))}")] if words.strip() else []


def _answer(ticket: Row, _: Texts) -> list[Block]:
    face = _face(ticket.helped, _)
    said = [_("You said: {face}", face=face)] if face else []
    if ticket.comment:
        said.append(f"“{escape(_line(ticket.comment))}”")
    return [section("\n".join(said))] if said else []


def _faces(ticket: Row, _: Texts) -> list[Element]:
    return [
        button(
            f"{_face(each, _)} ✓" if each == ticket.helped else _face(each, _),
            f"{ids.HELPED}:{each}",
            ticket.handle,
        )
        for each in ANSWERS
    ]


def _further(ticket: Row, _: Texts) -> list[Block]:
    """What they can do once they chose a face: say more, or, where it did not help, go on."""
    if not ticket.helped:
        return []
    label = _("Change my comment") if ticket.comment else _("Add a comment")
    buttons = [button(label, ids.HELPED_COMMENT, ticket.handle)]
    if ticket.helped == "no":
        buttons.insert(0, button(_("Reopen"), ids.OWN_REOPEN, ticket.handle, style="primary"))
    return [actions(*buttons)]


def _face(helped: str, _: Texts) -> str:
    """A face, and in words what it says."""
    return {
        "yes": _("🙂 Yes"),
        "partly": _("😐 Partly"),
        "no": _("🙁 No"),
    }.get(helped, "")


def _who_reads(ended: Ended, _: Texts) -> str:
    until = _.date(day(ended.until)) if ended.until is not None else ""
    return _(
        "Only the coordinators see your answer. You can change it, or reopen the request, until "
        "{date}.",
        date=until,
    )


def _line(words: str) -> str:
    return " ".join(words.split())
