"""A coordinator's reply: what to say, with the saved replies at hand, and how it will look.

Between the steps the text stays in the form; nothing is kept until it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk import relay
from bot.desk.patterns import Kind
from bot.desk.replies import Saved
from bot.i18n import Texts
from handlers import ids
from handlers.carried import Step
from handlers.views import relayed
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    modal,
    option,
    plain,
    section,
    select,
    text_input,
)

WRITE = "write"
PREVIEW = "preview"
ALSO = "also"
MORE = "more"

MOST_WORDS = 3_000
"""Characters in a field, the most that Slack takes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a form is. `turn` counts what was put in, `whole` is whether that is all that stands
    in the field, `used` are the saved replies that it came from; `reached` is how many hear it and
    how many more can, as the preview says.
    """

    name: str = WRITE
    turn: int = 0
    whole: bool = False
    used: tuple[int, ...] = ()
    reached: tuple[int, int] = (0, 0)

    def step(self, handle: str) -> Step:
        """For a view's private_metadata."""
        used, reached = (",".join(map(str, each)) for each in (self.used, self.reached))
        return Step(handle, f"{self.name}:{self.turn}:{int(self.whole)}:{used}:{reached}")

    @classmethod
    def of(cls, step: Step) -> Stage:
        """Back from it."""
        if step.name.count(":") != 4:
            return cls(step.name)
        name, turn, whole, used, reached = step.name.split(":")
        hears, others = reached.split(",")
        numbers = tuple(int(each) for each in used.split(",") if each)
        return cls(name, int(turn), whole == "1", numbers, (int(hears), int(others)))

    def put_in(self, reply_id: int, *, whole: bool) -> Stage:
        """After a saved reply was put in: as all that stands there, or below what did."""
        before = () if whole else tuple(each for each in self.used if each != reply_id)
        return replace(self, turn=self.turn + 1, whole=whole, used=(*before, reply_id))

    @property
    def words_block(self) -> str:
        """The block of the text: another one each time, for Slack keeps what was typed by it."""
        return f"{ids.WORDS}:{self.turn}" if self.turn else ids.WORDS


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is being written, by somebody and to others, by their names; `others` is how
    many more it can go to. `text` is as it was typed; `hidden` are the kinds that were masked in
    `masked`; `said` is what is to be known of what was put in; with `more_comes` it is no answer.
    """

    handle: str
    by: str
    hears: Sequence[str]
    others: int = 0
    saved: Sequence[Saved] = ()
    stage: Stage = Stage()
    text: str = ""
    masked: str = ""
    hidden: Sequence[Kind] = ()
    said: Sequence[str] = ()
    more_comes: bool = False

    @property
    def reached(self) -> tuple[int, int]:
        """How many hear it, and how many more can."""
        return len(self.hears), self.others


def reply_form(reply: Reply, _: Texts) -> View:
    """What to say to the person who asked."""
    blocks = [
        context(_reaches(reply, _)),
        *_saved(reply, _),
        *(section(each) for each in reply.said),
        _words(_("Your reply"), reply, _),
    ]
    if len(reply.text) > MOST_WORDS:
        blocks.append(context(_("The message is longer than a form can hold: its end is missing.")))
    if reply.others:
        blocks.append(context(_merged(reply.others, _)))
    return modal(
        _("Reply"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.REPLY_FORM,
        submit=_("Preview"),
        private_metadata=reply.stage.step(reply.handle).dump(),
    )


def reply_preview(reply: Reply, _: Texts) -> View:
    """The reply as it will look, and the text once more: what is changed is shown again first."""
    pieces = [piece for part in relay.pieces(escape(reply.masked)) for piece in part]
    name = escape(reply.by) or _("A colleague")
    shown = relayed.relayed(name, pieces, _, files=0, written="")["blocks"]
    blocks = [
        context(_reaches(reply, _)),
        *shown,
        *(relayed.note(reply.hidden, 0, _)["blocks"] if reply.hidden else []),
        divider(),
        _more(reply, _),
        *([_also(reply.others, _)] if reply.others else []),
        _words(_("Change it, and you see it again before it goes"), reply, _),
    ]
    stage = replace(reply.stage, name=PREVIEW, reached=reply.reached)
    return modal(
        _("This is how it looks"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.REPLY_FORM,
        submit=_("Send"),
        private_metadata=stage.step(reply.handle).dump(),
    )


def put_in(name: str, _: Texts, *, missing: str = "", hides_name: bool = False) -> list[str]:
    """What to know of a saved reply that stands in the field now, in mrkdwn. `missing` is the
    language of the person who asked where it has no text in it.
    """
    said = [_("“{name}” is in your reply. Change it as you like.", name=escape(name))]
    if missing:
        language = _.language_name(missing)
        said.append(
            _(
                ":warning: It has no text in {language}, the language of the person who asked: "
                "please translate it.",
                language=language,
            )
        )
    if hides_name:
        said.append(_("An expert reads along who may not know who asked, so no name was put in."))
    return ["\n".join(said)]


def does_not_fit(name: str, length: int, _: Texts) -> list[str]:
    """That a saved reply was not put in, for want of room."""
    return [
        _(
            ":warning: “{name}” was not put in: with what you wrote it would be {length} "
            "characters, and a form takes {most}. Your text is as it was.",
            name=escape(name),
            length=length,
            most=MOST_WORDS,
        )
    ]


def is_gone(_: Texts) -> list[str]:
    """That there was nothing to put in."""
    return [_("This saved reply was deleted meanwhile. Your text is as it was.")]


def _words(label: str, reply: Reply, _: Texts) -> Block:
    element: Element = text_input(
        ids.WORDS, placeholder=_("As you would say it"), value=reply.text, limit=MOST_WORDS
    )
    block = field(label, element | {"multiline": True})
    return block | {"optional": False, "block_id": reply.stage.words_block}


def _saved(reply: Reply, _: Texts) -> list[Block]:
    """The menu, anew after each choice, so that the same can be chosen again."""
    manage = actions(button(_("Manage saved replies"), ids.OPEN_REPLIES))
    if not reply.saved:
        return [manage]
    options = [option(each.name, str(each.id)) for each in reply.saved]
    menu = select(ids.REPLY_CHOICE, options, placeholder=_("Choose one"))
    hint = _("It is put below what you have written, in the language of the person who asked.")
    block = field(_("Put in a saved reply"), menu, hint=hint)
    block |= {"dispatch_action": True, "block_id": f"{ids.REPLY_CHOICE}:{reply.stage.turn}"}
    return [block, manage]


def _more(reply: Reply, _: Texts) -> Block:
    choice = option(_("This is no answer yet: it stays with us"), MORE)
    box: Element = {"type": "checkboxes", "action_id": ids.REPLY_MORE, "options": [choice]}
    if reply.more_comes:
        box["initial_options"] = [choice]
    hint = _("Otherwise we wait for them, and the request closes if they stay silent.")
    return field(_("Is more to come?"), box, hint=hint)


def _also(others: int, _: Texts) -> Block:
    said = _.plural(
        "Also to the person whose request was merged into this",
        "Also to the {n} people whose requests were merged into this",
        others,
    )
    box: Element = {
        "type": "checkboxes",
        "action_id": ids.REPLY_ALSO,
        "options": [{"text": plain(said, 75), "value": ALSO}],
    }
    hint = _("Each in their own thread. They see nothing of this request, nor of each other.")
    return field(_("Merged requests"), box, hint=hint)


def _merged(others: int, _: Texts) -> str:
    return _.plural(
        "One more person asked the same. In the preview you can send it to them too: in their own "
        "thread, and they see nothing of this request.",
        "{n} more people asked the same. In the preview you can send it to them too: each in their "
        "own thread, and they see nothing of this request or of each other.",
        others,
    )


def _reaches(reply: Reply, _: Texts) -> str:
    names = _.listed(
        [escape(name) or _("somebody whose name is not known") for name in reply.hears]
    )
    return _("This reaches {names}, under your name.", names=names)
