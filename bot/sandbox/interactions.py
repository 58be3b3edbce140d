"""Clicks and choices: what a person does to an element, and what a menu asks the app for."""

import json

from bot.sandbox import payloads
from bot.sandbox.blockkit.composition import SUGGESTIONS, offered_by
from bot.sandbox.blockkit.shapes import Problems
from bot.sandbox.blockkit.walk import find
from bot.sandbox.dispatch import Dispatcher
from bot.sandbox.errors import RefusedError
from bot.sandbox.notices import Notices
from bot.sandbox.places import Place
from bot.sandbox.record import Delivery
from bot.sandbox.triggers import Triggers
from bot.sandbox.values import action_of, initial_state, state_of
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_OUTSIDE = "In Slack, clicks of people from other organizations often never reach the app."
_LATE = "Operation timed out. Apps need to respond within 3 seconds."


class Interactions:
    """Sends `block_actions` and `block_suggestion` to the app.

    `outsiders_reach` is whether what people of other teams press gets to the app.
    """

    def __init__(
        self, workspace: Workspace, dispatcher: Dispatcher, triggers: Triggers, notices: Notices
    ) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._triggers = triggers
        self._notices = notices
        self.outsiders_reach = False

    async def act(self, place: Place, block_id: str, action_id: str, value: object) -> Delivery:
        """A person presses, picks or types. Raises `RefusedError` for what isn't offered.

        An element of an input block without `dispatch_action` keeps the value and tells nobody:
        the delivery then has no status.
        """
        self._must_reach(place)
        choice = place.filled.choice(place.blocks, block_id, action_id, value)
        if initial_state(choice.element) is not None:
            place.filled.touch(block_id, action_id, state_of(choice))
        block, _ = find(place.blocks, block_id, action_id) or ({}, {})
        if block.get("type") == "input" and not block["dispatch_action"]:
            return Delivery("block_actions", {})
        ids = {"action_id": action_id, "block_id": block_id, "action_ts": self._workspace.ids.ts()}
        payload = {
            **payloads.interaction(self._workspace, place.user, "block_actions"),
            **place.described(),
            **place.response_url(),
            "trigger_id": self._triggers.issue(place.user.id),
            "actions": [{**action_of(choice), **ids}],
        }
        return await self.send(place, payload)

    async def suggest(self, place: Place, block_id: str, action_id: str, typed: str) -> Delivery:
        """A person types into a menu that asks the app for its options."""
        self._must_reach(place)
        choice = place.filled.choice(place.blocks, block_id, action_id, None)
        if "external_select" not in choice.element["type"]:
            raise RefusedError("element_takes_no_suggestions")
        if not self._workspace.manifest.options_load:
            raise RefusedError("no_options_load_url")
        payload = {
            **payloads.interaction(self._workspace, place.user, "block_suggestion"),
            **place.described(),
            "action_id": action_id,
            "block_id": block_id,
            "value": typed,
        }
        delivery = await self.send(place, payload)
        if delivery.error is None:
            self._offer(place, (block_id, action_id), delivery)
        return delivery

    async def send(self, place: Place, payload: JSON) -> Delivery:
        """Delivers an interaction; a person whose click fails sees a warning."""
        if not self._workspace.manifest.interactivity:
            raise RefusedError("interactivity_is_off")
        delivery = await self._dispatcher.send(payload["type"], payload)
        if delivery.error is not None:
            self._notices.warning(place.user, warning(delivery), place.channel)
        return delivery

    def _must_reach(self, place: Place) -> None:
        if self._workspace.is_outsider(place.user) and not self.outsiders_reach:
            self._notices.warning(place.user, _OUTSIDE, place.channel)
            raise RefusedError("outsider_clicks_do_not_arrive")

    def _offer(self, place: Place, element: tuple[str, str], delivery: Delivery) -> None:
        try:
            answer = json.loads(delivery.body)
        except ValueError:
            answer = None
        problems: Problems = []
        SUGGESTIONS(answer, "", problems)
        if problems or not isinstance(answer, dict):
            delivery.error = "invalid_options"
            self._notices.warning(place.user, f"No options: {'; '.join(problems)}", place.channel)
            return
        delivery.options = answer
        place.filled.offer(element, offered_by(answer))


def warning(delivery: Delivery) -> str:
    """What a person reads beside the thing they pressed."""
    if delivery.error == "operation_timeout":
        return _LATE
    if delivery.status is None:
        return "This app is not reachable."
    return f"This app responded with status code {delivery.status}."
