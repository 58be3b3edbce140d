"""A person at the keyboard, for tests: what they do, and what they see."""

from collections.abc import Iterator

from bot.sandbox.blockkit.walk import every_element
from bot.sandbox.filled import Picked
from bot.sandbox.member import Member
from bot.sandbox.places import InView
from bot.sandbox.record import Delivery
from bot.sandbox.views import OpenView
from bot.sandbox.wire import JSON, copy


class Person(Member):
    """Acts in the sandbox as one of its people: in channels, on buttons and in forms."""

    @property
    def notices(self) -> list[JSON]:
        """What Slack itself told them, oldest first."""
        return self._core.record.notices[self.user.id]

    @property
    def view(self) -> JSON | None:
        """The modal they have before them, with its state."""
        stack = self._core.views.stack(self.user)
        return _seen(stack[-1]) if stack else None

    @property
    def views(self) -> list[JSON]:
        """All their modals, the one on top last."""
        return [_seen(each) for each in self._core.views.stack(self.user)]

    @property
    def home(self) -> JSON | None:
        """The app's Home tab as they were last given it."""
        home = self._core.views.home(self.user)
        return _seen(home) if home else None

    async def command(
        self, name: str, text: str = "", channel: str = "general", thread_ts: str | None = None
    ) -> Delivery:
        """Types a slash command."""
        where = self._channel(channel)
        delivery = await self._core.commands.run(self._acting, where, name, text, thread_ts)
        if delivery.message is not None:
            delivery.message = self._shown(where, delivery.message)
        return delivery

    async def click(
        self,
        message: JSON,
        action_id: str,
        nth: int = 0,
        value: object = None,
        *,
        stale: bool = False,
    ) -> Delivery:
        """Presses a button or picks `value` in the `nth` such element of a message.

        A `stale` click hits what `message` shows, though the message may have changed since.
        """
        place = self._in_message(message, stale=stale)
        block_id = _block_of(place.blocks, action_id, nth)
        return await self._core.interactions.act(place, block_id, action_id, value)

    async def click_in_view(
        self, action_id: str, value: object = None, *, nth: int = 0
    ) -> Delivery:
        """The same in the modal on top."""
        return await self._act_in(self._top(), action_id, value, nth)

    async def click_in_home(
        self, action_id: str, value: object = None, *, nth: int = 0
    ) -> Delivery:
        """The same in the Home tab."""
        return await self._act_in(self._home(), action_id, value, nth)

    async def suggest(self, action_id: str, typed: str, message: JSON | None = None) -> Delivery:
        """Types into a menu that asks the app; `options` of the result are what it offers."""
        place = self._in_message(message) if message else InView(self._top())
        block_id = _block_of(place.blocks, action_id, 0)
        return await self._core.interactions.suggest(place, block_id, action_id, typed)

    async def fill(self, values: dict[str, object]) -> None:
        """Fills in the modal on top: values by action id or block id."""
        opened = self._top()
        opened.filled.pick(opened.blocks, _picked(opened.blocks, values))

    async def submit(self, values: dict[str, object] | None = None) -> Delivery:
        """Fills in and sends the modal on top."""
        opened = self._top()
        picked = _picked(opened.blocks, values or {})
        return await self._core.submissions.submit(self._acting, opened.id, picked)

    async def close_view(self) -> Delivery | None:
        """Closes the modal on top; None where the app is not told."""
        return await self._core.submissions.close(self._acting, self._top().id)

    async def shortcut(self, callback_id: str) -> Delivery:
        """Picks a global shortcut."""
        return await self._core.shortcuts.run(self._acting, callback_id)

    async def message_shortcut(self, callback_id: str, message: JSON) -> Delivery:
        """Picks a shortcut in a message's menu."""
        place = self._in_message(message)
        return await self._core.shortcuts.run_on(
            self._acting, callback_id, place.channel, place.message
        )

    async def open_home(self, tab: str = "home") -> JSON | None:
        """Opens the app's Home tab, waits for the app, and answers what stands there."""
        self._core.open_home(self._acting, tab)
        await self._core.dispatcher.settled()
        return self.home

    def _top(self) -> OpenView:
        user = self._acting
        stack = self._core.views.stack(user)
        if not stack:
            raise LookupError(f"{user.real_name} has no modal open")
        return stack[-1]

    def _home(self) -> OpenView:
        user = self._acting
        home = self._core.views.home(user)
        if home is None:
            raise LookupError(f"{user.real_name} was given no Home tab")
        return home

    async def _act_in(self, opened: OpenView, action_id: str, value: object, nth: int) -> Delivery:
        block_id = _block_of(opened.blocks, action_id, nth)
        return await self._core.interactions.act(InView(opened), block_id, action_id, value)


def _seen(opened: OpenView) -> JSON:
    """A view without the parts that are not there, such as a submit that is null."""
    shown = opened.shown()
    return copy({key: shown[key] for key in shown if shown[key] is not None})


def _block_of(blocks: list[JSON], action_id: str, nth: int) -> str:
    """The block of the `nth` element with that action id. Raises `LookupError`."""
    elements = list(every_element(blocks))
    found = [block["block_id"] for block, element in elements if element["action_id"] == action_id]
    if nth >= len(found):
        there = ", ".join(element["action_id"] for _, element in elements) or "nothing"
        raise LookupError(f"no {action_id} number {nth} among {there}")
    return str(found[nth])


def _picked(blocks: list[JSON], values: dict[str, object]) -> Picked:
    """Values by block and action, from values by either id. Raises `LookupError`."""
    picked: Picked = {}
    for name, value in values.items():
        ids = list(_called(blocks, name))
        if len(ids) != 1:
            raise LookupError(f"{len(ids)} elements are called {name}")
        block_id, action_id = ids[0]
        picked.setdefault(block_id, {})[action_id] = value
    return picked


def _called(blocks: list[JSON], name: str) -> Iterator[tuple[str, str]]:
    for block, element in every_element(blocks):
        if name in (block["block_id"], element["action_id"]):
            yield block["block_id"], element["action_id"]
