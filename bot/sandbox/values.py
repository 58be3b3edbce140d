"""What a person picked or typed, in the shapes in which Slack reports it."""

from bot.sandbox import choices
from bot.sandbox.choices import Choice, Reader
from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON

# For each element with state: the key its state stands under, where its initial value stands,
# and how a person's value is read.
_STATES: dict[str, tuple[str, str, Reader]] = {
    "static_select": ("selected_option", "initial_option", choices.option),
    "external_select": ("selected_option", "initial_option", choices.option),
    "radio_buttons": ("selected_option", "initial_option", choices.option),
    "checkboxes": ("selected_options", "initial_options", choices.options),
    "multi_static_select": ("selected_options", "initial_options", choices.options),
    "multi_external_select": ("selected_options", "initial_options", choices.options),
    "users_select": ("selected_user", "initial_user", choices.slack_id),
    "conversations_select": (
        "selected_conversation",
        "initial_conversation",
        choices.slack_id,
    ),
    "channels_select": ("selected_channel", "initial_channel", choices.slack_id),
    "multi_users_select": ("selected_users", "initial_users", choices.slack_ids),
    "multi_conversations_select": (
        "selected_conversations",
        "initial_conversations",
        choices.slack_ids,
    ),
    "multi_channels_select": ("selected_channels", "initial_channels", choices.slack_ids),
    "datepicker": ("selected_date", "initial_date", choices.chosen_date),
    "timepicker": ("selected_time", "initial_time", choices.chosen_time),
    "datetimepicker": ("selected_date_time", "initial_date_time", choices.moment),
    "plain_text_input": ("value", "initial_value", choices.typed_text),
    "email_text_input": ("value", "initial_value", choices.typed_text),
    "url_text_input": ("value", "initial_value", choices.typed_text),
    "number_input": ("value", "initial_value", choices.typed_text),
    "rich_text_input": ("rich_text_value", "initial_value", choices.rich_text),
    "file_input": ("files", "", choices.files),
}
_IN_ACTIONS = ("text", "value", "style", "confirm", "icon")


def initial_state(element: JSON) -> JSON | None:
    """The state before anyone touched the element; None for one that has no state."""
    if element["type"] not in _STATES:
        return None
    key, initial, _ = _STATES[element["type"]]
    return {"type": element["type"], key: element.get(initial, _empty(key))}


def state_of(choice: Choice) -> JSON:
    """The state once a person chose; an empty value clears.

    Raises `RefusedError` for what the element does not offer.
    """
    kind = choice.element["type"]
    if kind not in _STATES:
        raise RefusedError("element_has_no_state")
    key, _, read = _STATES[kind]
    cleared = choice.value is None or choice.value in ("", [])
    return {"type": kind, key: _empty(key) if cleared else read(choice)}


def action_of(choice: Choice) -> JSON:
    """What goes into `actions` when a person acts on an element."""
    element = choice.element
    kind = element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": choices.option(choice)}
    if kind == "feedback_buttons":
        return {"type": kind, "value": choices.opinion(choice)}
    if kind in _STATES:
        # Slack repeats the placeholder and the initial choice in the action.
        kept = ("placeholder", _STATES[kind][1])
        return {**state_of(choice), **{key: element[key] for key in kept if key in element}}
    return {"type": kind, **{key: element[key] for key in _IN_ACTIONS if key in element}}


def _empty(key: str) -> object:
    several = key == "files" or (key.startswith("selected_") and key.endswith("s"))
    return [] if several else None
