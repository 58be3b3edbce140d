"""The controls of people: what they do and see, and who comes and goes, over HTTP and JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.bodies import BadRequestError, answered, must_fit, read_object, text
from bot.sandbox.errors import RefusedError
from bot.sandbox.person import Person
from bot.sandbox.record import Delivery
from bot.sandbox.shown import shown_person
from bot.sandbox.wire import JSON

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

VERBS: dict[str, Callable[..., Awaitable[object]]] = {
    "say": Person.say,
    "command": Person.command,
    "click": Person.click,
    "click_in_view": Person.click_in_view,
    "click_in_home": Person.click_in_home,
    "suggest": Person.suggest,
    "fill": Person.fill,
    "submit": Person.submit,
    "close_view": Person.close_view,
    "shortcut": Person.shortcut,
    "message_shortcut": Person.message_shortcut,
    "open_home": Person.open_home,
    "edit": Person.edit,
    "delete": Person.delete,
    "upload": Person.upload,
    "react": Person.react,
    "join": Person.join,
    "leave": Person.leave,
    "invite": Person.invite,
    "remove": Person.remove,
    "open_dm": Person.open_dm,
    "share": Person.share,
    "unshare": Person.unshare,
}


class PeopleControl:
    """The routes under `/sandbox` that are about people."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        posts = {
            "people": self.add,
            "deactivate": self.deactivate,
            "unfurl": self.unfurl,
            "person/{who}/{verb}": self.act,
        }
        return [
            web.get("/sandbox/person/{who}/sees", answered(self.sees)),
            *(web.post(f"/sandbox/{path}", answered(work)) for path, work in posts.items()),
        ]

    async def add(self, request: web.Request) -> JSON:
        """Somebody new; the body holds the arguments of `Sandbox.add_person`."""
        body = await read_object(request)
        must_fit(self._sandbox.add_person, body)
        person = self._sandbox.add_person(**body)
        shown = shown_person(self._sandbox.workspace, person.user)
        return {"person": {**shown, "dm": person.dm}}

    async def deactivate(self, request: web.Request) -> JSON:
        """Takes the account of `who` away."""
        self._sandbox.deactivate(text(await read_object(request), "who"))
        return {"ok": True}

    async def unfurl(self, request: web.Request) -> JSON:
        """Slack adds previews of its links to `message`."""
        message = (await read_object(request)).get("message")
        if not isinstance(message, dict):
            raise BadRequestError("message must be an object")
        return {"message": self._sandbox.unfurl(message)}

    async def sees(self, request: web.Request) -> JSON:
        """What a person sees: a channel's messages, their modals, Home and notices."""
        person = self._sandbox.person(request.match_info["who"])
        messages = person.sees(request.query.get("channel", "general"))
        seen = {"views": person.views, "home": person.home, "notices": person.notices}
        return {"messages": messages, **seen}

    async def act(self, request: web.Request) -> JSON:
        """A person does something; the body holds the arguments of the verb."""
        person = self._sandbox.person(request.match_info["who"])
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            raise RefusedError("unknown_verb")
        body = await read_object(request)
        must_fit(verb, body, person)
        result = await verb(person, **body)
        shown = replace(result).shown() if isinstance(result, Delivery) else result
        return {"ok": True, "result": shown}
