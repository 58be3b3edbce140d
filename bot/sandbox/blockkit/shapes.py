"""Small checks that are put together into tables: strings, numbers, lists, objects.

A check gets a value, the JSON pointer where it stands and the list it adds problems to.
The words are Slack's own, as seen in `response_metadata.messages`.
"""

import re
from collections.abc import Callable, Mapping

Problems = list[str]
Check = Callable[[object, str, Problems], None]
Rule = Callable[[dict[str, object], str, Problems], None]
Table = Mapping[str, Check]


def say(problems: Problems, what: str, at: str) -> None:
    """Adds a problem in Slack's form."""
    problems.append(f"{what} [json-pointer:{at}]")


def string(
    longest: int, shortest: int = 1, *, pattern: re.Pattern[str] | None = None, kind: str = ""
) -> Check:
    """A string of so many characters, in the form of `kind` where a pattern says which."""

    def check(value: object, at: str, problems: Problems) -> None:
        if not isinstance(value, str):
            say(problems, "must provide a string", at)
        elif len(value) > longest:
            say(problems, f"must be less than {longest + 1} characters", at)
        elif len(value) < shortest:
            say(problems, f"must be more than {shortest - 1} characters", at)
        elif pattern is not None and not pattern.fullmatch(value):
            say(problems, f"must be a valid {kind}", at)

    return check


def matching(accepts: Callable[[str], bool], kind: str) -> Check:
    """A string of a given form, such as a date."""

    def check(value: object, at: str, problems: Problems) -> None:
        if not isinstance(value, str):
            say(problems, "must provide a string", at)
        elif not accepts(value):
            say(problems, f"must be a valid {kind}", at)

    return check


def flag(value: object, at: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(problems, "must provide a boolean", at)


def number(least: float, most: float, *, whole: bool = True) -> Check:
    """A number between two others, both included."""
    kinds: tuple[type, ...] = (int,) if whole else (int, float)
    name = "an integer" if whole else "a number"

    def check(value: object, at: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, kinds):
            say(problems, f"must provide {name}", at)
        elif not least <= value <= most:  # type: ignore[operator]  # one of `kinds`, seen above
            say(problems, f"must be between {least:g} and {most:g}", at)

    return check


def one_of(*values: object) -> Check:
    """One of a few fixed values."""

    def check(value: object, at: str, problems: Problems) -> None:
        if value not in values or isinstance(value, bool):
            say(problems, "must be a valid enum value", at)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of so many things, each checked."""

    def check(value: object, at: str, problems: Problems) -> None:
        if not isinstance(value, list):
            say(problems, "must provide an array", at)
            return
        if len(value) > most:
            say(problems, f"no more than {most} items allowed", at)
        elif len(value) < least:
            say(problems, f"no fewer than {least} items allowed", at)
        for place, item in enumerate(value):
            each(item, f"{at}/{place}", problems)

    return check


def thing(needs: Table, may: Table | None = None, *rules: Rule) -> Check:
    """An object with the keys it needs, the keys it may have and no others, then `rules`."""
    known = {**needs, **(may or {})}

    def check(value: object, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must provide an object", at)
            return
        for key in needs:
            if key not in value:
                say(problems, f"missing required field: {key}", at)
        for key, part in value.items():
            if key in known:
                known[key](part, f"{at}/{key}", problems)
            else:
                say(problems, f"invalid additional property: {key}", at)
        for rule in rules:
            rule(value, at, problems)

    return check


def typed(needs: Table | None = None, may: Table | None = None, *rules: Rule) -> Check:
    """A `thing` that also carries a `type`, which `by_type` has looked at already."""
    return thing({"type": anything, **(needs or {})}, may, *rules)


def by_type(table: Table) -> Check:
    """An object judged by the check that its `type` names."""

    def check(value: object, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must provide an object", at)
        elif "type" not in value:
            say(problems, "missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            say(problems, f"unsupported type: {value['type']}", f"{at}/type")
        else:
            table[value["type"]](value, at, problems)

    return check


def anything(value: object, at: str, problems: Problems) -> None:  # a Check
    """A value that is checked elsewhere."""


def exactly_one(*keys: str) -> Rule:
    """Of these keys one must be there, and only one."""
    names = " or ".join(f"`{key}`" for key in keys)

    def rule(value: dict[str, object], at: str, problems: Problems) -> None:
        if sum(key in value for key in keys) != 1:
            say(problems, f"must define either {names}", at)

    return rule


def at_least_one(*keys: str) -> Rule:
    """One of these keys must be there, or several."""
    names = " or ".join(f"`{key}`" for key in keys)

    def rule(value: dict[str, object], at: str, problems: Problems) -> None:
        if not any(value.get(key) for key in keys):
            say(problems, f"must define either {names}", at)

    return rule


def not_above(low: str, high: str) -> Rule:
    """Where both are numbers, or strings of numbers, `low` is not above `high`."""

    def rule(value: dict[str, object], at: str, problems: Problems) -> None:
        try:
            fits = float(str(value[low])) <= float(str(value[high]))
        except (KeyError, ValueError):
            return
        if not fits:
            say(problems, f"must not be greater than `{high}`", f"{at}/{low}")

    return rule
