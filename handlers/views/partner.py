"""What stands in a partner's shared channel, where everyone can read it and outsiders can't press
anything: no question, no name of the person who asks, no button.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.desk.passing import parts
from bot.i18n import Texts
from bot.store import Row
from handlers.places import place_of
from handlers.views import wording
from handlers.views.blocks import Block, Message, context, divider, escape, fields, section
from handlers.views.matches import moment
from handlers.views.resource import Names, place_name

Standing = Literal["open", "accepted", "closed", "left", "expired", "taken_back"]
"""How an offer stands in a partner's channel."""

Fate = Literal["waits", "gone", "stopped", "taken_back", "not_arrived"]
"""What became of a partner's first words."""


def offer(
    ticket: Row,
    standing: Standing,
    who: Sequence[str],
    languages: Sequence[Texts],
    names: Names,
    *,
    due_at: int | None = None,
) -> Message:
    """What a partner is asked, in each language, and how it stands. `who` are those who may
    accept, or the one who did, in mrkdwn; `due_at` is in milliseconds since 1970.
    """
    blocks: list[Block] = []
    for _ in languages:
        blocks += [divider()] if blocks else []
        title = _("A local official asks for help")
        blocks += [section(f"*{title}*"), fields(*_facts(ticket, names, _))]
        blocks += _asking(who, due_at, _) if standing == "open" else [_state(standing, who, _)]
    title = languages[0]("A local official asks for help")
    return {"text": title, "blocks": blocks}


def question(ticket: Row, who: str, names: Names, _: Texts) -> Message:
    """What the official asks, once a partner's expert has taken it on. `who` is the official as
    the desk keeps their shown name.
    """
    asks = _("{name} asks:", name=f"*{wording.shown_as(who, names, _)}*")
    blocks = [context(asks)]
    if ticket.question is None:
        blocks.append(context(_("The question was deleted.")))
    for part in parts(escape(ticket.question or "")):
        blocks += [section(piece) for piece in part]
    return {"text": _("The question"), "blocks": blocks}


def stays(reader: str, who: Sequence[str], _: Texts, *, is_closed: bool = False) -> Message:
    """Tells somebody that what they wrote went nowhere. `reader` and `who` are in mrkdwn."""
    if is_closed:
        text = _(
            "{reader}: this request is closed, so what is written here stays here. "
            "The coordinator can open it again.",
            reader=reader,
        )
    elif who:
        text = _(
            "{reader}: what you write here stays in this channel. From this thread, only words "
            "of {experts} go to the official.",
            reader=reader,
            experts=_.listed(list(who)),
        )
    else:
        text = _("{reader}: what you write here stays in this channel.", reader=reader)
    return {"text": _("What is written here stays here"), "blocks": [context(text)]}


def held(fate: Fate, _: Texts) -> Message:
    """What becomes of a partner's first words, and how to stop them."""
    return {"text": _("About your first message"), "blocks": [context(_fate(fate, _))]}


def undelivered(beginning: str, state: str, _: Texts) -> Message:
    """What became of a message that did not arrive at once. `beginning` is how it begins, escaped;
    `state` is its copy's.
    """
    quoted = f"\n>{beginning}" if beginning else ""
    said = {
        "held": _fate("not_arrived", _),
        "sent": _("This message has arrived now."),
        "dead": _("This message was given up."),
    }.get(state) or _("We are trying this message again.")
    return {"text": _("A message did not arrive"), "blocks": [section(said + quoted)]}


def parted(organization: str, why: str, _: Texts, *, to_requester: bool) -> Message:
    """Tells that a partner's channel is out of reach, and what happens now."""
    partner = escape(organization)
    if to_requester:
        text = _(
            "{partner} can't be reached any more. Your coordinator looks for someone else. "
            "What you write here goes to the coordinator only.",
            partner=partner,
        )
    else:
        text = _(
            "*{partner} can't be reached any more:* {why} Their thread was parted from the "
            "official's, and this request is back with you.",
            partner=partner,
            why=reason(why, _),
        )
    return {"text": _("A partner can't be reached any more"), "blocks": [section(text)]}


def reason(why: str, _: Texts) -> str:
    """Why nothing may be posted in a partner's channel."""
    return {
        "not_shared": _("their channel is not shared with them any more."),
        "others": _("their channel is shared with another organization too."),
        "public": _("their channel is public: anyone could read it."),
        "archived": _("their channel is archived."),
        "not_in_it": _("Liaison was removed from their channel."),
        "triage": _("their channel is the one where requests are triaged."),
        "nobody": _("none of their people is listed as an expert."),
        "replaced": _("another channel was set for them."),
    }.get(why, _("their channel is gone."))


def _facts(ticket: Row, names: Names, _: Texts) -> list[str]:
    topic, place = names.topics.get(ticket.topic), place_of(ticket.place)
    said = {
        _("Kind"): wording.kind_name(ticket.kind, _),
        _("Topic"): topic.name(_.language) if topic else "",
        _("Place"): place_name(place, names, _) if place else "",
        _("Needed by"): wording.needed_by(ticket, _),
    }
    return [f"*{label}*\n{escape(value)}" for label, value in said.items() if value]


def _asking(who: Sequence[str], due_at: int | None, _: Texts) -> list[Block]:
    if not who:
        return []
    how = _(
        "A reply in this thread by {experts} takes it on. Then the question comes here, and what "
        "they write in this thread goes to the official.",
        experts=_either(who, _),
    )
    small = [_("Everyone in this channel will be able to read the conversation.")]
    if due_at is not None:
        small.append(_("Until {when}; then someone else is asked.", when=moment(due_at, _)))
    return [section(how), context(*small)]


def _either(who: Sequence[str], _: Texts) -> str:
    """Any one of them will do."""
    *others, last = who
    return _("{some} or {last}", some=", ".join(others), last=last) if others else last


def _state(standing: Standing, who: Sequence[str], _: Texts) -> Block:
    if standing == "accepted":
        taken = _(
            "{expert} has taken this on. What they write in this thread goes to the official; "
            "everyone in this channel can read the conversation.",
            expert=_.listed(list(who)),
        )
        return section(taken)
    said = {
        "closed": _("This request is closed. Thank you."),
        "left": _("This request is no longer here: what is written now stays in this channel."),
        "expired": _("The time for this is over; someone else is asked. Thank you all the same."),
    }
    return section(said.get(standing) or _("This was taken back. Thank you all the same."))


def _fate(fate: Fate, _: Texts) -> str:
    return {
        "waits": _("This goes to the official in a minute. Delete your message to stop it."),
        "gone": _(
            "This has gone to the official. What you write in this thread from now on goes at "
            "once; your edits and deletions follow."
        ),
        "stopped": _(
            "Nothing was sent to the official. The request is still yours: what you write in "
            "this thread next goes at once."
        ),
        "taken_back": _("You deleted this, and it was taken back from the official."),
        "not_arrived": _(
            "This has not reached the official yet. The coordinator sees it, and can send it again."
        ),
    }[fate]
