"""Modals are sent or closed, and the app says what becomes of them."""

import json
from collections.abc import Callable

from bot.sandbox import payloads
from bot.sandbox.blockkit.check import require_view
from bot.sandbox.blockkit.walk import every_block, every_element
from bot.sandbox.errors import RefusedError, SlackError
from bot.sandbox.filled import Picked
from bot.sandbox.forms import missing_or_wrong
from bot.sandbox.interactions import Interactions
from bot.sandbox.notices import Notices
from bot.sandbox.people import User
from bot.sandbox.places import InView
from bot.sandbox.record import Delivery
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.triggers import Triggers
from bot.sandbox.views import OpenView, Views
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_TROUBLE = "We had some trouble connecting. Try again?"
_KEYS = {
    "clear": {"response_action"},
    "errors": {"response_action", "errors"},
    "update": {"response_action", "view"},
    "push": {"response_action", "view"},
}


class Submissions:
    """Sends `view_submission` and `view_closed` to the app and obeys its answer."""

    def __init__(
        self,
        workspace: Workspace,
        interactions: Interactions,
        views: Views,
        triggers: Triggers,
        response_urls: ResponseUrls,
        notices: Notices,
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._views = views
        self._triggers = triggers
        self._response_urls = response_urls
        self._notices = notices
        self._obey: dict[str, Callable[[OpenView, JSON, Delivery], None]] = {
            "clear": self._clear,
            "errors": self._errors,
            "update": self._update,
            "push": self._push,
        }

    async def submit(self, user: User, view_id: str, picked: Picked) -> Delivery:
        """A person sends a form. Slack's client keeps back one that isn't filled in."""
        opened = self._on_top(user, view_id)
        if opened.view["submit"] is None:
            raise RefusedError("view_has_no_submit")
        opened.filled.pick(opened.blocks, picked)
        errors = missing_or_wrong(opened.blocks, opened.filled.values(opened.blocks))
        if errors:
            return Delivery("view_submission", {}, errors=errors)
        payload = self._payload(opened, "view_submission") | {
            "trigger_id": self._triggers.issue(user.id),
            "response_urls": self._urls(opened),
        }
        delivery = await self._interactions.send(InView(opened), payload)
        if delivery.error is None:
            self._answered(opened, delivery)
        return delivery

    async def close(self, user: User, view_id: str) -> Delivery | None:
        """A person closes the modal on top; the app hears of it where it asked to."""
        opened = self._on_top(user, view_id)
        cleared = bool(opened.view["clear_on_close"])
        payload = self._payload(opened, "view_closed") | {"is_cleared": cleared}
        if cleared:
            self._views.clear(user)
        else:
            self._views.close(opened)
        if not opened.view["notify_on_close"]:
            return None
        return await self._interactions.send(InView(opened), payload)

    def _on_top(self, user: User, view_id: str) -> OpenView:
        stack = self._views.stack(user)
        if not stack or stack[-1].id != view_id:
            raise RefusedError("view_not_on_top")
        return stack[-1]

    def _payload(self, opened: OpenView, kind: str) -> JSON:
        base = payloads.interaction(self._workspace, opened.user, kind)
        return base | {"view": opened.shown()}

    def _urls(self, opened: OpenView) -> list[JSON]:
        """A `response_url` for each conversation picked in a menu that asks for one."""
        urls = []
        values = opened.filled.values(opened.blocks)
        for block, element in every_element(opened.blocks):
            if not element.get("response_url_enabled"):
                continue
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            state = values[ids["block_id"]][ids["action_id"]]
            channel_id = state.get("selected_conversation") or state.get("selected_channel")
            if channel := self._workspace.channels.get(channel_id or ""):
                url = self._response_urls.issue("app", opened.user.id, channel)
                urls.append({**ids, "channel_id": channel.id, "response_url": url})
        return urls

    def _answered(self, opened: OpenView, delivery: Delivery) -> None:
        """Obeys the body of the acknowledgement; an empty one closes the form."""
        try:
            answer = _read(delivery.body)
            if not answer:
                self._close(opened)
            else:
                self._obey[answer["response_action"]](opened, answer, delivery)
        except SlackError as refusal:
            delivery.error = refusal.error
            delivery.options = refusal.answer()
            self._notices.warning(opened.user, _TROUBLE)

    def _close(self, opened: OpenView) -> None:
        if opened in self._views.stack(opened.user):
            self._views.close(opened)

    def _clear(self, opened: OpenView, _answer: JSON, _delivery: Delivery) -> None:
        self._views.clear(opened.user)

    def _errors(self, opened: OpenView, answer: JSON, delivery: Delivery) -> None:
        inputs = {block["block_id"] for block in every_block(opened.blocks) if _is_input(block)}
        errors = answer["errors"]
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise SlackError("invalid_errors")
        if not all(isinstance(text, str) and text for text in errors.values()):
            raise SlackError("invalid_errors")
        delivery.errors = errors

    def _update(self, opened: OpenView, answer: JSON, _delivery: Delivery) -> None:
        view = require_modal(answer["view"])
        self._views.update(opened, view)

    def _push(self, opened: OpenView, answer: JSON, _delivery: Delivery) -> None:
        self._views.push(opened.user, require_modal(answer["view"]))


def require_modal(view: object) -> JSON:
    """A view that Slack would open over the page. Raises as `require_view` does."""
    checked = require_view(view)
    if checked["type"] != "modal":
        raise SlackError("invalid_arguments", ["must be a modal [json-pointer:/view/type]"])
    return checked


def _is_input(block: JSON) -> bool:
    return bool(block["type"] == "input")


def _read(body: str) -> JSON:
    """The answer, `{}` where there is none. Raises where Slack could make nothing of it."""
    if not body.strip():
        return {}
    try:
        answer = json.loads(body)
    except ValueError as mistake:
        raise SlackError("invalid_payload") from mistake
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload")
    if answer and set(answer) != _KEYS.get(str(answer.get("response_action"))):
        raise SlackError("invalid_response_action")
    return answer
