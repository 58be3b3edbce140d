"""The form in which a person asks for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from bot.i18n import Language, Texts
from catalog.models import State, Topic
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    plain,
    section,
    select,
    text_input,
)
from handlers.views.wording import REQUEST_KINDS, ROLES, kind_name, role_name

QUESTION = 3_000
"""Characters that a question may have: Slack's own limit of a field."""

LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the form is, as its private_metadata says: nothing that a person wrote.

    `hidden` is how many personal values its reader has been shown, `warned` whether they have
    seen whom to call, `more` whether all fields stand open; `kind` and `resource_id` are what the
    way in brought along.
    """

    name: Literal["write", "check"] = "write"
    language: Language = "en"
    more: bool = False
    warned: bool = False
    hidden: int = 0
    kind: str = ""
    resource_id: str = ""

    def step(self) -> Step:
        """As a form's step."""
        told = (self.name, self.language, self.more, self.warned, self.hidden, self.kind)
        return Step(self.resource_id, ":".join(str(each) for each in told))

    @classmethod
    def of(cls, step: Step) -> Stage:
        """Back from a form's step."""
        name, language, more, warned, hidden, kind = (*step.name.split(":"), *[""] * 6)[:6]
        return cls(
            "check" if name == "check" else "write",
            "es" if language == "es" else "en",
            more == "True",
            warned == "True",
            int(hidden or 0),
            kind,
            step.handle,
        )

    def block_id(self, action_id: str) -> str:
        """The block of a field that is guessed. It differs between the two stages, for what
        Slack keeps of a field left empty would stand in the way of the guess.
        """
        return f"{action_id}:{self.name}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form; but for `words`, with which the question's field opened: what was
    typed there since, Slack keeps as long as the field stays.
    """

    words: str = ""
    needed_by: str = "whenever"
    vote_on: str = ""
    seen_by: str = "coordinator"
    chosen: str = ""
    shown_as: str = "name"
    office: str = ""
    kind: str = ""
    topic: str = ""
    state: str = ""
    city: str = ""
    language: str = ""
    leave: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str], words: str = "") -> Draft:
        """From a form's values by action id."""
        known = {
            each.name: values[ACTION_IDS[each.name]]
            for each in fields(cls)
            if values.get(ACTION_IDS.get(each.name, ""))
        }
        return cls(words=words, **known)


ACTION_IDS = {
    "needed_by": ids.ASK_NEEDED_BY,
    "vote_on": ids.ASK_VOTE_ON,
    "seen_by": ids.ASK_SEEN_BY,
    "chosen": ids.ASK_CHOSEN_EXPERT,
    "shown_as": ids.ASK_SHOWN_AS,
    "office": ids.ASK_OFFICE,
    "kind": ids.KIND,
    "topic": ids.TOPIC,
    "state": ids.HOME_STATE,
    "city": ids.HOME_CITY,
    "language": ids.LANGUAGE,
    "leave": ids.ASK_LEAVE,
}
"""Where each part of a draft is filled in. A place's are as in Home, for it is read alike."""


@dataclass(frozen=True, slots=True)
class Menus:
    """What can be chosen: of experts, our number and how each is shown."""

    topics: Sequence[Topic]
    states: Sequence[State]
    experts: Sequence[tuple[str, str]] = ()


def ask_form(
    draft: Draft,
    stage: Stage,
    menus: Menus,
    _: Texts,
    *,
    about: str = "",
    top: Sequence[Block] = (),
) -> View:
    """The form. `about` is the title of the resource from which it was opened, escaped; `top` is
    what a person should look at first.
    """
    is_open = stage.more or stage.name == "check"
    blocks = [
        *([section(_warning(_))] if stage.name == "write" else []),
        *top,
        *([context(_("About: {title}", title=about))] if about else []),
        _question(draft, _),
        *(_filed(draft, stage, menus, _) if is_open else []),
        *_needed_by(draft, _),
        *_seen_by(draft, menus, _),
        _shown_as(draft, _),
        *([_office(draft, _)] if is_open else [actions(button(_("More"), ids.ASK_MORE))]),
    ]
    return modal(
        _("Ask for help"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.ASK_FORM,
        submit=_("Send") if stage.name == "check" else _("Continue"),
        private_metadata=stage.step().dump(),
    )


def _warning(_: Texts) -> str:
    return _(
        "Leave out names, A-numbers and addresses. "
        "Messages of public officials may be public records."
    )


def _question(draft: Draft, _: Texts) -> Block:
    element = text_input(
        ids.WORDS,
        placeholder=_("What do you need, and what for?"),
        value=draft.words,
        limit=QUESTION,
    )
    return _needed(field(_("Your question"), element | {"multiline": True}))


def _needed_by(draft: Draft, _: Texts) -> list[Block]:
    options = [
        option(_("Today"), "today"),
        option(_("This week"), "week"),
        option(_("Before a vote"), "vote"),
        option(_("No rush"), "whenever"),
    ]
    menu = _menu(ids.ASK_NEEDED_BY, options, draft.needed_by, _)
    blocks = [_telling(_needed(field(_("Needed by"), menu)))]
    if draft.needed_by == "vote":
        day: Element = {"type": "datepicker", "action_id": ids.ASK_VOTE_ON}
        day |= {"initial_date": draft.vote_on} if draft.vote_on else {}
        # Optional for Slack only: our own sentence says what is missing.
        blocks.append(field(_("Date of the vote"), day))
    return blocks


def _seen_by(draft: Draft, menus: Menus, _: Texts) -> list[Block]:
    everyone = {"description": plain(_("Everyone in that channel can read it"), 75)}
    options = [
        option(_("Coordinators only"), "coordinator"),
        option(_("Also one expert"), "expert"),
        option(_("Also a partner's team, in its shared channel"), "partner") | everyone,
    ]
    radios: Element = {
        "type": "radio_buttons",
        "action_id": ids.ASK_SEEN_BY,
        "options": options,
        "initial_option": _picked(options, draft.seen_by),
    }
    blocks = [_telling(_needed(field(_("Who may see it"), radios)))]
    if draft.seen_by == "expert" and menus.experts:
        anyone = option(_("Whoever fits best"), "any")
        named = [option(shown, number) for number, shown in menus.experts]
        menu = _menu(ids.ASK_CHOSEN_EXPERT, [anyone, *named], draft.chosen or "any", _)
        blocks.append(_needed(field(_("Which expert"), menu)))
    return blocks


def _shown_as(draft: Draft, _: Texts) -> Block:
    options = [
        option(_("Name and office"), "name"),
        option(_("Office and state, without a name"), "role"),
        option(_("Neither name nor office"), "nobody"),
    ]
    menu = _menu(ids.ASK_SHOWN_AS, options, draft.shown_as, _)
    return _needed(field(_("Experts know you by"), menu))


def _office(draft: Draft, _: Texts) -> Block:
    options = [option(role_name(role, _), role) for role in ROLES]
    return field(_("Your office"), _menu(ids.ASK_OFFICE, options, draft.office, _))


def _filed(draft: Draft, stage: Stage, menus: Menus, _: Texts) -> list[Block]:
    """What we guess from the question."""
    kinds = [option(kind_name(kind, _), kind) for kind in REQUEST_KINDS]
    topics = [option(topic.name(_.language), topic.id) for topic in menus.topics]
    states = [option(state.name(_.language), state.iso) for state in menus.states]
    states.sort(key=lambda each: str(each["text"]["text"]))
    languages = [option(_.language_name(code), code) for code in LANGUAGES]
    city = text_input(
        ids.HOME_CITY, placeholder=_("For example Austin"), value=draft.city, limit=100
    )
    guessed = (
        field(_("Kind"), _menu(ids.KIND, kinds, draft.kind, _)),
        field(_("Topic"), _menu(ids.TOPIC, topics, draft.topic, _)),
        field(_("State or territory"), _menu(ids.HOME_STATE, states, draft.state, _)),
        field(_("City or county"), city, hint=_("Leave it empty to go by your state.")),
        field(_("Language"), _menu(ids.LANGUAGE, languages, draft.language, _)),
    )
    said = (
        _("Kind, topic, place and language are our guess. Change what is wrong.")
        if stage.name == "check"
        else _("What you leave empty we guess from your question, and show you before it is sent.")
    )
    return [
        context(said),
        *(block | {"block_id": stage.block_id(block["block_id"])} for block in guessed),
    ]


def _menu(action_id: str, options: list[Element], chosen: str, _: Texts) -> Element:
    return select(action_id, options, placeholder=_("Choose one"), chosen=chosen)


def _picked(options: list[Element], value: str) -> Element:
    return next((each for each in options if each["value"] == value), options[0])


def _needed(block: Block) -> Block:
    """A field that must be filled in."""
    return block | {"optional": False}


def _telling(block: Block) -> Block:
    """A field that tells at once what was chosen, for others depend on it."""
    return block | {"dispatch_action": True}
