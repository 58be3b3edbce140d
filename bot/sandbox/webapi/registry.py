"""The methods there are, with what each needs; the shapes of calls and answers."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.people import User
from bot.sandbox.wire import JSON

_TRUE = {True, "1", "true", "True"}


@dataclass(frozen=True)
class ApiCall:
    """A call that got past the token, the limits and the scopes."""

    core: Core
    args: JSON

    def text(self, name: str) -> str:
        """An argument as a string; empty when it was not given."""
        value = self.args.get(name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """A yes-or-no argument, in any of the ways clients write it."""
        value = self.args.get(name)
        return not isinstance(value, (list, dict)) and value in _TRUE

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises `invalid_arguments`."""
        value = self.args.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError) as mistake:
            raise SlackError("invalid_arguments", [f"{name} must be a number"]) from mistake

    def parsed(self, name: str) -> object:
        """An argument that is a list or an object, or the same as JSON in a string."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as mistake:
            complaint = f"must be a valid JSON object [json-pointer:/{name}]"
            raise SlackError("invalid_arguments", [complaint]) from mistake

    def user(self, user_id: str) -> User:
        """A user by id. Raises `user_not_found`."""
        user = self.core.workspace.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """The conversation an argument names, if the app may know that it exists."""
        channel = self.core.workspace.channels.get(self.text(name))
        bot = self.core.workspace.bot.id
        if channel is None or (channel.is_private and bot not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def need_scope(self, *names: str) -> None:
        """Raises `missing_scope` unless the app has one of these."""
        scopes = self.core.manifest.scopes
        if not self.core.manifest.has_scope(names):
            raise SlackError("missing_scope", needed=",".join(names), provided=",".join(scopes))


@dataclass(frozen=True)
class Method:
    """A method: its function, its arguments, the scopes any of which it needs, its tier."""

    run: Callable[[ApiCall], JSON]
    needs: frozenset[str]
    may: frozenset[str]
    scopes: tuple[str, ...]
    tier: int
    takes_json: bool
    public: bool
    app_level: bool


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    tier: int,
    needs: str = "",
    may: str = "",
    scopes: tuple[str, ...] = (),
    takes_json: bool = True,
    public: bool = False,
    app_level: bool = False,
) -> Callable[[Callable[[ApiCall], JSON]], Callable[[ApiCall], JSON]]:
    """Registers a method; arguments are named in one string.

    A `public` one takes any argument from anyone, an `app_level` one the app-level token only.
    """

    def register(run: Callable[[ApiCall], JSON]) -> Callable[[ApiCall], JSON]:
        METHODS[name] = Method(
            run,
            frozenset(needs.split()),
            frozenset(may.split()),
            scopes,
            tier,
            takes_json,
            public,
            app_level,
        )
        return run

    return register


def check_arguments(known: Method, args: JSON) -> None:
    """Raises `invalid_arguments` for what is missing and for what Slack does not know."""
    problems = [
        f"missing required field: {name} [json-pointer:/{name}]"
        for name in sorted(known.needs)
        if args.get(name) in (None, "")
    ]
    if not known.public:
        unknown = sorted(set(args) - known.needs - known.may - {"token"})
        problems += [f"invalid additional property: {name} [json-pointer:/]" for name in unknown]
    if problems:
        raise SlackError("invalid_arguments", problems)
