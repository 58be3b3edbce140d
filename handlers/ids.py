"""The names by which Slack gives things back to us. Renaming one orphans buttons already sent."""

FIND_RESOURCES = "find_resources"
"""Callback id of the message shortcut "Find resources for this", as in manifest.yml."""

SEARCH_FORM = "search_form"
RESULTS = "results"
DETAILS = "details"

RESOURCE_DETAILS = "resource_details"
RESOURCE_SHARE = "resource_share"
RESULTS_NEXT = "results_next"
RESULTS_PREVIOUS = "results_previous"
RESULTS_REFINE = "results_refine"
OPEN_SEARCH = "open_search"
OPEN_SHELF = "open_shelf"
"""A shelf's or topic's button; its suffix is only there to make action ids unique in a block."""

WORDS = "words"
TOPIC = "topic"
KIND = "kind"
PLACE = "place"
LANGUAGE = "language"
SINCE = "since"
