"""The controls: what a test in another process can set and look at, over HTTP and JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

from aiohttp import web

from bot.sandbox.bodies import BadRequestError, answered, must_fit, read_object, text
from bot.sandbox.shown import shown_channel, shown_person
from bot.sandbox.signing import Signature
from bot.sandbox.wire import JSON

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

_SIGNATURES: dict[str, Signature] = {each: each for each in get_args(Signature)}


class Control:
    """The routes under `/sandbox` but those of people."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def routes(self) -> list[web.RouteDef]:
        """The routes, ready to be added."""
        gets = {
            "state": self.state,
            "calls": self.calls,
            "deliveries": self.deliveries,
            "mentions": self.mentions,
            "faults": self.faults,
            "sockets": self.sockets,
            "held": self.held,
        }
        posts = {
            "faults": self.add_fault,
            "faults/mix": self.mix_faults,
            "sockets": self.shake_sockets,
            "clock": self.advance,
            "reset": self.reset,
            "settled": self.settled,
            "settings": self.settings,
            "fill": self.fill,
            "revoke": self.revoke,
            "deliver": self.deliver,
            "release": self.release,
        }
        return [
            *(web.get(f"/sandbox/{path}", answered(work)) for path, work in gets.items()),
            *(web.post(f"/sandbox/{path}", answered(work)) for path, work in posts.items()),
            web.delete("/sandbox/faults", answered(self.clear_faults)),
        ]

    async def state(self, _request: web.Request) -> JSON:
        """Who and what there is, and how much has happened."""
        core = self._sandbox.core
        workspace, record = core.workspace, core.record
        return {
            "url": self._sandbox.url,
            "now": core.clock.now(),
            "team": asdict(workspace.team),
            "bot_user_id": workspace.bot.id,
            "people": [shown_person(workspace, each) for each in workspace.users.values()],
            "channels": [
                {**shown_channel(workspace, each), "messages": len(each.messages)}
                for each in workspace.channels.values()
            ],
            "calls": len(record.calls),
            "deliveries": len(record.deliveries),
            "in_flight": core.dispatcher.in_flight,
        }

    async def calls(self, request: web.Request) -> JSON:
        """The API calls from number `since` on, of one `method` if named."""
        record, method = self._sandbox.core.record, request.query.get("method")
        since = max(0, int(request.query.get("since", 0)) - record.calls_gone)
        wanted = [each for each in record.calls[since:] if method in (None, each.method)]
        return {
            "calls": [asdict(each) for each in wanted],
            "next": record.calls_gone + len(record.calls),
        }

    async def deliveries(self, request: web.Request) -> JSON:
        """The requests to the app from number `since` on."""
        record = self._sandbox.core.record
        since = max(0, int(request.query.get("since", 0)) - record.deliveries_gone)
        return {
            "deliveries": [each.shown() for each in record.deliveries[since:]],
            "next": record.deliveries_gone + len(record.deliveries),
        }

    async def mentions(self, _request: web.Request) -> JSON:
        """The mentions that rang."""
        return {"mentions": [asdict(each) for each in self._sandbox.core.record.mentions]}

    async def held(self, _request: web.Request) -> JSON:
        """The events that are held back."""
        return {"held": self._sandbox.held}

    async def faults(self, _request: web.Request) -> JSON:
        """The faults in force."""
        return {"faults": self._sandbox.faults.shown()}

    async def add_fault(self, request: web.Request) -> JSON:
        """Adds a fault; the body holds the arguments of `Faults.add`."""
        body = await read_object(request)
        must_fit(self._sandbox.faults.add, body)
        return {"fault": asdict(self._sandbox.faults.add(**body))}

    async def mix_faults(self, request: web.Request) -> JSON:
        """Hits a share of everything; the body holds the arguments of `Faults.mix`."""
        body = await read_object(request)
        must_fit(self._sandbox.faults.mix, body)
        return {"ok": True, "kinds": self._sandbox.faults.mix(**body).kinds}

    async def sockets(self, _request: web.Request) -> JSON:
        """The Socket Mode connections."""
        return {"connections": self._sandbox.sockets.shown()}

    async def shake_sockets(self, request: web.Request) -> JSON:
        """Cuts connections, or disconnects them with a reason; one by `number`, else all."""
        body = await read_object(request)
        sockets, what = self._sandbox.sockets, text(body, "do")
        if what == "cut":
            sockets.cut(body.get("number"))
        else:
            await sockets.retire(what, body.get("number"))
        return {"ok": True}

    async def clear_faults(self, _request: web.Request) -> JSON:
        """Takes all faults away."""
        self._sandbox.faults.clear()
        return {"ok": True}

    async def advance(self, request: web.Request) -> JSON:
        """Moves the clock on by `advance` seconds."""
        seconds = (await read_object(request)).get("advance")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
            raise BadRequestError("advance must be a number of seconds")
        self._sandbox.clock.advance(seconds)
        return {"now": self._sandbox.clock.now()}

    async def reset(self, _request: web.Request) -> JSON:
        """Starts over with an empty workspace."""
        await self._sandbox.reset()
        return {"ok": True}

    async def settled(self, _request: web.Request) -> JSON:
        """Answers when no delivery is under way."""
        await self._sandbox.settled()
        return {"ok": True}

    async def settings(self, request: web.Request) -> JSON:
        """Switches: `bot_url`, `rate_limits`, `token_revoked`, `ack_seconds` and so on."""
        self._sandbox.set(**await read_object(request))
        return {"ok": True}

    async def fill(self, request: web.Request) -> JSON:
        """Fills `channel` with `count` messages."""
        body = await read_object(request)
        self._sandbox.fill(text(body, "channel"), int(body.get("count", 0)))
        return {"ok": True}

    async def revoke(self, _request: web.Request) -> JSON:
        """Takes the bot's token away, as an admin does; the app is told."""
        self._sandbox.core.revoke()
        return {"ok": True}

    async def deliver(self, request: web.Request) -> JSON:
        """Sends any payload to the app, `repeat` times, signed as asked."""
        body = await read_object(request)
        payload = body.get("payload")
        if not isinstance(payload, dict):
            raise BadRequestError("payload must be an object")
        delivery = await self._sandbox.deliver_payload(
            text(body, "kind"),
            payload,
            repeat=int(body.get("repeat", 1)),
            signature=_SIGNATURES[body.get("signature", "good")],
        )
        return {"delivery": delivery.shown()}

    async def release(self, request: web.Request) -> JSON:
        """Delivers what is held back; the body holds the arguments of `Sandbox.release`."""
        body = await read_object(request)
        must_fit(self._sandbox.release, body)
        return {"delivered": await self._sandbox.release(**body)}
