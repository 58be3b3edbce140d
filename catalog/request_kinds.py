"""What ships about requests for a person's help: who usually answers each kind."""

from __future__ import annotations

from functools import cache

from catalog import shipped


@cache
def usual_partners(kind: str) -> frozenset[str]:
    """All names of the partners that usually answer a kind: their ids as publishers, their names,
    and what they are called for short; empty for a kind that isn't known.
    """
    kinds = shipped.data("taxonomy.json")["request_kinds"]
    known = {each["id"]: each["default_partners"] for each in kinds}
    publishers = {each["id"]: each for each in shipped.data("publishers.json")}
    found = [publishers.get(each, {"id": each}) for each in known.get(kind, ())]
    return frozenset(
        name
        for each in found
        for name in (each["id"], each.get("name", ""), each.get("abbr", ""), *each.get("aka", ()))
        if name
    )
