"""What one person picked and typed in the elements of a view or a message."""

from dataclasses import dataclass, field

from bot.sandbox.blockkit.walk import every_element, find
from bot.sandbox.choices import Choice
from bot.sandbox.errors import RefusedError
from bot.sandbox.forms import Values
from bot.sandbox.values import initial_state, state_of
from bot.sandbox.wire import JSON

# Plain values by block id and action id, as a page sends them.
Picked = dict[str, dict[str, object]]


@dataclass
class Filled:
    """Holds only what was touched; the rest stands at its initial value."""

    touched: Values = field(default_factory=dict)
    suggested: dict[tuple[str, str], list[object]] = field(default_factory=dict)

    def values(self, blocks: list[JSON]) -> Values:
        """The state of every element that has one."""
        values: Values = {}
        for block, element in every_element(blocks):
            block_id, action_id = block["block_id"], element["action_id"]
            state = self.touched.get(block_id, {}).get(action_id) or initial_state(element)
            if state is not None:
                values.setdefault(block_id, {})[action_id] = state
        return values

    def choice(self, blocks: list[JSON], block_id: str, action_id: str, value: object) -> Choice:
        """A person's choice for the element with these ids. Raises `RefusedError`."""
        found = find(blocks, block_id, action_id)
        if found is None:
            raise RefusedError("no_such_element")
        return Choice(found[1], value, self.suggested.get((block_id, action_id), ()))

    def pick(self, blocks: list[JSON], picked: Picked) -> None:
        """Keeps plain values, each checked against its element."""
        for block_id, actions in picked.items():
            for action_id, value in actions.items():
                choice = self.choice(blocks, block_id, action_id, value)
                self.touch(block_id, action_id, state_of(choice))

    def offer(self, element: tuple[str, str], options: list[object]) -> None:
        """Adds to what the app suggested: what was chosen from an earlier query stays valid."""
        kept = self.suggested.setdefault(element, [])
        kept.extend(each for each in options if each not in kept)

    def touch(self, block_id: str, action_id: str, state: JSON) -> None:
        """Keeps the state of one element."""
        self.touched.setdefault(block_id, {})[action_id] = state

    def forget_what_is_gone(self, blocks: list[JSON]) -> None:
        """Drops what was filled into elements that are no longer there, as Slack does."""
        types = {
            (block["block_id"], element["action_id"]): element["type"]
            for block, element in every_element(blocks)
        }
        self.touched = {
            block_id: {
                action_id: state
                for action_id, state in states.items()
                if types.get((block_id, action_id)) == state["type"]
            }
            for block_id, states in self.touched.items()
        }
