"""Tells of public holidays: questions in, answers out, both JSON, in a process that ends.

Run by its path, as `bot/desk/public_holidays.py` does. The `holidays` package holds 10 MB once it
was asked about one country (a bare process, resident before and after), for a handful of days.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import holidays


def answer(question: Sequence[str]) -> Any:  # noqa: ANN401 (lists and objects of JSON)
    """What is known of `countries`, of the `parts` of one, or of the `dates` of some years in one.

    Raises NotImplementedError for a country or part that the package does not know.
    """
    match question:
        case ["parts", country]:
            named = holidays.country_holidays(country).get_subdivision_aliases()
            return {code: names[0] for code, names in named.items() if names}
        case ["dates", country, part, first, last]:
            years = range(int(first), int(last) + 1)
            days = holidays.country_holidays(country, subdiv=part or None, years=years)
            return [day.isoformat() for day in days]
        case _:
            return holidays.list_supported_countries(include_aliases=False)


if __name__ == "__main__":
    json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
