"""Opening a ticket: every way in, and the form.

The form is one view that is drawn anew: first to write in, then to check, with what was found in
the question on top. What is typed stays in its fields, where Slack keeps it; nothing of it is kept
here before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from unicodedata import category

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import access, experts, network, people, records, tickets
from bot.desk.course import NeededBy, ShownAs, Visibility
from bot.desk.errors import NotAnExpert
from bot.desk.experts import Expert
from bot.desk.masking import Masked, find, mask
from bot.desk.patterns import Kind
from bot.desk.people import Member, Person
from bot.desk.tickets import Request
from bot.i18n import Texts, texts
from bot.store import Row, Transaction
from catalog.models import Page, Place
from handlers import fields, guessing, ids, payloads, proposing
from handlers.carried import Carried, Origin
from handlers.desk import Desk
from handlers.directory import SPANISH_COMMANDS
from handlers.payloads import Command, Submission
from handlers.places import Unclear, place_of, read_place, stored
from handlers.shelf import HELP
from handlers.triage_channel import ShownIn
from handlers.views import ask_check
from handlers.views.ask_check import MAY_STAY, Hidden
from handlers.views.ask_form import QUESTION, Draft, Menus, Stage, ask_form
from handlers.views.blocks import Block, View, escape

COMMANDS = ("/assist", "/ayuda")

HITS = 3
"""Resources that are shown before a question is sent."""


Tool = Callable[[Command, Texts], Awaitable[None]]
"""Opens something else than the form; it decides whose it is."""


def _unheard() -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The listeners. `whom_to_call` is the network's own mrkdwn for emergencies, empty where it
    set none; `spared` hears of each question that the library answered, and nothing else of it;
    `tools` are what a word behind /assist opens instead of the form.
    """

    desk: Desk
    whom_to_call: str = ""
    spared: Callable[[], None] = _unheard
    tools: Mapping[str, Tool] = field(default_factory=dict)

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        for name in COMMANDS:
            app.command(name)(self.command)
        app.shortcut(ids.ASK_FOR_HELP)(self.shortcut)
        app.shortcut(ids.GET_HELP)(self.shortcut)
        app.action(ids.ASK_EXPERT)(self.press)
        more = (ids.ASK_MORE, ids.ASK_NEEDED_BY, ids.ASK_SEEN_BY)
        app.action(re.compile(f"^({'|'.join(more)})$"))(self.redraw)
        app.action(ids.ASK_ANSWERED)(self.is_answered)
        app.view(ids.ASK_FORM)(self.submit)

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """`/assist` opens the form; what stands behind it is carried into the question."""
        command = payloads.command(body)
        is_spanish = command.name in SPANISH_COMMANDS
        _ = texts("es") if is_spanish else await self.desk.texts(command.actor)
        if command.text.lower() in HELP:
            return await ack({**ask_check.help_message(_), "response_type": "ephemeral"})
        if tool := self.tools.get(command.text.lower()):
            await tool(command, _)
            return await ack()
        carried = Carried(command.text)
        await self.open(command.actor, command.trigger_id, command.origin, carried, _)
        return await ack()

    async def shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The shortcuts: the global one, and the one on a message, whose words are carried over."""
        shortcut = payloads.shortcut(body)
        carried = Carried(shortcut.text)
        await self.open(shortcut.actor, shortcut.trigger_id, shortcut.origin, carried)
        await ack()

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button in Home, under an answer or in a window. No fourth window fits on three."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        view = self._begun(Carried.load(click.value), _)
        if click.in_modal and payloads.depth(body) == payloads.MOST_STACKED:
            await self.desk.answers.update(click, view)
        else:
            await self.desk.answers.show(click, view, _)
        await ack()

    async def open(
        self,
        actor: Member,
        trigger_id: str,
        origin: Origin,
        carried: Carried,
        _: Texts | None = None,
    ) -> bool:
        """Open the form for somebody who acted, in their language or in `_`; whether Slack did.

        What is carried over is masked first: the form is Slack's to keep.
        """
        said_in = _ or await self.desk.texts(actor)
        view = self._begun(carried, said_in)
        return await self.desk.answers.open(trigger_id, view, origin, said_in)

    async def redraw(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form with the fields that a choice calls for; what is typed in it stays."""
        click = payloads.click(body)
        stage = Stage.of(click.step)
        if click.action_id == ids.ASK_MORE:
            stage = replace(stage, more=True)
        person = await self.desk.directory.person(click.actor)
        await self.desk.answers.update(click, await self._drawn(stage, body, person))
        await ack()

    async def is_answered(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The library answered it: thanks, and nothing was kept."""
        click = payloads.click(body)
        view = ask_check.thanks(texts(Stage.of(click.step).language))
        if await self.desk.answers.update(click, view):
            self.spared()
        await ack()

    async def submit(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: what is missing is said at its field, what is new is shown, and what
        was looked at becomes a ticket.
        """
        form = payloads.submission(body)
        stage, question = Stage.of(form.step), _plain(form.values.get(ids.WORDS, ""))
        errors = self._errors(Draft.of(form.values), question, stage)
        if not all(fields.has_field(body, each) for each in errors):
            return await self._again(ack, stage, form, body)
        if errors:
            return await ack(response_action="errors", errors=errors)
        if _wants_a_look(stage, question):
            return await self._again(ack, replace(stage, name="check"), form, body)
        return await self._send(ack, stage, form, question)

    async def _again(
        self, ack: AsyncAck, stage: Stage, form: Submission, body: dict[str, Any]
    ) -> BoltResponse:
        """The form at a stage, in place of the one that was sent."""
        person = await self.desk.directory.person(form.actor)
        view = await self._drawn(stage, body, person)
        return await ack(response_action="update", view=dict(view))

    async def _send(
        self, ack: AsyncAck, stage: Stage, form: Submission, question: str
    ) -> BoltResponse:
        draft = Draft.of(form.values)
        masking = mask(question, leave=_left(draft))
        request = self._request(draft, stage, masking.text)
        # Met before, so that their name is known where they are shown by it.
        await self.desk.directory.person(form.actor)
        asked = await self.desk.once(form.key, _ask, form.actor, request, self.desk.shown_in)
        # At its second delivery the form has become their newest ticket.
        ticket = asked if asked is not None else await self.desk.run(_newest, form.actor)
        self.desk.home.renew(form.actor)
        days = (await self.desk.run(network.read)).retention_days
        view = ask_check.sent(ticket, masking.kinds, days, texts(stage.language))
        return await ack(response_action="update", view=dict(view))

    def _begun(self, carried: Carried, _: Texts) -> View:
        masking = mask(_plain(carried.words))
        stage = Stage(language=_.language, kind=carried.kind, resource_id=carried.resource_id)
        is_cut = carried.is_cut or len(masking.text) > QUESTION
        top = ask_check.carried(masking.kinds, _, is_cut=is_cut)
        return self._form(Draft(words=masking.text[:QUESTION]), stage, top=top)

    async def _drawn(self, stage: Stage, body: dict[str, Any], person: Person) -> View:
        """The form at a stage, with all that stands in it."""
        values = fields.filled(body)
        draft = Draft.of(values, fields.begun_with(body, ids.WORDS))
        is_one = draft.seen_by == "expert"
        known = await self.desk.run(proposing.choosable, person.id) if is_one else []
        if stage.name == "write":
            return self._form(draft, stage, known)
        question, home = _plain(values.get(ids.WORDS, "")), place_of(person.home_place)
        found = self.desk.shelf.catalog.search(
            mask(question).text, limit=HITS, language=stage.language, home=home
        )
        if not fields.has_field(body, stage.block_id(ids.KIND)):
            draft = self._guessed(draft, stage, found, home)
        warned = stage.warned or guessing.is_emergency(question)
        stage = replace(stage, warned=warned, hidden=len(find(question)))
        has_room = payloads.depth(body) < payloads.MOST_STACKED
        top = self._to_look_at(draft, question, found, stage, has_room=has_room)
        return self._form(draft, stage, known, top=top)

    def _form(
        self,
        draft: Draft,
        stage: Stage,
        known: Sequence[Expert] = (),
        *,
        top: Sequence[Block] = (),
    ) -> View:
        catalog = self.desk.shelf.catalog
        shown = [(str(expert.person.id), expert.shown) for expert in known]
        menus = Menus(catalog.topics(), catalog.states(), shown)
        resource = catalog.get(stage.resource_id) if stage.resource_id else None
        about = escape(resource.title_in(stage.language)) if resource else ""
        return ask_form(draft, stage, menus, texts(stage.language), about=about, top=top)

    def _guessed(self, draft: Draft, stage: Stage, found: Page, home: Place | None) -> Draft:
        """A draft with what its writer left to us."""
        topics = self.desk.shelf.catalog.topics()
        guess = guessing.guess(found, topics, home=home, reads=stage.language)
        place = guess.place if not (draft.state or draft.city) else None
        return replace(
            draft,
            kind=draft.kind or stage.kind or guess.kind,
            topic=draft.topic or guess.topic,
            state=place.iso if place else draft.state,
            city=place.city if place else draft.city,
            language=draft.language or guess.language,
        )

    def _to_look_at(
        self, draft: Draft, question: str, found: Page, stage: Stage, *, has_room: bool
    ) -> list[Block]:
        reader = self.desk.shelf.reader(texts(stage.language))
        _, kinds = reader.texts, mask(question).kinds
        blocks: list[Block] = []
        if guessing.is_emergency(question):
            blocks += ask_check.emergency(self.whom_to_call, _)
        if kinds:
            leave = _left(draft)
            blocks += ask_check.hidden(Hidden(mask(question, leave=leave).text, kinds, leave), _)
        if found.hits:
            resources = [hit.resource for hit in found.hits]
            blocks += ask_check.answers(resources, reader, details=has_room)
        return blocks or ask_check.ready(_)

    def _errors(self, draft: Draft, question: str, stage: Stage) -> dict[str, str]:
        """What is missing or wrong, by block."""
        _ = texts(stage.language)
        if not question:
            return {ids.WORDS: _("Write your question first.")}
        if draft.needed_by == "vote":
            if not draft.vote_on:
                return {ids.ASK_VOTE_ON: _("Choose the date of the vote.")}
            if draft.vote_on < self.desk.shelf.catalog.today().isoformat():
                return {ids.ASK_VOTE_ON: _("This day is over. Choose the date of the vote.")}
        try:
            self._place(draft, _)
        except Unclear:
            said = _("Choose the state too: we can't tell which place this is.")
            return {stage.block_id(ids.HOME_CITY): said}
        return {}

    def _place(self, draft: Draft, _: Texts) -> str:
        """The place that is filled in, as the desk keeps it: with its state, any city will do,
        for the library knows but some. Raises Unclear.
        """
        if not (draft.state or draft.city):
            return ""
        shelf = self.desk.shelf
        values = {ids.HOME_STATE: draft.state, ids.HOME_CITY: draft.city}
        try:
            return stored(read_place(values, shelf.catalog, shelf.names(), _))
        except Unclear:
            if not draft.state:
                raise
            return stored(Place(draft.state, mask(_plain(draft.city)).text))

    def _request(self, draft: Draft, stage: Stage, question: Masked) -> Request:
        return Request(
            question,
            kind=draft.kind or "general-assistance",
            topic=draft.topic,
            place=self._place(draft, texts(stage.language)),
            language=draft.language or stage.language,
            needed_by=cast("NeededBy", draft.needed_by),
            vote_on=draft.vote_on if draft.needed_by == "vote" else "",
            visibility=cast("Visibility", draft.seen_by),
            chosen_expert_id=_chosen(draft),
            shown_as=cast("ShownAs", draft.shown_as),
            role=draft.office,
            is_urgent=guessing.is_emergency(question),
            resource_id=stage.resource_id,
        )


def _plain(text: str) -> str:
    """A person's text as it can be kept anywhere: on lines, without other control characters."""
    kept = (char if char == "\n" or category(char) not in ("Cc", "Cs") else " " for char in text)
    return "".join(kept).strip()


def _wants_a_look(stage: Stage, question: str) -> bool:
    """Whether there is something in the form that its writer has not been shown."""
    return (
        stage.name == "write"
        or len(find(question)) > stage.hidden
        or (guessing.is_emergency(question) and not stage.warned)
    )


def _left(draft: Draft) -> list[Kind]:
    """The kinds of personal data that are sent as they were written."""
    return [kind for kind in MAY_STAY if kind in draft.leave.split("\n")]


def _chosen(draft: Draft) -> int | None:
    is_one = draft.seen_by == "expert" and draft.chosen.isdecimal()
    return int(draft.chosen) if is_one else None


def _ask(tx: Transaction, member: Member, request: Request, shown_in: ShownIn) -> Row:
    """Raises NotAnExpert where the one expert who may see it is none any more."""
    chosen = request.chosen_expert_id
    if chosen is not None and not experts.find(tx, chosen).is_listed:
        raise NotAnExpert
    ticket = tickets.ask(tx, member, request, shown_in(tx))
    if request.kind == access.KIND and request.resource_id:
        access.asked(tx, ticket)
    return ticket


def _newest(tx: Transaction, member: Member) -> Row:
    return records.open_of(tx, people.meet(tx, member).id)[0]
