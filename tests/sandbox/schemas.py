"""Blocks and views made from Slack's JSON Schemas, and spoilt ones."""

from functools import cache

from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.sandbox.wire import JSON, copy
from tests.contracts import shared

Made = st.SearchStrategy[object]
_WORDS = st.text(alphabet="abcXYZ 019_-", min_size=1, max_size=8)
# Strings that must be more than strings, which a schema of types can't say.
_FORMS: dict[str, Made] = {
    "initial_date": st.just("2026-11-22"),
    "initial_time": st.just("09:30"),
    "initial_date_time": st.just(1_795_345_647),
    "min_value": st.just("1"),
    "max_value": st.just("2"),
    "source": st.just("remote"),
    "min_length": st.just(1),
    **dict.fromkeys(
        ("url", "image_url", "video_url", "thumbnail_url", "title_url", "provider_icon_url"),
        st.just("https://example.org/"),
    ),
}
_ANYTHING = {"additionalProperties": {}, "type": "object"}
_SPOILT: list[object] = [None, 7, "words", True, [], {}, {"type": "odd"}, [7]]


@cache
def definitions(name: str) -> dict[str, JSON]:
    """The definitions of `Block` or `View`."""
    found: dict[str, JSON] = shared.read(f"schemas/{name}.schema.json")["definitions"]
    return found


@cache
def validator(name: str, definition: str) -> Draft7Validator:
    """What says whether something fits one definition."""
    reference = f"#/definitions/{definition}"
    return Draft7Validator({"$ref": reference, "definitions": definitions(name)})


def block_types() -> list[str]:
    """The names of all known blocks' definitions; none where the schemas are missing."""
    if not shared.FOLDER.is_dir():
        return []
    known = definitions("Block")["KnownBlock"]["anyOf"]
    return [reference["$ref"].rpartition("/")[2] for reference in known]


@cache
def made(name: str, definition: str) -> Made:
    """Things that fit a definition."""
    return _from(name, definitions(name)[definition])


def _from(name: str, schema: JSON, key: str = "") -> Made:
    if key in _FORMS:
        return _FORMS[key]
    if "$ref" in schema:
        return st.deferred(lambda: made(name, schema["$ref"].rpartition("/")[2]))
    if "anyOf" in schema:
        return st.one_of([_from(name, each) for each in schema["anyOf"] if each != _ANYTHING])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _of_type(name, schema)


def _of_type(name: str, schema: JSON) -> Made:
    match schema.get("type"):
        case "string":
            return _WORDS
        case "boolean":
            return st.booleans()
        case "number":
            return st.integers(1, 8)
        case "array":
            return st.lists(_from(name, schema["items"]), min_size=1, max_size=2)
        case _:
            return _object(name, schema)


def _object(name: str, schema: JSON) -> Made:
    parts = {key: _from(name, part, key) for key, part in schema.get("properties", {}).items()}
    required = schema.get("required", [])
    return st.fixed_dictionaries(
        {key: parts[key] for key in parts if key in required},
        optional={key: parts[key] for key in parts if key not in required},
    )


@st.composite
def spoilt(draw: st.DrawFn, name: str, definition: str) -> JSON:
    """Something that fits but for one place: a key too many, too few, or of another kind."""
    whole = draw(made(name, definition))
    assert isinstance(whole, dict)
    thing = copy(whole)
    place = draw(st.sampled_from(list(_objects(thing))))
    key = draw(st.sampled_from(sorted(place)))
    match draw(st.sampled_from(["add", "drop", "change"])):
        case "add":
            place["surprise"] = draw(st.sampled_from(_SPOILT))
        case "drop":
            del place[key]
        case _:
            place[key] = draw(st.sampled_from(_SPOILT))
    return thing


def _objects(value: object) -> list[JSON]:
    if isinstance(value, list):
        return [found for item in value for found in _objects(item)]
    if not isinstance(value, dict) or not value:
        return []
    return [value, *(found for part in value.values() for found in _objects(part))]
