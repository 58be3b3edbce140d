"""What others are told of an expert: the requester in their thread, coordinators below the card."""

from __future__ import annotations

from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.views.blocks import Message, actions, button, context, escape, section
from handlers.views.matches import moment
from handlers.views.offer import sections


def taken_on(name: str, organization: str, _: Texts) -> Message:
    """Tells a requester who is on their ticket now. Without a `name`, everyone in the channel of
    an organization can read it.
    """
    who = escape(name or organization)
    said = _(
        "*{name} is on your request now.* What you write in this thread reaches them too, and "
        "their answers come here.",
        name=who,
    )
    readers = _("{name} and the coordinators can read it.", name=who)
    if not name:
        readers = _(
            "Everyone in the channel of {organization} and the coordinators can read it.",
            organization=who,
        )
    blocks = [section(said), context(readers)]
    return {"text": _("Somebody is on your request now"), "blocks": blocks}


def has_left(name: str, _: Texts) -> Message:
    """Tells a requester that an expert is on their ticket no more."""
    said = _(
        "{name} is not on your request any more, and reads nothing that you write from now on. "
        "Your coordinator takes it from here.",
        name=escape(name),
    )
    return {"text": _("An expert has left your request"), "blocks": [section(said)]}


def wants_more(name: str, offer: Row, words: str, _: Texts) -> Message:
    """An expert's question before they answer, for coordinators. `words` are escaped."""
    said = _("*{name}* wants to know more before answering:", name=escape(name))
    blocks = [section(said), *sections(words)]
    if offer.state == "open":
        until = _(
            "Only coordinators see this. {name} has until {when}.",
            name=escape(name),
            when=moment(offer.due_at, _),
        )
        tell = button(_("Answer"), ids.OFFER_TELL, offer.handle)
        blocks += [context(until), actions(tell)]
    return {"text": _("An expert wants to know more"), "blocks": blocks}


def told_more(by: str, name: str, words: str, _: Texts) -> Message:
    """What a coordinator answered an expert, for the others. `words` are escaped."""
    said = _("*{coordinator}* answered {name}:", coordinator=escape(by), name=escape(name))
    text = _("A coordinator answered an expert")
    return {"text": text, "blocks": [section(said), *sections(words)]}


def suggested(name: str, words: str, _: Texts) -> Message:
    """Whom an expert suggests instead, for coordinators."""
    said = _(
        "*{name}* declined, and suggests: {words}",
        name=escape(name),
        words=escape(" ".join(words.split())),
    )
    return {"text": _("An expert suggests someone else"), "blocks": sections(said)}


def stepped_back(name: str, reason: str, words: str, _: Texts) -> Message:
    """That an expert left by themselves, and why, for coordinators."""
    said = _("*{name}* stepped back: {why}.", name=escape(name), why=why(reason, _))
    blocks = [section(said)]
    if words:
        blocks += sections(escape(words))
    return {"text": _("An expert stepped back"), "blocks": blocks}


def why(reason: str, _: Texts) -> str:
    """Why an expert won't."""
    return {
        "busy": _("no time now"),
        "not_my_topic": _("not their topic"),
        "conflict": _("a conflict of interest"),
    }.get(reason, _("for another reason"))
