"""Modals and Home tabs: each person's stack of at most three, and what they filled in."""

from dataclasses import dataclass, field

from bot.sandbox.blockkit.check import fill_in
from bot.sandbox.errors import SlackError
from bot.sandbox.filled import Filled
from bot.sandbox.live import Live
from bot.sandbox.people import User
from bot.sandbox.uploads import Uploads
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

MOST_STACKED = 3
_OPTIONAL = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass
class OpenView:
    """A view one person has before them, and what they filled in."""

    user: User
    view: JSON
    filled: Filled = field(default_factory=Filled)

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.view["id"])

    @property
    def blocks(self) -> list[JSON]:
        """The view's blocks."""
        blocks: list[JSON] = self.view["blocks"]
        return blocks

    def shown(self) -> JSON:
        """The view as Slack sends it, with its state."""
        return {**self.view, "state": {"values": self.filled.values(self.blocks)}}


class Views:
    """Every open view of everyone."""

    def __init__(self, workspace: Workspace, live: Live, uploads: Uploads) -> None:
        self._workspace = workspace
        self._live = live
        self._uploads = uploads
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}

    def stack(self, user: User) -> list[OpenView]:
        """A person's modals, the one on top last."""
        return self._stacks.setdefault(user.id, [])

    def home(self, user: User) -> OpenView | None:
        """The Home tab a person was last given."""
        return self._homes.get(user.id)

    def before(self, user: User, view_id: str) -> OpenView:
        """The view with that id, if it is their Home tab or the modal on top, else `not_found`."""
        home = self.home(user)
        for each in (*self.stack(user)[-1:], *([home] if home else [])):
            if each.id == view_id:
                return each
        raise SlackError("not_found")

    def find(self, view_id: str | None, external_id: str | None) -> OpenView:
        """Anybody's view, by either id. Raises `not_found`."""
        for each in self._every():
            if view_id == each.id or (external_id and external_id == each.view["external_id"]):
                return each
        raise SlackError("not_found")

    def open(self, user: User, view: JSON) -> OpenView:
        """Opens a modal on a clean stack."""
        opened = self._new(user, view)
        self._stacks[user.id] = [opened]
        self._tell(opened, "open")
        return opened

    def push(self, user: User, view: JSON) -> OpenView:
        """Puts a modal on top of the others."""
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        pushed = self._new(user, view)
        pushed.view |= {"previous_view_id": stack[-1].id, "root_view_id": stack[0].id}
        stack.append(pushed)
        self._tell(pushed, "push")
        return pushed

    def update(self, opened: OpenView, view: JSON, known_hash: str | None = None) -> OpenView:
        """Writes a view anew, keeping what was filled into elements that stay."""
        self._expect(opened, known_hash)
        kept = {key: opened.view[key] for key in ("id", "root_view_id", "previous_view_id")}
        opened.view = self._complete(opened.user, view, opened) | kept
        opened.filled.forget_what_is_gone(opened.blocks)
        if opened.view["type"] == "home":
            self._live.tell([opened.user.id], {"type": "home", "view": opened.shown()})
        else:
            self._tell(opened, "update")
        return opened

    def publish(self, user: User, view: JSON, known_hash: str | None = None) -> OpenView:
        """Gives a person their Home tab."""
        home = self.home(user)
        if home is not None:
            return self.update(home, view, known_hash)
        if known_hash is not None:
            raise SlackError("hash_conflict")
        home = self._homes[user.id] = self._new(user, view)
        self._live.tell([user.id], {"type": "home", "view": home.shown()})
        return home

    def close(self, opened: OpenView) -> None:
        """Takes one modal off the stack."""
        self.stack(opened.user).remove(opened)
        self._live.tell([opened.user.id], {"type": "view", "action": "close", "view_id": opened.id})

    def clear(self, user: User) -> None:
        """Takes the whole stack away."""
        self._stacks[user.id] = []
        self._live.tell([user.id], {"type": "view", "action": "clear"})

    def _every(self) -> list[OpenView]:
        stacked = [each for stack in self._stacks.values() for each in stack]
        return [*stacked, *self._homes.values()]

    def _expect(self, opened: OpenView, known_hash: str | None) -> None:
        if known_hash is not None and known_hash != opened.view["hash"]:
            raise SlackError("hash_conflict")

    def _new(self, user: User, view: JSON) -> OpenView:
        complete = self._complete(user, view, None)
        view_id = self._workspace.ids.new("V")
        ids = {"id": view_id, "root_view_id": view_id, "previous_view_id": None}
        return OpenView(user, complete | ids)

    def _complete(self, user: User, view: JSON, replaced: OpenView | None) -> JSON:
        """The view with all that Slack adds."""
        external_id = view.get("external_id")
        taken = (each for each in self._every() if each is not replaced)
        if external_id and any(each.view["external_id"] == external_id for each in taken):
            raise SlackError("duplicate_external_id")
        if problems := self._uploads.look(view["blocks"], "/view/blocks"):
            raise SlackError("invalid_arguments", problems)
        fill_in(view["blocks"], self._workspace.ids)
        return {
            **_OPTIONAL,
            **view,
            "team_id": user.team_id,
            "hash": self._workspace.ids.hash(),
            "app_id": self._workspace.app_id,
            "app_installed_team_id": self._workspace.team.id,
            "bot_id": self._workspace.bot_id,
        }

    def _tell(self, opened: OpenView, action: str) -> None:
        news = {"type": "view", "action": action, "view": opened.shown()}
        self._live.tell([opened.user.id], news)
